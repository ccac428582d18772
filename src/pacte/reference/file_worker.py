"""Sandboxed readers of reference files: lines of a table, features of contours, tables of an archive. May die."""

from __future__ import annotations

import csv
import encodings.cp437
import encodings.cp1252
import encodings.utf_8_sig
import io
import json
import zipfile
from collections.abc import Iterator
from typing import IO

from pacte.infra.sandbox.protocol import send_json_message, send_message
from pacte.infra.sandbox.worker import FileReader, sandbox_entry
from pacte.kernel.archives import DAMAGED_ARCHIVE_ERRORS

# Loaded before opening files is forbidden: encodings of tables, and of the names in an archive.
PRELOADED_CODECS = (encodings.cp437, encodings.cp1252, encodings.utf_8_sig)
JSON, BYTES = "m", "b"
DELIMITERS = ",;\t"
MAX_HEADINGS_LENGTH = 1024 * 1024
TABLE_SUFFIXES = (".csv", ".txt")
_BATCH_LINES, _BATCH_LENGTH = 1_000, 1 << 20
_CHUNK_SIZE = 1 << 20


@sandbox_entry
def table(encoding: str) -> FileReader:
    """First the headings, then batches of [line number, cells], then where reading stopped, 0 for the end."""

    def read(source: IO[bytes], out: IO[bytes]) -> None:
        with io.TextIOWrapper(source, encoding=encoding, errors="replace", newline="") as text:
            first_line = text.readline(MAX_HEADINGS_LENGTH).rstrip("\r\n")
            delimiter = max(DELIMITERS, key=first_line.count)
            send_json_message(out, JSON, {"headings": _headings(first_line, delimiter)})
            out.flush()
            text.seek(0)
            reader = csv.reader(text, delimiter=delimiter, strict=True)
            stopped_at = 0
            try:
                next(reader, None)
                for batch in _batches(reader):
                    send_json_message(out, JSON, {"lines": batch})
            except csv.Error:
                stopped_at = reader.line_num
            send_json_message(out, JSON, {"end": stopped_at})
            out.flush()

    return read


def _headings(first_line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([first_line], delimiter=delimiter, strict=True), [])]
    except csv.Error:
        return []


def _batches(reader: Iterator[list[str]]) -> Iterator[list[list[object]]]:
    """Lines that are not empty. What was read before an error of the table is given before it."""
    batch: list[list[object]] = []
    length = 0
    try:
        for cells in reader:
            if any(cells):
                batch.append([reader.line_num, cells])  # type: ignore[attr-defined]
                length += sum(map(len, cells))
            if len(batch) == _BATCH_LINES or length > _BATCH_LENGTH:
                yield batch
                batch, length = [], 0
    except csv.Error:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


@sandbox_entry
def features(encoding: str) -> FileReader:
    """Each feature of a GeoJSON collection, then the end; or why there is none."""

    def read(source: IO[bytes], out: IO[bytes]) -> None:
        try:
            document = json.loads(source.read().decode(encoding, "replace"))
        except (ValueError, RecursionError):
            send_json_message(out, JSON, {"stop": "json"})
            return
        listed = document.get("features") if isinstance(document, dict) else None
        if not isinstance(listed, list):
            send_json_message(out, JSON, {"stop": "geojson"})
            return
        for each in listed:
            send_json_message(out, JSON, {"feature": each})
        send_json_message(out, JSON, {"end": len(listed)})

    return read


def _send_members(source: IO[bytes], out: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            members = archive.infolist()
            send_json_message(out, JSON, {"names": [each.filename for each in members]})
            out.flush()
            for each in members:
                if each.filename.lower().endswith(TABLE_SUFFIXES):
                    facts = {"name": each.filename, "size": each.file_size, "packed": each.compress_size}
                    send_json_message(out, JSON, {"member": facts})
                    _send_content(archive, each, out)
    except DAMAGED_ARCHIVE_ERRORS:
        send_json_message(out, JSON, {"stop": "archive"})
        return
    send_json_message(out, JSON, {"end": 0})


def _send_content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, out: IO[bytes]) -> None:
    with archive.open(member) as content:
        while block := content.read(_CHUNK_SIZE):
            send_message(out, BYTES, block)


@sandbox_entry
def archive_tables() -> FileReader:
    """The names of the archive, then each of its tables: its name, its sizes, its bytes."""
    return _send_members
