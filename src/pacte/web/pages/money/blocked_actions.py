"""« Actions à débloquer »: what exceeds its vote, then what is voted and hardly committed; who, why, and a verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html

from pacte.finance.records import VoteGap
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day, format_percent, pluralise
from pacte.kernel.money import format_amount, format_millions, format_millions_number
from pacte.plan.queries import LeadStatus, action_leads
from pacte.plan.rules.evidence import accountable_lead_names
from pacte.steering.permissions import SteeringScope
from pacte.steering.permissions import may as may_steer
from pacte.steering.queries.committees import next_committees
from pacte.steering.queries.tracking import milestones_by_action
from pacte.steering.queries.weather import ActionWeather, weather_by_action
from pacte.steering.records import MilestoneState, MilestoneSummary, Weather
from pacte.web.charts.vote_bar import VoteBar, vote_bar_svg
from pacte.web.pages.money.page import MoneyPage
from pacte.web.tables import Cell, Column, Table, cell, number_column

SHOWN = 10


@dataclass(frozen=True, slots=True)
class BlockedAction:
    """``cause`` says why, as far as the plan knows it; the verb leads to where one may act."""

    gap: VoteGap
    rank: int
    name: str
    axis: int
    leads: str
    cause: str
    verb: str
    url: str
    action_url: str


class SteeringSigns(NamedTuple):
    """What may explain a delay, by action. Empty for who may not follow the rounds."""

    milestones: Mapping[ActionCode, list[MilestoneSummary]]
    weather: Mapping[ActionCode, ActionWeather]
    departures: Mapping[ActionCode, tuple[str, date | None]]


def load_blocked_actions(page: MoneyPage, gaps: Sequence[VoteGap]) -> list[BlockedAction]:
    """A constant number of queries."""
    if not gaps:
        return []
    signs, agenda = _signs(page, gaps), _agenda_url(page)
    names = {number: (name, axis) for number, name, axis in page.table.actions}
    axes = {axis.code: rank for rank, axis in enumerate(page.table.axes, start=1)}
    blocked = []
    for rank, gap in enumerate(gaps, start=1):
        name, axis = names.get(gap.number, ("", ""))
        verb, url = _verb(page, gap, agenda)
        blocked.append(
            BlockedAction(
                gap, rank, name, axes.get(axis, 1), accountable_lead_names(page.content, gap.number),
                cause_of(gap, signs, page.dated_plan.on), verb, url, page.url("money:action", gap.number),
            )
        )  # fmt: skip
    return blocked


def _signs(page: MoneyPage, gaps: Sequence[VoteGap]) -> SteeringSigns:
    actor, plan, on = page.actor, page.plan, page.dated_plan.on
    numbers = {gap.number for gap in gaps}
    return SteeringSigns(
        milestones_by_action(actor=actor, plan=plan, on=on, numbers=numbers),
        weather_by_action(actor=actor, plan=plan, on=on),
        {
            line.number: (line.name, line.left_on)
            for line in action_leads(actor=actor, version=page.version, on=on)
            if line.status is LeadStatus.VACANT
        },
    )


def _agenda_url(page: MoneyPage) -> str:
    """Agenda of the next committee; "" for who does not prepare it, and on a past day."""
    if not page.dated_plan.is_today:
        return ""
    if not may_steer(page.actor, "committee.prepare", SteeringScope(host_id=page.plan.organisation_id)):
        return ""
    committee = next_committees(actor=page.actor, on=page.dated_plan.on).get(page.plan.code)
    return reverse("committees:agenda", args=[page.plan.code, committee.number]) if committee else ""


def cause_of(gap: VoteGap, signs: SteeringSigns, on: date) -> str:
    """What the plan knows: nobody in charge, a late milestone, what the lead says; else the year that makes the gap."""
    if gap.is_overrun:
        return _years_text(gap)
    if gap.number in signs.departures:
        name, left_on = signs.departures[gap.number]
        return f"vacante : {name} l’a quittée" + (f" le {format_day(left_on)}" if left_on else "")
    late = [each for each in signs.milestones.get(gap.number, ()) if each.state is MilestoneState.LATE]
    if late:
        worst = min(late, key=lambda each: each.due_on)
        return f"jalon dépassé de {pluralise((on - worst.due_on).days, 'jour')} : {worst.title}"
    weather = signs.weather.get(gap.number)
    if weather and weather.word and weather.weather in (Weather.ALERT, Weather.MIXED):
        return f"le porteur écrit : « {weather.word} »"
    return _years_text(gap)


def _years_text(gap: VoteGap) -> str:
    """« en 2020, 450 000 € engagés pour 280 000 € votés »: the year that makes most of the gap."""
    if not gap.committed:
        return "rien n’est engagé"
    year, voted, committed = gap.years[0]
    made, vote = (format_amount(round(cents, -2)) for cents in (committed, voted))
    return (
        f"en {year}, {made} engagés pour {vote} votés" if committed else f"en {year}, rien d’engagé pour {vote} votés"
    )


def _verb(page: MoneyPage, gap: VoteGap, agenda: str) -> tuple[str, str]:
    """The pilot puts it before the committee; finance declares the vote; who only reads goes and looks."""
    if agenda:
        made, vote = (format_amount(round(cents, -2)) for cents in (gap.committed, gap.voted))
        question = "voter le complément" if gap.is_overrun else "comment engager le reste"
        title = f"Action {gap.number} : {made} engagés, {vote} votés, {question}"
        return (
            "Demander un vote" if gap.is_overrun else "En parler au comité",
            f"{agenda}?{urlencode({'action': gap.number, 'point': title})}#points",
        )
    if gap.is_overrun and page.may("declare") and page.dated_plan.is_today:
        return "Déclarer le vote", f"{page.url('money:declare')}?{urlencode({'action': gap.number})}"
    if gap.is_overrun:
        return "Voir ses engagements", f"{page.url('money:action', gap.number)}#engagements"
    return "Voir l’action", page.url("plan:action", gap.number)


def blocked_table(blocked: Sequence[BlockedAction], *, id: str = "a-debloquer-table") -> Table[BlockedAction]:
    """The largest gaps first, each with its bar."""
    return Table(
        blocked,
        Column("Action, porteur", _action_cell),
        Column("Engagé / voté", _vote_cell),
        Column("Écart", _gap_cell),
        number_column("M€", _amount_cell),
        Column("Ce que l’on sait", lambda each: each.cause),
        Column("Que faire", lambda each: cell(each.verb, url=each.url)),
        id=id,
        caption="Actions dont l’engagé s’écarte du voté, du plus grand écart au plus petit",
        empty="Aucune action ne dépasse son vote, aucune n’en a engagé moins de 70 %.",
    )


def _action_cell(each: BlockedAction) -> Cell:
    return cell(f"{each.gap.number} {each.name}", url=each.action_url, note=each.leads)


def _vote_cell(each: BlockedAction) -> Cell:
    gap = each.gap
    share = format_percent(Decimal(gap.committed) / gap.voted) if gap.voted else "sans vote"
    text = f"{format_millions_number(gap.committed)} / {format_millions(gap.voted)}, {share}"
    return format_html(
        '{}<span class="note cell-note">{}</span>', vote_bar_svg(VoteBar(gap.committed, gap.voted, each.axis)), text
    )


def _gap_cell(each: BlockedAction) -> Cell:
    if each.gap.is_overrun:
        return format_html('<strong class="tone-bad">{}</strong>', "dépassement")
    return "non engagé"


def _amount_cell(each: BlockedAction) -> Cell:
    sign = "+" if each.gap.is_overrun else ""
    cents = each.gap.gap
    return cell(f"{sign}{format_millions_number(cents)}", value=str(Decimal(cents) / 100))


def blocked_note(gaps: Sequence[VoteGap]) -> str:
    """« Les 2 dépassements font 0,29 M€ ; les 8 retards 15,49 M€ votés et non engagés. »"""
    over, late = ([each for each in gaps if each.is_overrun is is_overrun] for is_overrun in (True, False))
    parts = []
    if over:
        verb = "fait" if len(over) == 1 else "font"
        parts.append(f"{pluralise(len(over), 'dépassement')} {verb} {format_millions(sum(each.gap for each in over))}")
    if late:
        verb = "laisse" if len(late) == 1 else "laissent"
        text = f"{format_millions(sum(each.gap for each in late))} votés et non engagés"
        parts.append(f"{pluralise(len(late), 'retard')} {verb} {text}")
    return f"{' ; '.join(parts)}." if parts else ""
