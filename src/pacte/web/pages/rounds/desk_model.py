"""A desk in three columns: to do, waiting for others, slipping. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.urls import reverse

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import PARIS
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.steering.queries.desk import DeskAnswer, DeskRound, SlippingMilestone
from pacte.steering.records import AnswerState, MilestoneState
from pacte.web.pages.rounds.lines import Column, Line, Pending, shortened
from pacte.web.pages.rounds.words import days_left

_MOST = 9


@dataclass(frozen=True, slots=True)
class Plans:
    """Titles by code. A plan is named next to an item only when there are several plans."""

    titles: dict[str, str]

    def beside(self, code: str) -> str:
        return f" · {self.titles.get(code, code)}" if len(self.titles) > 1 else ""


@dataclass(frozen=True, slots=True)
class Desk:
    """All pending data of a desk."""

    rounds: list[DeskRound]
    slipping: list[SlippingMilestone]
    decisions: list[Pending]
    money: list[Pending]
    vacancies: list[Pending]
    messages: list[Pending]
    plans: Plans
    is_pilot: bool = False
    own: frozenset[tuple[str, ActionCode]] = field(init=False)

    def __post_init__(self) -> None:
        mine = {(each.plan_code, answer.number) for each in self.rounds for answer in each.answers if answer.is_mine}
        object.__setattr__(self, "own", frozenset(mine))


def columns(desk: Desk, on: date) -> tuple[Column, ...]:
    """The same three columns for everybody; their content depends on the rights of the actor."""
    first = desk.rounds[0] if desk.rounds else None
    elsewhere = reverse("rounds:round", args=[first.round_id]) if first else ""
    to_do = [
        *_to_answer(desk, on), *_to_close(desk, on), *desk.decisions, *desk.money, *_to_read(desk), *desk.messages,
    ]  # fmt: skip
    return (
        shortened(
            "a-faire", "À faire", "un geste de vous débloque la suite", to_do, most=2 * _MOST, url=elsewhere,
            empty="Rien n’attend de vous aujourd’hui.",
        ),
        shortened(
            "en-attente", "En attente", "un autre doit répondre ; à qui et depuis quand", _awaited(desk, on),
            most=_MOST, url=elsewhere, empty="Personne ne vous doit de réponse.",
        ),
        shortened(
            "a-surveiller", "À surveiller", "ce qui glisse, ce qui n’a personne",
            [*desk.vacancies, *_slipping(desk)], most=_MOST, url=elsewhere, empty="Aucun jalon ne glisse.",
        ),
    )  # fmt: skip


def sentence(desk: Desk, found: tuple[Column, ...]) -> str:
    """Summary sentence of the desk."""
    said = []
    mine = [answer for each in desk.rounds for answer in _owed(each)]
    if mine:
        due = min(each.due_on for each in desk.rounds if _owed(each))
        said.append(f"{pluralise(len(mine), 'réponse')} à donner avant le {format_day(due)}.")
    for each in desk.rounds:
        if each.may_run:
            vacant = sum(not answer.person for answer in each.silent)
            said.append(
                f"{each.label} : {len(each.answered)} réponses sur {len(each.answers)}"
                + (f", {pluralise(vacant, 'action')} sans personne" if vacant else "")
                + "."
            )
    late = sum(line.state is MilestoneState.LATE for line in _shown(desk))
    if late:
        said.append(f"{pluralise(late, 'jalon est dépassé', 'jalons sont dépassés')}.")
    if not said:
        count = found[0].count
        said.append(f"{pluralise(count, 'chose')} à faire." if count else "Rien n’attend de vous aujourd’hui.")
    return apply_french_spacing(" ".join(said))


def _owed(each: DeskRound) -> tuple[DeskAnswer, ...]:
    return tuple(answer for answer in each.silent if answer.is_mine)


_VERBS = {
    AnswerState.AWAITED: "Répondre",
    AnswerState.STARTED: "Continuer",
    AnswerState.RETURNED: "Reprendre",
}
_NOTES = {
    AnswerState.AWAITED: "réponse attendue",
    AnswerState.STARTED: "commencée, pas encore envoyée",
    AnswerState.RETURNED: "le pilote vous la renvoie avec un mot",
}


def _to_answer(desk: Desk, on: date) -> list[Pending]:
    return [
        partial(_answering, each, answer, on)
        for each in desk.rounds
        for answer in sorted(_owed(each), key=lambda one: (one.state is not AnswerState.RETURNED, one.number))
    ]


def _answering(each: DeskRound, answer: DeskAnswer, on: date) -> Line:
    return Line(
        title=f"{answer.number} · {answer.name}",
        note=f"{_NOTES[answer.state]} · {each.label}{'' if answer.is_named else ' · pour votre organisme'}",
        when=days_left(each.due_on, on),
        tone="bad" if answer.is_late else "watch" if (each.due_on - on).days <= 2 else "",
        verb=_VERBS[answer.state],
        url=_answer_url(each, answer),
    )


def _to_read(desk: Desk) -> list[Pending]:
    return [
        partial(_reading, each, answer)
        for each in desk.rounds
        if each.may_run
        for answer in each.in_states(AnswerState.SENT)
    ]


def _reading(each: DeskRound, answer: DeskAnswer) -> Line:
    return Line(
        title=f"{answer.number} · {answer.name}",
        note=f"réponse de {answer.person or answer.lead} à relire",
        when=f"{answer.sent_at.astimezone(PARIS):%d/%m}" if answer.sent_at else "",
        verb="Relire",
        url=_answer_url(each, answer),
    )


def _to_close(desk: Desk, on: date) -> list[Pending]:
    return [partial(_closing, each, on) for each in desk.rounds if each.may_run and each.due_on < on]


def _closing(each: DeskRound, on: date) -> Line:
    return Line(
        title=each.label,
        note=f"la date de réponse est passée ; comité le {format_day(each.committee_on)}",
        when=days_left(each.committee_on, on),
        tone="watch",
        verb="Clôturer le tour",
        url=reverse("rounds:round", args=[each.round_id]),
    )


def _awaited(desk: Desk, on: date) -> list[Pending]:
    """For the pilot of a round, one item per person who owes answers; for a lead, the answers under review."""
    found: list[Pending] = []
    for each in desk.rounds:
        if not each.may_run:
            found += [partial(_sent, each, one) for one in each.in_states(AnswerState.SENT) if one.is_mine]
            continue
        owing: dict[str, list[DeskAnswer]] = defaultdict(list)
        for answer in each.silent:
            if answer.person and not answer.is_mine:
                owing[answer.person].append(answer)
        found += [
            partial(_owing, each, person, answers, on)
            for person, answers in sorted(owing.items(), key=lambda one: (-len(one[1]), one[0]))
        ]
    return found


def _sent(each: DeskRound, answer: DeskAnswer) -> Line:
    return Line(
        title=f"{answer.number} · {answer.name}",
        note="envoyée : le pilote la lit",
        when=f"{answer.sent_at.astimezone(PARIS):%d/%m}" if answer.sent_at else "",
        verb="La revoir",
        url=_answer_url(each, answer),
    )


def _owing(each: DeskRound, person: str, answers: list[DeskAnswer], on: date) -> Line:
    numbers = ", ".join(str(answer.number) for answer in answers)
    reminded = max((answer.reminded_at for answer in answers if answer.reminded_at), default=None)
    begun = sum(answer.state is not AnswerState.AWAITED for answer in answers)
    notes = [
        f"action{'s' if len(answers) > 1 else ''} {numbers}",
        f"{begun} commencée{'s' if begun > 1 else ''}" if begun else "",
        f"rappel du {reminded.astimezone(PARIS):%d/%m}" if reminded else "",
    ]
    return Line(
        title=person,
        note=" · ".join(note for note in notes if note),
        when=days_left(each.due_on, on),
        tone="bad" if each.due_on < on else "",
        verb="Voir",
        url=_answer_url(each, answers[0]) if len(answers) == 1 else reverse("rounds:round", args=[each.round_id]),
    )


def _shown(desk: Desk) -> list[SlippingMilestone]:
    """All of them for a pilot; for a lead, those of the actions that a round asks them about."""
    if desk.is_pilot:
        return desk.slipping
    return [line for line in desk.slipping if (line.plan_code, line.number) in desk.own]


def _slipping(desk: Desk) -> list[Pending]:
    return [partial(_slip, desk.plans, line) for line in _shown(desk)]


def _slip(plans: Plans, line: SlippingMilestone) -> Line:
    return Line(
        title=f"{line.number} · {line.title}",
        note=_why(line) + plans.beside(line.plan_code),
        when=f"{line.days_late} j" if line.days_late else "menacé",
        tone="bad" if line.state is MilestoneState.LATE else "watch",
        verb="Voir l’action",
        url=reverse("plan:action", args=[line.plan_code, line.number]),
    )


def _why(line: SlippingMilestone) -> str:
    if line.state is MilestoneState.THREATENED:
        return f"attend {' ← '.join(line.chain)}"
    held = f", retient {pluralise(line.holds_up, 'autre jalon', 'autres jalons')}" if line.holds_up else ""
    return f"prévu le {format_day(line.due_on)}{held}"


def _answer_url(each: DeskRound, answer: DeskAnswer) -> str:
    return reverse("rounds:answer", args=[each.round_id, answer.number])
