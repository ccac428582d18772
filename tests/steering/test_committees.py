"""A committee from its date to its statement: printed and sent documents never change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from pacte.accounts.models import Person
from pacte.accounts.row_context import acting_as
from pacte.exchange.pack_files import EXTENSIONS, STATEMENT_EXTENSIONS, write_pack, write_statement
from pacte.finance.records import MoneyStage
from pacte.finance.services import import_extract
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PacteError, PermissionDenied, ValidationError
from pacte.kernel.money import format_euros
from pacte.notifications.models import Notification
from pacte.steering.models import Committee, Decision
from pacte.steering.permissions import RIGHTS
from pacte.steering.queries.committees import (
    committee_agenda,
    committee_by_number,
    committee_summaries,
    frozen_pack,
    issued_statement,
    next_committees,
)
from pacte.steering.records.meetings import AgendaKind, AgendaPoint
from pacte.steering.rules.serialisation import json_digest
from pacte.steering.services.committees import (
    cancel_committee,
    change_committee,
    mark_committee_held,
    plan_committee,
    set_agenda,
)
from pacte.steering.services.decisions import DecisionInput, change_decision, withdraw_decision
from pacte.steering.services.statements import issue_statement
from pacte.workflows.committee_pack import CommitteePackResult, get_or_make_pack_of_round, make_committee_pack
from tests.cast import MACHINE
from tests.finance.accounts import account, extract
from tests.steering.committee_stage import ASKED, HELD, POINTS, CommitteeStage, committee_stage

pytestmark = pytest.mark.django_db


def packed(stage: CommitteeStage) -> CommitteePackResult:
    with stage.acting() as actor:
        return make_committee_pack(actor=actor, committee=stage.fresh(), synthetic=True)


def issued(stage: CommitteeStage, on: date = HELD) -> Committee:
    with stage.acting() as actor:
        return issue_statement(
            actor=actor, committee=stage.fresh(), on=on, version="Plan initial", titles={ActionCode(1): "Titre"},
            address_of=lambda number: f"/decisions/{number}/",
        )  # fmt: skip


def test_the_agenda_keeps_its_order_and_its_hours() -> None:
    stage = committee_stage()
    with stage.acting() as actor:
        points = committee_agenda(actor=actor, committee=stage.fresh())
    assert [replace(point, begins_at=None) for point in points] == list(POINTS)
    assert [f"{point.begins_at:%H:%M}" for point in points] == ["09:30", "10:00"]


@pytest.mark.parametrize(
    ("point", "code"),
    [
        (AgendaPoint(" "), "agenda_title"), (AgendaPoint("x" * 301), "agenda_title"),
        (AgendaPoint("Un point", minutes=0), "agenda_minutes"), (AgendaPoint("Un point", number=ActionCode(99)),
        "agenda_action"),
    ],
)  # fmt: skip
def test_a_wrong_point_is_refused_and_the_agenda_stays(point: AgendaPoint, code: str) -> None:
    stage = committee_stage()
    with stage.acting() as actor, pytest.raises(ValidationError) as refusal:
        set_agenda(actor=actor, committee=stage.fresh(), points=(point,))
    assert refusal.value.code == code
    with stage.acting() as actor:
        assert len(committee_agenda(actor=actor, committee=stage.fresh())) == len(POINTS)


def test_the_next_committee_is_the_first_that_is_not_held() -> None:
    stage = committee_stage()
    with stage.acting() as actor:
        plan_committee(actor=actor, plan=stage.plan, title="Après", held_on=HELD + timedelta(days=90))
        found = next_committees(actor=actor, on=HELD)
        assert found[stage.plan.code].number == stage.committee.number
        assert not next_committees(actor=actor, on=HELD + timedelta(days=91))


def test_the_pack_prints_what_the_closed_round_held() -> None:
    pack = packed(committee_stage()).pack
    assert [action.number for action in pack.actions] == ["1", "2", "3"]
    assert pack.figures()["S-1"] == "2 / 3"
    assert pack.figures()["A1-D"] == ASKED
    assert [action.number for action in pack.matters] == ["1"]
    assert pack.silent == ("3 Action 3 (porteur à désigner)",)


def test_the_pack_of_a_past_day_prints_the_money_that_was_known_then() -> None:
    """Accounts of 2019 imported today: a pack as of yesterday does not print them."""
    stage = committee_stage()
    happened = date(2019, 3, 1)
    line = account("E1", 1000_00, dates={MoneyStage.COMMITTED: happened})
    with acting_as(MACHINE):
        region = stage.plan.organisation
        import_extract(actor=MACHINE, organisation=region, extract=extract(line), plan=stage.plan)
    told = {}
    for as_of in (today() - timedelta(days=1), today()):
        with stage.acting() as actor:
            made = make_committee_pack(actor=actor, committee=stage.fresh(), synthetic=True, as_of=as_of)
        told[as_of] = [figure.text for figure in next(each for each in made.pack.actions if each.number == "1").money]
    assert list(told.values()) == [[], [format_euros(1000_00)]]


def test_a_frozen_pack_does_not_move_when_its_sources_do() -> None:
    stage = committee_stage()
    made = packed(stage)
    before = {kind: write_pack(made.pack, kind) for kind in EXTENSIONS}
    with stage.acting() as actor:
        change_committee(actor=actor, committee=stage.fresh(), title="Un autre nom", held_on=HELD, round_number=1)
        set_agenda(actor=actor, committee=stage.fresh(), points=())
    with acting_as(MACHINE):
        Person.objects.filter(pk=stage.cast["lead"].person.pk).update(last_name="Mariée")
    stage.decide()
    with stage.acting() as actor:
        kept = frozen_pack(actor=actor, committee=stage.fresh())
    assert kept == made.pack
    assert {kind: write_pack(kept, kind) for kind in EXTENSIONS} == before
    assert json_digest(stage.fresh().frozen) == stage.fresh().frozen_digest == made.committee.frozen_digest


def test_made_again_before_the_meeting_the_pack_is_a_new_edition() -> None:
    stage = committee_stage()
    assert [packed(stage).pack.edition, packed(stage).pack.edition] == [1, 2]
    assert stage.fresh().frozen_edition == 2


def test_once_the_meeting_is_held_the_pack_and_the_agenda_stay() -> None:
    stage = committee_stage()
    packed(stage)
    with stage.acting() as actor:
        mark_committee_held(actor=actor, committee=stage.fresh(), on=HELD)
    for act in (
        lambda actor: make_committee_pack(actor=actor, committee=stage.fresh(), synthetic=True),
        lambda actor: set_agenda(actor=actor, committee=stage.fresh(), points=()),
        lambda actor: cancel_committee(actor=actor, committee=stage.fresh(), reason="non"),
        lambda actor: change_committee(actor=actor, committee=stage.fresh(), title="x", held_on=HELD),
    ):
        with stage.acting() as actor, pytest.raises(Conflict):
            act(actor)


@pytest.mark.parametrize(
    "change",
    [
        "update steering_committee set frozen = '{}'::jsonb",
        "update steering_committee set state = 'planned'",
        "update steering_committee set statement = '{}'::jsonb",
        "update steering_committee set statement_number = 12",
        "delete from steering_agendaitem; delete from steering_committee",
        "update steering_decision set text = 'Autre chose'",
        "update steering_decision set due_on = '2022-01-01'",
        "delete from steering_decisionevent",
        "update steering_decisionevent set note = 'réécrit'",
        "delete from steering_decision_plan_actions; delete from steering_decision",
    ],
)
def test_the_database_itself_keeps_what_was_issued(change: str) -> None:
    stage = committee_stage()
    packed(stage)
    stage.decide()
    issued(stage)
    with pytest.raises(IntegrityError), transaction.atomic(), acting_as(MACHINE), connection.cursor() as cursor:
        cursor.execute(change)


def test_an_open_round_gives_no_pack() -> None:
    stage = committee_stage(closed=False)
    with pytest.raises(Conflict) as refusal:
        packed(stage)
    assert refusal.value.code == "round_open"
    with stage.acting() as actor, pytest.raises(Conflict):
        get_or_make_pack_of_round(actor=actor, plan=stage.plan, number=1, synthetic=True)


def test_a_committee_without_a_round_gives_no_pack() -> None:
    stage = committee_stage()
    with stage.acting() as actor:
        change_committee(actor=actor, committee=stage.fresh(), title="Sans tour", held_on=HELD)
    with pytest.raises(Conflict) as refusal:
        packed(stage)
    assert refusal.value.code == "committee_without_round"


def test_the_command_gives_the_pack_of_a_round_as_it_is_and_makes_its_committee_when_there_is_none() -> None:
    stage = committee_stage()
    with stage.acting() as actor:
        first = get_or_make_pack_of_round(actor=actor, plan=stage.plan, number=1, synthetic=True)
        again = get_or_make_pack_of_round(actor=actor, plan=stage.plan, number=1, synthetic=True)
        assert (first.is_new, again.is_new, again.pack) == (True, False, first.pack)
        cancel = stage.fresh()
        assert cancel.frozen_edition == 1
    with acting_as(MACHINE):
        Committee.objects.all().delete()
    with stage.acting() as actor:
        made = get_or_make_pack_of_round(actor=actor, plan=stage.plan, number=1, synthetic=True)
    assert made.committee.title == "Comité du 9 décembre 2020"
    assert made.committee.held_on == HELD


def test_the_statement_is_numbered_frozen_and_told_once_to_each_owner() -> None:
    stage = committee_stage()
    stage.decide("Première décision.")
    stage.decide("Deuxième décision.")
    stage.decide("Troisième décision.", owner_id=None, owner_body_id=stage.cast.state.pk)
    committee = issued(stage)
    assert (committee.statement_number, committee.state) == (1, "issued")
    with stage.acting() as actor:
        statement = issued_statement(actor=actor, committee=stage.fresh())
    assert statement is not None
    assert [each.ref for each in statement.decisions] == ["D-1", "D-2", "D-3"]
    assert statement.decisions[0].owner == "Lead Distribution"
    before = {kind: write_statement(statement, kind) for kind in STATEMENT_EXTENSIONS}
    with acting_as(MACHINE):
        told = {notice.person_id: notice for notice in Notification.objects.filter(kind="decision")}
        assert set(told) == {stage.cast["lead"].person.pk, stage.cast["state_lead"].person.pk}
        assert "D-1" in told[stage.cast["lead"].person.pk].text
        assert "D-2" in told[stage.cast["lead"].person.pk].text
        assert told[stage.cast["state_lead"].person.pk].address == "/decisions/3/"
        Decision.objects.filter(number=1).update(owner=stage.cast["pilot"].person)
    with stage.acting() as actor:
        again = issued_statement(actor=actor, committee=stage.fresh())
    assert again == statement
    assert {kind: write_statement(again, kind) for kind in STATEMENT_EXTENSIONS} == before
    with pytest.raises(Conflict):
        issued(stage)


def test_statements_take_the_numbers_in_the_order_in_which_they_leave() -> None:
    stage = committee_stage()
    with stage.acting() as actor:
        later = plan_committee(actor=actor, plan=stage.plan, title="Suivant", held_on=HELD + timedelta(days=30))
        mark_committee_held(actor=actor, committee=later, on=HELD + timedelta(days=30))
        first = issue_statement(actor=actor, committee=later, on=HELD + timedelta(days=31), version="", titles={})
    stage.decide()
    assert (first.statement_number, issued(stage).statement_number) == (1, 2)


def test_a_decision_without_an_owner_holds_the_statement_back() -> None:
    stage = committee_stage()
    stage.decide(owner_id=None)
    with pytest.raises(Conflict) as refusal:
        issued(stage)
    assert refusal.value.code == "decision_without_owner"
    assert "D-1" in refusal.value.message


def test_once_the_statement_has_left_a_decision_is_neither_changed_nor_taken_back() -> None:
    stage = committee_stage()
    decision = stage.decide()
    issued(stage)
    decision.committee.refresh_from_db()
    with stage.acting() as actor, pytest.raises(Conflict):
        change_decision(actor=actor, decision=decision, decision_input=DecisionInput("Autre"))
    with stage.acting() as actor, pytest.raises(Conflict):
        withdraw_decision(actor=actor, decision=decision)
    with pytest.raises(Conflict):
        stage.decide("Une de plus")


def test_a_meeting_is_not_held_before_its_day() -> None:
    stage = committee_stage()
    with pytest.raises(ValidationError) as refusal:
        stage.decide(on=HELD - timedelta(days=1))
    assert refusal.value.code == "committee_to_come"


def test_a_committee_called_off_leaves_its_reason() -> None:
    stage = committee_stage()
    with stage.acting() as actor, pytest.raises(ValidationError):
        cancel_committee(actor=actor, committee=stage.fresh(), reason=" ")
    with stage.acting() as actor:
        cancel_committee(actor=actor, committee=stage.fresh(), reason="Grève")
        assert committee_summaries(actor=actor, plan=stage.plan) == []


@pytest.mark.parametrize("act", [act for act in RIGHTS if act.startswith(("committee.", "decision."))])
def test_each_act_of_the_room_names_every_role(act: str) -> None:
    assert set(RIGHTS[act].values()) <= {"-", "c", "h"}


@pytest.mark.parametrize(
    ("part", "family"),
    [
        ("lead", PermissionDenied), ("analyst", PermissionDenied), ("auditor", PermissionDenied),
        ("administrator", PermissionDenied),
        ("partner", NotFound), ("visitor", NotFound), ("buyer", NotFound), ("intruder", NotFound),
    ],
)  # fmt: skip
def test_only_the_pilot_prepares_and_who_may_not_read_does_not_know(part: str, family: type[PacteError]) -> None:
    stage = committee_stage()
    committee = stage.fresh()
    for act in (
        lambda actor: set_agenda(actor=actor, committee=committee, points=()),
        lambda actor: make_committee_pack(actor=actor, committee=committee, synthetic=True),
        lambda actor: plan_committee(actor=actor, plan=stage.plan, title="x", held_on=HELD),
        lambda actor: mark_committee_held(actor=actor, committee=committee, on=HELD),
    ):
        with stage.acting(part) as actor, pytest.raises(family):
            act(actor)


@pytest.mark.parametrize("part", ["partner", "visitor", "buyer", "intruder"])
def test_who_may_not_read_committees_sees_none(part: str) -> None:
    stage = committee_stage()
    with stage.acting(part) as actor:
        assert committee_summaries(actor=actor, plan=stage.plan) == []
        with pytest.raises(NotFound):
            committee_by_number(actor=actor, plan=stage.plan, number=1)
        with pytest.raises(NotFound):
            frozen_pack(actor=actor, committee=stage.committee)


def test_row_security_hides_committees_from_another_region() -> None:
    stage = committee_stage()
    with stage.acting("intruder"):
        assert Committee.objects.count() == 0
    with stage.acting("lead"):
        assert Committee.objects.count() == 1


def test_a_list_of_committees_costs_the_same_whatever_their_number() -> None:
    stage = committee_stage()
    with stage.acting() as actor:
        few = _queries(lambda: committee_summaries(actor=actor, plan=stage.plan))
        for rank in range(6):
            made = plan_committee(actor=actor, plan=stage.plan, title=f"C{rank}", held_on=HELD)
            set_agenda(
                actor=actor, committee=made, points=[AgendaPoint("x", AgendaKind.DECISION, number=ActionCode(1))] * 4
            )
        assert _queries(lambda: committee_summaries(actor=actor, plan=stage.plan)) == few


def _queries(ask: object) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()  # type: ignore[operator]
    return len(asked)
