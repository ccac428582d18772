"""A long list cut in pages, which its filters follow: parameters of the components ``pager`` and ``filter_bar``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.core.paginator import Page, Paginator

from pacte.web.filter_form import FilterForm

PAGE_SIZE = 50
Row = TypeVar("Row")


class PagedFilterForm(FilterForm):
    """Filters of a list cut in pages; an unknown page is the nearest one."""

    page = forms.CharField(initial="1")

    def cut(self, rows: Sequence[Row]) -> Page[Row]:
        """The page that was asked. Only its rows are read when ``rows`` come from the database (``LazyRows``)."""
        return Paginator(rows, PAGE_SIZE).get_page(self.values["page"])

    def list_context(self, page: Page[Any], noun: str, labels: Mapping[str, str]) -> dict[str, Any]:
        """Parameters of the components around the list, of which ``noun`` is in the plural.

        ``chips`` drop one filter each, and ``ways`` all of them; ``labels``: by filter, empty for one that is not set.
        ``pager`` is empty when everything is on one page.
        """
        chips = [
            {"label": label, "url": self.querystring(**{name: ""}) or "?"} for name, label in labels.items() if label
        ]
        pager = {
            "first": page.start_index(),
            "last": page.end_index(),
            "total": page.paginator.count,
            "previous_url": self.querystring(page=page.previous_page_number()) if page.has_previous() else "",
            "next_url": self.querystring(page=page.next_page_number()) if page.has_next() else "",
            "thing": noun,
        }
        return {
            "chips": chips,
            "ways": [{"label": "Enlever les filtres", "url": "?"}] if chips else [],
            "pager": pager if page.has_other_pages() else {},
        }
