"""Result of parsing a plan file: its content, its defects and the location of each value. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.kernel.defects import CellReference, Defect, DefectReview
from pacte.plan.records.content import PlanContent


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """Guessed meaning of a table column, with a confidence (1 = exact wording). ``field`` is "" when ignored.
    ``sample``: its first content.

    ``field`` and ``others`` are the possible answers of a person for a column letter: a field of a table ("title",
    "leads"), "period:2019", "amount:2024", "amount:" for the whole period, or "ignore".
    """

    letter: str
    heading: str
    field: str
    confidence: float
    others: tuple[str, ...] = ()
    sheet: str = ""
    sample: str = ""


@dataclass(frozen=True, slots=True)
class ParsedPlan(DefectReview):
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
