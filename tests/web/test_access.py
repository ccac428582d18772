"""Every address of the site, asked by every reader in both ways, against access.toml."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core import mail
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django.plugin import DjangoDbBlocker

from pacte.accounts.context import acting_as
from pacte.kernel.actor import Role
from pacte.notices.models import Notice
from tests.cast import MACHINE, Cast
from tests.web.access_file import Case, cases, readers
from tests.web.access_world import World, outcome, world
from tests.web.canaries import CANARIES, THE_PERSON, leaks, text_of

# One world for all of them: it takes a second to make.
pytestmark = pytest.mark.xdist_group("access")


def named(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    """The name of every address of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"« {pattern.pattern} » has no name: access.toml cannot speak of it"
            yield f"{space}{pattern.name}"


@pytest.fixture(scope="module")
def shared(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), world() as found:
        yield found


def test_every_address_is_in_the_file_and_every_line_has_its_address() -> None:
    in_file, in_site = {case.name for case in cases()}, set(named())
    assert in_site - in_file == set(), "access.toml says nothing of these addresses"
    assert in_file - in_site == set(), "access.toml speaks of addresses that do not exist"


def test_no_case_is_told_twice() -> None:
    told = [str(case) for case in cases()]
    assert sorted(told) == sorted(set(told))


def test_the_readers_of_the_file_are_the_cast_and_three_others(shared: World) -> None:
    assert set(readers()) == {*shared.cast.members, "anonymous", "former"}
    assert {member.role for member in _cast(shared).members.values()} == set(Role), "a role is played by nobody"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("case", cases(), ids=str)
def test_each_reader_gets_what_the_file_says(shared: World, case: Case, method: str) -> None:
    said = case.get if method == "get" else case.post
    got = {}
    for reader in readers():
        answer = shared.ask(reader, method, shared.url(case, reader), case.data)
        got[reader] = outcome(answer)
        seen_by = THE_PERSON if case.name.startswith("mine:") else reader
        assert not leaks(answer, seen_by), f"{reader} reads what is protected"
        if got[reader] == "login":
            assert "suite=" in answer["Location"], "who logs in does not come back to what was asked"
    assert got == said


def test_who_works_with_somebody_does_read_what_the_others_do_not(shared: World) -> None:
    """Otherwise the search for leaks would prove nothing: the words are there, for those who may read them."""
    learner, journey = shared.names["our learner"], shared.names["our journey"]
    pages = (f"/mes-personnes/{learner}/", f"/mes-personnes/{learner}/modifier/",
             f"/mes-personnes/parcours/{journey}/carnet/")  # fmt: skip
    facts = shared.ask(
        "adviser", "post", f"/mes-personnes/{learner}/informations-protegees/", {"purpose": "adaptation"}
    )
    told = "".join(text_of(shared.ask("adviser", "get", url)) for url in pages) + text_of(facts)
    seen = {field for field, (words, _) in CANARIES.items() if any(word in told for word in words)}
    assert {"contact.last_name", "contact.email", "contact.phone", "notebook.text", "fact.consent_on"} <= seen
    assert leaks(shared.ask("adviser", "get", pages[0]), "pilot"), "the same page would be a leak for the pilot"


def test_no_notice_nor_mail_holds_a_protected_field(shared: World) -> None:
    words = [word for said, _ in CANARIES.values() for word in said]
    with acting_as(MACHINE):
        told = " ".join(f"{each.subject} {each.text} {each.address}" for each in Notice.objects.all())
    told += " ".join(f"{each.subject} {each.body}" for each in mail.outbox)
    assert [word for word in words if word in told] == []


def _cast(found: World) -> Cast:
    return found.cast
