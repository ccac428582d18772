"""Accepted document types, checked by content and not by file name alone. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.kernel.errors import ValidationError

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
    """Returns the media type under which the document is stored and served.

    Raises ``ValidationError``: ``file_size``, ``file_type`` (type not accepted), ``file_lies`` (content and name
    differ).
    """
    if not data or len(data) > LARGEST:
        raise ValidationError(
            "file_size",
            "Le document est vide, ou dépasse 8 Mo.",
            hint="Allégez-le, ou donnez seulement sa référence.",
        )
    extension = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    kind = next((each for each in TYPES if extension in each.extensions), None)
    if kind is None:
        raise ValidationError(
            "file_type",
            f"« {name} » n’est pas d’un type que le dossier garde.",
            "Il garde les documents de bureautique, les PDF, les images et les textes.",
            "Enregistrez-le en PDF, puis déposez-le.",
        )
    if not data.startswith(kind.opens_with) or kind.holds not in data or not (kind.opens_with or _is_text(data)):
        raise ValidationError(
            "file_lies",
            f"« {name} » n’est pas ce que son nom annonce.",
            "Son contenu est d’un autre type, ou il est abîmé.",
            "Ouvrez-le, enregistrez-le de nouveau, puis déposez-le.",
        )
    return kind.media_type


def _is_text(data: bytes) -> bool:
    """Returns True when there is no null byte, which accepted text encodings never contain."""
    return b"\x00" not in data
