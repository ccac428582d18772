"""First pass over a source file: its kind, its digest and its encoding.

The file is streamed twice: once here, once line by line by its parser.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pacte.infra.system_errors import os_error_sentence
from pacte.kernel.errors import ValidationError
from pacte.reference.file_parsing import read_archive_names

MAX_TEXT_BYTES = 64 * 1024 * 1024
MAX_FLUX_BYTES = 2 * 1024**3
_CHUNK_SIZE = 1024 * 1024
_XML_PREFIXES = (b"<?xml", b"<", b"\xff\xfe<\0", b"\xfe\xff\0<")


class ContentKind(StrEnum):
    TABLE = "table"
    SHAPES = "shapes"
    FLUX = "flux"
    ARCHIVE = "archive"
    """A zip of tables."""


@dataclass(frozen=True, slots=True)
class FileContent:
    """Result of the first pass over a file. ``encoding`` is set for text files only."""

    path: Path
    digest: str
    encoding: str
    kind: ContentKind = ContentKind.TABLE


def inspect_file(path: Path) -> FileContent:
    """Return the kind, digest and encoding (UTF-8, else cp1252) of a file.

    Raises ``ValidationError`` for a file of a kind that pacte does not read.
    """
    try:
        kind = _detect_kind(path)
        if kind in (ContentKind.FLUX, ContentKind.ARCHIVE):
            return FileContent(path, _file_digest(path), "", kind)
        return _inspect_text(path, kind)
    except OSError as error:
        raise _unreadable_error("file_unreadable", os_error_sentence(error), "Vérifiez ses droits.") from error


def _detect_kind(path: Path) -> ContentKind:
    with path.open("rb") as file:
        head = file.read(512)
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if text.startswith((b"{", b"[")):
        return ContentKind.SHAPES
    if re.match(rb"<!doctype html|<html", text, re.IGNORECASE):
        raise _unreadable_error(
            "file_html", "c’est une page web, pas un fichier de données", "Téléchargez-le à nouveau."
        )
    if head.startswith(b"\x1f\x8b") or text.startswith(_XML_PREFIXES) or head.startswith(_XML_PREFIXES):
        return ContentKind.FLUX
    if head.startswith(b"PK\x03\x04"):
        return _detect_archive_kind(path)
    return ContentKind.TABLE


def _detect_archive_kind(path: Path) -> ContentKind:
    listed = read_archive_names(path)
    if listed is None:
        raise _unreadable_error("file_binary", "c’est une archive abîmée", "Téléchargez-la à nouveau.")
    names = [each.lower() for each in listed]
    if any(name.endswith((".csv", ".txt")) for name in names):
        return ContentKind.ARCHIVE
    if sum(name.endswith(".xml") for name in names) == 1:
        return ContentKind.FLUX
    raise _unreadable_error(
        "file_binary", "ce n’est ni un tableau csv ni un flux de certifications", "Enregistrez-le en csv UTF-8."
    )


def _file_digest(path: Path) -> str:
    if path.stat().st_size > MAX_FLUX_BYTES:
        raise _unreadable_error("file_too_large", f"il dépasse {MAX_FLUX_BYTES // 2**30}\u202fGio", "Coupez-le.")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _inspect_text(path: Path, kind: ContentKind) -> FileContent:
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8-sig"
    if path.stat().st_size > MAX_TEXT_BYTES:
        raise _unreadable_error("file_too_large", f"il dépasse {MAX_TEXT_BYTES // 2**20}\u202fMio", "Coupez-le.")
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_SIZE):
            digest.update(chunk)
            if b"\0" in chunk:
                raise _unreadable_error("file_binary", "ce n’est pas un texte", "Enregistrez-le en csv UTF-8.")
            if encoding == "utf-8-sig":
                encoding = _encoding_after(decoder, chunk)
    if encoding == "utf-8-sig" and not _ends_complete(decoder):
        encoding = "cp1252"
    return FileContent(path, digest.hexdigest(), encoding, kind)


def _encoding_after(decoder: codecs.IncrementalDecoder, chunk: bytes) -> str:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _ends_complete(decoder: codecs.IncrementalDecoder) -> bool:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _unreadable_error(code: str, reason: str, hint: str) -> ValidationError:
    return ValidationError(code, "Le fichier ne se lit pas\u202f:", f"{reason}.", hint)
