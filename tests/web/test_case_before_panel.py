"""The page of a case before the committee: both grids, what is to be decided, the round; nothing of it for a reader."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.urls import reverse
from django.utils.html import strip_tags

from pacte.accounts.row_context import acting_as
from pacte.plan.records import Lead
from pacte.procedures.models import Case
from pacte.procedures.records.reading import ScoreInput
from pacte.procedures.services.conflicts import declare_conflict
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.procedures.call_stage import FAIR, CallStage
from tests.procedures.example_call import with_call
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db
kept_stage = kept_for_module(
    lambda: staged(small_plan(row("A01", 1, leads=(Lead("Région"),)), row("A02", 2, leads=(Lead("Etat"),))))
)
GOOD = ScoreInput({"reach": 4, "trades": 4, "cost": 3})
HARSH = ScoreInput({"reach": 3, "trades": 3, "cost": 1}, {"cost": "Un seul devis."})


@pytest.fixture
def call(stage: Stage, monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> CallStage:
    settings.TOTP_REQUIRED = False
    with_call(monkeypatch)
    call = CallStage(stage)
    call.round()
    return call


def seen(call: CallStage, part: str, case: Case) -> str:
    answer = call.stage.client(part).get(reverse("cases:file", args=[call.plan.code, case.number]))
    assert answer.status_code == 200
    return " ".join(strip_tags(plain(answer.content.decode())).split())


def arrived(call: CallStage, title: str, **values: object) -> Case:
    return call.case(title, **values)


def test_the_committee_reads_both_grids_where_readers_disagree(call: CallStage) -> None:
    case = call.at_panel(call.read(arrived(call, "L’atelier", asked=20_000_00), buyer=GOOD, finance=HARSH))
    page = seen(call, "pilot", case)
    assert "L’atelier : que doit trancher le comité ?" in page
    assert "2 lecteurs, 25 points d’écart (75 et 50 sur 100)." in page
    assert "Coût. Notes 3 et 1 sur 5. « Un seul devis. »" in page
    assert "20 000 € demandés ; il reste 100 000 € à accorder." in page
    assert "Trop d’écart pour une moyenne" in page


def test_the_round_is_beside_the_case_with_the_widest_gap_first(call: CallStage) -> None:
    agreed = call.at_panel(call.read(arrived(call, "D’accord", asked=1_000_00), buyer=FAIR, finance=FAIR))
    call.at_panel(call.read(arrived(call, "Pas d’accord", asked=2_000_00), buyer=GOOD, finance=HARSH))
    page = seen(call, "pilot", agreed)
    around = page[page.index("les plus grands écarts d’abord") - 200 :]
    assert "2 dossiers, 3 000 € demandés pour 100 000 €" in around
    assert around.index("écart de 25 points") < around.index("prêt pour le comité")


def test_who_still_has_to_read_sees_no_score(call: CallStage) -> None:
    case = call.read(arrived(call, "L’atelier"), buyer=HARSH)
    call.assign(case, "pilot")
    call.at_panel(case)
    page = seen(call, "pilot", case)
    assert "Un seul devis." not in page
    assert "lecteur, la même note" not in page
    assert "Vous lisez ce dossier" in page
    assert "prêt pour le comité" in page


def test_a_case_in_conflict_is_not_in_the_list_of_the_round(call: CallStage) -> None:
    shown = call.at_panel(call.read(arrived(call, "Le mien"), buyer=FAIR, finance=FAIR))
    other = arrived(call, "Celui d’une parente")
    call.assign(other, "pilot")
    pilot = call.actor("pilot")
    with acting_as(pilot):
        declare_conflict(actor=pilot, case=other, has_conflict=True, text="Une parente.")
    page = seen(call, "pilot", shown)
    assert "Celui d’une parente" not in page
    assert "à accorder" not in page


def test_a_case_that_waits_for_its_readers_asks_nothing_of_the_committee(call: CallStage) -> None:
    page = seen(call, "pilot", arrived(call, "L’atelier"))
    assert "où en est-on ?" in page
    assert "trancher" not in page


def test_who_leads_one_action_sees_of_the_round_the_cases_of_that_action_alone(call: CallStage) -> None:
    """The lead belongs to the State, the other action is led by the Region: two people in two bodies."""
    own = call.at_panel(call.read(call.case("Le leur", number=2, asked=3_000_00), buyer=FAIR, finance=FAIR))
    call.at_panel(call.read(call.case("Celui d’un autre", asked=7_000_00), buyer=GOOD, finance=HARSH))
    assert "Celui d’un autre" in seen(call, "pilot", own)
    page = seen(call, "state_lead", own)
    assert "1 dossier, 3 000 € demandés pour 100 000 €" in page
    assert "Celui d’un autre" not in page
    assert "à accorder" not in page


def test_another_region_does_not_find_the_case(call: CallStage) -> None:
    case = call.at_panel(call.read(arrived(call, "L’atelier"), buyer=FAIR, finance=FAIR))
    url = reverse("cases:file", args=[call.plan.code, case.number])
    assert call.stage.client("intruder").get(url).status_code == 404
