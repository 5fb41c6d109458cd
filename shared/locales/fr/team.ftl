team-title = Équipe
