"""Pages of the control by sample: who draws, who says what is found, and who finds nothing."""

from __future__ import annotations

import json

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from pacte.kernel.clock import today
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.procedures.test_audits import a_round, audited_call, in_round  # noqa: F401
from tests.web.plan_stage import Stage, plain, staged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("audited_call", "without_code")]

kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))


@pytest.fixture
def without_code(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


def test_a_pilot_draws_and_an_analyst_says_what_is_found(stage: Stage) -> None:
    call_round = a_round(stage)
    case = in_round(stage, 800_000)
    at = [stage.plan.code, call_round.pk]
    pilot = stage.client("pilot")
    answer = pilot.get(reverse("readings:rounds", args=[stage.plan.code]))
    assert answer.status_code == 200, answer.headers
    page = answer.content.decode()
    assert reverse("readings:audit", args=at) in page
    page = plain(pilot.post(reverse("readings:draw", args=at), follow=True).content.decode())
    assert "1 dossier tiré sur 1 ; 1 constat à rendre." in page
    assert "le tirage est le même" in page
    assert "attend son constat avant « Solder »" in page
    assert pilot.get(reverse("readings:draw", args=at)).status_code == 404, "drawn once"
    find = reverse("readings:find", args=[*at, case.number])
    assert pilot.get(find).status_code == 404
    assert stage.client("finance").get(find).status_code == 404, "finance prepared the payment"
    analyst = stage.client("analyst")
    given = {"place": "on_site", "found_on": today().isoformat(), "unjustified_cents": "900", "words": "Rien vu."}
    assert "Le constat est gardé" in analyst.post(find, given, follow=True).content.decode()
    page = plain(analyst.get(reverse("cases:file", args=[stage.plan.code, case.number])).content.decode())
    assert "non conforme, 900" in page
    kept = analyst.get(reverse("readings:audit_file", args=at))
    assert json.loads(kept.content)["drawn"] == [{"number": case.number, "why": "amount"}]
    _refuse_others(stage, [reverse(f"readings:{name}", args=at) for name in ("audit", "audit_file")] + [find])


def _refuse_others(stage: Stage, urls: list[str]) -> None:
    others: list[Client] = [stage.client(part) for part in ("intruder", "lead", "partner")]
    assert {each.get(url).status_code for each in others for url in urls} == {404}
