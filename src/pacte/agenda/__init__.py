"""Meetings: information sessions and their slots, visits, tours, lab days, conferences."""
