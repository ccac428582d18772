"""Importing money, attaching it to actions and typing amounts on the pages, with their errors."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from pacte.accounts.row_context import acting_as
from pacte.finance.models import AccountingImport, AllocationRule, ColumnMapping, Commitment, Movement
from pacte.finance.queries import declared_amounts
from tests.cast import MACHINE
from tests.exchange.accounting.extracts import line, workbook
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


def drop(client: Client, data: bytes, **more: str) -> HttpResponse:
    file = SimpleUploadedFile("extrait.xlsx", data)
    return client.post("/argent/importer/", {"file": file, "plan": "", "mapping": "", **more})


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
    assert "Oui : 2 lignes nouvelles" in told
    assert "1 ligne attendra que l’on dise où elle va" in told
    assert count(Movement) == 0
    answer = finance.post(address, {"act": "write"}, follow=True)
    assert "2 lignes ajoutées" in body(answer)
    assert count(Commitment) == 2
    assert "déjà écrit" not in body(finance.get(address))
    assert finance.post(address, {"act": "write"}).status_code == 409


def test_the_same_file_dropped_again_has_nothing_to_write(stage: Purse, finance: Client) -> None:
    data = workbook(line("E1"))
    finance.post(reviewed(finance, data), {"act": "write"})
    again = reviewed(finance, data)
    assert "Rien à écrire" in body(finance.get(again))
    finance.post(again, {"act": "write"})
    assert (count(Commitment), count(AccountingImport)) == (1, 1)


def test_defects_are_shown_with_their_cell_and_good_lines_are_kept(stage: Purse, finance: Client) -> None:
    address = reviewed(finance, workbook(line("E1", ordered="à voir"), line("E2")))
    told = body(finance.get(address))
    assert "Engagements K2" in told
    assert "n’est pas un montant" in told.replace("n'est", "n’est")
    finance.post(address, {"act": "write"})
    assert count(Commitment) == 1


def test_a_person_says_what_a_column_is_and_keeps_it_for_the_next_files(stage: Purse, finance: Client) -> None:
    headings = ("Repère", "Exercice", "Action", "Montant ferme")
    address = reviewed(finance, workbook(("x1", 2019, 1, 10), headings=headings))
    assert "aucune ligne d’engagement n’a pu être lue" in body(finance.get(address))
    assert finance.post(address, {"act": "write"}).status_code == 422
    said = {"act": "map", "column-A": "number", "column-B": "year", "column-C": "action", "column-D": "committed",
            "extracted_on": "2020-06-30", "plan": "pacte-essai", "mapping_name": "Notre logiciel"}  # fmt: skip
    assert finance.post(address, said).status_code == 302
    assert "Oui : 1 ligne nouvelle" in body(finance.get(address))
    with acting_as(MACHINE):
        kept = ColumnMapping.objects.get()
    assert kept.columns["repere"] == "number"
    other = workbook((1, 30, 2019, "x2"), headings=("Action", "Montant ferme", "Exercice", "Repère"))
    assert "Oui : 1 ligne nouvelle" in body(finance.get(reviewed(finance, other, mapping="Notre logiciel")))
    finance.post(address, {"act": "write"})
    with acting_as(MACHINE):
        assert Movement.objects.get().happened_on == date(2019, 12, 31)


def test_a_field_that_does_not_exist_is_not_taken(stage: Purse, finance: Client) -> None:
    address = reviewed(finance, workbook(line("E1")))
    finance.post(address, {"act": "map", "column-A": "drop table"})
    assert "Oui : 1 ligne nouvelle" in body(finance.get(address))


@pytest.mark.parametrize("said", [{"act": "map", "extracted_on": "hier"}, {"act": "autre"}, {}])
def test_what_the_page_does_not_expect_is_refused(stage: Purse, finance: Client, said: dict[str, str]) -> None:
    address = reviewed(finance, workbook(line("E1")))
    assert finance.post(address, said).status_code == 422
    assert count(Commitment) == 0


def test_a_file_is_given_up(stage: Purse, finance: Client) -> None:
    address = reviewed(finance, workbook(line("E1")))
    assert finance.post(address, {"act": "forget"}).status_code == 302
    assert finance.get(address).status_code == 404


def test_no_file_or_an_empty_one_is_said(stage: Purse, finance: Client) -> None:
    assert finance.post("/argent/importer/", {"plan": "", "mapping": ""}).status_code == 422
    assert drop(finance, b"").status_code == 422


def test_a_file_that_is_no_table_is_reviewed_as_such(stage: Purse, finance: Client) -> None:
    told = body(finance.get(reviewed(finance, b"%PDF-1.7 rien")))
    assert "Pas encore" in told


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
