"""Hires that firms promise: asked by letter, confirmed by a firm, and kept when somebody trained says the contract."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import acting_as
from pacte.indicators.queries.operational_count_registry import plan_operational_counts
from pacte.indicators.records.operational_counts import CountResult
from pacte.indicators.rules.hire_costs import NO_ORDER
from pacte.indicators.services import refresh_facts
from pacte.journeys.records import StepKind as K
from pacte.journeys.services import StepInput, record_step
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, ValidationError
from pacte.notifications.models import GuestLetter
from pacte.offer.models import Session
from pacte.procedures.models import Case, HireAnswer, HireInquiry
from pacte.procedures.queries import hire_inquiry
from pacte.procedures.records.promises import FirmPromise, HireCount
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.description_check import description_defects
from pacte.procedures.rules.hire_promises import firm_promises, hire_count, is_binding
from pacte.procedures.services import (
    ask_promised_hires,
    move_case,
    open_case,
    record_hires,
    update_case_fields,
)
from tests.accounts.guests_at_hand import secret_for
from tests.cast import MACHINE
from tests.indicators.purchased import buy, order_for
from tests.journeys.making import session_with, somebody, walk
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.procedures.signing import sign_by_hand
from tests.web.plan_stage import Stage, plain, staged

PROCEDURE = procedure_by_code("custom_training")
SPEC = PROCEDURE.promises
assert SPEC is not None
SOAP, BAKERY = "73282932000074", "55210055400013"
OPENED, STARTS, ENDS = date(2020, 10, 5), date(2021, 1, 11), date(2021, 6, 11)
AT_THREE_MONTHS, AT_SIX_MONTHS, DAY = date(2021, 9, 11), date(2021, 12, 11), date(2021, 10, 15)
BOUGHT = datetime(2021, 1, 5, 9, tzinfo=UTC)
SAID = {"months": 3, "answered": True, "in_job": True}
KEPT = "employer_promises_kept"
NEED = {
    "applicant_firm": "Savonnerie", "applicant_siret": "73282932000074", "commune": "18033", "contact": "A. Martin",
    "occupation": "H2301", "posts_needed": 3, "needed_on": "2021-06-15", "competences": "Conduire un mélangeur.",
}  # fmt: skip


def line(firm: str, posts: int, by: str = "2021-08-31", email: str = "savon@exemple.fr") -> dict[str, Any]:
    return {"firm_name": "Savonnerie" if firm == SOAP else "Fournil", "siret": firm, "email": email, "posts": posts,
            "contract": "permanent", "by": by}  # fmt: skip


VALUES = {
    "design": "Huit semaines en atelier.",
    "promises": [line(SOAP, 2), line(BAKERY, 1, email="fournil@exemple.fr"), line(SOAP, 1, by="2030-01-01")],
}


def test_the_lines_of_a_firm_are_one_promise_and_only_what_is_due_is_asked_of_it() -> None:
    soap, bakery = firm_promises(SPEC, VALUES, DAY)
    assert soap == FirmPromise(SOAP, "Savonnerie", "savon@exemple.fr", posts=3, due=2, by=date(2030, 1, 1))
    assert (bakery.posts, bakery.due) == (1, 1)
    assert [each.due for each in firm_promises(SPEC, VALUES, date(2021, 8, 30))] == [0, 0]
    assert firm_promises(SPEC, {"promises": [{"siret": SOAP}, {"posts": 2}]}, DAY) == ()


def test_a_hire_is_kept_when_both_sides_say_it_and_no_firm_makes_up_for_another() -> None:
    promises = firm_promises(SPEC, VALUES, DAY)
    assert hire_count(promises, {}, said_hires=3) == HireCount(due=3, said_hires=3, confirmed=0)
    assert hire_count(promises, {SOAP: 3}, said_hires=3).kept_posts == 2, "the third post is for later"
    assert hire_count(promises, {SOAP: 2, BAKERY: 1}, said_hires=1).kept_posts == 1, "one person says it"
    assert hire_count(promises, {SOAP: 2, BAKERY: 1}, said_hires=9).kept_posts == 3


def test_a_promise_binds_from_the_convention_until_the_case_is_dropped() -> None:
    assert not is_binding(SPEC, {"design", "prepare"})
    assert is_binding(SPEC, {"sign", "train", "close"})
    assert not is_binding(SPEC, {"sign", "drop"})


def test_a_description_whose_promises_name_nothing_is_told() -> None:
    broken = replace(PROCEDURE, promises=replace(SPEC, posts="places", signed="dance"))
    assert description_defects(broken) == [
        "promises: field « promises.places » does not exist",
        "promises: transition « dance » does not exist",
    ]
    assert description_defects(replace(PROCEDURE, promises=None)) == [
        "counts: hires are counted, and no firm promises any"
    ]


@dataclass(slots=True)
class Convention:
    """A signed convention of two firms, and its session of four people, of whom three say a long contract."""

    stage: Stage
    case: Case
    session: Session

    def letters(self, on: date) -> int:
        with acting_as(MACHINE):
            return ask_promised_hires(actor=MACHINE, on=on)

    def firm(self, siret: str) -> tuple[Actor, HireInquiry]:
        with acting_as(MACHINE):
            inquiry = HireInquiry.objects.select_related("guest").filter(firm=siret).latest("pk")
        return Actor(name="par son lien", guest_id=inquiry.guest_id), inquiry

    def confirm(self, siret: str, hired: int) -> None:
        actor, inquiry = self.firm(siret)
        with acting_as(actor):
            record_hires(actor=actor, inquiry_id=inquiry.pk, hired=hired)

    def told(self) -> CountResult | None:
        with acting_as(NOBODY):
            found = plan_operational_counts(
                actor=NOBODY, plan=self.stage.plan, on=today(),
                aimed={"employer_promises_kept": frozenset({ActionCode(1)})},
            )  # fmt: skip
        lines = found.get(ActionCode(1), [])
        return next((each for service, each in lines if service.code == "employer_promises_kept"), None)


def convention() -> Convention:
    """Four people enter; three say a contract: permanent, six months, a short one."""
    stage = staged(small_plan(row("A01", 1, figures=(target(value=80, unit="%", indicator_code=KEPT),))))
    session = session_with(stage.cast, opened=4, number="24_77")
    for contract in ("permanent", "six_months", "short", ""):
        journey = somebody(stage.cast, first_name=f"Personne {contract}")
        walk(stage.cast["adviser"].actor, journey, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
        walk(stage.cast["provider"].actor, journey, session, K.ENTERED, on=STARTS)
        walk(stage.cast["provider"].actor, journey, session, K.ENDED, on=ENDS)
        if contract:
            step = StepInput(K.SITUATION, AT_THREE_MONTHS, detail=SAID | {"contract": contract})
            with acting_as(MACHINE):
                record_step(actor=MACHINE, key=journey.key, step_input=step)
    on = OPENED
    with acting_as(MACHINE):
        case = open_case(
            actor=MACHINE, plan=stage.plan, number=ActionCode(1), procedure_code=PROCEDURE.code, title="Savonniers",
            on=on, values=VALUES | {"sessions": ["24_77"]} | NEED,
        )  # fmt: skip
        for transition in ("design", "prepare"):
            move_case(actor=MACHINE, case=case, transition=transition, on=on)
        sign_by_hand(case, "convention", on)
        move_case(actor=MACHINE, case=case, transition="sign", on=on)
    return Convention(stage, case, session)


kept_convention = kept_for_module(convention)


@pytest.fixture
def made(kept_convention: Convention, db: None) -> Convention:
    return deepcopy(kept_convention)


def test_each_firm_is_asked_once_at_each_date_then_reminded_once(made: Convention) -> None:
    assert made.letters(AT_THREE_MONTHS - timedelta(days=1)) == 0
    assert made.letters(AT_THREE_MONTHS) == 2
    assert made.letters(AT_THREE_MONTHS) == 0
    made.confirm(SOAP, 1)
    assert made.letters(AT_THREE_MONTHS + timedelta(days=10)) == 1, "the one that did not answer"
    assert made.letters(AT_THREE_MONTHS + timedelta(days=11)) == 0
    assert made.letters(AT_SIX_MONTHS) == 2
    with acting_as(MACHINE):
        letter = GuestLetter.objects.exclude(scope=GuestScope.SIGN).order_by("pk").first()
        assert letter is not None
        assert letter.scope == GuestScope.CONFIRM
        assert "3\u00a0postes" in letter.text


def test_nobody_is_asked_before_the_convention_or_once_the_case_is_dropped(made: Convention) -> None:
    with acting_as(MACHINE):
        move_case(actor=MACHINE, case=made.case, transition="drop", on=DAY, reason="la session n’a pas lieu")
    assert made.letters(AT_THREE_MONTHS) == 0
    assert made.told() is None


def test_the_figure_of_the_plan_takes_both_sides(made: Convention) -> None:
    assert (made.told() or CountResult(9)).count == 0, "promised and due, kept by nobody"
    made.letters(AT_THREE_MONTHS)
    made.confirm(SOAP, 2)
    made.confirm(BAKERY, 1)
    told = made.told()
    assert told is not None
    assert (told.count, told.total) == (2, 3), "two people say a long contract: the third hire is not proved"
    assert told.precision == "98\u00a0jours du besoin au premier jour de formation (médiane)"
    made.confirm(SOAP, 0)
    assert (made.told() or told).count == 1, "a firm corrects; its last answer counts"
    with acting_as(MACHINE):
        assert HireAnswer.objects.count() == 3


def test_a_hire_costs_what_is_ordered_for_its_sessions(made: Convention, tmp_path: Path) -> None:
    def cost() -> CountResult:
        with acting_as(MACHINE):
            refresh_facts(actor=MACHINE, facts_dir=tmp_path, full=True)
        with acting_as(NOBODY):
            found = plan_operational_counts(
                actor=NOBODY, plan=made.stage.plan, on=today(), aimed={}, facts_dir=tmp_path
            )  # fmt: skip
        return next(each for service, each in found[ActionCode(1)] if service.code == "cost_per_hire")

    made.letters(AT_THREE_MONTHS)
    made.confirm(SOAP, 2)
    assert cost().lacks == NO_ORDER
    orders = [order_for(made.stage.cast.region, made.stage.plan, 1, made.session, number=each) for each in ("C1", "C2")]
    for each, places in zip(orders, (4, 2), strict=True):
        buy(each, places, known=BOUGHT)
    assert (cost().count, cost().total) == (5_400, 2), "both orders pay for the session"
    with acting_as(MACHINE):
        update_case_fields(actor=MACHINE, case=made.case, title="", values={"order": "C1"}, on=DAY)
    assert (cost().count, cost().total) == (3_600, 2), "the order that the case names"
    made.confirm(SOAP, 0)
    assert cost().lacks.startswith("aucune embauche confirmée à ce jour, pour 3")


def test_a_firm_answers_for_itself_within_its_promise_and_sees_no_other(made: Convention) -> None:
    made.letters(AT_THREE_MONTHS)
    (soap, inquiry), (bakery, _) = made.firm(SOAP), made.firm(BAKERY)
    with acting_as(soap):
        detail = hire_inquiry(actor=soap, inquiry_id=inquiry.pk, on=DAY)
        assert (detail.promise.posts, detail.said_hires, detail.hired) == (3, 2, None)
        with pytest.raises(ValidationError) as refused:
            record_hires(actor=soap, inquiry_id=inquiry.pk, hired=4)
        assert refused.value.code == "hires_beyond_promise"
        assert [each.firm for each in HireInquiry.objects.all()] == [SOAP], "by row-level security"
    with acting_as(bakery), pytest.raises(NotFound):
        record_hires(actor=bakery, inquiry_id=inquiry.pk, hired=1)
    with acting_as(NOBODY), pytest.raises(NotFound):
        hire_inquiry(actor=NOBODY, inquiry_id=inquiry.pk, on=DAY)


def test_the_link_of_the_letter_confirms_in_one_click_and_the_case_says_who_owes_what(
    made: Convention, settings: LazySettings
) -> None:
    settings.TOTP_REQUIRED = False
    made.letters(AT_THREE_MONTHS)
    _, inquiry = made.firm(SOAP)
    secret = secret_for(inquiry.guest, GuestScope.CONFIRM, inquiry.pk)
    address = reverse("cases:hires", args=[secret, inquiry.pk])
    page = plain(Client().get(address).content.decode())
    assert "2 personnes formées disent" in page
    assert "Personne" not in page, "no name"
    assert Client().post(address, {"hired": "2"}).status_code == 302
    assert Client().post(address, {"hired": "beaucoup"}).status_code == 422
    case = made.stage.get(f"dossiers/{made.case.number}/", "pilot")
    assert "2 embauches sur 3 postes promis à ce jour" in case
    assert "2 embauches confirmées" in case
    assert "manque, à l’entreprise : répondre à la lettre du 11 septembre 2021" in case
