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
MOST_FILES = 200
MOST_UNPACKED = 2 * 1024**3
MOST_RATIO = 200
_BLOCK = 1024 * 1024


def files_of(source: Path) -> list[Path]:
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
    found = sorted(path for path in source.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    if not found or len(found) > MOST_FILES:
        raise ValidationError(
            "source_empty" if not found else "source_too_large",
            f"«\u202f{source}\u202f» contient {len(found)} fichiers csv, geojson, xml ou zip.",
            f"Il en faut de 1 à {MOST_FILES}.",
            "Vérifiez le dossier, ou donnez les fichiers un à un.",
        )
    return found


@contextmanager
def unpacked(archive: Path) -> Iterator[Path]:
    """Extract the tables of an archive to a temporary folder named after it, as the name may give the edition.

    Raises ``ValidationError`` (``file_archive``).
    """
    with tempfile.TemporaryDirectory(prefix="pacte-") as place:
        folder = Path(place) / (archive.stem[:100] or "archive")
        folder.mkdir()
        try:
            with zipfile.ZipFile(archive) as opened:
                _extract(opened, folder)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
            raise _refusal("elle est abîmée, ou protégée par un mot de passe") from error
        yield folder


def _extract(opened: zipfile.ZipFile, folder: Path) -> None:
    tables = [each for each in opened.infolist() if each.filename.lower().endswith((".csv", ".txt"))]
    if len(tables) > MOST_FILES:
        raise _refusal(f"elle contient {len(tables)} tableaux, {MOST_FILES} au plus")
    left = MOST_UNPACKED
    for rank, each in enumerate(tables):
        if each.file_size > _BLOCK and each.file_size / max(1, each.compress_size) > MOST_RATIO:
            raise _refusal("elle se déplierait en un fichier démesuré")
        # Base name and rank only: an archive must not choose where it writes.
        name = PurePosixPath(each.filename.replace("\\", "/")).name[-100:]
        with opened.open(each) as packed, (folder / f"{rank:03} {name}").open("wb") as plain:
            while block := packed.read(_BLOCK):
                left -= len(block)
                if left < 0:
                    raise _refusal("elle se déplierait en un fichier démesuré")
                plain.write(block)


def _refusal(why: str) -> ValidationError:
    return ValidationError("file_archive", "L’archive ne s’ouvre pas\u202f:", f"{why}.", "Donnez les fichiers un à un.")
