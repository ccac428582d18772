"""Documents of Word, Excel and PowerPoint (Office Open XML, ECMA-376): what acts, hides or loads something. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pacte.infra.attachments.package_archive import PackageArchive
from pacte.infra.attachments.records import AttachmentFlaw, AttachmentFormat, FlawedAttachment
from pacte.infra.attachments.xml_scan import scan_xml

CONTENT_TYPES = "[Content_Types].xml"
_MAIN_TYPES = {
    "wordprocessingml.document.main+xml": AttachmentFormat.DOCX,
    "spreadsheetml.sheet.main+xml": AttachmentFormat.XLSX,
    "presentationml.presentation.main+xml": AttachmentFormat.PPTX,
}
_FLAWS_OF_TYPES = (
    ("macroenabled", AttachmentFlaw.MACRO),
    ("vbaproject", AttachmentFlaw.MACRO),
    ("vbadata", AttachmentFlaw.MACRO),
    ("macrosheet", AttachmentFlaw.MACRO),
    ("activex", AttachmentFlaw.ACTIVE_CONTROL),
    ("oleobject", AttachmentFlaw.OLE_OBJECT),
)
_FLAWS_OF_NAMES = (
    ("vbaproject", AttachmentFlaw.MACRO),
    ("macrosheets/", AttachmentFlaw.MACRO),
    ("activex/", AttachmentFlaw.ACTIVE_CONTROL),
    ("externallinks/", AttachmentFlaw.EXTERNAL_CONTENT),
)
_LOOKED_AT_BY_PEOPLE = ("/hyperlink",)
_TEMPLATE = "/attachedTemplate"
# A template on the author's own disk loads nothing: Word writes it in most documents made from a model.
_LOCAL_TEMPLATE = re.compile(r"(?:file:///)?[A-Za-z]:[\\/]")
_DDE = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
_INCLUSION = re.compile(r"\bINCLUDE(?:TEXT|PICTURE)\b[^\w]*(?:https?|ftp|file|\\\\)", re.IGNORECASE)
# Formula that starts a program: cmd|'/c …'!A0.
_DDE_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>[^<]{0,200}\|\s*(?:'|&apos;|&#)")
_NESTED_SUFFIXES = (".xlsx", ".docx", ".pptx")
_EMBEDDINGS = "/embeddings/"
_UTF8_START = (b"<", b"\xef\xbb\xbf<")


def office_format(package: PackageArchive) -> AttachmentFormat:
    """The format that the parts announce. Raises ``FlawedAttachment``: macros, OLE objects, controls, other format."""
    main_formats: set[AttachmentFormat] = set()

    def on_start(tag: str, attributes: Mapping[str, str]) -> None:
        content_type = attributes.get("ContentType", "")
        _refuse_listed(content_type, _FLAWS_OF_TYPES)
        main_formats.update(each for end, each in _MAIN_TYPES.items() if content_type.endswith(end))

    scan_xml(package.read(CONTENT_TYPES), on_start)
    if len(main_formats) != 1:
        raise FlawedAttachment(AttachmentFlaw.OTHER_FORMAT)
    return main_formats.pop()


def nested_documents(package: PackageArchive) -> list[bytes]:
    """Checks each part. Returns the documents inside, such as the values of a chart, still to be inspected.

    Raises ``FlawedAttachment``.
    """
    nested = []
    for name in package.names:
        lower = name.lower()
        _refuse_listed(lower, _FLAWS_OF_NAMES)
        if _EMBEDDINGS in lower:
            if not lower.endswith(_NESTED_SUFFIXES):
                raise FlawedAttachment(AttachmentFlaw.OLE_OBJECT)
            nested.append(package.read(name))
        elif lower.endswith(".rels"):
            scan_xml(package.read(name), _refuse_external_relationship)
        elif lower.startswith("word/") and lower.endswith(".xml"):
            _refuse_instructions(package.read(name))
        elif lower.startswith("xl/") and lower.endswith(".xml"):
            _refuse_formulas(package.read(name))
    return nested


def _refuse_listed(text: str, flaws: tuple[tuple[str, AttachmentFlaw], ...]) -> None:
    lower = text.lower()
    for part, flaw in flaws:
        if part in lower:
            raise FlawedAttachment(flaw)


def _refuse_external_relationship(tag: str, attributes: Mapping[str, str]) -> None:
    kind, target = attributes.get("Type", ""), attributes.get("Target", "")
    if attributes.get("TargetMode", "").lower() != "external" or kind.endswith(_LOOKED_AT_BY_PEOPLE):
        return
    if not (kind.endswith(_TEMPLATE) and _LOCAL_TEMPLATE.match(target)):
        raise FlawedAttachment(AttachmentFlaw.EXTERNAL_CONTENT)


def _refuse_instructions(data: bytes) -> None:
    """Field codes of one part of Word, joined: an instruction may be cut in runs to hide."""
    pieces: list[str] = []
    is_inside = False

    def on_start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal is_inside
        is_inside = tag == "instrText"
        if tag == "fldSimple":
            pieces.append(f" {attributes.get('instr', '')} ")
        elif tag == "fldChar" and attributes.get("fldCharType") == "begin":
            pieces.append(" ")

    scan_xml(data, on_start, lambda run: pieces.append(run) if is_inside else None)
    instructions = "".join(pieces)
    if _DDE.search(instructions):
        raise FlawedAttachment(AttachmentFlaw.DDE)
    if _INCLUSION.search(instructions):
        raise FlawedAttachment(AttachmentFlaw.EXTERNAL_CONTENT)


def _refuse_formulas(data: bytes) -> None:
    """Looked for in the bytes: a sheet has too many cells to parse. Another encoding than UTF-8 would hide them."""
    if not data.startswith(_UTF8_START):
        raise FlawedAttachment(AttachmentFlaw.DAMAGED)
    if _DDE_FORMULA.search(data):
        raise FlawedAttachment(AttachmentFlaw.DDE)
