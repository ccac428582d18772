"""Territorial diagnosis of the demonstration: the public series shipped with pacte, as published by its day; invented
needs, and what no public series says yet; a survey, a dispute. Loaded once.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pacte.accounts.queries import organisation_by_name
from pacte.demo.region.setting import RECORDED_BY
from pacte.demo.stories.diagnosis_data import DiagnosisStories, DisputeStory, diagnosis_stories
from pacte.exchange.series_files.shipped import import_shipped_series
from pacte.indicators.queries import all_series
from pacte.indicators.queries.disputes import visible_disputes
from pacte.indicators.queries.gaps import plan_gaps
from pacte.indicators.records.dispute import DisputeInput
from pacte.indicators.records.profile import FICTITIOUS
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
_FIRST_YEAR = 2018


def load_diagnosis(*, actor: Actor, region: Organisation, plan: Plan, on: date) -> None:
    """Must run as the system actor."""
    # The pages say who noted a gap: not the command that loads the demonstration.
    actor = replace(actor, name=RECORDED_BY)
    stories = diagnosis_stories(on)
    known = {each.code for each in all_series(actor=actor, host_id=region.pk)}
    if stories.series.needs.code not in known:
        import_shipped_series(actor=actor, host=region, published_by=on)
        _load_fictitious_series(actor, region, stories, on)
    if stories.series.eligible.code not in known:
        _load_series(actor, region, stories, stories.series.eligible, list(_eligible(stories, on)))
    if not plan_gaps(actor=actor, plan=plan):
        _load_gaps(actor, plan, stories)
    if not visible_disputes(actor=actor, host_id=region.pk):
        _load_dispute(actor, region, stories.dispute, on)


def _load_fictitious_series(actor: Actor, region: Organisation, stories: DiagnosisStories, on: date) -> None:
    """Of the years that had ended by that day. A public series is in place of the invented one that says the same."""
    real = {each.code for each in all_series(actor=actor, host_id=region.pk, with_breaks=False)}
    draw = random.Random(_SEED)  # noqa: S311 — invented figures, the same each time
    departments = [each.code for each in places_of_kind(ZoneKind.DEPARTMENT)]
    series, last = stories.series, on.year - 1
    hiring = list(_hiring(draw, departments, stories, sorted({_FIRST_YEAR, last})))
    for sheet, points in (
        (series.population, list(_population(on))),
        (series.needs, [each for each, _ in hiring]),
        (series.hard_to_fill, [each for _, each in hiring]),
        (series.offers, list(_counted(draw, departments, stories, last, 20, 400))),
        (series.seekers, list(_counted(draw, departments, stories, last, 40, 600))),
        (series.tension, list(_tensions(draw, departments, stories, last))),
        (series.reading, list(_rates(draw, departments, range(_FIRST_YEAR, on.year, 2), 7, 13))),
    ):
        if sheet.code.removeprefix(FICTITIOUS) not in real:
            _load_series(actor, region, stories, sheet, points)


def _load_series(
    actor: Actor, region: Organisation, stories: DiagnosisStories, sheet: SeriesInput, points: list[SeriesPointInput]
) -> None:
    series = save_series(actor=actor, host=region, data=sheet)
    add_points(actor=actor, series=series, points=points, source_label=sheet.source)
    if any(each.split in stories.occupations for each in points):
        more = {code: trade.name for code, trade in stories.more_tensions.items()}
        save_split_names(actor=actor, series=series, names=stories.occupations | more)
    if sheet is stories.series.reading and stories.reading_break:
        record_series_break(
            actor=actor, series=series, on=stories.reading_break.on, reason=stories.reading_break.reason
        )


def _population(on: date) -> Iterator[SeriesPointInput]:
    """Real populations of the first and last editions of that day in the territory data.

    The population in force in a year was counted about three years before: it is dated on the year of the count.
    """
    years = _editions(on)
    for year in sorted({years[0], years[-1]}):
        for each in places_of_kind(ZoneKind.COMMUNE, edition=year):
            if each.population is not None:
                yield _point(ZoneKind.COMMUNE, each.code, year - _COUNTED_BEFORE, Decimal(each.population))


def _editions(on: date) -> Sequence[int]:
    """Editions published by that day; the first one before any."""
    editions = territory_editions()
    return [year for year in editions if year <= on.year] or editions[:1]


def _eligible(stories: DiagnosisStories, on: date) -> Iterator[SeriesPointInput]:
    """Eligible population by public, in each department and in their region."""
    year, inhabited = _editions(on)[-1], Counter[str]()
    for each in places_of_kind(ZoneKind.COMMUNE, edition=year):
        inhabited[each.department_code] += each.population or 0
    (region,) = places_of_kind(ZoneKind.REGION)
    for kind, code, people in (
        *((ZoneKind.DEPARTMENT, code, people) for code, people in sorted(inhabited.items())),
        (ZoneKind.REGION, region.code, inhabited.total()),
    ):
        for public, share in {"": 100, **stories.publics}.items():
            tens = round(people * stories.jobless * share / 1_000)
            yield _point(kind, code, year - _COUNTED_BEFORE, Decimal(10 * tens), public)


def _hiring(
    draw: random.Random, departments: list[str], stories: DiagnosisStories, years: list[int]
) -> Iterator[tuple[SeriesPointInput, SeriesPointInput]]:
    for year in years:
        for code in departments:
            for split in stories.occupations:
                count = draw.randint(5, 420)
                hard = round(count * draw.uniform(0.3, 0.8))
                secret = count < _SUPPRESS_BELOW
                yield (
                    _point(ZoneKind.DEPARTMENT, code, year, None if secret else Decimal(count), split),
                    _point(ZoneKind.DEPARTMENT, code, year, None if secret else Decimal(hard), split),
                )


def _counted(
    draw: random.Random, departments: list[str], stories: DiagnosisStories, year: int, low: int, high: int
) -> Iterator[SeriesPointInput]:
    for code in departments:
        for split in stories.occupations:
            yield _point(ZoneKind.DEPARTMENT, code, year, Decimal(draw.randint(low, high)), split)


def _tensions(
    draw: random.Random, departments: list[str], stories: DiagnosisStories, last: int
) -> Iterator[SeriesPointInput]:
    """Of the last year, then of those before: what was attested then is read at the level of then."""
    yield from _levels(draw, departments, stories, last)
    earlier = random.Random(_SEED)  # noqa: S311 — invented levels, the same each time; no other draw moves
    for year in range(_FIRST_YEAR, last):
        yield from _levels(earlier, departments, stories, year)
    for year in range(_FIRST_YEAR, last + 1):
        yield from _more_levels(departments, stories, year)


def _levels(
    draw: random.Random, departments: list[str], stories: DiagnosisStories, year: int
) -> Iterator[SeriesPointInput]:
    for code in departments:
        for split in stories.occupations:
            yield _point(ZoneKind.DEPARTMENT, code, year, Decimal(draw.randint(1, 5)), split)


def _more_levels(departments: list[str], stories: DiagnosisStories, year: int) -> Iterator[SeriesPointInput]:
    for split, trade in stories.more_tensions.items():
        for code in departments:
            yield _point(ZoneKind.DEPARTMENT, code, year, Decimal(trade.level), split)


def _rates(
    draw: random.Random, departments: list[str], years: range, low: int, high: int
) -> Iterator[SeriesPointInput]:
    for code in departments:
        level = draw.uniform(low, high)
        for rank, year in enumerate(years):
            value = Decimal(f"{level - 0.15 * rank + draw.uniform(-0.2, 0.2):.1f}")
            yield _point(ZoneKind.DEPARTMENT, code, year, value)


def _point(kind: ZoneKind, code: str, year: int, value: Decimal | None, split: str = "") -> SeriesPointInput:
    return SeriesPointInput(kind.value, code, date(year, 1, 1), date(year, 12, 31), value, split=split)


def _load_gaps(actor: Actor, plan: Plan, stories: DiagnosisStories) -> None:
    noted = [record_gap(actor=actor, plan=plan, data=each) for each in stories.gaps]
    story = stories.survey
    if story is None:
        return
    survey = open_survey(actor=actor, plan=plan, data=story.survey, gaps=noted[:1])
    record_survey_answers(actor=actor, survey=survey, gap=noted[0], strata=story.strata, on=story.answered_on)


def _load_dispute(actor: Actor, region: Organisation, story: DisputeStory, on: date) -> None:
    """A dispute with both sides and both lists; the journey numbers belong to no one."""
    first, second = organisation_by_name(story.first.body), organisation_by_name(story.second.body)
    is_known = max(each.side.known_on for each in (story.first, story.second)) <= on
    if first is None or second is None or not is_known:
        return
    dispute_input = DisputeInput(
        story.subject, story.first_on, story.last_on, story.due_on, (first.pk, second.pk),
        unit=story.unit, territory=story.territory, indicator_code=story.indicator_code,
    )  # fmt: skip
    dispute = open_dispute(actor=actor, host=region, data=dispute_input)
    draw = random.Random(_SEED)  # noqa: S311 — invented figures, the same each time
    both = [f"FICTIF-{rank:04d}" for rank in range(1, 41)]
    for body, side, keys in ((first, story.first.side, both[:34]), (second, story.second.side, both[4:])):
        record_dispute_side(actor=actor, dispute=dispute, body=body, data=side)
        records = {key: {"fin": draw.choice(("terme", "abandon")) if key.endswith("7") else "terme"} for key in keys}
        record_dispute_list(actor=actor, dispute=dispute, body=body, records=records)
