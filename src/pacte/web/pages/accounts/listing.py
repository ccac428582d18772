"""Paginated list, filtered by its query string."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator

PAGE = 50


def listed(
    lines: Sequence[Any], draw: Callable[[Any], list[object]], *, number: str | None, chosen: dict[str, tuple[str, str]]
) -> dict[str, Any]:
    """Template context of a list. ``chosen`` gives the value and the label of each filter, empty when unset."""
    page = Paginator(lines, PAGE).get_page(number)
    kept = {name: value for name, (value, label) in chosen.items() if label}
    chips = [
        {"label": label, "url": _address({each: kept[each] for each in kept if each != name})}
        for name, (_, label) in chosen.items()
        if label
    ]
    return {
        "page": page,
        "rows": [draw(line) for line in page],
        "chips": chips,
        "clear_url": "?" if chips else "",
        "ways": [{"label": "Enlever les filtres", "url": "?"}] if chips else [],
        "previous_url": _address(kept | {"page": str(page.previous_page_number())}) if page.has_previous() else "",
        "next_url": _address(kept | {"page": str(page.next_page_number())}) if page.has_next() else "",
    }


def _address(kept: dict[str, str]) -> str:
    return "?" + urlencode(kept)
