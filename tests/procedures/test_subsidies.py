"""Conventions of subsidy as open data: the fields of the national schema, bodies alone, nothing that breaks it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pacte.accounts.models import Organisation
from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.procedures.models import Case
from pacte.procedures.records.applicants import ApplicantKind, Applicants
from pacte.procedures.records.form import FormSection, SiretField, TextField
from pacte.procedures.rules import catalogue
from pacte.procedures.rules.subsidy_rows import COLUMNS, SubsidyRow, broken_rules
from pacte.procedures.services import open_case
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.procedures.example_money import ANSWERS, CALL
from tests.procedures.test_money import OPENED, grant_and_sign
from tests.web.plan_stage import Stage, staged

REGION, ASSOCIATION, OTHER = "23450002300028", "73282932000074", "44306184100047"
ROW = SubsidyRow(
    giver="Région", giver_siret=REGION, signed_on=date(2020, 1, 6), reference="dossier 1", receiver="Association",
    receiver_siret=ASSOCIATION, subject="Un projet", cents=2_300_050, is_by_parts=True, until=date(2020, 8, 31),
)  # fmt: skip
# The schema scdl/subventions 2.0.2, written again from its specification.
SCHEMA = {
    "nomAttribuant": ".+", "idAttribuant": r"\d{14}", "dateConvention": r"\d{4}-\d\d-\d\d", "referenceDecision": ".*",
    "nomBeneficiaire": ".+", "idBeneficiaire": r"\d{14}", "rnaBeneficiaire": r"(W\d{9})?", "objet": ".{1,256}",
    "montant": r"\d+(\.\d+)?", "nature": "aide en numéraire|aide en nature", "conditionsVersement": "unique|échelonné",
    "datesPeriodeVersement": r"\d{4}-\d\d-\d\d(/\d{4}-\d\d-\d\d)?", "idRAE": ".{0,5}", "notificationUE": "oui|non",
    "pourcentageSubvention": r"1|0\.\d+", "dispositifAide": ".*",
}  # fmt: skip
WITH_BODY = replace(
    CALL,
    form=(
        *CALL.form,
        FormSection(
            "who",
            "Qui demande",
            (TextField(code="body", label="Structure", is_public=True), SiretField(code="siret", label="SIRET")),
        ),
    ),
    public_from="start",
)
kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))


def test_a_row_has_the_columns_and_the_forms_of_the_schema() -> None:
    cells = ROW.cells()
    assert tuple(cells) == COLUMNS == tuple(SCHEMA)
    assert all(re.fullmatch(SCHEMA[name], cell) for name, cell in cells.items())
    assert (cells["montant"], cells["datesPeriodeVersement"]) == ("23000.50", "2020-01-06/2020-08-31")
    assert broken_rules(cells) == []


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"receiver_siret": "732829320"}, "idBeneficiaire"),
        ({"giver_siret": ""}, "idAttribuant"),
        ({"receiver": " "}, "nomBeneficiaire"),
        ({"cents": 0}, "montant"),
    ],
)
def test_a_row_that_the_schema_refuses_is_told(change: dict[str, object], column: str) -> None:
    assert broken_rules(replace(ROW, **change).cells()) == [column]  # type: ignore[arg-type]


def test_a_long_subject_is_cut_and_a_single_payment_has_its_day() -> None:
    cells = replace(ROW, subject="x" * 400, is_by_parts=False, until=None).cells()
    assert (len(cells["objet"]), cells["datesPeriodeVersement"]) == (256, "2020-01-06")


@pytest.fixture
def _pays(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {**catalogue.procedure_editions(), (WITH_BODY.code, WITH_BODY.edition): WITH_BODY}
    monkeypatch.setattr(catalogue, "procedure_editions", lambda: known)


def granted(stage: Stage, title: str, is_signed: bool = True, **values: object) -> Case:
    pilot = stage.cast["pilot"].actor
    with acting_as(MACHINE):
        Organisation.objects.filter(pk=stage.cast.region.pk).update(siret=REGION)
        case = open_case(
            actor=MACHINE, plan=stage.plan, number=ActionCode(1), procedure_code=CALL.code, title=title, on=OPENED,
            values={**ANSWERS, **values},
        )  # fmt: skip
    if is_signed:
        with acting_as(pilot):
            grant_and_sign(pilot, case, OPENED)
    return case


@pytest.mark.django_db
@pytest.mark.usefixtures("_pays")
def test_everybody_reads_what_was_granted_to_bodies_and_signed(stage: Stage) -> None:
    granted(stage, "Jeanne Martin", body="Association des lecteurs", siret=ASSOCIATION)
    granted(stage, "Sans SIRET", body="Groupe de voisins")
    granted(stage, "Pas signé", is_signed=False, body="Autre", siret=OTHER)
    answer = stage.client().get(stage.address(f"dispositifs/{CALL.code}/subventions.csv"))
    assert answer.status_code == 200
    text = answer.content.decode()
    (line,) = csv.DictReader(io.StringIO(text))
    assert {name: cell for name, cell in line.items() if not re.fullmatch(SCHEMA[name], cell)} == {}
    assert (line["nomBeneficiaire"], line["idBeneficiaire"]) == ("Association des lecteurs", ASSOCIATION)
    assert Decimal(line["montant"]) == 8_000
    assert "Jeanne" not in text


@pytest.mark.django_db
def test_a_procedure_to_which_people_apply_has_no_such_file(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    personal = replace(WITH_BODY, applicants=Applicants((ApplicantKind.ASSOCIATION, ApplicantKind.PERSON)))
    known = {**catalogue.procedure_editions(), (personal.code, personal.edition): personal}
    monkeypatch.setattr(catalogue, "procedure_editions", lambda: known)
    assert stage.client().get(stage.address(f"dispositifs/{CALL.code}/subventions.csv")).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("_pays")
def test_the_register_is_a_file_with_its_public_answers_only(stage: Stage) -> None:
    case = granted(stage, "Jeanne Martin", body="Association des lecteurs", siret=ASSOCIATION)
    (line,) = stage.client().get(stage.address(f"dispositifs/{CALL.code}/registre.json")).json()
    assert (line["numero"], line["depuis"], line["body"]) == (case.number, "2020-01-06", "Association des lecteurs")
    assert set(line) == {"numero", "depuis", "etape", "body", "code_commune", "commune", "latitude", "longitude"}
