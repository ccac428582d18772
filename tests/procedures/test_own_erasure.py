"""Whoever applied asks that what they gave be erased: a draft at once, an open case never, a paid one at its day."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from pacte.accounts.models import Guest
from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound
from pacte.procedures.models import Application, Case, CaseEvent
from pacte.procedures.queries.own_erasure import OwnErasureState, application_erasure_marks, own_erasure
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import Retention
from pacte.procedures.rules.retention import erased_from
from pacte.procedures.services.applications import begin_application, save_section
from pacte.procedures.services.draft_retention import purge_drafts
from pacte.procedures.services.own_erasure import erase_own_application
from pacte.workflows.erase_old_cases import erase_old_cases
from tests.accounts.guests_at_hand import guest_of
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.procedures.example_money import CALL, example_call  # noqa: F401
from tests.procedures.test_retention import MARK, TEXTS, marked_guest, sent, settled, where_marked
from tests.web.plan_stage import Stage, staged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("example_call")]
kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))


@pytest.mark.parametrize(
    ("ended_on", "months", "first"),
    [
        (date(2020, 1, 31), 24, date(2022, 1, 31)),
        (date(2020, 1, 31), 1, date(2020, 3, 1)),
        (date(2020, 12, 15), 1, date(2021, 1, 15)),
        (date(2020, 2, 29), 12, date(2021, 3, 1)),
    ],
)
def test_a_case_goes_on_the_same_day_of_the_month_or_on_the_first_after_it(
    ended_on: date, months: int, first: date
) -> None:
    assert erased_from(Retention(months=months, paid_years=10), ended_on, is_paid=False) == first


def test_an_open_case_is_withdrawn_first_then_goes_at_once_and_the_case_says_so(stage: Stage) -> None:
    with acting_as(MACHINE):
        guest = marked_guest(stage)
        other = Actor(name="une autre", guest_id=guest_of(stage.cast.region, "autre@exemple.fr").pk)
    case, application = sent(stage, guest)
    with acting_as(guest), pytest.raises(Conflict) as still_open:
        erase_own_application(actor=guest, application=application)
    assert still_open.value.code == "erasure_open"
    with acting_as(MACHINE):
        Case.objects.filter(pk=case.pk).update(ended_on=today())
    with acting_as(other), pytest.raises(NotFound):
        erase_own_application(actor=other, application=application)
    with acting_as(guest):
        record = erase_own_application(actor=guest, application=application)
        assert not Application.objects.exists()
    assert [each for each in where_marked() if not each.startswith("accounts_")] == []
    with acting_as(MACHINE):
        told = CaseEvent.objects.get(case=case, kind=CaseEventKind.ERASED)
        assert told.reason == "demande de la personne qui a déposé"
        assert [each.mark for each in application_erasure_marks(actor=MACHINE)] == [record.mark]
        assert Guest.objects.get(pk=guest.guest_id).erased_at is None, "their link opens until the night"
        erase_old_cases(actor=MACHINE)
        assert Guest.objects.get(pk=guest.guest_id).erased_at
    assert where_marked() == []


def test_a_paid_case_is_refused_with_its_day(stage: Stage) -> None:
    case, application = settled(stage)
    guest = Actor(name="Zephyrine", guest_id=case.guest_id)
    with acting_as(guest):
        application = Application.objects.select_related("case").get(pk=application.pk)
        outcome = own_erasure(actor=guest, application=application)
        assert outcome.state is OwnErasureState.PAID
        assert outcome.goes_on == erased_from(CALL.keeps, today(), is_paid=True)
        with pytest.raises(Conflict) as paid:
            erase_own_application(actor=guest, application=application)
    assert paid.value.code == "erasure_paid"
    assert str(today().year + CALL.keeps.paid_years) in paid.value.hint


@pytest.mark.parametrize("is_asked", [True, False], ids=["when asked", "when its time is over"])
def test_a_draft_leaves_nothing_of_who_wrote_it(stage: Stage, is_asked: bool) -> None:
    with acting_as(MACHINE):
        guest = marked_guest(stage)
    with acting_as(guest):
        draft = begin_application(
            actor=guest, plan=stage.plan, number=ActionCode(1), procedure_code=CALL.code, key=UUID(int=1), name=MARK
        )
        draft = save_section(actor=guest, application=draft, section=CALL.form[0], values=TEXTS, title=MARK)
        assert where_marked() != []
    if is_asked:
        with acting_as(guest):
            erase_own_application(actor=guest, application=draft)
    else:
        with acting_as(MACHINE):
            Application.objects.update(touched_at=now() - timedelta(days=900), warned_days=3)
            assert purge_drafts(actor=MACHINE, on=today()) == 1
    assert [each for each in where_marked() if not each.startswith("accounts_")] == []
