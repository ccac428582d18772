"""Demonstration data: barriers are lifted after they were recorded, before the training ends, never in the future."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import cast

from pacte.demo.region.barriers import invented_barriers
from pacte.demo.region.invented_journey import InventedJourney
from pacte.journeys.records import Theme

TODAY = date(2026, 11, 24).toordinal()
BARRIERS = [(theme.value, "") for theme in Theme if theme not in (Theme.JOB, Theme.TRAINING)]


def life(turn: int, opened: int, ended: int | None) -> InventedJourney:
    told = SimpleNamespace(variation=turn, steps=[("need_expressed", opened, "{}")], ended_on=ended)
    return cast("InventedJourney", told)


def test_a_barrier_is_lifted_between_the_day_it_is_noted_and_the_end_of_the_journey() -> None:
    lifted = 0
    for turn in range(200):
        for opened, ended in ((TODAY - 900, TODAY - 850), (TODAY - 20, None), (TODAY - 900, None)):
            for each in invented_barriers(life(turn, opened, ended), BARRIERS, TODAY):
                assert each.on == opened
                if each.solved is not None:
                    lifted += 1
                    assert opened < each.solved < (ended or TODAY)
    assert lifted > 100
