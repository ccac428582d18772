"""What the search offers to a reader opens for that reader: no result leads to a page that does not exist for them.

Everything that the menus offer is opened, and the first results of the other kinds. ``--full``: for all the readers.
"""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import NOBODY, Actor
from pacte.reference.search_vocabulary import search_vocabulary
from pacte.reference.text_query import parse_text_query
from pacte.web.pages.site_search.result_kind import SearchScope
from pacte.web.pages.site_search.site_search import result_kinds
from tests.web.access_file import readers
from tests.web.access_world import World

pytestmark = pytest.mark.xdist_group("access-2")
# One for each distinct menu, and who has none.
_READERS = ("pilot", "partner", "provider", "adviser", "finance", "auditor", "intruder", "anonymous")
_FIRST = 1
# Words of several kinds: a zone, a person, an organisation, a session.
_WORDS = ("cher", "distribution", "mission", "1")


def addresses(world: World, reader: str) -> set[str]:
    """Addresses of all the pages of the menus, and of the first results of each other kind."""
    request = RequestFactory().get("/chercher/")
    actor: Actor = world.cast[reader].actor if reader in world.cast.members else NOBODY
    request.actor = actor  # type: ignore[attr-defined]
    request.session = world.clients[reader].session
    with acting_as(actor):
        scope = SearchScope(request)  # type: ignore[arg-type]
        offered = {kind.code: set[str]() for kind in result_kinds()}
        for words in _WORDS:
            for kind in result_kinds():
                entries = kind.entries(scope, parse_text_query(words, search_vocabulary()))
                shown = entries if kind.code == "pages" else entries[:_FIRST]
                offered[kind.code] |= {each.url for each in shown}
    return set().union(*offered.values())


def test_what_the_search_offers_opens(shared: World, full: bool) -> None:
    public = addresses(shared, "anonymous")
    asked = {("anonymous", address) for address in public} | {
        (reader, address)
        for reader in (readers() if full else _READERS)
        if reader not in ("former", "anonymous")
        for address in addresses(shared, reader) - public
    }
    closed = {
        (reader, address): answer.status_code
        for reader, address in sorted(asked)
        if (answer := shared.ask(reader, "get", address)).status_code != 200
    }
    assert closed == {}
    assert len({reader for reader, _ in asked}) >= len(_READERS)
