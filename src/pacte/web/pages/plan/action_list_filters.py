"""« Quelles actions ? »: its filters and order, all read from the URL. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from pacte.kernel.action_codes import is_plain_number, normalise_action_code
from pacte.kernel.french import fold_text
from pacte.plan.records import PlanContent
from pacte.web.pages.plan.action_list_facets import ActionFacet, action_facets
from pacte.web.pages.plan.action_summaries import ActionSummary

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
        asked = [facet for facet in self.facets if facet.name in self.values and facet.name != ignored_facet]
        return [
            line
            for line in self.every
            if all(not set(self.values[facet.name]).isdisjoint(facet.answers(line)) for facet in asked)
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
