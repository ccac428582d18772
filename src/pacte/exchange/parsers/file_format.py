"""Detects the kind of a file from its first bytes. Its name only decides between csv and yaml."""

from __future__ import annotations

import re

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.records import FileFormat
from pacte.exchange.spreadsheet.opendocument import MEDIA_TYPES
from pacte.exchange.spreadsheet.zip_archive import SUPPORTED_FORMATS

_UNSUPPORTED_SIGNATURES = (
    (b"%PDF", "un document PDF"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
    (b"GIF8", "une image"),
    (b"BM", "une image"),
    (b"II*\x00", "une image"),
    (b"RIFF", "un fichier multimédia"),
    (b"\x7fELF", "un programme"),
    (b"MZ", "un programme"),
    (b"#!", "un programme"),
    (b"\x1f\x8b", "une archive comprimée"),
    (b"7z\xbc\xaf", "une archive comprimée"),
    (b"Rar!", "une archive comprimée"),
    (b"BZh", "une archive comprimée"),
    (b"\xfd7zXZ", "une archive comprimée"),
    (b"{\\rtf", "un document de texte"),
)
_MARKUP = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:\?xml|!DOCTYPE|html|svg|[a-z:]+[ >])", re.I)
_YAML_LINE = re.compile(r"""^\s*(?:- |-$|---|\.\.\.|[\w"'][\w .'"-]*:(?:\s|$)|[\]\[{}]|(["'])[^"']*\1\s*(?::|$))""")
# An OpenDocument package starts with its media type, stored as it is: ODF 1.3 part 2, 3.3.
_OPENDOCUMENT_SPREADSHEET = re.compile(
    rb"PK\x03\x04.{26}mimetype(?:%s)(?=PK)" % "|".join(map(re.escape, MEDIA_TYPES)).encode(), re.DOTALL
)


def detect_file_format(data: bytes, name: str) -> FileFormat:
    """Raises ``UnreadableFile`` when the content is of no supported kind, whatever the file name."""
    if not data.strip():
        raise UnreadableFile(
            "file_empty",
            "Le fichier est vide.",
            "Il n'a pas été enregistré, ou sa copie a échoué.",
            "Déposez-le de nouveau.",
        )
    if data.startswith(b"PK"):
        return FileFormat.ODS if is_opendocument_spreadsheet(data) else FileFormat.XLSX
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _legacy_office_error(data)
    for sign, kind in _UNSUPPORTED_SIGNATURES:
        if data.startswith(sign) and not _is_text_with_signature(data, sign):
            raise _unsupported_type_error(kind)
    if _MARKUP.match(data):
        raise _unsupported_type_error("une page ou un document XML")
    return _text_kind(data, name)


def is_opendocument_spreadsheet(data: bytes) -> bool:
    """``data``: the file, or at least its first hundred bytes."""
    return _OPENDOCUMENT_SPREADSHEET.match(data) is not None


def _is_text_with_signature(data: bytes, sign: bytes) -> bool:
    """« BMW;… » is text, not an image: a two-letter signature proves nothing when only text follows."""
    return len(sign) == 2 and sign.isalpha() and b"\x00" not in data


def _legacy_office_error(data: bytes) -> UnreadableFile:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnreadableFile(
            "zip_encrypted",
            "Le classeur est protégé par un mot de passe.",
            "Son contenu ne peut pas être lu.",
            "Enregistrez-le sans mot de passe, puis déposez-le.",
        )
    return UnreadableFile(
        "file_type",
        "Ce fichier est d'un ancien format d'Office (.xls ou .doc).",
        SUPPORTED_FORMATS,
        "Ouvrez-le dans un tableur, enregistrez-le au format .xlsx ou .ods, puis déposez-le.",
    )


def _unsupported_type_error(kind: str) -> UnreadableFile:
    return UnreadableFile(
        "file_type",
        f"Ce fichier est {kind}.",
        SUPPORTED_FORMATS,
        "Enregistrez le tableau au format .xlsx ou .ods, puis déposez-le.",
    )


def _text_kind(data: bytes, name: str) -> FileFormat:
    """Decides from most of the first lines, then from the file name when they are ambiguous."""
    head = data[:20_000].decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", errors="replace")
    lines = [line for line in re.split(r"\r\n|\r|\n", head) if line.strip() and not line.lstrip().startswith("#")][:40]
    alike = sum(1 for line in lines if _YAML_LINE.match(line))
    separated = sum(1 for line in lines if max(line.count(sign) for sign in ";,\t") >= 3)
    suffix = name.lower().rpartition(".")[2]
    if suffix in ("yaml", "yml"):
        return FileFormat.CSV if separated > len(lines) / 2 > alike else FileFormat.YAML
    return (
        FileFormat.YAML if lines and alike > 0.6 * len(lines) and bool(_YAML_LINE.match(lines[0])) else FileFormat.CSV
    )
