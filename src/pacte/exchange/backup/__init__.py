"""Backups: one signed file, encrypted for whoever holds the private key; a restore proves it before it counts."""

from pacte.exchange.backup.restoring import Answers, Restored, restore
from pacte.exchange.backup.writing import Saved, back_up

__all__ = ["Answers", "Restored", "Saved", "back_up", "restore"]
