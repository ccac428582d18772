"""The public search: one pass over narrow rows gives the page, the counts of each box and the points of the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from pacte.kernel.actor import Actor
from pacte.offer.models import AccessWord, Provider, SearchStamp, SearchWord, Session, Training, TrainingAction
from pacte.offer.queries.sheets import SessionLine, session_lines
from pacte.offer.records.search import GROUPS, Facet, SearchAsked, SearchFound, SearchHit, Sort
from pacte.offer.rules.search import Asked, asked

PAGE = 20
_MOST_POINTS = 200
_SOON = timedelta(days=62)

# What each box means, on a row of offer_searchrow.
_MEANING: Mapping[Facet, str] = {
    Facet.SEATS_LEFT: '"left" > 0',
    Facet.SOON: "not is_rolling and starts_on between %(on)s and %(soon)s",
    Facet.ROLLING: "is_rolling",
    Facet.CERTIFYING: "is_certifying",
    Facet.ATTESTING: "nature in ('qualifying', 'upskilling', 'basic_skills', 'literacy')",
    Facet.TRYING: "nature in ('prequalifying', 'remobilisation')",
    Facet.PART_TIME: "is_part_time",
    Facet.EVENING: "is_evening",
    Facet.REMOTE: "modality > 0",
    Facet.WHEELCHAIR: "wheelchair",
    # The provider's word or its silence: a training that says that a licence is needed is left out, no more.
    Facet.NO_LICENCE: "needs_licence is not true",
    Facet.WITHOUT_CAR: "without_car",
    Facet.PAID: "is_paid_by_region",
    Facet.READING: "nature in ('literacy', 'basic_skills')",
}
_ORDERS = {
    Sort.DISTANCE: "km nulls last, starts_on nulls last, session_id",
    Sort.DATE: "starts_on nulls last, km nulls last, session_id",
    Sort.WORDS: "fits desc, starts_on nulls last, session_id",
    Sort.DURATION: "hours nulls last, starts_on nulls last, session_id",
}
_KM = (
    "111.195 * sqrt(power(r.latitude - %(lat)s, 2)"
    " + power((r.longitude - %(lon)s) * cos(radians(%(lat)s)), 2))"
)


class _Vocabulary:
    """The words of the index, kept in memory until they are made anew."""

    stamp: Any = None
    words: Mapping[str, int] = {}


def vocabulary() -> Mapping[str, int]:
    """Word → number of trainings that hold it."""
    stamp = SearchStamp.objects.values_list("made_at", flat=True).first()
    if stamp != _Vocabulary.stamp or stamp is None:
        _Vocabulary.words = dict(SearchWord.objects.values_list("word", "trainings"))
        _Vocabulary.stamp = stamp
    return _Vocabulary.words


def search(*, actor: Actor, given: SearchAsked, on: date) -> SearchFound:
    """Sessions to come or open all year that answer. Public: the actor changes nothing to what is found."""
    del actor
    wanted = asked(given.words, vocabulary(), exact=given.exact) if given.words.strip() else Asked(())
    sort = given.sort or _usual_sort(given, wanted)
    values: dict[str, Any] = {"on": on, "soon": on + _SOON}
    conditions = [*_narrowed(given, wanted, values), "r.state not in ('cancelled', 'ended')", _TO_COME]
    ticked = {facet: f"({_MEANING[facet]})" for facet in given.facets}
    counts = ", ".join(
        f"count(*) filter (where {_within(given, facet)} and ({_MEANING[facet]}))" for facet in Facet
    )
    chosen = " and ".join(_any_of_group(group, ticked) for group in GROUPS) or "true"
    sql = f"""
        with found as materialized (
            select r.*, {_KM if given.around else "null::float8"} as km, {_fits(wanted)} as fits
            from offer_searchrow r {_TEXT_JOIN if wanted.words else ""}
            where {" and ".join(conditions)}
        ), kept as materialized (select * from found where {chosen} {_radius(given)})
        select 0, array[(select count(*) from kept), (select count(distinct training_id) from kept), {counts}],
            null::bigint, null::bigint, null::float8, null::float8
        from found where true {_radius(given)}
        union all
        select 1, null, session_id, training_id, km, null from (
            select session_id, training_id, km from kept order by {_ORDERS[sort]} limit {PAGE} offset %(offset)s
        ) as page
        union all
        select 2, null, sessions, null, latitude, longitude from (
            select latitude, longitude, count(*) as sessions from kept where latitude is not null
            group by latitude, longitude order by sessions desc, latitude, longitude limit {_MOST_POINTS}
        ) as points
    """  # noqa: S608 — fixed pieces; values are parameters
    values["offset"] = (max(1, given.page) - 1) * PAGE
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    summary = next(row[1] for row in rows if row[0] == 0)
    hits = tuple(SearchHit(row[2], row[3], row[4]) for row in rows if row[0] == 1)
    total = int(summary[0])
    return SearchFound(
        hits=hits,
        total=total,
        trainings=int(summary[1]),
        counts={facet: int(count) for facet, count in zip(Facet, summary[2:], strict=True)},
        mended=wanted.mended,
        sort=sort,
        pages=-(-total // PAGE),
        places=tuple((row[4], row[5], int(row[2])) for row in rows if row[0] == 2),
    )


_TO_COME = (
    "(r.starts_on is null or r.starts_on >= %(on)s or (r.is_rolling and (r.ends_on is null or r.ends_on >= %(on)s)))"
)
_TEXT_JOIN = (
    "join (select training_id, ts_rank(words, q) as fits from offer_searchtext, to_tsquery('french', %(query)s) q"
    " where words @@ q) x on x.training_id = r.training_id"
)


def _usual_sort(given: SearchAsked, wanted: Asked) -> Sort:
    if given.around:
        return Sort.DISTANCE
    return Sort.WORDS if wanted.words else Sort.DATE


def _fits(wanted: Asked) -> str:
    return "x.fits" if wanted.words else "0::real"


def _radius(given: SearchAsked) -> str:
    return "and km <= %(radius)s" if given.around else ""


def _narrowed(given: SearchAsked, wanted: Asked, values: dict[str, Any]) -> list[str]:
    """Conditions that no box lifts."""
    found = []
    if wanted.words:
        values["query"] = wanted.query
    if given.around:
        values |= {
            "lat": given.around.latitude, "lon": given.around.longitude, "radius": given.around.kilometres,
            "south": given.around.latitude - given.around.kilometres / 111.0,
            "north": given.around.latitude + given.around.kilometres / 111.0,
        }  # fmt: skip
        found.append("r.latitude between %(south)s and %(north)s")
    for name, value, condition in (
        ("from", given.starts_from, "(r.is_rolling or r.starts_on >= %(from)s)"),
        ("before", given.starts_before, "(r.is_rolling or r.starts_on <= %(before)s)"),
        ("level", given.level, "r.level = %(level)s"),
        ("hours", given.hours_at_most, "r.hours <= %(hours)s"),
        ("public", given.public, "%(public)s = any(r.public_codes)"),
        ("rome", given.rome, "%(rome)s = any(r.rome_codes)"),
        ("department", given.department, "r.department_code = %(department)s"),
    ):
        if value:
            values[name] = value
            found.append(condition)
    return found


def _any_of_group(group: tuple[Facet, ...], ticked: Mapping[Facet, str]) -> str:
    found = [ticked[facet] for facet in group if facet in ticked]
    return f"({' or '.join(found)})" if found else "true"


def _within(given: SearchAsked, counted: Facet) -> str:
    """The boxes ticked in the other groups: a box says what ticking it would give."""
    ticked = {facet: f"({_MEANING[facet]})" for facet in given.facets}
    parts = [_any_of_group(group, ticked) for group in GROUPS if counted not in group]
    return " and ".join(part for part in parts if part != "true") or "true"


@dataclass(frozen=True, slots=True)
class HitLine:
    """A session of the answer as the page shows it."""

    line: SessionLine
    training: Training
    action: TrainingAction
    provider: Provider
    access: AccessWord | None
    kilometres: float | None


def hit_lines(*, actor: Actor, found: SearchFound) -> list[HitLine]:
    """What a page of the answer shows, in its order. A constant number of queries."""
    sessions = {
        each.pk: each
        for each in Session.objects.select_related(
            "site", "training_action__site", "training_action__training__provider", "training_action__access_word"
        ).filter(pk__in=[hit.session_id for hit in found.hits])
    }
    lines = {
        each.session.pk: each for each in session_lines(actor=actor, sessions=list(sessions.values()))
    }
    made = []
    for hit in found.hits:
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
