"""Pages of an amendment: acts on actions, and handing over what a person leads."""

from __future__ import annotations

import pytest
from django.conf import LazySettings

from pacte.accounts.models import Membership
from pacte.accounts.queries import substitutions
from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import paris_date
from pacte.plan.models import ActionPerson, PlanVersion
from pacte.plan.queries import content_of_version
from pacte.plan.records import ActionState, Lead, LineageKind, PlanContent
from pacte.plan.services import appoint_action_lead
from tests.cast import MACHINE, SINCE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, enforce, plain, staged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


kept_stage = kept_for_module(
    lambda: staged(small_plan(*(row(f"A0{number}", number, leads=(Lead("Région"),)) for number in range(1, 5))))
)


def sent(stage: Stage, rest: str, data: dict[str, str], status: int = 302) -> str:
    answer = stage.client("pilot").post(stage.address(rest), data)
    page = plain(answer.content.decode())
    assert answer.status_code == status, page[:3000]
    return page


def draft(stage: Stage) -> PlanContent:
    with acting_as(MACHINE):
        return content_of_version(PlanVersion.objects.get(plan=stage.plan, state="draft"))


def in_force(stage: Stage) -> PlanContent:
    with acting_as(MACHINE):
        return content_of_version(stage.version)


DATED = {"since": "2021-01-01", "reason": "Le comité l’a demandé"}


def test_abandoning_writes_in_the_draft_and_not_in_what_is_in_force(stage: Stage) -> None:
    sent(stage, "actions/2/devenir/", {"act": "abandon", **DATED})
    assert draft(stage).state_of(ActionCode(2)) is ActionState.ABANDONED
    assert in_force(stage).statuses == ()


def test_suspending_then_resuming(stage: Stage) -> None:
    sent(stage, "actions/2/devenir/", {"act": "suspend", **DATED})
    page = stage.get("actions/2/devenir/", "pilot")
    assert "La reprendre" in page
    sent(stage, "actions/2/devenir/", {"act": "resume", **DATED})
    assert draft(stage).state_of(ActionCode(2)) is ActionState.RUNNING


def test_splitting_takes_a_title_a_line(stage: Stage) -> None:
    page = sent(stage, "actions/2/devenir/", {"act": "split", "titles": "Une seule", **DATED}, status=422)
    assert "Écrivez de deux à 12 intitulés" in page
    sent(stage, "actions/2/devenir/", {"act": "split", "titles": "Une part\r\n\r\nUne autre", **DATED})
    assert [each.title for number in ("5", "6") for each in draft(stage).rows_of(number)] == ["Une part", "Une autre"]


def test_merging_asks_which_action_takes_it_over(stage: Stage) -> None:
    sent(stage, "actions/2/devenir/", {"act": "merge", "into": "2", **DATED}, status=422)
    sent(stage, "actions/2/devenir/", {"act": "merge", "into": "1", **DATED})
    assert [each.kind for each in draft(stage).origins_of(ActionCode(1))] == [LineageKind.MERGE]


def test_an_act_without_reason_or_day_is_sent_back(stage: Stage) -> None:
    page = sent(stage, "actions/2/devenir/", {"act": "abandon", "since": "", "reason": ""}, status=422)
    assert "Remplissez-la" in page
    assert not PlanVersion.objects.filter(plan=stage.plan, state="draft").exists()


def test_an_act_that_the_state_does_not_leave_open_is_a_conflict(stage: Stage) -> None:
    sent(stage, "actions/2/devenir/", {"act": "resume", **DATED}, status=409)
    sent(stage, "actions/2/devenir/", {"act": "inconnu", **DATED}, status=409)


def test_an_act_of_the_draft_is_taken_back(stage: Stage) -> None:
    sent(stage, "actions/2/devenir/", {"act": "split", "titles": "Une\nDeux", **DATED})
    assert "Revenir sur ce que le projet en décide" in stage.get("actions/2/devenir/", "pilot")
    sent(stage, "actions/2/devenir/", {"act": "take_back", "reason": "Erreur"})
    assert draft(stage).numbers == ("1", "2", "3", "4")
    assert draft(stage).lineage == ()


def test_an_action_says_which_one_of_another_plan_it_continues(stage: Stage) -> None:
    later = staged(
        small_plan(row("A01", 1), code="suite", title="Suite", first_year=2024, last_year=2027, periods=(), amounts=()),
        cast=stage.cast,
    )
    value = f"{stage.plan.code}|3"
    sent(later, "actions/1/devenir/", {"act": "continue", "origin": value, "reason": "Suite"})
    with acting_as(MACHINE):
        version = PlanVersion.objects.get(plan=later.plan, state="draft")
        assert content_of_version(version).origins_of(ActionCode(1))[0].origin_number == "3"
        enforce(version, paris_date(version.created_at))
    assert "Continuée par" in stage.get("actions/3/")
    sent(later, "actions/1/devenir/", {"act": "continue", "origin": "aucun|1", "reason": "Suite"}, status=422)


def test_an_action_is_added_under_an_objective_of_the_plan(stage: Stage) -> None:
    given = {"title": "Maintien du lien", "operational_code": "1-1.1", "leads": "Région", "reason": "Crise"}
    sent(stage, "avenant/action/", given)
    (added,) = draft(stage).rows_of(ActionCode(5))
    assert (added.title, added.leads, added.axis_code) == ("Maintien du lien", (Lead("Région"),), "1")
    sent(stage, "avenant/action/", given | {"operational_code": "9-9"}, status=422)


def test_a_period_is_added_once(stage: Stage) -> None:
    sent(stage, "avenant/periode/", {"period": "2023", "reason": "Prolongation"})
    assert draft(stage).last_year == 2023
    assert in_force(stage).last_year == 2022
    for period in ("2023", "2022-2024", "bientôt"):
        sent(stage, "avenant/periode/", {"period": period, "reason": "Encore"}, status=422)


# ---------------------------------------------------------------- handing over


def led(stage: Stage) -> str:
    """Makes the lead of the Region lead actions 1 and 2. Returns the address of their hand-over page."""
    lead = stage.cast["lead"].person
    with acting_as(MACHINE):
        for number in (ActionCode(1), ActionCode(2)):
            appoint_action_lead(
                actor=MACHINE, plan=stage.plan, number=number, organisation_id=stage.cast.region.pk, person=lead,
                on=SINCE,
            )  # fmt: skip
    return f"/personnes/{lead.pk}/passer-la-main/"


def test_the_page_shows_what_would_move_before_one_button_moves_it(stage: Stage) -> None:
    address = led(stage)
    client = stage.client("pilot")
    taker = stage.cast["buyer"].person
    page = plain(client.get(f"{address}?taker={taker.pk}&on=2026-02-01").content.decode())
    assert f"Ce qui passerait à {taker}" in page
    assert "Confier ces 2 choses" in page
    answer = client.post(address, {"act": "pass", "taker": taker.pk, "on": "2026-02-01", "reason": "Mutation"})
    assert answer.status_code == 302
    with acting_as(MACHINE):
        held = ActionPerson.objects.filter(valid_until__isnull=True)
        assert set(held.values_list("person_id", flat=True)) == {taker.pk}
    after = plain(client.get(address).content.decode())
    assert f"a tout confié à {taker}" in after
    assert "Mutation" in after


def test_passing_without_reason_is_sent_back_and_nothing_moves(stage: Stage) -> None:
    address = led(stage)
    taker = stage.cast["buyer"].person
    answer = stage.client("pilot").post(address, {"act": "pass", "taker": taker.pk, "on": "2026-02-01", "reason": " "})
    assert answer.status_code == 422
    with acting_as(MACHINE):
        assert ActionPerson.objects.filter(person=stage.cast["lead"].person, valid_until__isnull=True).count() == 2


def test_naming_and_ending_a_stand_in(stage: Stage) -> None:
    address = led(stage)
    client, lead = stage.client("pilot"), stage.cast["lead"].person
    given = {
        "act": "stand_in", "substitute": stage.cast["buyer"].person.pk, "valid_from": "2020-01-01",
        "valid_until": "2030-01-01", "reason": "Congé",
    }  # fmt: skip
    assert client.post(address, given | {"valid_until": "2019-01-01"}).status_code == 422
    assert client.post(address, given).status_code == 302
    assert client.post(address, given).status_code == 422
    with acting_as(MACHINE):
        (line,) = substitutions(actor=MACHINE, person_id=lead.pk)
    assert client.post(address, {"act": "end", "stand_in": "0"}).status_code == 409
    assert client.post(address, {"act": "end", "stand_in": str(line.substitution_id)}).status_code == 302


def test_ending_a_post_warns_of_what_would_be_left_and_offers_to_pass_it_on(stage: Stage) -> None:
    address = led(stage)
    lead = stage.cast["lead"].person
    post = Membership.objects.get(person=lead)
    page = plain(stage.client("administrator").get(f"/personnes/{lead.pk}/fonctions/{post.pk}/finir/").content.decode())
    assert "porte encore 2 choses" in page
    assert address in page
    person_page = plain(stage.client("pilot").get(f"/personnes/{lead.pk}/").content.decode())
    assert address in person_page
    assert "Action 1 du plan 2019-2022" in person_page
