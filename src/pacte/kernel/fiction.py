"""What says that a message is about nobody: the demonstration writes to invented people, of invented people."""

from __future__ import annotations

FICTIVE = "Données fictives : ce message est inventé pour la démonstration."
