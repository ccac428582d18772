"""Sessions of training, by number. Their page is public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pacte.kernel.user_input import digits_only
from pacte.offer.queries import sessions_by_number
from pacte.reference.text_query import TextQuery
from pacte.reference.text_search import SearchDocument
from pacte.web.pages.site_search.result_kind import ResultKind, SearchEntry, SearchScope
from pacte.web.session_display import session_dates_text, session_url

if TYPE_CHECKING:
    from pacte.offer.models import Session

_LIMIT = 30


def _entries(scope: SearchScope, query: TextQuery) -> Sequence[SearchEntry]:
    """A number has digits: other queries ask nothing."""
    if not digits_only(query.code):
        return []
    numbers = {query.code, query.code.upper(), query.typed}
    sessions = sessions_by_number(actor=scope.actor, numbers=numbers, limit=_LIMIT)
    return [entry for each in sessions if (entry := _entry(each)).url]


def _entry(session: Session) -> SearchEntry:
    note = f"session {session.number} · {session_dates_text(session)}"
    return SearchEntry(SearchDocument(session.training.title, (session.number,)), session_url(session.triplet), note)


KIND = ResultKind(
    code="sessions",
    order=6,
    title="Sessions",
    nouns=("session", "sessions"),
    entries=_entries,
)
