"""Protected fields: all are in the field matrix; readers with the right find them; notifications do not hold them."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from pacte.accounts.row_context import acting_as
from pacte.infra.data_inventory import load_data_inventory
from pacte.journeys.models import Invitation
from pacte.journeys.records.outreach import LearnerEmailKind
from pacte.journeys.services.learner_emails import queue_learner_email, send_learner_email
from tests.cast import MACHINE
from tests.kept import taken_back
from tests.web.access_world import World
from tests.web.canaries import CANARIES, OF_A_LIST, TABLES, fields_in, leaks, text_of

pytestmark = pytest.mark.xdist_group("access-1")


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


# Where readers with the right find the words: reader, method, address, and some of the fields.
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
    """Positive control of the search for leaks: each kind of answer holds the words, and the search finds them."""
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
