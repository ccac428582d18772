"""Life of a plan on its pages: ended actions, lineage, two plans compared, a year, leads."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.models import Membership
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import create_substitution, end_membership
from pacte.demo.second_plan import load_second_plan, second_plan_content
from pacte.exchange.documents import year_pdf
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import NotFound
from pacte.plan.models import PlanVersion
from pacte.plan.records import ActionState, Amount, Lead
from pacte.plan.rules.plan_comparison import compare_plans, text_overlap
from pacte.plan.rules.schedule import CalendarSlotState
from pacte.plan.rules.year import year_plan
from pacte.plan.services import appoint_action_lead, set_action_state, split_action
from pacte.steering.services.milestones import set_milestone
from pacte.steering.services.rounds import open_round
from tests.cast import MACHINE, SINCE
from tests.plan.contents import row, small_plan, target
from tests.plans_at_hand import shipped_plan
from tests.web.plan_stage import Stage, enforce, plain, staged

pytestmark = pytest.mark.django_db
DAY = date(2021, 1, 1)


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


@pytest.fixture
def stage() -> Stage:
    rows = (row(f"A0{number}", number, figures=(target(),), leads=(Lead("Région"),)) for number in range(1, 5))
    return staged(small_plan(*rows))


def amended(stage: Stage) -> PlanVersion:
    """Amendment in force since 2021: action 2 is abandoned, action 3 is split in 5 and 6."""
    why: dict[str, Any] = {"actor": MACHINE, "version": stage.version, "since": DAY, "reason": "Sans candidat"}
    with acting_as(MACHINE):
        set_action_state(number=ActionCode(2), state=ActionState.ABANDONED, **why)
        draft = split_action(number=ActionCode(3), titles=["Première part", "Seconde part"], **why)
        enforce(draft, DAY)
    return draft


def test_an_abandoned_action_says_by_which_amendment_since_when_and_why(stage: Stage) -> None:
    amended(stage)
    page = stage.get("actions/2/")
    assert "Action abandonnée par l’avenant n° 1, voté le" in page
    assert "Motif : Sans candidat." in page
    assert "Action abandonnée" not in stage.get("actions/2/?au=2020-06-01")


def test_a_split_action_and_its_parts_lead_to_each_other(stage: Stage) -> None:
    amended(stage)
    assert "Partagée vers" in stage.get("actions/3/")
    page = stage.get("actions/5/")
    assert "Issue du partage de" in page
    assert stage.address("actions/3/") in page


def test_the_list_filters_by_state_and_the_glance_asks_nothing_of_what_ended(stage: Stage) -> None:
    assert 'name="etat"' not in stage.get("actions/")
    amended(stage)
    found = stage.get("actions/?etat=abandonnée")
    assert "1 action répond à ces choix, sur 6" in found
    glance = stage.get("")
    assert "Les actions 2 et 3 n’ont plus cours" in glance
    assert "4 actions sans résultat" in glance


def test_the_second_line_stands_on_every_page_of_a_plan_and_marks_the_page(stage: Stage) -> None:
    for rest in ("", "actions/", "actions/1/", "versions/", "historique/", "annee/2020/"):
        page = stage.get(rest)
        assert page.count('aria-label="Dans cette rubrique"') == 1
        assert 'href="/plans/"' in page
        assert "/mes-actions/" not in page
    second_line = stage.get("versions/").partition('aria-label="Dans cette rubrique"')[2].partition("</nav>")[0]
    assert re.findall(r'aria-current="true">([^<]+)<', second_line) == ["Versions"]
    assert stage.address("porteurs/") in stage.get("", "lead")


def test_the_links_of_a_dated_page_keep_its_day(stage: Stage) -> None:
    assert stage.address("versions/") + "?au=2020-06-01" in stage.get("?au=2020-06-01")


# ------------------------------------------------------------------ two plans


def test_two_plans_stand_side_by_side_with_what_continues_ends_and_begins() -> None:
    stage = staged()
    with acting_as(MACHINE):
        load_second_plan(actor=MACHINE, region=stage.cast.region)
    client = stage.client()
    listed = plain(client.get("/plans/").content.decode())
    assert "2 plans, le plus récent d’abord" in listed
    assert "plan fictif, inventé pour la démonstration" in listed
    answer = client.get(f"/plans/comparer/?un={stage.plan.code}&autre={second_plan_content().code}")
    page = plain(answer.content.decode())
    assert "De 2019-2022 à 2024-2027 : qu’est-ce qui continue ?" in page
    assert "Plan fictif." in page
    assert "3 Parcours de transition écologique" in page
    assert "250,98 M€" in page
    assert "130,00 M€" in page
    assert "non défini : compté comme au catalogue des indicateurs" in page
    assert "moins de 30 ans" in page
    backwards = client.get(f"/plans/comparer/?un={second_plan_content().code}&autre={stage.plan.code}")
    assert "De 2019-2022 à 2024-2027" in plain(backwards.content.decode())
    assert client.get("/plans/comparer/").status_code == 302
    assert client.get(f"/plans/comparer/?un={stage.plan.code}&autre={stage.plan.code}").status_code == 422


def test_an_action_of_the_first_plan_says_which_one_continues_it() -> None:
    stage = staged()
    with acting_as(MACHINE):
        later = load_second_plan(actor=MACHINE, region=stage.cast.region)
    assert "Continuée par" in stage.get("actions/12/")
    assert f"/plan/{later.plan.code}/actions/5/" in stage.get("actions/12/")
    page = plain(stage.client().get(f"/plan/{later.plan.code}/actions/5/").content.decode())
    assert "l’action 12 Alphabétisation et FLE" in page
    assert "Plan fictif." in page


def test_what_continues_is_paired_and_the_rest_ends_or_begins() -> None:
    found = compare_plans(second_plan_content(), shipped_plan())
    assert found.first.code == shipped_plan().code
    assert set(found.continued_actions) | set(found.discontinued_actions) == set(shipped_plan().numbers)
    assert not set(found.continued_actions) & set(found.discontinued_actions)
    assert found.new_actions == ("3",)
    (pair,) = (each for each in found.pairs if (each.first, each.second) == ("2", "2"))
    assert not pair.leads.differs
    assert not pair.same_targets
    assert {each.code for each in found.indicator_comparisons} == {"experiments_judged"}


def test_texts_are_compared_by_their_words() -> None:
    found = text_overlap(["Région (DFP)", "État"], ["region (dfp)", "OPCO"])
    assert (found.first, found.second, found.both) == (("État",), ("OPCO",), ("Région (DFP)",))


# ------------------------------------------------------------------ a year


def test_the_year_tells_what_runs_falls_due_and_is_given() -> None:
    content = small_plan(
        row("A01", 1, figures=(target(),)),
        row("A02", 2),
        amounts=(Amount(ActionCode(1), 2020, 50_000_00), Amount(ActionCode(2), 2021, 7_00)),
    )
    found = year_plan(content, 2020)
    assert [(each.number, each.certainty, each.cents) for each in found.actions] == [
        ("1", CalendarSlotState.PLANNED, 50_000_00), ("2", CalendarSlotState.PLANNED, None),
    ]  # fmt: skip
    assert found.year_cents == 50_000_00
    assert (found.previous, found.following) == (2019, 2021)
    for year in (2018, 2023):
        with pytest.raises(NotFound):
            year_plan(content, year)


def test_the_real_plan_keeps_its_doubts_in_each_year() -> None:
    found = year_plan(shipped_plan(), 2019)
    states = {each.number: each.certainty for each in found.actions}
    assert states[ActionCode(1)] is CalendarSlotState.PLANNED
    assert states[ActionCode(17)] is CalendarSlotState.UNCERTAIN
    assert states[ActionCode(5)] is CalendarSlotState.POSSIBLE
    assert ActionCode(16) not in states


def test_an_action_abandoned_before_the_year_is_told_apart(stage: Stage) -> None:
    amended(stage)
    page = stage.get("annee/2021/")
    assert "N’ont plus cours" in page
    assert "N’ont plus cours" not in stage.get("annee/2020/?au=2020-06-01")
    assert stage.get("annee/1999/", status=404)


def test_the_year_is_read_as_it_was_on_a_day(stage: Stage) -> None:
    amended(stage)
    then, now = stage.get("annee/2021/?au=2020-06-01"), stage.get("annee/2021/?au=2021-06-01")
    assert "4 actions sont prévues" in then
    assert "Action 2</a>" in then
    assert "2 actions sont prévues" in now


def test_the_year_is_taken_away_as_a_workbook_and_on_paper(stage: Stage) -> None:
    with acting_as(MACHINE):
        appoint_action_lead(
            actor=MACHINE, plan=stage.plan, number=ActionCode(1), organisation_id=stage.cast.region.pk,
            person=stage.cast["lead"].person, on=SINCE,
        )  # fmt: skip
    name = str(stage.cast["lead"].person)
    for part, seen in (("", False), ("partner", True)):
        answer = stage.client(part).get(stage.address("annee/2020/telecharger/xlsx"))
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        cells = {cell for line in book.worksheets[0].iter_rows(values_only=True) for cell in line}
        assert (name in cells) is seen
        assert "Action 1" in cells
    paper = stage.client().get(stage.address("annee/2020/telecharger/pdf"))
    assert paper.content.startswith(b"%PDF")
    assert stage.client().get(stage.address("annee/2020/telecharger/exe")).status_code == 404


def test_the_milestones_of_a_year_are_for_who_steers_and_go_in_its_files(stage: Stage) -> None:
    pilot = stage.cast["pilot"].actor
    day = date(2020, 2, 1)
    with acting_as(pilot):
        opened = open_round(
            actor=pilot, plan=stage.plan, label="Comité", due_on=date(2020, 3, 1), committee_on=date(2020, 3, 9), on=day
        )
        for title, due in (("Marché attribué", date(2020, 6, 30)), ("Autre année", date(2021, 6, 30))):
            set_milestone(actor=pilot, round_id=opened.pk, number=ActionCode(1), title=title, due_on=due, on=day)
    page = stage.get("annee/2020/", "pilot")
    assert "Marché attribué" in page
    assert "Autre année" not in page
    assert "Marché attribué" not in stage.get("annee/2020/")
    answer = stage.client("pilot").get(stage.address("annee/2020/telecharger/xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book["Jalons"]["B3"].value == "Marché attribué"
    assert stage.client("pilot").get(stage.address("annee/2020/telecharger/pdf")).content.startswith(b"%PDF")


def test_the_same_year_gives_the_same_bytes() -> None:
    made = [
        year_pdf.write(second_plan_content(), 2025, as_of=DAY, version_label="essai", people={ActionCode(1): "A. B."})
        for _ in range(2)
    ]
    assert made[0] == made[1]


# ------------------------------------------------------------------ who leads


def test_the_pilot_sees_what_is_vacant_and_where_to_pass_it_on(stage: Stage) -> None:
    lead = stage.cast["lead"].person
    with acting_as(MACHINE):
        appoint_action_lead(
            actor=MACHINE,
            plan=stage.plan,
            number=ActionCode(1),
            organisation_id=stage.cast.region.pk,
            person=lead,
            on=SINCE,
        )
        end_membership(
            actor=MACHINE, membership=Membership.objects.get(person=lead), on=date(2026, 1, 2), reason="Départ"
        )
    page = stage.get("porteurs/", "pilot")
    assert "1 action est vacante" in page
    assert f"/personnes/{lead.pk}/passer-la-main/" in page
    assert "vacante : " in stage.get("", "pilot")
    assert "Vacante pour" in stage.get("actions/1/", "pilot")
    assert "vacante" not in stage.get("")
    assert f"/personnes/{lead.pk}/passer-la-main/" not in stage.get("porteurs/", "partner")


def test_a_stand_in_is_shown_on_the_action_and_on_the_page_of_leads(stage: Stage) -> None:
    lead, other = stage.cast["lead"].person, stage.cast["buyer"].person
    with acting_as(MACHINE):
        appoint_action_lead(
            actor=MACHINE,
            plan=stage.plan,
            number=ActionCode(1),
            organisation_id=stage.cast.region.pk,
            person=lead,
            on=SINCE,
        )
        create_substitution(
            actor=MACHINE, person=lead, substitute=other, host=stage.cast.region, valid_from=date(2020, 1, 1),
            valid_until=date(2030, 12, 31), reason="Congé",
        )  # fmt: skip
    assert f"{other} remplace {lead} jusqu’au 31 décembre 2030" in stage.get("actions/1/", "partner")
    assert f"remplacé par {other}" in stage.get("porteurs/", "partner")
    mine = plain(stage.client("buyer").get("/mes-actions/").content.decode())
    assert stage.address("actions/1/") in mine
    assert f"remplacement de {lead} jusqu’au 31 décembre 2030" in mine


@pytest.mark.parametrize("rest", ["porteurs/", "annee/2020/"])
def test_the_number_of_queries_does_not_follow_the_number_of_actions(rest: str) -> None:
    counts, cast = [], None
    for size in (5, 45):
        rows = tuple(row(f"A{number:02}", number, figures=(target(),)) for number in range(1, size + 1))
        stage = staged(small_plan(*rows, code=f"essai-{size}"), cast=cast)
        cast, client = stage.cast, stage.client("pilot")
        with acting_as(MACHINE):
            for number in range(1, size + 1):
                appoint_action_lead(
                    actor=MACHINE, plan=stage.plan, number=ActionCode(number), organisation_id=cast.region.pk,
                    person=cast["lead"].person, on=SINCE,
                )  # fmt: skip
        with CaptureQueriesContext(connection) as seen:
            assert client.get(stage.address(rest)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 34
