"""Paginated list, filtered by its query string."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator

PAGE_SIZE = 50


def paginated_list_context(
    records: Sequence[Any],
    build_row: Callable[[Any], list[object]],
    *,
    number: str | None,
    chosen: dict[str, tuple[str, str]],
) -> dict[str, Any]:
    """Template context of a list. ``chosen`` gives the value and the label of each filter, empty when unset."""
    page = Paginator(records, PAGE_SIZE).get_page(number)
    filters = {name: value for name, (value, label) in chosen.items() if label}
    chips = [
        {"label": label, "url": _query({each: filters[each] for each in filters if each != name})}
        for name, (_, label) in chosen.items()
        if label
    ]
    return {
        "page": page,
        "rows": [build_row(line) for line in page],
        "chips": chips,
        "clear_url": "?" if chips else "",
        "ways": [{"label": "Enlever les filtres", "url": "?"}] if chips else [],
        "previous_url": _query(filters | {"page": str(page.previous_page_number())}) if page.has_previous() else "",
        "next_url": _query(filters | {"page": str(page.next_page_number())}) if page.has_next() else "",
    }


def _query(filters: dict[str, str]) -> str:
    return "?" + urlencode(filters)
