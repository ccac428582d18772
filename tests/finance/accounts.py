"""Accounting lines and a small plan in force with its Region and people, for the finance tests."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from pacte.accounts.row_context import acting_as
from pacte.finance.queries import review_extract
from pacte.finance.records import Extract, ExtractLine, ImportOutcome, Imputation, MoneyStage
from pacte.finance.services import import_extract
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.defects import CellReference
from pacte.plan.models import Plan, PlanVersion
from tests.cast import MACHINE, Cast, gather_cast
from tests.plan.contents import row, small_plan
from tests.plans_at_hand import written
from tests.web.plan_stage import IN_FORCE, enforce


def imputed(**more: object) -> Imputation:
    """Imputation on action 1 by default."""
    action = more.pop("action", 1)
    return Imputation(action=None if action is None else ActionCode(action), **more)  # type: ignore[arg-type]


def account(
    number: str,
    cents: int | Mapping[MoneyStage, int] = 1000_00,
    *,
    row: int = 2,
    year: int | None = 2019,
    **more: object,
) -> ExtractLine:
    """One line of an extract. ``cents`` alone is the committed amount."""
    amounts = cents if isinstance(cents, Mapping) else {MoneyStage.COMMITTED: cents}
    dates = more.pop("dates", {})
    post, label, supplier = (str(more.pop(name, "")) for name in ("post", "label", "supplier"))
    return ExtractLine(
        number=number, cell=CellReference("Engagements", row, "A"), amounts=amounts, year=year, post=post, label=label,
        supplier=supplier, dates=dates, imputation=imputed(**more),
    )  # fmt: skip


def extract(*lines: ExtractLine, name: str = "extrait.xlsx", on: date | None = None) -> Extract:
    placed = tuple(
        replace(each, cell=CellReference("Engagements", rank, "A")) for rank, each in enumerate(lines, start=2)
    )
    return Extract(name=name, lines=placed, lines_read=len(lines), extracted_on=on)


def file_number(found: Extract) -> int:
    """The same file has the same number in the ledger of received files."""
    return zlib.crc32(repr(found).encode())


@dataclass(frozen=True, slots=True)
class Purse:
    """Stage of the finance tests: ``plan`` has axis 1 (10 M€) with actions 1 and 2, and axis 2 without amount."""

    cast: Cast
    version: PlanVersion

    @property
    def plan(self) -> Plan:
        return self.version.plan

    def actor(self, part: str = "finance") -> Actor:
        return self.cast[part].actor

    def take(self, found: Extract, part: str = "finance") -> ImportOutcome:
        actor = self.actor(part)
        with acting_as(actor):
            return import_extract(actor=actor, organisation=self.cast.region, extract=found, file_id=file_number(found))

    def review(self, found: Extract) -> ImportOutcome:
        actor = self.actor()
        with acting_as(actor):
            return review_extract(actor=actor, organisation=self.cast.region, extract=found)


def purse(cast: Cast | None = None) -> Purse:
    cast = cast or gather_cast()
    with acting_as(MACHINE):
        content = small_plan(row("A01", 1), row("A02", 2, axis_code="2"), code="pacte-essai", title="Pacte d’essai")
        version = written(actor=MACHINE, host=cast.region, content=content)
        enforce(version, IN_FORCE)
    return Purse(cast, version)
