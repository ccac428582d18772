"""Pages of exchanges with partners: summary first, correcting a message, settling a received one, no personal data."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as
from pacte.exchange.inbox.messages import Envelope, receive_message
from pacte.exchange.outbox.sending import send_to_partners
from pacte.interop.models import Delivery, InboundMessage, Partner
from pacte.interop.records import DeliveryState, InboundState
from pacte.interop.rules.partner_answers import AnswerStatus, PartnerAnswer
from pacte.journeys.models import Journey
from tests.cast import MACHINE, Cast, gather_cast
from tests.interop.making import lives, partner
from tests.journeys.making import session_with
from tests.web.plan_stage import plain, staged

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


@pytest.mark.parametrize(
    ("slug", "action", "other", "count", "what"),
    [
        ("agora", 37, 38, 10, "dossiers transmis à AGORA et acceptés"),
        ("ouiform", 38, 37, 6, "messages échangés avec les outils d’orientation et acceptés"),
    ],
)
def test_the_action_that_exchanges_prove_shows_their_messages_to_everybody_and_none_of_them(
    slug: str, action: int, other: int, count: int, what: str
) -> None:
    stage = staged()
    partner(stage.cast, slug)
    lives(stage.cast, session_with(stage.cast), 2)
    before = stage.get(f"actions/{action}/")
    _send(PartnerAnswer(AnswerStatus.ACKNOWLEDGED), slug)
    told = stage.get(f"actions/{action}/")
    assert "Messages acceptés / messages décidés" not in before
    assert f"{count} / {count} messages" in told
    assert f"{what} : 100 % ({count} / {count})" in told, "the sentence that answers the page"
    assert "Délai médian d’acceptation" in told
    assert "partenaires simulés" in told
    assert "Hors des cibles du plan" not in told, "a section of its own says it, once"
    assert "Camille" not in told
    assert "Messages acceptés / messages décidés" not in stage.get(f"actions/{other}/")
