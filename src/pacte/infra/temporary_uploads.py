"""Temporary store of uploads that were checked and wait for confirmation, one day at most: no second upload.

One folder per owner, under an opaque name; one file per token, with the file's name on its first line. Best effort:
when the store is full the upload is not stored and the user must choose the file again.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pacte.infra.system_errors import is_disk_full

MAX_AGE_SECONDS = 24 * 3600  # seconds
MAX_FILES_PER_OWNER = 3  # files of one owner; the oldest is deleted
MAX_TOTAL_BYTES = 500 * 1024**2  # of all owners
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True, slots=True)
class StoredUpload:
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class TemporaryUploadStore:
    """The store.

    ``owner`` is any text that identifies who may read the file back; for others the token does not exist.
    """

    folder: Path
    max_bytes: int = MAX_TOTAL_BYTES

    def save(self, *, owner: str, name: str, data: bytes) -> str:
        """Stores the file and returns its token, or an empty string when the store is full."""
        self.delete_expired()
        if sum(size for _, size, _ in self._stored_files()) + len(data) > self.max_bytes:
            return ""
        owner_folder = self._owner_folder(owner)
        owner_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        token = secrets.token_urlsafe(24)
        temporary = owner_folder / f"{token}.part"
        try:
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(" ".join(name.split()).encode() + b"\n" + data)
            temporary.replace(owner_folder / token)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            if not is_disk_full(error):
                raise
            return ""
        oldest_first = sorted(
            (modified_at, path) for modified_at, _, path in self._stored_files() if path.parent == owner_folder
        )
        for _, oldest in oldest_first[:-MAX_FILES_PER_OWNER]:
            oldest.unlink(missing_ok=True)
        return token

    def get(self, *, owner: str, token: str) -> StoredUpload | None:
        """Reads the file; None for a token unknown to that owner, expired or already deleted."""
        path = self._path(owner, token)
        if path is None:
            return None
        try:
            if _is_expired(path.stat().st_mtime):
                return None
            name, _, data = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        return StoredUpload(name.decode(), data)

    def delete(self, *, owner: str, token: str) -> None:
        """Deletes the file once it has been imported."""
        path = self._path(owner, token)
        if path is not None:
            path.unlink(missing_ok=True)

    def delete_expired(self) -> int:
        """Deletes files older than one day. Returns how many."""
        expired = [path for modified_at, _, path in self._stored_files() if _is_expired(modified_at)]
        for expired_path in expired:
            expired_path.unlink(missing_ok=True)
        return len(expired)

    def _stored_files(self) -> list[tuple[float, int, Path]]:
        """Modification time, size and path of each file. A file deleted meanwhile by another process is skipped."""
        stored_files = []
        for path in self.folder.glob("*/*"):
            with suppress(FileNotFoundError):
                status = path.stat()
                stored_files.append((status.st_mtime, status.st_size, path))
        return stored_files

    def _owner_folder(self, owner: str) -> Path:
        return self.folder / hashlib.sha256(owner.encode()).hexdigest()[:32]

    def _path(self, owner: str, token: str) -> Path | None:
        return self._owner_folder(owner) / token if _TOKEN.fullmatch(token) else None


def _is_expired(modified_at: float) -> bool:
    return time.time() - modified_at > MAX_AGE_SECONDS
