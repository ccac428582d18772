"""SQL of the public search, shared by its lists: the sessions that match, with their facets, distance and relevance."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

from django.db import connection

from pacte.offer.records.search import FACET_BITS, FACET_GROUPS, SearchArea, SearchFacet, SearchParams, SearchSort
from pacte.offer.rules.search import (
    SearchLexicon,
    SearchTerms,
    effective_sort,
    formacode_lexeme,
    occupation_lexeme,
    parse_search_terms,
)

# JIT costs more than the query itself; the index is cached in memory, so random page reads are cheap.
_PLANNER_SETTINGS = "select set_config('jit', 'off', true), set_config('random_page_cost', '1.1', true)"
_SOON = timedelta(days=62)
_COMPETENCES = "C"  # Weight of competences and certifications in the index, see ``services.search``.
_DISTANCE_SQL = (
    "111.195 * sqrt(power(r.latitude - %(lat)s, 2) + power((r.longitude - %(lon)s) * cos(radians(%(lat)s)), 2))"
)
_SOON_SQL = "(not r.is_rolling and r.starts_on <= %(soon)s)"
# Trainings before an occupation are told apart from those for it, unless one looks for them.
_TIER_SQL = "case when %(tryouts)s and r.nature in ('prequalifying', 'remobilisation') then 1 else 0 end"
# Trainings about the words come alone; those that only mention them answer when nothing else does.
_TIER_WITH_WORDS_SQL = (
    "case when not x.is_about and (select is_there from about) then 2"
    " when %(tryouts)s and r.nature in ('prequalifying', 'remobilisation') then 1 else 0 end"
)
_MATCHES_SQL = """matches as materialized (
    select training_id, words @@ to_tsquery('french', %(title_query)s) as is_about, {fits} as fits
    from offer_searchtext where words @@ to_tsquery('french', %(query)s)
), about as materialized (
    select exists (
        select from matches m join offer_searchrow r on r.training_id = m.training_id
        where m.is_about and r.open_until >= %(on)s
    ) as is_there
)"""
_FITS_SQL = (
    "ts_rank(words, to_tsquery('french', %(title_query)s)) * 10 + ts_rank(words, to_tsquery('french', %(query)s))"
)
# By the index of the texts, which holds the codes of occupations.
_OCCUPATION_SQL = (
    "r.training_id in (select training_id from offer_searchtext where words @@ to_tsquery('french', %(occupation)s))"
)
_FORMACODE_SQL = _OCCUPATION_SQL.replace("occupation", "formacode")
_SAME_TITLE_SQL = (
    "r.card = (select hashtextextended(offer_plain(t.title), 0) from offer_training t where t.number = %(title_of)s"
    " order by t.id limit 1)"
)


class SearchStatement:
    """A statement on the sessions that match. ``is_loose``: any of the words, not all. ``values``: its parameters."""

    def __init__(self, params: SearchParams, terms: SearchTerms, on: date, *, is_loose: bool = False) -> None:
        self.params, self.sort = params, effective_sort(params, terms)
        query = _tsquery_text(params, terms, any_word=is_loose)
        self.values: dict[str, Any] = {
            "on": on,
            "soon": on + _SOON,
            "tryouts": bool(terms.parts) and not terms.is_first_step,
            "query": query,
            "title_query": terms.title_tsquery(any_word=is_loose) or query,
        }

    def with_found(self, *, with_occupations: bool = False) -> str:
        """Common table expressions up to « found »: a row a session that matches, ticked facets aside, in the area.

        Columns: session_id, training_id, commune_code, card, tier (see ``SearchTier``), starts_on, hours, latitude,
        longitude, boxes, soon, km, fits; rome_codes on request.
        """
        where = " and ".join([*_filter_conditions(self.params, self.values), "r.open_until >= %(on)s"])
        matches, joined, tier = "", "", _TIER_SQL
        if self.values["query"]:
            matches = _MATCHES_SQL.format(fits=_FITS_SQL if self.sort is SearchSort.WORDS else "0::float4") + ","
            joined = "join matches x on x.training_id = r.training_id"
            tier = _TIER_SQL if self.params.is_wide else _TIER_WITH_WORDS_SQL
        return f"""{matches} found as materialized (
            select * from (
                select r.session_id, r.training_id, r.commune_code, r.card, {tier} as tier, r.starts_on, r.hours,
                    r.latitude, r.longitude, r.boxes, {_SOON_SQL} as soon,
                    {_DISTANCE_SQL if self.params.around else "null::float8"} as km,
                    {"x.fits" if joined else "0::float4"} as fits
                    {", r.rome_codes" if with_occupations else ""}
                from offer_searchrow r {joined}
                where {where}
            ) as matching {"where km <= %(radius)s" if self.params.around else ""}
        )"""  # noqa: S608 — fixed pieces; values are parameters

    def ticked(self, facets: frozenset[SearchFacet] | None = None) -> str:
        """Condition of the ticked facets (those of the search by default) on a row of « found »."""
        chosen = self.params.facets if facets is None else facets
        conditions = [
            f"({' or '.join(_facet_sql(facet) for facet in group if facet in chosen)})"
            for group in FACET_GROUPS
            if chosen.intersection(group)
        ]
        return " and ".join(conditions) or "true"

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """All the rows of the statement."""
        with connection.cursor() as cursor:
            cursor.execute(_PLANNER_SETTINGS)
            cursor.execute(sql, self.values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _facet_sql(facet: SearchFacet) -> str:
    return "soon" if facet is SearchFacet.SOON else f"boxes & {FACET_BITS[facet]} <> 0"


def _tsquery_text(params: SearchParams, terms: SearchTerms, *, any_word: bool) -> str:
    """Text query of the words and of the competence. The latter is not corrected, nor read as a subject."""
    competence = (
        parse_search_terms(params.competence, SearchLexicon(), exact=True).tsquery(within=_COMPETENCES)
        if params.competence
        else ""
    )
    parts = [part for part in (terms.tsquery(any_word=any_word), competence) if part]
    return " & ".join(f"({part})" for part in parts)


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
        ("occupation", " | ".join(map(occupation_lexeme, params.romes)), _OCCUPATION_SQL),
        ("department", params.department, "r.department_code = %(department)s"),
        ("formacode", f"{formacode_lexeme(params.formacode)}:*A" if params.formacode else "", _FORMACODE_SQL),
        ("title_of", params.same_title_as, _SAME_TITLE_SQL),
    ):
        if value:
            values[name] = value
            conditions.append(condition)
    return conditions
