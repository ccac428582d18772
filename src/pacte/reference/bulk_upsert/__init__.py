"""Builds upsert statements from rows, one per table and batch. Pure; the services execute them."""
