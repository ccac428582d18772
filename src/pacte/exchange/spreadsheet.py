"""Parses a workbook (.xlsx) into grids. Runs in the sandbox only: nothing else in the product opens a workbook."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pacte.exchange import limits
from pacte.exchange.limits import PLAN, Bounds
from pacte.exchange.records import Area, CellKind, Grid, GridCell
from pacte.exchange.spreadsheet_sheet import Budget, clean, column_number, sheet_from
from pacte.exchange.spreadsheet_styles import Styles, styles_from
from pacte.exchange.spreadsheet_xml import check_prolog, walk
from pacte.exchange.spreadsheet_zip import SAVE_AGAIN, Archive, broken
from pacte.exchange.unreadable import Unreadable

_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml", "activex", "macrosheets", "dialogsheets")
_THREADED = re.compile(
    r"^\[(?:Threaded comment|Commentaire à thread|Commentaires? en fil).*?\n(?:.*?)"
    r"(?:Comment|Commentaire)\s*:\s*",
    re.S,
)


@dataclass(slots=True)
class _Workbook:
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    """Name, relation, hidden."""
    epoch_1904: bool = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "sheet":
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append((clean(attributes.get("name", "")), attributes.get("id", ""), hidden))
        elif tag == "workbookPr":
            self.epoch_1904 = attributes.get("date1904") in ("1", "true")


class _Texts:
    """Collects the texts of ``si`` or ``comment`` elements: runs are joined, phonetic hints are ignored."""

    def __init__(self, tag: str, bounds: Bounds) -> None:
        self._tag, self._collecting, self._phonetic = tag, False, False
        self._runs: list[str] = []
        self._reference = ""
        self.found: list[tuple[str, str]] = []
        self._budget = Budget(bounds)

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
            text = clean("".join(self._runs))
            self._budget.spend(text)
            self.found.append((self._reference, text))

    def text(self, run: str) -> None:
        if self._collecting:
            self._runs.append(run)


def grids_from(data: bytes, bounds: Bounds = PLAN) -> list[Grid]:
    """Returns all worksheets in order. Raises ``UnreadableFile`` on any content that a normal workbook never has."""
    archive = Archive(data, bounds)
    _refuse_what_is_not_a_plain_workbook(archive)
    main = _main_part(archive)
    workbook = _Workbook()
    walk(archive.read(main), main, workbook.start)
    if not 0 < len(workbook.sheets) <= limits.MAX_SHEETS:
        raise broken(f"Le classeur annonce {len(workbook.sheets)} feuilles.")
    relations = _relations(archive, main)
    shared = [text for _, text in _texts(archive, _of_type(relations, "sharedStrings"), "si", bounds)]
    styles_part = _of_type(relations, "styles")
    styles = styles_from(archive.read(styles_part), styles_part) if styles_part else Styles()
    budget = Budget(bounds)
    grids = []
    for name, relation, hidden in workbook.sheets:
        kind, part = relations.get(relation, ("", ""))
        if kind != "worksheet":
            continue
        content = sheet_from(
            archive.read(part), part, name, shared, styles, epoch_1904=workbook.epoch_1904, budget=budget
        )
        grids.append(
            Grid(
                sheet=name,
                cells={(row, column): GridCell(text, CellKind(sort)) for row, column, sort, text in content.cells},
                merged=tuple(Area(*corners) for corners in content.merged),
                comments=_comments(archive, part, bounds),
                yellow=frozenset(content.yellow),
                is_hidden=hidden,
            )
        )
    return grids


def _refuse_what_is_not_a_plain_workbook(archive: Archive) -> None:
    names = {name.lower() for name in archive.names}
    if "[content_types].xml" not in names:
        kind = "un classeur OpenDocument (.ods)" if "mimetype" in names else "une archive .zip"
        raise Unreadable(
            "file_type",
            f"Ce fichier est {kind}, pas un classeur Excel.",
            "Les formats lus sont .xlsx, .csv et .yaml.",
            SAVE_AGAIN,
        )
    content_types = archive.read(next(name for name in archive.names if name.lower() == "[content_types].xml"))
    if any(part in name for name in names for part in _MACRO_PARTS) or b"macroEnabled" in content_types:
        raise Unreadable(
            "file_macros",
            "Le classeur contient des macros.",
            "Une macro est un programme : elle n'est jamais acceptée.",
            "Enregistrez-le au format « Classeur Excel (.xlsx) », sans macros, puis déposez-le.",
        )
    for name in archive.names:
        if name.lower().endswith((".xml", ".rels")):
            check_prolog(archive.read(name), name)


def _main_part(archive: Archive) -> str:
    main = _of_type(_relations(archive, ""), "officeDocument")
    if not main.lower().endswith(".xml") or main not in archive.names:
        raise Unreadable(
            "file_type",
            "Ce fichier n'est pas un classeur Excel (.xlsx).",
            "Il vient d'un autre logiciel de bureautique, ou il est d'un format binaire.",
            SAVE_AGAIN,
        )
    if "workbook" not in main.lower():
        raise Unreadable(
            "file_type",
            "Ce fichier est un document de bureautique, pas un classeur.",
            "Les formats lus sont .xlsx, .csv et .yaml.",
            SAVE_AGAIN,
        )
    return main


def _relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Returns (kind, part path) by identifier. External targets are ignored."""
    folder, name = posixpath.split(part)
    member = posixpath.join(folder, "_rels", f"{name}.rels")
    if member not in archive.names:
        return {}
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

    walk(archive.read(member), member, start)
    return found


def _of_type(relations: Mapping[str, tuple[str, str]], kind: str) -> str:
    return next((path for each, path in relations.values() if each == kind), "")


def _texts(archive: Archive, part: str, tag: str, bounds: Bounds) -> list[tuple[str, str]]:
    if not part:
        return []
    reader = _Texts(tag, bounds)
    walk(archive.read(part), part, reader.start, reader.end, reader.text)
    return reader.found


def _comments(archive: Archive, sheet_part: str, bounds: Bounds) -> dict[tuple[int, int], str]:
    part = _of_type(_relations(archive, sheet_part), "comments")
    found = {}
    for reference, text in _texts(archive, part, "comment", bounds):
        place = re.fullmatch(r"([A-Z]{1,3})([1-9][0-9]{0,6})", reference)
        if place and text.strip():
            found[(int(place[2]), column_number(place[1]))] = _THREADED.sub("", text).strip()
    return found
