"""Every address of the site, asked by every reader in both ways, against access.toml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core import mail
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django.plugin import DjangoDbBlocker

from pacte.accounts.row_context import acting_as
from pacte.infra.data_inventory import load_data_inventory
from pacte.journeys.models import Invitation
from pacte.journeys.records.outreach import LearnerEmailKind
from pacte.journeys.services.learner_emails import queue_learner_email, send_learner_email
from pacte.kernel.actor import Role
from tests.cast import MACHINE, Cast
from tests.web.access_file import Case, cases, readers
from tests.web.access_world import World, outcome, taken_back, world
from tests.web.canaries import CANARIES, EXTENSIONS, OF_A_LIST, TABLES, THE_PERSON, fields_in, leaks, text_of

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
        assert not fields_in(shared.set_off), f"what {reader} does tells somebody of what is protected"
        if got[reader] == "login":
            assert "suite=" in answer["Location"], "who logs in does not come back to what was asked"
    assert got == said


@pytest.mark.parametrize("case", [each for each in cases() if "extension" in each.address], ids=str)
def test_a_file_tells_no_more_in_another_format(shared: World, case: Case) -> None:
    """access.toml asks for each file in one format; here in all of them, those that the page does not know too."""
    allowed = [reader for reader in readers() if case.get[reader] == "200"]
    for extension in EXTENSIONS if allowed else ():
        other = replace(case, address={**case.address, "extension": extension})
        # Who comes by a link is one and the same person; and what takes long to draw is drawn once.
        once = case.name.startswith("mine:") or extension in ("pdf", "pptx")
        for reader in allowed[:1] if once else allowed:
            answer = shared.ask(reader, "get", shared.url(other, reader))
            if answer.status_code == 404:
                break  # A format that nobody has.
            assert not leaks(answer, THE_PERSON if case.name.startswith("mine:") else reader), extension


def test_every_protected_field_of_the_inventory_is_in_the_matrix() -> None:
    tried: dict[str, set[str]] = {}
    for name in CANARIES:
        table, field = name.split(".")
        tried.setdefault(TABLES.get(table, table), set()).add(field)
    protected = {each.name: {field.name for field in each.fields if field.label} for each in load_data_inventory()
                 if each.category.sensitivity == "protégée"}  # fmt: skip
    assert protected.keys() == set(TABLES.values())
    assert {name: fields - tried[name] - OF_A_LIST[name] for name, fields in protected.items()} == {
        name: set() for name in protected
    }


# Where the words are to be found by who may read them: what is asked, how, and some of what it holds.
_SESSION = "/sessions/24_118402/24_1530117/24_407731/"
_HOLDERS = {
    "page": ("adviser", "post", "/mes-personnes/{our learner}/informations-protegees/",
             {"fact.consent_on", "fact.valid_until", "contact.last_name"}),
    "page of the person": ("adviser", "get", "/mes-personnes/{our learner}/", {"contact.phone", "contact.email"}),
    "notebook": ("adviser", "get", "/mes-personnes/parcours/{our journey}/carnet/", {"notebook.text"}),
    "json": ("anonymous", "get", "/mon-parcours/{link of the person}/donnees/mes-donnees.json",
             {"fact.consent_on", "fact.keep_until", "custody.latest_on", "contact.last_name"}),
    "pdf": ("anonymous", "get", "/mon-parcours/{link of the person}/donnees/mes-donnees.pdf",
            {"fact.consent_on", "fact.keep_until", "custody.latest_on", "contact.last_name"}),
    "xlsx": ("provider", "get", f"{_SESSION}presences.xlsx?semaine=2021-01-11", {"contact.last_name"}),
    "csv": ("adviser", "get", "/mes-personnes/actes/changements/?format=csv", {"contact.last_name"}),
}  # fmt: skip


@pytest.mark.parametrize("place", _HOLDERS)
def test_who_may_read_what_is_protected_finds_it_there(shared: World, place: str) -> None:
    """Otherwise the search for leaks would prove nothing: in each kind of answer the words are there, and are seen."""
    reader, method, address, fields = _HOLDERS[place]
    url = re.sub(r"{([^}]*)}", lambda name: str(shared.names[name[1]]), address)
    answer = shared.ask(reader, method, url, {"purpose": "adaptation"} if method == "post" else None)
    text = text_of(answer)
    assert fields - set(fields_in(text)) == set(), text
    assert leaks(answer, "pilot"), "the same answer would be a leak for the pilot"


def test_what_people_were_told_so_far_holds_nothing_protected(shared: World) -> None:
    assert shared.told_so_far, "nobody was told of anything"
    assert fields_in(shared.told_so_far) == []


def test_a_mail_to_somebody_holds_their_first_name_and_nothing_else(shared: World) -> None:
    with taken_back(), acting_as(MACHINE):
        invitation = Invitation.objects.select_related("journey__learner").get(pk=shared.names["our invitation"])
        for kind in LearnerEmailKind:
            letter = queue_learner_email(
                actor=MACHINE, learner=invitation.journey.learner, kind=kind, invitation=invitation
            )
            send_learner_email(actor=MACHINE, letter_id=letter.pk)
    sent = [f"{each.subject} {each.body}" for each in mail.outbox]
    assert len(sent) >= 4
    assert {tuple(fields_in(each)) for each in sent} == {("contact.first_name",)}


def _cast(found: World) -> Cast:
    return found.cast
