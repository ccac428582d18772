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

from pacte.kernel.system_errors import is_disk_full

A_DAY = 24 * 3600  # seconds
MOST_OF_ONE = 3  # files of one owner; the oldest is deleted
MOST_BYTES = 500 * 1024**2  # of all owners
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True, slots=True)
class SetAside:
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Shelf:
    """The store.

    ``owner`` is any text that identifies who may read the file back; for others the token does not exist.
    """

    folder: Path
    most_bytes: int = MOST_BYTES

    def put(self, *, owner: str, name: str, data: bytes) -> str:
        """Stores the file and returns its token, or an empty string when the store is full."""
        self.sweep()
        if sum(size for _, size, _ in self._all()) + len(data) > self.most_bytes:
            return ""
        drawer = self._drawer(owner)
        drawer.mkdir(mode=0o700, parents=True, exist_ok=True)
        token = secrets.token_urlsafe(24)
        fresh = drawer / f"{token}.part"
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(" ".join(name.split()).encode() + b"\n" + data)
            fresh.replace(drawer / token)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            if not is_disk_full(error):
                raise
            return ""
        held = sorted((made, path) for made, _, path in self._all() if path.parent == drawer)
        for _, oldest in held[:-MOST_OF_ONE]:
            oldest.unlink(missing_ok=True)
        return token

    def take(self, *, owner: str, token: str) -> SetAside | None:
        """Reads the file; None for a token unknown to that owner, expired or already deleted."""
        path = self._path(owner, token)
        if path is None:
            return None
        try:
            if _is_old(path.stat().st_mtime):
                return None
            name, _, data = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        return SetAside(name.decode(), data)

    def drop(self, *, owner: str, token: str) -> None:
        """Deletes the file once it has been imported."""
        path = self._path(owner, token)
        if path is not None:
            path.unlink(missing_ok=True)

    def sweep(self) -> int:
        """Deletes files older than one day. Returns how many."""
        old = [path for made, _, path in self._all() if _is_old(made)]
        for each in old:
            each.unlink(missing_ok=True)
        return len(old)

    def _all(self) -> list[tuple[float, int, Path]]:
        """Modification time, size and path of each file. A file deleted meanwhile by another process is skipped."""
        found = []
        for path in self.folder.glob("*/*"):
            with suppress(FileNotFoundError):
                seen = path.stat()
                found.append((seen.st_mtime, seen.st_size, path))
        return found

    def _drawer(self, owner: str) -> Path:
        return self.folder / hashlib.sha256(owner.encode()).hexdigest()[:32]

    def _path(self, owner: str, token: str) -> Path | None:
        return self._drawer(owner) / token if _TOKEN.fullmatch(token) else None


def _is_old(made: float) -> bool:
    return time.time() - made > A_DAY
