"""Base classes of the pages about the money of a plan, and what they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pacte.finance.permissions import may
from pacte.finance.queries import CommitmentSummary, UnallocatedCommitment, may_read_money, money_table
from pacte.finance.records import PlanMoneyTable
from pacte.kernel.clock import PARIS
from pacte.kernel.errors import PermissionDenied, hide_unless
from pacte.plan.queries import content_of_version, version_on
from pacte.plan.records import PlanContent
from pacte.web.dated_plan import DAY_PARAM
from pacte.web.page import Crumb, PageContext, PlanFormPage, PlanPage
from pacte.web.tables import cell

if TYPE_CHECKING:
    from pacte.plan.models import PlanVersion


class MoneyPage(PlanPage):
    """A page for readers of the money of the plan, who also need the ``right`` to write, if it names one."""

    nav = "money"
    right = ""
    # Label and URL name of the pages between the money of the plan and this one.
    above: Sequence[Crumb] = ()

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(may_read_money(actor=self.actor, plan=self.plan))
        if self.right and not self.may(self.right):
            raise PermissionDenied(
                "finance_right",
                "Votre fonction permet de lire l’argent du pacte, pas de l’écrire.",
                hint="Demandez-le à la gestion financière ou au pilote du pacte.",
            )

    def may(self, right: str) -> bool:
        return may(self.actor, f"finance.{right}", self.plan.organisation_id)

    @property
    def known_at(self) -> datetime | None:
        """End of the day for a past day; None (now) for today."""
        return None if self.dated_plan.is_today else datetime.combine(self.dated_plan.on, time.max, PARIS)

    @cached_property
    def table(self) -> PlanMoneyTable:
        return money_table(
            actor=self.actor, plan=self.plan, on=self.dated_plan.on, known_at=self.known_at, content=self.content
        )

    @cached_property
    def version(self) -> PlanVersion:
        return version_on(actor=self.actor, plan=self.plan, on=self.dated_plan.on)

    @cached_property
    def content(self) -> PlanContent:
        return content_of_version(self.version)

    def breadcrumb(self) -> Sequence[Crumb]:
        own = super().breadcrumb()
        above = [(label, self.url(name)) for label, name in self.above]
        return [("Argent", self.url("money:overview") if own else ""), *above, *own]

    def page_context(self) -> PageContext:
        """Other parameters of the URL are kept when the day changes."""
        context = super().page_context()
        hidden = [
            {"name": name, "value": value}
            for name, values in self.request.GET.lists()
            for value in values
            if name != DAY_PARAM
        ]
        return replace(context, day=context.day and {**context.day, "hidden": hidden})


class MoneyFormPage(MoneyPage, PlanFormPage):
    """A form about the money of the plan."""

    stylesheet = "pacte/css/money.css"


def commitment_cell(line: CommitmentSummary | UnallocatedCommitment, url: str) -> dict[str, Any]:
    """Number of a commitment, its item and its year."""
    return cell(f"{line.number}{f', poste {line.post}' if line.post else ''}", url=url, note=str(line.year))


def facts(*lines: tuple[str, str, str]) -> list[dict[str, str]]:
    """Parameter of the component ``facts``, from labels, values and notes."""
    return [{"label": label, "value": value, "note": note} for label, value, note in lines]
