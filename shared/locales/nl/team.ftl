team-title = Team
