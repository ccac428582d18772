"""Acts recorded in another tool are imported from a file (map columns, try, correct, apply); changes are exported."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from pacte.accounts.models import Membership
from pacte.accounts.row_context import acting_as
from pacte.exchange.documents.rejected_rows_file import write_rejected_rows
from pacte.exchange.rows.reading import read_rows
from pacte.intake import background
from pacte.intake.background import WRITE_TASK, continue_writing
from pacte.intake.kinds.acts import KIND
from pacte.intake.models import ReceivedFile, SavedMapping
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
DROP = "/fichiers/acts/"
# Headings of another tool. Some are recognised (« Décision »), some are not (« Quand »).
HEAD = "Identifiant;Nom de naissance;Prénom;Session;Décision;Quand\n"
DATED_HEAD = HEAD.replace("Quand", "Date")
INES = "ML-1;Distribution;Inès;24_1"
COLUMNS = {
    "col_person": "Identifiant", "col_last_name": "Nom de naissance", "col_first_name": "Prénom",
    "col_session": "Session", "col_status": "Décision", "col_on": "Quand",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(advising_stage)


def file(*rows: str, head: str = HEAD, name: str = "extraction.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (head + "".join(f"{row}\n" for row in rows)).encode())


def drop(stage: Stage, given: SimpleUploadedFile) -> str:
    """URL of the page of the file."""
    answer = stage.client().post(DROP, {"file": given, "tool": "imilo", "act": "check"})
    assert answer.status_code == 302, body(answer)[:2000]
    return answer["Location"]


def mapped(stage: Stage, given: SimpleUploadedFile, **more: str) -> str:
    """URL of a file dropped with the heading « Quand » mapped to our column « Date »."""
    url = drop(stage, given)
    stage.send(url, act="map", **COLUMNS, **more)
    return url


def write(stage: Stage, url: str) -> str:
    return stage.send(url, act="write")


def written() -> int:
    with acting_as(MACHINE):
        return Step.objects.count() + Journey.objects.count() + SavedMapping.objects.count()


def received() -> ReceivedFile:
    with acting_as(MACHINE):
        return ReceivedFile.objects.get()


def test_a_column_that_is_not_found_is_asked_for_and_nothing_is_written(stage: Stage) -> None:
    before = written()
    page = stage.get(drop(stage, file(f"{INES};ICR;05/01/2021")))
    assert "La colonne « Date » n’est pas dans le fichier." in page
    assert 'name="col_on"' in page
    assert '<option value="Identifiant" selected>' in page.replace('" selected="selected"', '" selected')
    assert written() == before


def test_the_rehearsal_says_what_each_line_would_become_and_writes_nothing(stage: Stage) -> None:
    before = written()
    page = stage.get(mapped(stage, file(
        f"{INES};positionne;05/01/2021", f"{INES};positionne;05/01/2021", "ML-2;Deux;Léa;24_1;PFR;05/01/2021",
        "ML-3;Trois;Noa;24_9;ICR;05/01/2021", "ML-4;Quatre;Ana;24_1;ICR;32/01/2021",
    )))  # fmt: skip
    assert "1 acte nouveau, 1 déjà connu, 3 refusés. Rien n’est encore écrit." in page
    assert "Cette ligne dit la même chose que la ligne 2 : elle compte une fois." in page
    assert "Le statut « PFR » n’est pas connu : dites ce qu’il veut dire en déposant le fichier." in page
    assert "À traduire dans « Les mots de votre outil »." in page
    assert "La session 24_9 n’est pas dans l’offre." in page
    assert "ML-1, session 24_1" in page, "what the first line becomes"
    assert "Statut (E)" in page
    assert "Date (F)" in page
    assert written() == before


def test_a_word_of_the_tool_is_married_once_and_the_next_file_reads_by_itself(stage: Stage) -> None:
    url = mapped(stage, file(f"{INES};accepté;05/01/2021"))
    assert "« accepté » veut dire" in stage.get(url)
    stage.send(url, act="map", **COLUMNS, word_0="accepté", meaning_0="inscrit")
    assert "1 acte nouveau" in stage.get(url)
    assert "Fichier écrit : 1 acte nouveau." in write(stage, url)
    with acting_as(MACHINE):
        saved = SavedMapping.objects.get()
        assert (saved.kind, saved.scope, saved.organisation_id) == ("acts", "imilo", stage.cast.network.pk)
        assert (saved.mapping["headings"]["on"], saved.mapping["words"]) == ("Quand", {"accepté": "inscrit"})
        assert Journey.objects.get().state == JourneyState.ADMITTED
        step = Step.objects.get(kind=StepKind.ADMITTED)
        assert (step.source, step.origin) == ("file", "imilo")
    rows = (f"{INES};accepté;05/01/2021", "ML-2;Deux;Léa;24_1;accepté;06/01/2021")
    assert "1 acte nouveau, 1 déjà connu." in stage.get(drop(stage, file(*rows, name="suivant.csv")))


def test_the_words_of_one_tool_are_not_those_of_another(stage: Stage) -> None:
    url = mapped(stage, file(f"{INES};accepté;05/01/2021"), word_0="accepté", meaning_0="inscrit")
    write(stage, url)
    given = {"file": file(f"{INES};accepté;05/01/2021"), "tool": "kairos", "act": "check"}
    other = stage.client().post(DROP, given, follow=True)
    assert "La colonne « Date » n’est pas dans le fichier." in body(other)


def test_the_tool_must_be_said(stage: Stage) -> None:
    answer = stage.client().post(DROP, {"file": file(f"{INES};ICR;05/01/2021"), "tool": "", "act": "check"})
    assert answer.status_code == 422
    assert "Dites de quel outil vient ce fichier." in body(answer)


def test_a_file_sent_again_updates_the_day_that_it_said(stage: Stage) -> None:
    write(stage, mapped(stage, file(f"{INES};inscrit;05/01/2021")))
    url = drop(stage, file(f"{INES};inscrit;06/01/2021"))
    assert "1 acte corrige une date" in stage.get(url)
    assert "Fichier écrit : 1 acte corrige une date." in write(stage, url)


def test_the_same_file_again_is_the_same_line_of_the_ledger_and_changes_nothing(stage: Stage) -> None:
    url = mapped(stage, file(f"{INES};inscrit;05/01/2021"))
    write(stage, url)
    before = written()
    assert drop(stage, file(f"{INES};inscrit;05/01/2021")) == url
    assert "Rien ne change : 1 acte déjà connu." in stage.get(url)
    assert (written(), received().kind) == (before, "acts")


def test_somebody_who_is_followed_already_under_another_number_is_shown(stage: Stage) -> None:
    stage.somebody("Inès Distribution", partner_number="ANCIEN-7")
    url = mapped(stage, file(f"{INES};positionne;05/01/2021"))
    assert "Quelqu’un de ce nom est déjà suivi ici sous un autre numéro." in stage.get(url)
    with acting_as(MACHINE):
        LearnerContact.objects.filter(partner_number="ANCIEN-7").update(partner_number="ML-1")
    assert "Quelqu’un de ce nom" not in stage.get(url)


def test_a_workbook_says_its_sheet(stage: Stage) -> None:
    book, kept = Workbook(), io.BytesIO()
    assert book.active
    book.active.title = "Actes 2021"
    for row in (DATED_HEAD.strip().split(";"), [*INES.split(";"), "XYZ", "05/01/2021"]):
        book.active.append(row)
    book.save(kept)
    assert "Actes 2021 E2, Statut" in stage.get(drop(stage, SimpleUploadedFile("actes.xlsx", kept.getvalue())))


def test_what_is_no_file_of_rows_says_so(stage: Stage) -> None:
    photo = SimpleUploadedFile("photo.csv", b"\x00\x01\xff\xfe" * 50)
    answer = stage.client().post(DROP, {"file": photo, "tool": "imilo", "act": "check"})
    assert answer.status_code == 422
    assert "Ce fichier n’a pas pu être lu" in body(answer)


def test_a_long_file_is_written_by_the_queue_and_its_end_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(KIND), "max_compared_rows", 3)
    monkeypatch.setattr(type(KIND), "batch_size", 2)
    monkeypatch.setattr(background, "ROWS_PER_JOB", 2)
    rows = [f"ML-{rank};Nom;Prénom{rank};24_1;positionne;05/01/2021" for rank in range(4)] + ["ML-9;N;P;24_1;PFR;x"]
    before = written()
    url = drop(stage, file(*rows, head=DATED_HEAD))
    assert "4 lignes bien écrites, 1 refusée. Le fichier est long" in stage.get(url)
    assert written() == before
    assert "Écriture en cours" in write(stage, url)
    for _ in range(3):
        run_queued_writing()
    file_line = received()
    assert (file_line.state, file_line.counts["added"], file_line.counts["refused"]) == ("done", 4, 1)
    with acting_as(MACHINE):
        assert Journey.objects.count() == 4
        assert {each.person_name for each in Step.objects.all()} == {"Adviser Distribution"}
        told = Notification.objects.get(kind="intake.file_written")
    assert plain(told.text) == "extraction.csv : 1 ligne refusée."
    assert told.address == url


def run_queued_writing() -> None:
    job = ProcrastinateJob.objects.filter(task_name=WRITE_TASK).latest("id")
    continue_writing(**job.args)


def test_a_writing_in_the_name_of_who_may_no_longer_stops_and_says_so(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(KIND), "max_compared_rows", 1)
    rows = [f"ML-{rank};Nom;Prénom{rank};24_1;positionne;05/01/2021" for rank in range(2)]
    write(stage, drop(stage, file(*rows, head=DATED_HEAD)))
    with acting_as(MACHINE):
        Membership.objects.filter(person=stage.cast["adviser"].person).update(valid_until=date(2019, 1, 1))
    run_queued_writing()
    with acting_as(MACHINE):
        assert Journey.objects.count() == 0
        assert Notification.objects.get(kind="intake.file_written").subject.endswith("n’est pas écrit jusqu’au bout")
    assert received().state == "received", "it does not ask again each minute"


def test_a_file_of_more_than_fifty_thousand_lines_is_refused(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert KIND.max_rows == 50_000
    monkeypatch.setattr(type(KIND), "max_rows", 2)
    rows = [f"ML-{rank};Nom;Prénom{rank};24_1;positionne;05/01/2021" for rank in range(3)]
    url = drop(stage, file(*rows, head=DATED_HEAD))
    page = stage.get(url)
    assert "Ce fichier a plus de 2 lignes." in page
    assert "Coupez-le en plusieurs fichiers." in page
    assert stage.client().post(url, {"act": "write"}).status_code == 422


@pytest.mark.parametrize("is_applied", [False, True])
def test_the_lines_that_do_not_enter_leave_with_their_reason_and_read_back(stage: Stage, is_applied: bool) -> None:
    bad = ["ML-3;=Trois();Noa;24_9;ICR;05/01/2021", "ML-4;Quatre;Ana;24_1;ICR;32/01/2021"]
    url = mapped(stage, file(f"{INES};positionne;05/01/2021", *bad))
    if is_applied:
        write(stage, url)
    before = written()
    given = stage.client().get(f"{url}lignes-refusees.xlsx")
    assert written() == before
    assert '.xlsx"' in given["Content-Disposition"]
    with read_rows(io.BytesIO(given.content)) as found:
        assert found.headings[: len(HEAD.split(";"))] == HEAD.strip().split(";")
        told = {cells[0]: cells for _, cells in found.rows}
    assert set(told) == {"ML-3", "ML-4"}
    assert "La session 24_9 n’est pas dans l’offre." in told["ML-3"][6]
    assert "Date (F) : " in told["ML-4"][6]
    assert told["ML-3"][1] == "=Trois()"
    assert stage.client("provider").get(f"{url}lignes-refusees.csv").status_code == 404


def test_the_lines_mended_in_the_file_given_back_enter_and_no_longer_wait(stage: Stage) -> None:
    url = mapped(stage, file(f"{INES};positionne;05/01/2021", "ML-4;Quatre;Ana;24_1;ICR;32/01/2021"))
    write(stage, url)
    given = stage.client().get(f"{url}lignes-refusees.csv").content.decode("utf-8-sig")
    mended = SimpleUploadedFile("corrigé.csv", given.replace("32/01/2021", "12/01/2021").encode())
    assert "1 acte nouveau" in write(stage, drop(stage, mended))
    with acting_as(MACHINE):
        assert not ReceivedFile.objects.filter(refused_rows__settled_at=None, refused_rows__isnull=False).exists()


def test_a_csv_of_lines_keeps_days_and_runs_nothing() -> None:
    given = write_rejected_rows(("Nom", "Date"), [("=Trois()", "05/01/2021")], extension="csv", synthetic=True)
    assert given.decode("utf-8-sig") == "Nom;Date;Nature\r\n'=Trois();05/01/2021;données fictives\r\n"


@pytest.mark.parametrize("is_applied", [False, True])
@pytest.mark.parametrize("part", ["pilot", "administrator", "analyst"])
def test_the_region_reads_the_line_of_the_ledger_and_nothing_of_the_rows(
    stage: Stage, part: str, is_applied: bool
) -> None:
    url = mapped(stage, file(f"{INES};positionne;05/01/2021", "ML-4;Quatre;Ana;24_1;ICR;32/01/2021"))
    if is_applied:
        write(stage, url)
    assert "extraction.csv" in stage.get("/fichiers/", part)
    for address in (url, DROP):
        page = stage.get(address, part)
        assert "extraction.csv" in page
        assert [each for each in ("Quatre", "ML-4", "n’est plus gardé", "Déposer un autre") if each in page] == []
    assert "Quatre" not in stage.client(part).get(f"{url}lignes-refusees.csv").content.decode()
    assert stage.client(part).post(url, {"act": "write"}).status_code in (403, 422)
    assert stage.client(part).post(DROP, {"file": file(INES), "tool": "imilo", "act": "check"}).status_code == 403


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


@pytest.mark.parametrize("part", ["provider", "intruder"])
def test_a_file_that_waits_is_not_another_one_s(stage: Stage, part: str) -> None:
    url = mapped(stage, file(f"{INES};ICR;05/01/2021"))
    before = written()
    assert stage.client(part).get(url).status_code == 404
    assert stage.client(part).post(url, {"act": "write"}).status_code == 404
    assert written() == before


def test_the_page_of_acts_leads_to_the_drop_and_to_the_latest_files(stage: Stage) -> None:
    url = drop(stage, file(f"{INES};ICR;05/01/2021"))
    page = stage.get(URL)
    assert f'href="{DROP}"' in page
    assert f'href="{url}"' in page
    assert "i-Milo" in page
    stage.get(URL, "provider", status=404)


def test_what_changed_leaves_by_file_and_reads_back(stage: Stage) -> None:
    stage.somebody("Inès Benali", StepKind.PROPOSED, StepKind.ADMITTED, partner_number="ML-7")
    answer = stage.client().get(OUT, {"format": "csv", "outil": "imilo"})
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    told = [(row["Numéro de la personne"], row["Nom"], row["Statut"], row["Numéro de session"]) for row in rows]
    assert ("ML-7", "Benali", "positionne", "24_1") in told
    assert ("ML-7", "Benali", "inscrit", "24_1") in told
    page = stage.get(drop(stage, SimpleUploadedFile("retour.csv", answer.content)))
    assert "déjà connu" in page


def test_what_the_tool_said_itself_is_not_told_back_to_it(stage: Stage) -> None:
    write(stage, mapped(stage, file(f"{INES};inscrit;05/01/2021")))
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
