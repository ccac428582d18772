"""Import of a plan from a table: upload, review cell by cell, then keep as a draft or discard."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from openpyxl.worksheet.worksheet import Worksheet

from pacte.exchange.plan_files.writing import write_plan_file
from pacte.intake.models import ReceivedContent, ReceivedFile
from pacte.plan.models import Plan, PlanVersion
from pacte.plan.queries import content_of_version
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.plan.workbooks import cell_saying, tabled, typing, workbook
from tests.shared import shared_file
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db
GUESS, NEW = "", "nouveau"
DROP = "/fichiers/plan/"


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


kept_stage = kept_for_module(lambda: staged(tabled()))


def dropped(stage: Stage, data: bytes, name: str = "plan.xlsx", target_: str = GUESS) -> HttpResponse:
    file = SimpleUploadedFile(name, data)
    return stage.client("pilot").post(DROP, {"act": "check", "file": file, "target": target_})


def reviewed(stage: Stage, data: bytes, **more: Any) -> tuple[str, str]:
    """Uploads a file. Returns the address of its review page, and the page as text."""
    answer = dropped(stage, data, **more)
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return answer["Location"], read(stage, answer["Location"])


def read(stage: Stage, address: str) -> str:
    answer = stage.client("pilot").get(address)
    assert answer.status_code == 200
    return plain(answer.content.decode())


def answered(stage: Stage, address: str, act: str, **data: str) -> HttpResponse:
    return stage.client("pilot").post(address, {"act": act} | data)


def test_the_real_workbook_becomes_a_draft_end_to_end(stage: Stage) -> None:
    stage = staged(cast=stage.cast)
    address, page = reviewed(stage, shared_file("plan/plan-as-excel.xlsx").read_bytes())
    assert "Oui : il deviendrait un projet d’avenant." in page
    assert "39 actions" in page
    assert "250,98 M€" in page
    answer = answered(stage, address, "write", reason="Le tableau officiel", accept="1")
    assert answer.status_code == 302, plain(answer.content.decode())[-3000:]
    draft = PlanVersion.objects.get(plan=stage.plan, state="draft")
    assert answer["Location"] == address
    assert (draft.reason, len(content_of_version(draft).numbers)) == ("Le tableau officiel", 39)
    written = read(stage, address)
    assert f"gardé comme « {draft.label} »" in written
    assert f'href="{stage.address(f"?version={draft.number}")}"' in written


def test_nothing_is_written_before_the_agreement(stage: Stage) -> None:
    reviewed(stage, workbook(tabled(), typing("Camion", "Autocar")))
    assert PlanVersion.objects.count() == 1


def test_what_changes_is_shown_in_its_cell_and_in_words(stage: Stage) -> None:
    _, page = reviewed(stage, workbook(tabled(), typing("Camion", "Autocar")))
    assert re.search(r'class="sheet-accent"><span class="cell-mark mark-accent">.*?</span>\s+Autocar</td>', page)
    assert re.search(r"<del>.*?Camion</del>", page)
    assert re.search(r"<ins>.*?Autocar</ins>", page)


def test_the_same_plan_leaves_nothing_to_keep(stage: Stage) -> None:
    address, page = reviewed(stage, workbook(tabled()))
    assert "ce fichier dit la même chose que le plan" in page
    assert re.search(r"<button[^>]* disabled>Garder comme projet", page)
    assert answered(stage, address, "write", reason="Sans raison", accept="1").status_code == 422
    assert PlanVersion.objects.count() == 1


def test_each_defect_is_shown_with_its_cell_and_blocks(stage: Stage) -> None:
    def spoil(sheet: Worksheet) -> None:
        place = cell_saying(sheet, "Titre de A01")
        sheet[place] = None
        sheet[cell_saying(sheet, "1")] = "douze"

    address, page = reviewed(stage, workbook(tabled(), spoil))
    assert "Pas encore :" in page
    assert "« douze » n" in page
    assert re.search(r'<td class="sheet-bad">.*?1</span>\s+douze</td>', page)
    assert re.search(r'<th role="rowheader" scope="row" class="keep">[A-Z]+\d+</th>', page)
    assert re.search(r"<button[^>]* disabled>Garder comme projet", page)
    answer = answered(stage, address, "write", reason="Je veux", accept="1")
    assert answer.status_code == 422
    assert "défaut" in plain(answer.content.decode())
    assert PlanVersion.objects.count() == 1


def test_a_file_that_is_no_plan_says_so_and_shows_no_page_of_ours_broken(stage: Stage) -> None:
    _, page = reviewed(stage, b"bonjour;monde\n1;2\n", name="notes.csv")
    assert "Pas encore : 1 défaut bloque." in page
    answer = dropped(stage, b"\x89PNG\r\n\x1a\n" + b"\0" * 64, name="photo.xlsx")
    assert answer.status_code == 422
    assert re.search(r'<a href="#id_file">[^<]*photo.xlsx', plain(answer.content.decode()))


def test_an_empty_or_missing_file_is_said_by_its_field(stage: Stage) -> None:
    client = stage.client("pilot")
    for data in ({}, {"file": SimpleUploadedFile("vide.csv", b"")}):
        answer = client.post(DROP, data)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'href="#id_file"' in page
        assert 'aria-describedby="id_file-help id_file-error"' in page


def test_a_heading_that_is_not_recognised_is_given_by_the_person(stage: Stage) -> None:
    data = workbook(tabled(), typing("Projets / actions", "Ce que nous ferons"))
    address, page = reviewed(stage, data)
    assert "Dites plus bas ce que contiennent les colonnes" in page
    assert "Des colonnes sont à confirmer" in page
    letter = re.search(r'scope="row">([A-Z]+)</th><td[^>]*>Ce que nous ferons', page)
    assert letter is not None
    answer = answered(stage, address, "map", **{f"column-{letter[1]}": "title"})
    assert answer.status_code == 302
    assert "ce fichier dit la même chose que le plan" in read(stage, address)


def test_a_column_takes_only_what_the_page_offers(stage: Stage) -> None:
    address, _ = reviewed(stage, workbook(tabled()))
    answered(stage, address, "map", **{"column-F": "period:garbage", "column-ZZZZ": "title", "column-B": "no field"})
    assert ReceivedFile.objects.get().mapping["columns"] == {}


def test_doubts_that_the_file_brings_must_be_accepted(stage: Stage) -> None:
    def change(sheet: Worksheet) -> None:
        for line in sheet.iter_rows(min_row=4):
            for cell in line:
                if cell.value == 2019:
                    cell.value = "?"

    address, page = reviewed(stage, workbook(tabled(), change))
    assert "J’ai vu les réserves" in page
    answer = answered(stage, address, "write", reason="La priorité est à revoir")
    refused = plain(answer.content.decode())
    assert answer.status_code == 422
    assert '<a href="#id_accept">' in refused
    assert "La priorité est à revoir</textarea>" in refused
    assert PlanVersion.objects.count() == 1
    assert answered(stage, address, "write", reason="La priorité est à revoir", accept="1").status_code == 302


def test_a_doubt_that_the_plan_already_holds_is_not_asked_again(stage: Stage) -> None:
    doubted = small_plan(row("A01", 1, priority="?", figures=(target(),)), row("A02", 2))
    stage = staged(replace(tabled(doubted), code="another"), cast=stage.cast)
    _, page = reviewed(stage, workbook(tabled(doubted), typing("Titre de A02", "Autre titre")))
    assert "déjà dans le plan" in page
    assert "J’ai vu les réserves" not in page


def test_a_reason_is_required(stage: Stage) -> None:
    address, _ = reviewed(stage, workbook(tabled(), typing("Camion", "Autocar")))
    answer = answered(stage, address, "write", accept="1")
    assert answer.status_code == 422
    assert '<a href="#id_reason">' in answer.content.decode()
    assert PlanVersion.objects.count() == 1


def test_a_file_is_given_up_and_leaves_its_line_only(stage: Stage) -> None:
    address, _ = reviewed(stage, workbook(tabled(), typing("Camion", "Autocar")))
    assert answered(stage, address, "discard").status_code == 302
    assert not ReceivedContent.objects.exists()
    assert "Ce fichier est abandonné" in read(stage, address)


def test_a_file_already_kept_is_neither_written_twice_nor_forgotten(stage: Stage) -> None:
    address, _ = reviewed(stage, workbook(tabled(), typing("Camion", "Autocar")))
    answered(stage, address, "write", reason="Le car est loué", accept="1")
    assert answered(stage, address, "write", reason="Encore", accept="1").status_code == 422
    assert answered(stage, address, "discard").status_code == 422
    assert ReceivedFile.objects.count() == 1
    assert PlanVersion.objects.count() == 2


def test_the_same_file_dropped_twice_is_one_review(stage: Stage) -> None:
    data = workbook(tabled())
    assert dropped(stage, data)["Location"] == dropped(stage, data)["Location"]


def test_a_file_completes_the_draft_that_is_open(stage: Stage) -> None:
    draft = stage.draft()
    address, page = reviewed(stage, workbook(tabled(), typing("Camion", "Autocar")))
    assert "Un projet est déjà ouvert" in page
    answered(stage, address, "write", reason="Le car est loué", accept="1")
    assert "Autocar" in {each.title for each in content_of_version(PlanVersion.objects.get(pk=draft.pk)).rows}
    assert PlanVersion.objects.count() == 2


def test_a_file_may_be_another_plan(stage: Stage) -> None:
    other = small_plan(code="autre_2023-2024", title="Un autre plan")
    address, page = reviewed(stage, workbook(other), name="autre.xlsx", target_=NEW)
    assert "il deviendrait un nouveau plan" in page
    assert answered(stage, address, "write", reason="Un second pacte", accept="1").status_code == 302
    assert Plan.objects.count() == 2


def test_a_new_plan_that_bears_the_code_of_another_is_refused_in_words(stage: Stage) -> None:
    data = write_plan_file(tabled(), extension="yaml", as_of=date(2020, 1, 1), version_label="essai")
    address, _ = reviewed(stage, data, name="plan.yaml", target_=NEW)
    answer = answered(stage, address, "write", reason="Deux fois", accept="1")
    assert answer.status_code == 422
    assert ReceivedFile.objects.get().state == "received", "it waits for its sender, and is not written for ever"
    assert "existe déjà" in plain(answer.content.decode())


def test_an_answer_that_the_page_does_not_expect_writes_nothing(stage: Stage) -> None:
    address, _ = reviewed(stage, workbook(tabled(), typing("Camion", "Autocar")))
    assert answered(stage, address, "nonsense", reason="x", accept="1").status_code == 422
    assert PlanVersion.objects.count() == 1


def test_a_draft_made_by_a_file_is_abandoned_with_it(stage: Stage) -> None:
    address, _ = reviewed(stage, workbook(tabled(), typing("Camion", "Autocar")))
    answered(stage, address, "write", reason="Le car est loué", accept="1")
    assert "Défaire ce fichier" in read(stage, address)
    assert answered(stage, address, "undo").status_code == 302
    assert "Ce fichier est défait" in read(stage, address)
    assert PlanVersion.objects.count() == 1


def test_a_draft_that_somebody_changed_since_stays(stage: Stage) -> None:
    address, _ = reviewed(stage, workbook(tabled(), typing("Camion", "Autocar")))
    answered(stage, address, "write", reason="Le car est loué", accept="1")
    again, _ = reviewed(stage, workbook(tabled(), typing("Camion", "Tramway")))
    answered(stage, again, "write", reason="Le tramway passe", accept="1")
    for each in (address, again):
        answered(stage, each, "undo")
    assert "Ce projet a changé depuis" in stage_messages(stage, address)
    assert PlanVersion.objects.count() == 2
    assert "Défaire ce fichier" not in read(stage, again), "the file completed a draft that it did not make"


def stage_messages(stage: Stage, address: str) -> str:
    """The page that follows an undo."""
    answer = stage.client("pilot").post(address, {"act": "undo"}, follow=True)
    return plain(answer.content.decode())


def test_a_plan_made_by_a_file_is_not_undone_with_it(stage: Stage) -> None:
    other = small_plan(code="autre_2023-2024", title="Un autre plan")
    address, _ = reviewed(stage, workbook(other), name="autre.xlsx", target_=NEW)
    answered(stage, address, "write", reason="Un second pacte", accept="1")
    assert "Défaire ce fichier" not in read(stage, address)


def test_whoever_imports_no_plan_finds_no_such_page(stage: Stage) -> None:
    for part in ("lead", "analyst", "provider"):
        assert stage.client(part).get(DROP).status_code == 404
