"""A long list cut in pages, which its filters follow: parameters of the components ``pager`` and ``filter_bar``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.paginator import Page, Paginator

from pacte.web.filter_form import FilterForm

PAGE_SIZE, TALL_PAGE_SIZE = 50, 25
Row = TypeVar("Row")


class PagedFilterForm(FilterForm):
    """Filters of a list cut in pages; an unknown page is the nearest one."""

    page = forms.CharField(initial="1")
    # The field above, for a list whose URLs name it otherwise.
    page_field: ClassVar[str] = "page"
    # Rows that take several lines on a phone: fewer of them.
    has_tall_rows: ClassVar[bool] = False

    @property
    def page_size(self) -> int:
        return TALL_PAGE_SIZE if self.has_tall_rows else PAGE_SIZE

    def cut(self, rows: Sequence[Row]) -> Page[Row]:
        """The page that was asked. Only its rows are read when ``rows`` come from the database (``LazyRows``)."""
        return Paginator(rows, self.page_size).get_page(self.values[self.page_field])

    def pager(self, page: Page[Any], noun: str) -> dict[str, Any]:
        """Parameters of the component, for rows of which ``noun`` is in the plural; empty for a single page."""
        if not page.has_other_pages():
            return {}
        return {
            "first": page.start_index(),
            "last": page.end_index(),
            "total": page.paginator.count,
            "previous_url": self.page_url(page.previous_page_number()) if page.has_previous() else "",
            "next_url": self.page_url(page.next_page_number()) if page.has_next() else "",
            "thing": noun,
        }

    def page_url(self, number: int) -> str:
        return self.querystring(**{self.page_field: number})

    def list_context(self, page: Page[Any], noun: str, labels: Mapping[str, str]) -> dict[str, Any]:
        """Parameters of the components around the list: its ``pager``, and its filters.

        ``chips`` drop one filter each, and ``ways`` all of them; ``labels``: by filter, empty for one that is not set.
        """
        chips = [
            {"label": label, "url": self.querystring(**{name: ""}) or "?"} for name, label in labels.items() if label
        ]
        ways = [{"label": "Enlever les filtres", "url": "?"}] if chips else []
        return {"chips": chips, "ways": ways, "pager": self.pager(page, noun)}
