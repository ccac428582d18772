"""« Quelles actions ? »: its filters and order, all read from the URL. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pacte.kernel.action_codes import is_plain_number, normalise_action_code
from pacte.kernel.french import fold_text
from pacte.web.pages.plan.action_list_facets import ActionFacet, action_facets

if TYPE_CHECKING:
    from pacte.plan.records import PlanContent
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
QueryPairs = tuple[tuple[str, str], ...]


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


@dataclass(frozen=True, slots=True)
class ActionListFilters:
    """Filters of the list. ``carried``: parameters of the page, not of the list (day, version)."""

    values: Mapping[str, tuple[str, ...]]
    search: str
    sort: str
    carried: QueryPairs

    def query(
        self, *, without: tuple[str, str] | None = None, search: str | None = None, sort: str | None = None
    ) -> str:
        """Query string of the list, with one change."""
        pairs = [(name, value) for name, values in self.values.items() for value in values if (name, value) != without]
        wanted = self.search if search is None else search
        order = self.sort if sort is None else sort
        pairs += [(SEARCH, wanted)] if wanted else []
        pairs += [(SORT, order)] if order else []
        return "?" + urlencode([*pairs, *self.carried])

    @property
    def is_empty(self) -> bool:
        return not self.search and not any(self.values.values())

    @property
    def cleared(self) -> str:
        """Query string without filters."""
        return "?" + urlencode([*([(SORT, self.sort)] if self.sort else []), *self.carried])


@dataclass(frozen=True, slots=True)
class ActionList:
    """The actions that match, in number order, out of ``of``; ``chips`` are the filters, as links that drop one."""

    lines: tuple[ActionSummary, ...]
    of: int
    offers: tuple[FacetChoices, ...]
    chips: tuple[dict[str, str], ...]
    filters: ActionListFilters


def parse_action_filters(
    query_params: Mapping[str, Sequence[str]], names: Sequence[str], carried: QueryPairs
) -> ActionListFilters:
    """Parses the filters. Empty values and unknown names are dropped."""
    values = {name: tuple(dict.fromkeys(value for value in query_params.get(name, ()) if value)) for name in names}
    search = next(iter(query_params.get(SEARCH, ())), "").strip()[:_MAX_SEARCH_LENGTH]
    sort = next(iter(query_params.get(SORT, ())), "")
    return ActionListFilters(
        {name: chosen for name, chosen in values.items() if chosen},
        search,
        sort if sort.removeprefix("-") in SORTS else "",
        carried,
    )


def build_action_list(
    content: PlanContent,
    lines: tuple[ActionSummary, ...],
    query_params: Mapping[str, Sequence[str]],
    carried: QueryPairs,
) -> ActionList:
    """The list for these query parameters."""
    all_facets = action_facets(content, lines)
    filters = parse_action_filters(query_params, [facet.name for facet in all_facets], carried)
    matching = tuple(
        line for line in lines if _matches_facets(line, filters, all_facets) and _matches_search(line, filters.search)
    )
    return ActionList(
        lines=matching,
        of=len(lines),
        offers=tuple(_facet_choices(facet, filters, all_facets, lines) for facet in all_facets),
        chips=_filter_chips(filters, all_facets),
        filters=filters,
    )


def _matches_facets(
    line: ActionSummary, filters: ActionListFilters, all_facets: tuple[ActionFacet, ...], ignored_facet: str = ""
) -> bool:
    return all(
        not filters.values.get(facet.name) or not set(filters.values[facet.name]).isdisjoint(facet.answers(line))
        for facet in all_facets
        if facet.name != ignored_facet
    )


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


def _facet_choices(
    facet: ActionFacet,
    filters: ActionListFilters,
    all_facets: tuple[ActionFacet, ...],
    lines: tuple[ActionSummary, ...],
) -> FacetChoices:
    """Facet counts: actions that each value would give with the other filters unchanged."""
    within = [
        line
        for line in lines
        if _matches_facets(line, filters, all_facets, ignored_facet=facet.name)
        and _matches_search(line, filters.search)
    ]
    counts = Counter(value for line in within for value in set(facet.answers(line)))
    chosen = filters.values.get(facet.name, ())
    return FacetChoices(
        facet.name,
        facet.label,
        tuple(FacetOption(value, word, counts[value], value in chosen) for value, word in facet.options),
    )


def _filter_chips(filters: ActionListFilters, all_facets: tuple[ActionFacet, ...]) -> tuple[dict[str, str], ...]:
    words = [(f"« {filters.search} »", filters.query(search=""))] if filters.search else []
    chosen = [
        (_chip_label(facet, value), filters.query(without=(facet.name, value)))
        for facet in all_facets
        for value in filters.values.get(facet.name, ())
    ]
    return tuple({"label": label, "url": url} for label, url in [*words, *chosen])


def _chip_label(facet: ActionFacet, value: str) -> str:
    """« Axe 1 », « Porteur : Région (DFP) », without the title that follows a code in a list."""
    word = facet.word(value).split(" · ")[0]
    return word if word.startswith(facet.label) else f"{facet.label} : {word}"
