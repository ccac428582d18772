"""The pack of a committee and the report to the State print the figures of the facts; made again, the same figures."""

from __future__ import annotations

import argparse
import io
import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.cli.commands import plan_state_report
from pacte.exchange.documents import state_report_xlsx
from pacte.exchange.pack_files import EXTENSIONS, write_pack
from pacte.finance.models import BudgetLine
from pacte.finance.records import Fund, MoneyStage
from pacte.finance.services import import_extract
from pacte.indicators.records import Value, ValueState
from pacte.indicators.records.evidence import EvidenceKind, EvidenceRow
from pacte.indicators.rules.evidence import measured_value_text
from pacte.indicators.services import refresh_facts
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.offer.models import Order
from pacte.plan.models import Plan
from pacte.plan.rules.progress import ProgressOutcome, TargetProgress
from pacte.steering.queries.committees import frozen_pack
from pacte.steering.records.pack import Pack
from pacte.steering.rules.serialisation import record_to_json
from pacte.workflows.amount_with_unit import amount_with_unit
from pacte.workflows.committee_pack import make_committee_pack
from pacte.workflows.state_report import StateReport, state_report
from tests.cast import MACHINE
from tests.finance.accounts import account, extract
from tests.indicators.purchased import buy, order_for
from tests.journeys.making import session_with
from tests.kept import kept_for_module
from tests.plan.contents import target
from tests.steering.committee_stage import CommitteeStage, committee_stage
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db
THEN, NOW = date(2021, 3, 31), date(2021, 9, 30)
PLACES = target("places achetées", 40, unit="places", indicator_code="places_bought")
OWED = target("places ouvertes", 40, unit="places", indicator_code="access_rate")


@pytest.fixture(autouse=True)
def _facts(settings: Any, tmp_path: Path) -> None:
    settings.FACTS_FOLDER = tmp_path / "facts"


def made_stage() -> CommitteeStage:
    """Eight places bought in January and known in February."""
    made = committee_stage(figures=(PLACES, OWED))
    order = order_for(made.plan.organisation, made.plan, 1, session_with(made.cast))
    buy(order, 8, known=datetime(2021, 2, 15, 9, tzinfo=UTC))
    return made


kept_stage = kept_for_module(made_stage)


@pytest.fixture
def stage(kept_stage: CommitteeStage, _facts: None, db: None) -> CommitteeStage:
    """Facts are refreshed, in the folder of the test."""
    refreshed()
    return deepcopy(kept_stage)


def refreshed() -> None:
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE)


def late_purchase() -> None:
    """Five more places bought in January, recorded in June. Facts are refreshed."""
    with acting_as(MACHINE):
        order = Order.objects.get()
    buy(order, 5, known=datetime(2021, 6, 15, 9, tzinfo=UTC))
    refreshed()


def made(stage: CommitteeStage, as_of: date, part: str = "pilot") -> Pack:
    with stage.acting(part) as actor:
        return make_committee_pack(actor=actor, committee=stage.fresh(), synthetic=True, as_of=as_of).pack


def figures_of(pack: Pack) -> bytes:
    return json.dumps(
        [pack.figures(), record_to_json(pack.added), record_to_json(pack.actions)], ensure_ascii=False
    ).encode()


def test_the_pack_prints_what_the_facts_measure_and_who_owes_the_rest(stage: CommitteeStage) -> None:
    pack = made(stage, THEN)
    assert pack.figures()["A1-E1"] == "8 places"
    proofs = pack.actions[0].proofs
    assert "calculé à partir des faits, au 31\u00a0mars\u00a02021" in proofs.figures[0].note
    assert "registre des places" in proofs.figures[0].note
    assert "places ouvertes" in proofs.missing
    assert all(each.proofs.missing for each in pack.actions if not each.proofs.figures)


def test_the_pack_prints_the_headlines_of_the_state_by_axis(stage: CommitteeStage) -> None:
    pack = made(stage, THEN)
    told = pack.figures()
    assert (told["P-1.2"], told["P-0.2"], told["P-0.3"]) == ("8", "8", "0")
    assert "8\u00a0places achetées" in pack.added.sentence


def test_made_again_for_the_same_day_the_figures_are_the_same_byte_for_byte(stage: CommitteeStage) -> None:
    before = made(stage, THEN)
    late_purchase()
    again, later = made(stage, THEN), made(stage, NOW)
    assert figures_of(again) == figures_of(before)
    assert again.edition == before.edition + 1
    assert later.figures()["P-1.2"] == "13"
    assert later.figures()["A1-E1"].startswith("13")


def test_a_pack_of_a_day_that_is_not_over_says_where_its_facts_stop(stage: CommitteeStage) -> None:
    assert any("préparation des faits" in note for note in made(stage, today()).added.notes)
    assert not any("préparation des faits" in note for note in made(stage, THEN).added.notes)


def test_whoever_makes_it_the_pack_has_the_same_figures(stage: CommitteeStage) -> None:
    with acting_as(MACHINE):
        by_command = make_committee_pack(actor=MACHINE, committee=stage.fresh(), synthetic=True, as_of=THEN).pack
    assert figures_of(by_command) == figures_of(made(stage, THEN))


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_every_file_is_written_the_same_from_what_was_frozen(stage: CommitteeStage, extension: str) -> None:
    assert write_pack(made(stage, THEN), extension) == write_pack(kept(stage), extension)


def kept(stage: CommitteeStage) -> Pack:
    with stage.acting() as actor:
        found = frozen_pack(actor=actor, committee=stage.fresh())
    assert found is not None
    return found


def reported(stage: CommitteeStage, as_of: date | None = THEN, year: int = 2021, part: str = "pilot") -> StateReport:
    with stage.acting(part) as actor:
        return state_report(actor=actor, plan=stage.plan, year=year, as_of=as_of, synthetic=True)


def sheets(report: StateReport) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(state_report_xlsx.write(report)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_the_report_to_the_state_has_what_is_added_by_axis_and_every_indicator(stage: CommitteeStage) -> None:
    found = sheets(reported(stage))
    assert list(found) == ["Synthèse", "Apports par axe", "Indicateurs", "Actions"]
    assert "Données fictives" in str(found["Synthèse"][0][0])
    axes = {line[0]: line for line in found["Apports par axe"][2:]}
    assert axes["Ensemble du pacte"][2] == 8
    heads = [str(cell) for cell in found["Indicateurs"][1]]
    line = next(each for each in found["Indicateurs"][2:] if each[1] == "places_bought")
    bought = dict(zip(heads, line, strict=True))
    assert (bought["Valeur"], bought["Numérateur"], bought["État"]) == (8, 8, "valeur")
    assert all(bought[name] for name in ("Source", "Fourni par", "Question", "Version de la définition", "Période"))
    states = {each[heads.index("État")] for each in found["Indicateurs"][2:]}
    assert any(str(each).startswith("sans objet : réservé") for each in states), "what the law protects is left out"
    actions = [each for each in found["Actions"][2:] if each[0] == 1]
    assert [each[4] for each in actions] == ["places achetées", "places ouvertes"]


def test_the_report_says_that_people_whom_axes_share_count_once_in_the_whole(stage: CommitteeStage) -> None:
    report = reported(stage)
    line = next(each for each in sheets(report)["Synthèse"] if each[0] == "Entrées ajoutées par le pacte")
    assert "une seule fois" not in str(line[3])
    shared = replace(report, added=replace(report.added, sums=replace(report.added.sums, has_shared_entries=True)))
    line = next(each for each in sheets(shared)["Synthèse"] if each[0] == "Entrées ajoutées par le pacte")
    assert "entière dans chaque axe et une seule fois dans l’ensemble" in str(line[3])


def pay(stage: CommitteeStage, fund: Fund, cents: int, rank: int) -> None:
    """For action 1, on 1 March 2021: commits 2 × ``cents``, orders and pays ``cents``."""
    amounts = {MoneyStage.COMMITTED: 2 * cents, MoneyStage.ORDERED: cents, MoneyStage.PAID: cents}
    day = dict.fromkeys(amounts, date(2021, 3, 1))
    line = account(f"E{rank}", amounts, year=2021, dates=day, fund=fund, plan_code=stage.plan.code)
    read = extract(line, name=f"{fund.value}.xlsx")
    with stage.acting("finance") as actor:
        import_extract(actor=actor, organisation=stage.cast.region, extract=read)


def test_the_report_has_one_figure_of_what_the_pact_adds_and_pays_whatever_other_funds_paid(
    stage: CommitteeStage,
) -> None:
    for rank, (fund, cents) in enumerate(
        {Fund.PACT: 1000_00, Fund.BASELINE: 70_000_00, Fund.OTHER: 300_00, Fund.OUTSIDE: 9_00}.items()
    ):
        pay(stage, fund, cents, rank)
    refreshed()
    found = sheets(reported(stage, today()))
    heads = [str(cell) for cell in found["Indicateurs"][1]]
    lines = {str(each[1]): dict(zip(heads, each, strict=True)) for each in found["Indicateurs"][2:]}
    summary = {str(each[0]): each[2] for each in found["Synthèse"]}
    assert summary["Euros ajoutés par le pacte"] == lines["pact_euros"]["Valeur"] == 1000
    assert lines["payments_of_credits"]["Numérateur"] == 1000
    assert lines["commitment_of_operating_credits"]["Numérateur"] == 2000
    assert "payé sur le socle : 70\u202f000" in str(lines["payments_of_credits"]["À côté"])


def test_credits_of_another_plan_are_not_in_the_report_of_this_one(stage: CommitteeStage) -> None:
    pay(stage, Fund.PACT, 1000_00, 0)
    with acting_as(MACHINE):
        other = Plan.objects.create(
            organisation=stage.cast.region, code="autre-plan", title="Autre plan", first_year=2019, last_year=2022
        )
        BudgetLine.objects.filter(pk__in=[BudgetLine.objects.get().pk]).update(plan=other)
    pay(stage, Fund.PACT, 4_00, 1)
    refreshed()
    found = sheets(reported(stage, today()))
    line_of = {str(each[1]): each for each in found["Indicateurs"][2:]}
    heads = [str(cell) for cell in found["Indicateurs"][1]]
    assert line_of["pact_euros"][heads.index("Valeur")] == 4


def test_euros_group_their_thousands_and_a_part_reads_in_per_cent_in_any_language(stage: CommitteeStage) -> None:
    book = openpyxl.load_workbook(io.BytesIO(state_report_xlsx.write(reported(stage))))
    heads = [cell.value for cell in book["Apports par axe"][2]]
    whole = dict(zip(heads, book["Apports par axe"][book["Apports par axe"].max_row], strict=True))
    assert whole["Euros ajoutés, mandatés"].number_format.startswith("#,##0.00")
    kept = write_pack(made(stage, THEN), "xlsx")
    lines = openpyxl.load_workbook(io.BytesIO(kept))["Apports du pacte"].iter_rows(min_row=3)
    shapes = {
        bool(str(line[3].value).endswith("%")): line[4].number_format for line in lines if line[4].value is not None
    }
    assert shapes.get(True, "0.0 %") == "0.0 %"
    assert shapes[False] == "General"


def test_beside_a_measure_stands_the_number_that_its_sentence_says() -> None:
    whole = Value(ValueState.NUMBER, Fraction(100), 14_420_671, 14_420_671)
    line = EvidenceRow(
        code="x", what="achats", kind=EvidenceKind.COMPUTED, value=whole, unit="%", sentence="14 420 671 euros en tout",
        progress=TargetProgress(ProgressOutcome.NO_FIGURE), is_proposed=False,
    )  # fmt: skip
    assert amount_with_unit(line) == (14_420_671, "")
    share = replace(line, value=Value(ValueState.NUMBER, Fraction(50), 1, 2))
    assert amount_with_unit(replace(share, sentence=measured_value_text(share.value, "%"))) == (50, "%")
    assert amount_with_unit(replace(line, value=None)) == (None, "%")


def test_the_report_asked_again_for_the_same_day_is_the_same_byte_for_byte(stage: CommitteeStage) -> None:
    before = state_report_xlsx.write(reported(stage))
    late_purchase()
    assert state_report_xlsx.write(reported(stage)) == before
    assert state_report_xlsx.write(reported(stage, part="state_reader")) == before
    assert state_report_xlsx.write(reported(stage, NOW)) != before


@pytest.mark.parametrize(("year", "as_of"), [(1999, THEN), (2022, THEN), (2021, date(2999, 1, 1))])
def test_a_year_out_of_the_plan_or_to_come_is_refused(stage: CommitteeStage, year: int, as_of: date) -> None:
    with pytest.raises(ValidationError):
        reported(stage, as_of, year)


@pytest.mark.parametrize("part", ["partner", "provider", "adviser", "visitor", "intruder"])
def test_who_follows_no_money_of_the_pact_has_no_report(stage: CommitteeStage, part: str) -> None:
    with pytest.raises(NotFound):
        reported(stage, today(), part=part)


def test_the_page_of_the_year_gives_the_report_to_who_follows_the_money(stage: CommitteeStage, settings: Any) -> None:
    settings.TOTP_REQUIRED = False
    client = Client()
    client.force_login(stage.cast["state_reader"].person, backend="pacte.accounts.backends.PasswordBackend")
    page = client.get("/plan/round-plan/annee/2021/").content.decode()
    address = "/plan/round-plan/annee/2021/rapport-etat.xlsx"
    assert address in page
    answer = client.get(f"{address}?au={THEN.isoformat()}")
    assert answer.content == state_report_xlsx.write(replace(reported(stage), synthetic=False))
    assert "round-plan_rapport-etat_2021_2021-03-31.xlsx" in answer["Content-Disposition"]
    client.force_login(stage.cast["partner"].person, backend="pacte.accounts.backends.PasswordBackend")
    assert address not in client.get("/plan/round-plan/annee/2021/").content.decode()


def test_the_command_writes_the_report_and_ends_with_json(
    stage: CommitteeStage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(plan_state_report, "ensure_database_ready", lambda: False)
    parser = argparse.ArgumentParser()
    plan_state_report.arguments(parser)
    words = ["--year", "2021", "--plan", "round-plan", "--as-of", "2021-03-31", "--out", str(tmp_path), "--json"]
    assert plan_state_report.run(parser.parse_args(words), MACHINE) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert {"year": 2021, "as_of": "2021-03-31", "places": 8, "entries": 0}.items() <= told.items()
    assert Path(told["file"]).stat().st_size == told["bytes"]


def test_the_page_of_the_state_says_the_places_that_the_pact_adds(stage: CommitteeStage, settings: Any) -> None:
    settings.TOTP_REQUIRED = False
    client = Client()
    client.force_login(stage.cast["finance"].person, backend="pacte.accounts.backends.PasswordBackend")
    said = plain(client.get("/plan/round-plan/argent/ajout/").content.decode())
    assert "Places ajoutées" in said
    assert "2021, Axe 1" in said
    assert "pas encore mesuré" not in said


def test_without_facts_there_is_no_report(stage: CommitteeStage, settings: Any, tmp_path: Path) -> None:
    settings.FACTS_FOLDER = tmp_path / "nothing"
    with pytest.raises(Conflict):
        reported(stage)
