"""Backups: one signed file, encrypted for the holder of the private key. A restore verifies it before the swap."""

from pacte.exchange.backup.restoring import Answers, Restored, restore
from pacte.exchange.backup.writing import Saved, back_up

__all__ = ["Answers", "Restored", "Saved", "back_up", "restore"]
