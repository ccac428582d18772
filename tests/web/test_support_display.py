"""What is said of supported providers beside others: the chart, its table, and how far to believe it."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string

from pacte.indicators.records.support import SupportComparison, SupportSide
from pacte.web.pages.plan.support_display import comparison_context
from tests.web.plan_stage import plain

CAUSE = "Ce n’est pas la preuve d’une cause"


def page(*, low: int = -19, high: int = -1, providers: int = 5, left_out: int = 0) -> str:
    sides = tuple(
        SupportSide(is_supported, is_after, 31, 180, providers if is_supported else 22)
        for is_supported in (True, False)
        for is_after in (False, True)
    )
    proof = comparison_context(SupportComparison(-10, low, high, sides, left_out), "preuve-x", "sorties")
    return " ".join(re.sub(r"<[^>]+>", " ", plain(render_to_string("plan/support.html", {"proof": proof}))).split())


def test_the_interval_is_drawn_and_the_four_shares_are_in_a_table() -> None:
    text = page()
    assert "−10,0 points, entre −19,0 et −1,0" in text
    assert "comparables, sans plan l’année d’après 31 % 180 22" in text
    assert "L’intervalle contient zéro" not in text


@pytest.mark.parametrize(("providers", "says"), [(9, True), (10, False)])
def test_few_providers_are_no_proof_of_a_cause_and_many_are_still_no_draw(providers: int, says: bool) -> None:
    text = page(providers=providers)
    assert (CAUSE in text) is says
    assert ("se sont portés candidats" in text) is not says


def test_what_may_be_chance_and_who_is_left_out_are_said() -> None:
    text = page(high=2, left_out=1)
    assert "L’intervalle contient zéro" in text
    assert "1 organisme accompagné n’est pas compté" in text


def test_without_a_comparison_nothing_is_drawn() -> None:
    assert plain(render_to_string("plan/support.html", {"proof": {"measure": "3 chantiers"}})).strip() == ""
