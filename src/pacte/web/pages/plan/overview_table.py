"""The table of the overview: the actions by axis, their calendar with its milestones, their weather, their evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.indicators.records.evidence import ActionEvidence
from pacte.indicators.records.grades import EvidenceGrade
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, pluralise
from pacte.kernel.money import format_euros, format_millions
from pacte.plan.records import Axis
from pacte.steering.queries.tracking import LatestValue
from pacte.steering.records import Weather
from pacte.steering.records.enums import WEATHER_LABELS
from pacte.steering.rules.number_format import format_exact_decimal
from pacte.web.charts.timeline import TimelineRow
from pacte.web.components.registry import get_component
from pacte.web.pages.plan.action_summaries import ActionSummary, truncate_at_word
from pacte.web.pages.plan.evidence import latest_evidence_cell
from pacte.web.pages.plan.overview_steering import PlanSteering
from pacte.web.pages.plan.participants import chart_milestones
from pacte.web.pages.plan.value_words import without_unit
from pacte.web.pages.plan.version_page import VersionPage
from pacte.web.templatetags.pacte_components import render_component

# The full title of the axis is shown above, with its money.
_MAX_TITLE_LENGTH = 110


@dataclass(frozen=True, slots=True)
class OverviewTable:
    """What each row takes from. ``has_amounts``: the plan gives amounts to its actions."""

    page: VersionPage
    steering: PlanSteering
    evidence: Mapping[ActionCode, ActionEvidence]
    has_amounts: bool

    @property
    def extra(self) -> list[dict[str, str]]:
        """Headings of the columns after the calendar."""
        amount = [{"label": "Montant", "kind": "num"}] if self.has_amounts else []
        weather = [{"label": "Météo", "kind": ""}] if self.steering.weather else []
        return [*amount, *weather, {"label": "Preuve la plus récente", "kind": ""}, {"label": "Au", "kind": "num"}]

    def group(self, axis: Axis, lines: list[ActionSummary], rank: int, shown: Collection[ActionCode]) -> dict[str, Any]:
        """One axis: its heading counts all of its actions, its rows are those of ``shown``."""
        return {
            "code": axis.label,
            "label": truncate_at_word(axis.title, _MAX_TITLE_LENGTH),
            "axis": rank,
            "note": self._axis_note(axis, lines),
            "url": self.page.list_url(axe=axis.code),
            "lines": [self._row(line) for line in lines if line.number in shown],
        }

    def calendar(self, line: ActionSummary) -> TimelineRow:
        """The calendar that the plan prints, with the milestones of the leads."""
        own = chart_milestones(self.steering.milestones.get(line.number, ()))
        return replace(line.calendar, milestones=(*line.calendar.milestones, *own)) if own else line.calendar

    def _axis_note(self, axis: Axis, lines: list[ActionSummary]) -> str:
        """« 11 actions · 125,49 M€ · 9 résultats · 5 Bon, 4 Mitigé, 1 Alerte »."""
        proved = sum(
            line.number in self.evidence and self.evidence[line.number].grade is EvidenceGrade.RESULT for line in lines
        )
        signs = Counter(
            self.steering.weather[line.number].weather for line in lines if line.number in self.steering.weather
        )
        weather = ", ".join(
            f"{signs[sign]} {WEATHER_LABELS[sign]}"
            for sign in (Weather.GOOD, Weather.MIXED, Weather.ALERT)
            if signs[sign]
        )
        parts = [
            pluralise(len(lines), "action"),
            format_millions(axis.amount_cents) if axis.amount_cents is not None else "montant non connu",
            pluralise(proved, "résultat mesuré", "résultats mesurés") if proved else "",
            weather,
        ]
        return " · ".join(part for part in parts if part)

    def _row(self, line: ActionSummary) -> dict[str, Any]:
        return {
            "number": line.number,
            "title": f"{line.name} ({line.state_word})" if line.state_word else line.name,
            "url": self.page.url("plan:action", line.number),
            "lead": line.leads_text or "à désigner",
            "line": self.calendar(line),
            "cells": self._cells(line),
        }

    def _cells(self, line: ActionSummary) -> list[object]:
        amount = format_euros(line.cents) if line.cents is not None else "non chiffré"
        cells: list[object] = [amount] if self.has_amounts else []
        if self.steering.weather:
            weather = self.steering.weather.get(line.number)
            has_sign = weather is not None and weather.weather is not Weather.NONE
            cells.append(_weather_sign(weather.weather) if weather and has_sign else _muted("sans avis"))
        if line.is_ended:
            return [*cells, line.state_text, ""]
        return [*cells, *self._evidence_cells(line)]

    def _evidence_cells(self, line: ActionSummary) -> tuple[object, str]:
        """The value, in bold, with what it counts; then its day."""
        target = format_html(" · cible{} {}", "\u202f:", line.target_brief) if line.targets else ""
        proof = latest_evidence_cell(self.evidence.get(line.number))
        if proof:
            value, parenthesis, rest = proof["text"].partition(" (")
            text = format_html(
                '<strong>{}</strong>{}{} <span class="note">{}{}</span>',
                value, parenthesis, rest, without_unit(proof["what"], value), target,
            )  # fmt: skip
            return text, proof["on"]
        declared = self.steering.declared.get(line.number)
        if declared:
            return format_html("{}{}", _declared_text(declared), target), f"{declared.happened_on:%d/%m/%Y}"
        missing = "aucune preuve à ce jour" + ("" if line.has_decided_lead else ", porteur à désigner")
        return format_html("{}{}", _muted(missing), target), ""


def _declared_text(line: LatestValue) -> SafeString:
    value = apply_french_spacing(f"{format_exact_decimal(line.value)} {line.unit}")
    what = without_unit(line.what, value)
    return format_html('<strong>{}</strong> <span class="note">{} · déclaré</span>', value, what)


@lru_cache(maxsize=8)
def _weather_sign(state: Weather) -> SafeString:
    return render_component(get_component("weather"), {"state": state.value})


@lru_cache(maxsize=512)
def _muted(text: str) -> SafeString:
    """Text for a missing value, in the secondary colour so that real values stand out."""
    return format_html('<span class="quiet-text">{}</span>', text)
