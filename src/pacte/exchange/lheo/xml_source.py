"""Opens an untrusted file as an XML document: decompresses archives within limits, names other file types."""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo import limits
from pacte.kernel.archives import DAMAGED_ARCHIVE_ERRORS

_EXPECTED_FILE = "Un catalogue LHÉO est un fichier XML, seul ou dans une archive .gz ou .zip."
RETRY_HINT = "Demandez à votre outil un export « LHÉO 2.3 », puis déposez ce fichier."
_FILE_SIGNATURES = (
    (b"%PDF", "un document PDF"),
    (b"\xd0\xcf\x11\xe0", "un ancien document d’Office"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"7z\xbc\xaf", "une archive .7z"),
    (b"Rar!", "une archive .rar"),
    (b"BZh", "une archive .bz2"),
    (b"\xfd7zXZ", "une archive .xz"),
    (b"\x7fELF", "un programme"),
    (b"MZ", "un programme"),
    (b"{\\rtf", "un document de texte"),
)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
SUPPORTED_ENCODINGS = frozenset(
    {"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-16", "utf-16-le", "utf-16-be"}
)


def unreadable_catalogue(code: str, what: str, why: str = _EXPECTED_FILE, todo: str = RETRY_HINT) -> UnreadableFile:
    return UnreadableFile(code, what, why, todo)


def xml_blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """Blocks of the XML document in UTF-8. Raises ``UnreadableFile`` for anything else."""
    raw = _decompressed_blocks(stream)
    first = next(raw, b"")
    while 0 < len(first) < 512:
        more = next(raw, b"")
        if not more:
            break
        first += more
    _check_markup(first)
    encoding = _encoding(first)
    if encoding == "utf-8":
        yield first.removeprefix(codecs.BOM_UTF8)
        yield from raw
        return
    yield from _transcode_blocks(first, raw, encoding)


def _decompressed_blocks(stream: IO[bytes]) -> Iterator[bytes]:
    head = stream.read(8)
    stream.seek(0)
    if not head:
        raise unreadable_catalogue("file_empty", "Le fichier est vide.")
    if head.startswith(b"\x1f\x8b"):
        return _gunzip_blocks(stream)
    if head.startswith(b"PK"):
        return _unzip_blocks(stream)
    return iter(lambda: stream.read(limits.BLOCK), b"")


def _gunzip_blocks(stream: IO[bytes]) -> Iterator[bytes]:
    packed = unpacked = 0
    decompressor = zlib.decompressobj(31)
    pending = b""
    try:
        while data := pending or stream.read(limits.BLOCK):
            packed += 0 if pending else len(data)
            output = decompressor.decompress(data, limits.BLOCK)
            pending = decompressor.unconsumed_tail
            if decompressor.eof:
                pending = decompressor.unused_data.lstrip(b"\x00")
                if pending or (more := stream.read(limits.BLOCK)):
                    packed += 0 if pending else len(more)
                    pending = pending or more
                    decompressor = zlib.decompressobj(31)
            unpacked += len(output)
            _check_ratio(packed, unpacked)
            if output:
                yield output
    except zlib.error as error:
        raise unreadable_catalogue(
            "archive_broken", "L’archive .gz est abîmée.", "Sa copie a peut-être échoué."
        ) from error
    if not decompressor.eof:
        raise unreadable_catalogue(
            "archive_broken", "L’archive .gz est coupée avant sa fin.", "Sa copie a peut-être échoué."
        )


def _unzip_blocks(stream: IO[bytes]) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(stream) as archive:
            member = _only_document(archive)
            with archive.open(member) as content:
                unpacked = 0
                while block := content.read(limits.BLOCK):
                    unpacked += len(block)
                    _check_ratio(member.compress_size, unpacked)
                    yield block
    except DAMAGED_ARCHIVE_ERRORS as error:
        raise unreadable_catalogue(
            "archive_broken", "L’archive .zip est abîmée, ou d’un genre qui n’est pas lu."
        ) from error


def _only_document(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    members = [each for each in archive.infolist() if not each.is_dir()]
    names = {each.filename for each in members}
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise unreadable_catalogue(
            "file_type", "Ce fichier est un classeur ou un document de bureautique, pas un catalogue LHÉO."
        )
    documents = [each for each in members if each.filename.lower().endswith(".xml")]
    if len(members) > limits.MAX_MEMBERS or len(documents) != 1:
        raise unreadable_catalogue(
            "archive_content", f"L’archive .zip contient {len(documents)} fichiers .xml.", "Il en faut un seul."
        )
    if documents[0].flag_bits & 0x1:
        raise unreadable_catalogue("archive_locked", "L’archive .zip est protégée par un mot de passe.")
    return documents[0]


def _check_ratio(packed: int, unpacked: int) -> None:
    if unpacked > limits.MAX_UNPACKED_BYTES or (
        unpacked > limits.RATIO_FROM_BYTES and unpacked > limits.MAX_RATIO * max(packed, 1)
    ):
        raise unreadable_catalogue(
            "archive_bomb",
            "L’archive se déploie en beaucoup plus de données qu’un catalogue n’en contient.",
            "Elle est fabriquée pour saturer la machine, ou n’est pas un catalogue.",
        )


def _check_markup(first: bytes) -> None:
    if not first.strip():
        raise unreadable_catalogue("file_empty", "Le fichier est vide.")
    for sign, kind in _FILE_SIGNATURES:
        if first.startswith(sign):
            raise unreadable_catalogue("file_type", f"Ce fichier est {kind}, pas un catalogue LHÉO.")
    bare = first.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n\xff\xfe\x00")
    if bare.startswith((b"PK", b"\x1f\x8b")):
        raise unreadable_catalogue("archive_nested", "L’archive contient une autre archive.")
    if bare[:1] in (b"{", b"["):
        raise unreadable_catalogue("file_type", "Ce fichier est du JSON, pas un catalogue LHÉO.")
    if bare[:1] != b"<":
        kind = "un fichier binaire" if b"\x00" in first[:1000] else "du texte"
        raise unreadable_catalogue("file_type", f"Ce fichier est {kind}, pas un catalogue LHÉO.")


def _encoding(first: bytes) -> str:
    """The declared encoding of the document, as a Python codec name."""
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if first.startswith(b"<\x00"):
        return "utf-16-le"
    if first.startswith(b"\x00<"):
        return "utf-16-be"
    match = _ENCODING.match(first.removeprefix(codecs.BOM_UTF8))
    name = match[1].decode() if match else "utf-8"
    try:
        known = codecs.lookup(name).name
    except LookupError:
        known = ""
    if known not in SUPPORTED_ENCODINGS or known.startswith("utf-16"):
        raise unreadable_catalogue(
            "encoding",
            f"Le fichier se dit écrit en « {name} ».",
            "Cet encodage n’est pas lu.",
            "Enregistrez-le en UTF-8.",
        )
    return "utf-8" if known == "ascii" else known


def _transcode_blocks(first: bytes, raw: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        yield decoder.decode(first).removeprefix("\ufeff").encode()
        for block in raw:
            yield decoder.decode(block).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError as error:
        raise unreadable_catalogue(
            "encoding",
            f"Des octets du fichier ne sont pas du {encoding}, que son en-tête annonce.",
            "L’en-tête et le contenu ne s’accordent pas.",
            "Enregistrez-le en UTF-8.",
        ) from error
