"""First pass over a source file: its kind, its digest and its encoding. Pure.

The file is streamed twice: once here, once line by line by its parser.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pacte.infra.system_errors import os_error_sentence
from pacte.kernel.errors import ValidationError

LARGEST_FILE = 64 * 1024 * 1024
LARGEST_FLUX = 2 * 1024**3
_BLOCK = 1024 * 1024
_XML_STARTS = (b"<?xml", b"<", b"\xff\xfe<\0", b"\xfe\xff\0<")


class Sort(StrEnum):
    TABLE = "table"
    SHAPES = "shapes"
    FLUX = "flux"
    ARCHIVE = "archive"
    """A zip of tables."""


@dataclass(frozen=True, slots=True)
class Content:
    """Result of the first pass over a file. ``encoding`` is set for text files only."""

    path: Path
    digest: str
    encoding: str
    sort: Sort = Sort.TABLE


def examine(path: Path) -> Content:
    """Return the kind, digest and encoding (UTF-8, else cp1252) of a file.

    Raises ``ValidationError`` for a file of a kind that pacte does not read.
    """
    try:
        sort = _sort(path)
        if sort in (Sort.FLUX, Sort.ARCHIVE):
            return Content(path, _digest(path), "", sort)
        return _examine_text(path, sort)
    except OSError as error:
        raise _unreadable("file_unreadable", os_error_sentence(error), "Vérifiez ses droits.") from error


def _sort(path: Path) -> Sort:
    with path.open("rb") as file:
        first = file.read(512)
    text = first.removeprefix(codecs.BOM_UTF8).lstrip()
    if text.startswith((b"{", b"[")):
        return Sort.SHAPES
    if re.match(rb"<!doctype html|<html", text, re.IGNORECASE):
        raise _unreadable("file_html", "c’est une page web, pas un fichier de données", "Téléchargez-le à nouveau.")
    if first.startswith(b"\x1f\x8b") or text.startswith(_XML_STARTS) or first.startswith(_XML_STARTS):
        return Sort.FLUX
    if first.startswith(b"PK\x03\x04"):
        return _sort_of_archive(path)
    return Sort.TABLE


def _sort_of_archive(path: Path) -> Sort:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [each.lower() for each in archive.namelist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _unreadable("file_binary", "c’est une archive abîmée", "Téléchargez-la à nouveau.") from error
    if any(name.endswith((".csv", ".txt")) for name in names):
        return Sort.ARCHIVE
    if sum(name.endswith(".xml") for name in names) == 1:
        return Sort.FLUX
    raise _unreadable(
        "file_binary", "ce n’est ni un tableau csv ni un flux de certifications", "Enregistrez-le en csv UTF-8."
    )


def _digest(path: Path) -> str:
    if path.stat().st_size > LARGEST_FLUX:
        raise _unreadable("file_too_large", f"il dépasse {LARGEST_FLUX // 2**30}\u202fGio", "Coupez-le.")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _examine_text(path: Path, sort: Sort) -> Content:
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8-sig"
    if path.stat().st_size > LARGEST_FILE:
        raise _unreadable("file_too_large", f"il dépasse {LARGEST_FILE // 2**20}\u202fMio", "Coupez-le.")
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            if b"\0" in block:
                raise _unreadable("file_binary", "ce n’est pas un texte", "Enregistrez-le en csv UTF-8.")
            if encoding == "utf-8-sig":
                encoding = _still_utf8(decoder, block)
    if encoding == "utf-8-sig" and not _ends_well(decoder):
        encoding = "cp1252"
    return Content(path, digest.hexdigest(), encoding, sort)


def _still_utf8(decoder: codecs.IncrementalDecoder, block: bytes) -> str:
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _ends_well(decoder: codecs.IncrementalDecoder) -> bool:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _unreadable(code: str, why: str, todo: str) -> ValidationError:
    return ValidationError(code, "Le fichier ne se lit pas\u202f:", f"{why}.", todo)
