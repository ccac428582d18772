"""« Demander une place »: the form of a visitor, their own page, and the lists of those whom they chose."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from pacte.accounts.models import OrganisationName
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.accounts.rules.rate_limits import PUBLIC_FORM
from pacte.accounts.services import create_organisation
from pacte.audit.models import AuditEntry
from pacte.journeys.models import Journey, Learner, PlaceRequest
from pacte.journeys.rules.place_requests import CONSENT_VERSION
from pacte.kernel.clock import now, today
from pacte.notifications.models import Notification
from pacte.offer.models import Provider, Session, TrainingAction
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage, body
from tests.web.plan_stage import plain, staged
from tests.web.test_advising_people import another_network

pytestmark = pytest.mark.django_db
SHEET, ASK, LIST = "/formations/24_00/", "/formations/24_00/demander/", "/demandes-de-place/"
INES = {
    "first_name": "Inès", "last_name": "Zqnom", "phone": "06 12 34 56 78", "town": "Vierzon", "has_adviser": "oui",
    "message": "Plutôt le matin", "session": "toutes", "consent": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


def made_stage() -> Stage:
    """The training of Vierzon has a second date."""
    stage = advising_stage()
    with acting_as(MACHINE):
        starts = today() + timedelta(days=200)
        Session.objects.create(
            training_action=TrainingAction.objects.get(number="24_01"), number="24_9", starts_on=starts,
            ends_on=starts + timedelta(days=90), recorded_at=now(), changed_at=now(),
        )  # fmt: skip
    return stage


kept_stage = kept_for_module(made_stage)


def network_of(stage: Stage) -> str:
    return str(stage.cast.network.pk)


def key_of(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found
    return found[1]


def send(stage: Stage, client: Client | None = None, url: str = ASK, **changed: str) -> HttpResponse:
    """The form as a visitor sends it, to the network of the cast unless told otherwise."""
    client = client or Client()
    page = client.get(url).content.decode()
    return client.post(url, {"key": key_of(page), **INES, "network": network_of(stage), **changed})


def sent(stage: Stage, **changed: str) -> tuple[PlaceRequest, str]:
    """A request that was accepted, and the address of the visitor's page."""
    answer = send(stage, **changed)
    assert answer.status_code == 302, body(answer)[-3000:]
    with acting_as(MACHINE):
        return PlaceRequest.objects.latest("pk"), answer["Location"]


def again(row: PlaceRequest) -> PlaceRequest:
    with acting_as(MACHINE):
        return PlaceRequest.objects.get(pk=row.pk)


def another_provider(stage: Stage) -> None:
    """Makes the partner of the cast work for another provider, which trains too."""
    with acting_as(MACHINE):
        other = create_organisation(
            actor=MACHINE, name="Touraine Soudure", kind=OrganisationKind.TRAINING_PROVIDER, synthetic=True
        )
        Provider.objects.create(
            siret="44306184100047", name="Touraine Soudure", body=other, recorded_at=now(), changed_at=now()
        )
        post = stage.cast["partner"].person.memberships.get()
        post.role, post.organisation = "provider", other
        post.save()


# ------------------------------------------------------------------------------------------------ the visitor


def test_the_sheet_leads_to_the_form_and_each_date_to_its_own(stage: Stage) -> None:
    page = plain(Client().get(SHEET).content.decode())
    assert f'href="{ASK}">Demander une place' in page
    assert "2 minutes, sans compte. Réponse demandée sous 3 jours." in page
    assert f"{ASK}?date=24_01%2F24_9" in page
    assert "?date=" not in Client().get("/formations/24_10/").content.decode(), "one date is not a question"


def test_a_date_chosen_on_the_sheet_is_chosen_in_the_form(stage: Stage) -> None:
    page = Client().get(f"{ASK}?date=24_01%2F24_9").content.decode()
    assert re.search(r'value="24_01/24_9"\s+checked', page)
    assert re.search(r'value="toutes"\s+checked', Client().get(ASK).content.decode())


def test_a_request_goes_to_the_provider_and_the_network_with_its_dates(stage: Stage) -> None:
    row, _ = sent(stage, session="24_01/24_9", email="ines@exemple.fr")
    assert (row.first_name, row.last_name, row.phone, row.email) == (
        "Inès",
        "Zqnom",
        "06 12 34 56 78",
        "ines@exemple.fr",
    )
    assert row.session
    assert row.session.number == "24_9"
    assert (row.provider_body_id, row.network_id) == (stage.cast.provider.pk, stage.cast.network.pk)
    assert (row.due_on, row.purge_on) == (today() + timedelta(days=3), today() + timedelta(days=90))
    assert (row.consent_version, row.consent_at) == (CONSENT_VERSION, row.made_at)


def test_any_date_names_no_session_and_one_date_only_is_the_one_asked(stage: Stage) -> None:
    assert sent(stage)[0].session is None
    one = send(stage, url="/formations/24_10/demander/")
    assert one.status_code == 302
    with acting_as(MACHINE):
        session = PlaceRequest.objects.latest("pk").session
    assert session
    assert session.number == "24_2"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"first_name": ""}, "Écrivez votre prénom."),
        ({"last_name": " "}, "Écrivez votre nom."),
        ({"phone": ""}, "Écrivez un téléphone ou une adresse électronique."),
        ({"phone": "0612"}, "Ce numéro semble incomplet."),
        ({"email": "ines"}, "Écrivez une adresse comme prenom.nom@exemple.fr."),
        ({"has_adviser": ""}, "Cochez oui ou non."),
        ({"network": ""}, "Choisissez qui lit aussi votre demande."),
        ({"network": "aucun"}, "Choisissez le réseau de votre conseiller."),
        ({"network": "999999"}, "Ce réseau ne reçoit pas de demande ici."),
        ({"session": ""}, "Choisissez une date, ou n’importe laquelle."),
        ({"session": "24_11/24_2"}, "Cette date n’est plus ouverte."),
        ({"message": "a" * 501}, "500"),
        ({"consent": ""}, "Sans votre accord, la demande n’est envoyée à personne."),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_sent(
    stage: Stage, changed: dict[str, str], sentence: str
) -> None:
    answer = send(stage, **changed)
    assert answer.status_code == 422
    assert sentence in body(answer)
    with acting_as(MACHINE):
        assert not PlaceRequest.objects.exists()


def test_the_consent_says_who_reads_for_what_until_when_and_how_to_withdraw(stage: Stage) -> None:
    page = plain(Client().get(ASK).content.decode())
    assert "Qui lit : Métal Formation Berry et le réseau choisi ci-dessus, s’il y en a un. Personne d’autre." in page
    assert "Pour quoi : vous répondre sur cette formation." in page
    assert "30 jours après la réponse, 90 jours au plus" in page
    assert "« Retirer ma demande »" in page


def test_the_same_form_sent_twice_is_one_request_and_gives_the_same_link(stage: Stage) -> None:
    client = Client()
    form = {"key": key_of(client.get(ASK).content.decode()), **INES, "network": network_of(stage)}
    first, second = client.post(ASK, form), client.post(ASK, form)
    assert first["Location"] == second["Location"]
    with acting_as(MACHINE):
        assert PlaceRequest.objects.count() == 1
        assert Notification.objects.filter(person=stage.cast["adviser"].person).count() == 1


def test_a_key_that_the_site_did_not_sign_never_opens_the_request_of_somebody_else(stage: Stage) -> None:
    first, second = send(stage, key="1"), send(stage, key="1")
    assert first["Location"] != second["Location"]


def test_without_adviser_the_provider_alone_may_read(stage: Stage) -> None:
    row, _ = sent(stage, has_adviser="non", network="aucun")
    assert (row.network_id, row.has_adviser) == (None, False)
    assert "Zqnom" in stage.get(LIST, "provider")
    assert "Zqnom" not in stage.get(LIST)


def test_without_account_of_the_provider_a_network_is_needed_and_reads_alone(stage: Stage) -> None:
    with acting_as(MACHINE):
        Provider.objects.update(body=None)
    page = plain(Client().get(ASK).content.decode())
    assert "Qui lit : le réseau choisi ci-dessus. Personne d’autre." in page
    assert "l’organisme seul" not in page
    assert "Choisissez qui lit aussi" in body(send(stage, has_adviser="non", network=""))
    assert sent(stage)[0].provider_body_id is None


def test_where_no_network_has_advisers_nobody_is_asked_whether_they_have_one(stage: Stage) -> None:
    with acting_as(MACHINE):
        stage.cast["adviser"].person.memberships.update(role="visitor")
    page = plain(Client().get(ASK).content.decode())
    assert "Qui lit : Métal Formation Berry. Personne d’autre." in page
    assert "conseiller" not in page.split("<form class=")[1].split("</form>")[0]
    row, _ = sent(stage)
    assert (row.network_id, row.has_adviser) == (None, False)


def test_nobody_to_read_is_said_rather_than_a_form(stage: Stage) -> None:
    with acting_as(MACHINE):
        Provider.objects.update(body=None, phone="02 61 91 00 00")
        for part in ("adviser", "lead"):
            stage.cast[part].person.memberships.update(role="visitor")
    page = plain(Client().get(ASK).content.decode())
    assert "Personne ne peut lire une demande envoyée d’ici." in page
    assert "Appelez l’organisme : 02 61 91 00 00." in page
    assert "<textarea" not in page
    assert Client().post(ASK, INES).status_code == 409


def test_a_network_whose_name_says_a_sentence_is_not_offered(stage: Stage) -> None:
    prison = another_network(stage, OrganisationKind.PRISON_SERVICE)
    assert "Autre réseau du Cher" not in Client().get(ASK).content.decode()
    assert send(stage, network=str(prison.pk)).status_code == 422


def test_the_form_asks_for_its_token_and_is_not_kept(stage: Stage) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(ASK)
    assert "no-store" in page["Cache-Control"]
    assert client.post(ASK, INES).status_code == 403


def test_too_many_forms_from_one_address_are_paused(stage: Stage) -> None:
    client = Client()
    answers = [client.post(ASK, {}).status_code for _ in range(PUBLIC_FORM.capacity + 1)]
    assert answers == [422] * PUBLIC_FORM.capacity + [429]
    assert client.post(ASK, {}, REMOTE_ADDR="192.0.2.9").status_code == 422, "another address goes on"


def test_the_page_of_the_visitor_says_what_was_sent_to_whom_and_when_they_answer(stage: Stage) -> None:
    with acting_as(MACHINE):
        Provider.objects.update(phone="02 61 91 00 00")
    row, url = sent(stage)
    answer = Client().get(url)
    assert answer["Cache-Control"] == "no-store, private, max-age=0"
    assert answer["Referrer-Policy"] == "no-referrer"
    page = plain(answer.content.decode())
    for words in (
        "Soudeur assembleur industriel", "Inès Zqnom", "Plutôt le matin", "Appeler le 02 61 91 00 00",
        "Métal Formation Berry et Mission locale de Bourges, personne d’autre", "Une réponse est demandée avant le",
    ):  # fmt: skip
        assert words in page, words
    with acting_as(MACHINE):
        assert url.split("/")[2] not in [again(row).digest, *AuditEntry.objects.values_list("detail", flat=True)]


def test_another_secret_opens_nothing(stage: Stage) -> None:
    sent(stage)
    assert Client().get("/ma-demande-de-place/" + "n" * 32 + "/").status_code == 410


def test_withdrawing_erases_who_asked_at_once(stage: Stage) -> None:
    row, url = sent(stage)
    page = plain(Client(enforce_csrf_checks=True).post(url, follow=True).content.decode())
    assert "Votre demande est retirée" in page
    assert "Zqnom" not in page
    kept = again(row)
    assert {kept.first_name, kept.last_name, kept.phone, kept.email, kept.town, kept.message} == {""}
    assert kept.outcome == "withdrawn"
    assert kept.purge_on == today() + timedelta(days=30)
    assert "Zqnom" not in stage.get(LIST) + stage.get(LIST, "provider")


# ------------------------------------------------------------------------------------------------ those who answer


def test_those_who_answer_are_told_without_a_name(stage: Stage) -> None:
    row, _ = sent(stage)
    with acting_as(MACHINE):
        told = list(Notification.objects.filter(kind="journeys.place_request"))
    assert {each.person_id for each in told} == {stage.cast[part].person.pk for part in ("provider", "adviser")}
    assert all("Zqnom" not in f"{each.subject} {each.text} {each.address}" for each in told)
    assert {each.address for each in told} == {f"{LIST}{row.pk}/"}


def test_the_provider_and_the_adviser_find_it_on_their_desk(stage: Stage) -> None:
    sent(stage)
    staged(cast=stage.cast)
    desk = stage.get("/", "provider")
    assert "Inès Zqnom" in desk
    assert "demande une place" in desk
    assert "Demandes de place (1)" in stage.get("/sessions/stagiaires/", "provider")
    mine = stage.get("/")
    assert "Inès Zqnom" in mine
    assert "1 demande attend votre réponse." in mine


def test_a_request_opens_for_the_two_bodies_chosen_and_for_nobody_else(stage: Stage) -> None:
    row, _ = sent(stage)
    another_network(stage)
    another_provider(stage)
    url = f"{LIST}{row.pk}/"
    for part in ("provider", "adviser"):
        page = stage.get(url, part)
        assert 'href="tel:0612345678"' in page
        assert "Plutôt le matin" in page
    for part in ("lead", "partner"):
        assert "Zqnom" not in stage.get(LIST, part)
    for part in ("lead", "partner", "pilot", "buyer", "auditor", "intruder"):
        stage.get(url, part, status=404)
        assert stage.client(part).post(url, {"outcome": "invited"}).status_code == 404
        assert stage.client(part).post(f"{url}je-m-en-occupe/").status_code == 404
    assert again(row).closed_at is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Cap emploi du Cher", "autre réseau"), ("Mission locale de Bourges", "Mission locale de Bourges")],
)
def test_the_provider_reads_no_network_that_discloses_something(stage: Stage, name: str, shown: str) -> None:
    with acting_as(MACHINE):
        OrganisationName.objects.filter(organisation=stage.cast.network).update(name=name)
    row, url = sent(stage)
    stage.send(f"{LIST}{row.pk}/je-m-en-occupe/")
    assert name in stage.get(f"{LIST}{row.pk}/")
    seen = stage.get(f"{LIST}{row.pk}/", "provider") + stage.get(LIST, "provider") + stage.get("/", "provider")
    assert shown in seen
    assert ("Cap emploi" in seen) is (shown == "Cap emploi du Cher")
    assert str(stage.cast["adviser"].person) not in seen
    assert name in plain(Client().get(url).content.decode()), "the visitor knows whom they chose"


def test_whoever_takes_it_is_seen_by_the_others_and_nobody_takes_it_twice(stage: Stage) -> None:
    row, url = sent(stage)
    assert "vos collègues voient" in stage.send(f"{LIST}{row.pk}/je-m-en-occupe/", "provider")
    assert "Métal Formation Berry" in stage.get(LIST)
    assert "Quelqu’un s’en occupe déjà." in stage.send(f"{LIST}{row.pk}/je-m-en-occupe/")
    assert "Organisme de formation du Cher s’en occupe." in plain(Client().get(url).content.decode())


def test_what_happened_is_said_once_and_sets_the_day_of_the_erasure(stage: Stage) -> None:
    row, url = sent(stage)
    page = stage.send(f"{LIST}{row.pk}/", "provider", outcome="invited")
    assert "C’est noté : appelée et invitée." in page
    assert again(row).purge_on == today() + timedelta(days=30)
    assert "déjà traitée" in stage.refused(f"{LIST}{row.pk}/", outcome="not_reached")
    assert "Votre demande est traitée" in plain(Client().get(url).content.decode())


def test_the_provider_does_not_open_records(stage: Stage) -> None:
    row, _ = sent(stage)
    assert "Ouvrir un dossier" not in stage.get(f"{LIST}{row.pk}/", "provider")
    stage.refused(f"{LIST}{row.pk}/", "provider", outcome="record_opened")
    stage.get(f"/mes-personnes/ouvrir/?demande={row.pk}", "provider", status=404)


def test_a_record_opens_already_written_then_the_session_is_proposed(stage: Stage) -> None:
    row, _ = sent(stage, session="24_01/24_1")
    url = f"/mes-personnes/ouvrir/?demande={row.pk}"
    assert url in stage.get(f"{LIST}{row.pk}/")
    form = stage.get(url)
    assert all(f'value="{INES[name]}"' in form for name in ("first_name", "last_name", "phone", "town"))
    answer = stage.client().post(url, {name: INES[name] for name in ("first_name", "last_name", "phone", "town")})
    with acting_as(MACHINE):
        journey = Journey.objects.get()
    assert answer["Location"] == f"/mes-personnes/parcours/{journey.key}/proposer/24_00/24_01/24_1/"
    assert stage.client().get(answer["Location"]).status_code == 200
    kept = again(row)
    assert (kept.outcome, kept.last_name) == ("record_opened", ""), "the record holds it now"
    assert "déjà traitée" in stage.get(url, status=409)


def test_for_any_date_the_session_is_chosen_on_the_sheet_for_that_person(stage: Stage) -> None:
    row, _ = sent(stage)
    answer = stage.client().post(
        f"/mes-personnes/ouvrir/?demande={row.pk}", {"first_name": "Inès", "last_name": "Zqnom"}
    )
    with acting_as(MACHINE):
        journey = Journey.objects.get()
    assert answer["Location"] == f"{SHEET}?pour={journey.key}"
    assert "Proposer à Inès Zqnom" in stage.get(answer["Location"])


def test_another_network_neither_reads_nor_opens_the_record(stage: Stage) -> None:
    row, _ = sent(stage)
    another_network(stage)
    url = f"/mes-personnes/ouvrir/?demande={row.pk}"
    assert "Zqnom" not in stage.get(url, "lead", status=404)
    assert stage.client("lead").post(url, {"first_name": "A", "last_name": "B"}).status_code == 404
    with acting_as(MACHINE):
        assert not Learner.objects.exists()


def test_the_region_reads_numbers_and_no_name(stage: Stage) -> None:
    row, _ = sent(stage)
    with acting_as(MACHINE):
        PlaceRequest.objects.filter(pk=row.pk).update(due_on=today() - timedelta(days=1))
    page = stage.get(f"{LIST}nombres/", "pilot")
    assert "Métal Formation Berry" in page
    assert "1 demande attend une réponse, sur 1 demande gardée." in page
    assert "Zqnom" not in page
    stage.get(LIST, "pilot", status=404)
    assert "Métal Formation Berry" not in stage.get(f"{LIST}nombres/", "intruder")
    assert "dont 1 en retard" in stage.get(LIST)
