"""A desk in three columns: to do, waiting for others, slipping. An item is a subject, a reason and one verb. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.urls import reverse

from pacte.kernel.clock import PARIS
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.steering.queries.desk import DeskAnswer, DeskRound, SlippingMilestone
from pacte.steering.records import AnswerState, MilestoneState
from pacte.web.desk_panels import DeskEntry, DeskPanel
from pacte.web.pages.rounds.list_page import days_left_text

_MAX_ITEMS = 9


# Builds an item only when it is shown: a desk counts hundreds of items and shows a few.
PilotDeskItemFactory = Callable[[], DeskEntry]


def _shorten_column(
    key: str, title: str, note: str, lines: Sequence[PilotDeskItemFactory], *, max_items: int, url: str, empty: str
) -> DeskPanel:
    """The column with its first items; the others become a count with a link."""
    hidden = len(lines) - max_items
    if hidden <= 1 or not url:
        return DeskPanel(key, title, note, tuple(write() for write in lines), None, empty)
    more = DeskEntry(title=f"Voir les {hidden} autres", when=str(hidden), url=url)
    return DeskPanel(key, title, note, tuple(write() for write in lines[:max_items]), more, empty)


@dataclass(frozen=True, slots=True)
class PilotDesk:
    """All pending data of a desk."""

    rounds: list[DeskRound]
    slipping: list[SlippingMilestone]
    decisions: list[PilotDeskItemFactory]
    money: list[PilotDeskItemFactory]
    vacancies: list[PilotDeskItemFactory]
    messages: list[PilotDeskItemFactory]
    plan_titles: dict[str, str]
    is_pilot: bool = False


def pilot_desk_columns(desk: PilotDesk, on: date) -> tuple[DeskPanel, ...]:
    """The same three columns for everybody; their content depends on the rights of the actor."""
    first = desk.rounds[0] if desk.rounds else None
    elsewhere = reverse("rounds:round", args=[first.round_id]) if first else ""
    led = [each for each in desk.rounds if each.may_run]
    to_do: list[PilotDeskItemFactory] = [
        *(partial(_answer_item, each, answer, on) for each in desk.rounds for answer in _answers_due(each)),
        *(partial(_close_item, each, on) for each in desk.rounds if each.is_to_close(on)),
        *desk.decisions,
        *desk.money,
        *(partial(_review_item, each, answer) for each in led for answer in each.in_states(AnswerState.SENT)),
        *desk.messages,
    ]
    return (
        _shorten_column(
            "a-faire",
            "À faire",
            "un geste de vous débloque la suite",
            to_do,
            max_items=2 * _MAX_ITEMS,
            url=elsewhere,
            empty="Rien n’attend de vous aujourd’hui.",
        ),
        _shorten_column(
            "en-attente",
            "En attente",
            "un autre doit répondre ; à qui et depuis quand",
            _awaited_items(desk, on),
            max_items=_MAX_ITEMS,
            url=elsewhere,
            empty="Personne ne vous doit de réponse.",
        ),
        _shorten_column(
            "a-surveiller",
            "À surveiller",
            "ce qui glisse, ce qui n’a personne",
            [*desk.vacancies, *(partial(_slipping_item, desk, line) for line in _visible_slipping(desk))],
            max_items=_MAX_ITEMS,
            url=elsewhere,
            empty="Aucun jalon ne glisse.",
        ),
    )


def pilot_desk_sentence(desk: PilotDesk, desk_view: tuple[DeskPanel, ...]) -> str:
    """Summary sentence of the desk."""
    sentences = []
    answers_due = [answer for each in desk.rounds for answer in _answers_due(each)]
    if answers_due:
        due = min(each.due_on for each in desk.rounds if _answers_due(each))
        sentences.append(f"{pluralise(len(answers_due), 'réponse')} à donner avant le {format_day(due)}.")
    for each in desk.rounds:
        if each.may_run:
            vacant = sum(not answer.person for answer in each.silent)
            sentences.append(
                f"{each.label} : {pluralise(len(each.answered), 'réponse')} sur {len(each.answers)}"
                + (f", {pluralise(vacant, 'action')} sans personne" if vacant else "")
                + "."
            )
    late = sum(line.state is MilestoneState.LATE for line in _visible_slipping(desk))
    if late:
        sentences.append(f"{pluralise(late, 'jalon est dépassé', 'jalons sont dépassés')}.")
    if not sentences:
        count = desk_view[0].count
        sentences.append(f"{pluralise(count, 'chose')} à faire." if count else "Rien n’attend de vous aujourd’hui.")
    return apply_french_spacing(" ".join(sentences))


def _answers_due(each: DeskRound) -> list[DeskAnswer]:
    """Answers that the actor owes, those that were returned first."""
    return sorted(each.owed, key=lambda answer: (answer.state is not AnswerState.RETURNED, answer.number))


_ANSWER_VERBS = {
    AnswerState.AWAITED: "Répondre",
    AnswerState.STARTED: "Continuer",
    AnswerState.RETURNED: "Reprendre",
}
_ANSWER_NOTES = {
    AnswerState.AWAITED: "réponse attendue",
    AnswerState.STARTED: "commencée, pas encore envoyée",
    AnswerState.RETURNED: "le pilote vous la renvoie avec un mot",
}


def _answer_item(each: DeskRound, answer: DeskAnswer, on: date) -> DeskEntry:
    return DeskEntry(
        title=f"{answer.number} · {answer.name}",
        note=f"{_ANSWER_NOTES[answer.state]} · {each.label}{'' if answer.is_named else ' · pour votre organisme'}",
        when=days_left_text(each.due_on, on),
        tone="bad" if answer.is_late else "watch" if (each.due_on - on).days <= 2 else "",
        verb=_ANSWER_VERBS[answer.state],
        url=_answer_url(each, answer),
    )


def _review_item(each: DeskRound, answer: DeskAnswer) -> DeskEntry:
    return DeskEntry(
        title=f"{answer.number} · {answer.name}",
        note=f"réponse de {answer.person or answer.lead} à relire",
        when=f"{answer.sent_at.astimezone(PARIS):%d/%m}" if answer.sent_at else "",
        verb="Relire",
        url=_answer_url(each, answer),
    )


def _close_item(each: DeskRound, on: date) -> DeskEntry:
    return DeskEntry(
        title=each.label,
        note=f"la date de réponse est passée ; comité le {format_day(each.committee_on)}",
        when=days_left_text(each.committee_on, on),
        tone="watch",
        verb="Clôturer le tour",
        url=reverse("rounds:round", args=[each.round_id]),
    )


def _awaited_items(desk: PilotDesk, on: date) -> list[PilotDeskItemFactory]:
    """For the pilot of a round, one item per person who owes answers; for a lead, the answers under review."""
    items: list[PilotDeskItemFactory] = []
    for each in desk.rounds:
        if not each.may_run:
            items += [partial(_sent_item, each, one) for one in each.in_states(AnswerState.SENT) if one.is_mine]
            continue
        answers_by_person: dict[str, list[DeskAnswer]] = defaultdict(list)
        for answer in each.silent:
            if answer.person and not answer.is_mine:
                answers_by_person[answer.person].append(answer)
        items += [
            partial(_awaited_person_item, each, person, answers, on)
            for person, answers in sorted(answers_by_person.items(), key=lambda one: (-len(one[1]), one[0]))
        ]
    return items


def _sent_item(each: DeskRound, answer: DeskAnswer) -> DeskEntry:
    return DeskEntry(
        title=f"{answer.number} · {answer.name}",
        note="envoyée : le pilote la lit",
        when=f"{answer.sent_at.astimezone(PARIS):%d/%m}" if answer.sent_at else "",
        verb="La revoir",
        url=_answer_url(each, answer),
    )


def _awaited_person_item(each: DeskRound, person: str, answers: list[DeskAnswer], on: date) -> DeskEntry:
    numbers = ", ".join(str(answer.number) for answer in answers)
    reminded = max((answer.reminded_at for answer in answers if answer.reminded_at), default=None)
    begun = sum(answer.state is not AnswerState.AWAITED for answer in answers)
    notes = [
        f"action{'s' if len(answers) > 1 else ''} {numbers}",
        f"{begun} commencée{'s' if begun > 1 else ''}" if begun else "",
        f"rappel du {reminded.astimezone(PARIS):%d/%m}" if reminded else "",
    ]
    return DeskEntry(
        title=person,
        note=" · ".join(note for note in notes if note),
        when=days_left_text(each.due_on, on),
        tone="bad" if each.due_on < on else "",
        verb="Voir",
        url=_answer_url(each, answers[0]) if len(answers) == 1 else reverse("rounds:round", args=[each.round_id]),
    )


def _visible_slipping(desk: PilotDesk) -> list[SlippingMilestone]:
    """All of them for a pilot; for a lead, those of the actions that a round asks them about."""
    if desk.is_pilot:
        return desk.slipping
    own = {(each.plan_code, answer.number) for each in desk.rounds for answer in each.answers if answer.is_mine}
    return [line for line in desk.slipping if (line.plan_code, line.number) in own]


def _slipping_item(desk: PilotDesk, line: SlippingMilestone) -> DeskEntry:
    # A plan is named only when there are several.
    plan = desk.plan_titles.get(line.plan_code, line.plan_code) if len(desk.plan_titles) > 1 else ""
    return DeskEntry(
        title=f"{line.number} · {line.title}",
        note=_slipping_reason(line) + (f" · {plan}" if plan else ""),
        when=f"{line.days_late} j" if line.days_late else "menacé",
        tone="bad" if line.state is MilestoneState.LATE else "watch",
        verb="Voir l’action",
        url=reverse("plan:action", args=[line.plan_code, line.number]),
    )


def _slipping_reason(line: SlippingMilestone) -> str:
    if line.state is MilestoneState.THREATENED:
        return f"attend {' ← '.join(line.chain)}"
    blocked_text = f", retient {pluralise(line.holds_up, 'autre jalon', 'autres jalons')}" if line.holds_up else ""
    return f"prévu le {format_day(line.due_on)}{blocked_text}"


def _answer_url(each: DeskRound, answer: DeskAnswer) -> str:
    return reverse("rounds:answer", args=[each.round_id, answer.number])
