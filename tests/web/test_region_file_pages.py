"""Pages of the files that a Region sends: trainees and conventions, from the page of its exchanges."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.exchange.formats.kairos_organisations import FORMAT as KAIROS
from pacte.exchange.formats.trainees_idf import FORMAT as IDF
from pacte.interop.models import KairosConvention
from pacte.journeys.models import Journey
from pacte.kernel.defects import Defect, Severity
from pacte.web.pages.intake.file_tables import defects_title
from tests.cast import MACHINE, Cast, gather_cast
from tests.journeys.making import session_with
from tests.kept import kept_for_module
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db
BACKEND = "pacte.accounts.backends.PasswordBackend"
NETWORK = "Mission locale de Bourges"


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


def made_cast() -> Cast:
    found = gather_cast()
    session_with(found, opened=3, number="24_407731")
    return found


kept_cast = kept_for_module(made_cast)


@pytest.fixture
def pilot(cast: Cast) -> Client:
    made = Client()
    made.force_login(cast["pilot"].person, backend=BACKEND)
    return made


def file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("fichier.csv", text.encode())


def test_the_exchanges_lead_to_the_files_that_the_region_sends(pilot: Client) -> None:
    assert 'href="/fichiers/"' in pilot.get("/echanges/").content.decode()
    home = pilot.get("/fichiers/").content.decode()
    assert [each for each in ("/fichiers/trainees/", "/fichiers/conventions/", "/fichiers/acts/") if each in home] == [
        "/fichiers/trainees/", "/fichiers/conventions/", "/fichiers/acts/",
    ]  # fmt: skip


def test_trainees_are_shown_then_written(pilot: Client) -> None:
    text = IDF.sample.replace("24_1530117", "A24_407731")
    page = pilot.post("/fichiers/trainees/", {"file": file(text), "network": NETWORK, "act": "check"}, follow=True)
    assert "1 stagiaire nouveau. Rien n’est encore écrit." in plain(page.content.decode())
    written = pilot.post(page.redirect_chain[-1][0], {"act": "write"}, follow=True)
    assert "Fichier écrit : 1 stagiaire nouveau." in plain(written.content.decode())
    with acting_as(MACHINE):
        assert str(Journey.objects.get().ended_on) == "2021-06-11"


def test_a_network_that_nobody_knows_is_said_on_its_field(pilot: Client) -> None:
    answer = pilot.post("/fichiers/trainees/", {"file": file(IDF.sample), "network": "Personne", "act": "check"})
    assert answer.status_code == 422
    assert "« Personne » n’est pas dans l’annuaire." in plain(answer.content.decode())


def test_another_file_is_refused_as_it_is_dropped(pilot: Client) -> None:
    answer = pilot.post("/fichiers/conventions/", {"file": file(IDF.sample), "act": "check"})
    assert answer.status_code == 422
    assert "La colonne « LIBELLE » n’est pas dans le fichier." in plain(answer.content.decode())


def test_conventions_are_written_with_the_false_siret_that_is_said(pilot: Client) -> None:
    text = KAIROS.sample.replace("12345678200010", "12345678200011")
    page = pilot.post("/fichiers/conventions/", {"file": file(text), "act": "check"}, follow=True)
    shown = plain(page.content.decode())
    assert "1 convention ajoutée. Rien n’est encore écrit." in shown
    assert "n’est pas un SIRET valable : il est gardé tel quel." in shown
    assert "À vérifier, sans que rien ne bloque" in shown
    pilot.post(page.redirect_chain[-1][0], {"act": "write"})
    with acting_as(MACHINE):
        assert KairosConvention.objects.get().siret == "12345678200011"


@pytest.mark.parametrize(
    ("severities", "title"),
    [
        ([Severity.WARNING], "À vérifier, sans que rien ne bloque"),
        ([Severity.WARNING, Severity.ERROR], "Ce qui ne va pas"),
    ],
)
def test_remarks_alone_are_no_fault(severities: list[Severity], title: str) -> None:
    assert defects_title([Defect("essai", "Une phrase.", severity=each) for each in severities]) == title
