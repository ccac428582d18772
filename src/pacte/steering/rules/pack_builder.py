"""Builds the pack of a committee from frozen or as-of data: round, money, decisions, agenda."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal

from pacte.finance.records import Additionality, PlanMoneyTable
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.steering.records.enums import WEATHER_LABELS, Weather
from pacte.steering.records.meetings import AGENDA_LABELS, AgendaKind, AgendaPoint, CommitteeSummary, DecisionSummary
from pacte.steering.records.pack import (
    Pack,
    PackAction,
    PackAxis,
    PackDecisionRequest,
    PackEvidence,
    PackFigure,
    PackPoint,
)
from pacte.steering.records.rounds import ActionAnswer, RoundSnapshot
from pacte.steering.rules.pack_actions import pack_action
from pacte.steering.rules.pack_additionality import pack_additionality
from pacte.steering.rules.pack_decisions import pack_decision_follow_ups
from pacte.steering.rules.pack_money import action_figures, pack_money

NO_AXIS = ""


@dataclass(frozen=True, slots=True)
class PackSources:
    """The inputs of a pack. ``before`` is the previous closed round; ``decisions`` are those taken up to the pack date.

    ``proofs``, by action number, and ``added`` come from the indicators, as of the date of the pack;
    ``facts_note`` is set when their facts end before that date.
    """

    committee: CommitteeSummary
    axes: tuple[PackAxis, ...]
    version: str
    round: RoundSnapshot
    before: RoundSnapshot | None
    money: PlanMoneyTable | None
    decisions: tuple[DecisionSummary, ...]
    last_met_on: date | None
    as_of: date
    edition: int
    synthetic: bool
    proofs: Mapping[ActionCode, PackEvidence] = field(default_factory=dict)
    added: Additionality | None = None
    facts_note: str = ""


def build_pack(sources: PackSources) -> Pack:
    """Builds the pack. Deterministic: the same sources give the same pack and the same references."""
    snapshot = sources.round
    earlier = {each.number: each.weather for each in sources.before.answers} if sources.before else {}
    actions = tuple(
        pack_action(
            each,
            before=earlier.get(each.number, Weather.NONE),
            money=action_figures(sources.money, each.number),
            as_of=sources.as_of,
            proofs=sources.proofs.get(each.number, PackEvidence()),
        )
        for each in snapshot.answers
    )
    decision_requests = _decision_requests(actions, sources.committee.agenda)
    fates = pack_decision_follow_ups(sources.decisions, since=sources.last_met_on)
    summary = _summary(snapshot, actions, decision_requests, sources.decisions)
    committee = sources.committee
    money = pack_money(sources.money, sources.axes)
    return Pack(
        plan_code=snapshot.plan_code,
        plan_title=snapshot.plan_title,
        version=sources.version,
        as_of=sources.as_of,
        edition=sources.edition,
        synthetic=sources.synthetic,
        committee_number=committee.number,
        title=committee.title,
        held_on=committee.held_on,
        hour=format_start_time(committee.starts_at),
        place=committee.place,
        round_number=snapshot.number,
        round_label=snapshot.label,
        round_said=_round_label(snapshot),
        sentence=apply_french_spacing(f"{_sentence(snapshot, actions, decision_requests)} {money.sentence}".strip()),
        axes=sources.axes,
        summary=summary,
        agenda=tuple(_agenda_point(rank, point) for rank, point in enumerate(committee.agenda, start=1)),
        actions=tuple(_with_axis(_with_decision_request(each, decision_requests), sources.axes) for each in actions),
        money=money,
        asks=decision_requests,
        fates=fates,
        silent=tuple(_unanswered_label(each) for each in snapshot.silent),
        added=pack_additionality(sources.added, sources.axes, as_of=sources.as_of, note=sources.facts_note),
    )


def format_start_time(at: time | None) -> str:
    """Formats a time as « 9 h 30 »; empty for None."""
    return f"{at.hour}\u00a0h\u00a0{at.minute:02d}" if at else ""


def _agenda_point(rank: int, point: AgendaPoint) -> PackPoint:
    return PackPoint(
        rank,
        point.title,
        AGENDA_LABELS[point.kind],
        format_start_time(point.begins_at),
        point.minutes,
        point.presenter,
        point.number,
    )


def _decision_requests(actions: Sequence[PackAction], agenda: Iterable[AgendaPoint]) -> tuple[PackDecisionRequest, ...]:
    """Returns the requests of the leads, in plan order, then the decision items that the agenda adds."""
    lead_requests = [each.ask for each in actions if each.ask]
    numbers_with_request = {request.number for request in lead_requests}
    agenda_requests = [
        PackDecisionRequest(f"OJ-{rank}", point.title, point.presenter, point.number)
        for rank, point in enumerate(agenda, start=1)
        if point.kind is AgendaKind.DECISION and (point.number is None or point.number not in numbers_with_request)
    ]
    titles = {each.number: each.title for each in actions}
    return tuple(
        replace(request, title=titles.get(request.number, "") if request.number else "")
        for request in (*lead_requests, *agenda_requests)
    )


def _with_decision_request(action: PackAction, decision_requests: Iterable[PackDecisionRequest]) -> PackAction:
    return replace(
        action,
        ask=next((request for request in decision_requests if action.ask and request.ref == action.ask.ref), None),
    )


def _with_axis(action: PackAction, axes: Iterable[PackAxis]) -> PackAction:
    """Clears an axis that the plan version does not have: the action is still printed, without an axis."""
    return action if action.axis_code in {axis.code for axis in axes} else replace(action, axis_code=NO_AXIS)


def _summary(
    snapshot: RoundSnapshot,
    actions: Sequence[PackAction],
    decision_requests: Sequence[PackDecisionRequest],
    decisions: Sequence[DecisionSummary],
) -> tuple[PackFigure, ...]:
    milestones = [each for action in actions for each in action.milestones]
    reached = sum(each.tone == "good" for each in milestones)
    late = sum(each.tone == "bad" for each in milestones)
    overdue = sum(line.status.is_late for line in decisions)
    to_check = sum(line.status.is_to_check and not line.status.is_late for line in decisions)
    lines = [
        ("Actions qui ont répondu", f"{len(snapshot.answered)} / {len(snapshot.answers)}", len(snapshot.answered)),
        *(
            (
                f"Météo « {WEATHER_LABELS[weather]} »",
                str(snapshot.weather_count(weather)),
                snapshot.weather_count(weather),
            )
            for weather in (Weather.GOOD, Weather.MIXED, Weather.ALERT)
        ),
        ("Jalons atteints", f"{reached} / {len(milestones)}", reached),
        ("Jalons dépassés", str(late), late),
        ("Décisions à prendre", str(len(decision_requests)), len(decision_requests)),
        ("Décisions en retard", str(overdue), overdue),
        ("Décisions dont l’effet est à vérifier", str(to_check), to_check),
    ]
    return tuple(
        PackFigure(f"S-{rank}", apply_french_spacing(label), apply_french_spacing(text), Decimal(amount))
        for rank, (label, text, amount) in enumerate(lines, start=1)
    )


def _sentence(
    snapshot: RoundSnapshot, actions: Sequence[PackAction], decision_requests: Sequence[PackDecisionRequest]
) -> str:
    """« 33 actions sur 39 ont répondu ; météo : bon 20, mitigé 9, alerte 4. 3 jalons dépassés… »"""
    weathers = [
        f"{WEATHER_LABELS[weather].lower()} {count}"
        for weather in (Weather.GOOD, Weather.MIXED, Weather.ALERT)
        if (count := snapshot.weather_count(weather))
    ]
    answered = f"{len(snapshot.answered)} actions sur {len(snapshot.answers)} ont répondu"
    weather = f" ; météo : {', '.join(weathers)}" if weathers else ""
    late = sum(len(action.late) for action in actions)
    return (
        f"{answered}{weather}. {pluralise(late, 'jalon dépassé', 'jalons dépassés')}, "
        f"{pluralise(len(decision_requests), 'décision à prendre', 'décisions à prendre')}."
    )


def _round_label(snapshot: RoundSnapshot) -> str:
    closed = f", clos le {format_day(snapshot.closed_on)}" if snapshot.closed_on else ""
    return f"{snapshot.label}{closed}"


def _unanswered_label(answer: ActionAnswer) -> str:
    """« 23 Autres freins (porteur à désigner) »."""
    return apply_french_spacing(f"{answer.number} {answer.name} ({answer.person or 'porteur à désigner'})")
