"""Demonstration region: real plan and territory, invented people. Never loaded in a real installation."""
