"""On the page of an action, what its lead declares is told once: beside the measure, or among the means."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.conf import LazySettings
from django.test import Client

from pacte.steering.services.values import declare_value
from tests.kept import kept_for_module
from tests.plan.contents import target
from tests.steering.round_stage import OPENED, RoundStage, round_stage
from tests.web.plan_stage import plain
from tests.web.supply_stage import BACKEND

pytestmark = pytest.mark.django_db
TARGET = target("ateliers", 3, unit="ateliers", indicator_code="workshops_held")
kept_stage = kept_for_module(lambda: round_stage(figures=(TARGET,)))


def page(stage: RoundStage, settings: LazySettings) -> str:
    settings.TOTP_REQUIRED = False
    client = Client()
    client.force_login(stage.cast["pilot"].person, backend=BACKEND)
    return plain(client.get(f"/plan/{stage.plan.code}/actions/1/").content.decode())


def declare(stage: RoundStage, what: str, *, code: str = "", proof: str = "", proof_url: str = "") -> None:
    stage.do(
        declare_value, "lead", number=1, what=what, unit=what, indicator_code=code, value=Decimal(1),
        happened_on=OPENED, proof=proof, proof_url=proof_url,
    )  # fmt: skip


def test_a_declared_measure_has_one_date_one_author_and_its_proof(stage: RoundStage, settings: LazySettings) -> None:
    declare(stage, "ateliers", code="workshops_held", proof="PV n° 4")
    shown = page(stage, settings)
    assert "<strong>1 atelier, au 2 novembre 2020</strong>" in shown
    assert "au 02/11/2020" not in shown
    assert ", preuve : PV n° 4" in shown


@pytest.mark.parametrize(("what", "code"), [("ateliers", "workshops_held"), ("visites", "")])
def test_what_stands_above_is_not_listed_again(stage: RoundStage, settings: LazySettings, what: str, code: str) -> None:
    declare(stage, what, code=code)
    shown = page(stage, settings)
    assert "sans preuve" in shown
    assert 'id="declares"' not in shown


def test_the_link_of_a_proof_stays_within_reach(stage: RoundStage, settings: LazySettings) -> None:
    declare(stage, "ateliers", code="workshops_held", proof_url="https://exemple.fr/pv")
    assert 'href="https://exemple.fr/pv"' in page(stage, settings)
