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
    AccessWord,
    Provider,
    SearchRow,
    SearchStamp,
    SearchWord,
    Session,
    Training,
    TrainingAction,
)
from pacte.offer.queries.sheets import SessionLine, session_lines
from pacte.offer.records.search import BITS, GROUPS, Around, Facet, SearchAsked, SearchFound, SearchHit, Sort
from pacte.offer.rules.search import Asked, Names, asked
from pacte.reference.queries import nomenclature_editions, occupation_search_words, terms_of_edition
from pacte.reference.records import Scheme

PAGE = 20
_MOST_POINTS = 200
_SOON = timedelta(days=62)
_COMPETENCES = "C"  # Weight of competences and certifications in the index, see ``services.search``.

_ORDERS = {
    Sort.DISTANCE: "km nulls last, starts_on nulls last, session_id",
    Sort.DATE: "starts_on nulls last, km nulls last, session_id",
    Sort.WORDS: "fits desc, starts_on nulls last, session_id",
    Sort.DURATION: "hours nulls last, starts_on nulls last, session_id",
}
# Without words or place there is no relevance or distance.
_WIDE_ORDERS = {
    Sort.DISTANCE: "r.starts_on nulls last, r.session_id",
    Sort.DATE: "r.starts_on nulls last, r.session_id",
    Sort.WORDS: "r.starts_on nulls last, r.session_id",
    Sort.DURATION: "r.hours nulls last, r.starts_on nulls last, r.session_id",
}
_KM = "111.195 * sqrt(power(r.latitude - %(lat)s, 2) + power((r.longitude - %(lon)s) * cos(radians(%(lat)s)), 2))"


class _Known:
    """In-process cache of the vocabulary and occupation names, until the next rebuild."""

    stamp: Any = None
    words: Mapping[str, int] = {}
    names = Names({})


def _known() -> type[_Known]:
    stamp = SearchStamp.objects.values_list("made_at", flat=True).first()
    if stamp != _Known.stamp or stamp is None:
        _Known.words = dict(SearchWord.objects.values_list("word", "trainings"))
        _Known.names = Names(occupation_search_words(_occupation_codes()))
        _Known.stamp = stamp
    return _Known


def _occupation_codes() -> set[str]:
    return {
        each.code
        for edition in nomenclature_editions(Scheme.ROME)
        for each in terms_of_edition(Scheme.ROME, edition=edition.edition)
    }


def search(*, actor: Actor, given: SearchAsked, on: date) -> SearchFound:
    """Coming or rolling-entry sessions that match. Public: the result does not depend on the actor."""
    del actor
    known = _known()
    wanted = asked(given.words, known.words, exact=given.exact) if given.words.strip() else Asked(())
    found = _answer(given, wanted, on, is_loose=False)
    if len(wanted.words) > 1 and not any(found.counts.values()) and not found.total:
        return _answer(given, wanted, on, is_loose=True)
    return found


def _answer(given: SearchAsked, wanted: Asked, on: date, *, is_loose: bool) -> SearchFound:
    sort = _sort(given, wanted)
    values: dict[str, Any] = {"on": on, "soon": on + _SOON, "romes": _known().names.meant(wanted)}
    values["offset"] = (max(1, given.page) - 1) * PAGE
    values["query"] = _query(given, wanted, any_word=is_loose)
    where = " and ".join([*_narrowed(given, values), "r.open_until >= %(on)s"])
    is_wide = not values["query"] and not given.around
    text = _text(sort) if values["query"] else ""
    sql = _wide(given, where, sort) if is_wide else _narrow(given, where, sort, text=text)
    with connection.cursor() as cursor:
        cursor.execute(_PLANNED)
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    groups = [(row[1], bool(row[2]), row[3]) for row in rows if row[0] == 0]
    total = sum(count for _, _, count in _kept(groups, given.facets))
    return SearchFound(
        hits=tuple(SearchHit(row[1], row[2], row[4]) for row in rows if row[0] == 2),
        total=total,
        trainings=next((row[3] for row in rows if row[0] == 1), None),
        counts={facet: count for group in GROUPS for facet, count in _counts(groups, given.facets, group)},
        mended=wanted.mended,
        sort=sort,
        pages=-(-total // PAGE),
        places=tuple((row[4], row[5], row[3]) for row in rows if row[0] == 3),
        is_loose=is_loose,
    )


def _query(given: SearchAsked, wanted: Asked, *, any_word: bool) -> str:
    """Text query of the words and of the competence. The latter is not corrected: the vocabulary covers titles and
    occupations only."""
    competence = asked(given.competence, {}, exact=True).query(within=_COMPETENCES) if given.competence else ""
    parts = [part for part in (wanted.query(any_word=any_word), competence) if part]
    return " & ".join(f"({part})" for part in parts)


# JIT costs more than the query itself; the index is cached in memory, so random page reads are cheap.
_PLANNED = "select set_config('jit', 'off', true), set_config('random_page_cost', '1.1', true)"
_IS_SOON = "not r.is_rolling and r.starts_on <= %(soon)s"


def _wide(given: SearchAsked, where: str, sort: Sort) -> str:
    """SQL over the whole catalogue: one counting pass, page read from the index; no training count, no map points."""
    chosen = _chosen(given.facets, soon=_IS_SOON)
    return f"""
        select 0, r.boxes, ({_IS_SOON})::int, count(*), null::float8, null::float8
        from offer_searchrow r where {where} group by 2, 3
        union all
        select 2, session_id, training_id, null, null, null from (
            select r.session_id, r.training_id from offer_searchrow r where {where} and {chosen}
            order by {_WIDE_ORDERS[sort]} limit {PAGE} offset %(offset)s
        ) as page
    """  # noqa: S608 — fixed pieces; values are parameters


def _narrow(given: SearchAsked, where: str, sort: Sort, *, text: str) -> str:
    """SQL for a search with words or a place: matches are materialised once, then counted, sorted and mapped."""
    return f"""
        with found as materialized (
            select r.session_id, r.training_id, r.boxes, r.starts_on, r.hours, r.latitude, r.longitude,
                {_IS_SOON} as soon,
                {_KM if given.around else "null::float8"} as km, {_FITS if sort is Sort.WORDS else "0::real"} as fits
            from offer_searchrow r {text}
            where {where}
        ), kept as materialized (select * from found where {_chosen(given.facets, soon="soon")} {_radius(given)})
        select 0, boxes, soon::int, count(*), null::float8, null::float8
        from found where true {_radius(given)} group by boxes, soon
        union all
        select 1, null, null, count(*), null, null from (select from kept group by training_id) as trainings
        union all
        select 2, session_id, training_id, null, km, null from (
            select session_id, training_id, km from kept order by {_ORDERS[sort]} limit {PAGE} offset %(offset)s
        ) as page
        {_POINTS}
    """  # noqa: S608 — fixed pieces; values are parameters


_POINTS = f"""
        union all
        select 3, null, null, sessions, latitude, longitude from (
            select latitude, longitude, count(*) as sessions from kept where latitude is not null
            group by latitude, longitude order by sessions desc, latitude, longitude limit {_MOST_POINTS}
        ) as points
"""  # noqa: S608 — a number of ours
# Trainings for the occupation named by the words come before those that only mention it.
_FITS = "(x.fits + case when r.rome_codes && %(romes)s::varchar[] then 10 else 0 end)::real"


def _text(sort: Sort) -> str:
    """Join on the trainings that match the words. Ranking is costly: computed only to sort, once per training."""
    fits = "ts_rank(words, to_tsquery('french', %(query)s), 1)" if sort is Sort.WORDS else "0"
    return f"""join (
        select training_id, {fits} as fits from offer_searchtext
        where words @@ to_tsquery('french', %(query)s) offset 0
    ) x on x.training_id = r.training_id"""  # noqa: S608 — fixed pieces; values are parameters


def _chosen(facets: frozenset[Facet], *, soon: str) -> str:
    """SQL condition of the ticked facets on the bit mask; ``soon`` is the SQL of the facet that depends on the day."""
    found = []
    for group in GROUPS:
        ticked = [facet for facet in group if facet in facets]
        mask = sum(BITS[facet] for facet in ticked if facet in BITS)
        parts = ([f"boxes & {mask} <> 0"] if mask else []) + ([f"({soon})"] if Facet.SOON in ticked else [])
        if parts:
            found.append(f"({' or '.join(parts)})")
    return " and ".join(found) or "true"


_Alike = tuple[int, bool, int]
"""Sessions of the same bits: which ones, whether they start soon, how many."""


def _kept(alike: Sequence[_Alike], facets: frozenset[Facet]) -> Sequence[_Alike]:
    """Groups that match the ticked facets. Same rule as ``_facet_condition``, in Python."""
    tests = []
    for group in GROUPS:
        ticked = [facet for facet in group if facet in facets]
        if ticked:
            tests.append((sum(BITS[facet] for facet in ticked if facet in BITS), Facet.SOON in ticked))
    if not tests:
        return alike
    return [each for each in alike if all(each[0] & mask or (each[1] and is_soon) for mask, is_soon in tests)]


def _counts(alike: Sequence[_Alike], facets: frozenset[Facet], group: Sequence[Facet]) -> Iterator[tuple[Facet, int]]:
    """Count of each facet if ticked: facets ticked in other groups apply, those of its own group do not."""
    kept = _kept(alike, facets - frozenset(group))
    for facet in group:
        if facet is Facet.SOON:
            yield facet, sum(count for _, soon, count in kept if soon)
        else:
            bit = BITS[facet]
            yield facet, sum(count for boxes, _, count in kept if boxes & bit)


def _sort(given: SearchAsked, wanted: Asked) -> Sort:
    """Requested sort order if there are words or a place to sort by; else the default one."""
    lacking = {Sort.AUTO, *([] if wanted.words else [Sort.WORDS]), *([] if given.around else [Sort.DISTANCE])}
    if given.sort not in lacking:
        return given.sort
    return next((each for each in (Sort.DISTANCE, Sort.WORDS) if each not in lacking), Sort.DATE)


def _radius(given: SearchAsked) -> str:
    return "and km <= %(radius)s" if given.around else ""


def _square(around: Around) -> dict[str, float]:
    """Centre, radius (km) and bounding box (degrees) of the circle: the index can use the bounds."""
    high = around.kilometres / 111.0
    wide = high / math.cos(math.radians(around.latitude))
    return {
        "lat": around.latitude, "lon": around.longitude, "radius": around.kilometres,
        "south": around.latitude - high, "north": around.latitude + high,
        "west": around.longitude - wide, "east": around.longitude + wide,
    }  # fmt: skip


def _narrowed(given: SearchAsked, values: dict[str, Any]) -> list[str]:
    """SQL conditions that do not depend on facets; their values are added to ``values``."""
    found = []
    if given.around:
        values |= _square(given.around)
        found.append("r.latitude between %(south)s and %(north)s and r.longitude between %(west)s and %(east)s")
    for name, value, condition in (
        ("from", given.starts_from, "(r.is_rolling or r.starts_on >= %(from)s)"),
        ("before", given.starts_before, "(r.is_rolling or r.starts_on <= %(before)s)"),
        ("level", given.level, "r.level = %(level)s"),
        ("hours", given.hours_at_most, "r.hours <= %(hours)s"),
        ("public", given.public, "%(public)s = any(r.public_codes)"),
        ("occupation", list(given.romes), "r.rome_codes && %(occupation)s::varchar[]"),
        ("department", given.department, "r.department_code = %(department)s"),
    ):
        if value:
            values[name] = value
            found.append(condition)
    return found


@dataclass(frozen=True, slots=True)
class HitLine:
    """A session of the result, for display."""

    line: SessionLine
    training: Training
    action: TrainingAction
    provider: Provider
    access: AccessWord | None
    kilometres: float | None


def hit_lines(*, actor: Actor, found: SearchFound) -> list[HitLine]:
    """Rows of a result page, in order. Constant number of queries."""
    return _lines(actor, found.hits)


def open_sessions_after(*, actor: Actor, reached: HitLine | None, on: date, limit: int = 500) -> list[HitLine]:
    """Sessions still open to entry, by start date, those without a date last, after ``last_row``.

    Keyset pagination: call again with the last row to read all sessions in constant memory.
    """
    rows = SearchRow.objects.filter(open_until__gte=on)
    if reached:
        starts, identifier = reached.line.session.starts_on, reached.line.session.pk
        later = Q(starts_on=starts, session_id__gt=identifier)
        rows = rows.filter(later | Q(starts_on__gt=starts) | Q(starts_on=None) if starts else later)
    ordered = rows.order_by(F("starts_on").asc(nulls_last=True), "session_id")
    found = ordered.values_list("session_id", "training_id")[:limit]
    return _lines(actor, [SearchHit(session, training, None) for session, training in found])


def _lines(actor: Actor, hits: Sequence[SearchHit]) -> list[HitLine]:
    sessions = {
        each.pk: each
        for each in Session.objects.select_related(
            "site", "training_action__site", "training_action__training__provider", "training_action__access_word"
        ).filter(pk__in=[hit.session_id for hit in hits])
    }
    lines = {each.session.pk: each for each in session_lines(actor=actor, sessions=list(sessions.values()))}
    made = []
    for hit in hits:
        session = sessions[hit.session_id]
        action = session.training_action
        made.append(
            HitLine(
                line=lines[session.pk],
                training=action.training,
                action=action,
                provider=action.training.provider,
                access=getattr(action, "access_word", None),
                kilometres=hit.kilometres,
            )
        )
    return made
