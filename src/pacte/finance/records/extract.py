"""Parsed accounting extract: one line per commitment, with its amount at each stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pacte.finance.records.enums import Fund, MoneyStage, Section
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.defects import CellReference, Defect, DefectReview
from pacte.plan.records import ColumnGuess

# Finance name for a type of the plan app.
ExtractColumn = ColumnGuess


@dataclass(frozen=True, slots=True)
class Imputation:
    """What the accounts state about the destination of an expense; "" or None when the file does not say."""

    plan_code: str = ""
    action: ActionCode | None = None
    axis_code: str = ""
    operation: str = ""
    nature: str = ""
    section: Section | None = None
    fund: Fund | None = None
    financer: str = ""


@dataclass(frozen=True, slots=True)
class ExtractLine:
    """One commitment as given by the file.

    ``amounts`` are totals to date, not increments. A stage without a column in the file is absent, which differs from
    zero.
    """

    number: str
    cell: CellReference
    amounts: Mapping[MoneyStage, int]
    year: int | None = None
    post: str = ""
    label: str = ""
    supplier: str = ""
    dates: Mapping[MoneyStage, date] = field(default_factory=dict)
    imputation: Imputation = Imputation()

    @property
    def key(self) -> tuple[str, str, int | None]:
        return self.number, self.post, self.year


@dataclass(frozen=True, slots=True)
class Extract(DefectReview):
    """Result of parsing an extract: valid lines, every defect found in one pass, and the meaning of each column.

    ``columns`` uses column letters; ``headings`` maps each normalised heading to its field, for a saved mapping.
    ``lines_read`` counts the non-empty lines under the headings, valid or not.
    """

    name: str
    lines: tuple[ExtractLine, ...] = ()
    defects: tuple[Defect, ...] = ()
    columns: tuple[ExtractColumn, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    lines_read: int = 0
    extracted_on: date | None = None
    unit: str = "€"

    @property
    def stages(self) -> tuple[MoneyStage, ...]:
        """Stages present in the file, in their order."""
        seen = {stage for line in self.lines for stage in line.amounts}
        return tuple(stage for stage in MoneyStage if stage in seen)
