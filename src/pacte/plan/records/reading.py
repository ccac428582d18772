"""What reading a file gives: the plan, what is wrong in it, and where each thing stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.plan.records.content import PlanContent


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value stands in the file that was read: ``column`` is a letter, ``row`` counts from 1."""

    sheet: str
    row: int
    column: str

    def __str__(self) -> str:
        return f"{self.sheet} {self.column}{self.row}".strip()


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect found on reading. ``is_error`` stops the writing; otherwise it is a warning that asks.

    ``at`` says where in the plan, so that an import finds the cell in ``Reading.where``: (subject, field), the subject
    being a row key, "axis:CODE", "objective:CODE", "action:NUMBER" or "plan".
    """

    code: str
    message: str
    cell: Cell | None = None
    value: str = ""
    fix: str = ""
    is_error: bool = True
    at: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What a column of a table was taken for, and how surely (1 = its very words). ``field`` is "" when left aside.

    ``field`` and ``others`` are what a person may answer for a letter: a field of a table ("title", "leads"),
    "period:2019", "amount:2024", "amount:" for the whole period, or "ignore".
    """

    letter: str
    heading: str
    field: str
    confidence: float
    others: tuple[str, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file gave: the plan (None when it could not be read at all), and all the defects found in one pass.

    ``fields`` names the fields that the file carries: an import over a version leaves the others as they were. Fields
    of a row go by their bare name ("title", "leads_as_printed", "figures"); those of another record follow its name
    ("axis.amount_cents", "objective.label", "action.title", "plan.title", "figure.kind"). A file that gives all that a
    plan holds says ``rules.merge.ALL_FIELDS``.
    ``where`` gives the cell of a row's field: ``where[(row.key, "title")]``; axes under ``("axis:1", "amount_cents")``.
    ``columns`` says what each column of a table was taken for, for the person who confirms or corrects it.
    """

    content: PlanContent | None
    defects: tuple[Defect, ...] = ()
    fields: frozenset[str] = frozenset()
    where: dict[tuple[str, str], Cell] | None = None
    columns: tuple[ColumnGuess, ...] = ()

    @property
    def errors(self) -> tuple[Defect, ...]:
        return tuple(defect for defect in self.defects if defect.is_error)

    @property
    def warnings(self) -> tuple[Defect, ...]:
        return tuple(defect for defect in self.defects if not defect.is_error)
