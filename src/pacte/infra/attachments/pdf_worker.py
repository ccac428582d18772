"""Sandboxed reader of PDFs: every object is looked at, and one that acts, hides or loads something refuses the file."""

from __future__ import annotations

import encodings.cp1252
import encodings.latin_1
import encodings.utf_16
import encodings.utf_16_be
import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from pacte.infra.attachments.answers import attachment_reader
from pacte.infra.attachments.records import AttachmentContent, AttachmentFlaw, AttachmentFormat, FlawedAttachment
from pacte.infra.sandbox.worker import FileReader, sandbox_entry

# Loaded before opening files is forbidden: encodings of the texts in a PDF.
PRELOADED_CODECS = (encodings.cp1252, encodings.latin_1, encodings.utf_16, encodings.utf_16_be)
MAX_OBJECTS = 200_000
MAX_VALUES = 4_000_000
_FLAW_OF_KEY = {
    "/JS": AttachmentFlaw.SCRIPT,
    "/JavaScript": AttachmentFlaw.SCRIPT,
    "/XFA": AttachmentFlaw.DYNAMIC_FORM,
    "/EF": AttachmentFlaw.EMBEDDED_FILE,
    "/EmbeddedFiles": AttachmentFlaw.EMBEDDED_FILE,
    "/AA": AttachmentFlaw.ACTION_AT_OPENING,
    "/RichMediaContent": AttachmentFlaw.MEDIA,
}
_FLAW_OF_ACTION = {
    "/JavaScript": AttachmentFlaw.SCRIPT,
    "/Launch": AttachmentFlaw.LAUNCH,
    "/GoToE": AttachmentFlaw.EMBEDDED_FILE,
    "/GoToR": AttachmentFlaw.EXTERNAL_CONTENT,
    "/SubmitForm": AttachmentFlaw.EXTERNAL_CONTENT,
    "/ImportData": AttachmentFlaw.EXTERNAL_CONTENT,
    "/Rendition": AttachmentFlaw.MEDIA,
    "/Movie": AttachmentFlaw.MEDIA,
    "/Sound": AttachmentFlaw.MEDIA,
}
_FLAW_OF_SUBTYPE = {
    "/FileAttachment": AttachmentFlaw.EMBEDDED_FILE,
    "/RichMedia": AttachmentFlaw.MEDIA,
    "/Movie": AttachmentFlaw.MEDIA,
    "/Screen": AttachmentFlaw.MEDIA,
    "/3D": AttachmentFlaw.MEDIA,
}
# Pairs long enough not to appear by chance in compressed bytes: they also refuse objects that no table lists any more.
_LOOSE_NAMES = {
    b"JavaScript": AttachmentFlaw.SCRIPT,
    b"Launch": AttachmentFlaw.LAUNCH,
    b"EmbeddedFile": AttachmentFlaw.EMBEDDED_FILE,
    b"RichMedia": AttachmentFlaw.MEDIA,
}
_LOOSE_NAME = re.compile(rb"/(?:S|Type|Subtype)\s*/(JavaScript|Launch|EmbeddedFile|RichMedia)\b")
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


@sandbox_entry
def pdf() -> FileReader:
    """The library loads parts of itself while it reads: it reads a page of ours while files can still be opened."""
    page = PdfWriter()
    page.add_blank_page(1, 1)
    sample = io.BytesIO()
    page.compress_identical_objects()
    page.write(sample)
    inspect_pdf(sample.getvalue())
    return attachment_reader(inspect_pdf)


def inspect_pdf(data: bytes) -> AttachmentContent:
    """Raises ``FlawedAttachment``."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise FlawedAttachment(AttachmentFlaw.ENCRYPTED)
        if not reader.pages:
            raise FlawedAttachment(AttachmentFlaw.DAMAGED)
        for value in _values(reader):
            _refuse_active(value)
        _refuse_action_at_opening(reader.root_object)
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise FlawedAttachment(AttachmentFlaw.DAMAGED) from error
    plain = _NAME_ESCAPE.sub(lambda escape: bytes([int(escape[1], 16)]), data)
    if loose := _LOOSE_NAME.search(plain):
        raise FlawedAttachment(_LOOSE_NAMES[loose[1]])
    return AttachmentContent(AttachmentFormat.PDF, data)


def _values(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of every object that the tables of the file list, reached from its pages or not."""
    listed = {(generation, number) for generation, numbers in reader.xref.items() for number in numbers}
    listed |= {(0, number) for number in reader.xref_objStm}
    if len(listed) > MAX_OBJECTS:
        raise FlawedAttachment(AttachmentFlaw.OVERSIZED)
    waiting: list[Any] = [reader.trailer]
    seen = 0
    for generation, number in sorted(listed):
        if not (generation == 65_535 or number == 0):
            waiting.append(reader.get_object(IndirectObject(number, generation, reader)))
        while waiting:
            value = waiting.pop()
            seen += 1
            if seen > MAX_VALUES:
                raise FlawedAttachment(AttachmentFlaw.OVERSIZED)
            if isinstance(value, DictionaryObject):
                yield value
                waiting.extend(dict.values(value))
            elif isinstance(value, ArrayObject):
                waiting.extend(list.__iter__(value))


def _refuse_active(value: DictionaryObject) -> None:
    for key in dict.keys(value):
        if key in _FLAW_OF_KEY:
            raise FlawedAttachment(_FLAW_OF_KEY[key])
    for key, flaws in (("/S", _FLAW_OF_ACTION), ("/Subtype", _FLAW_OF_SUBTYPE)):
        flaw = flaws.get(_name(value, key))
        if flaw:
            raise FlawedAttachment(flaw)
    if _name(value, "/Type") == "/EmbeddedFile":
        raise FlawedAttachment(AttachmentFlaw.EMBEDDED_FILE)
    if isinstance(value, StreamObject) and "/F" in value:
        raise FlawedAttachment(AttachmentFlaw.EXTERNAL_CONTENT)


def _name(value: DictionaryObject, key: str) -> str:
    name = _resolved(value, key)
    return name if isinstance(name, str) else ""


def _resolved(value: DictionaryObject, key: str) -> Any:
    raw = dict.get(value, key)
    return raw.get_object() if isinstance(raw, IndirectObject) else raw


def _refuse_action_at_opening(catalogue: DictionaryObject) -> None:
    """Opening on a page is a place, an array or a « GoTo »; anything else acts before the reader does."""
    action = _resolved(catalogue, "/OpenAction")
    if isinstance(action, DictionaryObject) and (_name(action, "/S") != "/GoTo" or "/Next" in action):
        raise FlawedAttachment(AttachmentFlaw.ACTION_AT_OPENING)
