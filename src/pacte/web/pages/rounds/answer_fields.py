"""Form fields of the lead's page, in one form: submitted values, else the known ones. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pacte.kernel.french import format_day
from pacte.steering.queries.answer_detail import AnswerDetail
from pacte.steering.records import (
    MILESTONE_EVENT_LABELS,
    RISK_LEVEL_LABELS,
    WEATHER_LABELS,
    AnswerRemark,
    AnswerState,
    DeclaredValueSummary,
    MilestoneState,
    MilestoneSummary,
    RemarkKind,
    RiskLevel,
    RiskSummary,
    Weather,
)
from pacte.steering.rules.number_format import format_exact_decimal
from pacte.web.pages.rounds.badges import milestone_state_badge

_UNANSWERED = {AnswerState.AWAITED}


@dataclass(frozen=True, slots=True)
class SubmittedAnswer:
    """Values of a refused submission. Empty on a first display: the known values are shown."""

    values: Mapping[str, str]
    error_field: str = ""
    message: str = ""

    def field(self, name: str, label: str, known: str = "", **more: Any) -> dict[str, Any]:
        """Parameters of the component ``field``."""
        params = {
            "name": name,
            "id": f"f-{name}",
            "label": label,
            "value": self.values.get(name, known),
            "error": self.message if name == self.error_field else "",
            **more,
        }
        if "choices" in params:
            chosen = params.pop("value")
            params["choices"] = [
                {"value": value, "label": text, "chosen": value == chosen} for value, text in params["choices"]
            ]
        return params


def main_answer_fields(sheet: AnswerDetail, submitted: SubmittedAnswer) -> dict[str, dict[str, Any]]:
    """Weather, its comment, progress, requested decision; prefilled from the last round until something is saved."""
    answer, last = sheet.answer, sheet.last if sheet.answer.state in _UNANSWERED else None
    return {
        "weather": submitted.field(
            "weather",
            "Météo",
            (last.weather if last else answer.weather).value,
            kind="radio",
            required=True,
            choices=[(weather.value, WEATHER_LABELS[weather]) for weather in Weather if weather is not Weather.NONE],
        ),
        "weather_word": submitted.field(
            "weather_word", "En un mot, pourquoi", last.weather_word if last else answer.weather_word,
            help="Une phrase, lue au comité. Obligatoire si la météo n’est pas bonne.",
        ),
        "progress": submitted.field(
            "progress", "Où en est l’action", last.progress if last else answer.progress, kind="textarea"
        ),
        "decision_asked": submitted.field(
            "decision_asked", "Décision demandée au comité", last.decision_asked if last else answer.decision_asked,
            kind="textarea", help="Ce que le comité doit trancher, et pourquoi maintenant. Vide : rien à demander.",
        ),
    }  # fmt: skip


def milestone_answer_views(sheet: AnswerDetail, submitted: SubmittedAnswer) -> list[dict[str, Any]]:
    return [_milestone_values(line, sheet, submitted) for line in sheet.answer.milestones]


def _milestone_values(line: MilestoneSummary, sheet: AnswerDetail, submitted: SubmittedAnswer) -> dict[str, Any]:
    key = f"m{line.milestone_id}"
    ties = [("", "Rien de plus")] + [
        (str(tie.milestone_id), tie.label) for tie in sheet.ties if tie.milestone_id != line.milestone_id
    ]
    moved = f"prévu d’abord le {format_day(line.first_due_on)}" if line.first_due_on != line.due_on else ""
    return {
        "line": line,
        "key": key,
        "badge": milestone_state_badge(line.state, line.state_label, line.days_late),
        "when": format_day(line.done_on) if line.done_on else format_day(line.due_on),
        "moved": moved,
        "threat": f"attend {' ← '.join(line.chain)}" if line.state is MilestoneState.THREATENED else "",
        "holds_up": line.holds_up,
        "steps": [
            {
                "what": MILESTONE_EVENT_LABELS[step.kind] + (f" au {format_day(step.due_on)}" if step.due_on else ""),
                "when": format_day(step.happened_on),
                "by": step.by,
                "reason": step.reason,
            }
            for step in line.steps
        ],
        "remarks": comments_about(sheet, line.title),
        "buttons": _milestone_buttons(line),
        "fields": [
            submitted.field(f"{key}-done", "Atteint le", kind="date"),
            submitted.field(f"{key}-due", "Nouvelle date", line.due_on.isoformat(), kind="date"),
            submitted.field(f"{key}-after", "Attend aussi", kind="select", choices=ties),
            submitted.field(f"{key}-reason", "Motif", help="Obligatoire pour déplacer, abandonner ou rouvrir."),
        ]
        if line.is_open
        else [submitted.field(f"{key}-reason", "Motif", help="Obligatoire pour rouvrir.")],
    }


def _milestone_buttons(line: MilestoneSummary) -> list[dict[str, str]]:
    if not line.is_open:
        return [{"label": "Rouvrir ce jalon", "name": "do", "value": f"reopen-{line.milestone_id}"}]
    drop = {"label": "Abandonner ce jalon", "kind": "danger", "name": "do", "value": f"drop-{line.milestone_id}"}
    free = {"label": "Ne plus rien attendre", "kind": "text", "name": "do", "value": f"untie-{line.milestone_id}"}
    return [drop, free] if line.waits_for else [drop]


def new_milestone_fields(sheet: AnswerDetail, submitted: SubmittedAnswer) -> list[dict[str, Any]]:
    ties = [("", "Rien"), *((str(tie.milestone_id), tie.label) for tie in sheet.ties)]
    return [
        submitted.field("nm-title", "Ce qui sera fait"),
        submitted.field("nm-due", "Pour le", kind="date"),
        submitted.field(
            "nm-after", "Attend", kind="select", choices=ties, help="Le jalon qui doit être atteint avant."
        ),
    ]


def value_answer_views(sheet: AnswerDetail, submitted: SubmittedAnswer) -> list[dict[str, Any]]:
    return [_value_values(line, sheet, submitted) for line in sheet.answer.values]


def _value_values(line: DeclaredValueSummary, sheet: AnswerDetail, submitted: SubmittedAnswer) -> dict[str, Any]:
    key = f"v{line.value_id}"
    return {
        "line": line,
        "key": key,
        "amount": format_exact_decimal(line.value),
        "remarks": comments_about(sheet, line.what),
        "fields": [
            submitted.field(f"{key}-value", "Valeur corrigée", inputmode="decimal"),
            submitted.field(f"{key}-on", "Vraie le", line.happened_on.isoformat(), kind="date"),
            submitted.field(f"{key}-proof", "Preuve", help="Ce qui permet de vérifier : pièce, numéro, personne."),
        ],
    }


def new_value_fields(sheet: AnswerDetail, submitted: SubmittedAnswer, on: date) -> list[dict[str, Any]]:
    planned = [(str(rank), each.what) for rank, each in enumerate(sheet.figures)]
    fields = []
    if planned:
        fields.append(
            submitted.field(
                "nv-figure", "Chiffre du plan", kind="select", choices=[("", "Un autre chiffre"), *planned],
                help="Un chiffre que le plan donne pour cette action.",
            )
        )  # fmt: skip
    return [
        *fields,
        submitted.field("nv-what", "Ce qui est compté", help="À remplir si ce n’est pas un chiffre du plan."),
        submitted.field("nv-value", "Valeur", inputmode="decimal"),
        submitted.field("nv-unit", "Unité"),
        submitted.field("nv-on", "Vraie le", on.isoformat(), kind="date"),
        submitted.field("nv-proof", "Preuve", help="Ce qui permet de vérifier : pièce, numéro, personne."),
        submitted.field("nv-url", "Adresse de la preuve"),
    ]


def risk_answer_views(sheet: AnswerDetail, submitted: SubmittedAnswer) -> list[dict[str, Any]]:
    return [_risk_values(line, submitted) for line in sheet.answer.risks]


def _risk_values(line: RiskSummary, submitted: SubmittedAnswer) -> dict[str, Any]:
    key = f"r{line.risk_id}"
    tone = {RiskLevel.HIGH: "bad", RiskLevel.MEDIUM: "watch", RiskLevel.LOW: ""}[line.level]
    return {
        "line": line,
        "key": key,
        "close": f"close-{line.risk_id}",
        "badge": {"word": f"risque {line.level_label}", "sign": "triangle", "tone": tone},
        "fields": [
            _level_field(f"{key}-level", submitted, line.level.value),
            submitted.field(f"{key}-response", "Ce qu’on fait", line.response),
        ],
    }


def new_risk_fields(submitted: SubmittedAnswer) -> list[dict[str, Any]]:
    return [
        submitted.field("nr-title", "Ce qui peut arriver"),
        _level_field("nr-level", submitted, RiskLevel.MEDIUM.value),
        submitted.field("nr-response", "Ce qu’on fait"),
    ]


def _level_field(name: str, submitted: SubmittedAnswer, known: str) -> dict[str, Any]:
    choices = [(level.value, RISK_LEVEL_LABELS[level].capitalize()) for level in RiskLevel]
    return submitted.field(name, "Force", known, kind="select", required=True, choices=choices)


def remark_fields(sheet: AnswerDetail, submitted: SubmittedAnswer) -> list[dict[str, Any]]:
    subjects = dict.fromkeys(
        [*(line.what for line in sheet.answer.values), *(line.title for line in sheet.answer.milestones)]
    )
    choices = [("", "Toute la réponse"), *((subject, subject) for subject in subjects)]
    return [
        submitted.field("remark-about", "À propos de", kind="select", choices=choices, required=True),
        submitted.field("remark-text", "Commentaire", kind="textarea", help="Il ne change aucun chiffre."),
    ]


def comments_about(sheet: AnswerDetail, about: str) -> list[AnswerRemark]:
    """Comments about a figure or a milestone."""
    return [each for each in sheet.answer.remarks if each.about == about and each.kind is RemarkKind.COMMENT]
