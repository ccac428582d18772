"""What is asked about a journey, from its pages: the adviser, the provider and the person begin it already named.

Two bodies wherever a right is tried: the network and the provider of the person, and another adviser of the same pact.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey
from pacte.journeys.records import Channel, StepKind
from pacte.journeys.rules.links import journey_path
from pacte.journeys.services import make_journey_link
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Role
from pacte.kernel.clock import today
from pacte.plan.records import Lead
from pacte.procedures.models import Application, Case
from pacte.procedures.services import move_case, update_case_fields
from tests.accounts.guests_at_hand import send_waiting_letters
from tests.cast import MACHINE, hire_buyer
from tests.journeys.making import session_with, somebody, walk
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.web.plan_stage import Stage, plain, staged
from tests.web.test_application_pages import Visitor

pytestmark = pytest.mark.django_db
CODE, NUMBER = "completion_with_adaptation", ActionCode(24)
BUTTON = "Demander un aménagement"
kept_stage = kept_for_module(
    lambda: staged(
        small_plan(row("A24", NUMBER, leads=(Lead("Région"),), figures=(target(CODE, 80, indicator_code=CODE),)))
    )
)


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


@pytest.fixture
def journey(stage: Stage) -> Journey:
    """Somebody of the network, admitted to a session of the provider."""
    made, session = somebody(stage.cast), session_with(stage.cast)
    walk(stage.cast["adviser"].actor, made, session, StepKind.PROPOSED, StepKind.INFORMATION_ATTENDED,
         StepKind.ADMITTED)  # fmt: skip
    with acting_as(MACHINE):
        made.refresh_from_db()
    return made


def page_of(stage: Stage, part: str, journey: Journey) -> str:
    """The page of the person, as the adviser or the provider reads it."""
    urls = {
        "adviser": f"/mes-personnes/{journey.learner.key}/",
        "provider": f"/sessions/F24_1/A24_1/24_1/stagiaire/{journey.key}/",
    }
    answer = stage.client(part).get(urls[part])
    assert answer.status_code == 200, answer.content.decode()[-1500:]
    return answer.content.decode()


def button_url(html: str) -> str:
    found = re.search(rf'href="([^"]+)"[^>]*>\s*{BUTTON}', html)
    assert found, plain(html)
    return found[1].replace("&amp;", "&")


def send(visitor: Visitor, one: str) -> None:
    """Answers what the journey does not say, and sends."""
    form = visitor.client.get(f"{visitor.base}{one}partie/training/").content.decode()
    named = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', form) for name in ("journey", "session")}
    values = {name: each[1] for name, each in named.items() if each}
    assert values["session"] == "24_1"
    visitor.post(f"{one}partie/training/", contact="A. Martin", **values)
    visitor.post(f"{one}partie/need/", public="disability", needs="pace", wished_on="01/02/2021")
    assert visitor.post(f"{one}relire/").endswith("recepisse/")


@pytest.mark.parametrize("part", ["adviser", "provider"])
def test_the_button_of_who_follows_the_person_opens_the_form_with_the_journey_named(
    stage: Stage, journey: Journey, part: str
) -> None:
    url = button_url(page_of(stage, part, journey))
    client = stage.client(part)
    begin = plain(client.get(url).content.decode())
    assert "La demande nomme déjà ce parcours : « Soudeur »." in begin
    address = client.post(url, {"key": str(uuid4())}).headers["Location"]
    again = client.post(url, {"key": str(uuid4())}).headers["Location"]
    assert again == address, "nothing was written in it yet: the same draft"
    send(Visitor(client, address), "")
    with acting_as(MACHINE):
        case = Case.objects.get()
        own_page = f"/demandes/{Application.objects.get().pk}/"
    assert case.journey_key == journey.key
    assert case.body == stage.cast[part].organisation
    pilot = stage.cast["pilot"].actor
    with acting_as(pilot):
        update_case_fields(actor=pilot, case=case, title="", values={"referent": "Mme Roy"}, on=today())
        move_case(actor=pilot, case=case, transition="entrust", on=today())
    other = {"adviser": "provider", "provider": "adviser"}[part]
    for reader in (part, other):
        page = plain(page_of(stage, reader, journey))
        for words in ("Demandes sur ce parcours", "suivie par un référent", "Mme Roy", "demandé par"):
            assert words in page, (reader, words)
    assert own_page in page_of(stage, part, journey)
    assert own_page not in page_of(stage, other, journey), "not theirs to open"


def test_nobody_else_begins_anything_about_the_journey(stage: Stage, journey: Journey) -> None:
    with acting_as(MACHINE):
        stage.cast.members["stranger"] = hire_buyer(
            stage.cast.region, stage.cast.state, "conseil@exemple.fr", role=Role.ADVISER
        )
    url = button_url(page_of(stage, "adviser", journey))
    for part in ("stranger", "intruder", "pilot"):
        for answer in (stage.client(part).get(url), stage.client(part).post(url, {"key": str(uuid4())})):
            assert answer.status_code == 404, part
    for key in (uuid4(), "Inès", f"{journey.key}0"):
        answer = stage.client("adviser").get(f"{urlsplit(url).path}?parcours={key}")
        assert answer.status_code == 404, key
    with acting_as(MACHINE):
        assert not Application.objects.exists()


def test_the_person_asks_by_an_email_that_they_prove_and_reads_what_is_answered(stage: Stage, journey: Journey) -> None:
    with acting_as(stage.cast["adviser"].actor) as adviser:
        link = make_journey_link(
            actor=adviser, learner=journey.learner, body=stage.cast.network, channel=Channel.LETTER
        )
    mine = journey_path(link.secret)
    url = button_url(Client().get(mine).content.decode())
    assert "Votre demande sera pour votre parcours « Soudeur »" in plain(Client().get(url).content.decode())
    answer = Client().post(url, {"email": "ines@exemple.fr"})
    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["parcours"]
    with acting_as(MACHINE):
        assert not Application.objects.exists(), "nothing before the address is proved"
    (secret,) = send_waiting_letters()
    tail = str(mail.outbox[-1].body).partition(secret)[2].split()[0]
    door = Visitor(Client(), f"/mon-dossier/{secret}/")
    assert "La demande nomme déjà ce parcours" in door.get(tail.removeprefix("/"))
    address = door.post(tail.removeprefix("/"), name="Inès", key=str(uuid4()))
    one = address.removeprefix(door.base)
    another = somebody(stage.cast, first_name="Léa")
    refused = door.post(f"{one}partie/training/", 422, journey=str(another.key), session="24_1", contact="moi")
    assert "n’est pas connu" in refused, "no journey but the one of their link"
    send(door, one)
    with acting_as(MACHINE):
        assert Case.objects.get().journey_key == journey.key
    page = plain(Client().get(mine).content.decode())
    assert "Demander pour mon parcours" in page
    assert "Demande d’aménagement d’une formation : reçue" in page
    assert "Demandes sur ce parcours" in plain(page_of(stage, "provider", journey))


def test_an_address_that_was_altered_or_not_signed_names_nothing(stage: Stage, journey: Journey) -> None:
    asked = stage.address("dispositifs/adaptation_request/demander/")
    for text in (str(journey.key), f"{journey.key.hex}:1abcde:faux"):
        assert Client().get(asked, {"parcours": text}).status_code == 404
        assert Client().post(f"{asked}?parcours={text}", {"email": "moi@exemple.fr"}).status_code == 404
