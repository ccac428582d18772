"""Acts recorded in another tool are imported from a file (map columns, try, correct, apply); changes are exported."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from openpyxl import Workbook, load_workbook

from pacte.accounts.models import Membership
from pacte.accounts.row_context import acting_as
from pacte.exchange.documents.rejected_rows_file import write_rejected_rows
from pacte.exchange.orientation import dry_run, tasks
from pacte.exchange.orientation.tasks import continue_file_reading
from pacte.exchange.rows.reading import read_rows
from pacte.interop.models import ActFile, SavedColumnMapping
from pacte.journeys.models import Journey, LearnerContact, Step
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.services import StepInput
from pacte.kernel.clock import today
from pacte.notifications.models import Notification
from pacte.workflows.notify_changes import notify_changes
from pacte.workflows.record_journey_step import record_journey_step
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.advising_stage import Stage, advising_stage, body
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db
URL = "/mes-personnes/actes/"
OUT = "/mes-personnes/actes/changements/"
# Headings of another tool. Some are recognised (« Décision »), some are not (« Quand »).
HEAD = "Identifiant;Nom de naissance;Prénom;Session;Décision;Quand\n"
INES = "ML-1;Distribution;Inès;24_1"


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(advising_stage)


def file(*rows: str, head: str = HEAD, name: str = "extraction.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (head + "".join(f"{row}\n" for row in rows)).encode())


def check(stage: Stage, given: SimpleUploadedFile, **data: str) -> str:
    answer = stage.client().post(URL, {"file": given, "tool": "imilo", "act": "check", **data})
    assert answer.status_code == 200, body(answer)[:2000]
    return body(answer)


def married(page: str, **more: str) -> dict[str, str]:
    """Data of the second form of the page, with the heading « Quand » mapped to our column « Date »."""
    token = re.search(r'name="kept" value="([\w-]{32})"', page)
    assert token
    return {
        "kept": token[1], "tool": "imilo", "col_person": "Identifiant", "col_last_name": "Nom de naissance",
        "col_first_name": "Prénom", "col_session": "Session", "col_status": "Décision", "col_on": "Quand", **more,
    }  # fmt: skip


def again(stage: Stage, data: dict[str, str], act: str = "check") -> HttpResponse:
    return stage.client().post(URL, {**data, "act": act}, follow=True)


def written() -> int:
    with acting_as(MACHINE):
        return (
            Step.objects.count()
            + Journey.objects.count()
            + ActFile.objects.count()
            + SavedColumnMapping.objects.count()
        )


def test_a_column_that_is_not_found_is_asked_for_and_nothing_is_written(stage: Stage) -> None:
    before = written()
    page = check(stage, file(f"{INES};ICR;05/01/2021"))
    assert "La colonne « Date » n’est pas dans le fichier." in page
    assert 'name="col_on"' in page
    assert '<option value="Identifiant" selected>' in page.replace('" selected="selected"', '" selected')
    assert written() == before


def test_the_rehearsal_says_what_each_line_would_become_and_writes_nothing(stage: Stage) -> None:
    before = written()
    page = check(stage, file(
        f"{INES};positionne;05/01/2021", f"{INES};positionne;05/01/2021", "ML-2;Deux;Léa;24_1;PFR;05/01/2021",
        "ML-3;Trois;Noa;24_9;ICR;05/01/2021", "ML-4;Quatre;Ana;24_1;ICR;32/01/2021",
    ))  # fmt: skip
    page = body(again(stage, married(page)))
    assert "5 lignes lues : 1 acte nouveau, 1 déjà connu, 1 en double dans le fichier." in page
    assert "3 lignes restent de côté." in page
    assert "Rien n’est encore écrit." in page
    assert "Le statut « PFR » n’est pas connu : dites ce qu’il veut dire en déposant le fichier." in page
    assert "à traduire plus bas, dans « Les mots de votre outil »" in page
    assert "La session 24_9 n’est pas dans l’offre." in page
    assert "Statut (E)" in page
    assert "Date (F)" in page
    assert written() == before


def test_a_word_of_the_tool_is_married_once_and_the_next_file_reads_by_itself(stage: Stage) -> None:
    page = check(stage, file(f"{INES};accepté;05/01/2021"))
    page = body(again(stage, married(page)))
    assert "« accepté » veut dire" in page
    page = body(again(stage, married(page, word_0="accepté", code_0="inscrit")))
    assert "1 acte nouveau" in page
    done = body(again(stage, married(page, word_0="accepté", code_0="inscrit"), "apply"))
    assert "Fichier lu : 1 acte nouveau." in done
    with acting_as(MACHINE):
        saved = SavedColumnMapping.objects.get()
        assert (saved.name, saved.columns["on"], saved.codes) == ("i-Milo", "Quand", {"accepté": "inscrit"})
        assert Journey.objects.get().state == JourneyState.ADMITTED
        step = Step.objects.get(kind=StepKind.ADMITTED)
        assert (step.source, step.origin) == ("file", "imilo")
    page = check(stage, file(f"{INES};accepté;05/01/2021", "ML-2;Deux;Léa;24_1;accepté;06/01/2021", name="suivant.csv"))
    assert "2 lignes lues : 1 acte nouveau, 1 déjà connu." in page


def test_a_file_sent_again_updates_the_day_that_it_said(stage: Stage) -> None:
    page = check(stage, file(f"{INES};inscrit;05/01/2021"))
    again(stage, married(page), "apply")
    page = check(stage, file(f"{INES};inscrit;06/01/2021"))
    assert "1 corrige une date" in page
    done = body(again(stage, married(page), "apply"))
    assert "Fichier lu : 1 corrige une date." in done


def test_somebody_who_is_followed_already_under_another_number_is_shown(stage: Stage) -> None:
    stage.somebody("Inès Distribution", partner_number="ANCIEN-7")
    page = check(stage, file(f"{INES};positionne;05/01/2021"))
    page = body(again(stage, married(page)))
    assert "Quelqu’un de ce nom est déjà suivi ici sous un autre numéro." in page
    with acting_as(MACHINE):
        LearnerContact.objects.filter(partner_number="ANCIEN-7").update(partner_number="ML-1")
    assert "Quelqu’un de ce nom" not in body(again(stage, married(page)))


def test_a_workbook_says_its_sheet(stage: Stage) -> None:
    book, kept = Workbook(), io.BytesIO()
    assert book.active
    book.active.title = "Actes 2021"
    for row in (HEAD.strip().split(";"), [*INES.split(";"), "ICR", "05/01/2021"]):
        book.active.append(row)
    book.save(kept)
    page = check(stage, SimpleUploadedFile("actes.xlsx", kept.getvalue()))
    assert "actes.xlsx, feuille « Actes 2021 »" in page


def test_what_is_no_file_of_rows_says_so(stage: Stage) -> None:
    page = check(stage, SimpleUploadedFile("photo.csv", b"\x00\x01\xff\xfe" * 50))
    assert "Ce fichier ne peut pas encore être lu" in page
    assert "Aucun fichier n’a encore été déposé." in page


def test_a_long_file_is_written_by_the_queue_and_its_end_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dry_run, "MAX_DRY_RUN_ROWS", 3)
    monkeypatch.setattr(tasks, "ROWS_PER_JOB", 2)
    rows = [f"ML-{rank};Nom;Prénom{rank};24_1;positionne;05/01/2021" for rank in range(4)] + ["ML-9;N;P;24_1;PFR;x"]
    before = written()
    page = check(stage, file(*rows, head=HEAD.replace("Quand", "Date")))
    assert "5 lignes lues : 4 lignes bien écrites. 1 ligne reste de côté." in page
    assert written() == before
    sent = body(again(stage, married(page) | {"col_on": "Date"}, "apply"))
    assert "La lecture n’est pas finie." in sent
    for _ in range(3):
        given = waiting_jobs().pop()
        continue_file_reading(**given)
    with acting_as(MACHINE):
        received = ActFile.objects.get()
        assert (received.state, received.counts["new"], received.counts["error"]) == ("done", 4, 1)
        assert Journey.objects.count() == 4
        assert {each.person_name for each in Step.objects.all()} == {"Adviser Distribution"}
        told = Notification.objects.get(kind="liaison.file_read")
    assert told.text == "extraction.csv : 5 lignes lues, 1 de côté."
    assert told.address == f"/echanges/fichiers/{received.pk}/"


def waiting_jobs() -> list[dict[str, object]]:
    """Arguments of the queued ``orientation.read_on`` jobs, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where task_name = 'orientation.read_on' order by id")
        return [args if isinstance(args, dict) else json.loads(args) for (args,) in cursor.fetchall()]


def test_a_reading_in_the_name_of_who_may_no_longer_stops_and_says_so(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dry_run, "MAX_DRY_RUN_ROWS", 1)
    rows = [f"ML-{rank};Nom;Prénom{rank};24_1;positionne;05/01/2021" for rank in range(2)]
    page = check(stage, file(*rows, head=HEAD.replace("Quand", "Date")))
    again(stage, married(page) | {"col_on": "Date"}, "apply")
    with acting_as(MACHINE):
        Membership.objects.filter(person=stage.cast["adviser"].person).update(valid_until=date(2019, 1, 1))
    assert continue_file_reading(**waiting_jobs()[-1]) is None
    with acting_as(MACHINE):
        assert Journey.objects.count() == 0
        assert Notification.objects.get(kind="liaison.file_read").subject.endswith("n’est pas lu jusqu’au bout")


def test_the_lines_that_do_not_enter_leave_with_their_reason_and_read_back(stage: Stage) -> None:
    bad = ["ML-3;=Trois();Noa;24_9;ICR;05/01/2021", "ML-4;Quatre;Ana;24_1;ICR;32/01/2021"]
    page = check(stage, file(f"{INES};positionne;05/01/2021", *bad))
    before = written()
    given = again(stage, married(page), "apart-xlsx")
    assert written() == before
    assert '.xlsx"' in given["Content-Disposition"]
    with read_rows(io.BytesIO(given.content)) as found:
        assert found.headings[: len(HEAD.split(";"))] == HEAD.strip().split(";")
        told = {cells[0]: cells for _, cells in found.rows}
    assert set(told) == {"ML-3", "ML-4"}
    assert "La session 24_9 n’est pas dans l’offre." in told["ML-3"][6]
    assert told["ML-4"][6].startswith("Date (F) : ")
    assert told["ML-3"][1] == "=Trois()"


def test_a_csv_of_lines_keeps_days_and_runs_nothing() -> None:
    given = write_rejected_rows(("Nom", "Date"), [("=Trois()", "05/01/2021")], extension="csv", synthetic=True)
    assert given.decode("utf-8-sig") == "Nom;Date;Nature\r\n'=Trois();05/01/2021;données fictives\r\n"


def test_the_lines_of_a_file_that_was_applied_leave_too_without_any_value(stage: Stage) -> None:
    page = check(stage, file(f"{INES};positionne;05/01/2021", "ML-4;Quatre;Ana;24_1;ICR;32/01/2021"))
    again(stage, married(page), "apply")
    with acting_as(MACHINE):
        received = ActFile.objects.get()
    url = f"/echanges/fichiers/{received.pk}/"
    text = stage.client().get(url, {"format": "csv"}).content.decode("utf-8-sig")
    assert text.splitlines()[0] == "Ligne;Colonne;Ce qu’il y a à voir;Suite"
    assert text.splitlines()[1].startswith("3;Date (F);")
    assert "Quatre" not in text
    assert stage.client("provider").get(url, {"format": "csv"}).status_code == 404
    assert received.file_name in stage.client().get(url).content.decode(), "the breadcrumb ends with the file"


def test_what_others_wrote_yesterday_is_told_once_with_the_way_to_the_file(stage: Stage) -> None:
    journey = stage.somebody("Inès Benali", StepKind.PROPOSED)
    with acting_as(MACHINE) as machine:
        given = StepInput(StepKind.INFORMATION_ATTENDED, today(), message_key="ailleurs")
        record_journey_step(actor=machine, key=journey.key, step_input=given)
        tomorrow = today() + timedelta(days=1)
        assert notify_changes(actor=machine, on=today()) == 0
        assert (notify_changes(actor=machine, on=tomorrow), notify_changes(actor=machine, on=tomorrow)) == (1, 0)
        told = Notification.objects.get(kind="journeys.changed")
    assert told.person_id == stage.cast["adviser"].person.pk
    assert plain(told.subject) == "Du nouveau pour 1 personne que vous accompagnez"
    assert plain(told.text).startswith("1 étape notée hier par un autre que vous.")
    assert f'value="{today().isoformat()}"' in stage.get(told.address.partition("#")[0])


def test_the_file_kept_aside_is_not_another_adviser_s(stage: Stage) -> None:
    page = check(stage, file(f"{INES};ICR;05/01/2021"))
    stranger = stage.client("provider").post(URL, {**married(page), "act": "apply"})
    assert stranger.status_code == 404
    assert written() >= 0


def test_what_changed_leaves_by_file_and_reads_back(stage: Stage) -> None:
    stage.somebody("Inès Benali", StepKind.PROPOSED, StepKind.ADMITTED, partner_number="ML-7")
    answer = stage.client().get(OUT, {"format": "csv", "outil": "imilo"})
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    told = [(row["Numéro de la personne"], row["Nom"], row["Statut"], row["Numéro de session"]) for row in rows]
    assert ("ML-7", "Benali", "positionne", "24_1") in told
    assert ("ML-7", "Benali", "inscrit", "24_1") in told
    page = check(stage, SimpleUploadedFile("retour.csv", answer.content))
    assert "déjà connu" in page


def test_what_the_tool_said_itself_is_not_told_back_to_it(stage: Stage) -> None:
    page = check(stage, file(f"{INES};inscrit;05/01/2021"))
    again(stage, married(page), "apply")
    mine = stage.client().get(OUT, {"format": "csv", "outil": "imilo"}).content.decode("utf-8-sig")
    other = stage.client().get(OUT, {"format": "csv", "outil": "kairos"}).content.decode("utf-8-sig")
    assert "inscrit" not in mine
    assert "ML-1" in other


def test_the_workbook_of_changes_says_that_data_are_invented(stage: Stage) -> None:
    stage.somebody("Inès Benali", StepKind.PROPOSED)
    book = load_workbook(io.BytesIO(stage.client().get(OUT).content))
    assert "Ce qui a changé" in str(book.active["A1"].value)  # type: ignore[index]


def test_a_day_that_is_none_is_refused(stage: Stage) -> None:
    assert stage.client().get(OUT, {"depuis": "hier"}).status_code == 422
