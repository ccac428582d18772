"""Operational counts of the services: one module per count, discovered in the folder.

Each module defines ``SERVICE``, and either ``counts(context)``, which returns a ``CountResult`` by action number, or
``count(context)``, which returns the same one for every action with its target. Empty results are left out. Counts are
public: they are read through database functions that return numbers only, or from public data.
"""
