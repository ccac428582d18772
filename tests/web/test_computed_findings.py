"""An experiment that compares no sessions is judged on what its indicator counts, beside the value that was typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import LazySettings

from pacte.accounts.row_context import acting_as
from pacte.evaluation.models import Experiment
from pacte.evaluation.queries import experiment_by_number
from pacte.evaluation.queries.computed_findings import computed_findings
from pacte.evaluation.records import Arm, FoundValue, Judgement
from pacte.evaluation.rules.findings import finding_span, judgement_basis, promised_figure, with_finding
from pacte.evaluation.services import (
    attach_sessions,
    lock_protocol,
    open_experiment,
    record_finding,
    write_protocol,
)
from pacte.exchange.documents import experiment_pdf
from pacte.indicators.records import Value, ValueState
from pacte.indicators.records.evidence import EvidenceKind, EvidenceRow
from pacte.indicators.rules.evidence import manual_evidence
from pacte.indicators.services import refresh_facts
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from tests.cast import MACHINE
from tests.evaluation.sheets import whole_sheet
from tests.indicators.purchased import buy, order_for
from tests.journeys.making import session_with
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, plain, staged

LOCKED, END, FOUND = date(2021, 1, 4), date(2021, 6, 30), date(2021, 7, 5)
PLACES = whole_sheet(
    indicator="Places achetées", indicator_code="places_bought", unit="places", baseline_value=Decimal(4),
    target_value=Decimal(24), target="", end_on=END,
)  # fmt: skip
TYPED = FoundValue(Decimal(20), FOUND, "L. Martin")

kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1), row("A02", 2))))


@pytest.fixture(autouse=True)
def _facts(settings: LazySettings, tmp_path: Path) -> None:
    settings.TOTP_REQUIRED = False
    settings.FACTS_FOLDER = tmp_path


def counted(value: int | None, unit: str = "places") -> EvidenceRow:
    figure = promised_figure(PLACES)
    number = Value(ValueState.HIDDEN) if value is None else Value(ValueState.NUMBER, Fraction(value))
    return manual_evidence(
        figure, number, kind=EvidenceKind.COMPUTED, unit=unit, until=END, due_on=None, on=FOUND, source="registre"
    )


# ------------------------------------------------------------------ rules


@pytest.mark.parametrize(
    ("end_on", "last"), [(END, END), (None, FOUND), (date(2022, 1, 1), FOUND), (date(2020, 1, 1), FOUND)]
)
def test_the_days_of_an_experiment_end_with_it_or_with_its_finding(end_on: date | None, last: date) -> None:
    assert finding_span(LOCKED, end_on, FOUND) == (LOCKED, last)


def test_the_computed_value_judges_and_the_typed_one_stands_beside_with_the_difference() -> None:
    told = with_finding(counted(14), PLACES, TYPED)
    assert told.declared is not None
    assert (plain(told.declared.sentence), plain(told.declared.difference)) == ("20 places", "+ 6 places")
    assert told.progress.fraction == Decimal("0.5"), "from 4 towards 24"
    assert judgement_basis(told, PLACES) == "Jugé sur la mesure calculée : en chemin."


def test_a_target_below_its_baseline_is_a_decrease() -> None:
    falling = whole_sheet(baseline_value=Decimal(18), target_value=Decimal(14), unit="places")
    told = with_finding(counted(14), falling, TYPED)
    assert judgement_basis(told, falling) == "Jugé sur la mesure calculée : cible atteinte."


def test_where_nothing_is_computed_the_typed_value_judges() -> None:
    told = with_finding(counted(None), PLACES, TYPED)
    assert told.declared is not None
    assert told.declared.difference == ""
    assert judgement_basis(told, PLACES) == "Jugé sur la valeur saisie : en chemin."


def test_two_units_are_not_compared() -> None:
    told = with_finding(counted(70, unit="%"), PLACES, TYPED)
    assert told.declared is not None
    assert told.declared.difference == ""
    assert judgement_basis(told, PLACES).startswith("Jugé sur la valeur saisie")


@pytest.mark.parametrize("lacking", [{"target_value": None}, {"baseline_value": None}])
def test_without_a_number_to_compare_with_nothing_is_judged(lacking: dict[str, Any]) -> None:
    content = whole_sheet(**({"baseline_value": Decimal(4), "target_value": Decimal(24), "unit": "places"} | lacking))
    assert judgement_basis(with_finding(counted(14), content, TYPED), content) == ""


# ------------------------------------------------------------------ pages and files


@dataclass
class Judged:
    """An experiment of action 1, judged; 14 places were bought for the action in its days, and 9 after its end."""

    stage: Stage
    experiment: Experiment

    @property
    def address(self) -> str:
        return f"experimentations/{self.experiment.number}/"

    def row(self, part: str, on: date | None = None) -> EvidenceRow | None:
        actor = self.stage.cast[part].actor
        with acting_as(actor):
            detail = experiment_by_number(
                actor=actor, plan=self.stage.plan, number=self.experiment.number, on=on or today()
            )
            found = computed_findings(actor=actor, plan=self.stage.plan, experiments=[detail.summary], on=on or today())
        return found.get(self.experiment.pk)


@pytest.fixture
def judged(stage: Stage, tmp_path: Path, request: pytest.FixtureRequest) -> Judged:
    content = getattr(request, "param", PLACES)
    session = session_with(stage.cast, opened=5)
    order = order_for(stage.cast.region, stage.plan, 1, session)
    known = datetime(2021, 1, 5, 9, tzinfo=UTC)
    for places, on in ((14, date(2021, 2, 1)), (9, date(2021, 9, 1))):
        buy(order, places, known=known, on=on)
    with acting_as(MACHINE):
        made = open_experiment(actor=MACHINE, plan=stage.plan, number=ActionCode(1), title="Essai", on=date(2020, 9, 1))
        write_protocol(actor=MACHINE, experiment=made, content=content, on=date(2020, 9, 1))
        lock_protocol(actor=MACHINE, experiment=made, on=LOCKED, by="une entrée")
        record_finding(
            actor=MACHINE, experiment=made, result="Mieux.", value=Decimal(20), judgement=Judgement.PURSUE, on=FOUND,
            reason="essai",
        )  # fmt: skip
        refresh_facts(actor=MACHINE, facts_dir=tmp_path)
    return Judged(stage, made)


@pytest.mark.django_db
def test_the_page_shows_what_is_computed_beside_what_was_typed(judged: Judged) -> None:
    page = plain(judged.stage.get(judged.address, "pilot"))
    assert "14 places" in page
    assert "20 places, au 5 juillet 2021" in page
    assert "écart avec la mesure : + 6 places" in page
    assert "Places achetées, nettes : action 1, fonds du pacte, du 4 janvier 2021 au 30 juin 2021" in page
    assert "Jugé sur la mesure calculée : en chemin." in page


@pytest.mark.django_db
def test_before_the_finding_nothing_stands_beside_it(judged: Judged) -> None:
    assert judged.row("pilot") is not None
    assert judged.row("pilot", date(2021, 7, 4)) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "judged",
    [whole_sheet(), whole_sheet(indicator_code="unknown"), whole_sheet(indicator_code="completeness_of_sources")],
    indirect=True,
)
def test_an_indicator_that_cannot_be_asked_of_an_action_computes_nothing(judged: Judged) -> None:
    assert judged.row("pilot") is None
    assert "Ce que l’indicateur compte" not in judged.stage.get(judged.address, "pilot")


@pytest.mark.django_db
def test_an_experiment_with_arms_is_read_by_its_effect(judged: Judged) -> None:
    session = session_with(judged.stage.cast, number="24_7", opened=5)
    with acting_as(MACHINE):
        attach_sessions(actor=MACHINE, experiment=judged.experiment, arms={session.pk: Arm.WITH}, on=LOCKED)
    assert judged.row("pilot") is None


@pytest.mark.django_db
@pytest.mark.parametrize("judged", [whole_sheet(indicator_code="entries_by_session", unit="entrées")], indirect=True)
def test_a_reader_without_small_counts_gets_no_new_cut_of_people(judged: Judged) -> None:
    found = judged.row("state_reader")
    assert found is None or not found.is_measured


@pytest.mark.django_db
def test_the_files_say_the_same(judged: Judged, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = judged.stage.client("pilot").get(judged.stage.address("experimentations/liste.xlsx"))
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    head, line = ([each.value for each in sheet[rank]] for rank in (2, 3))
    told = dict(zip(head, line, strict=True))
    assert (told["Valeur constatée"], told["Valeur calculée"], plain(str(told["Écart"]))) == (20, 14, "+ 6 places")
    assert told["Jugé sur"] == "Jugé sur la mesure calculée : en chemin."
    printed: list[dict[str, Any]] = []
    monkeypatch.setattr(experiment_pdf, "render_pdf", lambda template, data, on: printed.append(data) or b"")
    assert judged.stage.client("pilot").get(judged.stage.address(f"{judged.address}fiche.pdf")).status_code == 200
    entry = {name: plain(text) for name, text in printed[0]["computed"].items()}
    assert entry["text"] == "Mesure calculée : 14 places"
    assert "Constat saisi : 20 places, au 5 juillet 2021" in entry["note"]
    assert "écart avec la mesure : + 6 places" in entry["note"]
    monkeypatch.undo()
    printed_file = judged.stage.client("pilot").get(judged.stage.address(f"{judged.address}fiche.pdf"))
    assert printed_file.content.startswith(b"%PDF")
