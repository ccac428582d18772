"""Changing the plan: editing a row, importing a table, the life of a version."""
