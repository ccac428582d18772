"""Display of committees and decisions: badges, dates, links to actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day, pluralise
from pacte.steering.records.enums import CommitteeState
from pacte.steering.records.meetings import CommitteeSummary, DecisionState, DecisionSummary
from pacte.steering.rules.pack_builder import format_start_time
from pacte.steering.rules.pack_decisions import decision_status_label, decision_status_tone
from pacte.web.components.registry import get_component
from pacte.web.templatetags.pacte_components import render_component
from pacte.web.templatetags.pacte_format import typo

_FATE_SIGNS = {
    DecisionState.TO_DO: "ring",
    DecisionState.UNDERWAY: "half",
    DecisionState.DONE: "check",
    DecisionState.EFFECT_SEEN: "check",
    DecisionState.EFFECT_NOT_SEEN: "triangle",
    DecisionState.ABANDONED: "cross",
}
_COMMITTEE_SIGNS = {
    CommitteeState.PLANNED: ("clock", ""),
    CommitteeState.HELD: ("half", "watch"),
    CommitteeState.ISSUED: ("check", "good"),
}


def draw_state_badge(word: str, sign: str = "", tone: str = "") -> SafeString:
    return render_component(get_component("state_badge"), {"word": word, "sign": sign, "tone": tone})


def committee_state_badge(line: CommitteeSummary) -> SafeString:
    sign, tone = _COMMITTEE_SIGNS[line.state]
    return draw_state_badge(line.state_label, sign, tone)


def decision_fate_badge(line: DecisionSummary) -> SafeString:
    sign = (
        "diamond" if line.status.is_late else "triangle" if line.status.is_to_check else _FATE_SIGNS[line.status.state]
    )
    return draw_state_badge(decision_status_label(line), sign, decision_status_tone(line))


def committee_date_text(line: CommitteeSummary) -> str:
    """« 9 décembre 2020 à 9 h 30 »."""
    hour = format_start_time(line.starts_at)
    return f"{format_day(line.held_on)} à {hour}" if hour else format_day(line.held_on)


def committee_action_links(code: str, numbers: Iterable[ActionCode], names: dict[ActionCode, str]) -> SafeString:
    """« 18 Appétence… »: links to the pages of actions; « – » when there is none."""
    links = [(reverse("plan:action", args=[code, number]), names.get(number, ""), number) for number in numbers]
    if not links:
        return mark_safe("–")
    return format_html("<span>{}</span>", format_html_join(", ", '<a href="{}" title="{}">{}</a>', links))


def no_wrap_text(text: str) -> SafeString:
    """Wraps a text in a single element, so that a date with « 1er » stays together on a phone."""
    return format_html("<span>{}</span>", typo(text))


def decision_table_columns() -> list[dict[str, str]]:
    return [
        {"label": "Décision"},
        {"label": "Actions"},
        {"label": "Responsable"},
        {"label": "Échéance", "kind": "day"},
        {"label": "Où elle en est"},
    ]


def decision_table_row(line: DecisionSummary, code: str, names: dict[ActionCode, str]) -> list[Any]:
    due = format_day(line.status.due_on) if line.status.due_on else "sans échéance"
    postponed_text = f"reportée {pluralise(line.status.postponed, 'fois', 'fois')}" if line.status.postponed else ""
    link = format_html(
        '<a href="{}">{}</a> {}', reverse("committees:decision", args=[code, line.number]), line.ref, typo(line.text)
    )
    return [
        {"text": link, "note": f"{line.committee_title}, {format_day(line.decided_on)}"},
        committee_action_links(code, line.actions, names),
        line.owner_label,
        {"text": no_wrap_text(due), "note": postponed_text},
        {"text": decision_fate_badge(line), "note": _next_check_text(line)},
    ]


def _next_check_text(line: DecisionSummary) -> str:
    if line.status.check_on and line.status.state in (DecisionState.TO_DO, DecisionState.UNDERWAY):
        return f"effet à vérifier le {format_day(line.status.check_on)}"
    return ""
