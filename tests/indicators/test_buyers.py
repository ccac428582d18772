"""Who buys what: euros by domain and buyer, and the share spent where several buyers buy the same thing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pacte.indicators.queries.buyers import plan_buyers
from pacte.indicators.rules.buyers import BuyerPurchase, buyer_split
from pacte.kernel.actor import NOBODY
from pacte.plan.models import Plan
from tests.indicators.written_facts import write_tables

REGION, EMPLOYMENT = "1", "2"


def bought(buyer: str, domain: str, department: str, year: int, euros: float, **more: str) -> BuyerPurchase:
    return BuyerPurchase(buyer, domain, more.get("nature", "certifying"), department, year, euros)


def test_euros_are_shared_where_two_buyers_buy_the_same_thing_the_same_year() -> None:
    split = buyer_split(
        [
            bought(REGION, "318", "18", 2019, 300), bought(EMPLOYMENT, "318", "18", 2019, 100),
            bought(REGION, "230", "18", 2019, 600),
            bought(REGION, "318", "18", 2020, 500), bought(EMPLOYMENT, "318", "28", 2020, 250),
            bought(EMPLOYMENT, "318", "18", 2020, 250, nature="prequalifying"),
        ]
    )  # fmt: skip
    assert split is not None
    assert split.buyers == (REGION, EMPLOYMENT)
    assert split.shared_by_year == ((2019, 0.4), (2020, 0))
    transport, metal = split.domains
    assert (transport.domain, transport.euros) == ("318", {REGION: 800, EMPLOYMENT: 600})
    assert transport.shared == (), "nothing in the last year"
    assert metal.euros == {REGION: 600}
    assert split.total(REGION) == 1_400


def test_the_departments_are_those_of_the_last_year() -> None:
    split = buyer_split(
        [bought(buyer, "318", where, 2020, 100) for where in ("37", "18") for buyer in (REGION, EMPLOYMENT)]
    )
    assert split is not None
    assert split.domains[0].shared == ("18", "37")


def test_without_purchases_there_is_nothing_to_split() -> None:
    assert buyer_split([]) is None
    assert buyer_split([bought(REGION, "318", "18", 2019, 0)]) is None


@pytest.mark.parametrize(("second", "share"), [("18033", 1.0), ("28085", 0.0)])
def test_the_ledger_says_who_bought_where(tmp_path: Path, second: str, share: float) -> None:
    """The same purchases, in one department or in two."""
    paid = {"host": 9, "happened_on": "2019-06-01", "recorded_at": "2019-06-01 09:00:00", "kind": "bought",
            "places": 10, "cents": 90_000, "order_id": 1, "domain": "318", "nature": "certifying"}  # fmt: skip
    rows = [
        {**paid, "fact": 1, "session": 1, "funder": 1, "session_commune": "18279"},
        {**paid, "fact": 2, "session": 2, "funder": 2, "session_commune": second},
        {**paid, "fact": 3, "session": 3, "funder": 3, "session_commune": second, "host": 8},
    ]
    write_tables(tmp_path, {"ledger": rows}, built_on=date(2020, 1, 1))
    split = plan_buyers(
        actor=NOBODY, plan=Plan(organisation_id=9), first=date(2019, 1, 1), last=date(2019, 12, 31),
        known_on=date(2020, 1, 1), facts_dir=tmp_path,
    )  # fmt: skip
    assert split is not None
    assert set(split.buyers) == {REGION, EMPLOYMENT}, "not those of another Region"
    assert split.shared_by_year == ((2019, share),)
