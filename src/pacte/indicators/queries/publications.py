"""Public tables: their list, what was published, and the counts to publish for a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import duckdb

from pacte.indicators import publications
from pacte.indicators.facts.dimensions import ZONE
from pacte.indicators.models import Publication
from pacte.indicators.queries.asking import ask
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.counting import words_of
from pacte.indicators.queries.store import opened
from pacte.indicators.queries.zones import load_zones, zone_names
from pacte.indicators.records import Answer, Indicator, Measure, Question, Reach, State
from pacte.indicators.records.publication import PublicTable, Published
from pacte.indicators.rules.publishing import from_document
from pacte.kernel.actor import Actor
from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.kernel.errors import NotFound
from pacte.reference.records import ZoneKind

# The date that gives the year of a session, as in the journey tables.
_STARTS_ON = "coalesce(first_starts_on, starts_on, ends_on)"


@cache
def public_tables() -> dict[str, PublicTable]:
    """By code, sorted."""
    found: dict[str, PublicTable] = load_catalog_entries(publications, "PUBLICATION")
    return dict(sorted(found.items()))


def published_years(*, actor: Actor, host_id: int) -> dict[str, tuple[int, ...]]:
    """Published years of each table, latest first. Public."""
    rows = Publication.objects.filter(organisation_id=host_id).order_by("-year").values_list("code", "year")
    known = public_tables()
    found: dict[str, tuple[int, ...]] = dict.fromkeys(known, ())
    for code, year in rows:
        if code in known:
            found[code] += (year,)
    return found


def published(*, actor: Actor, host_id: int, code: str, year: int) -> Published:
    """A table as published for one year. Public. Raises ``Unseen``."""
    table = public_tables().get(code)
    row = Publication.objects.filter(organisation_id=host_id, code=code, year=year).first()
    if table is None or row is None:
        raise NotFound
    return from_document(table, row.document)


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts that a table would publish for a year: its inner cells, and the label of each code by dimension.

    ``figures``: whether readers who see no small count get the figure of each zone, "" for all of them. ``crossings``:
    for a table by year of the end, people who started in an earlier year, by zone; one mapping per New Year and count.
    """

    counts: Mapping[tuple[str, ...], int]
    names: Sequence[Mapping[str, str]]
    figures: Mapping[str, bool]
    crossings: Sequence[Mapping[str, int]]


def counts_to_publish(
    *, actor: Actor, host_id: int, tables: Sequence[PublicTable], year: int, known_on: date, place: Path | None = None
) -> dict[str, Counted]:
    """By table code, the counts of a year before suppression. For the system actor only.

    Raises ``Unseen``, or ``Conflict`` before the first refresh of the facts.
    """
    if not actor.is_system:
        raise NotFound
    reach = Reach(hosts=frozenset({host_id}), sees_small=True)
    found: dict[str, Counted] = {}
    with opened(on=known_on, place=place) as connection:
        load_zones(connection, kind=ZoneKind.DEPARTMENT)
        labels = {ZONE: zone_names(ZoneKind.DEPARTMENT)}
        for table in tables:
            asked = indicator(table.indicator)
            question = Question(
                first=date(year, 1, 1), last=date(year, 12, 31), known_on=known_on, codes=(asked.code,), by=table.splits
            )
            (answer,) = ask(connection, [asked], question, reach, labels=labels)
            names = [words_of(split, labels) for split in table.by]
            masked = replace(question, by=(ZONE,) if ZONE in table.by and table.horizon is None else ())
            (told,) = ask(connection, [asked], masked, Reach(hosts=frozenset({host_id})), labels={}, place=place)
            crossings = _crossings(connection, table, asked, question, reach)
            found[table.code] = Counted(*_counted(table, answer, names), _read_of(told), crossings)
    return found


def _crossings(
    connection: duckdb.DuckDBPyConnection, table: PublicTable, asked: Indicator, question: Question, reach: Reach
) -> list[Mapping[str, int]]:
    """For the New Year before that year, then the one after it: respondents, those with a job, those without."""
    if table.horizon is None:
        return []
    answered = f"months = {table.horizon} and answered and year({_STARTS_ON}) < year(ended_on)"
    crossing = replace(
        asked, expected=None, waiting=None,
        numerator=Measure("situations", f"count(*) filter (where {answered} and {table.of_journeys})", on="ended_on"),
        denominator=Measure("situations", f"count(*) filter (where {answered})", on="ended_on"),
    )  # fmt: skip
    found: list[Mapping[str, int]] = []
    for year in (question.first.year, question.first.year + 1):
        ended = replace(question, first=date(year, 1, 1), last=date(year, 12, 31), by=(ZONE,))
        (answer,) = ask(connection, [crossing], ended, reach, labels={})
        values = {line.keys[0][1]: line.value for line in answer.lines[1:]}
        yes, all_of_them = (
            {zone: round(getattr(value, side) or 0) for zone, value in values.items()}
            for side in ("numerator", "denominator")
        )
        found += [all_of_them, yes, {zone: all_of_them[zone] - yes[zone] for zone in yes}]
    return found


def _read_of(answer: Answer) -> dict[str, bool]:
    if answer.refused:
        return {}
    return {line.keys[0][1] if line.keys else "": line.value.state is not State.HIDDEN for line in answer.lines}


def _counted(
    table: PublicTable, answer: Answer, names: Sequence[dict[str, str]]
) -> tuple[dict[tuple[str, ...], int], Sequence[Mapping[str, str]]]:  # fmt: skip
    counts: dict[tuple[str, ...], int] = {}
    for line in answer.lines[1:]:
        key = tuple(code for _, code, _ in line.keys)
        for rank, (_, code, label) in enumerate(line.keys):
            names[rank][code] = label
        numerator = round(line.value.numerator or 0)
        if table.parts is None:
            counts[key] = numerator
        else:
            counts[(*key, "yes")], counts[(*key, "no")] = numerator, round(line.value.denominator or 0) - numerator
    if table.parts is not None:
        names[-1].update(zip(("yes", "no"), table.parts, strict=True))
    return counts, names
