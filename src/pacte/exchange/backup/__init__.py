"""Backups: one signed file, encrypted for the holder of the private key. A restore verifies it before the swap."""

from pacte.exchange.backup.creation import BackupResult, create_backup
from pacte.exchange.backup.restoration import RestoreOptions, RestoreResult, restore_backup

__all__ = ["BackupResult", "RestoreOptions", "RestoreResult", "create_backup", "restore_backup"]
