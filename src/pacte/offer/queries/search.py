"""Public search of sessions: one page of them, or all that match; and their rows for display."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from pacte.kernel.actor import Actor
from pacte.offer.models import AccessInformation, Provider, SearchRow, Session, Training, TrainingAction
from pacte.offer.queries.details import SessionSummary, session_summaries
from pacte.offer.queries.search_lexicon import SearchLexiconCache
from pacte.offer.queries.search_sql import SearchStatement
from pacte.offer.records.search import SearchHit, SearchParams, SearchResult, SearchSort, SearchTier
from pacte.offer.records.unmet_searches import SearchTerm, SearchTermKind
from pacte.offer.rules.search import SearchTerms, parse_search_terms
from pacte.offer.rules.unmet_searches import terms_to_keep

PAGE_SIZE = 20
_ORDER_BY = {
    SearchSort.DISTANCE: "km nulls last, starts_on nulls last, session_id",
    SearchSort.DATE: "starts_on nulls last, km nulls last, session_id",
    SearchSort.WORDS: "fits desc, starts_on nulls last, session_id",
    SearchSort.DURATION: "hours nulls last, starts_on nulls last, session_id",
}


def search_sessions(*, actor: Actor, params: SearchParams, on: date, page_size: int | None = PAGE_SIZE) -> SearchResult:
    """Coming or rolling-entry sessions that match: a page of them, or all (``page_size`` None).

    Public: the result does not depend on the actor.
    """
    terms = SearchLexiconCache.terms(params)
    result = _run_search(params, terms, on, page_size, is_loose=False)
    return result if result.total or len(terms.parts) < 2 else _run_search(params, terms, on, page_size, is_loose=True)


def terms_read(*, actor: Actor, params: SearchParams) -> SearchTerms:
    """What the words of the search were read as. Public."""
    return SearchLexiconCache.terms(params)


def unmet_search_terms(*, actor: Actor, params: SearchParams) -> tuple[SearchTerm, ...]:
    """What may be kept of a search that found nothing; empty when it names neither a word nor an occupation. Public."""
    if params.romes:
        return (SearchTerm(SearchTermKind.OCCUPATION, params.romes[0]),)
    typed = f"{params.words} {params.competence}".strip()
    if not typed:
        return ()
    lexicon = SearchLexiconCache.current()
    terms = parse_search_terms(typed, lexicon, exact=params.exact)
    return terms_to_keep(terms, sorted(terms.romes) or lexicon.names.matching_codes(terms), lexicon.catalogue)


def _run_search(
    params: SearchParams, terms: SearchTerms, on: date, page_size: int | None, *, is_loose: bool
) -> SearchResult:
    statement = SearchStatement(params, terms, on, is_loose=is_loose)
    statement.values |= {"limit": page_size, "offset": (max(1, params.page) - 1) * (page_size or 0)}
    (total, trainings, _), *rows = statement.rows(f"""
        with {statement.with_found()},
        kept as materialized (select * from found where tier < {SearchTier.MENTION} and {statement.ticked()})
        select count(*), count(distinct training_id), null::float8 from kept
        union all
        select session_id, training_id, km from (
            select session_id, training_id, km from kept
            order by tier, {_ORDER_BY[statement.sort]} limit %(limit)s offset %(offset)s
        ) as page
    """)  # noqa: S608 — fixed pieces; values are parameters
    return SearchResult(
        hits=tuple(SearchHit(*row) for row in rows),
        total=total,
        trainings=trainings,
        corrections=terms.corrections,
        sort=statement.sort,
        pages=-(-total // page_size) if page_size else 1,
        is_loose=is_loose,
    )


@dataclass(frozen=True, slots=True)
class SearchHitRow:
    """A session of the result, for display."""

    line: SessionSummary
    training: Training
    action: TrainingAction
    provider: Provider
    access: AccessInformation | None
    kilometres: float | None


def search_hit_rows(*, actor: Actor, hits: Sequence[SearchHit]) -> list[SearchHitRow]:
    """The sessions of a result, in order, for display. Constant number of queries."""
    return _hit_rows(actor, hits)


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
