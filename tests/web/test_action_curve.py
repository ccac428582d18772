"""On the page of an action, its figure over time stands beside its proofs, for who may ask figures and sees the value.

Two pacts in two bodies: what the other one bought is in no curve of ours.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.indicators.written_facts import FactRow, write_tables
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.web.plan_stage import Stage, staged

pytestmark = pytest.mark.django_db
PLACES = target("places achetées", 40, unit="places", indicator_code="places_bought")
ENTRIES = target("entrées", 40, unit="entrées", indicator_code="entries_by_session")
BOUGHT = {date(2022, 1, 15): 23, date(2022, 3, 2): 31}
ENTERED = (date(2022, 2, 3), date(2022, 4, 6), date(2022, 4, 6))
BUILT_ON = date(2022, 6, 30)

kept_stage = kept_for_module(
    lambda: staged(small_plan(row("A01", 1, figures=(PLACES,)), row("A02", 2, figures=(ENTRIES,))))
)


@pytest.fixture
def stage(kept_stage: Stage, settings: LazySettings, tmp_path: Path) -> Stage:
    """Action 1 bought places on two days, and so did action 1 of the other pact; three people entered in action 2."""
    settings.TOTP_REQUIRED = False
    settings.FACTS_FOLDER = tmp_path
    cast = kept_stage.cast
    ours = (cast.region.pk, kept_stage.plan.pk)
    theirs = (cast["intruder"].organisation.pk, kept_stage.plan.pk + 1)
    ledger = [
        *(_bought(*ours, day, places, "1") for day, places in BOUGHT.items()),
        *(_bought(*theirs, day, 700, "1") for day in BOUGHT),
        _bought(*ours, date(2022, 1, 20), 3, "2"),
    ]
    session = ledger[-1]["session"]
    entries: list[FactRow] = [
        _fact(ours[0], day, kind="entered", person=rank, journey=rank, session=session)
        for rank, day in enumerate(ENTERED, 1)
    ]
    write_tables(tmp_path, {"ledger": ledger, "entries": entries}, built_on=BUILT_ON)
    return kept_stage


def _fact(host: int, day: date, **more: object) -> dict[str, object]:
    return {"host": host, "happened_on": day, "recorded_at": f"{day} 09:00:00", **more}


def _bought(host: int, plan: int, day: date, places: int, action: str) -> dict[str, object]:
    number = day.toordinal() + plan
    return _fact(
        host, day, fact=number, kind="bought", places=places, hours=places * 100, cents=9_000, order_id=number,
        session=number, plan=plan, plan_action=action, order_fund="pact",
        fund="pact",
    )  # fmt: skip


def values_by_month(page: str) -> dict[str, str]:
    """The table under the curve: its first two columns."""
    _, _, table = page.partition('id="courbe')
    lines = re.findall(r"<th scope=\"row\"[^>]*>(.*?)</th>\s*<td[^>]*>(.*?)</td>", table.partition("</table>")[0], re.S)
    return {re.sub(r"<[^>]+>", "", month).strip(): re.sub(r"<[^>]+>", "", value).strip() for month, value in lines}


def test_the_months_of_the_action_add_up_to_its_value_with_the_target_as_a_line(stage: Stage) -> None:
    page = stage.get("actions/1/", "pilot")
    months = values_by_month(page)
    assert {month: value for month, value in months.items() if value != "manquant"} == {
        "janv. 2022": "23", "mars 2022": "31",
    }  # fmt: skip
    assert "54 places" in page
    assert "cible du plan" in page


def test_the_curve_offers_its_picture_and_is_read_after_the_heading_of_the_section(stage: Stage) -> None:
    page = stage.get("actions/1/", "pilot")
    assert page.index('id="preuves"') < page.index('id="courbe')
    assert 'data-picture="registre des places' in page


@pytest.mark.parametrize("part", ["", "partner", "visitor", "intruder"])
def test_who_asks_no_figure_of_the_pact_has_no_curve(stage: Stage, part: str) -> None:
    assert 'id="courbe' not in stage.get("actions/1/", part)


def test_a_value_that_would_show_few_people_has_no_curve_either(stage: Stage) -> None:
    assert 'id="courbe' in stage.get("actions/2/", "pilot")
    page = stage.get("actions/2/", "state_reader")
    assert "petits effectifs" in page
    assert 'id="courbe' not in page
