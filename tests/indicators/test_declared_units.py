"""What a lead declares of one place or one period stands beside the measure of that same unit, and is counted apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries import plan_evidence
from pacte.indicators.queries.manual_values import find_indicators, manual_answers
from pacte.indicators.records import IndicatorQuestion, Value, ValueState
from pacte.indicators.records.evidence import ActionEvidence, EvidenceKind
from pacte.indicators.records.figure_units import FigureUnits, UnitValues
from pacte.indicators.records.grades import EvidenceGrade
from pacte.indicators.records.series_input import SeriesInput, SeriesPointInput
from pacte.indicators.rules.evidence import lead_declaration, missing_evidence, withheld_evidence
from pacte.indicators.rules.unit_progress import with_units
from pacte.indicators.services import add_points, save_series
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.clock import today
from pacte.plan.records import Figure
from pacte.plan.rules.progress_by_unit import ExpectedUnit
from pacte.steering.models import DeclaredValue
from pacte.steering.records import DeclaredValueSummary
from pacte.steering.services.values import declare_value
from tests.cast import MACHINE
from tests.indicators.located import small_region
from tests.kept import kept_for_module
from tests.plan.contents import target
from tests.steering.round_stage import OPENED, RoundStage, round_stage

DAY = date(2020, 11, 2)
PLACES = (ExpectedUnit("18", "Cher"), ExpectedUnit("28", "Eure-et-Loir"), ExpectedUnit("45", "Loiret"))
SITES = target("chantiers", 2, unit="chantiers", per="département", indicator_code="sites_open")
STUDIES = target("études", 3, unit="études", per="an", indicator_code="studies_done")
UNCODED = target("ateliers", 3, unit="ateliers")

kept_stage = kept_for_module(lambda: round_stage(figures=(SITES, STUDIES, UNCODED)))


def said(key: str, value: int, *, proof: str = "PV 3", code: str = "sites_open") -> DeclaredValueSummary:
    label = next((each.label for each in PLACES if each.key == key), key)
    return DeclaredValueSummary(
        value_id=int(key), what="chantiers", value=Decimal(value), unit="chantiers", happened_on=DAY,
        recorded_at=datetime(2020, 11, 2, tzinfo=UTC), proof=proof, proof_url="", by="L. Martin", indicator_code=code,
        about_key=key, about_label=label,
    )  # fmt: skip


def measured(**values: int) -> UnitValues:
    by_key = {key.removeprefix("_"): Decimal(value) for key, value in values.items()}
    return UnitValues(EvidenceKind.SERIES, by_key, until=DAY, source="registre", is_rising=True)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


# ------------------------------------------------------------------ rules


def test_a_declared_unit_is_compared_with_the_measure_of_that_unit() -> None:
    missing = missing_evidence(SITES, owed_by="Région")
    told = with_units(missing, SITES, FigureUnits(PLACES, measured(_18=3, _45=1)), [said("45", 2), said("28", 2)])
    assert [(each.about, plain(each.difference), each.proof) for each in told.unit_declarations] == [
        ("Eure-et-Loir", "", "PV 3"), ("Loiret", "+ 1 chantier", "PV 3"),
    ]  # fmt: skip
    assert plain(told.progress.text) == "2 départements sur 3 ont les leurs, dont 1 au-delà et 1 déclaré ; 1 en chemin"


def test_a_declared_value_keeps_its_decimals() -> None:
    """12,5 was written « 12 », beside a difference that had its decimals."""
    told = lead_declaration(replace(said("45", 2), value=Decimal("12.5")), Decimal(12), "chantiers")
    assert (plain(told.sentence), plain(told.difference)) == ("12,5 chantiers", "+ 0,5 chantier")


def test_what_facts_measure_is_the_value_and_what_is_said_is_told_beside() -> None:
    missing = missing_evidence(SITES, owed_by="Région")
    told = with_units(missing, SITES, FigureUnits(PLACES, measured(_18=2)), [said("45", 2)])
    assert (told.kind, told.value and told.value.numerator) == (EvidenceKind.SERIES, 1)
    assert plain(told.sentence) == "1 département sur 3, et 1 déclaré"


def test_units_that_are_only_declared_prove_nothing() -> None:
    missing = missing_evidence(SITES, owed_by="Région")
    told = with_units(missing, SITES, FigureUnits(PLACES, UnitValues()), [said("45", 2)])
    assert (told.kind, told.is_proof, told.until, told.owed_by) == (EvidenceKind.DECLARED, False, DAY, "")
    assert plain(told.sentence) == "1 département sur 3"
    assert plain(told.source) == "L. Martin, preuve : PV 3"


def test_beside_a_hidden_value_nothing_is_said_of_its_units() -> None:
    hidden = withheld_evidence(SITES, sentence="petits effectifs", grade=EvidenceGrade.RESULT, exists=True)
    assert hidden.value == Value(ValueState.HIDDEN)
    told = with_units(hidden, SITES, FigureUnits(PLACES, UnitValues()), [said("45", 2)])
    assert (told.unit_declarations, {each.value for each in told.units}) == ((), {None})


# ------------------------------------------------------------------ queries


def declare(stage: RoundStage, figure: Figure, value: int, about: str = "") -> None:
    stage.do(
        declare_value, "lead", number=1, what=figure.what, unit=figure.unit, indicator_code=figure.indicator_code,
        value=Decimal(value), about=about, happened_on=OPENED,
    )  # fmt: skip


def evidence(stage: RoundStage, facts_dir: Path, actor: Actor) -> ActionEvidence:
    with acting_as(actor):
        return plan_evidence(actor=actor, plan=stage.plan, known_on=today(), facts_dir=facts_dir)[ActionCode(1)]


@pytest.mark.django_db
def test_the_evidence_of_an_action_reads_each_declared_unit(stage: RoundStage, tmp_path: Path) -> None:
    small_region()
    declare(stage, SITES, 2, "45")
    declare(stage, STUDIES, 3, "2019")
    declare(stage, STUDIES, 1)
    pilot = stage.actor("pilot")
    found = {row.what: row for row in evidence(stage, tmp_path, pilot).rows}
    with acting_as(MACHINE):
        assert evidence(stage, tmp_path, pilot).shown_value_ids == set(
            DeclaredValue.objects.values_list("pk", flat=True)
        )
    assert set(found) == {"chantiers", "études", "ateliers"}, "a unit is not a line of its own"
    assert plain(found["chantiers"].progress.text) == (
        "1 département sur 2 ont les leurs, dont 1 déclaré ; 1 sans valeur"
    ).replace("ont les leurs", "y est")
    assert [(each.key, each.value, each.is_declared) for each in found["études"].units][:2] == [
        ("2019", 3, True), ("2020", 1, True),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_reader_who_does_not_follow_rounds_counts_the_same_proofs(stage: RoundStage, tmp_path: Path) -> None:
    small_region()
    sheet = SeriesInput(
        code="sites_open", label="Chantiers", question="Combien ?", unit="chantiers", entity="chantier",
        source="registre", owner="Région",
    )  # fmt: skip
    with acting_as(MACHINE):
        series = save_series(actor=MACHINE, host=stage.cast.region, data=sheet)
        point = SeriesPointInput("department", "18", date(2020, 1, 1), date(2020, 12, 31), Decimal(2))
        add_points(actor=MACHINE, series=series, points=[point], source_label="registre.csv")
    declare(stage, SITES, 2, "45")
    pilot, nobody = (evidence(stage, tmp_path, actor) for actor in (stage.actor("pilot"), NOBODY))
    assert [(row.what, row.value) for row in pilot.proofs] == [(row.what, row.value) for row in nobody.proofs]
    assert plain(pilot.rows[0].sentence) == "1 département sur 2, et 1 déclaré"
    assert plain(nobody.rows[0].sentence) == "1 département sur 2"


@pytest.mark.django_db
def test_the_value_of_one_unit_is_not_that_of_the_indicator(stage: RoundStage) -> None:
    declare(stage, STUDIES, 3, "2019")
    question = IndicatorQuestion(date(2019, 1, 1), today(), today(), codes=("studies_done",))
    pilot = stage.actor("pilot")
    with acting_as(pilot):
        host_id = stage.cast.region.pk
        named = find_indicators(actor=pilot, host_id=host_id, codes=["studies_done"], on=today())
        answers = manual_answers(actor=pilot, host_id=host_id, definitions=named, question=question)
    assert answers["studies_done"].rows[0].value.state is ValueState.MISSING


@pytest.mark.django_db
def test_a_value_without_a_code_stands_beside_a_target_without_a_code(stage: RoundStage, tmp_path: Path) -> None:
    """It was lost: the empty code of the target passed for its own."""
    stage.do(declare_value, "lead", number=1, what="visites", unit="visites", value=Decimal(4), happened_on=OPENED)
    assert "visites" in [row.what for row in evidence(stage, tmp_path, stage.actor("pilot")).rows]
