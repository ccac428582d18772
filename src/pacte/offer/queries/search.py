"""Public search: one pass over narrow rows gives the page, the facet counts and the points of the map."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Q

from pacte.kernel.actor import Actor
from pacte.offer.models import (
    AccessInformation,
    Provider,
    SearchRow,
    SearchStamp,
    SearchWord,
    Session,
    Training,
    TrainingAction,
)
from pacte.offer.queries.details import SessionSummary, session_summaries
from pacte.offer.records.search import (
    FACET_BITS,
    FACET_GROUPS,
    SearchArea,
    SearchFacet,
    SearchHit,
    SearchParams,
    SearchResult,
    SearchSort,
)
from pacte.offer.records.unmet_searches import SearchTerm, SearchTermKind
from pacte.offer.rules.search import OccupationNameIndex, SearchTerms, parse_search_terms
from pacte.offer.rules.unmet_searches import terms_to_keep
from pacte.reference.queries import nomenclature_editions, occupation_search_words, terms_of_edition
from pacte.reference.records import Scheme

PAGE_SIZE = 20
_MAX_MAP_POINTS = 200
_SOON = timedelta(days=62)
_COMPETENCES = "C"  # Weight of competences and certifications in the index, see ``services.search``.

_ORDER_BY = {
    SearchSort.DISTANCE: "km nulls last, starts_on nulls last, session_id",
    SearchSort.DATE: "starts_on nulls last, km nulls last, session_id",
    SearchSort.WORDS: "fits desc, starts_on nulls last, session_id",
    SearchSort.DURATION: "hours nulls last, starts_on nulls last, session_id",
}
# Without words or place there is no relevance or distance.
_ORDER_BY_WITHOUT_MATCH = {
    SearchSort.DISTANCE: "r.starts_on nulls last, r.session_id",
    SearchSort.DATE: "r.starts_on nulls last, r.session_id",
    SearchSort.WORDS: "r.starts_on nulls last, r.session_id",
    SearchSort.DURATION: "r.hours nulls last, r.starts_on nulls last, r.session_id",
}
_DISTANCE_SQL = (
    "111.195 * sqrt(power(r.latitude - %(lat)s, 2) + power((r.longitude - %(lon)s) * cos(radians(%(lat)s)), 2))"
)


class _VocabularyCache:
    """In-process cache of the vocabulary and occupation names, until the next rebuild."""

    stamp: Any = None
    words: Mapping[str, int] = {}
    names = OccupationNameIndex({})


def _cached_vocabulary() -> type[_VocabularyCache]:
    stamp = SearchStamp.objects.values_list("made_at", flat=True).first()
    if stamp != _VocabularyCache.stamp or stamp is None:
        _VocabularyCache.words = dict(SearchWord.objects.values_list("word", "trainings"))
        _VocabularyCache.names = OccupationNameIndex(occupation_search_words(_occupation_codes()))
        _VocabularyCache.stamp = stamp
    return _VocabularyCache


def _occupation_codes() -> set[str]:
    return {
        each.code
        for edition in nomenclature_editions(Scheme.ROME)
        for each in terms_of_edition(Scheme.ROME, edition=edition.edition)
    }


def search_sessions(*, actor: Actor, params: SearchParams, on: date) -> SearchResult:
    """Coming or rolling-entry sessions that match. Public: the result does not depend on the actor."""
    del actor
    vocabulary = _cached_vocabulary()
    terms = (
        parse_search_terms(params.words, vocabulary.words, exact=params.exact)
        if params.words.strip()
        else SearchTerms(())
    )
    result = _run_search(params, terms, on, is_loose=False)
    if len(terms.words) > 1 and not any(result.counts.values()) and not result.total:
        return _run_search(params, terms, on, is_loose=True)
    return result


def unmet_search_terms(*, actor: Actor, params: SearchParams) -> tuple[SearchTerm, ...]:
    """What may be kept of a search that found nothing; empty when it names neither a word nor an occupation. Public."""
    del actor
    if params.romes:
        return (SearchTerm(SearchTermKind.OCCUPATION, params.romes[0]),)
    typed = f"{params.words} {params.competence}".strip()
    if not typed:
        return ()
    vocabulary = _cached_vocabulary()
    terms = parse_search_terms(typed, vocabulary.words, exact=params.exact)
    return terms_to_keep(terms, vocabulary.names.matching_codes(terms), vocabulary.words)


def _run_search(params: SearchParams, terms: SearchTerms, on: date, *, is_loose: bool) -> SearchResult:
    sort = _effective_sort(params, terms)
    values: dict[str, Any] = {"on": on, "soon": on + _SOON, "romes": _cached_vocabulary().names.matching_codes(terms)}
    values["offset"] = (max(1, params.page) - 1) * PAGE_SIZE
    values["query"] = _tsquery_text(params, terms, any_word=is_loose)
    where = " and ".join([*_filter_conditions(params, values), "r.open_until >= %(on)s"])
    is_wide = not values["query"] and not params.around
    text = _text_match_sql(sort) if values["query"] else ""
    sql = _unfiltered_sql(params, where, sort) if is_wide else _filtered_sql(params, where, sort, text=text)
    with connection.cursor() as cursor:
        cursor.execute(_PLANNER_SETTINGS)
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    groups = [(row[1], bool(row[2]), row[3]) for row in rows if row[0] == 0]
    total = sum(count for _, _, count in _groups_matching_facets(groups, params.facets))
    return SearchResult(
        hits=tuple(SearchHit(row[1], row[2], row[4]) for row in rows if row[0] == 2),
        total=total,
        trainings=next((row[3] for row in rows if row[0] == 1), None),
        counts={facet: count for group in FACET_GROUPS for facet, count in _facet_counts(groups, params.facets, group)},
        corrections=terms.corrections,
        sort=sort,
        pages=-(-total // PAGE_SIZE),
        map_points=tuple((row[4], row[5], row[3]) for row in rows if row[0] == 3),
        is_loose=is_loose,
    )


def _tsquery_text(params: SearchParams, terms: SearchTerms, *, any_word: bool) -> str:
    """Text query of the words and of the competence. The latter is not corrected: the vocabulary covers titles and
    occupations only."""
    competence = (
        parse_search_terms(params.competence, {}, exact=True).tsquery(within=_COMPETENCES) if params.competence else ""
    )
    parts = [part for part in (terms.tsquery(any_word=any_word), competence) if part]
    return " & ".join(f"({part})" for part in parts)


# JIT costs more than the query itself; the index is cached in memory, so random page reads are cheap.
_PLANNER_SETTINGS = "select set_config('jit', 'off', true), set_config('random_page_cost', '1.1', true)"
_SOON_SQL = "not r.is_rolling and r.starts_on <= %(soon)s"


def _unfiltered_sql(params: SearchParams, where: str, sort: SearchSort) -> str:
    """SQL over the whole catalogue: one counting pass, page read from the index; no training count, no map points."""
    chosen = _facet_condition(params.facets, soon=_SOON_SQL)
    return f"""
        select 0, r.boxes, ({_SOON_SQL})::int, count(*), null::float8, null::float8
        from offer_searchrow r where {where} group by 2, 3
        union all
        select 2, session_id, training_id, null, null, null from (
            select r.session_id, r.training_id from offer_searchrow r where {where} and {chosen}
            order by {_ORDER_BY_WITHOUT_MATCH[sort]} limit {PAGE_SIZE} offset %(offset)s
        ) as page
    """  # noqa: S608 — fixed pieces; values are parameters


def _filtered_sql(params: SearchParams, where: str, sort: SearchSort, *, text: str) -> str:
    """SQL for a search with words or a place: matches are materialised once, then counted, sorted and mapped."""
    return f"""
        with found as materialized (
            select r.session_id, r.training_id, r.boxes, r.starts_on, r.hours, r.latitude, r.longitude,
                {_SOON_SQL} as soon,
                {_DISTANCE_SQL if params.around else "null::float8"} as km,
                {_RANK_SQL if sort is SearchSort.WORDS else "0::real"} as fits
            from offer_searchrow r {text}
            where {where}
        ), kept as materialized (select * from found
            where {_facet_condition(params.facets, soon="soon")} {_radius_condition(params)})
        select 0, boxes, soon::int, count(*), null::float8, null::float8
        from found where true {_radius_condition(params)} group by boxes, soon
        union all
        select 1, null, null, count(*), null, null from (select from kept group by training_id) as trainings
        union all
        select 2, session_id, training_id, null, km, null from (
            select session_id, training_id, km from kept order by {_ORDER_BY[sort]} limit {PAGE_SIZE} offset %(offset)s
        ) as page
        {_MAP_POINTS_SQL}
    """  # noqa: S608 — fixed pieces; values are parameters


_MAP_POINTS_SQL = f"""
        union all
        select 3, null, null, sessions, latitude, longitude from (
            select latitude, longitude, count(*) as sessions from kept where latitude is not null
            group by latitude, longitude order by sessions desc, latitude, longitude limit {_MAX_MAP_POINTS}
        ) as points
"""  # noqa: S608 — a number of ours
# Trainings for the occupation named by the words come before those that only mention it.
_RANK_SQL = "(x.fits + case when r.rome_codes && %(romes)s::varchar[] then 10 else 0 end)::real"


def _text_match_sql(sort: SearchSort) -> str:
    """Join on the trainings that match the words. Ranking is costly: computed only to sort, once per training."""
    fits = "ts_rank(words, to_tsquery('french', %(query)s), 1)" if sort is SearchSort.WORDS else "0"
    return f"""join (
        select training_id, {fits} as fits from offer_searchtext
        where words @@ to_tsquery('french', %(query)s) offset 0
    ) x on x.training_id = r.training_id"""  # noqa: S608 — fixed pieces; values are parameters


def _facet_condition(facets: frozenset[SearchFacet], *, soon: str) -> str:
    """SQL condition of the ticked facets on the bit mask; ``soon`` is the SQL of the facet that depends on the day."""
    conditions = []
    for group in FACET_GROUPS:
        ticked = [facet for facet in group if facet in facets]
        mask = sum(FACET_BITS[facet] for facet in ticked if facet in FACET_BITS)
        parts = ([f"boxes & {mask} <> 0"] if mask else []) + ([f"({soon})"] if SearchFacet.SOON in ticked else [])
        if parts:
            conditions.append(f"({' or '.join(parts)})")
    return " and ".join(conditions) or "true"


_SessionGroup = tuple[int, bool, int]
"""Sessions with the same facets: bit mask, whether they start soon, number of sessions."""


def _groups_matching_facets(groups: Sequence[_SessionGroup], facets: frozenset[SearchFacet]) -> Sequence[_SessionGroup]:
    """Groups that match the ticked facets. Same rule as ``_facet_condition``, in Python."""
    tests = []
    for group in FACET_GROUPS:
        ticked = [facet for facet in group if facet in facets]
        if ticked:
            tests.append(
                (sum(FACET_BITS[facet] for facet in ticked if facet in FACET_BITS), SearchFacet.SOON in ticked)
            )
    if not tests:
        return groups
    return [each for each in groups if all(each[0] & mask or (each[1] and is_soon) for mask, is_soon in tests)]


def _facet_counts(
    groups: Sequence[_SessionGroup], facets: frozenset[SearchFacet], group: Sequence[SearchFacet]
) -> Iterator[tuple[SearchFacet, int]]:
    """Count of each facet if ticked: facets ticked in other groups apply, those of its own group do not."""
    matching = _groups_matching_facets(groups, facets - frozenset(group))
    for facet in group:
        if facet is SearchFacet.SOON:
            yield facet, sum(count for _, soon, count in matching if soon)
        else:
            bit = FACET_BITS[facet]
            yield facet, sum(count for boxes, _, count in matching if boxes & bit)


def _effective_sort(params: SearchParams, terms: SearchTerms) -> SearchSort:
    """Requested sort order if there are words or a place to sort by; else the default one."""
    lacking = {
        SearchSort.AUTO,
        *([] if terms.words else [SearchSort.WORDS]),
        *([] if params.around else [SearchSort.DISTANCE]),
    }
    if params.sort not in lacking:
        return params.sort
    return next((each for each in (SearchSort.DISTANCE, SearchSort.WORDS) if each not in lacking), SearchSort.DATE)


def _radius_condition(params: SearchParams) -> str:
    return "and km <= %(radius)s" if params.around else ""


def _bounding_box(around: SearchArea) -> dict[str, float]:
    """Centre, radius (km) and bounding box (degrees) of the circle: the index can use the bounds."""
    high = around.kilometres / 111.0
    wide = high / math.cos(math.radians(around.latitude))
    return {
        "lat": around.latitude, "lon": around.longitude, "radius": around.kilometres,
        "south": around.latitude - high, "north": around.latitude + high,
        "west": around.longitude - wide, "east": around.longitude + wide,
    }  # fmt: skip


def _filter_conditions(params: SearchParams, values: dict[str, Any]) -> list[str]:
    """SQL conditions that do not depend on facets; their values are added to ``values``."""
    conditions = []
    if params.around:
        values |= _bounding_box(params.around)
        conditions.append("r.latitude between %(south)s and %(north)s and r.longitude between %(west)s and %(east)s")
    for name, value, condition in (
        ("from", params.starts_from, "(r.is_rolling or r.starts_on >= %(from)s)"),
        ("before", params.starts_before, "(r.is_rolling or r.starts_on <= %(before)s)"),
        ("level", params.level, "r.level = %(level)s"),
        ("hours", params.hours_at_most, "r.hours <= %(hours)s"),
        ("public", params.public, "%(public)s = any(r.public_codes)"),
        ("occupation", list(params.romes), "r.rome_codes && %(occupation)s::varchar[]"),
        ("department", params.department, "r.department_code = %(department)s"),
    ):
        if value:
            values[name] = value
            conditions.append(condition)
    return conditions


@dataclass(frozen=True, slots=True)
class SearchHitRow:
    """A session of the result, for display."""

    line: SessionSummary
    training: Training
    action: TrainingAction
    provider: Provider
    access: AccessInformation | None
    kilometres: float | None


def search_hit_rows(*, actor: Actor, result: SearchResult) -> list[SearchHitRow]:
    """Rows of a result page, in order. Constant number of queries."""
    return _hit_rows(actor, result.hits)


def open_sessions_after(
    *, actor: Actor, last_row: SearchHitRow | None, on: date, limit: int = 500
) -> list[SearchHitRow]:
    """Sessions still open to entry, by start date, those without a date last, after ``last_row``.

    Keyset pagination: call again with the last row to read all sessions in constant memory.
    """
    rows = SearchRow.objects.filter(open_until__gte=on)
    if last_row:
        starts, identifier = last_row.line.session.starts_on, last_row.line.session.pk
        later = Q(starts_on=starts, session_id__gt=identifier)
        rows = rows.filter(later | Q(starts_on__gt=starts) | Q(starts_on=None) if starts else later)
    ordered = rows.order_by(F("starts_on").asc(nulls_last=True), "session_id")
    ids = ordered.values_list("session_id", "training_id")[:limit]
    return _hit_rows(actor, [SearchHit(session, training, None) for session, training in ids])


def _hit_rows(actor: Actor, hits: Sequence[SearchHit]) -> list[SearchHitRow]:
    sessions = {
        each.pk: each
        for each in Session.objects.select_related(
            "site", "training_action__site", "training_action__training__provider", "training_action__access_word"
        ).filter(pk__in=[hit.session_id for hit in hits])
    }
    lines = {each.session.pk: each for each in session_summaries(actor=actor, sessions=list(sessions.values()))}
    rows = []
    for hit in hits:
        session = sessions[hit.session_id]
        action = session.training_action
        rows.append(
            SearchHitRow(
                line=lines[session.pk],
                training=action.training,
                action=action,
                provider=action.training.provider,
                access=getattr(action, "access_word", None),
                kilometres=hit.kilometres,
            )
        )
    return rows
