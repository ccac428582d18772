"""Result of parsing a plan file: its content, its defects and the location of each value. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.plan.records.content import PlanContent


@dataclass(frozen=True, slots=True)
class CellReference:
    """Location of a value in a parsed file. ``column`` is a letter; ``row`` counts from 1."""

    sheet: str
    row: int
    column: str

    def __str__(self) -> str:
        return f"{self.sheet} {self.column}{self.row}".strip()


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect found while reading or checking. ``is_error`` blocks the import; otherwise it is a warning.

    ``at`` is the place in the plan, as (subject, field), so that an import finds the cell in
    ``ParsedPlan.cell_by_field``. The subject is a row key, "axis:CODE", "objective:CODE", "action:NUMBER" or "plan".
    """

    code: str
    message: str
    cell: CellReference | None = None
    value: str = ""
    fix: str = ""
    is_error: bool = True
    at: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """Guessed meaning of a table column, with a confidence (1 = exact wording). ``field`` is "" when ignored.

    ``field`` and ``others`` are the possible answers of a person for a column letter: a field of a table ("title",
    "leads"), "period:2019", "amount:2024", "amount:" for the whole period, or "ignore".
    """

    letter: str
    heading: str
    field: str
    confidence: float
    others: tuple[str, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ParsedPlan:
    """Result of parsing a plan file: the plan (None when unreadable) and every defect found in one pass.

    ``fields`` lists the fields that the file contains: an import over a version leaves other fields unchanged. Fields
    of a row have bare names ("title", "leads_as_printed", "figures"); fields of other records have a prefix
    ("axis.amount_cents", "objective.label", "action.title", "plan.title", "figure.kind"). A file that contains
    everything uses ``rules.merge.ALL_FIELDS``.

    ``cell_by_field`` gives the cell of each field: ``cell_by_field[(row.key, "title")]``, and ``("axis:1",
    "amount_cents")`` for axes. ``columns`` gives the guessed meaning of each column, for the person who confirms or
    corrects it.
    """

    content: PlanContent | None
    defects: tuple[Defect, ...] = ()
    fields: frozenset[str] = frozenset()
    cell_by_field: dict[tuple[str, str], CellReference] | None = None
    columns: tuple[ColumnGuess, ...] = ()

    @property
    def errors(self) -> tuple[Defect, ...]:
        return tuple(defect for defect in self.defects if defect.is_error)

    @property
    def warnings(self) -> tuple[Defect, ...]:
        return tuple(defect for defect in self.defects if not defect.is_error)
