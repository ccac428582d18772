"""Parses a workbook (.xlsx, .ods) into grids. Runs in the sandbox only: nothing else in the product opens one."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pacte.exchange import limits
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import PLAN, FileBounds
from pacte.exchange.records import CellArea, CellKind, Grid, GridCell
from pacte.exchange.spreadsheet.cell_texts import clean_xml_text, column_number
from pacte.exchange.spreadsheet.opendocument import MEDIA_TYPES, grids_from_opendocument, opendocument_media_type
from pacte.exchange.spreadsheet.size_budget import SizeBudget
from pacte.exchange.spreadsheet.styles import Styles, read_styles
from pacte.exchange.spreadsheet.worksheet import read_worksheet
from pacte.exchange.spreadsheet.xml_walker import check_prolog, walk_xml
from pacte.exchange.spreadsheet.zip_archive import SAVE_AGAIN, SUPPORTED_FORMATS, ZipArchive, broken_zip_error

_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "activex", "macrosheets", "dialogsheets")
_THREADED_COMMENT_PREFIX = re.compile(
    r"^\[(?:Threaded comment|Commentaire à thread|Commentaires? en fil).*?\n(?:.*?)"
    r"(?:Comment|Commentaire)\s*:\s*",
    re.S,
)


@dataclass(slots=True)
class _Workbook:
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    """Name, relation id, whether it is hidden."""
    epoch_1904: bool = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((clean_xml_text(attributes.get("name", "")), attributes.get("id", ""), hidden))
        elif tag == "workbookPr":
            self.epoch_1904 = attributes.get("date1904") in ("1", "true")


class _TextHandler:
    """Collects the texts of ``si`` or ``comment`` elements: runs are joined, phonetic hints are ignored."""

    def __init__(self, tag: str, bounds: FileBounds) -> None:
        self._tag, self._collecting, self._phonetic = tag, False, False
        self._runs: list[str] = []
        self._reference = ""
        self.texts: list[tuple[str, str]] = []
        self._budget = SizeBudget(bounds)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == self._tag:
            self._runs, self._reference = [], attributes.get("ref", "")
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "t":
            self._collecting = not self._phonetic

    def end(self, tag: str) -> None:
        if tag == "t":
            self._collecting = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == self._tag:
            text = clean_xml_text("".join(self._runs))
            self._budget.spend(text)
            self.texts.append((self._reference, text))

    def text(self, run: str) -> None:
        if self._collecting:
            self._runs.append(run)


def grids_from_workbook(data: bytes, bounds: FileBounds = PLAN) -> list[Grid]:
    """Returns all worksheets in order. Raises ``UnreadableFile`` on any content that a normal workbook never has."""
    archive = ZipArchive(data, bounds)
    if opendocument_media_type(archive) in MEDIA_TYPES:
        return grids_from_opendocument(archive, bounds)
    return _grids_from_office_open_xml(archive, bounds)


def _grids_from_office_open_xml(archive: ZipArchive, bounds: FileBounds) -> list[Grid]:
    _refuse_unsupported_workbook(archive)
    main = _main_part(archive)
    workbook = _Workbook()
    walk_xml(archive.read(main), main, workbook.start)
    if not 0 < len(workbook.sheets) <= limits.MAX_SHEETS:
        raise broken_zip_error(f"Le classeur annonce {len(workbook.sheets)} feuilles.")
    relations = _relations(archive, main)
    shared = [text for _, text in _texts(archive, _part_of_type(relations, "sharedStrings"), "si", bounds)]
    styles_part = _part_of_type(relations, "styles")
    styles = read_styles(archive.read(styles_part), styles_part) if styles_part else Styles()
    budget = SizeBudget(bounds)
    grids = []
    for name, relation, hidden in workbook.sheets:
        kind, part = relations.get(relation, ("", ""))
        if kind != "worksheet":
            continue
        content = read_worksheet(
            archive.read(part), part, name, shared, styles, epoch_1904=workbook.epoch_1904, budget=budget
        )
        grids.append(
            Grid(
                sheet=name,
                cells={(row, column): GridCell(text, CellKind(sort)) for row, column, sort, text in content.cells},
                merged=tuple(CellArea(*corners) for corners in content.merged),
                comments=_comments(archive, part, bounds),
                yellow=frozenset(content.yellow),
                is_hidden=hidden,
            )
        )
    return grids


def _refuse_unsupported_workbook(archive: ZipArchive) -> None:
    names = {name.lower() for name in archive.names}
    if "[content_types].xml" not in names:
        kind = "un document OpenDocument d'une autre sorte" if "mimetype" in names else "une archive .zip"
        raise UnreadableFile(
            "file_type",
            f"Ce fichier est {kind}, pas un classeur.",
            SUPPORTED_FORMATS,
            SAVE_AGAIN,
        )
    content_types = archive.read(next(name for name in archive.names if name.lower() == "[content_types].xml"))
    if any(part in name for name in names for part in _MACRO_PARTS) or b"macroEnabled" in content_types:
        raise UnreadableFile(
            "file_macros",
            "Le classeur contient des macros.",
            "Une macro est un programme : elle n'est jamais acceptée.",
            "Enregistrez-le au format « Classeur Excel (.xlsx) », sans macros, puis déposez-le.",
        )
    for name in archive.names:
        if name.lower().endswith((".xml", ".rels")):
            check_prolog(archive.read(name), name)


def _main_part(archive: ZipArchive) -> str:
    main = _part_of_type(_relations(archive, ""), "officeDocument")
    if not main.lower().endswith(".xml") or main not in archive.names:
        raise UnreadableFile(
            "file_type",
            "Ce fichier n'est pas un classeur Excel (.xlsx).",
            "Il vient d'un autre logiciel de bureautique, ou il est d'un format binaire.",
            SAVE_AGAIN,
        )
    if "workbook" not in main.lower():
        raise UnreadableFile(
            "file_type",
            "Ce fichier est un document de bureautique, pas un classeur.",
            SUPPORTED_FORMATS,
            SAVE_AGAIN,
        )
    return main


def _relations(archive: ZipArchive, part: str) -> dict[str, tuple[str, str]]:
    """Returns (kind, part path) by identifier. External targets are ignored."""
    folder, name = posixpath.split(part)
    member = posixpath.join(folder, "_rels", f"{name}.rels")
    if member not in archive.names:
        return {}
    relations: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        relations[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

    walk_xml(archive.read(member), member, start)
    return relations


def _part_of_type(relations: Mapping[str, tuple[str, str]], kind: str) -> str:
    return next((path for each, path in relations.values() if each == kind), "")


def _texts(archive: ZipArchive, part: str, tag: str, bounds: FileBounds) -> list[tuple[str, str]]:
    if not part:
        return []
    reader = _TextHandler(tag, bounds)
    walk_xml(archive.read(part), part, reader.start, reader.end, reader.text)
    return reader.texts


def _comments(archive: ZipArchive, sheet_part: str, bounds: FileBounds) -> dict[tuple[int, int], str]:
    part = _part_of_type(_relations(archive, sheet_part), "comments")
    comments = {}
    for reference, text in _texts(archive, part, "comment", bounds):
        place = re.fullmatch(r"([A-Z]{1,3})([1-9][0-9]{0,6})", reference)
        if place and text.strip():
            comments[(int(place[2]), column_number(place[1]))] = _THREADED_COMMENT_PREFIX.sub("", text).strip()
    return comments
