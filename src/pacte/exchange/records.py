"""Value types of the exchange room: grids of cells, and the formats that read and write files. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import IO, Protocol

from pacte.exchange.lheo.records import CatalogueReport
from pacte.plan.records import ParsedPlan, PlanContent


class CellKind(StrEnum):
    """Kind of the cell in its file. ``ERROR``: « #REF! », or a formula saved without its result."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOL = "bool"
    ERROR = "error"
    EMPTY = "empty"


CELL_KINDS = tuple(CellKind)
"""A reader in the sandbox tells the kind of a cell by its rank here."""


@dataclass(frozen=True, slots=True)
class GridCell:
    text: str
    kind: CellKind = CellKind.TEXT


EMPTY_CELL = GridCell("", CellKind.EMPTY)


@dataclass(frozen=True, slots=True)
class CellArea:
    """A rectangle of cells, bounds included, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def contains(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. ``cells`` holds non-empty cells by (row, column), counted from 1; a csv file is one grid."""

    sheet: str
    cells: Mapping[tuple[int, int], GridCell] = field(default_factory=dict)
    merged: tuple[CellArea, ...] = ()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)
    yellow: frozenset[tuple[int, int]] = frozenset()
    is_hidden: bool = False

    @property
    def height(self) -> int:
        return max((row for row, _ in self.cells), default=0)

    @property
    def width(self) -> int:
        return max((column for _, column in self.cells), default=0)


YamlTree = dict[str, "YamlTree"] | list["YamlTree"] | str | int | float | bool | None
"""Content of a YAML file, loaded safely: mappings with text keys, lists, scalars."""


class FileFormat(StrEnum):
    """Kind of a file according to its bytes, whatever its name."""

    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    YAML = "yaml"


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """Result of the sandboxed parser. ``lines`` gives the line of each value of a tree: « rows/3/title » → 512."""

    kind: FileFormat
    name: str
    grids: tuple[Grid, ...] = ()
    tree: YamlTree = None
    lines: Mapping[str, int] = field(default_factory=dict)


class PlanReader(Protocol):
    def __call__(self, data: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> ParsedPlan: ...


@dataclass(frozen=True, slots=True)
class PlanFormat:
    """A catalogue entry of ``exchange/formats``: one file format of a plan, for writing and reading."""

    code: str
    label: str
    version: str
    standard: str
    extensions: tuple[str, ...]
    read: PlanReader
    write: Callable[[PlanContent], bytes]


class CatalogueCheckFunction(Protocol):
    def __call__(self, stream: IO[bytes], *, progress: Callable[[int], None] | None = None) -> CatalogueReport: ...


@dataclass(frozen=True, slots=True)
class CatalogueFormat:
    """An entry of ``exchange/formats`` for the training offer, which is streamed because of its size."""

    code: str
    label: str
    version: str
    standard: str
    extensions: tuple[str, ...]
    check: CatalogueCheckFunction


@cache
def column_letter(column: int) -> str:
    """1 → « A », 28 → « AB »."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
