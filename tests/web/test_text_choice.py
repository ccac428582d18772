"""« Ne plus recevoir de SMS »: a button on the page that an SMS opens, and on that of one’s data; it can be undone."""

from __future__ import annotations

import pytest
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import LearnerContact
from pacte.journeys.records import Channel
from pacte.journeys.services import make_journey_link
from tests.cast import MACHINE, Cast
from tests.journeys.slots import one_invited, secret_of
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db


def wants_no_texts() -> bool:
    with acting_as(MACHINE):
        return LearnerContact.objects.exclude(no_texts_on=None).exists()


PAGES = pytest.mark.parametrize("page", ["slots", "data"])


def url_of(cast: Cast, page: str, **contact: str) -> str:
    """The page of the slots of Inès, or that of her data."""
    journey, _, invitation = one_invited(cast, **contact)
    if page == "slots":
        return f"/r/{secret_of(cast, invitation)}/"
    with acting_as(cast["adviser"].actor) as adviser:
        whole = make_journey_link(actor=adviser, learner=journey.learner, body=cast.network, channel=Channel.LETTER)
    return f"/mon-parcours/{whole.secret}/donnees/"


@PAGES
def test_one_button_stops_texts_and_another_brings_them_back(cast: Cast, page: str) -> None:
    client = Client(enforce_csrf_checks=True)
    url = url_of(cast, page, phone="06 12 34 56 78")
    assert "Ne plus recevoir de SMS" in plain(client.get(url).content.decode())
    told = plain(client.post(url, {"act": "no_texts"}, follow=True).content.decode())
    assert wants_no_texts()
    assert "Vous ne recevrez plus de SMS" in told
    assert "Recevoir à nouveau des SMS" in told
    assert "Vous recevrez à nouveau" in plain(client.post(url, {"act": "texts"}, follow=True).content.decode())
    assert not wants_no_texts()


@PAGES
def test_without_a_telephone_there_is_nothing_to_stop(cast: Cast, page: str) -> None:
    url = url_of(cast, page, email="ines@exemple.fr")
    assert "recevoir de SMS" not in plain(Client().get(url).content.decode())


@PAGES
def test_another_word_changes_nothing(cast: Cast, page: str) -> None:
    url = url_of(cast, page, phone="06 12 34 56 78")
    assert Client().post(url, {"act": "else"}).status_code == 422
    assert not wants_no_texts()
