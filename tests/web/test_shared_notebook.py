"""The notebook is shared by both sides: each finds it, sees what is unread, and knows when nobody will read a word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pacte.accounts.models import Membership, Organisation, OrganisationName
from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, LearnerContact, NotebookEntry, NotebookReading
from pacte.journeys.queries.notebook import read_notebook
from pacte.journeys.records import StepKind
from pacte.journeys.services.notebook import mark_notebook_read
from pacte.kernel.clock import now, today
from pacte.offer.models import Provider
from pacte.workflows.erase_person import erase_person
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage
from tests.web.test_advising_people import another_network

pytestmark = pytest.mark.django_db
K = StepKind
TO_READ, MESSAGES, TRAINEES = "/mes-personnes/carnets/", "/messages/", "/sessions/stagiaires/"
SESSION = ("24_00", "24_01", "24_1")

kept_stage = kept_for_module(advising_stage)


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


def notebook(journey: Journey) -> str:
    return reverse("advisers:notebook", args=[journey.key])


def trainee(journey: Journey) -> str:
    return reverse("attendance:person", args=[*SESSION, journey.key])


def file_of(journey: Journey) -> str:
    return reverse("advisers:person", args=[journey.learner.key])


def write(stage: Stage, journey: Journey, part: str = "adviser", text: str = "Peut-elle venir jeudi ?") -> None:
    stage.send(notebook(journey), part, text=text)


def colleague(stage: Stage) -> None:
    """Makes the lead of the cast an adviser of the same network."""
    with acting_as(MACHINE):
        post = stage.cast["lead"].person.memberships.get()
        post.role, post.organisation = "adviser", stage.cast.network
        post.save()


def test_the_provider_finds_the_notebook_and_its_unread_words_on_the_page_of_the_person(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    page = stage.get(trainee(journey), "provider")
    assert f'href="{notebook(journey)}"' in page
    assert "à lire" not in page
    write(stage, journey)
    write(stage, journey, text="Elle a trouvé un bus.")
    assert "2 mots à lire" in stage.get(trainee(journey), "provider")
    stage.get(notebook(journey), "provider")
    assert "à lire" not in stage.get(trainee(journey), "provider")


def test_the_adviser_sees_on_the_page_of_the_person_what_the_provider_wrote(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    write(stage, journey, "provider", "C’est oui.")
    assert "1 mot à lire" in stage.get(file_of(journey))
    stage.get(notebook(journey))
    assert "1 mot à lire" not in stage.get(file_of(journey))


def test_the_list_of_people_of_a_session_says_who_has_a_word_to_read(stage: Stage) -> None:
    told, silent = stage.somebody("Inès Benali", K.PROPOSED), stage.somebody("Léa Muette", K.PROPOSED)
    write(stage, told)
    page = stage.get(reverse("attendance:people", args=SESSION), "provider")
    assert page.count("1 mot à lire") == 1
    assert f'href="{notebook(silent)}"' in page


def test_the_list_of_people_asks_as_many_queries_for_ten_notebooks_as_for_one(stage: Stage) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            stage.get(reverse("attendance:people", args=SESSION), "provider")
        return len(seen)

    write(stage, stage.somebody("Inès Benali", K.PROPOSED))
    count()
    few = count()
    for rank in range(5):
        write(stage, stage.somebody(f"Une Personne{rank}", K.PROPOSED))
    assert count() == few


def test_each_side_has_the_list_of_its_notebooks_to_read_and_finds_it_from_its_home(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    write(stage, journey)
    assert "Inès Benali" in stage.get(TO_READ, "provider")
    assert "1 carnet partagé à lire" in stage.get(TRAINEES, "provider")
    assert "Rien : vous avez tout lu." in stage.get(TO_READ)
    write(stage, journey, "provider", "C’est oui.")
    assert "Inès Benali" in stage.get(TO_READ)
    assert "1 carnet partagé à lire" in stage.get(MESSAGES)
    for part in ("pilot", "buyer", "auditor", "lead"):
        stage.get(TO_READ, part, status=404)


def test_what_one_reads_stays_unread_for_a_colleague(stage: Stage) -> None:
    colleague(stage)
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    write(stage, journey, "provider", "C’est oui.")
    stage.get(notebook(journey))
    assert "1 mot à lire" not in stage.get(file_of(journey))
    assert "1 mot à lire" in stage.get(file_of(journey), "lead")


def test_another_network_neither_reads_the_notebook_nor_hears_of_it(stage: Stage) -> None:
    another_network(stage)
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    write(stage, journey, "provider", "C’est oui.")
    assert "Benali" not in stage.get(TO_READ, "lead")
    stage.get(notebook(journey), "lead", status=404)
    with acting_as(MACHINE):
        assert not NotebookReading.objects.filter(person=stage.cast["lead"].person).exists()


def test_one_s_own_words_a_call_without_a_word_and_old_words_are_no_news(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    stage.send(reverse("advisers:contact", args=[journey.key]), kind="call", reached="oui")
    assert "à lire" not in stage.get(trainee(journey), "provider")
    write(stage, journey)
    assert "à lire" not in stage.get(file_of(journey)).replace("Carnets à lire", "")
    with acting_as(MACHINE):
        NotebookEntry.objects.update(at=now() - timedelta(days=61))
    assert "à lire" not in stage.get(trainee(journey), "provider")


def test_a_reading_is_kept_once_and_is_read_by_its_person_alone(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    provider, adviser = stage.cast["provider"].actor, stage.cast["adviser"].actor
    for actor in (provider, provider, adviser):
        with acting_as(actor):
            mark_notebook_read(actor=actor, notebook=read_notebook(actor=actor, key=journey.key, on=today()))
    for actor, of_journey in ((provider, journey.pk), (adviser, None)):
        with acting_as(actor):
            (reading,) = NotebookReading.objects.all()
            assert (reading.person_id, reading.journey_id) == (actor.person_id, of_journey)


def test_the_readings_go_with_the_person_who_is_erased(stage: Stage) -> None:
    journey, actor = stage.somebody("Inès Benali", K.PROPOSED), stage.cast["adviser"].actor
    stage.get(notebook(journey), "provider")
    with acting_as(actor):
        erase_person(actor=actor, learner=journey.learner, reason="Elle le demande.")
    with acting_as(MACHINE):
        assert not NotebookReading.objects.exists()


def test_a_word_that_no_provider_will_read_is_said_before_it_is_written(stage: Stage) -> None:
    page = stage.get(notebook(stage.somebody("Inès Benali")))
    assert "Personne d’autre que votre réseau ne lira ce mot : aucun organisme n’est encore choisi." in page
    assert page.index("Personne d’autre") < page.index("Votre mot")


def test_a_provider_without_account_is_to_be_called_at_its_number(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    assert "n’a pas de compte ici" not in stage.get(notebook(journey))
    with acting_as(MACHINE):
        Membership.objects.filter(organisation=stage.cast["provider"].organisation, role="provider").update(
            valid_until=today() - timedelta(days=1)
        )
        Provider.objects.update(phone="02 61 91 00 00")
    page = stage.get(notebook(journey))
    assert "Métal Formation Berry n’a pas de compte ici et ne lira pas ce mot : appelez au" in page
    assert '<a href="tel:0261910000">02 61 91 00 00</a>' in page
    assert "et Provider" not in page


def test_a_provider_without_account_nor_number_is_said_so(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    with acting_as(MACHINE):
        stage.cast["provider"].person.__class__.objects.filter(pk=stage.cast["provider"].person.pk).update(
            is_active=False
        )
        Provider.objects.update(phone="")
    assert "Son téléphone n’est pas connu." in stage.get(notebook(journey))


def test_the_provider_is_told_when_no_adviser_will_read(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    assert "ne lira" not in stage.get(notebook(journey), "provider")
    with acting_as(MACHINE):
        Membership.objects.filter(organisation=stage.cast.network, role="adviser").update(
            valid_until=today() - timedelta(days=1)
        )
    assert "n’a pas de compte ici et ne lira pas ce mot" in stage.get(notebook(journey), "provider")


def test_the_phone_of_the_person_is_a_touch_away_for_both_sides_and_for_nobody_else(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED, phone="06 12 34 56 78")
    assert '<a href="tel:0612345678">06 12 34 56 78</a>' in stage.get(trainee(journey), "provider")
    assert 'href="tel:0612345678"' in stage.get(file_of(journey))
    with acting_as(MACHINE):
        LearnerContact.objects.update(phone="")
    assert "tel:" not in stage.get(trainee(journey), "provider")


def test_the_provider_comes_back_from_the_notebook_to_the_page_of_the_person(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    assert f'href="{trainee(journey)}"' in stage.get(notebook(journey), "provider")


def test_the_telephone_of_a_network_is_given_unless_it_would_tell_which(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", K.PROPOSED)
    with acting_as(MACHINE):
        Membership.objects.filter(organisation=stage.cast.network, role="adviser").update(
            valid_until=today() - timedelta(days=1)
        )
        Organisation.objects.filter(pk=stage.cast.network.pk).update(phone="02 61 91 00 09")
    names = OrganisationName.objects.filter(organisation=stage.cast.network)
    for name, phone in (("Mission locale de Vierzon", "02 61 91 00 09"), ("Cap emploi, Cher", "")):
        with acting_as(MACHINE):
            names.update(name=name)
        page = stage.get(notebook(journey), "provider")
        assert ("02 61 91 00 09" in page) is bool(phone), name
        assert "ne lira pas ce mot" in page
