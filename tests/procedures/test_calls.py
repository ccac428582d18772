"""A call as its applicants live it: letters that they alone read, the amount that is granted, a case taken up again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import NotFound
from pacte.procedures.models import Application, Case, CasePaper
from pacte.procedures.queries.applications import application_by_id, continuable_cases
from pacte.procedures.queries.cases import continued_case
from pacte.procedures.queries.papers import own_letter
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.services import move_case, update_case_fields
from pacte.procedures.services.applications import begin_application, save_section, send_application
from tests.accounts.guests_at_hand import guest_of
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.procedures.call_acts import decide, open_call, read_case
from tests.procedures.trial_procedure import as_guest
from tests.procedures.walks import know_samples, whole_form
from tests.web.plan_stage import Stage, staged

pytestmark = pytest.mark.django_db
CALL = procedure_by_code("call_for_initiatives")
_FIGURE = target("métiers touchés", 50, unit="%", indicator_code="shortage_occupations_covered")
kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1, figures=(_FIGURE,)))))


@pytest.fixture
def stage(kept_stage: Stage) -> Stage:
    with acting_as(MACHINE):
        know_samples()
    open_call(kept_stage.plan, CALL.code, today() - timedelta(days=5), today() + timedelta(days=5))
    return kept_stage


def person(stage: Stage, email: str) -> Actor:
    return as_guest(guest_of(stage.cast.region, email))


def begun(stage: Stage, guest: Actor, continues: Case | None = None) -> Application:
    with acting_as(guest):
        return begin_application(
            actor=guest, plan=stage.plan, number=ActionCode(1), procedure_code=CALL.code, key=uuid4(), name="Maison",
            continues=continues,
        )  # fmt: skip


def applied(stage: Stage, guest: Actor, title: str = "Un atelier") -> Case:
    draft, values = begun(stage, guest), whole_form(CALL)
    with acting_as(guest):
        for section in CALL.form[:3]:
            own: dict[str, Any] = {each.code: values[each.code] for each in section.fields if each.code in values}
            draft = save_section(actor=guest, application=draft, section=section, values=own, title=title)
        return send_application(actor=guest, application=draft, arrived_at=now())


def decided(stage: Stage, case: Case, *, keeps: bool) -> Case:
    """Read by two people, then kept for 500 €, or refused."""
    on: date = today()
    with acting_as(MACHINE):
        update_case_fields(actor=MACHINE, case=case, title="", values={"eligible": "yes"}, on=on)
        move_case(actor=MACHINE, case=case, transition="admit", on=on)
    read_case(stage.cast, case, on)
    with acting_as(MACHINE):
        move_case(actor=MACHINE, case=case, transition="submit", on=on)
    decide(stage.cast, case, on, keeps=keeps, cents=500_00)
    with acting_as(MACHINE):
        reason = "" if keeps else "l’effet n’est pas mesuré"
        move_case(actor=MACHINE, case=case, transition="award" if keeps else "refuse", on=on, reason=reason)
        case.refresh_from_db()
    return case


def letter(case: Case, code: str) -> CasePaper:
    with acting_as(MACHINE):
        return CasePaper.objects.get(case=case, code=code)


def test_an_award_grants_what_the_committee_gave_and_the_convention_says_it(stage: Stage) -> None:
    case = decided(stage, applied(stage, person(stage, "maison@exemple.fr")), keeps=True)
    with acting_as(MACHINE):
        assert [each.cents for each in case.grants.all()] == [500_00]
        assert case.deadlines.filter(code="report_final").exists(), "due from the award on"
    text = str(letter(case, "convention").content)
    assert "500" in text
    assert "Le comité précise : Le projet est clair." in str(letter(case, "award_letter").content)


def test_nothing_is_reported_by_who_is_not_awarded(stage: Stage) -> None:
    case = decided(stage, applied(stage, person(stage, "maison@exemple.fr")), keeps=False)
    with acting_as(MACHINE):
        assert not case.deadlines.filter(code__startswith="report_").exists()
        assert not case.grants.exists()


def test_a_refusal_is_read_by_who_applied_with_its_reason_and_remedies_and_by_nobody_else(stage: Stage) -> None:
    ours, other = person(stage, "maison@exemple.fr"), person(stage, "autre@exemple.fr")
    case, theirs = decided(stage, applied(stage, ours), keeps=False), applied(stage, other, "Le leur")
    paper = letter(case, "refusal_letter")
    with acting_as(ours):
        application = Application.objects.get(case=case)
        detail = application_by_id(actor=ours, application_id=application.pk, on=today())
        text = str(own_letter(actor=ours, detail=detail, paper_id=paper.pk).row.content)
    assert "Motif : l’effet n’est pas mesuré" in text
    assert "tribunal administratif" in text
    with acting_as(other):
        detail = application_by_id(actor=other, application_id=Application.objects.get(case=theirs).pk, on=today())
        with pytest.raises(NotFound):
            own_letter(actor=other, detail=detail, paper_id=paper.pk)


def test_what_is_signed_is_no_letter(stage: Stage) -> None:
    ours = person(stage, "maison@exemple.fr")
    case = decided(stage, applied(stage, ours), keeps=True)
    with acting_as(ours):
        detail = application_by_id(actor=ours, application_id=Application.objects.get(case=case).pk, on=today())
        with pytest.raises(NotFound):
            own_letter(actor=ours, detail=detail, paper_id=letter(case, "convention").pk)


def test_an_ended_case_begins_the_next_application_which_names_it(stage: Stage) -> None:
    ours = person(stage, "maison@exemple.fr")
    case = decided(stage, applied(stage, ours), keeps=False)
    draft = begun(stage, ours, continues=case)
    assert (draft.title, draft.values["summary"]) == (case.title, case.values["summary"])
    assert "eligible" not in draft.values, "what the Region answered is not taken up"
    with acting_as(ours):
        again = send_application(actor=ours, application=draft, arrived_at=now())
    with acting_as(stage.cast["pilot"].actor) as pilot:
        assert continued_case(actor=pilot, case=again) == case


def test_nobody_takes_up_the_case_of_somebody_else_nor_one_that_goes_on(stage: Stage) -> None:
    ours, other = person(stage, "maison@exemple.fr"), person(stage, "autre@exemple.fr")
    open_one, ended = applied(stage, ours), decided(stage, applied(stage, other, "Le leur"), keeps=False)
    with acting_as(ours):
        assert continuable_cases(actor=ours, plan=stage.plan, procedure=CALL, on=today()) == []
    for case in (open_one, ended):
        with pytest.raises(NotFound):
            begun(stage, ours, continues=case)
