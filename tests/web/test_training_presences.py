"""Attendance by half-day, on a page and in a workbook: signed once, corrected by a new row, valid lines kept."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import AttendanceWeek, Step
from pacte.journeys.records import JourneyState, StepSource
from pacte.journeys.records import StepKind as K
from pacte.kernel.clock import clock_stopped_on
from pacte.offer.models import Session
from pacte.workflows import sign_attendance as signing
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.canaries import text_of_pdf
from tests.web.refused_form import refused_form_faults
from tests.web.supply_stage import VIERZON, Stage, body, supply_stage
from tests.web.training_stage import (
    FULL,
    HOURS,
    MONDAY,
    PRESENCES,
    admitted,
    again,
    entered,
    informed,
    sheet,
    week_after,
)

pytestmark = pytest.mark.django_db
FILE = VIERZON + "presences.xlsx"


@pytest.fixture(autouse=True)
def _password_alone(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(supply_stage)


def refused(stage: Stage, data: dict[str, object]) -> str:
    answer = stage.client("provider").post(PRESENCES, data)
    assert answer.status_code == 422
    return body(answer)


def weeks() -> list[tuple[date, str, int, bool]]:
    with acting_as(MACHINE):
        rows = AttendanceWeek.objects.order_by("pk")
        return [(row.monday, row.marks, row.minutes, row.corrects_id is not None) for row in rows]


def workbook(stage: Stage, query: str = "semaine=2021-01-11") -> openpyxl.Workbook:
    answer = stage.client("provider").get(f"{FILE}?{query}")
    assert answer.status_code == 200
    return openpyxl.load_workbook(BytesIO(answer.content))


def drop(stage: Stage, book: openpyxl.Workbook, act: str = "write", **values: str) -> tuple[int, str]:
    return follow(stage, {"file": _sent(book), "act": act, **values})


def drop_url(session: Session) -> str:
    return f"/fichiers/presence/?session={session.pk}"


def follow(stage: Stage, data: dict[str, object], url: str = "") -> tuple[int, str]:
    answer = stage.client("provider").post(url or drop_url(stage.offer.session("24_407731")), data, follow=True)
    return answer.status_code, body(answer)


def page_of_file(stage: Stage, book: openpyxl.Workbook) -> str:
    """Path of the page of a workbook that is checked and waits."""
    url, data = drop_url(stage.offer.session("24_407731")), {"file": _sent(book), "act": "check"}
    return str(stage.client("provider").post(url, data)["Location"])


def _sent(book: openpyxl.Workbook) -> SimpleUploadedFile:
    kept = BytesIO()
    book.save(kept)
    return SimpleUploadedFile("presences.xlsx", kept.getvalue())


def fill(book: openpyxl.Workbook, row: int, marks: str = FULL, hours: str | float = 35) -> None:
    for rank, mark in enumerate(marks):
        book.active.cell(row, 4 + rank).value = mark
    book.active.cell(row, 18).value = hours


def test_a_week_is_signed_and_its_hours_are_due(stage: Stage) -> None:
    person = entered(stage, "Inès")
    told = stage.send("provider", PRESENCES, sheet(person))
    assert "1 semaine signée." in told
    assert again(person).minutes_realised == 2100
    told = stage.get("provider", HOURS)
    assert "297,50 € dus à ce jour pour 35 h stagiaires réalisées, au titre de 1 commande." in told
    assert "35 h stagiaires × 8,50 € = 297,50 €, dans la limite de 9 975 h commandées." in told
    assert "297,50 €" in stage.get("buyer", HOURS)


def test_a_sheet_signed_on_paper_is_typed_months_later_with_the_days_of_its_week(stage: Stage) -> None:
    """In a prison there is no network: the empty sheet is printed, signed, and typed when it comes out."""
    person = admitted(stage, "Inès")
    paper = stage.client("provider").get(f"{VIERZON}presences.pdf?semaine={MONDAY}")
    assert "Distribution Inès" in text_of_pdf(paper.content)
    assert stage.client("intruder").get(f"{VIERZON}presences.pdf?semaine={MONDAY}").status_code == 404
    with clock_stopped_on(MONDAY + timedelta(days=120)):
        told = stage.send("provider", PRESENCES, sheet(person) | {"papier": "oui"})
        assert "signée sur papier, 35 h" in told.replace("\u00a0", " ").replace("\u202f", " ")
    assert again(person).entered_on == MONDAY
    with acting_as(MACHINE):
        assert AttendanceWeek.objects.get().source == StepSource.PAPER
        assert Step.objects.get(journey=person, kind=K.ENTERED).source == StepSource.PAPER


def test_the_first_half_day_of_presence_makes_the_entry(stage: Stage) -> None:
    person = admitted(stage, "Inès")
    told = stage.send("provider", PRESENCES, sheet(person, "AA" + "PP" * 4 + "----", "28"))
    assert "1 entrée notée à la première demi-journée de présence : Distribution Inès." in told
    found = again(person)
    assert (found.state, found.entered_on) == (JourneyState.IN_TRAINING, MONDAY + timedelta(days=1))


def test_an_earlier_presence_brings_the_entry_forward_by_a_correction(stage: Stage) -> None:
    person = entered(stage, "Inès", on=MONDAY + timedelta(days=2))
    stage.send("provider", PRESENCES, sheet(person))
    assert again(person).entered_on == MONDAY
    with acting_as(MACHINE):
        assert Step.objects.filter(journey=person, kind=K.ENTERED).count() == 2


def test_good_lines_are_kept_and_the_others_come_back_with_what_is_wrong(stage: Stage) -> None:
    good, bad, empty = (entered(stage, name) for name in ("Inès", "Mathis", "Lina"))
    told = refused(stage, sheet(good) | sheet(bad, "X" * 10 + "----") | {f"{empty.key}-hours": ""})
    assert "Distribution Mathis : « X » n’est pas une présence. Écrivez P, D, E, A ou -." in told
    assert [minutes for _, _, minutes, _ in weeks()] == [2100]
    assert "Il manque les heures réalisées." in refused(stage, sheet(bad, hours=""))
    assert "ne tiennent pas dans 10 demi-journées" in refused(stage, sheet(bad, hours="80"))
    assert "Rien n’est rempli" in refused(stage, {"semaine": MONDAY.isoformat()})


def test_a_signed_week_changes_only_when_one_says_so_and_the_first_stays_written(stage: Stage) -> None:
    person = entered(stage, "Inès")
    stage.send("provider", PRESENCES, sheet(person))
    assert "Rien n’a changé" in stage.send("provider", PRESENCES, sheet(person))
    less = sheet(person, "PP" * 4 + "AA----", "28")
    assert "Cette semaine est déjà signée autrement." in refused(stage, less)
    assert "1 semaine corrigée" in stage.send("provider", PRESENCES, less | {"corriger": "oui"})
    assert [(minutes, corrects) for _, _, minutes, corrects in weeks()] == [(2100, False), (1680, True)]
    assert again(person).minutes_realised == 1680


def test_distance_counts_by_the_activity_attested(stage: Stage) -> None:
    person = admitted(stage, "Inès")
    stage.send("provider", PRESENCES, sheet(person, "D" + "-" * 13, "1:20"))
    assert (again(person).minutes_realised, again(person).entered_on) == (80, MONDAY)


@pytest.mark.parametrize("monday", ["2021-01-13", "hier"])
def test_any_day_of_the_week_asks_for_it_and_what_is_no_day_is_said(stage: Stage, monday: str) -> None:
    entered(stage, "Inès")
    answer = stage.client("provider").get(f"{PRESENCES}?semaine={monday}")
    assert answer.status_code == (422 if monday == "hier" else 200)
    assert ("Semaine du 11 janvier 2021" in body(answer)) is (monday != "hier")


def test_who_is_not_admitted_interrupted_or_gone_is_not_signed(stage: Stage) -> None:
    waiting = informed(stage, "Inès")
    with acting_as(stage.offer.cast["provider"].actor) as actor:
        week = signing.Week(MONDAY, FULL, 2100)
        row = signing.AttendanceInputRow(waiting.key, week)
        done = signing.sign_attendance(actor=actor, session=stage.offer.session(), rows=[row])
    assert "n’est pas admise" in done.refused[0].reason
    assert weeks() == []


def test_the_last_signed_week_can_prefill_the_next_one_without_signing_it(stage: Stage) -> None:
    person = entered(stage, "Inès")
    stage.send("provider", PRESENCES, sheet(person, "PA" * 5 + "----", "17:30"))
    url = f"{PRESENCES}?semaine={week_after()}"
    assert "Préremplir comme la semaine signée d’avant" in stage.get("provider", url)
    told = stage.get("provider", f"{url}&remplir=oui")
    assert f'name="{person.key}-marks_1" value="P"' in told
    assert f'name="{person.key}-hours" value="35"' in told
    assert len(weeks()) == 1


def test_the_sheet_of_a_week_stays_light(stage: Stage) -> None:
    """Thirty people of fourteen half-days each are less than two hundred kilobytes, before compression."""
    entered(stage, "Inès")
    one = len(stage.client("provider").get(PRESENCES).content)
    for name in ("Lina", "Mathis", "Yanis"):
        entered(stage, name)
    four = len(stage.client("provider").get(PRESENCES).content)
    assert (four - one) / 3 < 6_000


def test_each_row_is_that_of_its_person_whoever_joins_meanwhile(stage: Stage) -> None:
    person = entered(stage, "Mathis")
    sent = sheet(person)
    entered(stage, "Inès")
    stage.send("provider", PRESENCES, sent)
    with acting_as(MACHINE):
        assert [row.journey_id for row in AttendanceWeek.objects.all()] == [person.pk]


def test_the_workbook_comes_prefilled_and_goes_back_once(stage: Stage) -> None:
    for name in ("Inès", "Mathis"):
        entered(stage, name)
    book = workbook(stage)
    assert [cell.value for cell in book.active[3]][:4] == ["Dossier", "Nom", "Semaine du", "lun. matin"]
    fill(book, 4)
    fill(book, 5, hours="34:30")
    assert drop(stage, book, "check")[1].count("Rien n’est encore écrit") == 1
    assert weeks() == []
    assert "2 semaines signées." in drop(stage, book)[1]
    assert "Rien ne change" in drop(stage, book)[1]
    assert sorted(minutes for _, _, minutes, _ in weeks()) == [2070, 2100]
    again_ = workbook(stage)
    assert [again_.active.cell(row, 18).value for row in (4, 5)] == ["35", "34:30"]


def test_a_checked_workbook_is_signed_without_being_sent_again(stage: Stage) -> None:
    entered(stage, "Inès")
    book = workbook(stage)
    fill(book, 4)
    page = page_of_file(stage, book)
    assert "1 semaine signée. Rien n’est encore écrit." in stage.get("provider", page)
    assert weeks() == []
    assert "1 semaine signée." in stage.send("provider", page, {"act": "write"})
    assert len(weeks()) == 1
    assert stage.client("provider").post(page, {"act": "write"}).status_code == 422


def test_a_checked_workbook_with_a_bad_line_keeps_the_good_ones_for_the_signature(stage: Stage) -> None:
    for name in ("Inès", "Lina"):
        entered(stage, name)
    book = workbook(stage)
    fill(book, 4)
    fill(book, 5, "Z" + FULL[1:])
    page = page_of_file(stage, book)
    told = stage.get("provider", page)
    assert "Présences D5, lun. matin" in told
    assert "« Z » n’est pas une présence." in told
    assert "1 semaine signée, 1 refusée." in stage.send("provider", page, {"act": "write"})
    assert len(weeks()) == 1


def test_the_workbook_of_an_organisation_does_not_exist_for_another(stage: Stage) -> None:
    entered(stage, "Inès")
    book = workbook(stage)
    fill(book, 4)
    page = page_of_file(stage, book)
    for part in ("partner", "adviser", "buyer", "pilot"):
        assert stage.client(part).get(page).status_code == 404, part
        assert stage.client(part).post(page, {"act": "write"}).status_code == 404, part
    other_session = drop_url(stage.offer.session("24_407732"))
    assert page not in stage.get("provider", other_session)
    assert weeks() == []


def test_a_month_has_a_line_a_person_and_a_week(stage: Stage) -> None:
    entered(stage, "Inès")
    mondays = [row[2].value for row in workbook(stage, "mois=2021-01").active.iter_rows(min_row=4)]
    assert mondays == ["2020-12-28", "2021-01-04", "2021-01-11", "2021-01-18", "2021-01-25"]
    assert stage.client("provider").get(f"{FILE}?mois=janvier").status_code == 422


def test_each_defect_of_the_workbook_says_its_cell_and_the_good_lines_are_kept(stage: Stage) -> None:
    for name in ("Inès", "Lina", "Mathis", "Yanis"):
        entered(stage, name)
    book = workbook(stage)
    fill(book, 4)
    fill(book, 5, "Z" + FULL[1:])
    fill(book, 6, hours="beaucoup")
    fill(book, 7)
    book.active["A7"].value = "n’importe quoi"
    status, told = drop(stage, book)
    assert status == 200
    for cell, said in (("D5", "« Z » n’est pas une présence."), ("R6", "« beaucoup » n’est pas une durée."),
                       ("A7", "Ce n’est pas un numéro de dossier.")):  # fmt: skip
        assert cell in told
        assert said in told
    assert "Présences" in told
    assert len(weeks()) == 1


def test_somebody_of_another_session_is_refused_line_by_line(stage: Stage) -> None:
    person, other = entered(stage, "Inès"), entered(stage, "Lina")
    with acting_as(MACHINE):
        other.session = stage.offer.session("24_407732")
        other.save(update_fields=["session"])
    book = workbook(stage)
    fill(book, 4)
    fill(book, 5)
    for column in range(1, 4):
        book.active.cell(5, column).value = book.active.cell(4, column).value
    book.active["A5"].value = str(other.key)
    status, told = drop(stage, book)
    assert (status, "Présences, 5" in told) == (200, True)
    assert "Ce numéro de dossier n’est pas de cette session." in told
    assert again(person).minutes_realised == 2100
    assert len(weeks()) == 1


def test_a_file_that_is_no_workbook_is_said_and_nothing_is_written(stage: Stage) -> None:
    entered(stage, "Inès")
    for name, data in (("x.xlsx", b"PK\x03\x04 rien"), ("x.pdf", b"%PDF-1.4"), ("x.csv", b"a;b\n1;2\n")):
        url, sent = drop_url(stage.offer.session("24_407731")), SimpleUploadedFile(name, data)
        answer = stage.client("provider").post(url, {"file": sent, "act": "write"})
        assert answer.status_code == 422, name
        assert refused_form_faults(answer) == []
        assert "Ce fichier n’a pas pu être lu" in body(answer)


def test_a_file_that_stops_half_way_leaves_nothing_and_can_be_dropped_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Inès", "Lina"):
        entered(stage, name)
    book = workbook(stage)
    fill(book, 4)
    fill(book, 5)
    real, calls = signing.sign_week, []

    def stops(**given: object) -> object:
        calls.append(given)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return real(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(signing, "sign_week", stops)
    with pytest.raises(KeyboardInterrupt):
        drop(stage, book)
    assert weeks() == []
    monkeypatch.setattr(signing, "sign_week", real)
    assert "2 semaines signées." in drop(stage, book)[1]
    assert len(weeks()) == 2


def test_the_attestation_is_a_pdf_of_who_entered(stage: Stage) -> None:
    person, other = entered(stage, "Inès"), informed(stage, "Lina")
    answer = stage.client("provider").get(f"{VIERZON}stagiaire/{person.key}/attestation.pdf")
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert stage.client("provider").get(f"{VIERZON}stagiaire/{other.key}/attestation.pdf").status_code == 404
