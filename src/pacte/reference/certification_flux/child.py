"""The child that opens a flux: XML, or the same in a zip or gzip archive, on its standard input.

It answers one JSON object a line, and may die at any time. Its limits are set before the first byte is read: memory,
processor, no new file and no socket (no descriptor is left to open one), nothing written.
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

# Declared by some exports, or by the names in an archive: their codecs must be here before no file can be opened.
CODECS = (encodings.cp437, encodings.cp1252, encodings.iso8859_15)
_BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def bound() -> None:
    """From here on the process can only compute, and answer on the descriptors it already holds."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_ADDRESS_SPACE, limits.CHILD_ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_CPU_SECONDS, limits.CHILD_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def messages(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """What the parent receives: sheets, what was left out of them, then the end or why the reading stopped."""
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
    """The XML of the stream, taken out of its archive. Raises ``Unreadable``."""
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
    """Entry of the child."""
    bound()
    for message in messages(sys.stdin.buffer):
        sys.stdout.write(json.dumps(message, ensure_ascii=True, separators=(",", ":")) + "\n")
    sys.stdout.flush()
