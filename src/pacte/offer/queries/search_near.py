"""Occupations around a search: those that its words may name, and those that the ROME says are near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from pacte.kernel.actor import Actor
from pacte.offer.queries.search_lexicon import SearchLexiconCache
from pacte.offer.queries.search_sql import SearchStatement
from pacte.offer.records.search import NearOccupation, SearchParams, SearchSort, SearchTier
from pacte.offer.rules.search import SearchTerms
from pacte.reference.queries import near_occupations, occupations_by_code

_MOST_READINGS = 8
_MOST_MEANT = 3  # More occupations have a name with these words: they name none of them.


def occupations_read(*, actor: Actor, params: SearchParams, on: date) -> list[NearOccupation]:
    """Occupations that one word may name, with their choices, the most first; none when it names one or a subject.

    « conducteur »: of coaches, of engines, of lorries. Labels are the names read. Those without a choice are left out.
    Public.
    """
    lexicon, terms = SearchLexiconCache.current(), SearchLexiconCache.terms(params)
    if params.exact or terms.subjects or terms.romes or len(terms.words) != 1:
        return []
    names = {
        code: name
        for spelling in terms.spellings[terms.words[0]]
        for code, name in lexicon.names.names_beginning(spelling).items()
    }
    counted = _count_choices(actor, params, names, on)
    read = [replace(each, label=names[each.code]) for each in counted]
    return read[:_MOST_READINGS] if len(read) > 1 else []


def occupations_near(*, actor: Actor, params: SearchParams, on: date) -> list[NearOccupation]:
    """Occupations that the ROME says are near the one searched, with their choices, the nearest occupations first.

    Those without a choice are left out. Empty when the words name no occupation. Public.
    """
    terms = SearchLexiconCache.terms(params)
    codes = _occupation_codes(terms, params) or _codes_of_trainings(terms, params, on)
    near = near_occupations(actor=actor, rome_codes=codes)
    ranks = {each.code: rank for rank, each in enumerate(near)}
    counted = _count_choices(actor, params, ranks, on)
    return sorted(counted, key=lambda each: (ranks[each.code], each.label))


def _occupation_codes(terms: SearchTerms, params: SearchParams) -> Collection[str]:
    """Codes of the occupation that is searched; empty when the search is for something that comes before one."""
    if params.romes:
        return params.romes
    if terms.is_first_step or not terms.parts:
        return ()
    begun = SearchLexiconCache.current().names.matching_codes(terms)
    return terms.romes or (begun if len(begun) <= _MOST_MEANT else ())


def _codes_of_trainings(terms: SearchTerms, params: SearchParams, on: date) -> Collection[str]:
    """Occupations of the trainings of a subject, « souder », when they are few; empty for what comes before one."""
    if not terms.subjects or terms.is_first_step:
        return ()
    # Wherever they are: what is near does not depend on where the person lives.
    statement = SearchStatement(replace(params, around=None), terms, on)
    rows = statement.rows(f"""
        with {statement.with_found(with_occupations=True)}
        select distinct code from found cross join unnest(rome_codes) as code where tier = {SearchTier.MAIN}
    """)  # noqa: S608 — fixed pieces; values are parameters
    return [code for (code,) in rows] if len(rows) <= _MOST_MEANT else ()


def _count_choices(actor: Actor, params: SearchParams, codes: Collection[str], on: date) -> list[NearOccupation]:
    """Choices of each occupation, under the same filters and place; one line for its codes of several editions."""
    if not codes:
        return []
    other = replace(params, words="", exact=False, competence="", romes=tuple(codes), sort=SearchSort.AUTO)
    statement = SearchStatement(other, SearchTerms(), on)
    statement.values["codes"] = list(codes)
    rows = statement.rows(f"""
        with {statement.with_found(with_occupations=True)},
        choice as (
            select training_id, commune_code, min(km) as km, min(rome_codes) as rome_codes
            from found where {statement.ticked()} group by training_id, commune_code
        )
        select o.code, count(*), min(km), (array_agg(commune_code order by km nulls last))[1]
        from choice cross join unnest(rome_codes) as o(code)
        where o.code = any(%(codes)s::varchar[])
        group by o.code
    """)  # noqa: S608 — fixed pieces; values are parameters
    occupations = occupations_by_code(row[0] for row in rows)
    lines = [
        NearOccupation(code, occupations[code].label, choices, kilometres, commune)
        for code, choices, kilometres, commune in rows
        if code in occupations
    ]
    return _one_by_label(lines)


def _one_by_label(lines: Collection[NearOccupation]) -> list[NearOccupation]:
    by_label: dict[str, list[NearOccupation]] = defaultdict(list)
    for each in lines:
        by_label[each.label].append(each)
    largest = [max(same, key=lambda each: (each.choices, each.code)) for same in by_label.values()]
    return sorted(largest, key=lambda each: (-each.choices, each.label))
