"""No log contains a secret or a name: canary words are typed in every form and searched in every log."""

from __future__ import annotations

import io
import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from psycopg.errors import OperationalError

from pacte.accounts.models import Person
from pacte.accounts.records import LinkPurpose
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import create_login_link
from pacte.web.middleware import ActorMiddleware
from tests.cast import MACHINE
from tests.effort import share
from tests.kept import taken_back
from tests.log_lines import written_lines
from tests.web.access_file import cases
from tests.web.access_world import World

pytestmark = pytest.mark.xdist_group("access-2")

EMAIL, FIRST, LAST, PHONE = "zqcanari@exemple.fr", "Zqprenomcanari", "Zqnomcanari", "0199887766"
CODE, STATE, TOKEN = "zqcode0123456789", "zqstate0123456789", "Zqjeton-0123456789abcdefghij"
TYPED = (EMAIL, FIRST, LAST, PHONE, CODE, STATE, TOKEN)
ASKED = {"q": LAST, "email": EMAIL, "code": CODE, "state": STATE, "token": TOKEN, "tel": PHONE, "prenom": FIRST}


@pytest.fixture(autouse=True)
def _addresses_known() -> None:
    """Loads the URL configuration, like a server that has answered; before, every part of an address is hidden."""
    assert get_resolver().url_patterns


@pytest.fixture(autouse=True)
def _world_left_as_it_was(shared: World) -> Iterator[None]:
    """Visitors of their own write in the world of the other access tests."""
    with taken_back():
        yield


@dataclass
class Written:
    """``logged``: text that the site writes. ``raw``: the same without redaction."""

    logged: io.StringIO
    raw: io.StringIO

    def canaries(self, *more: str) -> dict[str, list[str]]:
        needles = [each for each in (*TYPED, *more) if each]
        return {
            name: [each for each in needles if each.lower() in stream.getvalue().lower()]
            for name, stream in (("logged", self.logged), ("raw", self.raw))
        }


@contextmanager
def listening() -> Iterator[Written]:
    """Captures the logs, refusals included. The site does not log these, but a library may: they must be redacted."""
    root, refusals = logging.getLogger(), logging.getLogger("django.request")
    raw, level = io.StringIO(), refusals.level
    plain = logging.StreamHandler(raw)
    root.addHandler(plain)
    refusals.setLevel(logging.WARNING)
    try:
        with written_lines() as logged:
            yield Written(logged, raw)
    finally:
        root.removeHandler(plain)
        refusals.setLevel(level)


def test_what_is_typed_on_any_page_is_in_no_log(shared: World, capfd: pytest.CaptureFixture[str]) -> None:
    """Asks addresses once each, by a reader who may open them, then with canaries in place of their identifiers.

    A fifth of them on each commit, drawn anew; all of them with ``--full``.
    """
    once = {case.name: case for case in cases()}
    drawn = random.sample(sorted(once), share(len(once)))
    statuses = set()
    with listening() as written:
        for case in (once[name] for name in drawn):
            reader = next((each for each, said in case.get.items() if said == "200"), "anonymous")
            for method in ("get", "post"):
                url = shared.url(case, reader)
                if method == "get" and "." in url.rpartition("/")[2]:
                    continue  # A document is slow to draw, and answers like the others.
                url += ("&" if "?" in url else "?") + _query()
                statuses.add(shared.ask(reader, method, url, ASKED | dict(case.data)).status_code)
            words = {name: LAST if isinstance(value, str) else value for name, value in case.address.items()}
            for address in {reverse(case.name, kwargs=words)} if _fits(case.name, words) else ():
                statuses.add(shared.ask(reader, "get", address).status_code)
    assert {200, 302, 404, 422} <= statuses
    found = written.canaries(str(shared.names["link of the person"]))
    assert found["raw"], "nothing was typed that a log repeats: the test would prove nothing"
    assert found["logged"] == []
    assert not [each for each in TYPED if each in capfd.readouterr().err]


def test_refusals_and_errors_hold_no_secret(
    shared: World, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    link = str(shared.names["link of the person"])
    with acting_as(MACHINE):
        invitation = str(
            create_login_link(actor=MACHINE, person=shared.cast["adviser"].person, purpose=LinkPurpose.INVITATION)
        )
    visitor, strict = Client(raise_request_exception=False), Client(enforce_csrf_checks=True)
    statuses = []
    with listening() as written:
        for path in (f"/mon-parcours/{link}/rien/", f"/mon-parcour/{link}/", f"/r/{link}/", f"//mon-parcours/{link}/"):
            statuses.append(visitor.get(path, ASKED).status_code)
        statuses.append(visitor.post(f"/mon-parcours/{link}/demander/corriger/", {}).status_code)
        statuses.append(visitor.post(f"/connexion/lien/{invitation}/", {"password": LAST}).status_code)
        statuses.append(visitor.get("/", headers={"host": f"{LAST}.example"}).status_code)
        statuses.append(strict.post(f"/connexion/lien/{invitation}/?{_query()}", ASKED).status_code)
        statuses.append(visitor.get(f"/connexion/openid/retour/?{_query()}").status_code)
        statuses += [_broken(visitor, monkeypatch, link, error) for error in _errors()]
        with monkeypatch.context() as fast:
            fast.setattr("pacte.journeys.services.links.consume_tokens", lambda _: timedelta(seconds=36))
            statuses.append(visitor.get(f"/mon-parcours/{link}/").status_code)
    assert {400, 403, 404, 422, 429, 500} <= set(statuses), statuses
    found = written.canaries(link, invitation)
    assert {link, invitation, LAST, EMAIL} <= set(found["raw"])
    assert found["logged"] == []
    assert "/mon-parcours/…/demander/corriger/" in written.logged.getvalue(), "what helps is still there"
    assert "test_logs.py" in written.logged.getvalue(), "a traceback says where"
    told = capfd.readouterr()
    assert not [each for each in (*TYPED, link, invitation) if each in told.err + told.out]


def _errors() -> list[Exception]:
    told = f"{FIRST} {LAST} <{EMAIL}> {TOKEN}"
    try:
        with transaction.atomic(), acting_as(MACHINE):
            for _ in range(2):
                Person.objects.create(email=EMAIL, first_name=FIRST, last_name=LAST)
    except IntegrityError as error:
        return [ValueError(told), KeyError(LAST), error, OperationalError(f'DETAIL: Key (email)=({EMAIL}) "{LAST}"')]
    raise AssertionError("the second one is refused")


def _broken(visitor: Client, monkeypatch: pytest.MonkeyPatch, link: str, error: Exception) -> int:
    def breaking(self: ActorMiddleware, *given: object) -> None:
        raise RuntimeError(LAST) from error

    with monkeypatch.context() as patched:
        patched.setattr(ActorMiddleware, "_second_factor_redirect", breaking)
        return visitor.get(f"/mon-parcours/{link}/?{_query()}").status_code


def _query() -> str:
    return "&".join(f"{name}={value}" for name, value in ASKED.items())


def _fits(name: str, words: dict[str, Any]) -> bool:
    try:
        reverse(name, kwargs=words)
    except NoReverseMatch:
        return False  # Some parts of an address accept only numbers or keys.
    return bool(words)
