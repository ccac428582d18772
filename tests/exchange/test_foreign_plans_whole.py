"""Three invented plans of other Regions, through every step: read, stored, shown, exported, followed, paid, counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.exchange.formats.plan_xlsx import FORMAT as XLSX
from pacte.exchange.formats.plan_yaml import FORMAT as YAML
from pacte.exchange.plan_files.reading import plan_formats, read_plan_file
from pacte.finance.queries import money_table
from pacte.finance.records import AllocationTarget, DeclaredAmountInput, Fund, MoneyStage, Section
from pacte.finance.services import declare_amount
from pacte.indicators.queries.store import open_facts
from pacte.indicators.services import refresh_facts
from pacte.journeys.models import ActionCount
from pacte.journeys.services.tallies import rebuild_tallies
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.plan.models import PlanAction
from pacte.plan.queries import content_of_version
from pacte.plan.records import ActionState, ParsedPlan, PlanContent
from pacte.steering.queries.rounds import round_by_id, round_snapshot
from pacte.steering.services.rounds import open_round
from tests.cast import MACHINE
from tests.exchange.tables import workbook
from tests.indicators.purchased import buy, order_for
from tests.journeys.making import session_with
from tests.web.plan_stage import staged

pytestmark = pytest.mark.django_db

DAY = date(2024, 2, 1)
CODED = [
    ["Plan régional des compétences 2024-2025 (plan inventé)"],
    ["Réf.", "Axe", "Objectif opérationnel", "Intitulé de l'action", "Porteur", "Actions liées", "Montant 2024 (k€)"],
    ["A.1", "Axe A : Former", "A-1 Ouvrir", "Ouvrir des places", "Région", "A.10", 100],
    ["A.2", "Axe A : Former", "A-1 Ouvrir", "Rénover l'offre", "Région", "", 50],
    ["A.10", "Axe A : Former", "A-1 Ouvrir", "Aller vers", "Région", "B.2.3 ; 27b", 70],
    ["B.2.3", "Axe B : Insérer", "B-2 Lever les freins", "Aider à la mobilité", "Région", "", 30],
    ["27b", "Axe B : Insérer", "B-2 Lever les freins", "Garder les enfants", "Région", "", 20],
    [5, "", "", "Total général", "", "", 270],
]
MERGED = [
    [
        "N° fiche",
        "Axe",
        "Objectif opérationnel",
        "Intitulé de l'action",
        "Porteur",
        "Résultats attendus",
        "Montant 2024 (k€)",
    ],
    ["FA-1", "Axe 1 : Former", "1-1 Ouvrir", "Ouvrir des places", "Région", "Plus d'entrées", 100],
    ["", "Axe 1 : Former", "1-1 Ouvrir", "", "État", "Moins d'abandons", ""],
    ["FA-2", "Axe 1 : Former", "1-1 Ouvrir", "Aller vers", "Région", "Des publics nouveaux", 50],
    ["Sous-total axe 1", "", "", "", "", "", 150],
    ["FA-10", "Axe 2 : Insérer", "2-1 Lever", "Aider à la mobilité", "Région", "Des permis", 30],
    [3, "", "", "Total", "", "", 180],
]
YAML_PLAN = """
plan: {code: yaml_2024-2025, title: Plan inventé, region: Ailleurs, first_year: 2024, last_year: 2025}
axes: [{code: "1", label: Axe 1, title: Former, amount: 180 000 €}]
objectives: [{code: "1-1", axis: "1", label: Ouvrir}, {code: "1-1.1", parent: "1-1", label: Des places}]
rows:
  - {key: un, number: 1.1, objective: "1-1.1", title: Ouvrir, leads: [{organisation: Région}], links: [1.10, 27b]}
  - {key: dix, number: 1.10, objective: "1-1.1", title: Rénover, leads: [{organisation: Région}]}
  - {key: bis, number: 27b, objective: "1-1.1", title: Aller vers, leads: [{organisation: Région}]}
  - {key: deux, number: 2, objective: "1-1.1", title: Accueillir, leads: [{organisation: Région}]}
amounts: [{number: 1.10, year: 2024, amount: 180 000 €}]
standings: [{number: 27b, state: suspended, since: 2024-06-01, reason: Sans candidat}]
"""


def coded() -> PlanContent:
    return _read(XLSX.read(workbook({"Plan": CODED}), name="plan.xlsx"))


def merged() -> PlanContent:
    return _read(XLSX.read(workbook({"Plan": MERGED}, merged={"Plan": ["D2:D3"]}), name="plan.xlsx"))


def yaml() -> PlanContent:
    return _read(YAML.read(YAML_PLAN.encode(), name="plan.yaml"))


def _read(reading: ParsedPlan) -> PlanContent:
    assert reading.errors == ()
    assert reading.content is not None
    return replace(reading.content, code=reading.content.code or "ailleurs_2024-2025")


PLANS: dict[str, tuple[Callable[[], PlanContent], tuple[str, ...]]] = {
    "coded": (coded, ("27b", "A.1", "A.2", "A.10", "B.2.3")),
    "merged": (merged, ("FA-1", "FA-2", "FA-10")),
    "yaml": (yaml, ("1.1", "1.10", "2", "27b")),
}


@pytest.fixture(params=PLANS)
def plan(request: pytest.FixtureRequest) -> tuple[PlanContent, tuple[str, ...]]:
    read, codes = PLANS[request.param]
    return read(), codes


def test_a_foreign_plan_is_read_kept_and_given_back_as_it_is(plan: tuple[PlanContent, tuple[str, ...]]) -> None:
    content, codes = plan
    assert content.numbers == codes
    stage = staged(content)
    with acting_as(MACHINE):
        kept = content_of_version(stage.version)
        ordered = PlanAction.objects.filter(plan=stage.plan).order_by("number_order").values_list("number", flat=True)
    assert list(ordered) == list(codes)
    assert [row.number for row in kept.rows] == [row.number for row in content.rows]
    for code in ("plan_xlsx", "plan_yaml"):
        again = read_plan_file(plan_formats()[code].write(kept), name="export" + plan_formats()[code].extensions[0])
        assert (again.errors, again.content) == ((), kept)


def test_its_pages_its_links_and_its_addresses_bear_its_codes(plan: tuple[PlanContent, tuple[str, ...]]) -> None:
    content, codes = plan
    stage = staged(content)
    listing = stage.get("actions/")
    places = [listing.index(f"/actions/{code}/") for code in codes]
    assert places == sorted(places)
    for code in codes:
        page = stage.get(f"actions/{code}/")
        assert f"Action {code}" in page
        assert stage.get(f"actions/{code}/historique/")
    assert Client().get(f"/plan/{stage.plan.code}/actions/vues-{codes[0]}-9/").status_code == 404


def test_it_is_followed_and_paid_by_code(plan: tuple[PlanContent, tuple[str, ...]]) -> None:
    content, codes = plan
    stage = staged(content)
    code, pilot = ActionCode(codes[1]), stage.cast["pilot"].actor
    axis = next(row.axis_code for row in content.rows if row.number == code)
    with acting_as(pilot):
        opened_round = open_round(
            actor=pilot, plan=stage.plan, label="Tour", due_on=DAY + timedelta(days=9),
            committee_on=DAY + timedelta(days=20), on=DAY,
        )  # fmt: skip
        held = round_snapshot(actor=pilot, target_round=round_by_id(actor=pilot, round_id=opened_round.pk), on=DAY)
    running = [each for each in codes if content.state_of(ActionCode(each)) is ActionState.RUNNING]
    assert [each.number for each in held.answers] == running
    finance = stage.cast["finance"].actor
    with acting_as(finance):
        budget = DeclaredAmountInput(
            AllocationTarget(stage.plan.code, axis, code),
            2024,
            Section.OPERATING,
            Fund.PACT,
            MoneyStage.VOTED,
            date(2023, 12, 20),
            500_00,
        )
        declare_amount(actor=finance, plan=stage.plan, reason="Budget", amount=budget)
        cells = money_table(actor=finance, plan=stage.plan, on=date(2024, 6, 1)).cells
    assert {(cell.action, cell.cents) for cell in cells} == {(code, 500_00)}


def test_what_it_buys_is_counted_by_code_in_the_funnel_and_in_the_facts(
    plan: tuple[PlanContent, tuple[str, ...]], tmp_path: Path
) -> None:
    content, codes = plan
    stage = staged(content)
    session = session_with(stage.cast)
    buy(order_for(stage.cast.region, stage.plan, codes[1], session), 30, known=datetime(2021, 2, 15, 9, tzinfo=UTC))
    with acting_as(MACHINE):
        rebuild_tallies(actor=MACHINE)
        refresh_facts(actor=MACHINE, facts_dir=tmp_path)
        with open_facts(on=today(), facts_dir=tmp_path) as base:
            assert base.execute("select distinct plan_action from ledger where order_id is not null").fetchall() == [
                (codes[1],)
            ]
    assert list(ActionCount.objects.values_list("action_number", flat=True)) == [codes[1]]
