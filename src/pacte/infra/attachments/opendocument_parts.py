"""Documents of LibreOffice (OpenDocument, ISO/IEC 26300): what acts, hides or loads something. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.infra.attachments.package_archive import PackageArchive
from pacte.infra.attachments.records import AttachmentFlaw, AttachmentFormat, FlawedAttachment
from pacte.infra.attachments.xml_scan import scan_xml

MEDIA_TYPE = "mimetype"
_PREFIX = b"application/vnd.oasis.opendocument."
_FORMATS = {
    b"text": AttachmentFormat.ODT,
    b"spreadsheet": AttachmentFormat.ODS,
    b"presentation": AttachmentFormat.ODP,
}
_MACRO_FOLDERS = ("basic/", "scripts/", "dialogs/")
_XML_PARTS = ("content.xml", "styles.xml", "meta.xml", "settings.xml", "manifest.xml")
# Lists of libraries, written even when there is none.
_MACRO_LISTS = ("script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml")
_MACRO_TAGS = frozenset({"library-linked", "library-embedded"})
_EMPTY_LANGUAGE = "ooo:Basic"  # Announced by every document of LibreOffice; its macros are in folders.
_DDE_TAGS = frozenset({"dde-source", "dde-link", "dde-connection", "dde-connection-decl"})
_CONTROL_TAGS = frozenset({"applet", "plugin"})
# Elements that load what they name when the document opens; a link that a person clicks is an « a ».
_LOADING_TAGS = frozenset({
    "image", "object", "object-ole", "fill-image", "background-image", "section-source", "table-source",
    "cell-range-source", "floating-frame", "font-face-uri", "sound", "auto-reload",
})  # fmt: skip
_OLE_TYPES = ("oleobject", "msole")


def opendocument_format(package: PackageArchive) -> AttachmentFormat:
    """The format that the first part announces. Raises ``FlawedAttachment`` for another one."""
    announced = package.read(MEDIA_TYPE)
    package_format = _FORMATS.get(announced.removeprefix(_PREFIX)) if announced.startswith(_PREFIX) else None
    if package_format is None:
        raise FlawedAttachment(AttachmentFlaw.OTHER_FORMAT)
    return package_format


def refuse_active_opendocument(package: PackageArchive) -> None:
    """Raises ``FlawedAttachment``: password, macros, OLE objects, controls, DDE, what loads from elsewhere."""
    for name in package.names:
        lower = name.lower()
        if lower.startswith(_MACRO_FOLDERS) and not lower.endswith(_MACRO_LISTS):
            raise FlawedAttachment(AttachmentFlaw.MACRO)
        if lower.rpartition("/")[2] in _XML_PARTS:
            scan_xml(package.read(name), _refuse_element)


def _refuse_element(tag: str, attributes: Mapping[str, str]) -> None:
    if tag == "encryption-data":
        raise FlawedAttachment(AttachmentFlaw.ENCRYPTED)
    if tag in _MACRO_TAGS or _runs_script(tag, attributes):
        raise FlawedAttachment(AttachmentFlaw.MACRO)
    if tag in _DDE_TAGS or "DDE(" in attributes.get("formula", "").upper():
        raise FlawedAttachment(AttachmentFlaw.DDE)
    if tag in _CONTROL_TAGS:
        raise FlawedAttachment(AttachmentFlaw.ACTIVE_CONTROL)
    if any(ole in attributes.get("media-type", "").lower() for ole in _OLE_TYPES):
        raise FlawedAttachment(AttachmentFlaw.OLE_OBJECT)
    if tag in _LOADING_TAGS and _leads_out(attributes.get("href", "")):
        raise FlawedAttachment(AttachmentFlaw.EXTERNAL_CONTENT)


def _runs_script(tag: str, attributes: Mapping[str, str]) -> bool:
    """A click of a presentation that goes to another slide runs nothing."""
    if tag == "event-listener":
        return attributes.get("action", "execute") in ("execute", "run-macro")
    return tag == "script" and attributes.get("language", "") != _EMPTY_LANGUAGE


def _leads_out(target: str) -> bool:
    """True unless the target is inside the package, such as « Pictures/1.png » or « ./Object 1 »."""
    return ":" in target or target.startswith(("/", "\\", "../"))
