"""Demonstration region at real scale: real geography, invented providers, sessions and people, by seed."""
