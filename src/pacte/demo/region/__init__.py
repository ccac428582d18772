"""The demonstration region at true scale: real geography, invented providers, sessions and people, by seed."""
