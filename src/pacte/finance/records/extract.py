"""An accounting extract once read: one line a commitment, with what it amounts to at each stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pacte.finance.records.words import Fund, Section, Stage
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import Cell, ColumnGuess, Defect

# Words of this room for what the plan already names.
Place = Cell
ExtractColumn = ColumnGuess


@dataclass(frozen=True, slots=True)
class Imputation:
    """What the accounts say of where an expense goes; "" or None when the file does not say."""

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
    """One commitment as the file gives it. ``amounts`` are totals to date, not increments; a stage that the file has
    no column for is absent, which is not nought.
    """

    number: str
    place: Place
    amounts: Mapping[Stage, int]
    year: int | None = None
    post: str = ""
    label: str = ""
    supplier: str = ""
    dates: Mapping[Stage, date] = field(default_factory=dict)
    imputation: Imputation = Imputation()

    @property
    def key(self) -> tuple[str, str, int | None]:
        return self.number, self.post, self.year


@dataclass(frozen=True, slots=True)
class Extract:
    """What a file gave: good lines, all the defects found in one pass, what each column was taken for.

    ``columns`` speaks letters; ``headings`` gives, for a saved mapping, the bare words of each heading and its field.
    ``lines_read`` counts the lines that hold something under the headings, good or not.
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
    def errors(self) -> tuple[Defect, ...]:
        return tuple(defect for defect in self.defects if defect.is_error)

    @property
    def warnings(self) -> tuple[Defect, ...]:
        return tuple(defect for defect in self.defects if not defect.is_error)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that the file speaks of, in their order."""
        seen = {stage for line in self.lines for stage in line.amounts}
        return tuple(stage for stage in Stage if stage in seen)
