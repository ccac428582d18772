"""Where one installation keeps what it writes: database, secret key, received files.

``demo`` and ``real`` never share anything. ``PACTE_HOME`` moves the whole; without it the folder ``var`` of the
program is used, unless root runs the program from a place that the database's own user cannot enter.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pacte.kernel.errors import Misconfigured

PROGRAM = Path(__file__).resolve().parents[3]
NAMES = ("demo", "real", "test", "bench")


@dataclass(frozen=True, slots=True)
class Instance:
    name: str

    def __post_init__(self) -> None:
        if self.name not in NAMES:
            raise Misconfigured(
                "instance_name",
                f"L'instance « {self.name} » n'existe pas.",
                todo=f"Choisissez parmi : {', '.join(NAMES)}.",
            )

    @property
    def folder(self) -> Path:
        return _home() / self.name

    @property
    def exists(self) -> bool:
        return (self.folder / "data").is_dir()

    def make_folder(self) -> Path:
        """The instance's folder, made when absent and closed to others. Its parents are left as they are."""
        missing = [part for part in (self.folder, *self.folder.parents) if not part.exists()]
        for part in reversed(missing):
            part.mkdir(exist_ok=True)
            part.chmod(_folder_mode())
        if self.folder.stat().st_uid == os.geteuid():
            self.folder.chmod(_folder_mode())
        return self.folder

    def secret_key(self) -> str:
        """The signing key of this instance, drawn once, readable by its owner only."""
        return _drawn_once(self.make_folder() / "secret-key", lambda: secrets.token_urlsafe(48))

    def identifier(self) -> str:
        """32 hexadecimal digits drawn once: what tells this installation from every other. It is not a secret."""
        return _drawn_once(self._erasures_folder() / "identifier", lambda: secrets.token_hex(16))

    def take_identifier(self, identifier: str) -> None:
        """The installation goes on under the identifier of the backup that was put in its place."""
        path = self._erasures_folder() / "identifier"
        fresh = path.with_name(f"identifier.{os.getpid()}")
        write_closed(fresh, identifier)
        fresh.replace(path)

    @property
    def erasures(self) -> Path:
        """The ledger of erasures: outside the database, so that a restore cannot forget it."""
        return self._erasures_folder() / "ledger"

    def _erasures_folder(self) -> Path:
        """What the jobs write of erasures: they are not root, to whom the instance's own folder may belong."""
        folder = self.make_folder() / "erasures"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder


def _drawn_once(path: Path, draw: Callable[[], str]) -> str:
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        write_closed(fresh, draw())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # Another command drew it first: that one is kept.
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii")


def write_closed(path: Path, text: str) -> None:
    """A new file that its owner alone reads. Raises ``FileExistsError``."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def close_to_others() -> None:
    """Whatever this process and its children write from now on is for its user alone, unless it says otherwise."""
    os.umask(0o077)


def _folder_mode() -> int:
    """The database of root runs as another user: it passes through, without seeing what is there."""
    return 0o711 if os.geteuid() == 0 else 0o700


def enterable_by_others(path: Path) -> bool:
    """True when any user of the machine may pass through every folder down to ``path``."""
    return all(parent.stat().st_mode & 0o001 for parent in (path, *path.parents))


def _home() -> Path:
    if chosen := os.environ.get("PACTE_HOME"):
        return Path(chosen).absolute()
    if os.geteuid() == 0 and not enterable_by_others(PROGRAM):
        digest = hashlib.sha256(str(PROGRAM).encode()).hexdigest()[:12]
        return Path("/var/lib/pacte") / digest
    return PROGRAM / "var"
