"""Backup file format: an uncompressed zip of four members.

``manifest.json`` describes the file in clear text (installation, time, digests of the others), ``signature`` signs it,
``tables`` has the fingerprint of every table and ``dump`` the database. The last two may be encrypted.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import pyrage

from pacte import __version__
from pacte.exchange.backup.fingerprints import Fingerprint
from pacte.exchange.backup.sealing import Keys, decrypt, encrypt, signature_of
from pacte.kernel.errors import ValidationError

FORMAT = 2
_MANIFEST, _SIGNATURE, _TABLES, _DUMP = "manifest.json", "signature", "tables", "dump"
_PIECE = 1 << 20
_IDENTIFIER = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """``instance`` and ``identifier`` identify the installation. ``text`` is the exact byte string that was signed."""

    instance: str
    identifier: str
    made_at: datetime
    is_encrypted: bool
    digests: Mapping[str, str]
    text: bytes
    signature: str


class ArchiveWriter:
    """Writes the members one by one, then the manifest with their digests."""

    def __init__(self, archive: zipfile.ZipFile, recipients: Sequence[pyrage.x25519.Recipient]) -> None:
        self._archive, self._recipients = archive, recipients
        self._digests: dict[str, str] = {}

    def dump(self, source: IO[bytes]) -> None:
        self._add(_DUMP, source)

    def tables(self, found: Mapping[str, Fingerprint]) -> None:
        self._add(_TABLES, io.BytesIO(json.dumps(found, sort_keys=True).encode()))

    def close(self, *, instance: str, identifier: str, made_at: datetime, key: bytes) -> None:
        told = {
            "format": FORMAT,
            "program": __version__,
            "instance": instance,
            "identifier": identifier,
            "made_at": made_at.isoformat(),
            "encrypted": bool(self._recipients),
            "digests": self._digests,
        }
        text = json.dumps(told, indent=1, sort_keys=True).encode()
        self._archive.writestr(_MANIFEST, text)
        self._archive.writestr(_SIGNATURE, signature_of(text, key))

    def _add(self, name: str, source: IO[bytes]) -> None:
        with self._archive.open(name, "w", force_zip64=True) as member:
            counted = _Digesting(member)
            if self._recipients:
                encrypt(source, counted, self._recipients)  # type: ignore[arg-type]  # write and flush are enough
            else:
                while piece := source.read(_PIECE):
                    counted.write(piece)
            self._digests[name] = counted.digest()


class Archive:
    """Reads a backup. Its members are checked against the manifest before use."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path, self._archive = path, archive
        self.manifest = self._read_manifest()

    def check_members(self) -> None:
        """Raises ``Invalid`` when a member does not match the manifest."""
        for name in (_TABLES, _DUMP):
            counted = _Digesting()
            try:
                with self._archive.open(name) as member:
                    while piece := member.read(_PIECE):
                        counted.write(piece)
            except (KeyError, zipfile.BadZipFile) as error:
                raise damaged(self._path) from error
            if counted.digest() != self.manifest.digests.get(name):
                raise damaged(self._path)

    def tables(self, keys: Keys) -> dict[str, Fingerprint]:
        plain = io.BytesIO()
        self._copy(_TABLES, plain, keys)
        return dict(json.loads(plain.getvalue()))

    def dump(self, target: IO[bytes], keys: Keys) -> None:
        """Writes the decrypted dump into ``target`` and nowhere else."""
        self._copy(_DUMP, target, keys)

    def _copy(self, name: str, target: IO[bytes], keys: Keys) -> None:
        with self._archive.open(name) as member:
            if self.manifest.is_encrypted:
                decrypt(member, target, keys)
                return
            while piece := member.read(_PIECE):
                target.write(piece)

    def _read_manifest(self) -> Manifest:
        try:
            text = self._archive.read(_MANIFEST)
            told = json.loads(text)
            if told.get("format") == 1:
                raise ValidationError(
                    "backup_old",
                    f"La sauvegarde « {self._path} » est du format 1, sans signature ni installation.",
                    hint="Remettez-la en place avec la version de pacte qui l’a écrite, puis refaites une sauvegarde.",
                )
            made_at = datetime.fromisoformat(told["made_at"])
            if told.get("format") != FORMAT or not _IDENTIFIER.fullmatch(told["identifier"]) or not made_at.tzinfo:
                raise damaged(self._path)
            signature = self._archive.read(_SIGNATURE).decode("ascii", errors="replace")
            return Manifest(
                told["instance"], told["identifier"], made_at, bool(told["encrypted"]), dict(told["digests"]), text,
                signature,
            )  # fmt: skip
        except (OSError, KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile) as error:
            raise unreadable(self._path, str(error)) from error


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Opens a backup. Raises ``Invalid`` when the file is not a backup."""
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise unreadable(path, str(error)) from error
    with archive:
        yield Archive(path, archive)


def damaged(path: Path, why: str = "") -> ValidationError:
    return ValidationError(
        "backup_damaged",
        f"La sauvegarde « {path} » est abîmée ou d’un autre format.",
        why,
        "Rien n’a été changé : employez une autre sauvegarde.",
    )


def unreadable(path: Path, why: str) -> ValidationError:
    return ValidationError(
        "backup_unreadable",
        f"« {path} » n’est pas une sauvegarde de pacte.",
        why,
        "Donnez un fichier écrit par ./pacte backup.",
    )


class _Digesting:
    """Computes the digest of the bytes written, and forwards them to ``target`` when given."""

    def __init__(self, target: Any = None) -> None:
        self._target, self._sum = target, hashlib.sha256()

    def write(self, piece: bytes) -> int:
        self._sum.update(piece)
        if self._target is not None:
            self._target.write(piece)
        return len(piece)

    def flush(self) -> None:
        """Does nothing: writes are not buffered."""

    def digest(self) -> str:
        return self._sum.hexdigest()
