"""The demonstration region has figures close to published ones, and is identical on every machine."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest

from pacte.demo.region.calibration import TARGETS
from pacte.demo.region.loading import PROVIDERS, drawn_for
from pacte.demo.region.training_supply import Town
from pacte.infra.instance import PROJECT_ROOT
from tests.oracles.region_measures import measure_region

GUIDE = PROJECT_ROOT / "docs" / "guide" / "region-de-demonstration.md"
TODAY = date(2023, 12, 31)
DEPARTMENTS = ("18", "28", "36", "37", "41", "45")


def some_towns() -> list[Town]:
    """Invented towns of all sizes in the six departments. The product reads the real ones from the database."""
    return [
        Town(f"{department}{rank:03d}", f"Commune {rank}", department, 120_000 // rank, 47.0, 2.0)
        for department in DEPARTMENTS
        for rank in range(1, 200)
    ]


def obtained(share: float = 0.25, today: date = TODAY) -> dict[str, float]:
    return measured(share, today)[0]


@cache
def measured(share: float, today: date) -> tuple[dict[str, float], float]:
    towns = some_towns()
    largest = sorted(towns, key=lambda town: -town.weight)[:42]
    return measure_region(
        drawn_for=drawn_for, towns=towns, training_towns=largest, provider_count=PROVIDERS, today=today, share=share
    )


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_the_region_reproduces_a_published_figure(name: str) -> None:
    target = TARGETS[name]
    assert target.low <= obtained()[name] <= target.high, f"{target.label} : {obtained()[name]:.3f}"


def test_the_four_years_are_the_same_whatever_the_day_that_follows() -> None:
    assert obtained() == obtained(today=date(2024, 6, 3))


def test_of_those_who_go_on_after_a_preparation_some_go_for_a_certificate() -> None:
    assert 0.25 <= measured(0.25, TODAY)[1] <= 0.5


def test_every_target_says_where_it_comes_from() -> None:
    assert all(target.source and target.published for target in TARGETS.values())
    assert set(TARGETS) == set(obtained())


def said(value: float) -> str:
    """Value as the guide writes it: « 8,0 % » for a share, « 3 020 » for a number."""
    return f"{value * 100:.1f} %".replace(".", ",") if value <= 1 else f"{value:,.0f}".replace(",", " ")


def read(text: str) -> float:
    value = float(text.removesuffix("%").replace(" ", "").replace(",", "."))
    return value / 100 if text.endswith("%") else value


def test_the_guide_says_each_target_and_what_is_obtained() -> None:
    """The guide holds the targets, and figures within a quarter of the tolerated range of those obtained here."""
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", GUIDE.read_text("utf-8"), re.M)
    told = {row[0]: row for row in rows[1:] if not row[0].startswith("-")}
    assert told.keys() == {target.label for target in TARGETS.values()}
    for name, target in TARGETS.items():
        _, published, tolerated, written, source = told[target.label]
        assert (published, source) == (target.published, target.source)
        assert tolerated == f"{said(target.low)} à {said(target.high)}"
        assert read(written) == pytest.approx(obtained()[name], abs=(target.high - target.low) / 4), target.label
