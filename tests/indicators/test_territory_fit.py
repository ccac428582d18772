"""Zones that answer for the zone asked: itself, its parts, some of its communes, a larger zone."""

from __future__ import annotations

from pacte.indicators.records.profile import ZoneFit, ZoneFitKind
from pacte.indicators.rules.territory_fit import zone_fit

# Two departments; one basin within each, and one across both; EPCI « E » is across two basins.
COMMUNES = {"a": "18", "b": "18", "c": "18", "d": "36"}
BASINS = {"a": "B1", "b": "B1", "c": "B2", "d": "B2"}
MEMBERSHIP = {
    "commune": {each: each for each in COMMUNES}, "department": COMMUNES, "labour_basin": BASINS,
    "region": dict.fromkeys(COMMUNES, "24"),
}  # fmt: skip


def fit(kind: str, code: str, communes: str, present: dict[str, set[str]], *, additive: bool = True) -> ZoneFit | None:
    return zone_fit(
        kind, code, frozenset(communes), membership=MEMBERSHIP,
        present={each: frozenset(codes) for each, codes in present.items()}, is_additive=additive,
    )  # fmt: skip


def test_the_zone_itself_comes_first() -> None:
    found = fit("department", "18", "abc", {"department": {"18"}, "commune": {"a", "b", "c"}})
    assert found == ZoneFit(ZoneFitKind.EXACT, "department", ("18",), 3, 3)


def test_parts_that_cover_the_zone_add_up() -> None:
    found = fit("region", "24", "abcd", {"labour_basin": {"B1", "B2"}})
    assert found == ZoneFit(ZoneFitKind.SUMMED, "labour_basin", ("B1", "B2"), 4, 4)


def test_a_rate_does_not_add_up_and_is_told_zone_by_zone() -> None:
    found = fit("region", "24", "abcd", {"department": {"18", "36"}}, additive=False)
    assert found == ZoneFit(ZoneFitKind.SPREAD, "department", ("18", "36"), 4, 4)


def test_some_communes_make_a_minimum() -> None:
    assert fit("department", "18", "abc", {"commune": {"a", "d"}}) == ZoneFit(ZoneFitKind.PART, "commune", ("a",), 1, 3)


def test_a_small_zone_is_answered_by_the_smallest_around_it() -> None:
    found = fit("commune", "a", "a", {"labour_basin": {"B1"}, "region": {"24"}}, additive=False)
    assert found == ZoneFit(ZoneFitKind.AROUND, "labour_basin", ("B1",), 1, 1)


def test_a_zone_astride_is_answered_by_the_one_that_holds_most_and_says_so() -> None:
    found = fit("department", "18", "abc", {"labour_basin": {"B1", "B2"}})
    assert found == ZoneFit(ZoneFitKind.MOSTLY, "labour_basin", ("B1",), 2, 3)


def test_zones_elsewhere_do_not_answer() -> None:
    assert fit("department", "36", "d", {"department": {"18"}, "labour_basin": {"B1"}}) is None


def test_a_zoning_that_is_not_loaded_does_not_answer() -> None:
    assert fit("department", "18", "abc", {"living_area": {"X"}}) is None
