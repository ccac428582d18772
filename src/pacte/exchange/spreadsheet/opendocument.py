"""Parses an OpenDocument spreadsheet (.ods, ODF 1.2 and 1.3) into grids. Runs in the sandbox only.

https://docs.oasis-open.org/office/OpenDocument/v1.3/
"""

from __future__ import annotations

from collections.abc import Mapping

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import FileBounds
from pacte.exchange.records import Grid
from pacte.exchange.spreadsheet.opendocument_sheets import OpenDocumentSheets
from pacte.exchange.spreadsheet.opendocument_styles import OpenDocumentStyles
from pacte.exchange.spreadsheet.size_budget import SizeBudget
from pacte.exchange.spreadsheet.xml_walker import check_prolog, walk_xml
from pacte.exchange.spreadsheet.zip_archive import ZipArchive, broken_zip_error

_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
MEDIA_TYPES = (_SPREADSHEET, f"{_SPREADSHEET}-template")
_MIMETYPE, _MANIFEST, _CONTENT, _STYLES = "mimetype", "META-INF/manifest.xml", "content.xml", "styles.xml"
_MACRO_FOLDERS = ("basic/", "scripts/")
_MAX_MEDIA_TYPE = 200


def opendocument_media_type(archive: ZipArchive) -> str:
    """Media type that an OpenDocument package says of itself; "" when the archive is no such package."""
    if _MIMETYPE not in archive.names:
        return ""
    return archive.peek(_MIMETYPE, _MAX_MEDIA_TYPE).decode("ascii", "replace").strip()


def grids_from_opendocument(archive: ZipArchive, bounds: FileBounds) -> list[Grid]:
    """Returns all sheets in order. Raises ``UnreadableFile`` on any content that a normal workbook never has."""
    _refuse_unsupported_package(archive)
    styles = OpenDocumentStyles()
    if _STYLES in archive.names:
        _read_common_styles(archive.read(_STYLES), styles)
    sheets = OpenDocumentSheets(styles, SizeBudget(bounds))
    walk_xml(archive.read(_CONTENT), _CONTENT, sheets.start, sheets.end, sheets.characters)
    if not sheets.grids:
        raise broken_zip_error("Le classeur n'a aucune feuille.")
    return sheets.grids


def _refuse_unsupported_package(archive: ZipArchive) -> None:
    if _MANIFEST in archive.names and _is_encrypted(archive.read(_MANIFEST)):
        raise UnreadableFile(
            "zip_encrypted",
            "Le classeur est protégé par un mot de passe.",
            "Son contenu ne peut pas être lu.",
            "Enregistrez-le sans mot de passe, puis déposez-le.",
        )
    if any(name.lower().startswith(_MACRO_FOLDERS) and not name.endswith("/") for name in archive.names):
        raise UnreadableFile(
            "file_macros",
            "Le classeur contient des macros.",
            "Une macro est un programme : elle n'est jamais acceptée.",
            "Ôtez ses macros (Outils, Macros), enregistrez-le, puis déposez-le.",
        )
    for name in archive.names:
        if name.lower().endswith((".xml", ".rdf")):
            check_prolog(archive.read(name), name)


def _is_encrypted(manifest: bytes) -> bool:
    encrypted: list[str] = []

    def start(tag: str, _: Mapping[str, str]) -> None:
        if tag == "encryption-data":
            encrypted.append(tag)

    walk_xml(manifest, _MANIFEST, start)
    return bool(encrypted)


def _read_common_styles(data: bytes, styles: OpenDocumentStyles) -> None:
    """Reads ``office:styles`` only: the automatic styles of this part are those of page headers."""
    section: list[str] = []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("styles", "automatic-styles", "master-styles") and not section:
            section.append(tag)
        elif section == ["styles"]:
            styles.start(tag, attributes)

    def end(tag: str) -> None:
        if section == [tag]:
            section.clear()
        else:
            styles.end(tag)

    walk_xml(data, _STYLES, start, end)
