"""Finds the plan table among the sheets, and identifies its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pacte.exchange.plan_table.heading_matching import (
    FIELDS,
    LIKELY_SCORE,
    MONEY_WORDS,
    PLAN_COLUMNS,
    REQUIRED,
    SCHEDULE_WORDS,
    SURE_SCORE,
    exact_field,
    has_word,
    heading_words_key,
    matching_fields,
    unit_in,
)
from pacte.exchange.plan_table.sheet_view import SheetView
from pacte.exchange.records import CellKind, Grid, column_letter
from pacte.kernel.action_codes import MAX_LENGTH, is_action_code, normalise_action_code
from pacte.kernel.french import fold_text
from pacte.kernel.period import Period
from pacte.plan.records import ColumnGuess

_TOP_ROWS = 60
_MAX_HEADING_ROWS = 3
_MAX_HEADING_LENGTH = 90
_CANDIDATES = 3
_MAX_TABLES = 8
_MIN_CODES = 3
_SCORE_BY_VALUES = 0.7
"""Score of a column recognised by its values: less certain than a known heading, so a person must confirm it."""
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s*(?:[-–/à_ ]|au)\s*(?:(?:19|20)\d\d|\d\d(?!\d)))?")
IGNORED_FIELD = "ignore"


@dataclass(frozen=True, slots=True)
class MoneyColumn:
    """``year``: None for the amount of the whole period. ``unit``: "" when the heading gives none."""

    column: int
    year: int | None
    unit: str


@dataclass(slots=True)
class PlanTable:
    """Location of the table and meaning of its columns."""

    view: SheetView
    top: int
    bottom: int
    columns: dict[str, int] = field(default_factory=dict)
    periods: list[tuple[int, Period]] = field(default_factory=list)
    money: list[MoneyColumn] = field(default_factory=list)
    guesses: list[ColumnGuess] = field(default_factory=list)
    score: float = 0.0
    unit: str = ""
    """Unit of money from a title above the table (« montants en k€ »)."""
    figures_apart: bool = False
    """Figures are on a separate sheet: a number alone in a cell is then ordinary text."""

    _titles: set[str] | None = None

    def titles(self) -> set[str]:
        """Texts above the table, which may be repeated on each page."""
        if self._titles is None:
            view = self.view
            self._titles = {view.text(row, column) for row in range(1, self.top) for column in view.own_columns(row)}
        return self._titles

    def heading_texts(self) -> set[str]:
        return {
            heading_words_key(self.view.text(row, column))
            for row in range(self.top, self.bottom + 1)
            for column in range(1, self.view.width + 1)
        } - {""}


def find_plan_tables(grids: Sequence[Grid], mapping: Mapping[str, str]) -> list[PlanTable]:
    """Returns the best matching table, and those on other sheets with the same layout (one sheet per axis)."""
    views = [SheetView(grid) for grid in grids if grid.cells]
    promises = [{row: _heading_score(view, row) for row in range(1, min(view.height, _TOP_ROWS) + 1)} for view in views]
    candidates = sorted(range(len(views)), key=lambda index: -max(promises[index].values()))[:_MAX_TABLES]
    tables = [_best_table(views[index], promises[index], mapping) for index in sorted(candidates)]
    best = [table for table in tables if table is not None]
    if not best:
        return []
    main = max(best, key=lambda table: (not table.view.grid.is_hidden, table.score))
    return [table for table in best if table is main or _is_alike(table, main)]


def _is_alike(table: PlanTable, main: PlanTable) -> bool:
    names, others = set(table.columns), set(main.columns)
    return not table.view.grid.is_hidden and set(REQUIRED) <= names and len(names & others) >= 0.8 * len(names | others)


def _best_table(view: SheetView, promises: Mapping[int, float], mapping: Mapping[str, str]) -> PlanTable | None:
    ranked = sorted(promises, key=lambda row: -promises[row])[:_CANDIDATES]
    tables = [
        _table(view, top, min(top + size - 1, view.height), mapping)
        for top in ranked
        for size in range(1, _MAX_HEADING_ROWS + 1)
    ]
    good = [table for table in tables if table.score >= 2 and len(PLAN_COLUMNS & set(table.columns)) >= 2]
    return max(good, key=lambda table: (table.score, -(table.bottom - table.top)), default=None)


def _heading_score(view: SheetView, row: int) -> float:
    """Scores how much a row looks like headings, before any costly comparison."""
    texts = {view.text(row, column) for column in view.own_columns(row)}
    short = [text for text in texts if 0 < len(text) <= _MAX_HEADING_LENGTH]
    return 3 * len({exact_field(text) for text in short} - {""}) + 0.1 * sum(not text.isdigit() for text in short)


def _heading_texts(view: SheetView, column: int, top: int, bottom: int) -> list[str]:
    """Returns the distinct heading texts of a column, from top to bottom; a date is reduced to its year."""
    texts: list[str] = []
    for row in range(top, bottom + 1):
        value = view.value(row, column)
        text = value.text[:4] if value.kind is CellKind.DATE else view.text(row, column)
        if text and text not in texts:
            texts.append(text)
    return texts


def _table(view: SheetView, top: int, bottom: int, mapping: Mapping[str, str]) -> PlanTable:
    table = PlanTable(view, top, bottom)
    table.unit = next(
        (
            unit
            for row in range(1, top)
            for column in view.own_columns(row)
            if (unit := _unit_in_title(view.text(row, column)))
        ),
        "",
    )
    offers: list[tuple[float, str, int]] = []
    for column in range(1, view.width + 1):
        texts = _heading_texts(view, column, top, bottom)
        heading = " ".join(texts)
        chosen = _mapped_field(mapping, column, heading)
        if chosen:
            offers.append((2.0, chosen, column))
        elif texts and len(heading) <= 2 * _MAX_HEADING_LENGTH:
            offers.extend(_candidate_fields(view, column, texts, bottom))
    _assign(table, offers)
    table.score = sum(min(guess.confidence, 1.0) for guess in table.guesses if guess.field not in ("", IGNORED_FIELD))
    return table


def _unit_in_title(text: str) -> str:
    match = re.search(r"\ben (?:k€|m€|keur|meur|milliers d'euros|millions d'euros|euros)", fold_text(text))
    return unit_in(match[0]) if match else ""


def _mapped_field(mapping: Mapping[str, str], column: int, heading: str) -> str:
    return mapping.get(column_letter(column)) or mapping.get(heading) or ""


def _candidate_fields(view: SheetView, column: int, texts: list[str], bottom: int) -> Iterator[tuple[float, str, int]]:
    """Yields the candidate fields of a column. A two-line heading is matched as a whole, then by its last line."""
    whole, leaf = " ".join(texts), texts[-1]
    dated = _dated_field(view, column, whole, leaf, bottom)
    if dated:
        yield 1.0, dated, column
        return
    seen: dict[str, float] = {}
    for text, weight in ((whole, 1.0), (leaf, 0.97)):
        for score, name in matching_fields(text):
            seen[name] = max(seen.get(name, 0.0), weight * score)
    if max(seen.values(), default=0.0) < SURE_SCORE and has_word(whole, MONEY_WORDS):
        yield (
            0.95 if unit_in(whole) or has_word(leaf, ("total", "montant", "budget", "cout")) else 0.8,
            "amount:",
            column,
        )
    if seen.get("number", 0.0) < LIKELY_SCORE and _holds_codes(view, column, bottom):
        yield _SCORE_BY_VALUES, "number", column
    yield from ((score, name, column) for name, score in seen.items() if score >= LIKELY_SCORE)


def _dated_field(view: SheetView, column: int, whole: str, leaf: str, bottom: int) -> str:
    """Returns « period:2019 » or « amount:2019 » when the heading is a year or a range of years."""
    folded = fold_text(leaf).replace("_", " ")
    match = _YEARS.search(folded)
    rest = (folded[: match.start()] + folded[match.end() :]) if match else ""
    if not match or len(rest.strip(" ()-:")) > 40:
        return ""
    span = re.sub(r"\s+", "-", match[0].replace("/", "-").strip()) if " " in match[0].strip() else match[0]
    span = re.sub(r"-*(?:au|a|[-–])-*", "-", span)
    if has_word(whole, SCHEDULE_WORDS) and not unit_in(whole):
        return f"period:{span}"
    if unit_in(whole) or has_word(whole, MONEY_WORDS):
        return f"amount:{span}"
    if rest.strip(" ()-:") and not has_word(rest, ("annee", "an")):
        return ""
    return f"amount:{span}" if _holds_amounts(view, column, bottom) else f"period:{span}"


def _holds_codes(view: SheetView, column: int, bottom: int) -> bool:
    """Whether the column holds distinct codes in ascending order, like action numbers, whatever its heading."""
    rows = range(bottom + 1, min(view.height, bottom + 200) + 1)
    texts = [view.text(row, column) for row in rows if column in view.own_columns(row) and view.text(row, column)]
    codes = [normalise_action_code(text) for text in texts if len(text) <= MAX_LENGTH]
    is_all = len(codes) == len(texts) >= _MIN_CODES and all(map(is_action_code, codes))
    return is_all and all(one < other for one, other in pairwise(codes))


def _holds_amounts(view: SheetView, column: int, bottom: int) -> bool:
    texts = [text for row in range(bottom + 1, min(view.height, bottom + 200) + 1) if (text := view.text(row, column))]
    return sum(bool(re.search(r"\d", text)) for text in texts) > len(texts) / 2


def _assign(table: PlanTable, offers: list[tuple[float, str, int]]) -> None:
    """Assigns the best candidates first; each field has one column, each column one field."""
    taken: set[int] = set()
    chosen: dict[int, tuple[str, float]] = {}
    for score, name, column in sorted(offers, key=lambda offer: (-offer[0], offer[2])):
        if column in taken or name in table.columns:
            continue
        taken.add(column)
        chosen[column] = (name, score)
        if name in FIELDS:
            table.columns[name] = column
    for column in range(1, table.view.width + 1):
        heading = " ".join(_heading_texts(table.view, column, table.top, table.bottom))
        name, score = chosen.get(column, ("", 0.0))
        others = tuple(sorted({each for s, each, c in offers if c == column and each != name}))
        if heading or name:
            table.guesses.append(
                ColumnGuess(
                    column_letter(column), heading[:200], name, round(min(score, 1.0), 2), others, table.view.grid.sheet
                )
            )
