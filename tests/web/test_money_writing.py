"""Importing money, attaching it to actions and typing amounts on the pages, with their errors."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pacte.accounts.row_context import acting_as
from pacte.finance.models import AllocationRule, Commitment, Movement
from pacte.finance.queries import declared_amounts
from pacte.intake.models import ReceivedFile, SavedMapping
from tests.cast import MACHINE
from tests.exchange.accounting.extracts import line, workbook, workbook_of
from tests.finance.accounts import Purse, account, extract, purse
from tests.kept import kept_for_module
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db

BACKEND = "pacte.accounts.backends.PasswordBackend"


@pytest.fixture(autouse=True)
def _password_alone(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(purse)


@pytest.fixture
def finance(stage: Purse) -> Client:
    found = Client()
    found.force_login(stage.cast["finance"].person, backend=BACKEND)
    return found


DROP = "/fichiers/accounts/"


def drop(client: Client, data: bytes, **more: str) -> HttpResponse:
    file = SimpleUploadedFile("extrait.xlsx", data)
    return client.post(DROP, {"act": "check", "file": file, **more})  # type: ignore[return-value]


def reviewed(client: Client, data: bytes, **more: str) -> str:
    answer = drop(client, data, **more)
    assert answer.status_code == 302, answer.content[-1500:]
    return str(answer["Location"])


def body(answer: HttpResponse) -> str:
    return plain(answer.content.decode())


def count(model: type) -> int:
    with acting_as(MACHINE):
        return int(model.objects.count())  # type: ignore[attr-defined]


def test_a_file_is_dropped_reviewed_and_written(stage: Purse, finance: Client) -> None:
    address = reviewed(finance, workbook(line("E1"), line("E2", action=57)))
    told = body(finance.get(address))
    assert "2 lignes nouvelles" in told
    assert "1 ligne attendra que l’on dise où elle va" in told
    assert "Engagé : 2 000 € dans les lignes prises" in told
    assert "attend d’être affectée : le plan n’a pas d’action 57" in told
    assert count(Movement) == 0
    answer = finance.post(address, {"act": "write"}, follow=True)
    assert "2 lignes ajoutées" in body(answer)
    assert 'href="/plan/pacte-essai/argent/a-affecter/"' in answer.content.decode()
    assert count(Commitment) == 2
    assert finance.post(address, {"act": "write"}).status_code == 422
    assert count(Commitment) == 2


def test_a_changed_line_says_what_it_was_and_what_it_becomes(stage: Purse, finance: Client) -> None:
    finance.post(reviewed(finance, workbook(line("E1"))), {"act": "write"})
    told = body(finance.get(reviewed(finance, workbook(line("E1", committed=900)))))
    assert "1 ligne changée" in told
    assert "engagé 1 000 €" in told
    assert "engagé 900 €" in told


def test_the_same_file_dropped_again_has_nothing_to_write(stage: Purse, finance: Client) -> None:
    data = workbook(line("E1"))
    finance.post(reviewed(finance, data), {"act": "write"})
    again = reviewed(finance, data)
    assert "Rien ne change : 1 ligne déjà connue" in body(finance.get(again))
    finance.post(again, {"act": "write"})
    assert (count(Commitment), count(Movement), count(ReceivedFile)) == (1, 4, 1)


def test_defects_are_shown_with_their_cell_and_good_lines_are_kept(stage: Purse, finance: Client) -> None:
    address = reviewed(finance, workbook(line("E1", ordered="à voir"), line("E2")))
    told = body(finance.get(address))
    assert "Engagements K2" in told
    assert "n’est pas un montant" in told.replace("n'est", "n’est")
    finance.post(address, {"act": "write"})
    assert count(Commitment) == 1


def test_refused_lines_are_given_back_with_their_cells_and_the_reason(stage: Purse, finance: Client) -> None:
    address = reviewed(finance, workbook(line("E1", ordered="à voir"), line("E2")))
    finance.post(address, {"act": "write"})
    given_back = finance.get(f"{address}lignes-refusees.csv").content
    (row,) = csv.DictReader(given_back.decode("utf-8-sig").splitlines(), delimiter=";")
    assert (row["N° engagement"], row["Mandaté"]) == ("E1", "à voir")
    assert "n’est pas un montant" in row["Motif"].replace("n'est", "n’est")
    mended = given_back.replace("à voir".encode(), b"500")
    assert "1 ligne nouvelle" in body(finance.get(reviewed(finance, mended)))


def test_a_person_says_what_a_column_is_and_it_is_kept_for_the_next_files(stage: Purse, finance: Client) -> None:
    headings = ("Repère", "Exercice", "Action", "Montant ferme")
    address = reviewed(finance, workbook(("x1", 2019, 1, 10), headings=headings), extracted_on="2020-06-30")
    assert "Il manque une colonne" in body(finance.get(address))
    assert finance.post(address, {"act": "write"}).status_code == 422
    said = {"act": "map", "column-A": "number", "column-B": "year", "column-C": "action", "column-D": "committed"}
    assert finance.post(address, said).status_code == 302
    assert "1 ligne nouvelle" in body(finance.get(address))
    finance.post(address, {"act": "write"})
    with acting_as(MACHINE):
        kept = SavedMapping.objects.get(kind="accounts")
        assert Movement.objects.get().happened_on == date(2019, 12, 31)
    assert kept.mapping["columns"]["repere"] == "number"
    other = workbook((1, 30, 2019, "x2"), headings=("Action", "Montant ferme", "Exercice", "Repère"))
    assert "1 ligne nouvelle" in body(finance.get(reviewed(finance, other)))


def test_the_columns_of_each_sheet_are_asked_apart(stage: Purse, finance: Client) -> None:
    sheets = {"2019": (("Réf", "Montant"), ("E1", 10)), "2020": (("Montant", "Réf"), (20, "E2"))}
    address = reviewed(finance, workbook_of(sheets))
    said = {"act": "map", "column-2019!A": "number", "column-2019!B": "committed", "column-2020!A": "committed",
            "column-2020!B": "number"}  # fmt: skip
    assert finance.post(address, said).status_code == 302
    assert "2 lignes nouvelles" in body(finance.get(address))


def test_the_plan_and_the_day_may_be_said_with_the_file(stage: Purse, finance: Client) -> None:
    data = workbook(("E1", 2025, 1, 10), headings=("Engagement", "Exercice", "Action", "Engagé"))
    assert "attend d’être affectée" in body(finance.get(reviewed(finance, data)))
    address = reviewed(finance, data, plan="pacte-essai", extracted_on="2025-06-30")
    assert "va à : action 1" in body(finance.get(address))
    finance.post(address, {"act": "write"})
    with acting_as(MACHINE):
        movement = Movement.objects.get()
        assert movement.file_id == ReceivedFile.objects.get().pk
    assert (movement.happened_on, movement.extracted_on) == (date(2025, 6, 30), date(2025, 6, 30))
    assert drop(finance, data, plan="nulle-part").status_code == 422
    assert drop(finance, data, extracted_on="hier").status_code == 422


def test_a_field_that_does_not_exist_is_not_taken(stage: Purse, finance: Client) -> None:
    address = reviewed(finance, workbook(line("E1")))
    finance.post(address, {"act": "map", "column-A": "drop table"})
    assert "1 ligne nouvelle" in body(finance.get(address))


@pytest.mark.parametrize("said", [{"act": "autre"}, {}])
def test_what_the_page_does_not_expect_is_refused(stage: Purse, finance: Client, said: dict[str, str]) -> None:
    address = reviewed(finance, workbook(line("E1")))
    assert finance.post(address, said).status_code == 422
    assert count(Commitment) == 0


def test_a_file_is_given_up(stage: Purse, finance: Client) -> None:
    address = reviewed(finance, workbook(line("E1")))
    assert finance.post(address, {"act": "discard"}).status_code == 302
    assert "abandonné : rien n’a été écrit" in body(finance.get(address))
    assert count(Commitment) == 0


def test_no_file_or_an_empty_one_is_said(stage: Purse, finance: Client) -> None:
    assert finance.post(DROP, {"act": "check"}).status_code == 422
    assert drop(finance, b"").status_code == 422


def test_a_file_that_is_no_table_is_refused_as_such(stage: Purse, finance: Client) -> None:
    answer = drop(finance, b"%PDF-1.7 rien")
    assert answer.status_code == 422
    assert "Ce fichier n’a pas pu être lu" in body(answer)


def test_lines_in_another_encoding_are_read_apart_and_said(stage: Purse, finance: Client) -> None:
    mixed = b"".join([
        "Engagement;Exercice;Action;Objet;Engag\u00e9\n".encode(), "E1;2019;1;\u00c9t\u00e9;10\n".encode("cp1252"),
        "E2;2019;1;\u00c9t\u00e9;20\n".encode(),
    ])  # fmt: skip
    told = body(finance.get(reviewed(finance, mixed)))
    assert "2 lignes nouvelles" in told
    assert "La ligne 2 n’a pas l’encodage des autres" in told


def test_a_total_that_disagrees_with_its_rows_is_shown(stage: Purse, finance: Client) -> None:
    headings = ("Engagement", "Exercice", "Action", "Engagé")
    data = workbook(("E1", 2019, 1, 10), ("E2", 2019, 1, 20), ("Total", None, None, 31), headings=headings)
    assert "Écart : engagé : 31 € dans le fichier, 30 € dans les lignes lues" in body(
        finance.get(reviewed(finance, data))
    )


def test_the_file_of_another_region_does_not_exist(stage: Purse, finance: Client) -> None:
    address = reviewed(finance, workbook(line("E1")))
    stranger = Client()
    stranger.force_login(stage.cast["intruder"].person, backend=BACKEND)
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, {"act": "write"}).status_code == 404
    reader = Client()
    reader.force_login(stage.cast["lead"].person, backend=BACKEND)
    assert reader.get(DROP).status_code == 404


def test_a_hostile_label_is_text(stage: Purse, finance: Client) -> None:
    address = reviewed(finance, workbook(line("E1", label="<script>alert(1)</script>")))
    assert "<script>alert" not in body(finance.get(address))


def waiting(stage: Purse) -> int:
    stage.take(extract(*(account(f"W{n}", 100, action=None, operation="P900-1", supplier="Org") for n in range(3))))
    with acting_as(MACHINE):
        return int(Commitment.objects.get(number="W0").pk)


def test_a_line_is_sent_to_an_action_and_what_is_learnt_takes_those_alike(stage: Purse, finance: Client) -> None:
    address = reverse("money:allocate", args=["pacte-essai", waiting(stage)])
    told = body(finance.get(address))
    assert "2 autres lignes suivront aussitôt" in told
    answer = finance.post(
        address, {"target": "1:1", "fund": "", "learn": "operation", "reason": "Convention lue"}, follow=True
    )
    assert "3 lignes affectées" in body(answer)
    assert count(AllocationRule) == 1
    assert finance.get(address).status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"target": ""}, {"reason": " "}, {"target": "1:99"}, {"learn": "couleur"}, {"fund": "or"}]
)
def test_a_form_of_attachment_says_what_is_wrong(stage: Purse, finance: Client, wrong: dict[str, str]) -> None:
    address = reverse("money:allocate", args=["pacte-essai", waiting(stage)])
    said = {"target": "1:1", "fund": "", "learn": "", "reason": "Lue", **wrong}
    assert finance.post(address, said).status_code == 422


GOOD = {
    "target": "1:1", "year": "2019", "stage": "voted", "section": "operating", "fund": "pact", "financer": "",
    "amount": "1 250,50", "etp": "", "happened_on": "2018-12-20", "reason": "Budget primitif",
}  # fmt: skip


def several(stage: Purse) -> list[int]:
    stage.take(extract(account("E1", action=57), account("E2", 300_00, action=58), account("E3", action=59)))
    with acting_as(MACHINE):
        return list(Commitment.objects.order_by("number").values_list("pk", flat=True))


def test_several_lines_are_allocated_at_once_and_the_others_wait(stage: Purse, finance: Client) -> None:
    first, second, third = several(stage)
    address = reverse("money:waiting", args=["pacte-essai"])
    said = {"lines": [first, second], "target": "1:1", "reason": "Convention de mars"}
    assert "2 lignes affectées à : action 1" in body(finance.post(address, said, follow=True))
    with acting_as(MACHINE):
        left = Commitment.objects.exclude(allocations__superseded_at__isnull=True, allocations__isnull=False)
        assert list(left.values_list("pk", flat=True)) == [third]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"lines": []}, "Lignes à affecter : cochez au moins une ligne"),
        ({"target": ""}, "Choisissez une action ou un axe"),
        ({"reason": " "}, "Pourquoi là"),
    ],
)
def test_several_lines_say_what_is_wrong_and_stay_ticked(
    stage: Purse, finance: Client, wrong: dict[str, object], sentence: str
) -> None:
    lines = several(stage)
    said = {"lines": lines[:2], "target": "1:1", "reason": "Convention"} | wrong
    answer = finance.post(reverse("money:waiting", args=["pacte-essai"]), said)
    assert answer.status_code == 422
    assert sentence in body(answer)
    assert answer.content.decode().count(" checked") == len(said["lines"])  # type: ignore[arg-type]


def test_a_line_allocated_meanwhile_stops_them_all(stage: Purse, finance: Client) -> None:
    first, second, _ = several(stage)
    address = reverse("money:waiting", args=["pacte-essai"])
    finance.post(address, {"lines": [first], "target": "1:1", "reason": "Convention"})
    answer = finance.post(address, {"lines": [first, second], "target": "1:2", "reason": "Convention"})
    assert answer.status_code == 422
    assert "vient d’être affectée" in body(answer)
    assert f'value="{second}" checked' in answer.content.decode()


def test_an_amount_is_typed_then_corrected(stage: Purse, finance: Client) -> None:
    address = reverse("money:declare", args=["pacte-essai"])
    assert "marqué déclaré" in body(finance.post(address, GOOD, follow=True))
    actor = stage.actor()
    with acting_as(actor):
        (typed,) = declared_amounts(actor=actor, plan=stage.plan)
    assert typed.cents == 1250_50
    fix = reverse("money:correct", args=["pacte-essai", typed.movement_id])
    assert finance.post(fix, {"amount": "1 250,50", "reason": "x"}).status_code == 422
    answer = finance.post(fix, {"amount": "250,50", "reason": "Un chiffre de trop"}, follow=True)
    assert "Montant corrigé" in body(answer)
    assert "corrigé depuis" in body(finance.get(address))
    assert finance.post(fix, {"amount": "1", "reason": "x"}).status_code == 422


def test_a_decrease_and_posts_may_be_typed(stage: Purse, finance: Client) -> None:
    address = reverse("money:declare", args=["pacte-essai"])
    assert finance.post(address, {**GOOD, "amount": "-300"}).status_code == 302
    assert finance.post(address, {**GOOD, "section": "staff", "amount": "", "etp": "1,5"}).status_code == 302
    assert finance.post(address, {**GOOD, "target": "*:", "financer": "État"}).status_code == 302
    assert count(Movement) == 3


@pytest.mark.parametrize(
    "wrong",
    [{"amount": "beaucoup"}, {"amount": ""}, {"year": "19"}, {"target": "9:9"}, {"reason": ""}, {"stage": "rêvé"},
     {"happened_on": "hier"}, {"section": "staff"}, {"etp": "2"}],
)  # fmt: skip
def test_a_typed_amount_that_is_wrong_is_refused_beside_its_field(
    stage: Purse, finance: Client, wrong: dict[str, str]
) -> None:
    answer = finance.post(reverse("money:declare", args=["pacte-essai"]), {**GOOD, **wrong})
    assert answer.status_code == 422
    assert re.search(r'class="field-error"|error-summary|role="alert"', answer.content.decode())
    assert count(Movement) == 0
