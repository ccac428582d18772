"""Editing the plan: rows, table imports, lifecycle of a version."""
