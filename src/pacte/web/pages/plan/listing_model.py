"""« Quelles actions ? »: the list, its filters, order and totals, all read from the URL. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pacte.kernel.action_codes import is_plain_number, normalise_action_code
from pacte.kernel.french import fold_text
from pacte.web.pages.plan.listing_facets import Facet, facets

if TYPE_CHECKING:
    from pacte.plan.records import PlanContent
    from pacte.web.pages.plan.lines import ActionLine

SEARCH, SORT = "q", "tri"
_LONGEST_SEARCH = 200
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet, with the number of actions that it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A facet as the form shows it."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> str:
        return next((option.value for option in self.options if option.chosen), "")


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter, and the URL without it."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: the URL that sorts by it, and its current order (« ascending », « descending », "")."""

    name: str
    label: str
    query: str
    order: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Filters of the list. ``carried``: parameters of the page, not of the list (day, version)."""

    values: Mapping[str, tuple[str, ...]]
    search: str
    sort: str
    kept: Pairs

    def query(
        self, *, without: tuple[str, str] | None = None, search: str | None = None, sort: str | None = None
    ) -> str:
        """Query string of the list, with one change."""
        pairs = [(name, value) for name, values in self.values.items() for value in values if (name, value) != without]
        wanted = self.search if search is None else search
        order = self.sort if sort is None else sort
        pairs += [(SEARCH, wanted)] if wanted else []
        pairs += [(SORT, order)] if order else []
        return "?" + urlencode([*pairs, *self.kept])

    @property
    def is_empty(self) -> bool:
        return not self.search and not any(self.values.values())


@dataclass(frozen=True, slots=True)
class Totals:
    actions: int
    rows: int
    targets: int
    met: int
    of: int
    doubts: int
    cents: int | None


@dataclass(frozen=True, slots=True)
class Listing:
    lines: tuple[ActionLine, ...]
    of: int
    offers: tuple[Offer, ...]
    chips: tuple[Chip, ...]
    clear: str
    headings: tuple[Heading, ...]
    totals: Totals
    choice: Choice
    shows_amounts: bool


def read_choice(given: Mapping[str, Sequence[str]], names: Sequence[str], kept: Pairs) -> Choice:
    """Parses the filters. Empty values and unknown names are dropped."""
    values = {name: tuple(dict.fromkeys(value for value in given.get(name, ()) if value)) for name in names}
    search = next(iter(given.get(SEARCH, ())), "").strip()[:_LONGEST_SEARCH]
    sort = next(iter(given.get(SORT, ())), "")
    return Choice(
        {name: found for name, found in values.items() if found}, search, sort if _known_sort(sort) else "", kept
    )


def listing(
    content: PlanContent, lines: tuple[ActionLine, ...], given: Mapping[str, Sequence[str]], kept: Pairs
) -> Listing:
    """The list for these query parameters."""
    offered = facets(content, lines)
    choice = read_choice(given, [facet.name for facet in offered], kept)
    found = tuple(line for line in lines if _passes(line, choice, offered) and _matches(line, choice.search))
    shows_amounts = bool(content.amounts)
    return Listing(
        lines=_sorted(found, choice.sort),
        of=len(lines),
        offers=tuple(_offer(facet, choice, offered, lines) for facet in offered),
        chips=_chips(choice, offered),
        clear="?" + urlencode([*([(SORT, choice.sort)] if choice.sort else []), *kept]),
        headings=_headings(choice, shows_amounts),
        totals=_totals(found, shows_amounts),
        choice=choice,
        shows_amounts=shows_amounts,
    )


def _passes(line: ActionLine, choice: Choice, offered: tuple[Facet, ...], but: str = "") -> bool:
    return all(
        not choice.values.get(facet.name) or not set(choice.values[facet.name]).isdisjoint(facet.answers(line))
        for facet in offered
        if facet.name != but
    )


def _matches(line: ActionLine, search: str) -> bool:
    """Matches all words, ignoring accents, anywhere in the texts of the action. A number matches that action only."""
    if not search:
        return True
    if is_plain_number(search):
        return line.number == normalise_action_code(search)
    text = fold_text(" ".join([str(line.number), line.title, line.short_title, line.leads_text, *_texts(line)]))
    return all(word in text for word in fold_text(search).split())


def _texts(line: ActionLine) -> list[str]:
    return [
        text
        for row in line.rows
        for text in (
            row.title, row.description, row.expected_result, row.comment, *row.publics,
            *row.sectors, *row.territories, *row.partners,
            *(figure.what for figure in row.figures), *(expense.nature for expense in row.expenses),
        )
    ]  # fmt: skip


def _offer(facet: Facet, choice: Choice, offered: tuple[Facet, ...], lines: tuple[ActionLine, ...]) -> Offer:
    """Facet counts: actions that each value would give with the other filters unchanged."""
    within = [
        line for line in lines if _passes(line, choice, offered, but=facet.name) and _matches(line, choice.search)
    ]
    counts = Counter(value for line in within for value in set(facet.answers(line)))
    chosen = choice.values.get(facet.name, ())
    return Offer(
        facet.name,
        facet.label,
        tuple(Option(value, word, counts[value], value in chosen) for value, word in facet.options),
    )


def _chips(choice: Choice, offered: tuple[Facet, ...]) -> tuple[Chip, ...]:
    found = [
        Chip(_chip(facet, value), choice.query(without=(facet.name, value)))
        for facet in offered
        for value in choice.values.get(facet.name, ())
    ]
    if choice.search:
        found.insert(0, Chip(f"« {choice.search} »", choice.query(search="")))
    return tuple(found)


def _chip(facet: Facet, value: str) -> str:
    """« Axe 1 », « Porteur : Région (DFP) », without the title that follows a code in a list."""
    word = facet.word(value).split(" · ")[0]
    return word if word.startswith(facet.label) else f"{facet.label} : {word}"


def _title(line: ActionLine) -> str:
    return fold_text(line.name)


_SORTS: dict[str, tuple[str, Callable[[ActionLine], Any], bool]] = {
    "numero": ("N°", lambda line: line.number, True),
    "titre": ("Action", _title, False),
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


def _sorted(lines: tuple[ActionLine, ...], sort: str) -> tuple[ActionLine, ...]:
    """Sorted by number by default. Equal items keep number order, in both directions."""
    if not sort:
        return lines
    _, key, _ = _SORTS[sort.removeprefix("-")]
    return tuple(sorted(lines, key=key, reverse=sort.startswith("-")))


def _headings(choice: Choice, shows_amounts: bool) -> tuple[Heading, ...]:
    now = choice.sort or "numero"
    found = []
    for name, (label, _, is_number) in _SORTS.items():
        if name == "montant" and not shows_amounts:
            continue
        order = {name: "ascending", f"-{name}": "descending"}.get(now, "")
        wanted = f"-{name}" if order == "ascending" else name
        found.append(Heading(name, label, choice.query(sort="" if wanted == "numero" else wanted), order, is_number))
    return tuple(found)


def _totals(lines: tuple[ActionLine, ...], shows_amounts: bool) -> Totals:
    known = [line.cents for line in lines if line.cents is not None]
    return Totals(
        actions=len(lines),
        rows=sum(len(line.rows) for line in lines),
        targets=sum(len(line.targets) for line in lines),
        met=sum(line.mark.met for line in lines),
        of=sum(line.mark.total for line in lines),
        doubts=sum(line.doubt_count for line in lines),
        cents=sum(known) if shows_amounts and known else None,
    )
