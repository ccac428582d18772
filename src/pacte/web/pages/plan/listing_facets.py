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
from pacte.web.pages.plan.glance_attention import is_past
from pacte.web.pages.plan.lines import ActionLine, cut, periods_of

_NO_VALUE = "aucune"
_UNPLACED = "inconnue"
_RUNNING = "en cours"
_LONGEST_LABEL = 60
Answers = Callable[[ActionLine], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Facet:
    """``options`` are (value in the URL, label) pairs, in display order."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    answers: Answers

    def word(self, value: str) -> str:
        """Label of a value; the value itself when it is unknown."""
        return next((word for code, word in self.options if code == value), value)


def facets(content: PlanContent, lines: tuple[ActionLine, ...]) -> tuple[Facet, ...]:
    """Facets of this plan. A facet without options (sectors, when the plan names none) is left out."""
    every = (
        Facet("axe", "Axe", tuple((axis.code, _titled(axis.label, axis.title)) for axis in content.axes), _axis),
        Facet("objectif", "Objectif", _objective_options(content), _objectives),
        Facet("porteur", "Porteur", _lead_options(lines), _leads),
        Facet("public", "Public", _text_options(lines, _publics), _publics),
        Facet("secteur", "Secteur", _text_options(lines, _sectors), _sectors),
        Facet("territoire", "Territoire", _text_options(lines, _territories), _territories),
        Facet("priorite", "Priorité", _priority_options(lines), _priority),
        Facet("periode", "Période", _period_options(content, lines), lambda line: _periods(line, content)),
        Facet("calendrier", "Calendrier", _calendar_options(lines), _calendar),
        Facet("cible", "Cible", (("avec", "avec une cible"), ("sans", "sans cible")), _target),
        Facet("etat", "État", _state_options(lines), _state),
        Facet("manque", "Il manque", _missing_options(lines), _missing),
    )
    return tuple(facet for facet in every if facet.options)


def _axis(line: ActionLine) -> Iterable[str]:
    return (line.axis.code,)


def _objectives(line: ActionLine) -> Iterable[str]:
    return {code for row in line.rows for code in (row.strategic_code, row.operational_code) if code}


def _leads(line: ActionLine) -> Iterable[str]:
    """The organisation, and the organisation with its service: « Région », « Région (DFP) »."""
    names = {lead.organisation for lead in line.leads}
    return names | {f"{lead.organisation} ({lead.service})" for lead in line.leads if lead.service}


def _publics(line: ActionLine) -> Iterable[str]:
    return {each for row in line.rows for each in row.publics}


def _sectors(line: ActionLine) -> Iterable[str]:
    return {each for row in line.rows for each in row.sectors}


def _territories(line: ActionLine) -> Iterable[str]:
    return {each for row in line.rows for each in row.territories}


def _priority(line: ActionLine) -> Iterable[str]:
    return {row.priority or _NO_VALUE for row in line.rows}


def _periods(line: ActionLine, content: PlanContent) -> Iterable[str]:
    placed = {period.code for period, mark in zip(periods_of(content), line.calendar.marks, strict=True) if mark}
    return placed or {_UNPLACED}


def _calendar(line: ActionLine) -> Iterable[str]:
    found = {_PLACEMENTS[line.calendar.placement]}
    if any("?" in mark for mark in line.calendar.marks):
        found = {"question"}
    if line.is_over:
        found.add("fini")
    if is_past(line):
        found.add("depasse")
    return found


def _state(line: ActionLine) -> Iterable[str]:
    return (line.state_word or _RUNNING,)


def _state_options(lines: tuple[ActionLine, ...]) -> tuple[tuple[str, str], ...]:
    """Empty while every action runs."""
    found = {value for line in lines for value in _state(line)}
    return tuple((value, value) for value in sorted(found, key=fold_text)) if found != {_RUNNING} else ()


def _target(line: ActionLine) -> Iterable[str]:
    return ("avec",) if line.targets else ("sans",)


def _missing(line: ActionLine) -> Iterable[str]:
    return {criterion.code for criterion in line.missing}


_PLACEMENTS = {
    Placement.CERTAIN: "certain",
    Placement.ASSUMED: "suppose",
    Placement.UNKNOWN: "inconnu",
    Placement.NONE: "sans-date",
}
_CALENDARS = (
    ("certain", "certain"),
    ("suppose", "colonnes supposées"),
    ("inconnu", "colonne inconnue"),
    ("sans-date", "aucune date"),
    ("question", "« ? » dans la source"),
    ("fini", "fini"),
    ("depasse", "échéance dépassée"),
)


def _titled(label: str, title: str) -> str:
    return f"{label} · {cut(title, _LONGEST_LABEL)}" if title else label


def _objective_options(content: PlanContent) -> tuple[tuple[str, str], ...]:
    """Operational objectives after their strategic objective."""
    under: dict[str, list[tuple[str, str]]] = {}
    for each in content.objectives:
        if each.parent_code:
            under.setdefault(each.parent_code, []).append((each.code, f"{each.code} {cut(each.label, _LONGEST_LABEL)}"))
    return tuple(
        option
        for each in content.objectives
        if each.is_strategic
        for option in [(each.code, f"{each.code} {cut(each.label, _LONGEST_LABEL)}"), *under.get(each.code, [])]
    )


def _lead_options(lines: tuple[ActionLine, ...]) -> tuple[tuple[str, str], ...]:
    return _text_options(lines, _leads)


def _text_options(lines: tuple[ActionLine, ...], answers: Answers) -> tuple[tuple[str, str], ...]:
    found = {value for line in lines for value in answers(line)}
    return tuple((value, value) for value in sorted(found, key=fold_text))


def _priority_options(lines: tuple[ActionLine, ...]) -> tuple[tuple[str, str], ...]:
    found = {value for line in lines for value in _priority(line)}
    given = sorted(found - {_NO_VALUE, "?"})
    words = {"?": "« ? » dans la source", _NO_VALUE: "aucune"}
    return tuple((value, words.get(value, value)) for value in (*given, "?", _NO_VALUE) if value in found)


def _period_options(content: PlanContent, lines: tuple[ActionLine, ...]) -> tuple[tuple[str, str], ...]:
    unplaced = any(_UNPLACED in _periods(line, content) for line in lines)
    placed = tuple((period.code, period.code) for period in periods_of(content))
    return (*placed, (_UNPLACED, "non placée")) if unplaced else placed


def _calendar_options(lines: tuple[ActionLine, ...]) -> tuple[tuple[str, str], ...]:
    found = {value for line in lines for value in _calendar(line)}
    return tuple(option for option in _CALENDARS if option[0] in found)


def _missing_options(lines: tuple[ActionLine, ...]) -> tuple[tuple[str, str], ...]:
    found = {value for line in lines for value in _missing(line)}
    return tuple((each.code, each.label) for each in COMPLETENESS_CRITERIA if each.code in found)
