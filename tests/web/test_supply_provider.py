"""Pages of a provider: sessions, places, requests and training sheets; its files and workbooks."""

from __future__ import annotations

import io
import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from bench.invented.lheo_catalogue import write_sample_catalogue
from pacte.accounts.row_context import acting_as
from pacte.exchange.documents.places_xlsx import PlacesRow, write
from pacte.intake.background import continue_writing
from pacte.intake.kinds.lheo import LheoKind
from pacte.intake.models import ReceivedFile, RefusedRow
from pacte.offer.models import PlaceEntry, ProviderRequest, Session, Training
from pacte.offer.queries import (
    ledger_differences,
    provider_requests,
    public_places,
    quality_of_training,
    training_by_number,
)
from pacte.offer.records import LedgerDifferenceKind, ProviderRequestState
from pacte.offer.rules.differences import FileSession
from pacte.offer.services import compare_with_ledger
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.supply_stage import VIERZON, Stage, body, refused, supply_stage

pytestmark = pytest.mark.django_db

ON = date(2020, 11, 24)


@pytest.fixture(autouse=True)
def _that_day(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]
    for page in (
        "home",
        "session_actions_page",
        "training_descriptions_page",
        "requests_page",
        "session_page",
    ):
        monkeypatch.setattr(f"pacte.web.pages.sessions.{page}.today", lambda: ON)
    for module in ("web.pages.sessions.places_download", "intake.kinds.places"):
        monkeypatch.setattr(f"pacte.{module}.today", lambda: ON)


kept_stage = kept_for_module(supply_stage)


def opened(stage: Stage) -> int | None:
    with acting_as(MACHINE):
        session = stage.offer.session()
        return public_places(actor=MACHINE, sessions=[session])[session.pk].opened


def test_the_desk_lists_the_sessions_to_come_with_their_places(stage: Stage) -> None:
    told = stage.get("provider", "/sessions/")
    assert "4 sessions à venir ou en cours" in told
    assert "Soudeur assembleur industriel" in told
    assert "Touraine Soudure" not in told
    assert "Sessions" in told


def test_without_a_plan_in_force_it_is_the_first_page_of_who_buys_or_trains(stage: Stage) -> None:
    assert "Qu’est-ce qui attend une décision ?" in stage.get("buyer", "/")
    assert "Qu’ai-je à tenir ?" in stage.get("provider", "/")


def test_past_sessions_are_apart(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pacte.web.pages.sessions.home.today", lambda: date(2021, 7, 1))
    assert "24_407731" in stage.get("provider", "/sessions/?passees=oui")
    assert "24_407731" not in stage.get("provider", "/sessions/")


def test_the_desk_costs_the_same_whatever_the_number_of_sessions(stage: Stage) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            stage.get("provider", "/sessions/")
        return len(seen)

    count()
    before = count()
    with acting_as(MACHINE):
        model = Session.objects.get(number="24_407733")
        for rank in range(6):
            model.pk, model.number = None, f"24_5000{rank}"
            model.save(force_insert=True)
    assert "24_50003" in stage.get("provider", "/sessions/")
    assert count() == before


def test_the_sheets_of_a_provider_are_cut_in_pages_whose_answer_counts_them_all(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Suivants" not in stage.get("provider", "/sessions/fiches/")
    monkeypatch.setattr("pacte.web.paging.PAGE_SIZE", 1)
    first, second = (stage.get("provider", f"/sessions/fiches/?page={number}") for number in (1, 2))
    assert ('href="?page=2"' in first, 'href="?page=1"' in second, 'href="?page=3"' in second) == (True, True, False)
    sheets = [re.findall(r"/sessions/fiche/(\w+)/", told) for told in (first, second)]
    assert (len(sheets[0]), len(sheets[1])) == (1, 1)
    assert sheets[0] != sheets[1]
    assert first.split("la moins complète")[0][-30:] == second.split("la moins complète")[0][-30:]


def test_a_provider_opens_more_places_at_once(stage: Stage) -> None:
    told = stage.send("provider", VIERZON + "places/", {"count": "16", "minimum": "6", "on": "2020-11-24"})
    assert "16 places ouvertes" in told
    assert opened(stage) == 16


def test_closing_bought_places_asks_the_buyer_and_loses_nothing(stage: Stage) -> None:
    told = stage.send(
        "provider", VIERZON + "places/",
        {"count": "13", "on": "2020-11-24", "cause": "equipment", "why": "Un poste en panne"},
    )  # fmt: skip
    assert "adressée à l’acheteur" in told
    with acting_as(MACHINE):
        asked = provider_requests(actor=MACHINE)
        assert [each.request.places for each in asked] == [2]
        assert not PlaceEntry.objects.filter(kind="lost").exists()
    assert "ouvrir moins de places" in stage.get("provider", "/sessions/")


def test_a_form_that_changes_nothing_or_too_much_is_refused_with_a_sentence(stage: Stage) -> None:
    for data in (
        {"count": "15", "on": "2020-11-24"},
        {"count": "-1", "on": "2020-11-24"},
        {"count": "3", "on": "2020-11-24"},
        {"count": "", "on": ""},
        {"count": "99999999999", "on": "2020-11-24"},
    ):
        assert stage.client("provider").post(VIERZON + "places/", data).status_code == 422
    assert opened(stage) == 15


def test_a_request_is_made_seen_and_taken_back(stage: Stage) -> None:
    told = stage.send("provider", VIERZON + "demander/", {"kind": "add_places", "places": "3", "why": "Forte demande"})
    assert "adressée à l’acheteur" in told
    with acting_as(MACHINE):
        asked = ProviderRequest.objects.get()
    page = f"/sessions/demande/{asked.pk}/"
    assert "Retirer ma demande" in stage.get("provider", page)
    assert "Accepter la demande" not in stage.get("provider", page)
    assert "Demande retirée" in stage.send("provider", page, {"act": "withdraw"})
    with acting_as(MACHINE):
        asked.refresh_from_db()
        assert asked.state == ProviderRequestState.WITHDRAWN


def test_an_empty_request_is_refused(stage: Stage) -> None:
    for data in ({}, {"kind": "add_places", "why": "x"}, {"kind": "postpone", "why": "x"}, {"kind": "no", "why": "x"}):
        assert stage.client("provider").post(VIERZON + "demander/", data).status_code == 422


def test_a_provider_may_not_cancel_what_is_bought(stage: Stage) -> None:
    data = {"cause": "no_trainer", "decided_by": "provider", "on": "2020-11-24"}
    assert stage.client("provider").post(VIERZON + "annuler/", data).status_code == 403


def raised(stage: Stage) -> int:
    with acting_as(MACHINE):
        session = stage.offer.session()
        said = FileSession(session.pk, session.starts_on, session.ends_on, places=12)
        compare_with_ledger(actor=MACHINE, host_id=stage.offer.host_id, file_sessions=[said])
        lines = [each.difference for each in ledger_differences(actor=MACHINE)]
        found = next(each for each in lines if each.kind == LedgerDifferenceKind.PLACES_OPENED)
        return int(found.pk)


def test_a_difference_is_explained_by_the_provider_and_settled_by_the_buyer(stage: Stage) -> None:
    page = f"/sessions/difference/{raised(stage)}/"
    told = stage.get("provider", page)
    assert "le registre dit « 15 », le fichier de l’organisme « 12 »" in told
    assert "Garder le registre" not in told
    stage.send("provider", page, {"act": "reply", "why": "Le fichier est ancien"})
    assert "Le fichier est ancien" in stage.get("buyer", page)
    assert stage.client("buyer").post(page, {"act": "keep", "why": "", "on": "2020-11-24"}).status_code == 422
    told = stage.send("buyer", page, {"act": "keep", "why": "Le registre est juste", "on": "2020-11-24"})
    assert "Le registre est gardé" in told
    assert opened(stage) == 15


def test_the_words_of_a_sheet_are_written_and_raise_its_score(stage: Stage) -> None:
    with acting_as(MACHINE):
        training = training_by_number(actor=MACHINE, number="24_118402")
        action = training.training_actions.get()
        before = sum(mark.is_met for mark in quality_of_training(actor=MACHINE, training=training, on=ON))
    prefix = f"a{action.pk}"
    told = stage.send(
        "provider", "/sessions/fiche/24_118402/",
        {
            "summary": "Vous apprenez à assembler et à souder des pièces de métal, en atelier.",
            "competences": "Lire un plan\n- Souder à l’arc\n\nContrôler une soudure",
            f"{prefix}-licence": "non", f"{prefix}-car": "oui", f"{prefix}-way": "Car 12 depuis la gare",
            f"{prefix}-wheelchair": "", f"{prefix}-disability": "",
        },
    )  # fmt: skip
    assert "Fiche enregistrée" in told
    with acting_as(MACHINE):
        assert sum(mark.is_met for mark in quality_of_training(actor=MACHINE, training=training, on=ON)) >= before + 2
    assert "Car 12 depuis la gare" in stage.get("", VIERZON)
    assert "permis non demandé" in stage.get("", VIERZON)


READING_SHEET, READING_PUBLIC = "/sessions/fiche/24_200001/", "/formations/24_200001/"


def test_modules_and_what_follows_are_written_with_the_sheet(stage: Stage) -> None:
    module = "Lire un plan | 140 | lire une cote ; trier les pièces (employeur) | RNCP34502BC01"
    data = {"summary": "", "competences": "", "modules": module, "later": "24_118402"}
    assert "Fiche enregistrée" in stage.send("buyer", READING_SHEET, data)
    told = stage.get("", READING_PUBLIC)
    for words in ("lire une cote", "trier les pièces (par l’employeur)", "RNCP34502BC01", "/formations/24_118402/"):
        assert words in told, words
    assert module in stage.get("provider", READING_SHEET)
    assert "Mène à" not in stage.get("provider", READING_SHEET)
    stage.send("buyer", READING_SHEET, data | {"later": ""})
    told = stage.get("", READING_PUBLIC)
    assert "trier les pièces" in told
    assert "/formations/24_118402/" not in told


def test_a_module_or_a_number_that_cannot_be_read_is_said_and_nothing_is_written(stage: Stage) -> None:
    data: dict[str, object] = {"summary": "Nouveau résumé", "competences": "", "modules": "", "later": "24_nulle"}
    assert "Aucune formation n’a le numéro « 24_nulle »" in refused(stage, READING_SHEET, data)
    wrong = data | {"modules": "Lire | 10 | | RNCP", "later": ""}
    assert "« RNCP » n’est pas un code de bloc" in refused(stage, READING_SHEET, wrong)
    assert "un titre et des heures entières" in refused(stage, READING_SHEET, data | {"modules": "Lire", "later": ""})
    assert "Nouveau résumé" not in stage.get("", READING_PUBLIC)


def test_the_sheet_of_another_provider_does_not_exist(stage: Stage) -> None:
    assert stage.client("provider").get("/sessions/fiche/24_300001/").status_code == 404


def catalogue(trainings: int = 2) -> bytes:
    stream = io.BytesIO()
    write_sample_catalogue(stream, trainings=trainings, seed=3)
    return stream.getvalue()


FILES, PLACES = "/fichiers/lheo/", "/fichiers/places/"


def drop(stage: Stage, data: bytes, act: str, part: str = "buyer", **answers: str) -> str:
    file = SimpleUploadedFile("catalogue.xml", data)
    answer = stage.client(part).post(FILES, {"file": file, "act": act, **answers}, follow=True)
    assert answer.status_code in (200, 422), answer.content[-1500:]
    return body(answer)


def page_of_catalogue(stage: Stage, data: bytes, **answers: str) -> str:
    """Path of the page of a catalogue that is checked and waits."""
    file = SimpleUploadedFile("vu.xml", data)
    answer = stage.client("buyer").post(FILES, {"file": file, "act": "check", **answers})
    assert answer.status_code == 302, body(answer)
    return str(answer["Location"])


def test_a_file_is_checked_without_writing_then_imported(stage: Stage) -> None:
    data = catalogue()
    told = drop(stage, data, "check")
    assert "LHÉO 2.3 : 2 formations" in told
    assert "2 formations ajoutées. Rien n’est encore écrit." in told
    with acting_as(MACHINE):
        assert not Training.objects.filter(title__contains="(parcours").exists()
    assert "2 formations ajoutées" in drop(stage, data, "write")
    assert "Rien ne change" in drop(stage, data, "write")
    assert "catalogue.xml" in stage.get("buyer", FILES)


def test_the_page_of_a_file_says_what_it_changes(stage: Stage) -> None:
    data = catalogue(5)
    told = drop(stage, data, "write")
    assert "5 formations ajoutées" in told
    other = data.replace(b"(parcours 1)", b"(chemin 1)").replace(b"<nb-places>12", b"<nb-places>15")
    told = stage.get("buyer", page_of_catalogue(stage, other))
    assert "(parcours 1)" in told
    assert "(chemin 1)" in told
    assert "places : 12" in told
    assert "places : 15" in told


def test_a_checked_catalogue_is_imported_without_being_sent_again(stage: Stage) -> None:
    page = page_of_catalogue(stage, catalogue(), is_full="on")
    closing = re.search(r"close_[0-9]+", stage.client("buyer").get(page).content.decode())
    assert closing is not None
    assert "2 formations ajoutées" in stage.send("buyer", page, {"act": "write", closing[0]: "on"})
    with acting_as(MACHINE):
        file = ReceivedFile.objects.get()
        assert (file.file_name, file.options, file.state) == ("vu.xml", {"is_full": "on"}, "done")
    # Once written, the file is no longer here.
    assert stage.client("buyer").post(page, {"act": "write"}).status_code == 422


def test_a_full_catalogue_that_closes_many_shows_them_and_asks(stage: Stage) -> None:
    drop(stage, catalogue(20), "write")
    page = page_of_catalogue(stage, catalogue(3), is_full="on")
    told = stage.get("buyer", page)
    assert "Ce catalogue complet fermerait" in told
    with acting_as(MACHINE):
        open_before = Training.objects.filter(closed_on=None).count()
    closing = re.search(r"close_([0-9]+)", stage.client("buyer").get(page).content.decode())
    assert closing is not None
    count = int(closing[1])
    # Agreement on a smaller number is not enough: the page asks again.
    for answer in ({}, {f"close_{count - 1}": "on"}):
        refused = stage.client("buyer").post(page, {"act": "write", **answer})
        assert refused.status_code == 422
        assert "Ce catalogue complet fermerait" in body(refused)
    assert "fermées" in stage.send("buyer", page, {"act": "write", closing[0]: "on"})
    with acting_as(MACHINE):
        assert Training.objects.filter(closed_on=None).count() == open_before - count == 3


def test_a_full_catalogue_that_closes_many_is_not_written_from_the_form(stage: Stage) -> None:
    drop(stage, catalogue(20), "write")
    told = drop(stage, catalogue(3), "write", is_full="on")
    assert "Ce catalogue complet fermerait" in told
    with acting_as(MACHINE):
        assert ReceivedFile.objects.filter(state="done").count() == 1


def test_the_file_of_another_organisation_answers_like_a_missing_one(stage: Stage) -> None:
    page = page_of_catalogue(stage, catalogue())
    client = stage.client("provider")
    assert [client.get(page).status_code, client.post(page, {"act": "write"}).status_code] == [404, 404]
    with acting_as(MACHINE):
        assert not Training.objects.filter(title__contains="(parcours").exists()
    # Its owner still has it.
    assert "2 formations ajoutées" in stage.send("buyer", page, {"act": "write"})


def test_a_long_catalogue_is_written_in_the_background(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    queued: list[int] = []
    monkeypatch.setattr("pacte.web.pages.intake.file_page.queue_writing", queued.append)
    monkeypatch.setattr(LheoKind, "max_compared_trainings", 3)
    page = page_of_catalogue(stage, catalogue(8))
    assert "8 formations" in stage.get("buyer", page)
    assert "L’écriture commence" in stage.send("buyer", page, {"act": "write"})
    (file_id,) = queued
    monkeypatch.setattr("pacte.intake.background.ROWS_PER_JOB", 4)
    monkeypatch.setattr("pacte.exchange.lheo.limits.BATCH_CHARACTERS", 10_000)
    monkeypatch.setattr("pacte.intake.background.queue_writing", queued.append)
    while queued:
        file_id = queued.pop(0)
        continue_writing(file_id)
    with acting_as(MACHINE):
        file = ReceivedFile.objects.get()
        assert (file.state, file.position, file.row_count, file.counts["added"]) == ("done", 8, 8, 8)


def test_a_bad_training_waits_is_corrected_and_replayed(stage: Stage) -> None:
    data = catalogue(1)
    broken = data.replace(b"<SIRET>", b"<SIRET>X", 1)
    told = drop(stage, broken, "check")
    assert "1 formation refusée" in told
    stage.send("buyer", page_of_catalogue(stage, broken), {"act": "write"})
    with acting_as(MACHINE):
        one = RefusedRow.objects.get()
    page = f"/sessions/quarantaine/{one.pk}/"
    assert "Que corriger" in stage.get("buyer", page)
    assert stage.client("buyer").post(page, {"act": "replay", "text": one.text}).status_code == 422
    assert stage.client("buyer").post(page, {"act": "replay", "text": "<"}).status_code == 422
    good = one.text.replace("<SIRET>X", "<SIRET>", 1)
    assert "La formation est entrée" in stage.send("buyer", page, {"act": "replay", "text": good})


def test_each_defect_of_a_file_written_on_one_line_says_its_element_in_words(stage: Stage) -> None:
    broken = (
        re.sub(rb">\s+<", b"><", catalogue(2)).replace(b"<SIRET>", b"<SIRET>X").replace(b"<code-ROME", b"<code-ROM")
    )
    told = drop(stage, broken.replace(b"</code-ROME>", b"</code-ROM>"), "check")
    assert "formation 2, organisme formation responsable, SIRET organisme formation, SIRET" in told
    assert 'data-label="Ligne"' not in told
    assert "/lheo/offres" not in told
    assert "unknown_element" not in told


@pytest.mark.parametrize("data", [b"", b"bonjour", b"<a/>", b"\x00\x01", b"PK\x03\x04"])
def test_what_is_no_catalogue_gets_one_sentence(stage: Stage, data: bytes) -> None:
    for act in ("check", "write"):
        file = SimpleUploadedFile("x.xml", data)
        answer = stage.client("provider").post(FILES, {"file": file, "act": act})
        assert answer.status_code == 422
        assert "n’a pas pu être lu" in body(answer)


def workbook(*, opened: int | None = 15, session: str = "24_407731", more: tuple[str, ...] = ()) -> bytes:
    """One row a session: the first one, then ``more``."""
    rows = [
        PlacesRow("24_118402", "24_1530117", number, "Soudeur", None, None, "", "", 15, 0, opened, 8)
        for number in (session, *more)
    ]
    return write(rows, provider="x", as_of=ON)


def send_places(stage: Stage, data: bytes, act: str, part: str = "provider") -> str:
    file = SimpleUploadedFile("mes-places.xlsx", data)
    return body(stage.client(part).post(PLACES, {"file": file, "act": act}, follow=True))


def page_of_file(stage: Stage, data: bytes) -> str:
    """Path of the page of a workbook that is checked and waits."""
    file = SimpleUploadedFile("mes-places.xlsx", data)
    answer = stage.client("provider").post(PLACES, {"file": file, "act": "check"})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_the_workbook_goes_there_and_back_and_changes_nothing(stage: Stage) -> None:
    data = stage.client("provider").get("/sessions/places.xlsx").content
    numbers = {row[2].value for row in load_workbook(BytesIO(data)).active.iter_rows(min_row=2)}
    assert numbers >= {"24_407731", "24_407732"}
    told = send_places(stage, data, "write")
    assert "Rien ne change" in told
    assert "Ce qui ne va pas" not in told


def test_a_dry_run_shows_and_writes_nothing_then_the_same_file_is_written(stage: Stage) -> None:
    told = send_places(stage, workbook(opened=17), "check")
    assert "1 session changée. Rien n’est encore écrit." in told
    assert "15 places ouvertes" in told
    assert "17 places ouvertes" in told
    assert opened(stage) == 15
    assert "1 session changée" in send_places(stage, workbook(opened=17), "write")
    assert opened(stage) == 17


def test_a_checked_workbook_is_written_without_being_sent_again(stage: Stage) -> None:
    page = page_of_file(stage, workbook(opened=17))
    assert opened(stage) == 15
    assert "1 session changée" in stage.send("provider", page, {"act": "write"})
    assert opened(stage) == 17
    spent = stage.client("provider").post(page, {"act": "write"})
    assert spent.status_code == 422


def test_a_workbook_that_waits_is_read_again_against_what_the_ledger_says_now(stage: Stage) -> None:
    page = page_of_file(stage, workbook(opened=17))
    stage.send("provider", VIERZON + "places/", {"count": "17", "on": "2020-11-24"})
    assert "Rien ne change" in stage.get("provider", page)


def test_a_workbook_that_is_given_up_can_be_dropped_again(stage: Stage) -> None:
    page = page_of_file(stage, workbook(opened=17))
    assert "est abandonné" in stage.send("provider", page, {"act": "discard"})
    assert opened(stage) == 15
    assert page_of_file(stage, workbook(opened=17)) == page
    assert "1 session changée" in stage.send("provider", page, {"act": "write"})


def test_a_line_that_is_refused_names_its_cell_and_the_others_are_written(stage: Stage) -> None:
    told = send_places(stage, workbook(opened=12), "write")
    assert "Places K2, Places ouvertes" in told
    assert "Il manque le motif" in told
    assert opened(stage) == 15
    told = send_places(stage, workbook(session="24_999"), "write")
    assert "Places C2, Numéro de session" in told
    assert "n’est pas des vôtres" in told
    assert "n’est pas dans le fichier" in send_places(stage, b"a;b\r\n1;2\r\n", "write")
    told = send_places(stage, workbook(opened=17, more=("24_999",)), "write")
    assert "Fichier écrit : 1 session changée, 1 refusée." in told
    assert opened(stage) == 17


def test_what_a_workbook_changed_can_be_undone_unless_it_changed_since(stage: Stage) -> None:
    page = page_of_file(stage, workbook(opened=17))
    stage.send("provider", page, {"act": "write"})
    assert "Ce fichier est défait" in stage.send("provider", page, {"act": "undo"})
    assert opened(stage) == 15
    page_of_file(stage, workbook(opened=17))
    stage.send("provider", page, {"act": "write"})
    stage.send("provider", VIERZON + "places/", {"count": "18", "on": "2020-11-24"})
    assert "Ces places ont changé depuis." in stage.send("provider", page, {"act": "undo"})
    assert opened(stage) == 18
