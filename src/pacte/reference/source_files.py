"""Lists the files to load: one file, the files of a folder, or the tables of a zip."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from pacte.kernel.errors import ValidationError
from pacte.reference.file_parsing import archive_error, read_archive_tables

SUFFIXES = (".csv", ".txt", ".json", ".geojson", ".xml", ".zip", ".gz")
MAX_FILES = 200
MAX_UNPACKED_BYTES = 2 * 1024**3
MAX_UNPACK_RATIO = 200
_CHUNK_SIZE = 1024 * 1024


def list_source_files(source: Path) -> list[Path]:
    """Return the file, or the files of the folder sorted by name.

    Raises ``ValidationError`` (``source_missing``, ``source_empty``, ``source_too_large``).
    """
    if source.is_file():
        return [source]
    if not source.is_dir():
        raise ValidationError(
            "source_missing",
            f"«\u202f{source}\u202f» n’existe pas.",
            hint="Donnez le chemin d’un fichier ou d’un dossier.",
        )
    paths = sorted(path for path in source.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    if not paths or len(paths) > MAX_FILES:
        raise ValidationError(
            "source_empty" if not paths else "source_too_large",
            f"«\u202f{source}\u202f» contient {len(paths)} fichiers csv, geojson, xml ou zip.",
            f"Il en faut de 1 à {MAX_FILES}.",
            "Vérifiez le dossier, ou donnez les fichiers un à un.",
        )
    return paths


@contextmanager
def extracted_tables(archive: Path) -> Iterator[Path]:
    """Extract the tables of an archive to a temporary folder named after it, as the name may give the edition.

    Raises ``ValidationError`` (``file_archive``).
    """
    with tempfile.TemporaryDirectory(prefix="pacte-") as temporary_folder:
        folder = Path(temporary_folder) / (archive.stem[:100] or "archive")
        folder.mkdir()
        with ExitStack() as opened:
            _extract(archive, folder, opened)
        yield folder


def _extract(archive: Path, folder: Path, opened: ExitStack) -> None:
    """Base name and rank only: an archive must not choose where it writes."""
    count, bytes_left = 0, MAX_UNPACKED_BYTES
    output: IO[bytes] | None = None
    for part in read_archive_tables(archive):
        if isinstance(part, dict):
            _check_member(part, count)
            name = PurePosixPath(part["name"].replace("\\", "/")).name[-100:]
            opened.close()
            output = opened.enter_context((folder / f"{count:03} {name}").open("wb"))
            count += 1
            continue
        bytes_left -= len(part)
        if bytes_left < 0 or output is None:
            raise archive_error("elle se déplierait en un fichier démesuré")
        output.write(part)


def _check_member(member: Mapping[str, Any], rank: int) -> None:
    if rank >= MAX_FILES:
        raise archive_error(f"elle contient plus de {MAX_FILES} tableaux")
    if member["size"] > _CHUNK_SIZE and member["size"] / max(1, member["packed"]) > MAX_UNPACK_RATIO:
        raise archive_error("elle se déplierait en un fichier démesuré")
