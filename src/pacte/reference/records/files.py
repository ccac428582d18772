"""Result of loading a file: counts, defects, edition and its source. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_DEFECTS = 200


@dataclass(frozen=True, slots=True)
class FileDefect:
    """Reason why a line, or the whole file when ``line`` is 0, was rejected."""

    file: str
    line: int
    column: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows written: added, changed, or already present and identical."""

    added: int = 0
    changed: int = 0
    known: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.added + other.added, self.changed + other.changed, self.known + other.known)


@dataclass(slots=True)
class FileReport:
    """Result of loading one file. ``unchanged`` counts rows already present and identical.

    ``notes`` are sentences for the person who loads the file: what a new edition lost compared with the previous one.
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
    known: int = 0
    defect_count: int = 0
    already_loaded: bool = False
    defects: list[FileDefect] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def edition_name(self) -> int | str | None:
        """Year of a territory, or release of a nomenclature as its producer names it."""
        return self.release or self.edition

    def refuse(self, code: str, message: str, *, line: int = 0, column: str = "") -> None:
        """Count a defect, and store it while the list is short enough to read."""
        self.defect_count += 1
        if len(self.defects) < MOST_DEFECTS:
            self.defects.append(FileDefect(self.file, line, column, code, message))

    def count(self, tally: Tally) -> None:
        self.added, self.changed, self.known = tally.added, tally.changed, tally.known

    def summary(self) -> dict[str, int | str | None]:
        """Return the details stored in the audit log."""
        return {
            "edition": self.edition_name,
            "added": self.added,
            "changed": self.changed,
            "defects": self.defect_count,
        }
