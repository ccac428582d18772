"""A guest’s link opens the pages of its scope and nothing else; a page of guests opens by no other link.

Pages are found by walking the addresses of the site: a new one is tried from its first day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import patch

import pytest
from django.urls import resolve

from pacte.accounts.records import GuestScope
from pacte.kernel.actor import Actor
from pacte.web.guest_pages import GuestPage
from pacte.web.middleware import ActorMiddleware
from tests.web.access_file import LOGIN, Case, cases
from tests.web.access_sample import shared_out
from tests.web.access_world import World, outcome

_CLOSED = {"404", "405", "410"}
# A link of every kind that is nobody’s guest’s.
_OTHER_SECRETS = ("link of the person", "link to slots", "link of a request for a place", "link of the visitor")


def _scopes(shared: World, case: Case) -> frozenset[GuestScope] | None:
    """Scopes of a page of guests; None for any other page."""
    match = resolve(shared.url(case, "anonymous").partition("?")[0])
    page = getattr(match.func, "view_class", None)
    return frozenset(page.scopes) if page and issubclass(page, GuestPage) else None


def _first_of_each_page(*, by_secret: bool) -> Iterator[Case]:
    known: set[str] = set()
    for case in cases():
        if case.name not in known and ("secret" in case.address) is by_secret:
            known.add(case.name)
            yield case


def _name(case: Case) -> str:
    return case.name


def _answer(shared: World, case: Case, method: str) -> str:
    return outcome(shared.ask("anonymous", method, shared.url(case, "anonymous"), case.data))


@pytest.mark.parametrize("case", shared_out(_first_of_each_page(by_secret=True), _name))
def test_a_link_opens_the_pages_of_its_scope_alone(shared: World, case: Case) -> None:
    scopes = _scopes(shared, case)
    wrong = [f"link of a guest, {scope}" for scope in GuestScope if scope not in (scopes or ())]
    wrong += ["closed link of a guest", "expired link of a guest"]
    wrong += ["link of a guest"] if scopes is None else _OTHER_SECRETS
    opened = {
        (secret, method): answer
        for secret in wrong
        for method in ("get", "post")
        if (answer := _answer(shared, replace(case, address={**case.address, "secret": secret}), method)) not in _CLOSED
    }
    assert opened == {}


def _without_login() -> Iterator[Case]:
    return (case for case in _first_of_each_page(by_secret=False) if case.get["anonymous"] != LOGIN)


@pytest.mark.parametrize("case", shared_out(_without_login(), _name))
def test_a_guest_is_nobody_on_all_other_pages(shared: World, case: Case) -> None:
    """Even where their actor would come in by the request, which no page does. The others ask to log in first."""
    guest = Actor(name="par son lien", guest_id=int(shared.names["guest"]))
    with patch.object(ActorMiddleware, "_actor", lambda *_: guest):
        assert _answer(shared, case, "get") == case.get["anonymous"]
