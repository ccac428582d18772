"""Public list of choices: a choice is a training in a town, with its dates; a card is the choices of one title.

One statement gives the page, the counts of the facets and the points of the map, so that all count choices.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from pacte.kernel.actor import Actor
from pacte.offer.queries.search_lexicon import SearchLexiconCache
from pacte.offer.queries.search_sql import SearchStatement
from pacte.offer.records.search import (
    FACET_BITS,
    FACET_GROUPS,
    SearchCard,
    SearchChoice,
    SearchChoices,
    SearchFacet,
    SearchHit,
    SearchParams,
    SearchSort,
    SearchTier,
)
from pacte.offer.rules.search import SearchTerms

CARDS_PER_PAGE = 10
_CHOICES_PER_CARD, _CHOICES_OF_ONE_TITLE = 3, 60
_SESSIONS_PER_CHOICE = 3
_MAX_MAP_POINTS = 200
# Bits of a choice beside those of its facets: one of its sessions starts soon, one has all that is ticked.
_SOON_BIT, _KEPT_BIT = 1 << 40, 1 << 41
# Order of choices; of cards, by the best of their choices.
_ORDER_BY = {
    SearchSort.DISTANCE: "km nulls last, starts_on nulls last",
    SearchSort.DATE: "starts_on nulls last, km nulls last",
    SearchSort.WORDS: "fits desc, starts_on nulls last",
    SearchSort.DURATION: "hours nulls last, starts_on nulls last",
}


def search_choices(*, actor: Actor, params: SearchParams, on: date) -> SearchChoices:
    """A page of the choices that match, by title. Public: the result does not depend on the actor."""
    terms = SearchLexiconCache.terms(params)
    result = _run_search(params, terms, on, is_loose=False)
    if len(terms.parts) > 1 and not any(result.counts.values()) and not result.total:
        return _run_search(params, terms, on, is_loose=True)
    return result


def count_choices(*, actor: Actor, params: SearchParams, on: date) -> int:
    """How many choices match, to say it on a link. Public."""
    statement = SearchStatement(params, SearchLexiconCache.terms(params), on)
    ((count,),) = statement.rows(f"""
        with {statement.with_found()}
        select count(distinct (training_id, commune_code)) from found
        where tier < {SearchTier.MENTION} and {statement.ticked()}
    """)  # noqa: S608 — fixed pieces; values are parameters
    return int(count)


def _run_search(params: SearchParams, terms: SearchTerms, on: date, *, is_loose: bool) -> SearchChoices:
    statement = SearchStatement(params, terms, on, is_loose=is_loose)
    statement.values["offset"] = (max(1, params.page) - 1) * CARDS_PER_PAGE
    rows = statement.rows(_choices_sql(statement))
    masks = [(row[1], row[2]) for row in rows if row[0] == 0]
    trainings, communes, mentions = next((row[1:4] for row in rows if row[0] == 1), (0, 0, 0))
    return SearchChoices(
        cards=tuple(_cards([row for row in rows if row[0] == 2])),
        total=sum(count for mask, count in masks if mask & _KEPT_BIT),
        trainings=trainings,
        communes=communes,
        counts=dict(_facet_counts(masks)),
        sort=statement.sort,
        pages=-(-trainings // CARDS_PER_PAGE),
        map_points=tuple((row[6], row[7], row[1]) for row in rows if row[0] == 3),
        mentions=mentions,
        is_loose=is_loose,
    )


def _choices_sql(statement: SearchStatement) -> str:
    """Rows: 0 mask, choices; 1 titles, communes; 2 a session of a card; 3 a place of the map."""
    order = _ORDER_BY[statement.sort]
    choices_of_card = _CHOICES_OF_ONE_TITLE if statement.params.same_title_as else _CHOICES_PER_CARD
    return f"""
        with {statement.with_found()},
        choice as materialized (
            select training_id, commune_code, min(card) as card, min(tier) as tier, bit_or(mask) as mask,
                min(km) as km, max(fits) as fits, min(latitude) as latitude, min(longitude) as longitude,
                min(starts_on) filter (where mask & {_KEPT_BIT} <> 0) as starts_on,
                min(hours) filter (where mask & {_KEPT_BIT} <> 0) as hours,
                count(*) filter (where mask & {_KEPT_BIT} <> 0) as sessions
            from (select *, {_mask_sql(statement)} as mask from found) as masked
            group by training_id, commune_code
        ), kept as materialized (
            select * from choice where mask & {_KEPT_BIT} <> 0 and tier < {SearchTier.MENTION}
        ),
        cards as materialized (
            select row_number() over (order by tier, {order}, card) as rank, card, tier, choices from (
                select card, min(tier) as tier, min(km) as km, max(fits) as fits, min(starts_on) as starts_on,
                    min(hours) as hours, count(*) as choices
                from kept group by card
            ) as titles
            order by rank limit {CARDS_PER_PAGE} offset %(offset)s
        ), shown as materialized (
            select * from (
                select c.rank, c.tier, c.choices, k.training_id, k.commune_code, k.sessions,
                    row_number() over (partition by c.card order by {_of("k", order)}, k.training_id) as place
                from cards c join kept k on k.card = c.card
            ) as ranked where place <= {choices_of_card}
        )
        select 0, mask, count(*), null::bigint, null::bigint, null::bigint, null::float8, null::float8, null::float8,
            null::bigint
        from choice where tier < {SearchTier.MENTION} group by mask
        union all
        select 1, count(distinct card), count(distinct commune_code),
            (select count(*) from choice where mask & {_KEPT_BIT} <> 0 and tier = {SearchTier.MENTION}),
            null, null, null, null, null, null
        from kept
        union all
        select 2, rank, place, tier, choices, sessions, session_id, training_id, km, turn from (
            select s.rank, s.place, s.tier, s.choices, s.sessions, f.session_id, f.training_id, f.km,
                row_number() over (
                    partition by s.training_id, s.commune_code order by f.starts_on nulls last, f.session_id
                ) as turn
            from shown s join found f on f.training_id = s.training_id and f.commune_code = s.commune_code
            where {statement.ticked()}
        ) as sessions where turn <= {_SESSIONS_PER_CHOICE}
        union all
        select 3, choices, null, null, null, null, latitude, longitude, null, null from (
            select latitude, longitude, count(*) as choices from kept where latitude is not null
            group by latitude, longitude order by choices desc, latitude, longitude limit {_MAX_MAP_POINTS}
        ) as points
        order by 1, 2, 3, 10
    """  # noqa: S608 — fixed pieces; values are parameters


def _of(table: str, order: str) -> str:
    """The same order, on the columns of one table."""
    return ", ".join(f"{table}.{column.strip()}" for column in order.split(","))


def _mask_sql(statement: SearchStatement) -> str:
    """Bits of the facets that would find the session if ticked: those of other groups apply, not of their own."""
    facets = statement.params.facets
    ticked_groups = [group for group in FACET_GROUPS if facets.intersection(group)]
    others = [facet for group in FACET_GROUPS if group not in ticked_groups for facet in group]
    parts = [f"case when {statement.ticked()} then {_KEPT_BIT} | {_bits_sql(others)} else 0 end"]
    parts += [
        f"case when {statement.ticked(facets - frozenset(group))} then {_bits_sql(group)} else 0 end"
        for group in ticked_groups
    ]
    return " | ".join(f"({part})" for part in parts)


def _bits_sql(facets: Sequence[SearchFacet]) -> str:
    mask = sum(FACET_BITS[facet] for facet in facets if facet in FACET_BITS)
    stored = f"(boxes & {mask})::bigint"
    return f"({stored} | soon::int * {_SOON_BIT})" if SearchFacet.SOON in facets else stored


def _facet_counts(masks: Sequence[tuple[int, int]]) -> Iterator[tuple[SearchFacet, int]]:
    """Count of each facet if ticked."""
    for facet in SearchFacet:
        bit = FACET_BITS.get(facet, _SOON_BIT)
        yield facet, sum(count for mask, count in masks if mask & bit)


def _cards(rows: Sequence[tuple[Any, ...]]) -> Iterator[SearchCard]:
    """Rows by rank of the card, then place of the choice: (2, rank, place, tier, choices, sessions, session…)."""
    for _, of_card in groupby(rows, key=itemgetter(1)):
        card_rows = list(of_card)
        choices = [list(of_choice) for _, of_choice in groupby(card_rows, key=itemgetter(2))]
        yield SearchCard(
            tier=SearchTier(card_rows[0][3]),
            choices=tuple(
                SearchChoice(tuple(SearchHit(row[6], row[7], row[8]) for row in choice), choice[0][5])
                for choice in choices
            ),
            total=card_rows[0][4],
        )
