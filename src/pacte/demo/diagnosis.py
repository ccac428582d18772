"""Territorial diagnosis of the demonstration: real populations, invented needs, a survey, a dispute. Loaded once."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pacte.accounts.queries import organisation_by_name
from pacte.demo import diagnosis_fixtures
from pacte.indicators.queries import all_series
from pacte.indicators.queries.disputes import visible_disputes
from pacte.indicators.queries.gaps import plan_gaps
from pacte.indicators.records.dispute import DisputeInput
from pacte.indicators.records.series_input import SeriesInput, SeriesPointInput
from pacte.indicators.services import add_points, record_series_break, save_series, save_split_names
from pacte.indicators.services.disputes import open_dispute, record_dispute_list, record_dispute_side
from pacte.indicators.services.gaps import open_survey, record_gap, record_survey_answers
from pacte.reference.queries import places_of_kind, territory_editions
from pacte.reference.records import ZoneKind

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan

_SEED = 34
_SUPPRESS_BELOW = 12
_COUNTED_BEFORE = 3


def load_diagnosis(*, actor: Actor, region: Organisation, plan: Plan, on: date) -> None:
    """Must run as the system actor."""
    known = {each.code for each in all_series(actor=actor, host_id=region.pk)}
    if diagnosis_fixtures.NEEDS.code not in known:
        _load_fictitious_series(actor, region)
    if diagnosis_fixtures.ELIGIBLE.code not in known:
        _load_series(actor, region, diagnosis_fixtures.ELIGIBLE, list(_eligible()))
    if not plan_gaps(actor=actor, plan=plan):
        _load_gaps(actor, plan)
    if not visible_disputes(actor=actor, host_id=region.pk):
        _load_dispute(actor, region, on)


def _load_fictitious_series(actor: Actor, region: Organisation) -> None:
    draw = random.Random(_SEED)  # noqa: S311 — invented figures, the same each time
    departments = [each.code for each in places_of_kind(ZoneKind.DEPARTMENT)]
    hiring = list(_hiring(draw, departments))
    for sheet, points in (
        (diagnosis_fixtures.POPULATION, list(_population())),
        (diagnosis_fixtures.NEEDS, [each for each, _ in hiring]),
        (diagnosis_fixtures.HARD_TO_FILL, [each for _, each in hiring]),
        (diagnosis_fixtures.OFFERS, list(_counted(draw, departments, 20, 400))),
        (diagnosis_fixtures.SEEKERS, list(_counted(draw, departments, 40, 600))),
        (diagnosis_fixtures.TENSION, list(_levels(draw, departments))),
        (diagnosis_fixtures.UNEMPLOYMENT, list(_rates(draw, departments, range(2017, 2025), 7, 10))),
        (diagnosis_fixtures.READING, list(_rates(draw, departments, (2018, 2020, 2022), 7, 13))),
    ):
        _load_series(actor, region, sheet, points)


def _load_series(actor: Actor, region: Organisation, sheet: SeriesInput, points: list[SeriesPointInput]) -> None:
    series = save_series(actor=actor, host=region, data=sheet)
    add_points(actor=actor, series=series, points=points, source_label=sheet.source)
    if any(each.split in dict(diagnosis_fixtures.OCCUPATIONS) for each in points):
        save_split_names(actor=actor, series=series, names=dict(diagnosis_fixtures.OCCUPATIONS))
    if sheet is diagnosis_fixtures.READING:
        record_series_break(
            actor=actor, series=series, on=diagnosis_fixtures.BREAK[0], reason=diagnosis_fixtures.BREAK[1]
        )


def _population() -> Iterator[SeriesPointInput]:
    """Real populations of the first and last editions in the territory data.

    The population in force in a year was counted about three years before: it is dated on the year of the count.
    """
    years = territory_editions()
    for year in (years[0], years[-1]):
        for each in places_of_kind(ZoneKind.COMMUNE, edition=year):
            if each.population is not None:
                yield _point(ZoneKind.COMMUNE, each.code, year - _COUNTED_BEFORE, Decimal(each.population))


def _eligible() -> Iterator[SeriesPointInput]:
    """Eligible population by public, in each department and in their region."""
    year, inhabited = territory_editions()[-1], Counter[str]()
    for each in places_of_kind(ZoneKind.COMMUNE, edition=year):
        inhabited[each.department_code] += each.population or 0
    (region,) = places_of_kind(ZoneKind.REGION)
    for kind, code, people in (
        *((ZoneKind.DEPARTMENT, code, people) for code, people in sorted(inhabited.items())),
        (ZoneKind.REGION, region.code, inhabited.total()),
    ):
        for public, share in {"": 100, **diagnosis_fixtures.PUBLICS}.items():
            tens = round(people * diagnosis_fixtures.JOBLESS * share / 1_000)
            yield _point(kind, code, year - _COUNTED_BEFORE, Decimal(10 * tens), public)


def _hiring(draw: random.Random, departments: list[str]) -> Iterator[tuple[SeriesPointInput, SeriesPointInput]]:
    for year in diagnosis_fixtures.YEARS:
        for code in departments:
            for split, _ in diagnosis_fixtures.OCCUPATIONS:
                count = draw.randint(5, 420)
                hard = round(count * draw.uniform(0.3, 0.8))
                secret = count < _SUPPRESS_BELOW
                yield (
                    _point(ZoneKind.DEPARTMENT, code, year, None if secret else Decimal(count), split),
                    _point(ZoneKind.DEPARTMENT, code, year, None if secret else Decimal(hard), split),
                )


def _counted(draw: random.Random, departments: list[str], low: int, high: int) -> Iterator[SeriesPointInput]:
    for code in departments:
        for split, _ in diagnosis_fixtures.OCCUPATIONS:
            yield _point(
                ZoneKind.DEPARTMENT, code, diagnosis_fixtures.YEARS[-1], Decimal(draw.randint(low, high)), split
            )


def _levels(draw: random.Random, departments: list[str]) -> Iterator[SeriesPointInput]:
    for code in departments:
        for split, _ in diagnosis_fixtures.OCCUPATIONS:
            yield _point(ZoneKind.DEPARTMENT, code, diagnosis_fixtures.YEARS[-1], Decimal(draw.randint(1, 5)), split)


def _rates(
    draw: random.Random, departments: list[str], years: range | tuple[int, ...], low: int, high: int
) -> Iterator[SeriesPointInput]:
    for code in departments:
        level = draw.uniform(low, high)
        for rank, year in enumerate(years):
            value = Decimal(f"{level - 0.15 * rank + draw.uniform(-0.2, 0.2):.1f}")
            yield _point(ZoneKind.DEPARTMENT, code, year, value)


def _point(kind: ZoneKind, code: str, year: int, value: Decimal | None, split: str = "") -> SeriesPointInput:
    return SeriesPointInput(kind.value, code, date(year, 1, 1), date(year, 12, 31), value, split=split)


def _load_gaps(actor: Actor, plan: Plan) -> None:
    noted = [record_gap(actor=actor, plan=plan, data=each) for each in diagnosis_fixtures.GAPS]
    survey = open_survey(actor=actor, plan=plan, data=diagnosis_fixtures.SURVEY, gaps=noted[:1])
    record_survey_answers(
        actor=actor, survey=survey, gap=noted[0], strata=diagnosis_fixtures.STRATA, on=diagnosis_fixtures.ANSWERED_ON
    )


def _load_dispute(actor: Actor, region: Organisation, on: date) -> None:
    """A dispute with both sides and both lists; the journey numbers belong to no one."""
    bodies = [organisation_by_name(each.body) for each in (diagnosis_fixtures.FIRST, diagnosis_fixtures.SECOND)]
    first, second = bodies
    if first is None or second is None:
        return
    dispute_input = DisputeInput(
        diagnosis_fixtures.SUBJECT,
        date(2020, 1, 1),
        date(2020, 12, 31),
        on + timedelta(days=30),
        (first.pk, second.pk),
        unit="entrées",
        territory="Cher",
        indicator_code="entries_by_residence",
    )
    dispute = open_dispute(actor=actor, host=region, data=dispute_input)
    draw = random.Random(_SEED)  # noqa: S311 — invented figures, the same each time
    both = [f"FICTIF-{rank:04d}" for rank in range(1, 41)]
    for body, side, keys in (
        (first, diagnosis_fixtures.FIRST, both[:34]),
        (second, diagnosis_fixtures.SECOND, both[4:]),
    ):
        record_dispute_side(actor=actor, dispute=dispute, body=body, data=side.side_input)
        records = {key: {"fin": draw.choice(("terme", "abandon")) if key.endswith("7") else "terme"} for key in keys}
        record_dispute_list(actor=actor, dispute=dispute, body=body, records=records)
