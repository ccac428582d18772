"""Who acts: organisations and their departments, people, memberships, login methods."""
