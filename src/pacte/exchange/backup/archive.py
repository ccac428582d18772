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
from pacte.exchange.backup.crypto import BackupKeys, decrypt, encrypt, hmac_signature
from pacte.exchange.backup.fingerprints import Fingerprint
from pacte.kernel.errors import ValidationError

FORMAT = 2
_MANIFEST, _SIGNATURE, _TABLES, _DUMP = "manifest.json", "signature", "tables", "dump"
_CHUNK_BYTES = 1 << 20
_IDENTIFIER = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class BackupManifest:
    """``instance`` and ``identifier`` identify the installation. ``text`` is the exact byte string that was signed."""

    instance: str
    identifier: str
    made_at: datetime
    is_encrypted: bool
    digests: Mapping[str, str]
    text: bytes
    signature: str


class BackupArchiveWriter:
    """Writes the members one by one, then the manifest with their digests."""

    def __init__(self, archive: zipfile.ZipFile, recipients: Sequence[pyrage.x25519.Recipient]) -> None:
        self._archive, self._recipients = archive, recipients
        self._digests: dict[str, str] = {}

    def add_dump(self, source: IO[bytes]) -> None:
        self._add(_DUMP, source)

    def add_tables(self, by_table: Mapping[str, Fingerprint]) -> None:
        self._add(_TABLES, io.BytesIO(json.dumps(by_table, sort_keys=True).encode()))

    def add_manifest(self, *, instance: str, identifier: str, made_at: datetime, key: bytes) -> None:
        manifest = {
            "format": FORMAT,
            "program": __version__,
            "instance": instance,
            "identifier": identifier,
            "made_at": made_at.isoformat(),
            "encrypted": bool(self._recipients),
            "digests": self._digests,
        }
        text = json.dumps(manifest, indent=1, sort_keys=True).encode()
        self._archive.writestr(_MANIFEST, text)
        self._archive.writestr(_SIGNATURE, hmac_signature(text, key))

    def _add(self, name: str, source: IO[bytes]) -> None:
        with self._archive.open(name, "w", force_zip64=True) as member:
            digester = _DigestWriter(member)
            if self._recipients:
                encrypt(source, digester, self._recipients)  # type: ignore[arg-type]  # write and flush are enough
            else:
                while chunk := source.read(_CHUNK_BYTES):
                    digester.write(chunk)
            self._digests[name] = digester.digest()


class BackupArchive:
    """Reads a backup. Its members are checked against the manifest before use."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path, self._archive = path, archive
        self.manifest = self._read_manifest()

    def check_members(self) -> None:
        """Raises ``ValidationError`` when a member does not match the manifest."""
        for name in (_TABLES, _DUMP):
            digester = _DigestWriter()
            try:
                with self._archive.open(name) as member:
                    while chunk := member.read(_CHUNK_BYTES):
                        digester.write(chunk)
            except (KeyError, zipfile.BadZipFile) as error:
                raise damaged_backup(self._path) from error
            if digester.digest() != self.manifest.digests.get(name):
                raise damaged_backup(self._path)

    def read_tables(self, keys: BackupKeys) -> dict[str, Fingerprint]:
        plain = io.BytesIO()
        self._extract(_TABLES, plain, keys)
        return dict(json.loads(plain.getvalue()))

    def extract_dump(self, target: IO[bytes], keys: BackupKeys) -> None:
        """Writes the decrypted dump into ``target`` and nowhere else."""
        self._extract(_DUMP, target, keys)

    def _extract(self, name: str, target: IO[bytes], keys: BackupKeys) -> None:
        with self._archive.open(name) as member:
            if self.manifest.is_encrypted:
                decrypt(member, target, keys)
                return
            while chunk := member.read(_CHUNK_BYTES):
                target.write(chunk)

    def _read_manifest(self) -> BackupManifest:
        try:
            text = self._archive.read(_MANIFEST)
            fields = json.loads(text)
            if fields.get("format") == 1:
                raise ValidationError(
                    "backup_old",
                    f"La sauvegarde « {self._path} » est du format 1, sans signature ni installation.",
                    hint="Remettez-la en place avec la version de pacte qui l’a écrite, puis refaites une sauvegarde.",
                )
            made_at = datetime.fromisoformat(fields["made_at"])
            if fields.get("format") != FORMAT or not _IDENTIFIER.fullmatch(fields["identifier"]) or not made_at.tzinfo:
                raise damaged_backup(self._path)
            signature = self._archive.read(_SIGNATURE).decode("ascii", errors="replace")
            return BackupManifest(
                fields["instance"],
                fields["identifier"],
                made_at,
                bool(fields["encrypted"]),
                dict(fields["digests"]),
                text,
                signature,
            )
        except (OSError, KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile) as error:
            raise invalid_backup(self._path, str(error)) from error


@contextmanager
def open_backup(path: Path) -> Iterator[BackupArchive]:
    """Opens a backup. Raises ``ValidationError`` when the file is not a backup."""
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise invalid_backup(path, str(error)) from error
    with archive:
        yield BackupArchive(path, archive)


def damaged_backup(path: Path, why: str = "") -> ValidationError:
    return ValidationError(
        "backup_damaged",
        f"La sauvegarde « {path} » est abîmée ou d’un autre format.",
        why,
        "Rien n’a été changé : employez une autre sauvegarde.",
    )


def invalid_backup(path: Path, why: str) -> ValidationError:
    return ValidationError(
        "backup_unreadable",
        f"« {path} » n’est pas une sauvegarde de pacte.",
        why,
        "Donnez un fichier écrit par ./pacte backup.",
    )


class _DigestWriter:
    """Computes the digest of the bytes written, and forwards them to ``target`` when given."""

    def __init__(self, target: Any = None) -> None:
        self._target, self._hash = target, hashlib.sha256()

    def write(self, chunk: bytes) -> int:
        self._hash.update(chunk)
        if self._target is not None:
            self._target.write(chunk)
        return len(chunk)

    def flush(self) -> None:
        """Does nothing: writes are not buffered."""

    def digest(self) -> str:
        return self._hash.hexdigest()
