"""Lists the files to load: one file, the files of a folder, or the tables of a zip."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from pacte.kernel.errors import ValidationError

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
        try:
            with zipfile.ZipFile(archive) as zip_file:
                _extract(zip_file, folder)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
            raise _archive_error("elle est abîmée, ou protégée par un mot de passe") from error
        yield folder


def _extract(zip_file: zipfile.ZipFile, folder: Path) -> None:
    tables = [each for each in zip_file.infolist() if each.filename.lower().endswith((".csv", ".txt"))]
    if len(tables) > MAX_FILES:
        raise _archive_error(f"elle contient {len(tables)} tableaux, {MAX_FILES} au plus")
    bytes_left = MAX_UNPACKED_BYTES
    for rank, each in enumerate(tables):
        if each.file_size > _CHUNK_SIZE and each.file_size / max(1, each.compress_size) > MAX_UNPACK_RATIO:
            raise _archive_error("elle se déplierait en un fichier démesuré")
        # Base name and rank only: an archive must not choose where it writes.
        name = PurePosixPath(each.filename.replace("\\", "/")).name[-100:]
        with zip_file.open(each) as member_stream, (folder / f"{rank:03} {name}").open("wb") as output:
            while block := member_stream.read(_CHUNK_SIZE):
                bytes_left -= len(block)
                if bytes_left < 0:
                    raise _archive_error("elle se déplierait en un fichier démesuré")
                output.write(block)


def _archive_error(reason: str) -> ValidationError:
    return ValidationError(
        "file_archive", "L’archive ne s’ouvre pas\u202f:", f"{reason}.", "Donnez les fichiers un à un."
    )
