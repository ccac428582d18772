"""What stands under the answer of an action: who leads it, its weather, its next milestone, its money. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pacte.kernel.french import format_day, format_percent
from pacte.kernel.money import format_euros, format_millions
from pacte.plan.queries import ActionPersonSummary
from pacte.plan.rules.schedule import schedule_doubt_label
from pacte.steering.records import MilestoneState, MilestoneSummary
from pacte.web.components.registry import get_component
from pacte.web.pages.plan.action_detail import ActionDetail
from pacte.web.templatetags.pacte_components import render_component

_MILLION = 100_000_000
_MAX_QUESTION = 90
Fact = dict[str, Any]


def action_facts(
    detail: ActionDetail, people: Sequence[ActionPersonSummary], extra: Mapping[str, Any], on: date, columns: int
) -> list[Fact]:
    """``extra``: the values of the steering and of the money that this reader has; ``columns`` of the calendar.

    Who reads neither has what the plan prints: its priority and its target.
    """
    line = detail.line
    facts = [
        _fact("Porteur", line.leads_text or "À désigner", _people_text(people, sees_people="weather" in extra)),
        _weather(extra),
        _calendar(detail, columns),
        _next_milestone(extra.get("next_milestone"), on),
        _money(extra.get("money_totals")),
        _question(extra),
    ]
    if "weather" not in extra:
        facts += [
            _fact("Priorité", line.priority or "Aucune", "imprimée par la source" if line.priority else ""),
            _fact(
                "Cible", line.target_brief if line.targets else "Aucune",
                "prévue par le plan" if line.targets else "indicateur proposé par nous" if line.proposed else "",
            ),
        ]  # fmt: skip
    return [each for each in facts if each]


def _fact(label: str, value: object, note: str = "", url: str = "") -> Fact:
    return {"label": label, "value": value, "note": note, "url": url}


def _people_text(people: Sequence[ActionPersonSummary], *, sees_people: bool) -> str:
    if people:
        return " ; ".join(f"{each.name}, depuis le {format_day(each.valid_from)}" for each in people)
    return "aucune personne désignée" if sees_people else ""


def _weather(extra: Mapping[str, Any]) -> Fact | None:
    weather = extra.get("weather")
    if weather is None:
        return None
    sign = render_component(get_component("weather"), {"state": weather["state"]})
    day = f", {format_day(weather['on'])}" if weather.get("on") else ""
    return _fact("Météo", sign, f"{weather['by']}{day}" if weather.get("by") else "")


def _calendar(detail: ActionDetail, columns: int) -> Fact:
    schedules = [view.row.schedule for view in detail.rows if not view.is_heading] or [detail.rows[0].row.schedule]
    doubts = filter(None, (schedule_doubt_label(each, columns) for each in schedules))
    return _fact("Calendrier", detail.line.calendar_text, next(doubts, "certain : marques imprimées"))


def _next_milestone(milestone: MilestoneSummary | None, on: date) -> Fact | None:
    if milestone is None:
        return None
    days = (milestone.due_on - on).days
    when = f"dépassé de {-days} j" if milestone.state is MilestoneState.LATE else f"dans {days} j"
    return _fact("Prochain jalon", milestone.title, f"{format_day(milestone.due_on)}, {when}")


def _money(totals: tuple[int | None, int | None] | None) -> Fact | None:
    """« 3,20 M€ engagés », « sur 4,84 M€ votés, 66,1 % »."""
    voted, committed = totals or (None, None)
    if committed is None:
        return None
    share = f", {format_percent(Decimal(committed) / voted)}" if voted else ""
    note = f"sur {_amount(voted)} votés{share}" if voted is not None else ""
    return _fact("Argent", f"{_amount(committed)} engagés", note)


def _amount(cents: int) -> str:
    return format_millions(cents) if cents >= _MILLION else format_euros(cents)


def _question(extra: Mapping[str, Any]) -> Fact | None:
    """What the lead asks of the committee in the round that runs."""
    text = extra.get("decision_asked", "")
    if not text:
        return None
    short = text if len(text) <= _MAX_QUESTION else f"{text[:_MAX_QUESTION].rsplit(' ', 1)[0]}…"
    return _fact("Décision demandée", short, extra["answer_round"], extra["answer_url"])
