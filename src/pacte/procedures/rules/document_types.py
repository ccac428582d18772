"""Accepted document types, as the name and the first bytes announce them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.kernel.errors import ValidationError

MAX_DOCUMENT_SIZE = 8 * 1024 * 1024
ACCEPTED_EXTENSIONS = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.png,.jpg,.jpeg,.txt,.csv"


@dataclass(frozen=True, slots=True)
class DocumentType:
    extensions: tuple[str, ...]
    media_type: str
    signature: bytes = b""
    marker: bytes = b""

    @property
    def code(self) -> str:
        """Its usual extension, without the dot."""
        return self.extensions[0][1:]


_ZIP = b"PK\x03\x04"
_LOCKED = b"\xd0\xcf\x11\xe0"  # Compound file: an office document with a password, or older than 2007.
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OASIS = "application/vnd.oasis.opendocument"
DOCUMENT_TYPES = (
    DocumentType((".pdf",), "application/pdf", b"%PDF-"),
    DocumentType((".docx",), f"{_OFFICE}.wordprocessingml.document", _ZIP, b"word/"),
    DocumentType((".xlsx",), f"{_OFFICE}.spreadsheetml.sheet", _ZIP, b"xl/"),
    DocumentType((".pptx",), f"{_OFFICE}.presentationml.presentation", _ZIP, b"ppt/"),
    DocumentType((".odt",), f"{_OASIS}.text", _ZIP, b"opendocument.text"),
    DocumentType((".ods",), f"{_OASIS}.spreadsheet", _ZIP, b"opendocument.spreadsheet"),
    DocumentType((".odp",), f"{_OASIS}.presentation", _ZIP, b"opendocument.presentation"),
    DocumentType((".png",), "image/png", b"\x89PNG\r\n\x1a\n"),
    DocumentType((".jpg", ".jpeg"), "image/jpeg", b"\xff\xd8\xff"),
    DocumentType((".txt", ".csv"), "text/plain"),
)


def media_type_of(name: str, data: bytes) -> str:
    """Returns the media type under which the document is stored and served. Raises as ``document_type_of``."""
    return document_type_of(name, data).media_type


def document_type_of(name: str, data: bytes) -> DocumentType:
    """Returns the type that the name and the first bytes announce: the inspection then opens it as such.

    Raises ``ValidationError``: ``file_size``, ``file_type`` (type not accepted), ``file_locked`` (password, or an
    office suite of before 2007), ``file_lies`` (content and name differ).
    """
    if not data or len(data) > MAX_DOCUMENT_SIZE:
        raise ValidationError(
            "file_size",
            "Le document est vide, ou dépasse 8 Mo.",
            hint="Allégez-le, ou donnez seulement sa référence.",
        )
    extension = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    kind = next((each for each in DOCUMENT_TYPES if extension in each.extensions), None)
    if kind is None:
        raise ValidationError(
            "file_type",
            f"« {name} » n’est pas d’un type que le dossier garde.",
            "Il garde les documents de bureautique, les PDF, les images et les textes.",
            "Enregistrez-le en PDF, puis déposez-le.",
        )
    if data.startswith(_LOCKED) and kind.signature == _ZIP:
        raise ValidationError(
            "file_locked",
            f"« {name} » est protégé par un mot de passe, ou d’un ancien format.",
            "Personne ne pourrait le lire ni le vérifier.",
            "Enregistrez-le sans mot de passe, ou en PDF, puis déposez-le.",
        )
    if not data.startswith(kind.signature) or kind.marker not in data or not (kind.signature or _is_text(data)):
        raise ValidationError(
            "file_lies",
            f"« {name} » n’est pas ce que son nom annonce.",
            "Son contenu est d’un autre type, ou il est abîmé.",
            "Ouvrez-le, enregistrez-le de nouveau, puis déposez-le.",
        )
    return kind


def _is_text(data: bytes) -> bool:
    """Returns True when there is no null byte, which accepted text encodings never contain."""
    return b"\x00" not in data
