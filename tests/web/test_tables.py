"""A table is declared once: its columns give headings, cells, totals, order and lines of CSV."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.template import Context, Template

from pacte.web.tables import Column, Table, cell, day_column, number_column


@dataclass(frozen=True)
class Order:
    label: str
    cents: int


ORDERS = [Order("Soudage", 300), Order("Cuisine", 100), Order("Soin", 200)]


def order_table(sort: str = "", orders: list[Order] = ORDERS) -> Table[Order]:
    return Table(
        orders,
        Column("Commande", lambda order: cell(order.label, url=f"/{order.label}/"), key="nom", order=lambda o: o.label),
        number_column("Montant", lambda order: cell(f"{order.cents} €", value=order.cents), total="600 €"),
        day_column("Signée", lambda order: "1er mai 2020"),
        id="commandes",
        caption="Commandes",
        empty="Aucune commande.",
        sort=sort,
        sort_url=lambda key: f"?tri={key}",
    )


def labels(table: Table[Order]) -> list[str]:
    return [row[0]["text"] for row in table["rows"]]


def test_rows_keep_their_order_without_a_sort() -> None:
    assert labels(order_table()) == ["Soudage", "Cuisine", "Soin"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [("nom", ["Cuisine", "Soin", "Soudage"]), ("-nom", ["Soudage", "Soin", "Cuisine"])],
)
def test_rows_follow_the_sort_of_the_url(sort: str, expected: list[str]) -> None:
    assert labels(order_table(sort)) == expected


def test_a_column_that_is_none_is_left_out() -> None:
    table = Table(ORDERS, None, Column("Commande", lambda order: order.label), None, id="c", caption="Commandes")
    assert [column["label"] for column in table["columns"]] == ["Commande"]
    assert list(table.records()) == [["Commande"], ["Soudage"], ["Cuisine"], ["Soin"]]


def test_an_unknown_sort_changes_nothing() -> None:
    assert labels(order_table("cents; drop table")) == ["Soudage", "Cuisine", "Soin"]


@pytest.mark.parametrize(
    ("sort", "url", "state"),
    [("", "?tri=nom", None), ("nom", "?tri=-nom", "ascending"), ("-nom", "?tri=nom", "descending")],
)
def test_the_heading_links_to_the_other_order(sort: str, url: str, state: str | None) -> None:
    heading = order_table(sort)["columns"][0]
    assert (heading["sort_url"], heading.get("sorted")) == (url, state)


def test_the_last_line_holds_the_totals() -> None:
    assert order_table()["totals"] == ["", "600 €", ""]


def test_a_table_without_totals_has_no_last_line() -> None:
    assert Table(ORDERS, Column("Nom", lambda order: order.label), id="a", caption="A")["totals"] is None


def test_csv_holds_labels_then_bare_values() -> None:
    assert list(order_table().records())[:2] == [
        ["Commande", "Montant", "Signée"],
        ["Soudage", "300", "1er mai 2020"],
    ]


def test_a_zero_keeps_its_value_in_csv() -> None:
    assert list(order_table(orders=[Order("Rien", 0)]).records())[1] == ["Rien", "0", "1er mai 2020"]


def test_a_table_is_true_when_it_has_a_row() -> None:
    assert order_table()
    assert not order_table(orders=[])


def render(table: Table[Order]) -> str:
    return Template('{% component "table" from=table %}').render(Context({"table": table}))


def test_the_component_draws_it() -> None:
    html = render(order_table("nom"))
    assert '<a href="/Soin/">Soin</a>' in html
    assert 'data-value="300"' in html
    assert 'aria-sort="ascending"' in html


def test_an_empty_table_says_so() -> None:
    assert "Aucune commande." in render(order_table(orders=[]))
