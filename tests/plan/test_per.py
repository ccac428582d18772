"""« par département », « par an », « par session »: what a target is promised for each of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.plan.records.per import FigurePer, PerNature
from pacte.plan.rules.check import check_plan
from pacte.plan.rules.per import parse_per
from pacte.reference.records import ZoneKind
from tests.plan.contents import row, small_plan, target


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("département", ZoneKind.DEPARTMENT),
        ("dépt", ZoneKind.DEPARTMENT),
        ("Par Départements", ZoneKind.DEPARTMENT),
        ("bassin de vie", ZoneKind.LIVING_AREA),
        ("bassins de vie", ZoneKind.LIVING_AREA),
        ("zone d’emploi", ZoneKind.EMPLOYMENT_ZONE),
        ("zone d'emploi", ZoneKind.EMPLOYMENT_ZONE),
        ("bassin d’emploi", ZoneKind.LABOUR_BASIN),
        ("commune", ZoneKind.COMMUNE),
        ("EPCI", ZoneKind.EPCI),
    ],
)
def test_a_kind_of_place_is_read(text: str, kind: ZoneKind) -> None:
    assert (parse_per(text).nature, parse_per(text).zone_kind) == (PerNature.PLACE, kind)


@pytest.mark.parametrize(
    ("text", "months"), [("mois", 1), ("trimestre", 3), ("semestre", 6), ("an", 12), ("/ année", 12)]
)
def test_a_period_is_read(text: str, months: int) -> None:
    assert (parse_per(text).nature, parse_per(text).months) == (PerNature.PERIOD, months)


@pytest.mark.parametrize("text", ["session", "heure-stagiaire", "heures stagiaires", "personne", "parcours"])
def test_a_unit_of_measure_is_part_of_the_figure(text: str) -> None:
    assert parse_per(text).nature is PerNature.MEASURE
    assert not parse_per(text).is_by_unit


@pytest.mark.parametrize("text", ["territoire", "département et par an", "bassin", "jour", "x"])
def test_a_word_that_is_not_known_is_not_guessed(text: str) -> None:
    assert parse_per(text) == FigurePer(PerNature.UNKNOWN)


@given(st.text(max_size=20))
def test_any_text_is_read_and_only_a_blank_one_is_nothing(text: str) -> None:
    assert (parse_per(text).nature is PerNature.NONE) == (not text.strip().strip("/").strip())


@pytest.mark.parametrize(("per", "codes"), [("canton", ["figure_unknown_per"]), ("département", []), ("", [])])
def test_the_check_of_a_plan_tells_a_target_whose_per_is_unknown(per: str, codes: list[str]) -> None:
    content = small_plan(row("A01", 1, figures=(target(per=per),)))
    told = [each for each in check_plan(content) if each.code.startswith("figure")]
    assert [each.code for each in told] == codes
    assert not any(each.is_error for each in told)
