team-title = Equipo
