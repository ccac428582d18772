"""Formats of attachments, and why one is refused. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AttachmentFormat(StrEnum):
    """The value is the usual extension, without its dot."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    PNG = "png"
    JPEG = "jpg"
    TEXT = "txt"


class AttachmentFlaw(StrEnum):
    """Why an attachment is refused."""

    DAMAGED = "damaged"
    OTHER_FORMAT = "other_format"
    ENCRYPTED = "encrypted"
    SCRIPT = "script"
    LAUNCH = "launch"
    EMBEDDED_FILE = "embedded_file"
    DYNAMIC_FORM = "dynamic_form"
    ACTION_AT_OPENING = "action_at_opening"
    MEDIA = "media"
    MACRO = "macro"
    OLE_OBJECT = "ole_object"
    ACTIVE_CONTROL = "active_control"
    EXTERNAL_CONTENT = "external_content"
    DDE = "dde"
    OVERSIZED = "oversized"
    PART_NAME = "part_name"
    NOT_TEXT = "not_text"
    MARKUP = "markup"


class FlawedAttachment(Exception):
    """The reader understands the file, and refuses it."""

    def __init__(self, flaw: AttachmentFlaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


class AttachmentMessage(StrEnum):
    """Messages of a sandboxed reader: the format found (a JSON object), then the new bytes of an image."""

    FORMAT = "f"
    CONTENT = "c"


@dataclass(frozen=True, slots=True)
class AttachmentContent:
    """``data``: the bytes to keep. ``is_rewritten``: an image written anew, without place, device nor comments."""

    format: AttachmentFormat
    data: bytes
    is_rewritten: bool = False
