"""Queries on the exchanges with partners."""
