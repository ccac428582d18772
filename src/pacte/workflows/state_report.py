"""Yearly report of the pact for the State: additionality by axis, every indicator, evidence of each action.

Read from four rooms, as known at the end of one day: rebuilt for that day, the report is identical.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from pacte.finance.queries import money_table
from pacte.indicators.queries.additionality import pact_additionality
from pacte.indicators.queries.catalogue_report import IndicatorsReport, catalogue_report
from pacte.indicators.queries.evidence import plan_evidence
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import PARIS, today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_day
from pacte.plan.queries import content_of_version, version_on
from pacte.plan.rules.evidence import accountable_leads
from pacte.plan.rules.lifecycle import is_over_state
from pacte.steering.records.pack import PackAxis

if TYPE_CHECKING:
    from pathlib import Path

    from pacte.finance.records import Additionality
    from pacte.indicators.records.evidence import ActionEvidence
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.plan.records import PlanContent


@dataclass(frozen=True, slots=True)
class ReportedAction:
    """``lead``: who is accountable for the action. ``is_ended``: an amendment ended it, nothing more is due on it."""

    number: ActionCode
    title: str
    axis_code: str
    lead: str
    evidence: ActionEvidence
    is_ended: bool = False


@dataclass(frozen=True, slots=True)
class StateReport:
    """``until`` is the last day of the year covered: that of the report when the year is not over."""

    plan_code: str
    plan_title: str
    version: str
    year: int
    first: date
    until: date
    as_of: date
    synthetic: bool
    axes: tuple[PackAxis, ...]
    added: Additionality
    reported: IndicatorsReport
    actions: tuple[ReportedAction, ...]

    @property
    def is_over(self) -> bool:
        return self.until == date(self.year, 12, 31)


def state_report(
    *, actor: Actor, plan: Plan, year: int, as_of: date | None = None, synthetic: bool, place: Path | None = None
) -> StateReport:
    """Report of a year of the plan, as known at the end of ``as_of`` (today by default).

    Raises ``NotFound`` for actors who may read neither money nor figures of the whole pact, ``ValidationError`` for a
    year that the plan does not cover or that has not begun, ``Conflict`` before the first refresh of the facts.
    """
    on = as_of or today()
    _refuse_day(on)
    version = version_on(actor=actor, plan=plan, on=on)
    content = content_of_version(version)
    _refuse_year(content, year, on)
    known_at = None if on >= today() else datetime.combine(on, time.max, PARIS)
    table = money_table(actor=actor, plan=plan, on=on, known_at=known_at, content=content)
    first, until = date(year, 1, 1), min(date(year, 12, 31), on)
    return StateReport(
        plan_code=plan.code,
        plan_title=content.title,
        version=version.label,
        year=year,
        first=first,
        until=until,
        as_of=on,
        synthetic=synthetic,
        axes=tuple(PackAxis(axis.code, axis.label, axis.title) for axis in content.axes),
        # Asked again for the same day, the report is the same: it is written once.
        added=pact_additionality(actor=actor, plan=plan, table=table, known_on=on, is_frozen=True, facts_dir=place),
        reported=catalogue_report(
            actor=actor,
            host_id=plan.organisation_id,
            plan_id=plan.pk,
            first=first,
            last=until,
            known_on=on,
            facts_dir=place,
        ),
        actions=_actions(
            content,
            plan_evidence(
                actor=actor,
                plan=plan,
                known_on=on,
                facts_dir=place,
                as_public=True,
                is_frozen=True,
                content=content,
            ),
        ),
    )


def _actions(content: PlanContent, evidence: dict[ActionCode, ActionEvidence]) -> tuple[ReportedAction, ...]:
    axis_of = {row.number: row.axis_code for row in reversed(content.rows)}
    titles = {each.number: each.short_title or each.title for each in content.actions}
    return tuple(
        ReportedAction(
            number=number,
            title=titles.get(number, ""),
            axis_code=axis_of.get(number, ""),
            lead=", ".join(dict.fromkeys(each.organisation for each in accountable_leads(content, number))),
            evidence=each,
            is_ended=is_over_state(content.state_of(number)),
        )
        for number, each in sorted(evidence.items())
    )


def _refuse_day(on: date) -> None:
    if on > today():
        raise ValidationError(
            "as_of_future", f"Le {format_day(on)} est à venir.", "On ne sait pas encore ce qui sera connu.",
            "Choisissez aujourd’hui ou un jour passé.",
        )  # fmt: skip


def _refuse_year(content: PlanContent, year: int, on: date) -> None:
    if not content.first_year <= year <= content.last_year:
        raise ValidationError(
            "report_year",
            f"Le plan ne couvre pas {year}.",
            f"Il va de {content.first_year} à {content.last_year}.",
            "Choisissez une de ses années.",
        )
    if date(year, 1, 1) > on:
        raise ValidationError(
            "report_year_to_come", f"L’année {year} n’est pas commencée le {format_day(on)}.",
            hint="Choisissez une année commencée.",
        )  # fmt: skip
