"""Result of loading a file: counts, defects, edition and its source. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pacte.kernel.defects import CellReference, Defect, Severity

MAX_DEFECTS = 200


@dataclass(frozen=True, slots=True)
class WriteCounts:
    """Rows written: added, changed, or already present and identical."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: WriteCounts) -> WriteCounts:
        return WriteCounts(self.added + other.added, self.changed + other.changed, self.unchanged + other.unchanged)


@dataclass(frozen=True, slots=True)
class ReferenceChange:
    """A row that a file adds or changes: which one, what was known of it ("" when nothing was), what the file says."""

    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line of a table that is not loaded: its number, its cells, what is wrong."""

    line: int
    cells: tuple[str, ...]
    defect: Defect


@dataclass(slots=True)
class FileReport:
    """Result of loading one file. ``unchanged`` counts rows already present and identical. ``changes``: the first rows
    that it changes, then the first that it adds, when they were asked for.

    ``refused_count``: lines and records that are not loaded; ``refused_lines``: the first ones, under ``headings`` for
    a table. ``settled_marks``: of lines refused before, those that come back right. ``notes`` are sentences for the
    person who loads the file: what a new edition lost compared with the previous one.
    """

    file: str
    kind: str = ""
    label: str = ""
    edition: int | None = None
    release: str = ""
    edition_from: str = ""
    lines: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: list[ReferenceChange] = field(default_factory=list)
    defect_count: int = 0
    already_loaded: bool = False
    defects: list[Defect] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    refused_count: int = 0
    refused_lines: list[RefusedLine] = field(default_factory=list)
    settled_marks: list[int] = field(default_factory=list)

    @property
    def edition_name(self) -> int | str | None:
        """Year of a territory, or release of a nomenclature as its producer names it."""
        return self.release or self.edition

    def add_defect(
        self, code: str, message: str, *, line: int = 0, column: str = "", cells: Sequence[str] = (), hint: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:  # fmt: skip
        """Count a defect, and store it while the list is short enough to read. ``line`` 0: the whole file.

        ``cells``: those of the line. A warning refuses nothing.
        """
        self.defect_count += 1
        is_refused = bool(line) and severity is Severity.ERROR
        self.refused_count += is_refused
        if len(self.defects) < MAX_DEFECTS:
            defect = Defect(code, message, CellReference(self.file, line, column), hint=hint, severity=severity)
            self.defects.append(defect)
            if is_refused:
                self.refused_lines.append(RefusedLine(line, tuple(cells), defect))

    def set_counts(self, counts: WriteCounts) -> None:
        self.added, self.changed, self.unchanged = counts.added, counts.changed, counts.unchanged

    def summary(self) -> dict[str, int | str | None]:
        """Return the details stored in the audit log."""
        return {
            "edition": self.edition_name,
            "added": self.added,
            "changed": self.changed,
            "defects": self.defect_count,
        }
