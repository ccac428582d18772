"""Organisations of the directory, for those who manage it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from pacte.accounts.permissions import may
from pacte.accounts.queries import organisations_named
from pacte.accounts.records import KIND_LABELS, OrganisationKind
from pacte.kernel.clock import today
from pacte.reference.text_query import TextQuery
from pacte.reference.text_search import SearchDocument
from pacte.web.pages.site_search.result_kind import ResultKind, SearchEntry, SearchScope

_LIMIT = 30
# The database has matched one of these when the name of the day has not the words.
_OTHER_NAMES = "ancien nom, SIRET ou service"


def _may_open(scope: SearchScope) -> bool:
    """Only in the pact of the Region of this installation (``manages_directory``)."""
    return scope.host is not None and may(scope.actor, "accounts.keep_directory", scope.host.pk)


def _entries(scope: SearchScope, query: TextQuery) -> Sequence[SearchEntry]:
    if not query.words or not _may_open(scope):
        return []
    rows = organisations_named(actor=scope.actor, words=" ".join(query.words), on=today(), limit=_LIMIT)
    return [
        SearchEntry(
            SearchDocument(name, (), ((_OTHER_NAMES, " ".join(query.words)),), "nom"),
            reverse("accounts:organisation", args=[identifier]),
            KIND_LABELS[OrganisationKind(kind)],
        )
        for identifier, name, kind in rows
    ]


KIND = ResultKind(
    code="organisations",
    order=7,
    title="Organisations",
    nouns=("organisation", "organisations"),
    entries=_entries,
    is_open=_may_open,
)
