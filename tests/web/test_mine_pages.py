"""Pages of a person, by their personal link alone: no account, no cookie, no script, and nobody else's data."""

from __future__ import annotations

import io
import json
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from pacte.accounts.row_context import acting_as
from pacte.accounts.rules import login_secret_digest
from pacte.accounts.rules.rate_limits import PERSONAL_LINK, RateLimitBucket
from pacte.accounts.services import consume_tokens
from pacte.agenda.models import Meeting
from pacte.audit.models import AuditEntry
from pacte.journeys.models import (
    Invitation,
    Journey,
    LearnerRequest,
    NotebookEntry,
    SensitiveFact,
    SensitiveRead,
    SituationSurvey,
    Step,
)
from pacte.journeys.queries.learner_requests import open_learner_requests
from pacte.journeys.queries.personal_data import tables_about_people
from pacte.journeys.records import Channel, EndKind, Purpose, StepKind, StepSource
from pacte.journeys.rules.attendance import Week
from pacte.journeys.rules.links import journey_path, slot_path
from pacte.journeys.rules.personal_data_wording import personal_data_text, personal_data_wording
from pacte.journeys.services import (
    StepInput,
    answer_learner_request,
    make_journey_link,
    open_journey,
    read_sensitive_facts,
    record_step,
    sign_week,
)
from pacte.kernel.clock import now, today
from pacte.kernel.errors import NotFound
from pacte.reference.models import CertificationVersion
from pacte.workflows.remind_invited import remind_invited
from tests.cast import MACHINE, Cast
from tests.journeys.making import DAY, session_with, somebody, walk
from tests.journeys.slots import one_invited, secret_of
from tests.web.plan_stage import plain
from tests.web.refused_form import refused_form_faults

pytestmark = pytest.mark.django_db
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "no-store, private, max-age=0",
}


@pytest.fixture
def client() -> Client:
    """Client that checks CSRF tokens."""
    return Client(enforce_csrf_checks=True)


def journey_link(cast: Cast, journey: Journey) -> str:
    with acting_as(cast["adviser"].actor) as adviser:
        made = make_journey_link(actor=adviser, learner=journey.learner, body=cast.network, channel=Channel.LETTER)
    return made.secret


def read(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.content[-1500:]
    assert not answer.cookies, "a person on an old telephone needs no cookie"
    return plain(answer.content.decode())


def send(client: Client, url: str, **data: str) -> HttpResponse:
    return client.post(url, data)


def test_the_addresses_of_letters_are_those_of_the_pages() -> None:
    assert slot_path("s") == reverse("learner_portal:slot", args=["s"])
    assert journey_path("s") == reverse("learner_portal:journey", args=["s"])
    assert journey_path("s") + "situation/" == reverse("learner_portal:situation", args=["s"])


def test_a_link_that_opens_nothing_says_what_to_do_and_nothing_else(cast: Cast, client: Client) -> None:
    _, _, invitation = one_invited(cast)
    slot, unknown = secret_of(cast, invitation), "n" * 32
    mine = "/mon-parcours/"
    for url in (f"/r/{unknown}/", f"{mine}{unknown}/", f"{mine}{slot}/", f"{mine}{slot}/donnees/"):
        assert "demandez-en un autre" in read(client, url, 410)
    assert client.get(f"/mon-parcours/{slot}/").content == client.get(f"/mon-parcours/{unknown}/").content


def test_pages_are_told_to_no_other_site_kept_by_nobody_and_not_indexed(cast: Cast, client: Client) -> None:
    journey, _, invitation = one_invited(cast)
    slot, whole = secret_of(cast, invitation), journey_link(cast, journey)
    for url in (f"/r/{slot}/", f"/mon-parcours/{whole}/", f"/mon-parcours/{whole}/donnees/", f"/r/{'n' * 32}/"):
        answer = client.get(url)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert b"<script" not in answer.content
        assert b'name="robots" content="noindex' in answer.content


def test_pages_are_light(cast: Cast, client: Client) -> None:
    """The HTML of the page of slots is below 12 kB, that of the page of a journey below 16 kB."""
    journey, _, invitation = one_invited(cast)
    assert len(client.get(f"/r/{secret_of(cast, invitation)}/").content) < 12_000
    assert len(client.get(f"/mon-parcours/{journey_link(cast, journey)}/").content) < 16_000


def test_one_chooses_changes_and_leaves_a_slot_without_account_cookie_or_script(cast: Cast, client: Client) -> None:
    _, (first, second), invitation = one_invited(cast)
    url = f"/r/{secret_of(cast, invitation)}/"
    page = read(client, url)
    assert "Quel moment vous convient" in page
    assert "Organisme du Cher" in page
    assert page.count("2 places") == 2
    answer = send(client, url)
    assert answer.status_code == 422
    assert "Cochez-en un" in plain(answer.content.decode())
    assert send(client, url, slot=str(first.pk))["Location"] == f"{url}?fait=choisi"
    page = read(client, f"{url}?fait=choisi")
    assert "C’est noté" in page
    assert "12 rue des Forges" in page
    assert "Moments proposés" in read(client, f"{url}?changer=1")
    assert send(client, url, slot=str(second.pk)).status_code == 302
    assert send(client, url, act="leave")["Location"] == f"{url}?fait=libere"
    with acting_as(MACHINE):
        assert Invitation.objects.get().chosen is None
    assert send(client, url, slot="none")["Location"] == f"{url}aucun/"
    assert send(client, f"{url}aucun/").status_code == 422
    assert send(client, f"{url}aucun/", why="travel", note="pas de bus").status_code == 302
    with acting_as(MACHINE):
        assert Invitation.objects.get().refusal == "travel"


def test_a_slot_that_fills_meanwhile_is_said_and_the_others_are_shown(cast: Cast, client: Client) -> None:
    _, (first, _), invitation = one_invited(cast)
    url = f"/r/{secret_of(cast, invitation)}/"
    with acting_as(MACHINE):
        Meeting.objects.filter(pk=first.pk).update(seats=0)
    answer = send(client, url, slot=str(first.pk))
    page = plain(answer.content.decode())
    assert answer.status_code == 422
    assert "vient d’être complet" in page
    assert "complet" in page
    assert "disabled" in answer.content.decode()
    for wrong in ("999999", "abc", "-1", "9" * 30):
        assert send(client, url, slot=wrong).status_code in (404, 422)


def test_the_chosen_slot_goes_into_the_agenda_of_a_telephone(cast: Cast, client: Client) -> None:
    _, (first, _), invitation = one_invited(cast)
    secret = secret_of(cast, invitation)
    assert client.get(f"/r/{secret}/rendez-vous.ics").status_code == 404
    send(client, f"/r/{secret}/", slot=str(first.pk))
    answer = client.get(f"/r/{secret}/rendez-vous.ics")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/calendar")
    assert f"DTSTART:{first.starts_at:%Y%m%dT%H%M%SZ}" in text
    assert "LOCATION:12 rue des Forges\\, Vierzon" in text
    assert secret not in text, "an agenda is shared: the link is not in it"
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_link_used_too_fast_is_paused(cast: Cast, client: Client) -> None:
    _, _, invitation = one_invited(cast)
    url = f"/r/{secret_of(cast, invitation)}/"
    read(client, url)
    for _ in range(PERSONAL_LINK.capacity - 1):
        consume_tokens(_pace_of(url))
    assert "en pause" in read(client, url, 429)


@pytest.mark.parametrize(
    ("path", "status"), [("rendez-vous/999999/", 404), ("demander/corriger/", 422), ("rendez-vous/999999/aucun/", 404)]
)
def test_a_use_that_is_refused_counts_as_a_use(cast: Cast, client: Client, path: str, status: int) -> None:
    """L9: a refused attempt consumes a token, so that nobody can guess other numbers through their own link."""
    journey, _, _ = one_invited(cast)
    url = f"/mon-parcours/{journey_link(cast, journey)}/"
    with time_machine.travel(now(), tick=False):
        for _ in range(PERSONAL_LINK.capacity - 3):
            consume_tokens(_pace_of(url))
        assert [client.post(f"{url}{path}", {}).status_code for _ in range(3)] == [status] * 3
        paused = client.post(f"{url}{path}", {})
        assert paused.status_code == 429
        assert paused["Retry-After"] == str(PERSONAL_LINK.refill.seconds)
        assert client.get(url).status_code == 429


def _pace_of(url: str) -> RateLimitBucket:
    return RateLimitBucket(PERSONAL_LINK, login_secret_digest(url.split("/")[2]))


def test_my_journey_says_first_what_to_do(cast: Cast, client: Client) -> None:
    journey, (first, _), invitation = one_invited(cast)
    url = f"/mon-parcours/{journey_link(cast, journey)}/"
    page = read(client, url)
    assert "Bonjour Inès" in page
    assert "Choisissez votre rendez-vous" in page
    assert page.index("À faire") < page.index("Mon parcours", page.index("À faire"))
    mine = f"{url}rendez-vous/{invitation.pk}/"
    assert "Quel moment vous convient" in read(client, mine)
    assert send(client, mine, slot=str(first.pk))["Location"] == f"{mine}?fait=choisi"
    page = read(client, url)
    assert "Voir mon rendez-vous" in page
    assert "Une formation m’est proposée" in page
    assert "Mission locale de Bourges" in page


def trained(cast: Cast) -> Journey:
    """Inès entered, signed a week, had a competence attested and a block certified, and left three months ago."""
    session = session_with(cast)
    journey = somebody(cast)
    walk(cast["adviser"].actor, journey, session, StepKind.PROPOSED)
    ended = today() - timedelta(days=95)
    with acting_as(cast["provider"].actor) as provider:
        for kind in (StepKind.ADMITTED, StepKind.ENTERED):
            record_step(actor=provider, key=journey.key, step_input=StepInput(kind, DAY, session_id=session.pk))
        week = Week(date(2021, 1, 11), "PPPPPPPPAE----", 1500)
        sign_week(actor=provider, key=journey.key, week=week)
        for kind, detail in (
            (StepKind.ENDED, {"end_kind": str(EndKind.TO_TERM)}),
            (StepKind.COMPETENCE_ATTESTED, {"competence": "Lire un plan"}),
            (StepKind.BLOCK_CERTIFIED, {"block": "RNCP1BC01"}),
        ):
            record_step(actor=provider, key=journey.key, step_input=StepInput(kind, ended, detail=detail))
    return journey


def test_presence_hours_and_what_is_attested_are_told(cast: Cast, client: Client) -> None:
    page = read(client, f"/mon-parcours/{journey_link(cast, trained(cast))}/")
    assert "8 sur 10 demi-journées" in page
    assert "25 h réalisées" in page
    assert "1 compétence attestée" in page
    assert "Lire un plan" in page
    assert "Dites où vous en êtes" in page


def test_an_attestation_is_taken_by_its_person_once_given_and_as_it_was_given(cast: Cast, client: Client) -> None:
    journey, other = trained(cast), somebody(cast, first_name="Omar")
    secret = journey_link(cast, journey)
    url = reverse("learner_portal:attestation", args=[secret, journey.key])
    assert client.get(url).status_code == 404
    assert "Mes attestations" not in read(client, f"/mon-parcours/{secret}/")
    on = today() - timedelta(days=90)
    with acting_as(cast["provider"].actor) as provider:
        given = StepInput(StepKind.ATTESTATION_GIVEN, on, detail={"minutes": 1500})
        record_step(actor=provider, key=journey.key, step_input=given)
        later = StepInput(StepKind.COMPETENCE_ATTESTED, today(), detail={"competence": "Souder à plat"})
        record_step(actor=provider, key=journey.key, step_input=later)
        CertificationVersion.objects.create(
            code="RNCP1", edition=date(2021, 1, 1), register="RNCP", title="Soudeur", plain_title="soudeur",
            blocks=[{"code": "RNCP1BC01", "label": "Lire et préparer"}],
        )  # fmt: skip
    assert url in read(client, f"/mon-parcours/{secret}/")
    answer = client.get(url)
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer["Content-Disposition"].startswith('attachment; filename="attestation')
    text = " ".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    assert ("Inès" in text, "25 h" in text, "Lire un plan" in text, "Lire et préparer (RNCP1BC01)" in text) == (
        True,
    ) * 4
    assert ("Souder à plat" in text, "signature et cachet" in text, "Copie de l’attestation" in text) == (
        False,
        False,
        True,
    )
    for key in (other.key, uuid4()):
        assert client.get(reverse("learner_portal:attestation", args=[secret, key])).status_code == 404
    assert (
        client.get(reverse("learner_portal:attestation", args=[journey_link(cast, other), journey.key])).status_code
        == 404
    )
    with acting_as(MACHINE):
        assert AuditEntry.objects.get(act="journeys.take_attestation").subject_id == str(journey.key)


def test_a_person_says_where_they_stand_and_may_correct_it(cast: Cast, client: Client) -> None:
    journey = trained(cast)
    url = f"/mon-parcours/{journey_link(cast, journey)}/situation/"
    assert "3 mois ont passé" in read(client, url)
    assert send(client, url).status_code == 422
    assert send(client, url, situation="in_job", length="douze").status_code == 422
    answer = send(client, url, situation="in_job", contract="short", length="4")
    assert answer.status_code == 302
    with acting_as(MACHINE):
        said = Step.objects.get(journey=journey, kind=StepKind.SITUATION)
    assert said.source == StepSource.PERSON
    assert said.detail == {
        "months": 3, "situation": "in_job", "answered": True, "in_job": True, "had_job": True, "contract": "short",
        "contract_months": 4,
    }  # fmt: skip
    assert "Rien à répondre" in read(client, url)


def refused(client: Client, url: str, **data: str) -> str:
    """Page that gives the form back, which says what is wrong in its title, in its summary and beside the field."""
    answer = send(client, url, **data)
    assert answer.status_code == 422
    assert refused_form_faults(answer) == []
    return answer.content.decode()


def test_a_situation_that_comes_back_leads_to_what_is_to_be_corrected(cast: Cast, client: Client) -> None:
    url = f"/mon-parcours/{journey_link(cast, trained(cast))}/situation/"
    assert 'href="#id_situation"' in refused(client, url)
    assert 'href="#id_length"' in refused(client, url, situation="in_job", length="douze")


def test_a_slot_that_is_not_ticked_or_a_note_too_long_leads_to_what_is_to_be_corrected(
    cast: Cast, client: Client
) -> None:
    _, _, invitation = one_invited(cast)
    url = f"/r/{secret_of(cast, invitation)}/"
    assert 'href="#id_slot"' in refused(client, url)
    page = refused(client, f"{url}aucun/", why="travel", note="a" * 300)
    assert 'href="#id_note"' in page
    assert "Un mot de plus : écrivez 200" in plain(page)


def test_situations_are_asked_reminded_and_silence_is_written_as_silence(cast: Cast) -> None:
    journey = trained(cast)
    with acting_as(MACHINE):
        assert remind_invited(actor=MACHINE, at=now())["asked"] == 1
        assert remind_invited(actor=MACHINE, at=now())["asked"] == 0
        assert remind_invited(actor=MACHINE, at=now() + timedelta(days=11))["asked_again"] == 1
        assert remind_invited(actor=MACHINE, at=now() + timedelta(days=50))["silent"] == 1
        said = Step.objects.get(journey=journey, kind=StepKind.SITUATION)
        assert said.detail == {"months": 3, "situation": "no_answer", "answered": False}
        assert SituationSurvey.objects.get().closed_at
    assert said.source == StepSource.MACHINE


def test_what_is_asked_reaches_the_adviser_and_the_answer_comes_back(cast: Cast, client: Client) -> None:
    journey, _, _ = one_invited(cast)
    url = f"/mon-parcours/{journey_link(cast, journey)}/"
    assert send(client, f"{url}demander/corriger/").status_code == 422
    for kind in ("corriger", "opposer", "effacer", "reprendre", "rappel"):
        assert "<form" in client.get(f"{url}demander/{kind}/").content.decode()
        assert send(client, f"{url}demander/{kind}/", text="Mon nom s’écrit Inés.").status_code == 302
    assert client.get(f"{url}demander/autre/").status_code == 404
    with acting_as(cast["adviser"].actor) as adviser:
        waiting = open_learner_requests(actor=adviser)
        assert [each.name for each in waiting] == ["Inès Distribution"] * 5
        answer_learner_request(actor=adviser, identifier=waiting[0].identifier, answer="C’est corrigé.")
        assert len(open_learner_requests(actor=adviser)) == 4
    assert "C’est corrigé" in read(client, url)
    for part in ("provider", "pilot", "intruder", "auditor"):
        with acting_as(cast[part].actor) as actor:
            assert open_learner_requests(actor=actor) == []
            with pytest.raises(NotFound):
                answer_learner_request(actor=actor, identifier=waiting[1].identifier, answer="non")


def test_the_person_sees_who_read_what_is_protected(cast: Cast, client: Client) -> None:
    journey, _, _ = one_invited(cast)
    with acting_as(MACHINE):
        SensitiveFact.objects.create(
            organisation=cast.region, learner=journey.learner, kind="rqth", purpose="adaptation", valid_from=DAY,
            keep_until=date(2030, 1, 4), recorded_at=now(), recorded_by=cast.network, person_name="Conseil",
        )  # fmt: skip
    with acting_as(cast["adviser"].actor) as adviser:
        read_sensitive_facts(
            actor=adviser, learner=journey.learner, purpose=Purpose.ADAPTATION, channel="page", on=today()
        )
    page = read(client, f"/mon-parcours/{journey_link(cast, journey)}/donnees/")
    assert "Mission locale de Bourges" in page
    assert "Reconnaissance de la qualité de travailleur handicapé, pour adapter la formation" in page
    assert "Adviser Distribution" not in page, "bodies answer for a reading, not the name of an agent"


def test_the_export_holds_all_that_references_the_person_and_nothing_about_others(cast: Cast, client: Client) -> None:
    """Unique words in the text fields of two people.

    The export holds all of one's own, none of the other's, and no agent's name.
    """
    journey = trained(cast)
    other = somebody(cast, first_name="Omar")
    with acting_as(MACHINE):
        for owner, token in ((journey, "jeton-de-ines"), (other, "jeton-de-omar")):
            contact = owner.learner.contact
            contact.email, contact.phone, contact.address = f"{token}@exemple.fr", f"06{token}", f"{token}, rue"
            contact.save()
            NotebookEntry.objects.create(
                organisation=cast.region, learner=owner.learner, phase="before", text=f"carnet {token}", at=now(),
                person_name=f"agent-{token}",
            )  # fmt: skip
            SensitiveRead.objects.create(
                organisation=cast.region, at=now(), person_name="agent", body_id=cast.network.pk,
                learner_key=owner.learner.key, kinds="rqth", purpose=token, channel="page",
            )  # fmt: skip
            LearnerRequest.objects.create(
                organisation=cast.region, learner=owner.learner, kind="correct", text=f"demande {token}", made_at=now()
            )
    url = f"/mon-parcours/{journey_link(cast, journey)}/donnees/mes-donnees."
    text = client.get(f"{url}json").content.decode()
    told = json.loads(text)
    assert told["donnees_fictives"] is True
    for found in ("jeton-de-ines@exemple.fr", "06jeton-de-ines", "carnet jeton-de-ines", "demande jeton-de-ines"):
        assert found in text
    assert str(journey.key) in text
    for hidden in ("omar", str(other.key), str(other.learner.key), "agent", "Adviser", "Provider Distribution"):
        assert hidden not in text, hidden
    names = {table["table"] for table in told["tables"]}
    assert {
        "journeys_learner",
        "journeys_step",
        "journeys_attendanceweek",
        "journeys_obligation",
        "audit_auditentry",
    } <= names
    seen = client.get(url.removesuffix("mes-donnees.")).content.decode()
    assert "jeton-de-ines@exemple.fr" in seen
    assert "omar" not in seen
    assert "numéro : " not in seen
    values = (True, "2021-02-30", "2021-02-01 vue", "2021-02-01 10:00:00+00:00")
    assert [personal_data_text(each) for each in values] == [
        "oui", "2021-02-30", "2021-02-01 vue", "1ᵉʳ\u00a0février\u00a02021",
    ]  # fmt: skip
    pdf = client.get(f"{url}pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    assert client.get(f"{url}exe").status_code == 404


def test_every_table_with_a_key_to_a_person_is_in_the_export() -> None:
    """Reads the catalogue of the database: a new table with a key to a person must be in the export."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct conrelid::regclass::text from pg_constraint where contype = 'f'"
            " and confrelid in ('journeys_learner'::regclass, 'journeys_journey'::regclass)"
        )
        tied = {name for (name,) in cursor.fetchall()}
    assert tied - set(tables_about_people()) == set()


def test_somebody_resumes_where_they_left_off(cast: Cast, client: Client) -> None:
    """A second journey follows a first one.

    Competences attested before still count, and the page shows the first journey.
    """
    before = trained(cast)
    with acting_as(cast["adviser"].actor) as adviser:
        after = open_journey(actor=adviser, learner=before.learner, body=cast.network, on=today(), follows=before)
        record_step(actor=adviser, key=after.key, step_input=StepInput(StepKind.NEED_EXPRESSED, today()))
    page = read(client, f"/mon-parcours/{journey_link(cast, after)}/")
    assert "Mon projet est dit" in page
    assert "1 compétence attestée" in page
    assert "Avant" in page
    assert after.follows_id == before.pk


def test_the_first_page_asks_as_much_of_the_database_whatever_the_history(cast: Cast, client: Client) -> None:
    journey, _, _ = one_invited(cast)
    url = f"/mon-parcours/{journey_link(cast, journey)}/"
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    with acting_as(cast["adviser"].actor) as adviser:
        for rank in range(6):
            again = open_journey(actor=adviser, learner=journey.learner, body=cast.network, on=DAY)
            for _ in range(rank):
                record_step(actor=adviser, key=again.key, step_input=StepInput(StepKind.NEED_EXPRESSED, DAY))
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_another_persons_invitation_is_as_if_it_were_not(cast: Cast, client: Client) -> None:
    journey, _, _ = one_invited(cast)
    other = somebody(cast, first_name="Omar")
    secret = journey_link(cast, other)
    with acting_as(MACHINE):
        invitation = Invitation.objects.get(journey=journey)
    assert client.get(f"/mon-parcours/{secret}/rendez-vous/{invitation.pk}/").status_code == 404
    assert client.get(f"/mon-parcours/{secret}/rendez-vous/999999/").status_code == 404
    assert re.search("Inès", client.get(f"/mon-parcours/{secret}/").content.decode()) is None


def test_each_table_about_somebody_says_its_purpose_and_period_from_the_inventory() -> None:
    for table in tables_about_people():
        words = personal_data_wording(table)
        assert words.purpose
        assert words.retention
        assert words.readers
    contact = personal_data_wording("journeys_learnercontact")
    assert contact.retention == "deux ans après le dernier signe, puis effacées"
    assert contact.fields
    assert all(field.label and field.purpose and field.retention for field in contact.fields)


def test_a_letter_gives_one_person_their_link_as_an_address_and_a_code(cast: Cast, client: Client) -> None:
    journey, _, _ = one_invited(cast)
    desk = Client()
    desk.force_login(cast["adviser"].person, backend="pacte.accounts.backends.PasswordBackend")
    answer = desk.post(f"/mes-personnes/{journey.learner.key}/lien/", {"act": "letter"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store, private"
    told = "".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    assert "Votreparcours,sanscomptenimotdepasse" in told
    secret = re.search(r"/mon-parcours/([\w-]+)/", told)
    assert secret
    assert client.get(f"/mon-parcours/{secret[1]}/").status_code == 200
