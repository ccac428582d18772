"""Audit log: who did what, when, on what object and why."""
