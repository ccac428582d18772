"""Who acts: organisations and their services, people, memberships, ways to log in."""
