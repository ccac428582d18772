"""Procedures of schemes and their cases: one file per procedure in ``catalog/``."""
