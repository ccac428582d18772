"""Tables of pages, declared in one place: columns with their cells, totals, order, empty state, and the same as CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from pacte.kernel.french import format_number
from pacte.kernel.money import format_euros

Row = TypeVar("Row")
# A text, safe HTML, or a mapping {text, url, note, value}: see the component ``table``.
Cell = object
Kind = Literal["", "num", "day"]


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column: its label, and the cell of a row. ``kind``: "num" aligns numbers, "day" is never broken.

    ``total`` is its cell in the last line. ``order`` sorts rows by that value when the URL asks for ``key``.
    """

    label: str
    cell: Callable[[Row], Cell]
    kind: Kind = ""
    total: Cell = ""
    key: str = ""
    order: Callable[[Row], Any] | None = None


def number_column(label: str, cell: Callable[[Row], Cell], total: Cell = "") -> Column[Row]:
    """A column of numbers, aligned to the right."""
    return Column(label, cell, "num", total)


def day_column(label: str, cell: Callable[[Row], Cell]) -> Column[Row]:
    """A column of days, never broken."""
    return Column(label, cell, "day")


def cell(text: object, *, url: str = "", note: str = "", value: object = "") -> dict[str, Any]:
    """A cell with a link, a note under it, or the bare number that is copied (``value``)."""
    return {"text": text, "url": url, "note": note, "value": value}


def number_cell(value: int | None) -> Cell:
    """Empty when the number is unknown."""
    return "" if value is None else cell(format_number(value), value=str(value))


def amount_cell(cents: int | None) -> Cell:
    """Empty when the amount is unknown."""
    return "" if cents is None else cell(format_euros(cents), value=f"{cents / 100:.2f}")


class Table(Mapping[str, Any], Generic[Row]):
    """Parameters of the component ``table``: ``{% component "table" from=orders %}``.

    A column that is None is left out. ``sort`` is the key asked in the URL (« -montant »: descending) and ``sort_url``
    gives the URL of a key. Without ``totals`` in its columns the table has no last line. On a phone each row is read
    from top to bottom.
    """

    def __init__(
        self,
        rows: Iterable[Row],
        *columns: Column[Row] | None,
        id: str,
        caption: str,
        empty: str = "",
        caption_shown: bool = False,
        tight: bool = False,
        flow: bool = False,
        sort: str = "",
        sort_url: Callable[[str], str] | None = None,
    ) -> None:
        self.columns = [column for column in columns if column is not None]
        self._items = self._sorted(rows, sort)
        has_totals = any(column.total != "" for column in self.columns)
        self._parameters: dict[str, Any] = {
            "id": id,
            "caption": caption,
            "columns": [self._heading(column, sort, sort_url) for column in self.columns],
            "rows": [[column.cell(item) for column in self.columns] for item in self._items],
            "totals": [column.total for column in self.columns] if has_totals else None,
            "empty": empty,
            "caption_shown": caption_shown,
            "tight": tight,
            "flow": flow,
        }

    def __getitem__(self, name: str) -> Any:
        return self._parameters[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)

    def __bool__(self) -> bool:
        """True when there is a row."""
        return bool(self._items)

    def records(self) -> Iterator[list[str]]:
        """Lines of a CSV: labels, then the bare value of each cell, else its text."""
        yield [column.label for column in self.columns]
        for row in self["rows"]:
            yield [_bare(each) for each in row]

    def _sorted(self, rows: Iterable[Row], sort: str) -> list[Row]:
        order = next((each.order for each in self.columns if each.key and each.key == sort.removeprefix("-")), None)
        return list(rows) if order is None else sorted(rows, key=order, reverse=sort.startswith("-"))

    def _heading(self, column: Column[Row], sort: str, sort_url: Callable[[str], str] | None) -> dict[str, str]:
        heading = {"label": column.label, "kind": column.kind}
        if not column.key or sort_url is None:
            return {name: value for name, value in heading.items() if value}
        is_ascending = sort == column.key
        if sort.removeprefix("-") == column.key:
            heading["sorted"] = "ascending" if is_ascending else "descending"
        return heading | {"sort_url": sort_url(f"-{column.key}" if is_ascending else column.key)}


def _bare(content: Cell) -> str:
    if isinstance(content, Mapping):
        value = content.get("value", "")
        return str(content["text"] if value in ("", None) else value)
    return str(content)
