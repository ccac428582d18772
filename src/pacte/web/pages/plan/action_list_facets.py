"""Facets of the list of actions. Pure.

A facet has a name in the URL, a label, and a function that gives the values of each action. Several values of one facet
are combined with OR, several facets with AND.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pacte.kernel.french import fold_text
from pacte.plan.records import Placement, PlanContent
from pacte.plan.rules.completeness import COMPLETENESS_CRITERIA
from pacte.web.pages.plan.action_summaries import ActionSummary, calendar_periods, truncate_at_word
from pacte.web.pages.plan.overview_attention import has_overdue_deadline

_NO_PRIORITY = "aucune"
_UNKNOWN_PERIOD = "inconnue"
_RUNNING = "en cours"
_MAX_LABEL_LENGTH = 60
FacetValues = Callable[[ActionSummary], Iterable[str]]


@dataclass(frozen=True, slots=True)
class ActionFacet:
    """``options`` are (value in the URL, label) pairs, in display order."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    answers: FacetValues

    def word(self, value: str) -> str:
        """Label of a value; the value itself when it is unknown."""
        return next((word for code, word in self.options if code == value), value)


def action_facets(content: PlanContent, lines: tuple[ActionSummary, ...]) -> tuple[ActionFacet, ...]:
    """Facets of this plan. A facet without options (sectors, when the plan names none) is left out."""
    every = (
        ActionFacet(
            "axe", "Axe", tuple((axis.code, _label_with_title(axis.label, axis.title)) for axis in content.axes), _axis
        ),
        ActionFacet("objectif", "Objectif", _objective_options(content), _objectives),
        ActionFacet("porteur", "Porteur", _lead_options(lines), _leads),
        ActionFacet("public", "Public", _text_options(lines, _publics), _publics),
        ActionFacet("secteur", "Secteur", _text_options(lines, _sectors), _sectors),
        ActionFacet("territoire", "Territoire", _text_options(lines, _territories), _territories),
        ActionFacet("priorite", "Priorité", _priority_options(lines), _priority),
        ActionFacet("periode", "Période", _period_options(content, lines), lambda line: _periods(line, content)),
        ActionFacet("calendrier", "Calendrier", _calendar_options(lines), _calendar),
        ActionFacet("cible", "Cible", (("avec", "avec une cible"), ("sans", "sans cible")), _target),
        ActionFacet("etat", "État", _state_options(lines), _state),
        ActionFacet("manque", "Il manque", _missing_options(lines), _missing),
    )
    return tuple(facet for facet in every if facet.options)


def _axis(line: ActionSummary) -> Iterable[str]:
    return (line.axis.code,)


def _objectives(line: ActionSummary) -> Iterable[str]:
    return {code for row in line.rows for code in (row.strategic_code, row.operational_code) if code}


def _leads(line: ActionSummary) -> Iterable[str]:
    """The organisation, and the organisation with its service: « Région », « Région (DFP) »."""
    names = {lead.organisation for lead in line.leads}
    return names | {f"{lead.organisation} ({lead.service})" for lead in line.leads if lead.service}


def _publics(line: ActionSummary) -> Iterable[str]:
    return {each for row in line.rows for each in row.publics}


def _sectors(line: ActionSummary) -> Iterable[str]:
    return {each for row in line.rows for each in row.sectors}


def _territories(line: ActionSummary) -> Iterable[str]:
    return {each for row in line.rows for each in row.territories}


def _priority(line: ActionSummary) -> Iterable[str]:
    return {row.priority or _NO_PRIORITY for row in line.rows}


def _periods(line: ActionSummary, content: PlanContent) -> Iterable[str]:
    placed = {period.code for period, mark in zip(calendar_periods(content), line.calendar.marks, strict=True) if mark}
    return placed or {_UNKNOWN_PERIOD}


def _calendar(line: ActionSummary) -> Iterable[str]:
    codes = {_PLACEMENT_CODES[line.calendar.placement]}
    if any("?" in mark for mark in line.calendar.marks):
        codes = {"question"}
    if line.is_over:
        codes.add("fini")
    if has_overdue_deadline(line):
        codes.add("depasse")
    return codes


def _state(line: ActionSummary) -> Iterable[str]:
    return (line.state_word or _RUNNING,)


def _state_options(lines: tuple[ActionSummary, ...]) -> tuple[tuple[str, str], ...]:
    """Empty while every action runs."""
    states = {value for line in lines for value in _state(line)}
    return tuple((value, value) for value in sorted(states, key=fold_text)) if states != {_RUNNING} else ()


def _target(line: ActionSummary) -> Iterable[str]:
    return ("avec",) if line.targets else ("sans",)


def _missing(line: ActionSummary) -> Iterable[str]:
    return {criterion.code for criterion in line.missing}


_PLACEMENT_CODES = {
    Placement.CERTAIN: "certain",
    Placement.ASSUMED: "suppose",
    Placement.UNKNOWN: "inconnu",
    Placement.NONE: "sans-date",
}
_CALENDAR_OPTIONS = (
    ("certain", "certain"),
    ("suppose", "colonnes supposées"),
    ("inconnu", "colonne inconnue"),
    ("sans-date", "aucune date"),
    ("question", "« ? » dans la source"),
    ("fini", "fini"),
    ("depasse", "échéance dépassée"),
)


def _label_with_title(label: str, title: str) -> str:
    return f"{label} · {truncate_at_word(title, _MAX_LABEL_LENGTH)}" if title else label


def _objective_options(content: PlanContent) -> tuple[tuple[str, str], ...]:
    """Operational objectives after their strategic objective."""
    under: dict[str, list[tuple[str, str]]] = {}
    for each in content.objectives:
        if each.parent_code:
            under.setdefault(each.parent_code, []).append(
                (each.code, f"{each.code} {truncate_at_word(each.label, _MAX_LABEL_LENGTH)}")
            )
    return tuple(
        option
        for each in content.objectives
        if each.is_strategic
        for option in [
            (each.code, f"{each.code} {truncate_at_word(each.label, _MAX_LABEL_LENGTH)}"),
            *under.get(each.code, []),
        ]
    )


def _lead_options(lines: tuple[ActionSummary, ...]) -> tuple[tuple[str, str], ...]:
    return _text_options(lines, _leads)


def _text_options(lines: tuple[ActionSummary, ...], answers: FacetValues) -> tuple[tuple[str, str], ...]:
    values = {value for line in lines for value in answers(line)}
    return tuple((value, value) for value in sorted(values, key=fold_text))


def _priority_options(lines: tuple[ActionSummary, ...]) -> tuple[tuple[str, str], ...]:
    values = {value for line in lines for value in _priority(line)}
    known_values = sorted(values - {_NO_PRIORITY, "?"})
    words = {"?": "« ? » dans la source", _NO_PRIORITY: "aucune"}
    return tuple((value, words.get(value, value)) for value in (*known_values, "?", _NO_PRIORITY) if value in values)


def _period_options(content: PlanContent, lines: tuple[ActionSummary, ...]) -> tuple[tuple[str, str], ...]:
    unplaced = any(_UNKNOWN_PERIOD in _periods(line, content) for line in lines)
    placed = tuple((period.code, period.code) for period in calendar_periods(content))
    return (*placed, (_UNKNOWN_PERIOD, "non placée")) if unplaced else placed


def _calendar_options(lines: tuple[ActionSummary, ...]) -> tuple[tuple[str, str], ...]:
    codes = {value for line in lines for value in _calendar(line)}
    return tuple(option for option in _CALENDAR_OPTIONS if option[0] in codes)


def _missing_options(lines: tuple[ActionSummary, ...]) -> tuple[tuple[str, str], ...]:
    codes = {value for line in lines for value in _missing(line)}
    return tuple((each.code, each.label) for each in COMPLETENESS_CRITERIA if each.code in codes)
