"""Pages of exchanges with partners: summary first, correcting a message, settling a received one, no personal data."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pacte.accounts.queries import organisation_names
from pacte.accounts.row_context import acting_as
from pacte.exchange.inbox.messages import Envelope, receive_message
from pacte.exchange.outbox.sending import send_to_partners
from pacte.exchange.pivot import PIVOT_FIELDS
from pacte.interop.models import Delivery, InboundMessage, Partner
from pacte.interop.records import DeliveryState, InboundState
from pacte.interop.rules.partner_answers import AnswerStatus, PartnerAnswer
from pacte.journeys.models import Journey
from pacte.kernel.clock import today
from tests.cast import MACHINE, Cast, gather_cast
from tests.interop.making import AT, lives, partner
from tests.journeys.making import session_with
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db
BACKEND = "pacte.accounts.backends.PasswordBackend"
REFUSED = PartnerAnswer(AnswerStatus.REJECTED, code="x", reason="Session inconnue", field="action.numero_session")


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def cast() -> Cast:
    return gather_cast()


@pytest.fixture
def agora(cast: Cast) -> Partner:
    """A partner with two dossiers, whose first message was refused."""
    made = partner(cast)
    lives(cast, session_with(cast), 2)
    _send(REFUSED)
    return made


def _send(answer: PartnerAnswer, slug: str = "agora") -> None:
    send_to_partners(actor=MACHINE, slug=slug, poster=lambda partner, secret: lambda delivery, body: answer)


def client(cast: Cast, part: str = "pilot") -> Client:
    made = Client()
    made.force_login(cast[part].person, backend=BACKEND)
    return made


def read(cast: Cast, url: str, part: str = "pilot") -> str:
    answer = client(cast, part).get(url)
    assert answer.status_code == 200, answer.content[-1500:]
    return plain(answer.content.decode())


def first() -> Delivery:
    with acting_as(MACHINE):
        return Delivery.objects.filter(rank=1).order_by("pk").first() or Delivery()


def received(cast: Cast, **more: object) -> int:
    tool = partner(cast, "ouiform")
    body = {"statut": "positionne", "date": "2021-01-05", "personne": "ML-1", "nom": "Secret", "prenom": "Prénom",
            "numero_session": "ailleurs", **more}  # fmt: skip
    with acting_as(MACHINE):
        receive_message(actor=MACHINE, partner=tool, envelope=Envelope("k", "P-1", 1, body))
        return int(InboundMessage.objects.get().pk)


def test_the_list_answers_first(cast: Cast, agora: Partner) -> None:
    page = read(cast, "/echanges/", "analyst")
    assert "Pas tous : 2 messages envoyés à corriger" in page.replace("\u00a0", " ").replace("\u202f", " ")
    assert "simulé, données fictives" in page


def test_nothing_to_do_is_said(cast: Cast) -> None:
    assert "Aucun partenaire" in read(cast, "/echanges/")


def test_a_partner_says_which_fields_are_empty_and_how_sure_their_names_are(cast: Cast, agora: Partner) -> None:
    page = read(cast, "/echanges/partenaire/agora/")
    assert "à compléter sous convention" in page
    assert "Session inconnue" in page
    assert "0 / 2" in page.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_message_is_mended_on_its_page_and_leaves_again(cast: Cast, agora: Partner) -> None:
    url = f"/echanges/message/{first().pk}/"
    assert "Session inconnue" in read(cast, url)
    empty = client(cast).post(url, {"act": "mend"})
    assert empty.status_code == 422
    assert "Rien n’a été corrigé" in plain(empty.content.decode())
    sent = client(cast).post(url, {"act": "mend", "field": "action.numero_session", "value": "24_9"}, follow=True)
    assert sent.redirect_chain
    assert first().state == DeliveryState.CORRECTED
    _send(PartnerAnswer(AnswerStatus.ACKNOWLEDGED))
    assert first().state == DeliveryState.ACKNOWLEDGED


def test_what_is_the_person_s_own_is_neither_shown_nor_typed(cast: Cast, agora: Partner) -> None:
    page = read(cast, f"/echanges/message/{first().pk}/")
    assert "Exemple" not in page
    assert "présent, réservé au référent" in page
    url = f"/echanges/message/{first().pk}/"
    sent = client(cast).post(url, {"act": "mend", "field": "beneficiaire.nom_naissance", "value": "Autre"})
    assert sent.status_code == 422
    assert first().mended == {}


def test_who_only_reads_is_offered_nothing_to_do(cast: Cast, agora: Partner) -> None:
    page = read(cast, f"/echanges/message/{first().pk}/", "analyst")
    assert "Mettre de côté" not in page
    assert client(cast, "analyst").post(f"/echanges/message/{first().pk}/", {"act": "replay"}).status_code == 403


def test_a_message_received_is_settled_on_the_session_that_somebody_chooses(cast: Cast) -> None:
    session_with(cast)
    url = f"/echanges/recu/{received(cast)}/"
    page = read(cast, url)
    assert "ailleurs" in page
    assert "Secret" not in page
    wrong = client(cast).post(url, {"act": "settle", "session": "toujours ailleurs"})
    assert wrong.status_code == 422
    assert "n’est pas dans l’offre" in plain(wrong.content.decode())
    assert client(cast).post(url, {"act": "settle", "session": "24_1"}, follow=True).redirect_chain
    with acting_as(MACHINE):
        assert InboundMessage.objects.get().state == InboundState.APPLIED
        assert Journey.objects.count() == 1


def test_the_pages_ask_as_many_questions_whatever_the_number_of_messages(cast: Cast, agora: Partner) -> None:
    def asked(url: str) -> int:
        reader = client(cast)
        reader.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert reader.get(url).status_code == 200
        return len(seen)

    urls = ("/echanges/", "/echanges/partenaire/agora/", f"/echanges/message/{first().pk}/")
    before = [asked(url) for url in urls]
    lives(cast, session_with(cast, number="24_autre"), 12)
    _send(REFUSED)
    assert [asked(url) for url in urls] == before


def test_the_action_that_messages_serve_shows_their_counts_to_everybody_and_none_of_them() -> None:
    stage = staged()
    partner(stage.cast, "ouiform")
    lives(stage.cast, session_with(stage.cast), 2)
    before = stage.get("actions/38/")
    _send(PartnerAnswer(AnswerStatus.ACKNOWLEDGED), "ouiform")
    told = stage.get("actions/38/")
    assert "Messages acceptés / messages décidés" not in before
    assert "6 / 6 messages" in told
    assert "Délai médian d’acceptation" in told
    assert "partenaires simulés" in told
    assert "Hors des cibles du plan" not in told, "a section of its own says it, once"
    assert "Camille" not in told
    assert "Messages acceptés / messages décidés" not in stage.get("actions/37/")


def entered_without_message(stage: Stage, count: int) -> None:
    """People who entered after the partner was connected, and whose messages nobody prepared."""
    made = lives(stage.cast, session_with(stage.cast, number="24_oublie"), count)
    with acting_as(MACHINE):
        entered = {"entered_on": AT.date(), "ended_on": AT.date()}
        Journey.objects.filter(pk__in=[each.pk for each in made]).update(**entered)


def test_the_proof_of_the_hub_is_of_the_dossiers_due_and_not_of_the_messages_sent() -> None:
    stage = staged()
    partner(stage.cast)
    entered_without_message(stage, 12)
    assert "0 % (0 / 12)" in stage.get("actions/37/")


def test_a_dossier_that_was_never_sent_is_owed_too() -> None:
    stage = staged()
    partner(stage.cast)
    lives(stage.cast, session_with(stage.cast), 12)
    _send(PartnerAnswer(AnswerStatus.ACKNOWLEDGED))
    assert "100 % (12 / 12)" in stage.get("actions/37/")
    entered_without_message(stage, 11)
    told = stage.get("actions/37/")
    assert "Dossiers dus à AGORA, transmis et acceptés" in told
    assert "52,2 % (12 / 23)" in told
    assert "Jamais envoyés" in told
    assert "60 / 60 messages" in told, "all that was sent is accepted: that alone proves nothing"


def test_the_state_of_the_dossiers_of_few_people_is_not_told() -> None:
    stage = staged()
    partner(stage.cast)
    lives(stage.cast, session_with(stage.cast), 12)
    _send(PartnerAnswer(AnswerStatus.ACKNOWLEDGED))
    entered_without_message(stage, 10)
    told = stage.get("actions/37/")
    assert "masqué : ce chiffre montrerait de petits effectifs" in told.lower()
    assert "12 / 22" not in told
    assert "Mesuré, mais masqué : ce chiffre montrerait de petits effectifs." in told
    assert "Aucune preuve à ce jour" not in told, "nobody owes what is measured and hidden"
    assert "Jamais envoyés" not in told


def test_who_must_fill_which_field_is_told_to_the_readers_of_the_exchanges(cast: Cast, agora: Partner) -> None:
    page = read(cast, "/echanges/partenaire/agora/", "analyst")
    dossiers = page[page.index("Dossiers dus, par organisme de formation") : page.index("Messages à corriger")]
    assert organisation_names(on=today())[cast.provider.pk] in dossiers
    assert PIVOT_FIELDS["action.numero_session"].label in dossiers, "the refused field"
    assert client(cast, "visitor").get("/echanges/partenaire/agora/").status_code == 404
