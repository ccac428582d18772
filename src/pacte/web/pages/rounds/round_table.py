"""Table of a round: one row per action."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.kernel.clock import PARIS
from pacte.kernel.french import pluralise
from pacte.steering.records import ActionAnswer, AnswerState, MilestoneState, RemarkKind, RoundSnapshot, Weather
from pacte.steering.rules.rounds import is_answer_late
from pacte.web.components.registry import get_component
from pacte.web.pages.rounds.badges import answer_state_badge
from pacte.web.templatetags.pacte_components import render_component

ROUND_COLUMNS = (
    {"label": "Action"},
    {"label": "Qui répond"},
    {"label": "Réponse"},
    {"label": "Météo"},
    {"label": "Jalons"},
    {"label": "Décision demandée"},
)


def round_table_rows(round_view: RoundSnapshot, on: date) -> list[list[Any]]:
    signs = _BadgeCache()
    return [_answer_row(round_view, answer, on, signs) for answer in round_view.answers]


class _BadgeCache:
    """Cache of badges: a round has many rows and few distinct badges."""

    def __init__(self) -> None:
        self._weather: dict[Weather, SafeString] = {}
        self._answer: dict[tuple[AnswerState, bool], SafeString] = {}

    def weather(self, weather: Weather) -> SafeString:
        if weather not in self._weather:
            self._weather[weather] = render_component(get_component("weather"), {"state": weather.value})
        return self._weather[weather]

    def answer(self, state: AnswerState, late: bool) -> SafeString:
        if (state, late) not in self._answer:
            self._answer[state, late] = render_component(
                get_component("state_badge"), answer_state_badge(state, late=late)
            )
        return self._answer[state, late]


def _answer_row(round_view: RoundSnapshot, answer: ActionAnswer, on: date, signs: _BadgeCache) -> list[Any]:
    return [
        {
            "text": f"{answer.number} · {answer.name}",
            "url": reverse("rounds:answer", args=[round_view.round_id, answer.number]),
            "value": str(answer.number),
        },
        {"text": answer.person or "Personne n’agit", "note": answer.lead or "porteur à désigner"},
        _state_cell(round_view, answer, on, signs),
        _weather_cell(answer, signs),
        _milestones_text(answer),
        _truncate(answer.decision_asked) if answer.has_answered else "",
    ]


def _state_cell(round_view: RoundSnapshot, answer: ActionAnswer, on: date, signs: _BadgeCache) -> SafeString:
    late = round_view.closed_at is None and is_answer_late(answer.state, round_view.due_on, on)
    badge = signs.answer(answer.state, late)
    reminders = [each for each in answer.remarks if each.kind is RemarkKind.REMINDER]
    note = f"rappel du {reminders[-1].at.astimezone(PARIS):%d/%m}" if reminders and not answer.has_answered else ""
    if answer.sent_at and answer.has_answered:
        note = f"le {answer.sent_at.astimezone(PARIS):%d/%m}"
    return format_html('{}<span class="note cell-note">{}</span>', badge, note) if note else badge


def _weather_cell(answer: ActionAnswer, signs: _BadgeCache) -> Any:
    if not answer.has_answered or answer.weather is Weather.NONE:
        return ""
    sign = signs.weather(answer.weather)
    return format_html('{}<span class="note cell-note">{}</span>', sign, _truncate(answer.weather_word))


def _milestones_text(answer: ActionAnswer) -> str:
    late = sum(each.state is MilestoneState.LATE for each in answer.milestones)
    threatened = sum(each.state is MilestoneState.THREATENED for each in answer.milestones)
    counts = [
        pluralise(late, "dépassé", "dépassés") if late else "",
        pluralise(threatened, "menacé", "menacés") if threatened else "",
    ]
    done = sum(each.state is MilestoneState.DONE for each in answer.milestones)
    if answer.milestones and not late and not threatened:
        return f"{done} / {len(answer.milestones)} atteints" if done else f"{len(answer.milestones)} à venir"
    return ", ".join(part for part in counts if part)


def _truncate(text: str) -> str:
    return text if len(text) <= 90 else text[:88].rstrip() + "…"
