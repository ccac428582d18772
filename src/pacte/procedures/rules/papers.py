"""Which documents a file takes: by what their first bytes are, never by their name alone. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.kernel.errors import Invalid

LARGEST = 8 * 1024 * 1024
ACCEPTED = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.png,.jpg,.jpeg,.txt,.csv"


@dataclass(frozen=True, slots=True)
class PaperType:
    extensions: tuple[str, ...]
    media_type: str
    opens_with: bytes = b""
    holds: bytes = b""


_ZIP = b"PK\x03\x04"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OASIS = "application/vnd.oasis.opendocument"
TYPES = (
    PaperType((".pdf",), "application/pdf", b"%PDF-"),
    PaperType((".docx",), f"{_OFFICE}.wordprocessingml.document", _ZIP, b"word/"),
    PaperType((".xlsx",), f"{_OFFICE}.spreadsheetml.sheet", _ZIP, b"xl/"),
    PaperType((".pptx",), f"{_OFFICE}.presentationml.presentation", _ZIP, b"ppt/"),
    PaperType((".odt",), f"{_OASIS}.text", _ZIP, b"opendocument.text"),
    PaperType((".ods",), f"{_OASIS}.spreadsheet", _ZIP, b"opendocument.spreadsheet"),
    PaperType((".odp",), f"{_OASIS}.presentation", _ZIP, b"opendocument.presentation"),
    PaperType((".png",), "image/png", b"\x89PNG\r\n\x1a\n"),
    PaperType((".jpg", ".jpeg"), "image/jpeg", b"\xff\xd8\xff"),
    PaperType((".txt", ".csv"), "text/plain"),
)


def media_type_of(name: str, data: bytes) -> str:
    """The type under which the document is kept and given back.

    Raises ``Invalid``: ``file_size``, ``file_type`` (not a type that is taken), ``file_lies`` (not what it says it is).
    """
    if not data or len(data) > LARGEST:
        raise Invalid(
            "file_size",
            "Le document est vide, ou dépasse 8 Mo.",
            todo="Allégez-le, ou donnez seulement sa référence.",
        )
    extension = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    kind = next((each for each in TYPES if extension in each.extensions), None)
    if kind is None:
        raise Invalid(
            "file_type",
            f"« {name} » n’est pas d’un type que le dossier garde.",
            "Il garde les documents de bureautique, les PDF, les images et les textes.",
            "Enregistrez-le en PDF, puis déposez-le.",
        )
    if not data.startswith(kind.opens_with) or kind.holds not in data or not (kind.opens_with or _is_text(data)):
        raise Invalid(
            "file_lies",
            f"« {name} » n’est pas ce que son nom annonce.",
            "Son contenu est d’un autre type, ou il est abîmé.",
            "Ouvrez-le, enregistrez-le de nouveau, puis déposez-le.",
        )
    return kind.media_type


def _is_text(data: bytes) -> bool:
    """No zero byte: whatever its encoding, a text has none."""
    return b"\x00" not in data
