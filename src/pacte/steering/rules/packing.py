"""Builds the pack of a committee from frozen or as-of data: round, money, decisions, agenda."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal

from pacte.finance.records import Additionality, PlanMoneyTable
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.steering.records.meetings import AGENDA_LABELS, AgendaKind, AgendaPoint, CommitteeLine, DecisionLine
from pacte.steering.records.pack import Pack, PackAction, PackAsk, PackAxis, PackFigure, PackPoint, PackProofs
from pacte.steering.records.rounds import ActionAnswer, FrozenRound
from pacte.steering.records.words import WEATHER_LABELS, Weather
from pacte.steering.rules.packing_actions import pack_action
from pacte.steering.rules.packing_added import pack_added
from pacte.steering.rules.packing_fates import pack_fates
from pacte.steering.rules.packing_money import action_figures, pack_money

NO_AXIS = ""


@dataclass(frozen=True, slots=True)
class PackGrounds:
    """The inputs of a pack. ``before`` is the previous closed round; ``decisions`` are those taken up to the pack date.

    ``proofs``, by action number, and ``added`` come from the indicators, as of the date of the pack;
    ``facts_note`` is set when their facts end before that date.
    """

    committee: CommitteeLine
    axes: tuple[PackAxis, ...]
    version: str
    round: FrozenRound
    before: FrozenRound | None
    money: PlanMoneyTable | None
    decisions: tuple[DecisionLine, ...]
    last_met_on: date | None
    as_of: date
    edition: int
    synthetic: bool
    proofs: Mapping[ActionCode, PackProofs] = field(default_factory=dict)
    added: Additionality | None = None
    facts_note: str = ""


def make_pack(grounds: PackGrounds) -> Pack:
    """Builds the pack. Deterministic: the same sources give the same pack and the same references."""
    found = grounds.round
    earlier = {each.number: each.weather for each in grounds.before.answers} if grounds.before else {}
    actions = tuple(
        pack_action(
            each,
            before=earlier.get(each.number, Weather.NONE),
            money=action_figures(grounds.money, each.number),
            as_of=grounds.as_of,
            proofs=grounds.proofs.get(each.number, PackProofs()),
        )
        for each in found.answers
    )
    asks = _asks(actions, grounds.committee.agenda)
    fates = pack_fates(grounds.decisions, since=grounds.last_met_on)
    summary = _summary(found, actions, asks, grounds.decisions)
    committee = grounds.committee
    money = pack_money(grounds.money, grounds.axes)
    return Pack(
        plan_code=found.plan_code,
        plan_title=found.plan_title,
        version=grounds.version,
        as_of=grounds.as_of,
        edition=grounds.edition,
        synthetic=grounds.synthetic,
        committee_number=committee.number,
        title=committee.title,
        held_on=committee.held_on,
        hour=hour_said(committee.starts_at),
        place=committee.place,
        round_number=found.number,
        round_label=found.label,
        round_said=_round_said(found),
        sentence=apply_french_spacing(f"{_sentence(found, actions, asks)} {money.sentence}".strip()),
        axes=grounds.axes,
        summary=summary,
        agenda=tuple(_point(rank, point) for rank, point in enumerate(committee.agenda, start=1)),
        actions=tuple(_with_axis(_with_ask(each, asks), grounds.axes) for each in actions),
        money=money,
        asks=asks,
        fates=fates,
        silent=tuple(_silent(each) for each in found.silent),
        added=pack_added(grounds.added, grounds.axes, as_of=grounds.as_of, note=grounds.facts_note),
    )


def hour_said(at: time | None) -> str:
    """Formats a time as « 9 h 30 »; empty for None."""
    return f"{at.hour}\u00a0h\u00a0{at.minute:02d}" if at else ""


def _point(rank: int, point: AgendaPoint) -> PackPoint:
    return PackPoint(
        rank, point.title, AGENDA_LABELS[point.kind], hour_said(point.begins_at), point.minutes, point.presenter,
        point.number,
    )  # fmt: skip


def _asks(actions: Sequence[PackAction], agenda: Iterable[AgendaPoint]) -> tuple[PackAsk, ...]:
    """Returns the requests of the leads, in plan order, then the decision items that the agenda adds."""
    asked = [each.ask for each in actions if each.ask]
    already = {ask.number for ask in asked}
    added = [
        PackAsk(f"OJ-{rank}", point.title, point.presenter, point.number)
        for rank, point in enumerate(agenda, start=1)
        if point.kind is AgendaKind.DECISION and (point.number is None or point.number not in already)
    ]
    titles = {each.number: each.title for each in actions}
    return tuple(replace(ask, title=titles.get(ask.number, "") if ask.number else "") for ask in (*asked, *added))


def _with_ask(action: PackAction, asks: Iterable[PackAsk]) -> PackAction:
    return replace(action, ask=next((ask for ask in asks if action.ask and ask.ref == action.ask.ref), None))


def _with_axis(action: PackAction, axes: Iterable[PackAxis]) -> PackAction:
    """Clears an axis that the plan version does not have: the action is still printed, without an axis."""
    return action if action.axis_code in {axis.code for axis in axes} else replace(action, axis_code=NO_AXIS)


def _summary(
    found: FrozenRound, actions: Sequence[PackAction], asks: Sequence[PackAsk], decisions: Sequence[DecisionLine]
) -> tuple[PackFigure, ...]:
    milestones = [each for action in actions for each in action.milestones]
    reached = sum(each.tone == "good" for each in milestones)
    late = sum(each.tone == "bad" for each in milestones)
    overdue = sum(line.fate.is_late for line in decisions)
    to_check = sum(line.fate.is_to_check and not line.fate.is_late for line in decisions)
    lines = [
        ("Actions qui ont répondu", f"{len(found.answered)} / {len(found.answers)}", len(found.answered)),
        *(
            (f"Météo « {WEATHER_LABELS[weather]} »", str(found.weather_count(weather)), found.weather_count(weather))
            for weather in (Weather.GOOD, Weather.MIXED, Weather.ALERT)
        ),
        ("Jalons atteints", f"{reached} / {len(milestones)}", reached),
        ("Jalons dépassés", str(late), late),
        ("Décisions à prendre", str(len(asks)), len(asks)),
        ("Décisions en retard", str(overdue), overdue),
        ("Décisions dont l’effet est à vérifier", str(to_check), to_check),
    ]
    return tuple(
        PackFigure(f"S-{rank}", apply_french_spacing(label), apply_french_spacing(text), Decimal(amount))
        for rank, (label, text, amount) in enumerate(lines, start=1)
    )


def _sentence(found: FrozenRound, actions: Sequence[PackAction], asks: Sequence[PackAsk]) -> str:
    """« 33 actions sur 39 ont répondu ; météo : bon 20, mitigé 9, alerte 4. 3 jalons dépassés… »"""
    weathers = [
        f"{WEATHER_LABELS[weather].lower()} {count}"
        for weather in (Weather.GOOD, Weather.MIXED, Weather.ALERT)
        if (count := found.weather_count(weather))
    ]
    answered = f"{len(found.answered)} actions sur {len(found.answers)} ont répondu"
    weather = f" ; météo : {', '.join(weathers)}" if weathers else ""
    late = sum(len(action.late) for action in actions)
    return (
        f"{answered}{weather}. {pluralise(late, 'jalon dépassé', 'jalons dépassés')}, "
        f"{pluralise(len(asks), 'décision à prendre', 'décisions à prendre')}."
    )


def _round_said(found: FrozenRound) -> str:
    closed = f", clos le {format_day(found.closed_on)}" if found.closed_on else ""
    return f"{found.label}{closed}"


def _silent(answer: ActionAnswer) -> str:
    """« 23 Autres freins (porteur à désigner) »."""
    return apply_french_spacing(f"{answer.number} {answer.name} ({answer.person or 'porteur à désigner'})")
