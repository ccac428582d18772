"""The page of messages names each person for who may read the name, at the moment of reading; no e-mail has a name."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, Learner, LearnerContact
from pacte.journeys.queries.handovers import HandoverCandidate
from pacte.journeys.records import StepKind
from pacte.kernel.clock import today
from pacte.notifications.models import Notification
from pacte.notifications.services import notify
from pacte.notifications.services.email_delivery import deliver_email
from pacte.web.pages.notifications.lines import person_mention
from pacte.workflows.erase_person import erase_person
from pacte.workflows.hand_over_learner import hand_over_learner
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage
from tests.web.test_advising_people import another_network

pytestmark = pytest.mark.django_db
K = StepKind
PAGE = "/messages/"
NO_ANSWER = "Une personne que vous accompagnez n’a pas choisi de créneau. Appelez-la, ou invitez-la autrement."

kept_stage = kept_for_module(advising_stage)


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


def tell(stage: Stage, address: str, part: str = "adviser", kind: str = "journeys.no_answer") -> None:
    with acting_as(MACHINE):
        notify(
            actor=MACHINE, host_id=stage.cast.region.pk, person_ids=[stage.cast[part].person.pk], kind=kind,
            subject="Une invitation reste sans réponse", text=NO_ANSWER, address=address, key=address + part,
        )  # fmt: skip


def page_of(journey: Journey) -> str:
    return f"/mes-personnes/{journey.learner.key}/"


def test_each_message_names_its_person_their_session_and_what_to_do(stage: Stage) -> None:
    tell(stage, page_of(stage.somebody("Fatoumata Sidibé", K.PROPOSED)))
    page = stage.get(PAGE)
    assert "Fatoumata Sidibé" in page
    assert "Soudeur assembleur industriel, à partir du" in page
    assert "Rappeler ou réinviter" in page


def test_messages_that_say_the_same_are_grouped_under_one_sentence(stage: Stage) -> None:
    for name in ("Fatoumata Sidibé", "Moussa Exemple", "Rose Canevas"):
        tell(stage, page_of(stage.somebody(name, K.PROPOSED)))
    page = stage.get(PAGE)
    assert "Une invitation reste sans réponse (3)" in page
    assert page.count(NO_ANSWER) == 1
    assert [name in page for name in ("Fatoumata Sidibé", "Moussa Exemple", "Rose Canevas")] == [True] * 3


def test_ten_people_are_named_in_as_many_queries_as_one(stage: Stage) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            stage.get(PAGE)
        return len(seen)

    for rank in range(2):
        tell(stage, page_of(stage.somebody(f"Une Personne{rank}", K.PROPOSED)))
    stage.get(PAGE)
    few = count()
    for rank in range(2, 10):
        tell(stage, page_of(stage.somebody(f"Une Personne{rank}", K.PROPOSED)))
    assert "Une Personne9" in stage.get(PAGE)
    assert count() == few


def test_the_person_of_another_network_has_no_name(stage: Stage) -> None:
    theirs = stage.somebody("Maria Costa", K.PROPOSED, part="lead", body=another_network(stage))
    tell(stage, page_of(theirs))
    tell(stage, page_of(theirs), "lead")
    assert "Costa" not in stage.get(PAGE)
    assert NO_ANSWER in stage.get(PAGE)
    assert "Maria Costa" in stage.get(PAGE, "lead")


def test_the_name_goes_with_the_person_who_is_handed_over(stage: Stage) -> None:
    journey, other = stage.somebody("Fatoumata Sidibé", K.PROPOSED), another_network(stage)
    for part in ("adviser", "lead"):
        tell(stage, page_of(journey), part)
    assert "Sidibé" in stage.get(PAGE)
    assert "Sidibé" not in stage.get(PAGE, "lead")
    actor = stage.cast["adviser"].actor
    with acting_as(actor):
        taker = HandoverCandidate(other.pk, stage.cast["lead"].person.pk, "")
        hand_over_learner(
            actor=actor, learner=journey.learner, taker=taker, on=today(), reason="Elle déménage."
        )  # fmt: skip
    assert "Sidibé" not in stage.get(PAGE)
    assert "Sidibé" in stage.get(PAGE, "lead")


def test_an_erased_person_has_no_name_and_no_message(stage: Stage) -> None:
    journey = stage.somebody("Fatoumata Sidibé", K.PROPOSED)
    tell(stage, page_of(journey))
    actor = stage.cast["adviser"].actor
    with acting_as(actor):
        erase_person(actor=actor, learner=Learner.objects.get(pk=journey.learner_id), reason="Elle le demande.")
    page = stage.get(PAGE)
    assert "Sidibé" not in page
    assert NO_ANSWER not in page


def test_the_message_about_a_person_whose_name_is_purged_stays_without_it(stage: Stage) -> None:
    journey = stage.somebody("Fatoumata Sidibé", K.PROPOSED)
    tell(stage, page_of(journey))
    with acting_as(MACHINE):
        LearnerContact.objects.filter(learner=journey.learner).delete()
    page = stage.get(PAGE)
    assert "Sidibé" not in page
    assert NO_ANSWER in page


def test_the_provider_reads_the_name_of_who_it_trains_and_of_nobody_else(stage: Stage) -> None:
    trained, other = stage.somebody("Inès Benali", K.PROPOSED), stage.somebody("Léa Ailleurs")
    for journey in (trained, other):
        tell(stage, reverse("advisers:notebook", args=[journey.key]), "provider")
    page = stage.get(PAGE, "provider")
    assert "Inès Benali" in page
    assert "Ailleurs" not in page


def test_the_e_mail_of_a_message_has_no_name(stage: Stage) -> None:
    tell(stage, page_of(stage.somebody("Fatoumata Sidibé", K.PROPOSED)))
    with acting_as(MACHINE):
        (told,) = Notification.objects.filter(person=stage.cast["adviser"].person)
        assert deliver_email(actor=MACHINE, notification_id=told.pk)
    (sent,) = mail.outbox
    assert NO_ANSWER[:40] in " ".join(str(sent.body).split())
    assert "Fatoumata" not in str(sent.message())
    assert "Sidibé" not in str(sent.body) + str(sent.subject)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/mes-personnes/00000000-0000-0000-0000-000000000001/", "learner"),
        ("/mes-personnes/parcours/00000000-0000-0000-0000-000000000001/carnet/", "journey"),
        ("/sessions/24_0/24_1/24_2/stagiaire/00000000-0000-0000-0000-000000000001/", "journey"),
        ("/demandes-des-personnes/7/", "request"), ("/mes-personnes/?attente=sans-nouvelles", ""), ("/nulle/part/", ""),
        ("", ""), ("//exemple.fr/mes-personnes/", ""), ("/sessions/24_0/24_1/24_2/", ""),
    ],
)  # fmt: skip
def test_an_address_says_of_whom_it_is(address: str, said: str) -> None:
    mention = person_mention(address)
    assert (mention.kind if mention else "") == said
