"""Kinds of results of the search: one module a kind, with its ``KIND``."""
