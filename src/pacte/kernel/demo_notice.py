"""Notice added to messages of the demonstration, whose senders, recipients and subjects are invented."""

from __future__ import annotations

DEMO_DATA_NOTICE = "Données fictives : ce message est inventé pour la démonstration."
