"""The board of invitations: what is to send, who is silent, whom nothing suits, who comes; « C’est envoyé »."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Invitation, Journey, LearnerContact, LearnerEmail, LearnerText
from pacte.journeys.records import Channel, JourneyState, SlotObstacle, UnsentReason
from pacte.journeys.services.text_choice import choose_texts
from pacte.kernel.clock import now
from pacte.workflows.choose_slot import choose_slot, refuse_slots
from tests.accounts.entering import entered
from tests.cast import MACHINE, Cast
from tests.journeys.making import session_with
from tests.journeys.slots import adviser_of_another_network, invited, opened, proposed, secret_of, slots, soon
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db
BOARD = "/rendez-vous/invitations/"
COLUMNS = ("a-envoyer", "sans-reponse", "aucun", "viennent")


def board(client: Client, query: str = "") -> str:
    answer = client.get(BOARD + query)
    assert answer.status_code == 200
    return plain(answer.content.decode())


def column(page: str, key: str) -> str:
    """The part of the page that the heading of that column begins."""
    return page.split(f'aria-labelledby="{key}"')[1].split("</section>")[0]


def names_in(page: str) -> dict[str, set[str]]:
    return {key: set(re.findall(r"<strong>(\w+) Distribution", column(page, key))) for key in COLUMNS}


def state_of(journey: Journey) -> str:
    with acting_as(MACHINE):
        return Journey.objects.get(pk=journey.pk).state


def some_invitations(cast: Cast) -> dict[str, Invitation]:
    """Seven people, one by situation; Paul was invited nine days ago, Marie today."""
    session = session_with(cast, opened=20)
    meetings = slots(cast, session, soon(6), soon(8), seats=9)
    first_names = ("Aline", "Marc", "Paul", "Marie", "Nora", "Julie", "Yanis")
    people = [proposed(cast, session, first_name=name, phone="06 12 34 56 78") for name in first_names]
    (aline,) = invited(cast, people[:1], meetings, sent=False).invitations
    (marc,) = invited(cast, people[1:2], meetings, channel=Channel.SMS, sent=False).invitations
    later = invited(cast, people[2:6], meetings, channel=Channel.SMS).invitations
    with acting_as(MACHINE):
        Invitation.objects.filter(pk=later[0].pk).update(sent_at=now() - timedelta(days=9))
    nora, julie = (opened(secret_of(cast, each)) for each in later[2:])
    with acting_as(nora.actor):
        refuse_slots(link=nora, obstacle=SlotObstacle.HOURS, note="le mardi")
    with acting_as(julie.actor):
        choose_slot(link=julie, meeting_id=meetings[0].pk)
    return dict(zip(first_names, (aline, marc, *later), strict=False))


def test_each_invitation_is_in_one_column_and_the_first_sentence_counts_them(cast: Cast) -> None:
    some_invitations(cast)
    page = board(entered(cast["adviser"]))
    assert "6 invitations : 2 à envoyer, 2 sans réponse, 1 aucun ne convient, 1 vient." in page
    assert names_in(page) == {
        "a-envoyer": {"Aline", "Marc"},
        "sans-reponse": {"Paul", "Marie"},
        "aucun": {"Nora"},
        "viennent": {"Julie"},
    }
    silent = column(page, "sans-reponse")
    assert silent.index("Paul") < silent.index("Marie"), "the oldest sending first"
    assert "9 jours" in silent
    assert "aujourd’hui" in silent
    assert "le mardi" in column(page, "aucun")
    assert "Ouvrir un" in column(page, "aucun")
    assert "tel:0612345678" in silent


def test_it_is_sent_for_those_that_are_ticked(cast: Cast) -> None:
    given = some_invitations(cast)
    client = entered(cast["adviser"])
    assert "C’est envoyé pour les 2" in board(client)
    answer = client.post(reverse("meetings:mark_sent"), {"qui": [given["Aline"].pk, given["Marc"].pk]}, follow=True)
    assert "2 invitations envoyées" in plain(answer.content.decode())
    assert names_in(board(client))["a-envoyer"] == set()
    assert state_of(given["Aline"].journey) == JourneyState.INVITED


def test_the_button_of_a_line_sends_that_line_alone(cast: Cast) -> None:
    given = some_invitations(cast)
    client = entered(cast["adviser"])
    everything_ticked = [each.pk for each in given.values()]
    client.post(reverse("meetings:mark_sent"), {"une": given["Aline"].pk, "qui": everything_ticked})
    assert names_in(board(client))["a-envoyer"] == {"Marc"}


def test_saying_that_nothing_was_sent_says_what_to_tick(cast: Cast) -> None:
    some_invitations(cast)
    answer = entered(cast["adviser"]).post(reverse("meetings:mark_sent"))
    assert answer.status_code == 422
    assert "Cochez" in plain(answer.content.decode())


def test_another_network_neither_sees_nor_sends_them(cast: Cast) -> None:
    given = some_invitations(cast)
    adviser_of_another_network(cast)
    client = entered(cast["lead"])
    assert "Aucune invitation" in board(client)
    for name in ("mark_sent", "send_again", "sms", "letter"):
        one = [] if name == "mark_sent" else [given["Aline"].pk]
        answer = client.post(reverse(f"meetings:{name}", args=one), {"une": given["Aline"].pk})
        assert answer.status_code == 404, name
    assert names_in(board(entered(cast["adviser"])))["a-envoyer"] == {"Aline", "Marc"}


def test_the_text_to_copy_says_when_to_answer_and_that_it_was_sent(cast: Cast) -> None:
    given = some_invitations(cast)
    client = entered(cast["adviser"])
    page = plain(client.post(reverse("meetings:sms", args=[given["Aline"].pk])).content.decode())
    assert "Bonjour Aline, votre conseiller vous propose un rendez-vous." in page
    assert "sms:+33612345678?body=Bonjour%20Aline" in page
    assert "C’est envoyé" in page
    with acting_as(MACHINE):
        assert Invitation.objects.get(pk=given["Aline"].pk).channel == Channel.SMS, "it leaves by SMS now"


def test_who_wants_no_text_is_offered_a_letter_and_a_call(cast: Cast) -> None:
    session = session_with(cast)
    journey = proposed(cast, session, first_name="Omar", phone="06 12 34 56 78")
    with acting_as(cast["adviser"].actor) as adviser:
        choose_texts(actor=adviser, learner=journey.learner, wanted=False)
    (invitation,) = invited(cast, [journey], slots(cast, session), channel=Channel.SMS, sent=False).invitations
    client = entered(cast["adviser"])
    there = column(board(client), "a-envoyer")
    assert "Ne veut plus de SMS" in there
    assert "Ouvrir le SMS" not in there
    assert "Imprimer" in there
    assert client.post(reverse("meetings:sms", args=[invitation.pk])).status_code == 409
    rows = client.post(reverse("meetings:texts")).content.decode()
    assert "Omar" not in rows


def test_what_leaves_by_itself_has_nothing_to_do_until_it_fails(cast: Cast) -> None:
    session = session_with(cast)
    journey = proposed(cast, session, email="ines@exemple.fr")
    (invitation,) = invited(cast, [journey], slots(cast, session), channel=Channel.EMAIL).invitations
    client = entered(cast["adviser"])
    assert "part tout seul" in column(board(client), "a-envoyer")
    assert "C’est envoyé" not in column(board(client), "a-envoyer")
    with acting_as(MACHINE):
        LearnerEmail.objects.update(state="failed")
        Invitation.objects.update(unsent_reason=UnsentReason.EMAIL_FAILED)
    assert "Le courriel n’est pas parti" in column(board(client), "a-envoyer")
    client.post(reverse("meetings:send_again", args=[invitation.pk]))
    assert "part tout seul" in column(board(client), "a-envoyer")
    assert LearnerEmail.objects.filter(state="waiting").count() == 1


def test_a_text_is_sent_again_by_the_gateway_where_there_is_one(cast: Cast, settings: LazySettings) -> None:
    given = some_invitations(cast)
    client = entered(cast["adviser"])
    again = reverse("meetings:send_again", args=[given["Paul"].pk])
    refused = plain(client.post(again, follow=True).content.decode())
    assert "ne part pas toute seule" in refused, "by hand, its text is opened"
    assert not LearnerText.objects.exists()
    settings.SMS_GATEWAY = "simulator"
    assert again in board(client)
    client.post(again)
    assert LearnerText.objects.get().invitation_id == given["Paul"].pk
    assert "repart tout seul" in column(board(client), "sans-reponse")


def test_one_session_is_shown_alone(cast: Cast) -> None:
    some_invitations(cast)
    other = session_with(cast, number="24_2")
    (journey,) = (proposed(cast, other, first_name="Omar"),)
    invited(cast, [journey], slots(cast, other), sent=False)
    client = entered(cast["adviser"])
    assert names_in(board(client, f"?session={other.pk}"))["a-envoyer"] == {"Omar"}
    assert "1 invitation : 1 à envoyer." in board(client, f"?session={other.pk}")
    for unknown in ("?session=999999", "?session=zz"):
        assert "7 invitations" in board(client, unknown)


def test_the_page_of_the_person_and_that_of_their_link_say_no_more_texts(cast: Cast) -> None:
    given = some_invitations(cast)
    learner = given["Aline"].journey.learner
    client = entered(cast["adviser"])
    link = reverse("meetings:link", args=[learner.key])
    assert "Ne plus envoyer de SMS" in plain(client.get(link).content.decode())
    page = plain(client.post(link, {"act": "no_texts"}, follow=True).content.decode())
    assert "Envoyer à nouveau des SMS" in page
    with acting_as(MACHINE):
        assert LearnerContact.objects.get(learner=learner).no_texts_on
    client.post(link, {"act": "texts"})
    with acting_as(MACHINE):
        assert LearnerContact.objects.get(learner=learner).no_texts_on is None
