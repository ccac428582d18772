"""Pages of money: figures, filters kept in the address, files to download."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from pacte.accounts.row_context import acting_as
from pacte.finance.records import (
    AdditionalCounts,
    AdditionalSums,
    AllocationTarget,
    DeclaredAmountInput,
    Extract,
    Fund,
    MoneyStage,
    Section,
    additionality_with_counts,
)
from pacte.finance.rules import compute_additionality
from pacte.finance.services import declare_amounts
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.french import format_day
from pacte.steering.services.committees import plan_committee
from pacte.web.pages.money import added_page
from tests.finance.accounts import Purse, account, extract, purse
from tests.kept import kept_for_module
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db

BACKEND = "pacte.accounts.backends.PasswordBackend"


@pytest.fixture(autouse=True)
def _password_alone(settings: object, tmp_path: Path) -> None:
    """Nothing is measured, whatever another test refreshed before."""
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]
    settings.FACTS_FOLDER = tmp_path  # type: ignore[attr-defined]


def made_stage() -> Purse:
    """Axis 1: 1 000 € committed in 2019 and 500 € ordered; axis 2: 300 € in 2020; 2 500 € voted on action 1."""
    found = purse()
    found.take(_lines())
    actor = found.actor()
    target = AllocationTarget("pacte-essai", "1", ActionCode(1))
    amounts = [
        DeclaredAmountInput(target, 2019, Section.OPERATING, Fund.PACT, MoneyStage.VOTED, date(2018, 12, 20), 2500_00),
        DeclaredAmountInput(
            target, 2019, Section.OPERATING, Fund.PACT, MoneyStage.CREDITS, date(2018, 12, 20), 2000_00
        ),
        DeclaredAmountInput(
            AllocationTarget("pacte-essai", "1"),
            2017,
            Section.OPERATING,
            Fund.BASELINE,
            MoneyStage.ORDERED,
            date(2017, 12, 31),
            9000_00,
        ),
        DeclaredAmountInput(
            AllocationTarget("pacte-essai"),
            2019,
            Section.OPERATING,
            Fund.PACT,
            MoneyStage.RECEIPT_RECEIVED,
            date(2019, 7, 1),
            800_00,
            financer="État",
        ),
    ]
    with acting_as(actor):
        declare_amounts(actor=actor, plan=found.plan, amounts=amounts, reason="Budget")
    return found


kept_stage = kept_for_module(made_stage)


def _lines() -> Extract:
    dates = {MoneyStage.COMMITTED: date(2019, 3, 1), MoneyStage.ORDERED: date(2019, 9, 1)}
    return extract(
        account("E1", {MoneyStage.COMMITTED: 1000_00, MoneyStage.ORDERED: 500_00}, dates=dates, label="=cmd()"),
        account("E2", 300_00, action=2, year=2020, dates={MoneyStage.COMMITTED: date(2020, 2, 1)}, financer="État"),
        account("E3", 70_00, action=57),
    )


def client(stage: Purse, part: str = "finance") -> Client:
    found = Client()
    found.force_login(stage.cast[part].person, backend=BACKEND)
    return found


def page(stage: Purse, name: str, *arguments: object, query: str = "", part: str = "finance") -> str:
    answer = client(stage, part).get(reverse(name, args=arguments) + query)
    assert answer.status_code == 200, (answer.status_code, answer.content[-1500:])
    return plain(answer.content.decode())


def overview(stage: Purse, query: str = "", part: str = "finance") -> str:
    return page(stage, "money:overview", "pacte-essai", query=query, part=part)


def added(stage: Purse, query: str = "", part: str = "finance") -> str:
    return page(stage, "money:added", "pacte-essai", query=query, part=part)


def test_the_overview_answers_with_what_is_committed_and_what_waits(stage: Purse) -> None:
    told = overview(stage)
    assert "L’argent suit-il le calendrier" in told
    assert "0,00 M€ sont engagés" in told
    assert "1 ligne à affecter, 70 €" in told
    assert "Pas encore réparti" in told
    assert "Affecter cette ligne" in told


def test_what_is_committed_is_drawn_month_by_month_with_its_table(stage: Purse) -> None:
    told = overview(stage)
    table = told[told.index('id="argent-courbe-table"') :]
    rows = re.findall(r"<tr>\s*<th scope=\"row\">([^<]*)</th>", table[: table.index("</table>")])
    assert (rows[0], rows[-1]) == (plain(format_day(today())), "31 janvier 2019")


def test_an_action_committed_far_below_its_vote_is_ranked_with_the_year_that_makes_the_gap(stage: Purse) -> None:
    told = overview(stage)
    table = told[told.index('id="a-debloquer-table"') :]
    table = table[: table.index("</table>")]
    assert "1 Action 1" in table
    assert "40,0 %" in table
    assert "non engagé" in table
    assert "en 2019, 1 000 € engagés pour 2 500 € votés" in table
    # Nothing was voted for the second one: it has no ceiling to be compared with.
    assert "2 Action 2" not in table


def test_an_overrun_leads_finance_to_the_vote_and_others_to_its_commitments(stage: Purse) -> None:
    stage.take(extract(account("E7", 9000_00, dates={MoneyStage.COMMITTED: date(2019, 4, 1)}), name="plus.xlsx"))
    told = overview(stage)
    assert "1 action dépasse son vote" in told or "dépassement" in told
    assert 'href="/plan/pacte-essai/argent/declarer/?action=1"' in told
    form = page(stage, "money:declare", "pacte-essai", query="?action=1")
    assert '<option value="1:1" selected>' in form
    assert "Voir ses engagements" in overview(stage, part="auditor")


def test_the_pilot_puts_an_overrun_on_the_agenda_of_the_next_committee(stage: Purse) -> None:
    stage.take(extract(account("E7", 9000_00, dates={MoneyStage.COMMITTED: date(2019, 4, 1)}), name="plus.xlsx"))
    pilot = stage.actor("pilot")
    with acting_as(pilot):
        plan_committee(actor=pilot, plan=stage.plan, title="Comité", held_on=today() + timedelta(days=9))
    told = overview(stage, part="pilot")
    address = unescape(re.findall(r'href="([^"]*ordre-du-jour/[^"]*)"', told)[0])
    agenda = plain(client(stage, "pilot").get(address).content.decode())
    assert "Action 1 : 10 000 € engagés" in agenda
    assert '<option value="1" selected>' in agenda
    # It is a proposal: nothing is on the agenda before somebody saves it.
    assert "Action 1 : 10 000 €" not in plain(client(stage, "pilot").get(address.partition("?")[0]).content.decode())


def test_the_overview_says_what_is_not_measured_yet(stage: Purse) -> None:
    told = overview(stage)
    assert "Trop peu de données" in told
    assert "Engagé / AE votées" in told
    assert "Mandaté / CP votés" in told
    assert "Recette de l’État encaissée" in told


def test_the_page_of_the_state_tells_the_own_effort_and_what_is_added(stage: Purse) -> None:
    told = added(stage, part="auditor")
    assert "Qu’ajoute le pacte" in told
    assert "pas encore mesuré" in told
    assert "Rapport annuel 2019" in told
    assert "9 000 €" in told
    assert "Rien n’est encore mandaté" in added(stage, "?au=2018-06-30")


def test_the_page_of_the_state_says_that_people_whom_axes_share_count_once(
    stage: Purse, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "une seule fois" not in added(stage)
    sums = AdditionalSums(
        years={2019: AdditionalCounts(30, None, hides_entries=True)}, overall=AdditionalCounts(30, 12),
        has_shared_entries=True,
    )  # fmt: skip
    monkeypatch.setattr(
        added_page, "pact_additionality",
        lambda *, table, **_: additionality_with_counts(compute_additionality(table), sums),
    )  # fmt: skip
    told = added(stage)
    assert "entière dans chaque axe et une seule fois dans l’ensemble" in told
    assert "2019, entrées : masqué" in told


def test_who_reads_without_writing_sees_no_button_to_write(stage: Purse) -> None:
    told = overview(stage, part="auditor")
    assert "Importer une extraction" not in told
    assert "Affecter cette ligne" not in told


def test_the_address_keeps_the_filters_and_the_rows_follow_them(stage: Purse) -> None:
    told = overview(stage, "?axe=2&selon=mouvement")
    detail = told[told.index("argent-detail") :]
    assert "300 €" in detail
    assert "1 000 €" not in detail
    assert "Axe : Axe 2" in told
    assert "selon=mouvement" in told


def test_a_filter_that_means_nothing_is_left_out(stage: Purse) -> None:
    assert "1 300 €" in overview(stage, "?axe=99&annee=abc&fonds=zzz&par=%3Cscript%3E")


def test_all_funds_are_shown_only_when_asked(stage: Purse) -> None:
    assert "9 000 €" not in _detail(overview(stage))
    assert "9 000 €" in _detail(overview(stage, "?fonds=tous"))


def test_rows_may_be_actions_financers_or_sections(stage: Purse) -> None:
    assert "2 Action 2" in _detail(overview(stage, "?par=action"))
    assert "État" in _detail(overview(stage, "?par=financeur"))
    assert "Fonctionnement" in _detail(overview(stage, "?par=section"))


def test_a_past_day_shows_what_was_known_then(stage: Purse) -> None:
    told = overview(stage, "?au=2019-06-30")
    assert "Aucun montant n’est encore suivi pour ce plan, à cette date." in told


def test_a_day_that_is_none_is_refused_with_a_sentence(stage: Purse) -> None:
    answer = client(stage).get(reverse("money:overview", args=["pacte-essai"]) + "?au=2019-13-45")
    assert answer.status_code == 422
    assert "n’est pas une date" in plain(answer.content.decode())


@pytest.mark.parametrize("query", ["", "?axe=1", "?fonds=tous&par=action", "?annee=2020&selon=mouvement"])
def test_the_csv_holds_exactly_the_lines_of_the_page(stage: Purse, query: str) -> None:
    answer = client(stage).get(reverse("money:download", args=["pacte-essai", "csv"]) + query)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    shown = _detail(overview(stage, query))
    values = re.findall(r'data-value="([^"]*)"', shown)
    taken = [cell for row in rows[1:] for cell in row[3:] if cell]
    assert [float(value) for value in values] == [float(cell.replace(",", ".")) for cell in taken]
    assert len(rows) - 2 == shown.count('<th role="rowheader"') - 1


def test_the_workbook_opens_and_says_what_it_is(stage: Purse) -> None:
    answer = client(stage).get(reverse("money:download", args=["pacte-essai", "xlsx"]))
    assert answer["Content-Type"].endswith("sheet")
    assert answer.content[:2] == b"PK"
    assert "pacte-essai_argent_" in answer["Content-Disposition"]


def test_the_workbook_names_its_filters_in_french(stage: Purse) -> None:
    address = reverse("money:download", args=["pacte-essai", "xlsx"])
    answer = client(stage).get(f"{address}?annee=2020&fonds=tous")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    texts = [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value]
    assert "Filtres : Année : 2020 ; Fonds : tous, additionnés." in texts


def test_the_home_leads_to_the_money_of_the_plan(stage: Purse) -> None:
    answer = client(stage).get("/argent/")
    assert (answer.status_code, answer["Location"]) == (302, "/plan/pacte-essai/argent/")


def test_an_action_shows_its_six_stages_and_its_commitments(stage: Purse) -> None:
    told = page(stage, "money:action", "pacte-essai", 1)
    for word in ("Voté (AE)", "Affecté (AE)", "Engagé", "Service fait", "Mandaté", "Payé", "E1"):
        assert word in told
    assert "40,0 %" in told
    assert "=cmd()" in told


def test_an_action_without_money_says_so(stage: Purse) -> None:
    assert "Aucun montant" in page(stage, "money:action", "pacte-essai", 2, query="?au=2018-01-01")


def test_a_commitment_tells_all_that_happened_to_it(stage: Purse) -> None:
    stage.take(extract(account("E1", {MoneyStage.COMMITTED: 900_00}), name="corrigé.xlsx", on=date(2020, 1, 5)))
    told = page(stage, "money:action", "pacte-essai", 1)
    address = re.search(r'href="([^"]*/engagements/\d+/)"', told)
    assert address
    answer = client(stage).get(address[1])
    body = plain(answer.content.decode())
    assert "−100 €" in body
    assert "corrige ce qui datait du" in body
    assert "corrigé.xlsx, Engagements A2" in body


def test_the_plan_shows_money_to_those_who_follow_it_and_to_no_other(stage: Purse) -> None:
    for address in ("/plan/pacte-essai/", "/plan/pacte-essai/actions/1/"):
        followed = plain(client(stage, "lead").get(address).content.decode())
        public = plain(Client().get(address).content.decode())
        assert "argent/" in followed
        assert "Engagé" in followed
        assert "/argent/" not in public
        assert "Engagé" not in public
        assert "Mandaté" not in public


def test_the_overview_asks_the_same_number_of_questions_whatever_its_size(stage: Purse) -> None:
    finance = client(stage)
    address = reverse("money:overview", args=["pacte-essai"])
    finance.get(address)
    counts = []
    for size in (1, 80):
        # A change of money invalidates the cached totals.
        lines = (account(f"F{size}-{rank}", 1_00, year=2019 + rank % 4) for rank in range(size))
        stage.take(extract(*lines, name=f"{size}.xlsx"))
        with CaptureQueriesContext(connection) as seen:
            assert finance.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 45


def test_what_was_added_up_before_serves_again_until_money_moves(stage: Purse) -> None:
    overview(stage)
    assert "1 300 €" in overview(stage)
    stage.take(extract(account("E9", 200_00, dates={MoneyStage.COMMITTED: date(2019, 5, 1)}), name="suite.xlsx"))
    assert "1 500 €" in overview(stage)


def _detail(told: str) -> str:
    begin = told.index('id="argent-detail"')
    return told[begin : told.index("</table>", begin)]
