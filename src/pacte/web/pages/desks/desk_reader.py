"""What a general desk reads: each part once, as of the day of the page, when a panel first asks for it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from pacte.finance.queries import may_read_money, money_cells_of_plan, money_table
from pacte.indicators.queries.plan_figures import published_plan_figures
from pacte.indicators.records.plan_figures import PublicPlanFigures
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import PARIS
from pacte.plan.queries import content_of_version, version_on
from pacte.plan.rules.schedule import elapsed_share
from pacte.steering.queries.committees import committee_summaries
from pacte.steering.queries.decisions import own_decisions_due
from pacte.steering.queries.rounds import round_summaries
from pacte.web.pages.desks.buyer_tasks import BuyerTasks
from pacte.web.pages.desks.provider_tasks import ProviderTasks

if TYPE_CHECKING:
    from decimal import Decimal

    from pacte.finance.records import MoneyCell, PlanMoneyTable
    from pacte.plan.models import Plan
    from pacte.plan.records import PlanContent
    from pacte.steering.queries.rounds import RoundSummary
    from pacte.steering.records.meetings import CommitteeSummary, DecisionsDue, DueDecision
    from pacte.web.dated_plan import DatedPlan


_NEWS_SPAN = timedelta(days=7)


class DeskReader:
    """``roles``: those of the desk. ``unread``: messages that nobody has opened. Raises ``NotFound`` without a plan."""

    def __init__(self, dated_plan: DatedPlan, roles: frozenset[Role], *, unread: int = 0) -> None:
        self.dated_plan, self.unread = dated_plan, unread
        self.actor: Actor = dated_plan.actor
        self.plan: Plan = dated_plan.plan
        self.on: date = dated_plan.on
        self.is_today: bool = dated_plan.is_today
        self.roles = frozenset(role for role in roles if self.actor.has_role(role))
        self.content: PlanContent = content_of_version(version_on(actor=self.actor, plan=self.plan, on=self.on))

    def url(self, name: str, *arguments: object) -> str:
        """A page of the plan, on the day of the desk."""
        return self.dated_plan.url(name, *arguments)

    @property
    def known_at(self) -> datetime | None:
        """End of a past day; None for today, when all that is recorded counts."""
        return None if self.is_today else datetime.combine(self.on, time.max, PARIS)

    @property
    def news_since(self) -> datetime:
        """Midnight of the day seven days before: « ce qui a bougé » tells what came since."""
        return datetime.combine(self.on - _NEWS_SPAN, time(), PARIS)

    @property
    def elapsed(self) -> Decimal:
        return elapsed_share(self.content.first_year, self.content.last_year, self.on)

    @cached_property
    def purchases(self) -> BuyerTasks:
        return BuyerTasks(self.actor, self.on)

    @cached_property
    def trainings(self) -> ProviderTasks:
        return ProviderTasks(self.actor, self.on)

    @cached_property
    def money(self) -> PlanMoneyTable | None:
        """None for whoever may not read the money of the plan."""
        if not may_read_money(actor=self.actor, plan=self.plan):
            return None
        return money_table(actor=self.actor, plan=self.plan, on=self.on, known_at=self.known_at, content=self.content)

    @property
    def money_cells(self) -> tuple[MoneyCell, ...] | None:
        """The cells of ``money``, without its sources and what waits: one query while no other panel needs those."""
        if "money" in self.__dict__:
            return self.money.cells if self.money else None
        if not may_read_money(actor=self.actor, plan=self.plan):
            return None
        return money_cells_of_plan(actor=self.actor, plan=self.plan, on=self.on, known_at=self.known_at)

    @cached_property
    def public_figures(self) -> PublicPlanFigures | None:
        return published_plan_figures(actor=self.actor, plan=self.plan, on=self.on)

    @cached_property
    def own_decisions(self) -> DecisionsDue[DueDecision]:
        return own_decisions_due(actor=self.actor, plan=self.plan, on=self.on)

    @cached_property
    def last_round(self) -> RoundSummary | None:
        rounds = round_summaries(actor=self.actor, plan=self.plan, known_at=self.known_at)
        return rounds[0] if rounds else None

    @cached_property
    def committees(self) -> list[CommitteeSummary]:
        return committee_summaries(actor=self.actor, plan=self.plan)

    @property
    def coming_committee(self) -> CommitteeSummary | None:
        """The next one, held that day or later."""
        return min(
            (each for each in self.committees if each.held_on >= self.on), key=lambda each: each.held_on, default=None
        )

    @property
    def last_statement(self) -> CommitteeSummary | None:
        """The last committee whose statement had been issued by the end of that day."""
        at = self.known_at
        return next((each for each in self.committees if each.issued_at and (at is None or each.issued_at <= at)), None)
