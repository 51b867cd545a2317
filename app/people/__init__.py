"""People, credentials, sessions, roles."""
