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
from pacte.indicators.queries.aggregation import split_labels
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.store import open_facts
from pacte.indicators.queries.zones import facts_zone_names, load_zones
from pacte.indicators.records import CountScope, Indicator, IndicatorAnswer, IndicatorQuestion, Measure, ValueState
from pacte.indicators.records.publication import PublicTable, PublishedTable
from pacte.indicators.rules.publications import publication_from_document
from pacte.kernel.actor import Actor
from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.kernel.errors import NotFound
from pacte.reference.queries import training_domain_labels
from pacte.reference.records import ZoneKind

# The date that gives the year of a session, as in the journey tables.
_STARTS_ON = "coalesce(first_starts_on, starts_on, ends_on)"


@cache
def public_tables() -> dict[str, PublicTable]:
    """By code, sorted."""
    by_code: dict[str, PublicTable] = load_catalog_entries(publications, "PUBLICATION")
    return dict(sorted(by_code.items()))


def published_years(*, actor: Actor, host_id: int) -> dict[str, tuple[int, ...]]:
    """Published years of each table, latest first. Public."""
    rows = Publication.objects.filter(organisation_id=host_id).order_by("-year").values_list("code", "year")
    known = public_tables()
    years: dict[str, tuple[int, ...]] = dict.fromkeys(known, ())
    for code, year in rows:
        if code in known:
            years[code] += (year,)
    return years


def years_with_counts(*, actor: Actor, host_id: int) -> dict[str, tuple[int, ...]]:
    """Published years of each table in which somebody is counted, latest first. Public.

    The last cell of a document is its whole; a suppressed whole counts somebody.
    """
    rows = (
        Publication.objects.filter(organisation_id=host_id, code__in=public_tables())
        .exclude(document__cells=[])
        .exclude(**{"document__cells__-1__count": 0})
        .order_by("-year")
        .values_list("code", "year")
    )
    years: dict[str, tuple[int, ...]] = dict.fromkeys(public_tables(), ())
    for code, year in rows:
        years[code] += (year,)
    return years


def published_table(*, actor: Actor, host_id: int, code: str, year: int) -> PublishedTable:
    """A table as published for one year. Public. Raises ``NotFound``."""
    table = public_tables().get(code)
    row = Publication.objects.filter(organisation_id=host_id, code=code, year=year).first()
    if table is None or row is None:
        raise NotFound
    return publication_from_document(table, row.document)


@dataclass(frozen=True, slots=True)
class TableCounts:
    """Counts that a table would publish for a year: its inner cells, and the label of each code by dimension.

    ``figures``: whether readers who see no small count get the figure of each zone, "" for all of them. ``crossings``:
    for a table by year of the end, people who started in an earlier year, by zone; one mapping per New Year and count.
    """

    counts: Mapping[tuple[str, ...], int]
    names: Sequence[Mapping[str, str]]
    figures: Mapping[str, bool]
    crossings: Sequence[Mapping[str, int]]


def counts_to_publish(
    *,
    actor: Actor,
    host_id: int,
    tables: Sequence[PublicTable],
    year: int,
    known_on: date,
    facts_dir: Path | None = None,
) -> dict[str, TableCounts]:
    """By table code, the counts of a year before suppression. For the system actor only.

    Raises ``NotFound``, or ``Conflict`` before the first refresh of the facts.
    """
    actor.require_system()
    scope = CountScope(hosts=frozenset({host_id}), sees_small=True)
    by_table: dict[str, TableCounts] = {}
    with open_facts(on=known_on, facts_dir=facts_dir) as connection:
        load_zones(connection, kind=ZoneKind.DEPARTMENT)
        labels = {ZONE: facts_zone_names(ZoneKind.DEPARTMENT)}
        domains = training_domain_labels(actor=Actor())
        for table in tables:
            definition = indicator(table.indicator)
            question = IndicatorQuestion(
                first=date(year, 1, 1),
                last=date(year, 12, 31),
                known_on=known_on,
                codes=(definition.code,),
                by=table.splits,
            )
            known = labels | {"domain": domains}
            (answer,) = compute_answers(connection, [definition], question, scope, labels=known)
            names = [split_labels(split, labels) for split in table.by]
            readable_question = replace(question, by=(ZONE,) if ZONE in table.by and table.horizon is None else ())
            (readable_answer,) = compute_answers(
                connection,
                [definition],
                readable_question,
                CountScope(hosts=frozenset({host_id})),
                labels={},
                facts_dir=facts_dir,
            )
            crossings = _crossings(connection, table, definition, question, scope)
            by_table[table.code] = TableCounts(
                *_cell_counts(table, answer, names), _readable_zones(readable_answer), crossings
            )
    return by_table


def _crossings(
    connection: duckdb.DuckDBPyConnection,
    table: PublicTable,
    definition: Indicator,
    question: IndicatorQuestion,
    scope: CountScope,
) -> list[Mapping[str, int]]:
    """For the New Year before that year, then the one after it: respondents, those with a job, those without."""
    if table.horizon is None:
        return []
    answered = f"months = {table.horizon} and answered and year({_STARTS_ON}) < year(ended_on)"
    crossing = replace(
        definition, expected=None, waiting=None,
        numerator=Measure("situations", f"count(*) filter (where {answered} and {table.of_journeys})", on="ended_on"),
        denominator=Measure("situations", f"count(*) filter (where {answered})", on="ended_on"),
    )  # fmt: skip
    crossings: list[Mapping[str, int]] = []
    for year in (question.first.year, question.first.year + 1):
        ended = replace(question, first=date(year, 1, 1), last=date(year, 12, 31), by=(ZONE,))
        (answer,) = compute_answers(connection, [crossing], ended, scope, labels={})
        values = {row.keys[0][1]: row.value for row in answer.rows[1:]}
        yes, all_of_them = (
            {zone: round(getattr(value, side) or 0) for zone, value in values.items()}
            for side in ("numerator", "denominator")
        )
        crossings += [all_of_them, yes, {zone: all_of_them[zone] - yes[zone] for zone in yes}]
    return crossings


def _readable_zones(answer: IndicatorAnswer) -> dict[str, bool]:
    if answer.refusal:
        return {}
    return {row.keys[0][1] if row.keys else "": row.value.state is not ValueState.HIDDEN for row in answer.rows}


def _cell_counts(
    table: PublicTable, answer: IndicatorAnswer, names: Sequence[dict[str, str]]
) -> tuple[dict[tuple[str, ...], int], Sequence[Mapping[str, str]]]:  # fmt: skip
    counts: dict[tuple[str, ...], int] = {}
    for row in answer.rows[1:]:
        key = tuple(code for _, code, _ in row.keys)
        for rank, (_, code, label) in enumerate(row.keys):
            names[rank][code] = label
        numerator = round(row.value.numerator or 0)
        if table.parts is None:
            counts[key] = numerator
        else:
            counts[(*key, "yes")], counts[(*key, "no")] = numerator, round(row.value.denominator or 0) - numerator
    if table.parts is not None:
        names[-1].update(zip(("yes", "no"), table.parts, strict=True))
    return counts, names
