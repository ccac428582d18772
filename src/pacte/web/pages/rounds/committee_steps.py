"""From a round to the statement of its committee: six steps, each with where it stands and one verb. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day, format_short_day, pluralise
from pacte.steering.queries.desk import DeskAnswer, DeskRound
from pacte.steering.records import AnswerState
from pacte.steering.records.enums import CommitteeState
from pacte.steering.records.meetings import CommitteeSummary
from pacte.steering.rules.pack_builder import format_start_time
from pacte.web.pages.rounds.list_page import days_left_text


@dataclass(frozen=True, slots=True)
class CommitteeStep:
    """``figure`` is what counts most; ``share``, of 100, is what is done of it. ``is_next``: the one to do now."""

    title: str
    figure: str
    note: str
    when: str
    verb: str
    url: str
    share: int = 0
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """One action of the round. ``state``: "accepted", "sent", "awaited" or "vacant"; ``words`` say it."""

    number: ActionCode
    name: str
    state: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class AxisCells:
    label: str
    cells: tuple[AnswerCell, ...]

    @property
    def answered_count(self) -> int:
        return sum(each.state in ("accepted", "sent") for each in self.cells)


CELL_WORDS = {
    "accepted": "relue", "sent": "reçue, à relire", "awaited": "attendue", "vacant": "personne n’agit",
}  # fmt: skip


def committee_steps(each: DeskRound, committee: CommitteeSummary | None, on: date) -> tuple[CommitteeStep, ...]:
    """``committee``: the one that the round prepares, None while it is not planned."""
    return (*_round_steps(each, on), *_committee_steps(each, committee, on))


def _round_steps(each: DeskRound, on: date) -> tuple[CommitteeStep, ...]:
    address = reverse("rounds:round", args=[each.round_id])
    answered, wanted, sent = len(each.answered), len(each.answers), each.in_states(AnswerState.SENT)
    accepted, silent = answered - len(sent), len(each.silent)
    is_due = each.due_on <= on
    reminded = sum(answer.reminded_at is not None for answer in each.silent)
    first_sent = reverse("rounds:answer", args=[each.round_id, sent[0].number]) if len(sent) == 1 else address
    return (
        CommitteeStep(
            "Tour", f"{answered} / {wanted}",
            f"{pluralise(reminded, 'relance partie', 'relances parties')} ; à rendre le {format_day(each.due_on)}",
            days_left_text(each.due_on, on),
            f"Voir {pluralise(silent, 'réponse manquante', 'réponses manquantes')}" if silent else "Voir le tour",
            address, _percent(answered, wanted), is_next=bool(silent) and not sent and not is_due,
        ),
        CommitteeStep(
            "Relire", f"{accepted} / {answered}",
            f"{pluralise(len(sent), 'réponse reçue attend', 'réponses reçues attendent')} votre lecture"
            if sent
            else "tout ce qui est reçu est relu",
            "à vous" if sent else "",
            f"Relire {pluralise(len(sent), 'réponse')}" if sent else "", first_sent if sent else "",
            _percent(accepted, answered), is_next=bool(sent),
        ),
        CommitteeStep(
            "Clôturer", format_short_day(each.due_on, on), "ce que le comité verra est alors figé",
            days_left_text(each.due_on, on), "Clôturer le tour", f"{address}#mener",
            is_next=not sent and (is_due or not silent),
        ),
    )  # fmt: skip


def _committee_steps(each: DeskRound, committee: CommitteeSummary | None, on: date) -> tuple[CommitteeStep, ...]:
    if committee is None:
        new = reverse("committees:new", args=[each.plan_code])
        return (
            CommitteeStep(
                "Séance", format_short_day(each.committee_on, on), "le tour la prépare, elle n’est pas encore prévue",
                days_left_text(each.committee_on, on), "Prévoir la séance", new,
            ),
        )  # fmt: skip

    def page(name: str) -> str:
        return reverse(f"committees:{name}", args=[each.plan_code, committee.number])

    is_planned = committee.state is CommitteeState.PLANNED
    comes = is_planned and committee.held_on > on
    time = format_start_time(committee.starts_at)
    return (
        CommitteeStep(
            "Dossier",
            f"édition {committee.pack_edition}" if committee.has_pack else pluralise(committee.points, "point"),
            "figé, avec les chiffres du tour clos" if committee.has_pack else "à l’ordre du jour",
            "" if committee.has_pack else "après clôture",
            "Ouvrir le dossier" if committee.has_pack else "Préparer le dossier", page("pack"),
            100 if committee.has_pack else 0,
        ),
        CommitteeStep(
            "Séance", format_short_day(committee.held_on, on),
            ", ".join(part for part in (time, committee.place or "lieu à dire") if part),
            days_left_text(committee.held_on, on) if comes else "",
            "Préparer la séance" if comes else "Ouvrir la séance", page("page" if comes else "meeting"),
            100 if not is_planned else 0,
        ),
        CommitteeStep(
            "Relevé", f"n° {committee.statement_number}" if committee.statement_number else "à écrire",
            f"tiré de {pluralise(committee.decisions, 'décision')}" if committee.decisions else "tiré des décisions",
            "" if committee.statement_number else "après la séance",
            "Ouvrir le relevé", page("statement"), 100 if committee.statement_number else 0,
        ),
    )  # fmt: skip


def answer_cells(each: DeskRound, axis_labels: Mapping[ActionCode, str]) -> tuple[AxisCells, ...]:
    """The answers of a round, axis by axis, in the order of the plan."""
    by_axis: dict[str, list[AnswerCell]] = {}
    for answer in each.answers:
        state = _cell_state(answer)
        url = reverse("rounds:answer", args=[each.round_id, answer.number])
        cell = AnswerCell(answer.number, answer.name, state, CELL_WORDS[state], url)
        by_axis.setdefault(axis_labels.get(answer.number, "Sans axe"), []).append(cell)
    return tuple(AxisCells(label, tuple(cells)) for label, cells in by_axis.items())


def _cell_state(answer: DeskAnswer) -> str:
    if answer.state is AnswerState.ACCEPTED:
        return "accepted"
    if answer.state is AnswerState.SENT:
        return "sent"
    return "awaited" if answer.person else "vacant"


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
