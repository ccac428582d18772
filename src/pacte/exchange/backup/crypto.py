"""Encryption (age, X25519) and signature of backups.

A backup is encrypted for a public key. ``create_identity_file`` writes the private key to a file to store elsewhere.
It is signed by the installation: that file also has the key that checks the signature, in case the machine is lost.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pyrage

from pacte.infra.instance import write_private_file
from pacte.kernel.errors import ValidationError

_SIGNATURE = re.compile(r"# signature: ([0-9a-f]{64})")
_PRIVATE_KEY_PREFIX = "AGE-SECRET-KEY-"


@dataclass(frozen=True, slots=True)
class BackupKeys:
    """Keys of the operator: private keys for decryption, keys for signature checks."""

    identities: tuple[pyrage.x25519.Identity, ...] = ()
    signatures: tuple[bytes, ...] = ()


def signing_key(secret_key: str) -> bytes:
    """Signing key of an installation, derived from its secret key."""
    return hmac.new(secret_key.encode(), b"pacte.backup.signature", hashlib.sha256).digest()


def hmac_signature(text: bytes, key: bytes) -> str:
    return hmac.new(key, text, hashlib.sha256).hexdigest()


def has_valid_signature(text: bytes, signature: str, keys: Sequence[bytes]) -> bool:
    return any(hmac.compare_digest(hmac_signature(text, key), signature) for key in keys)


def parse_recipients(texts: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    """Parses age public keys. Raises ``ValidationError`` for anything else."""
    recipients = []
    for text in texts:
        try:
            recipients.append(pyrage.x25519.Recipient.from_str(text.strip()))
        except pyrage.RecipientError as error:
            raise ValidationError(
                "backup_recipient",
                f"« {text[:80]} » n’est pas une clé publique.",
                "Elle commence par « age1 ».",
                "Faites une paire de clés par ./pacte backup keygen.",
            ) from error
    return recipients


def create_identity_file(path: Path, *, identifier: str, key: bytes) -> str:
    """Writes a new private key, readable by its owner only, with the signature key. Returns the public key.

    Raises ``FileExistsError``: overwriting a key would make existing backups unreadable.
    """
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    write_private_file(
        path,
        "# Clé privée des sauvegardes de pacte : gardez ce fichier ailleurs que sur la machine, sans copie sur elle.\n"
        f"# installation: {identifier}\n# public key: {public}\n# signature: {key.hex()}\n{identity}\n",
    )
    return public


def read_key_file(path: Path) -> BackupKeys:
    """Reads age private keys and signature keys from a file. Raises ``ValidationError``."""
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
        identities = tuple(
            pyrage.x25519.Identity.from_str(line.strip())
            for line in lines
            if line.strip().startswith(_PRIVATE_KEY_PREFIX)
        )
    except (OSError, pyrage.IdentityError) as error:
        raise _invalid_key_file(path) from error
    if not identities:
        raise _invalid_key_file(path)
    signatures = tuple(bytes.fromhex(match[1]) for line in lines if (match := _SIGNATURE.fullmatch(line.strip())))
    return BackupKeys(identities, signatures)


def encrypt(source: IO[bytes], target: IO[bytes], recipients: Sequence[pyrage.x25519.Recipient]) -> None:
    """Encrypts a stream in bounded chunks."""
    pyrage.encrypt_io(source, target, recipients)


def decrypt(source: IO[bytes], target: IO[bytes], keys: BackupKeys) -> None:
    """Decrypts a stream in bounded chunks. Raises ``ValidationError`` when no key fits."""
    if not keys.identities:
        raise ValidationError(
            "backup_encrypted",
            "Cette sauvegarde est chiffrée.",
            hint="Donnez la clé privée par --identity FICHIER ; elle n’est pas gardée.",
        )
    try:
        pyrage.decrypt_io(source, target, keys.identities)
    except pyrage.DecryptError as error:
        raise ValidationError(
            "backup_key",
            "Cette clé n’ouvre pas la sauvegarde.",
            "Elle a été chiffrée pour une autre.",
            "Donnez la clé privée dont la clé publique était dans PACTE_BACKUP_RECIPIENT ce jour-là.",
        ) from error


def _invalid_key_file(path: Path) -> ValidationError:
    return ValidationError(
        "backup_identity",
        f"« {path} » n’est pas un fichier de clé privée.",
        "Une clé commence par « AGE-SECRET-KEY- ».",
        "Donnez le fichier écrit par ./pacte backup keygen.",
    )
