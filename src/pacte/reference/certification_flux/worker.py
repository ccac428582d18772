"""Sandboxed reader of a certification flux (XML, or XML in a zip or gzip archive). It may die at any time."""

from __future__ import annotations

import encodings.cp437
import encodings.cp1252
import encodings.iso8859_15
import gzip
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from pacte.infra.sandbox.protocol import send_json_message
from pacte.infra.sandbox.worker import FileReader, sandbox_entry
from pacte.kernel.archives import DAMAGED_ARCHIVE_ERRORS
from pacte.reference.certification_flux import limits
from pacte.reference.certification_flux.record_parser import InvalidRecord, parse_certification_record
from pacte.reference.certification_flux.xml_stream import ByteSource, UnreadableFlux, iter_certification_records

# Encodings declared by some exports or used for archive names: load them before opening files is forbidden.
PRELOADED_CODECS = (encodings.cp437, encodings.cp1252, encodings.iso8859_15)


def flux_messages(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Yield the messages for the parent: records, skipped values, then the end or the reason why reading stopped."""
    seen_codes: set[str] = set()
    count = 0
    try:
        for node in iter_certification_records(open_flux_xml(stream)):
            count += 1
            if count > limits.MAX_RECORDS:
                raise UnreadableFlux("flux_sheets", f"Il a plus de {limits.MAX_RECORDS} fiches.", node.line)
            try:
                parsed_record = parse_certification_record(node)
            except InvalidRecord as error:
                yield {"refused": [error.line, error.column, error.message]}
                continue
            code = parsed_record.values["code"]
            if code in seen_codes:
                message = f"{code}\u202f: une fiche plus haut porte ce numéro."
                yield {"refused": [node.line, "NUMERO_FICHE", message]}
                continue
            seen_codes.add(code)
            yield {"sheet": parsed_record.values, "left_out": parsed_record.skipped_values}
    except UnreadableFlux as error:
        yield {"stop": [error.code, error.message, error.line]}
    except DAMAGED_ARCHIVE_ERRORS:
        yield {"stop": ["flux_archive", "L’archive est abîmée, ou d’une sorte que pacte n’ouvre pas.", 0]}
    yield {"end": count}


def open_flux_xml(stream: IO[bytes]) -> ByteSource:
    """Return the XML stream, extracted from its archive if needed. Raise ``UnreadableFlux``."""
    magic = stream.read(4)
    stream.seek(0)
    if magic.startswith(b"PK"):
        return _zip_member(stream)
    if magic.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=stream)
    return stream


def _zip_member(stream: IO[bytes]) -> ByteSource:
    archive = zipfile.ZipFile(stream)
    xml_members = [each for each in archive.infolist() if each.filename.lower().endswith(".xml")]
    if len(xml_members) != 1:
        raise UnreadableFlux("flux_archive", f"L’archive contient {len(xml_members)} fichiers XML au lieu d’un.")
    packed, size = max(1, xml_members[0].compress_size), xml_members[0].file_size
    if size > limits.MAX_BYTES or (size > limits.RATIO_CHECKED_FROM_BYTES and size / packed > limits.MAX_UNPACK_RATIO):
        raise UnreadableFlux("flux_size", "L’archive se déplierait en un fichier démesuré.")
    return archive.open(xml_members[0])


def send_flux_messages(source: IO[bytes], out: IO[bytes]) -> None:
    for message in flux_messages(source):
        send_json_message(out, "m", message)


@sandbox_entry
def certifications() -> FileReader:
    return send_flux_messages
