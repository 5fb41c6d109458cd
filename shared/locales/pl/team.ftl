team-title = Zespół
