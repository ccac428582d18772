"""« Quelles actions ? »: the facets of the list, its filters and order, all read from the URL. Pure.

A facet has a name in the URL, a label, and a function that gives the values of each action. Several values of one facet
are combined with OR, several facets with AND.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from pacte.kernel.action_codes import is_plain_number, normalise_action_code
from pacte.kernel.french import fold_text
from pacte.plan.records import Placement, PlanContent, PlanRow
from pacte.plan.rules.completeness import COMPLETENESS_CRITERIA
from pacte.web.pages.plan.action_summaries import ActionSummary, calendar_periods, truncate_at_word

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

    def facet(
        name: str, label: str, answers: FacetValues, options: Iterable[tuple[str, str]] | None = None
    ) -> ActionFacet:
        """The options are the texts of all the actions, unless given."""
        if options is None:
            options = [(value, value) for value in sorted(_values(lines, answers), key=fold_text)]
        return ActionFacet(name, label, tuple(options), answers)

    every = (
        facet(
            "axe", "Axe", lambda line: (line.axis.code,),
            [
                (axis.code, f"{axis.label} · {_shortened(axis.title)}" if axis.title else axis.label)
                for axis in content.axes
            ],
        ),
        facet(
            "objectif", "Objectif",
            lambda line: {code for row in line.rows for code in (row.strategic_code, row.operational_code) if code},
            _objective_options(content),
        ),
        facet("porteur", "Porteur", _leads),
        facet("public", "Public", _over_rows(attrgetter("publics"))),
        facet("secteur", "Secteur", _over_rows(attrgetter("sectors"))),
        facet("territoire", "Territoire", _over_rows(attrgetter("territories"))),
        facet("priorite", "Priorité", _priority, _priority_options(lines)),
        facet("periode", "Période", lambda line: _periods(line, content), _period_options(content, lines)),
        facet("calendrier", "Calendrier", _calendar, _used_options(_CALENDAR_OPTIONS, lines, _calendar)),
        facet(
            "cible", "Cible", lambda line: ("avec",) if line.targets else ("sans",),
            (("avec", "avec une cible"), ("sans", "sans cible")),
        ),
        # Without options while every action runs.
        facet("etat", "État", _state, [] if _values(lines, _state) == {_RUNNING} else None),
        facet(
            "manque", "Il manque", _missing,
            _used_options([(each.code, each.label) for each in COMPLETENESS_CRITERIA], lines, _missing),
        ),
    )  # fmt: skip
    return tuple(each for each in every if each.options)


def _over_rows(texts: Callable[[PlanRow], Iterable[str]]) -> FacetValues:
    return lambda line: {each for row in line.rows for each in texts(row)}


def _leads(line: ActionSummary) -> Iterable[str]:
    """The organisation, and the organisation with its service: « Région », « Région (DFP) »."""
    names = {lead.organisation for lead in line.leads}
    return names | {f"{lead.organisation} ({lead.service})" for lead in line.leads if lead.service}


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
    if line.is_overdue:
        codes.add("depasse")
    return codes


def _state(line: ActionSummary) -> Iterable[str]:
    return (line.state_word or _RUNNING,)


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


def _shortened(label: str) -> str:
    return truncate_at_word(label, _MAX_LABEL_LENGTH)


def _values(lines: tuple[ActionSummary, ...], answers: FacetValues) -> set[str]:
    return {value for line in lines for value in answers(line)}


def _used_options(
    options: Iterable[tuple[str, str]], lines: tuple[ActionSummary, ...], answers: FacetValues
) -> list[tuple[str, str]]:
    used = _values(lines, answers)
    return [option for option in options if option[0] in used]


def _objective_options(content: PlanContent) -> list[tuple[str, str]]:
    """Operational objectives after their strategic objective."""
    return [
        (each.code, f"{each.code} {_shortened(each.label)}")
        for strategic in content.objectives
        if strategic.is_strategic
        for each in (strategic, *(each for each in content.objectives if each.parent_code == strategic.code))
    ]


def _priority_options(lines: tuple[ActionSummary, ...]) -> list[tuple[str, str]]:
    values = _values(lines, _priority)
    known = [(value, value) for value in sorted(values - {_NO_PRIORITY, "?"})]
    return known + [each for each in (("?", "« ? » dans la source"), (_NO_PRIORITY, "aucune")) if each[0] in values]


def _period_options(content: PlanContent, lines: tuple[ActionSummary, ...]) -> list[tuple[str, str]]:
    placed = [(period.code, period.code) for period in calendar_periods(content)]
    is_unplaced = _UNKNOWN_PERIOD in _values(lines, lambda line: _periods(line, content))
    return [*placed, (_UNKNOWN_PERIOD, "non placée")] if is_unplaced else placed


SEARCH, SORT = "q", "tri"
_MAX_SEARCH_LENGTH = 200
# Names of the orders in the URL, each with the value by which actions are sorted.
SORTS: Mapping[str, Callable[[ActionSummary], Any]] = {
    "numero": lambda line: line.number,
    "titre": lambda line: fold_text(line.name),
    "axe": lambda line: line.rank,
    "porteur": lambda line: (not line.leads_text, fold_text(line.leads_text)),
    "priorite": lambda line: (not line.priority, line.priority == "?", line.priority),
    "calendrier": lambda line: (not line.is_calendar_certain, line.calendar_text),
    "cible": lambda line: -len(line.targets),
    "completude": lambda line: line.mark.met,
    "doutes": lambda line: line.doubt_count,
    "montant": lambda line: (line.cents is None, line.cents or 0),
}


@dataclass(frozen=True, slots=True)
class FacetOption:
    """A value of a facet, with the number of actions that it would leave."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class FacetChoices:
    """A facet as the form shows it."""

    name: str
    label: str
    options: tuple[FacetOption, ...]

    @property
    def chosen(self) -> str:
        return next((option.value for option in self.options if option.checked), "")

    @property
    def is_folded(self) -> bool:
        return not self.chosen


class ActionList:
    """The actions that the filters of the URL keep, in number order. Empty values and unknown names are dropped.

    ``carried``: parameters of the page, not of the list (day, version).
    """

    def __init__(
        self,
        content: PlanContent,
        lines: tuple[ActionSummary, ...],
        query: Mapping[str, Sequence[str]],
        carried: Sequence[tuple[str, str]],
    ) -> None:
        self.every, self.carried = lines, carried
        self.facets = action_facets(content, lines)
        self.values = {
            facet.name: values
            for facet in self.facets
            if (values := tuple(dict.fromkeys(value for value in query.get(facet.name, ()) if value)))
        }
        self.search = next(iter(query.get(SEARCH, ())), "").strip()[:_MAX_SEARCH_LENGTH]
        sort = next(iter(query.get(SORT, ())), "")
        self.sort = sort if sort.removeprefix("-") in SORTS else ""

    @cached_property
    def lines(self) -> list[ActionSummary]:
        return self._matching()

    @property
    def offers(self) -> list[FacetChoices]:
        """The facets, with the actions that each value would give with the other filters unchanged."""
        return [self._choices(facet) for facet in self.facets]

    @property
    def chips(self) -> list[dict[str, str]]:
        """The filters, as links that drop one."""
        words = [(f"« {self.search} »", self.query(search=""))] if self.search else []
        chosen = [
            (_chip_label(facet, value), self.query(without=(facet.name, value)))
            for facet in self.facets
            for value in self.values.get(facet.name, ())
        ]
        return [{"label": label, "url": url} for label, url in [*words, *chosen]]

    @property
    def is_empty(self) -> bool:
        """True without a filter."""
        return not self.search and not self.values

    @property
    def cleared(self) -> str:
        """Query string without filters."""
        return "?" + urlencode([*([(SORT, self.sort)] if self.sort else []), *self.carried])

    def query(
        self, *, without: tuple[str, str] | None = None, search: str | None = None, sort: str | None = None
    ) -> str:
        """Query string of the list, with one change."""
        pairs = [(name, value) for name, values in self.values.items() for value in values if (name, value) != without]
        pairs += [(SEARCH, self.search if search is None else search), (SORT, self.sort if sort is None else sort)]
        return "?" + urlencode([*((name, value) for name, value in pairs if value), *self.carried])

    def _matching(self, ignored_facet: str = "") -> list[ActionSummary]:
        active = [facet for facet in self.facets if facet.name in self.values and facet.name != ignored_facet]
        return [
            line
            for line in self.every
            if all(not set(self.values[facet.name]).isdisjoint(facet.answers(line)) for facet in active)
            and _matches_search(line, self.search)
        ]

    def _choices(self, facet: ActionFacet) -> FacetChoices:
        counts = Counter(value for line in self._matching(facet.name) for value in set(facet.answers(line)))
        chosen = self.values.get(facet.name, ())
        options = tuple(FacetOption(value, word, counts[value], value in chosen) for value, word in facet.options)
        return FacetChoices(facet.name, facet.label, options)


def _matches_search(line: ActionSummary, search: str) -> bool:
    """Matches all words, ignoring accents, anywhere in the texts of the action. A number matches that action only."""
    if not search:
        return True
    if is_plain_number(search):
        return line.number == normalise_action_code(search)
    row_texts = [
        text
        for row in line.rows
        for text in (
            row.title, row.description, row.expected_result, row.comment, *row.publics,
            *row.sectors, *row.territories, *row.partners,
            *(figure.what for figure in row.figures), *(expense.nature for expense in row.expenses),
        )
    ]  # fmt: skip
    text = fold_text(" ".join([str(line.number), line.title, line.short_title, line.leads_text, *row_texts]))
    return all(word in text for word in fold_text(search).split())


def _chip_label(facet: ActionFacet, value: str) -> str:
    """« Axe 1 », « Porteur : Région (DFP) », without the title that follows a code in a list."""
    word = facet.word(value).split(" · ")[0]
    return word if word.startswith(facet.label) else f"{facet.label} : {word}"
