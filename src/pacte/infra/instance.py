"""Folders of one installation: database, secret key, received files.

``demo`` and ``real`` never share anything. ``PACTE_HOME`` moves all of it. By default it is the program's folder
``var``, unless root runs the program from a folder that the database's own user cannot enter.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pacte.kernel.errors import ConfigurationError

PROJECT_ROOT = Path(__file__).resolve().parents[3]
INSTANCE_NAMES = ("demo", "real", "dev", "test", "bench")
# Those whose day may differ from the true one.
SHIFTABLE_INSTANCES = ("demo", "dev", "test", "bench")


@dataclass(frozen=True, slots=True)
class Instance:
    name: str

    def __post_init__(self) -> None:
        if self.name not in INSTANCE_NAMES:
            raise ConfigurationError(
                "instance_name",
                f"L'instance « {self.name} » n'existe pas.",
                hint=f"Choisissez parmi : {', '.join(INSTANCE_NAMES)}.",
            )

    @property
    def folder(self) -> Path:
        return _instances_root() / self.name

    @property
    def exists(self) -> bool:
        return (self.folder / "data").is_dir()

    def ensure_folder(self) -> Path:
        """The instance's folder, created when missing and closed to other users. Existing parents are unchanged."""
        missing = [part for part in (self.folder, *self.folder.parents) if not part.exists()]
        for part in reversed(missing):
            part.mkdir(exist_ok=True)
            part.chmod(_folder_mode())
        if self.folder.stat().st_uid == os.geteuid():
            self.folder.chmod(_folder_mode())
        return self.folder

    def day_offset(self) -> int:
        """Days between the true day and that of the installation; 0 without a day of its own.

        Raises ``ConfigurationError`` (``shifted_clock``) for a real installation.
        """
        try:
            days = int(self._day_offset_path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return 0
        except ValueError:
            raise ConfigurationError(
                "day_offset",
                f"Le fichier « {self._day_offset_path} » ne contient pas un nombre de jours.",
                hint="Écrivez-y le décalage en jours, par exemple -2196, ou 0 pour le vrai jour.",
            ) from None
        if days and self.name not in SHIFTABLE_INSTANCES:
            raise ConfigurationError(
                "shifted_clock",
                f"L'installation « {self.name} » a une horloge décalée de {days} jours : elle ne démarre pas ainsi.",
                "Seule une démonstration a son propre jour.",
                f"Supprimez le fichier « {self._day_offset_path} ».",
            )
        return days

    @property
    def has_day_offset(self) -> bool:
        return self._day_offset_path.exists()

    def set_day_offset(self, days: int) -> None:
        """Stores it for all processes of the installation, whoever runs them."""
        temporary = self.ensure_folder() / f"day-offset.{os.getpid()}"
        temporary.write_text(f"{days}\n", encoding="ascii")
        temporary.chmod(0o644)
        temporary.replace(self._day_offset_path)

    @property
    def _day_offset_path(self) -> Path:
        return self.folder / "day-offset"

    def secret_key(self) -> str:
        """Signing key of this instance, generated once, readable by its owner only."""
        return _read_or_create(self.ensure_folder() / "secret-key", lambda: secrets.token_urlsafe(48))

    def identifier(self) -> str:
        """32 random hexadecimal digits that identify this installation, generated once. Not a secret."""
        return _read_or_create(self._erasures_folder() / "identifier", lambda: secrets.token_hex(16))

    def set_identifier(self, identifier: str) -> None:
        """Replaces the identifier with that of the backup restored here."""
        path = self._erasures_folder() / "identifier"
        temporary = path.with_name(f"identifier.{os.getpid()}")
        write_private_file(temporary, identifier)
        temporary.replace(path)

    @property
    def erasure_ledger_path(self) -> Path:
        """Path of the ledger of erasures: outside the database, so that a restore does not lose it."""
        return self._erasures_folder() / "ledger"

    def _erasures_folder(self) -> Path:
        """Folder of the erasure files. Jobs write there and are not root, who may own the instance's folder."""
        folder = self.ensure_folder() / "erasures"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder


def _read_or_create(path: Path, generate: Callable[[], str]) -> str:
    if not path.exists():
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        write_private_file(temporary, generate())
        try:
            os.link(temporary, path)
        except FileExistsError:
            pass  # Another command generated it first: use that one.
        finally:
            temporary.unlink()
    return path.read_text(encoding="ascii")


def write_private_file(path: Path, text: str) -> None:
    """Creates a file readable by its owner only. Raises ``FileExistsError``."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def restrict_umask() -> None:
    """Sets the umask: files created from now on by this process and its children are private by default."""
    os.umask(0o077)


def _folder_mode() -> int:
    """Mode of the folder.

    When root runs the program, the database runs as another user, who may traverse but not list.
    """
    return 0o711 if os.geteuid() == 0 else 0o700


def is_traversable_by_others(path: Path) -> bool:
    """True when any user of the machine may traverse every folder down to ``path``."""
    return all(parent.stat().st_mode & 0o001 for parent in (path, *path.parents))


def _instances_root() -> Path:
    if configured := os.environ.get("PACTE_HOME"):
        return Path(configured).absolute()
    if os.geteuid() == 0 and not is_traversable_by_others(PROJECT_ROOT):
        digest = hashlib.sha256(str(PROJECT_ROOT).encode()).hexdigest()[:12]
        return Path("/var/lib/pacte") / digest
    return PROJECT_ROOT / "var"
