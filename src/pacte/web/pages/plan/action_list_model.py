"""« Quelles actions ? »: the list, its filters, order and totals, all read from the URL. Pure."""

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
QueryPairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FacetOption:
    """A value of a facet, with the number of actions that it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetChoices:
    """A facet as the form shows it."""

    name: str
    label: str
    options: tuple[FacetOption, ...]

    @property
    def chosen(self) -> str:
        return next((option.value for option in self.options if option.chosen), "")


@dataclass(frozen=True, slots=True)
class FilterChip:
    """An active filter, and the URL without it."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class SortableHeading:
    """A column: the URL that sorts by it, and its current order (« ascending », « descending », "")."""

    name: str
    label: str
    query: str
    order: str
    is_number: bool = False


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


@dataclass(frozen=True, slots=True)
class ActionListTotals:
    actions: int
    rows: int
    targets: int
    met: int
    of: int
    doubts: int
    cents: int | None


@dataclass(frozen=True, slots=True)
class ActionList:
    lines: tuple[ActionSummary, ...]
    of: int
    offers: tuple[FacetChoices, ...]
    chips: tuple[FilterChip, ...]
    clear: str
    headings: tuple[SortableHeading, ...]
    totals: ActionListTotals
    filters: ActionListFilters
    shows_amounts: bool


def parse_action_filters(
    query_params: Mapping[str, Sequence[str]], names: Sequence[str], carried: QueryPairs
) -> ActionListFilters:
    """Parses the filters. Empty values and unknown names are dropped."""
    values = {name: tuple(dict.fromkeys(value for value in query_params.get(name, ()) if value)) for name in names}
    search = next(iter(query_params.get(SEARCH, ())), "").strip()[:_MAX_SEARCH_LENGTH]
    sort = next(iter(query_params.get(SORT, ())), "")
    return ActionListFilters(
        {name: chosen for name, chosen in values.items() if chosen}, search, sort if _known_sort(sort) else "", carried
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
    shows_amounts = bool(content.amounts)
    return ActionList(
        lines=_sorted(matching, filters.sort),
        of=len(lines),
        offers=tuple(_facet_choices(facet, filters, all_facets, lines) for facet in all_facets),
        chips=_filter_chips(filters, all_facets),
        clear="?" + urlencode([*([(SORT, filters.sort)] if filters.sort else []), *carried]),
        headings=_headings(filters, shows_amounts),
        totals=_totals(matching, shows_amounts),
        filters=filters,
        shows_amounts=shows_amounts,
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
    text = fold_text(
        " ".join([str(line.number), line.title, line.short_title, line.leads_text, *_searchable_texts(line)])
    )
    return all(word in text for word in fold_text(search).split())


def _searchable_texts(line: ActionSummary) -> list[str]:
    return [
        text
        for row in line.rows
        for text in (
            row.title, row.description, row.expected_result, row.comment, *row.publics,
            *row.sectors, *row.territories, *row.partners,
            *(figure.what for figure in row.figures), *(expense.nature for expense in row.expenses),
        )
    ]  # fmt: skip


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


def _filter_chips(filters: ActionListFilters, all_facets: tuple[ActionFacet, ...]) -> tuple[FilterChip, ...]:
    chips = [
        FilterChip(_chip_label(facet, value), filters.query(without=(facet.name, value)))
        for facet in all_facets
        for value in filters.values.get(facet.name, ())
    ]
    if filters.search:
        chips.insert(0, FilterChip(f"« {filters.search} »", filters.query(search="")))
    return tuple(chips)


def _chip_label(facet: ActionFacet, value: str) -> str:
    """« Axe 1 », « Porteur : Région (DFP) », without the title that follows a code in a list."""
    word = facet.word(value).split(" · ")[0]
    return word if word.startswith(facet.label) else f"{facet.label} : {word}"


def _sort_title(line: ActionSummary) -> str:
    return fold_text(line.name)


_SORTS: dict[str, tuple[str, Callable[[ActionSummary], Any], bool]] = {
    "numero": ("N°", lambda line: line.number, True),
    "titre": ("Action", _sort_title, False),
    "axe": ("Axe", lambda line: line.rank, False),
    "porteur": ("Porteur", lambda line: (not line.leads_text, fold_text(line.leads_text)), False),
    "priorite": ("Priorité", lambda line: (not line.priority, line.priority == "?", line.priority), False),
    "calendrier": ("Calendrier", lambda line: (not line.is_calendar_certain, line.calendar_text), False),
    "cible": ("Cible", lambda line: -len(line.targets), False),
    "completude": ("Fiche", lambda line: line.mark.met, True),
    "doutes": ("Doutes", lambda line: line.doubt_count, True),
    "montant": ("Montant", lambda line: (line.cents is None, line.cents or 0), True),
}


def _known_sort(sort: str) -> bool:
    return sort.removeprefix("-") in _SORTS


def _sorted(lines: tuple[ActionSummary, ...], sort: str) -> tuple[ActionSummary, ...]:
    """Sorted by number by default. Equal items keep number order, in both directions."""
    if not sort:
        return lines
    _, key, _ = _SORTS[sort.removeprefix("-")]
    return tuple(sorted(lines, key=key, reverse=sort.startswith("-")))


def _headings(filters: ActionListFilters, shows_amounts: bool) -> tuple[SortableHeading, ...]:
    now = filters.sort or "numero"
    headings = []
    for name, (label, _, is_number) in _SORTS.items():
        if name == "montant" and not shows_amounts:
            continue
        order = {name: "ascending", f"-{name}": "descending"}.get(now, "")
        wanted = f"-{name}" if order == "ascending" else name
        headings.append(
            SortableHeading(name, label, filters.query(sort="" if wanted == "numero" else wanted), order, is_number)
        )
    return tuple(headings)


def _totals(lines: tuple[ActionSummary, ...], shows_amounts: bool) -> ActionListTotals:
    known = [line.cents for line in lines if line.cents is not None]
    return ActionListTotals(
        actions=len(lines),
        rows=sum(len(line.rows) for line in lines),
        targets=sum(len(line.targets) for line in lines),
        met=sum(line.mark.met for line in lines),
        of=sum(line.mark.total for line in lines),
        doubts=sum(line.doubt_count for line in lines),
        cents=sum(known) if shows_amounts and known else None,
    )
