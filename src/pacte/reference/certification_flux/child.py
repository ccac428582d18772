"""Sandboxed worker: reads a certification flux on standard input (XML, or XML in a zip or gzip archive).

It writes one JSON object per line on standard output and may die at any time. Its limits are set before the first byte
is read: memory, CPU time, no new file, no socket (no descriptor is left to open one), no write to disk.
"""

from __future__ import annotations

import encodings.cp437
import encodings.cp1252
import encodings.iso8859_15
import gzip
import json
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from pacte.reference.certification_flux import limits
from pacte.reference.certification_flux.sheet import BadSheet, read_sheet
from pacte.reference.certification_flux.tree import Readable, Unreadable, sheets

# Encodings declared by some exports or used for archive names: load them before opening files is forbidden.
CODECS = (encodings.cp437, encodings.cp1252, encodings.iso8859_15)
_BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def bound() -> None:
    """Limit the process to computing and to the descriptors that are already open."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_ADDRESS_SPACE, limits.CHILD_ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_CPU_SECONDS, limits.CHILD_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def messages(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the messages for the parent: records, skipped values, then the end or the reason why reading stopped."""
    seen: set[str] = set()
    count = 0
    try:
        for node in sheets(unpacked(stream)):
            count += 1
            if count > limits.MOST_SHEETS:
                raise Unreadable("flux_sheets", f"Il a plus de {limits.MOST_SHEETS} fiches.", node.line)
            try:
                reading = read_sheet(node)
            except BadSheet as error:
                yield {"refused": [error.line, error.column, error.message]}
                continue
            code = reading.facts["code"]
            if code in seen:
                message = f"{code}\u202f: une fiche plus haut porte ce numéro."
                yield {"refused": [node.line, "NUMERO_FICHE", message]}
                continue
            seen.add(code)
            yield {"sheet": reading.facts, "left_out": reading.left_out}
    except Unreadable as error:
        yield {"stop": [error.code, error.message, error.line]}
    except _BROKEN_ARCHIVE:
        yield {"stop": ["flux_archive", "L’archive est abîmée, ou d’une sorte que pacte n’ouvre pas.", 0]}
    yield {"end": count}


def unpacked(stream: IO[bytes]) -> Readable:
    """Return the XML stream, extracted from its archive if needed. Raise ``UnreadableFlux``."""
    first = stream.read(4)
    stream.seek(0)
    if first.startswith(b"PK"):
        return _zip_member(stream)
    if first.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=stream)
    return stream


def _zip_member(stream: IO[bytes]) -> Readable:
    archive = zipfile.ZipFile(stream)
    flows = [each for each in archive.infolist() if each.filename.lower().endswith(".xml")]
    if len(flows) != 1:
        raise Unreadable("flux_archive", f"L’archive contient {len(flows)} fichiers XML au lieu d’un.")
    packed, size = max(1, flows[0].compress_size), flows[0].file_size
    if size > limits.MOST_BYTES or (size > limits.RATIO_FROM and size / packed > limits.MOST_RATIO):
        raise Unreadable("flux_size", "L’archive se déplierait en un fichier démesuré.")
    return archive.open(flows[0])


def main() -> None:
    """Run the worker: entry point of the child process."""
    bound()
    for message in messages(sys.stdin.buffer):
        sys.stdout.write(json.dumps(message, ensure_ascii=True, separators=(",", ":")) + "\n")
    sys.stdout.flush()
