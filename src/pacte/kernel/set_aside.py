"""Files that were checked and wait to be written, a day at most: nobody chooses the same file twice.

One folder for each owner, whose name says nothing of them; one file for each token, the file's name on its first line.
What is set aside is a comfort: when there is no room for it, nothing is kept and the file is asked for again.
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
MOST_OF_ONE = 3  # files of one owner; the oldest gives way
MOST_BYTES = 500 * 1024**2  # of all owners
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True, slots=True)
class SetAside:
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Shelf:
    """``owner`` is any text that names who may take the file again; another's token answers like a missing one."""

    folder: Path
    most_bytes: int = MOST_BYTES

    def put(self, *, owner: str, name: str, data: bytes) -> str:
        """The token of the file, or nothing when there is no room for it."""
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
        """None for a token that was never given to that owner, that is too old, or whose file was written."""
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
        """Once written, it is kept no longer."""
        path = self._path(owner, token)
        if path is not None:
            path.unlink(missing_ok=True)

    def sweep(self) -> int:
        """Erases what is older than a day. Gives how many files."""
        old = [path for made, _, path in self._all() if _is_old(made)]
        for each in old:
            each.unlink(missing_ok=True)
        return len(old)

    def _all(self) -> list[tuple[float, int, Path]]:
        """When each was put there, its bytes and its path. What another process erases meanwhile is left out."""
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
