"""Where one installation keeps what it writes: database, secret key, received files.

``demo`` and ``real`` never share anything. ``PACTE_HOME`` moves the whole; without it the folder ``var`` of the
program is used, unless root runs the program from a place that the database's own user cannot enter.
"""

from __future__ import annotations

import hashlib
import os
import secrets
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
        """The instance's folder, made when absent. Its parents are left as they are."""
        missing = [part for part in (self.folder, *self.folder.parents) if not part.exists()]
        for part in reversed(missing):
            part.mkdir(exist_ok=True)
            if os.geteuid() == 0:
                part.chmod(0o755)  # The database runs as another user: it must get through, whatever the umask.
        return self.folder

    def secret_key(self) -> str:
        """The signing key of this instance, drawn once, readable by its owner only."""
        path = self.make_folder() / "secret-key"
        if not path.exists():
            fresh = path.with_name(f"secret-key.{os.getpid()}")
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48))
            try:
                os.link(fresh, path)
            except FileExistsError:
                pass  # Another command drew it first: that one is kept.
            finally:
                fresh.unlink()
        return path.read_text(encoding="ascii")


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
