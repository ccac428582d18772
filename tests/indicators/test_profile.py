"""Profile of a zone, and what changed there between two days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries import series_summaries, zone_profile
from pacte.indicators.records.profile import ZoneFit, ZoneFitKind, ZoneProfile, ZoneSeries, ZoneValue
from pacte.indicators.records.series_input import SeriesPointInput
from pacte.indicators.rules.profile_blocks import period_text, profile_blocks, profile_headlines
from pacte.indicators.rules.profile_changes import ChangeSense, compare_profiles
from pacte.indicators.services import add_points, save_series
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.reference.records import ZoneKind
from tests.cast import MACHINE, Cast, gather_cast
from tests.kept import kept_for_module
from tests.web.world_territory import NEEDS, PEOPLE, territory_of_the_world, year

EXACT = ZoneFit(ZoneFitKind.EXACT, "department", ("18",), 3, 3)


def there(*values: ZoneValue, direction: str = "falling", breaks: tuple[tuple[date, str], ...] = ()) -> ZoneProfile:
    series = ZoneSeries(
        "unemployment_rate", "Taux de chômage", "%", "unemployment", direction, False, "Insee", "LO", "2023", "", EXACT,
        values, breaks=breaks,
    )  # fmt: skip
    return ZoneProfile("department", "18", "Cher", 3, date(2024, 1, 1), (series,))


def value(when: int, number: str | None, *, split: str = "", hidden: int = 0) -> ZoneValue:
    return ZoneValue(split, *year(when), None if number is None else Decimal(number), hidden)


def test_a_fall_of_unemployment_is_good_news_in_points() -> None:
    profile = there(value(2019, "8.6"), value(2023, "7.3"))
    (found,) = compare_profiles(profile, first=date(2020, 1, 1), last=date(2024, 1, 1)).changes
    assert (found.difference, found.sense, found.break_reasons) == (Decimal("-1.3"), ChangeSense.BETTER, "")


def test_a_break_between_the_two_periods_is_said_instead_of_judged() -> None:
    profile = there(value(2019, "8.6"), value(2023, "7.3"), breaks=((date(2021, 1, 1), "nouvelle enquête"),))
    (found,) = compare_profiles(profile, first=date(2020, 1, 1), last=date(2024, 1, 1)).changes
    assert found.break_reasons == "nouvelle enquête"


def test_a_secret_value_has_no_difference() -> None:
    profile = there(value(2019, None, hidden=1), value(2023, "7.3"))
    (found,) = compare_profiles(profile, first=date(2020, 1, 1), last=date(2024, 1, 1)).changes
    assert found.difference is None


def test_a_series_with_one_period_is_named_with_its_reason() -> None:
    found = compare_profiles(there(value(2019, "8.6")), first=date(2020, 1, 1), last=date(2024, 1, 1))
    assert found.changes == ()
    assert found.not_compared == (("Taux de chômage", "une seule période aux deux dates (2019)"),)
    before = compare_profiles(there(value(2019, "8.6")), first=date(2018, 1, 1), last=date(2024, 1, 1))
    assert "la première est de 2019" in before.not_compared[0][1]


def test_what_moved_most_comes_first() -> None:
    pairs = [("a:1", "10", "30"), ("a:2", "10", "9"), ("a:3", "10", "4"), ("a:4", "5", "5")]
    values = [
        each for split, was, now in pairs for each in (value(2019, was, split=split), value(2023, now, split=split))
    ]
    (moved,) = compare_profiles(there(*values), first=date(2020, 1, 1), last=date(2024, 1, 1)).moves
    assert [name for name, _, _ in moved.up] == ["1"]
    assert [name for name, _, _ in moved.down] == ["3", "2"]


def test_a_period_is_told_as_people_say_it() -> None:
    assert period_text(*year(2024)) == "2024"
    assert period_text(date(2024, 12, 1), date(2024, 12, 31)) == "décembre 2024"


def made_cast() -> Cast:
    made = gather_cast()
    territory_of_the_world(made)
    return made


kept_cast = kept_for_module(made_cast)


def test_anybody_reads_the_profile_and_its_secrets_stay_secret(cast: Cast) -> None:
    with acting_as(NOBODY):
        profile = zone_profile(
            actor=NOBODY, host_id=cast.region.pk, kind=ZoneKind.DEPARTMENT, code="18", known_on=today()
        )
    assert [each.value for each in profile_headlines(profile, {})] == ["297\u202f977"]
    (needs,) = profile_blocks(profile, {})
    assert [[cell.text for cell in row][2] for row in needs.rows] == ["40", "secret"]
    assert "1\u00a0valeur gardée secrète" in needs.sentence


def test_a_commune_is_answered_by_its_department(cast: Cast) -> None:
    with acting_as(NOBODY):
        profile = zone_profile(
            actor=NOBODY, host_id=cast.region.pk, kind=ZoneKind.COMMUNE, code="18033", known_on=today()
        )
    assert {each.fit.how for each in profile.series} == {ZoneFitKind.AROUND}
    (needs,) = profile_blocks(profile, {"department": ("département", "départements")})
    assert needs.sentence.endswith("(département Cher, qui le contient).")


def test_a_past_day_shows_what_was_known_then(cast: Cast) -> None:
    with acting_as(MACHINE):
        profile = zone_profile(
            actor=MACHINE, host_id=cast.region.pk, kind=ZoneKind.DEPARTMENT, code="18", known_on=date(2020, 1, 1)
        )
    assert profile.series == ()


def test_a_series_kept_for_the_pact_is_not_for_the_public(cast: Cast) -> None:
    with acting_as(MACHINE):
        bought = save_series(
            actor=MACHINE, host=cast.region,
            data=type(NEEDS)(**{**{name: getattr(NEEDS, name) for name in NEEDS.__slots__}, "code": "bought",
                                 "is_public": False}),
        )  # fmt: skip
        add_points(
            actor=MACHINE, series=bought, points=[SeriesPointInput("department", "18", *year(2024), Decimal(1))],
            source_label="enquête",
        )  # fmt: skip
    for part, seen in (("analyst", True), ("intruder", False)):
        with acting_as(cast[part].actor) as actor:
            codes = {each.code for each in series_summaries(actor=actor, host_id=cast.region.pk, known_on=today())}
        assert ("bought" in codes) is seen
        assert PEOPLE.code in codes


def test_a_zone_that_does_not_exist_is_unseen(cast: Cast) -> None:
    with acting_as(NOBODY), pytest.raises(NotFound):
        zone_profile(actor=NOBODY, host_id=cast.region.pk, kind=ZoneKind.DEPARTMENT, code="99", known_on=today())
