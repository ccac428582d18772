"""Paging of a long list: the page asked for, and links that keep the filters."""

from __future__ import annotations

import pytest
from django import forms
from django.http import QueryDict

from pacte.web.paging import PAGE_SIZE, PagedFilterForm


class ThingFilters(PagedFilterForm):
    mots = forms.CharField(initial="")
    nature = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], initial="")


class CountedRows(list[int]):
    """List that records which slices are read."""

    read: list[object]

    def __getitem__(self, part: object) -> object:  # type: ignore[override]
        self.read = [*getattr(self, "read", []), part]
        return super().__getitem__(part)  # type: ignore[index]


@pytest.mark.parametrize(
    ("query", "first"), [("", 0), ("page=2", PAGE_SIZE), ("page=99", 2 * PAGE_SIZE), ("page=x", 0), ("page=-1", 100)]
)
def test_an_unknown_page_is_the_nearest_one(query: str, first: int) -> None:
    page = ThingFilters(QueryDict(query)).cut(range(2 * PAGE_SIZE + 7))
    assert page.object_list[0] == first


def test_only_the_rows_of_the_page_are_read() -> None:
    rows = CountedRows(range(3 * PAGE_SIZE))
    assert list(ThingFilters(QueryDict("page=2")).cut(rows)) == list(range(PAGE_SIZE, 2 * PAGE_SIZE))
    assert rows.read == [slice(PAGE_SIZE, 2 * PAGE_SIZE)]


def test_links_to_other_pages_keep_the_filters() -> None:
    filters = ThingFilters(QueryDict("mots=cher&page=2&nature=x"))
    context = filters.list_context(filters.cut(range(3 * PAGE_SIZE)), "choses", {"mots": "« cher »", "nature": ""})
    pager = context["pager"]
    assert (pager["previous_url"], pager["next_url"]) == ("?mots=cher&page=1", "?mots=cher&page=3")
    assert (pager["first"], pager["last"], pager["total"]) == (51, 100, 150)
    assert context["chips"] == [{"label": "« cher »", "url": "?"}]
    assert context["ways"][0]["url"] == "?"


def test_a_short_list_has_no_pager_and_without_filter_no_chip() -> None:
    filters = ThingFilters(QueryDict(""))
    context = filters.list_context(filters.cut([1, 2]), "choses", {"mots": "", "nature": ""})
    assert context == {"chips": [], "ways": [], "pager": {}}


class LetteredFilters(PagedFilterForm):
    page = None  # type: ignore[assignment]
    p = forms.CharField(initial="1")
    page_field, transient = "p", frozenset({"p"})


def test_a_list_may_name_its_page_otherwise() -> None:
    filters = LetteredFilters(QueryDict("p=2&page=1"))
    page = filters.cut(range(3 * PAGE_SIZE))
    assert (page.number, filters.pager(page, "choses")["next_url"]) == (2, "?p=3")
