"""Starts the readers of reference files in the sandbox, and accepts only answers of the expected shape."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Any

from pacte.infra.sandbox.limits import SandboxLimits
from pacte.infra.sandbox.parent import (
    SandboxFailure,
    SandboxFailureCause,
    SandboxRefusal,
    run_sandboxed,
)
from pacte.kernel.errors import ValidationError

TABLE_ENTRY = "pacte.reference.file_worker.table"
FEATURES_ENTRY = "pacte.reference.file_worker.features"
ARCHIVE_ENTRY = "pacte.reference.file_worker.archive_tables"
_MESSAGE_BYTES = 64 * 1024**2
# A line at a time, except contours: their JSON is read whole.
_STREAM_SPACE, _CONTOURS_SPACE = 512 * 1024**2, 3 * 1024**3
_CPU_SECONDS = 600
_SILENCE_SECONDS = 120.0
_REASONS = {
    SandboxFailureCause.TOO_SLOW: "il est trop long à lire, ou fabriqué pour occuper le serveur.",
    SandboxFailureCause.TOO_LONG: "une de ses lignes est démesurée.",
    SandboxFailureCause.KILLED: "il demande plus de temps ou de mémoire qu’un tel fichier n’en a besoin.",
    SandboxFailureCause.UNREADABLE: "il est abîmé, ou demande plus de mémoire qu’un tel fichier n’en a besoin.",
}


class FilePart(StrEnum):
    """A JSON object, or bytes of a table of an archive."""

    JSON = "m"
    BYTES = "b"


def read_table_headings(path: Path, encoding: str) -> list[str]:
    """Headings of the first line, none when it cannot be read. Raises ``ValidationError`` (``file_unreadable``)."""
    with closing(_messages(TABLE_ENTRY, path, encoding)) as messages:
        for facts in map(_object, messages):
            return _texts(facts.get("headings"))
    return []


def read_table_lines(path: Path, encoding: str) -> Iterator[tuple[int, list[str] | None]]:
    """Number and cells of each line under the headings; cells are None on the line where the table breaks off."""
    with closing(_messages(TABLE_ENTRY, path, encoding)) as messages:
        for facts in map(_object, messages):
            for line in _items(facts.get("lines", [])):
                number, cells = _pair(line)
                yield _integer(number), _texts(cells)
            if "end" in facts:
                stopped_at = _integer(facts["end"])
                if stopped_at:
                    yield stopped_at, None
                return
    raise _unreadable(SandboxFailureCause.UNREADABLE)


def read_features(path: Path, encoding: str) -> Iterator[Any]:
    """Each feature of a GeoJSON file, not checked. Raises ``ValidationError`` (``json``, ``geojson``)."""
    with closing(_messages(FEATURES_ENTRY, path, encoding, address_space=_CONTOURS_SPACE)) as messages:
        for facts in map(_object, messages):
            if facts.get("stop") == "json":
                raise ValidationError(
                    "json", "Le fichier n’est pas du JSON lisible.", hint="Téléchargez-le de nouveau."
                )
            if "stop" in facts:
                raise ValidationError(
                    "geojson", "Le fichier n’est pas un ensemble de contours.",
                    "Il n’a pas de liste «\u202ffeatures\u202f».", "Donnez un GeoJSON du type FeatureCollection.",
                )  # fmt: skip
            if "end" in facts:
                return
            yield facts.get("feature")
    raise _unreadable(SandboxFailureCause.UNREADABLE)


def read_archive_names(path: Path) -> list[str] | None:
    """Names in a zip archive; None when it is damaged."""
    with closing(_messages(ARCHIVE_ENTRY, path)) as messages:
        for facts in map(_object, messages):
            return _texts(facts["names"]) if "names" in facts else None
    return None


def read_archive_tables(path: Path) -> Iterator[dict[str, Any] | bytes]:
    """For each table of an archive: its ``name``, ``size`` and ``packed`` size in bytes, then its bytes.

    Raises ``ValidationError`` (``file_archive``) when it is damaged or protected.
    """
    with closing(_messages(ARCHIVE_ENTRY, path)) as messages:
        for facts in messages:
            if isinstance(facts, bytes):
                yield facts
                continue
            if "stop" in facts:
                raise archive_error("elle est abîmée, ou protégée par un mot de passe")
            if "end" in facts:
                return
            if "member" in facts:
                member = facts["member"]
                if not isinstance(member, dict) or not isinstance(member.get("name"), str):
                    raise _unreadable(SandboxFailureCause.UNREADABLE)
                yield {**member, "size": _integer(member.get("size")), "packed": _integer(member.get("packed"))}
    raise _unreadable(SandboxFailureCause.UNREADABLE)


def archive_error(reason: str) -> ValidationError:
    return ValidationError(
        "file_archive", "L’archive ne s’ouvre pas\u202f:", f"{reason}.", "Donnez les fichiers un à un."
    )


def _messages(
    entry: str, path: Path, *arguments: str, address_space: int = _STREAM_SPACE
) -> Generator[dict[str, Any] | bytes, None, None]:
    limits = SandboxLimits(
        address_space=address_space, cpu_seconds=_CPU_SECONDS, silence_seconds=_SILENCE_SECONDS,
        message_bytes=_MESSAGE_BYTES,
    )  # fmt: skip
    try:
        with (
            path.open("rb") as file,
            run_sandboxed(entry, file, limits=limits, kinds=FilePart, arguments=arguments) as messages,
        ):
            for message in messages:
                yield message.body if message.kind is FilePart.BYTES else message.json_object()
    except SandboxFailure as failure:
        raise _unreadable(failure.cause) from failure
    except SandboxRefusal as refusal:
        raise _unreadable(SandboxFailureCause.UNREADABLE) from refusal


def _unreadable(cause: SandboxFailureCause) -> ValidationError:
    return ValidationError(
        "file_unreadable", "Le fichier ne se lit pas\u202f:", _REASONS[cause], "Téléchargez-le à nouveau."
    )


def _object(message: dict[str, Any] | bytes) -> dict[str, Any]:
    if isinstance(message, bytes):
        raise _unreadable(SandboxFailureCause.UNREADABLE)
    return message


def _items(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _unreadable(SandboxFailureCause.UNREADABLE)
    return value


def _pair(value: Any) -> tuple[Any, Any]:
    values = _items(value)
    if len(values) != 2:
        raise _unreadable(SandboxFailureCause.UNREADABLE)
    return values[0], values[1]


def _texts(value: Any) -> list[str]:
    texts = _items(value)
    if not all(isinstance(each, str) for each in texts):
        raise _unreadable(SandboxFailureCause.UNREADABLE)
    return texts


def _integer(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _unreadable(SandboxFailureCause.UNREADABLE)
    return value
