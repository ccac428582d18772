"""When a dossier is due to a partner. Pure."""

DAYS_TO_SEND_A_DOSSIER = 7
"""Days after an entry within which its dossier is in time. Our own choice: no public text of the hub sets a delay."""
