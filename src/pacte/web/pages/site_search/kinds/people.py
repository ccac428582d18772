"""People with an account, for those who read the list of accounts. Learners are never searched here."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from pacte.accounts.permissions import may
from pacte.accounts.queries import people_named
from pacte.kernel.user_input import digits_only
from pacte.reference.text_query import TextQuery
from pacte.reference.text_search import SearchDocument
from pacte.web.pages.site_search.result_kind import ResultKind, SearchEntry, SearchScope

_LIMIT = 30


def _may_open(scope: SearchScope) -> bool:
    return may(scope.actor, "accounts.read_members")


def _entries(scope: SearchScope, query: TextQuery) -> Sequence[SearchEntry]:
    """A name has no digit: other queries ask nothing."""
    if not query.words or digits_only(query.typed) or not _may_open(scope):
        return []
    return [
        SearchEntry(
            SearchDocument(str(each), (), (("courriel", each.email),), "nom"),
            reverse("accounts:person", args=[each.pk]),
            each.email,
        )
        for each in people_named(actor=scope.actor, words=query.words, limit=_LIMIT)
    ]


KIND = ResultKind(
    code="personnes",
    order=8,
    title="Personnes",
    nouns=("personne", "personnes"),
    entries=_entries,
    is_open=_may_open,
)
