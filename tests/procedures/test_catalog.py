"""The examples of every procedure, walked line by line: one test for those of today and those to come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import ActiveMembership, Actor, Role
from pacte.kernel.errors import PacteError
from pacte.plan.records.stakeholders import ActionStakeholders
from pacte.procedures.permissions import FileScope, may_move
from pacte.procedures.records.description import Done, DoneKind, Example, Procedure
from pacte.procedures.records.files import DeliverableState, Facts
from pacte.procedures.rules.known import open_procedures, procedure, procedures
from pacte.procedures.rules.walking import moved, moves, path

EXAMPLES = [(each, example) for each in procedures().values() for example in each.examples]
HOST = 1
SCOPE = FileScope(ActionStakeholders(HOST, ActionCode(7), lead_organisation_ids=frozenset({5})))


def actor(role: Role) -> Actor:
    return Actor(person_id=3, memberships=(ActiveMembership(role, organisation_id=5, host_id=HOST),))


def after(of: Procedure, facts: Facts, line: Done) -> Facts:
    """The file after a line of an example; raises what the engine raises."""
    states = list(facts.deliverables)
    rank = int(line.what) - 1 if line.what.isdigit() else 0
    if line.kind is DoneKind.MOVE:
        transition = of.transition(line.what)
        if transition and not may_move(actor(line.role), transition, SCOPE):
            raise PacteError("move_right", "non")
        return moved(of, facts, line.what, reason=line.reason)
    if line.kind is DoneKind.EXPECT:
        return replace(facts, deliverables=(*states, DeliverableState.EXPECTED))
    if line.kind in JUDGED:
        states[rank] = JUDGED[line.kind]
        return replace(facts, deliverables=tuple(states))
    return replace(facts, **CHANGED[line.kind](facts, line.what))


JUDGED = {
    DoneKind.RECEIVE: DeliverableState.RECEIVED,
    DoneKind.ACCEPT: DeliverableState.ACCEPTED,
    DoneKind.REFUSE: DeliverableState.REFUSED,
}
CHANGED = {
    DoneKind.DOCUMENT: lambda facts, what: {"documents": facts.documents | {what}},
    DoneKind.FIELD: lambda facts, what: {"fields": facts.fields | {what}},
    DoneKind.DEADLINE: lambda facts, what: {"deadlines": facts.deadlines | {what}},
    DoneKind.AWARD: lambda facts, what: {"has_award": True},
    DoneKind.CHOICE: lambda facts, what: {"has_choice": True},
    DoneKind.HOLD: lambda facts, what: {"is_held": True},
    DoneKind.RELEASE: lambda facts, what: {"is_held": False},
}


@pytest.mark.parametrize(
    ("of", "example"), EXAMPLES, ids=lambda each: getattr(each, "title", getattr(each, "code", ""))
)
def test_each_example_goes_as_it_is_told(of: Procedure, example: Example) -> None:
    facts = Facts(of.first_stage.code)
    for line in example.lines:
        if line.refused:
            with pytest.raises(PacteError) as caught:
                after(of, facts, line)
            assert caught.value.code == line.refused, line
        else:
            facts = after(of, facts, line)
    assert facts.stage == example.ends_at
    assert facts.outcome == example.outcome
    assert of.stage(facts.stage).is_end


@pytest.mark.parametrize("of", procedures().values(), ids=lambda each: each.code)
def test_a_procedure_holds_together(of: Procedure) -> None:
    stages = {each.code for each in of.stages}
    documents, fields = {each.code for each in of.documents}, {each.code for each in of.fields}
    deadlines = {each.code for each in of.deadlines}
    for transition in of.transitions:
        assert {*transition.before, transition.after} <= stages
        assert transition.roles
        assert not any(of.stage(code).is_end for code in transition.before), "an end is left by nobody"
        for need in transition.needs:
            if need.code:
                assert need.code in documents | fields | deadlines
    assert {each.stage for each in of.deadlines} <= stages
    assert {each.outcome for each in of.transitions if each.outcome} <= {each.code for each in of.outcomes}
    reached = {of.first_stage.code}
    for _ in of.stages:
        reached |= {each.after for each in of.transitions if set(each.before) & reached}
    assert reached == stages, "a stage that nothing leads to"
    assert of.examples, "a procedure comes with its walk-through"
    for stage in of.stages:
        assert stage.is_end or moves(of, Facts(stage.code)), "a stage that nothing leaves"


def test_every_role_but_those_named_is_refused_a_move() -> None:
    publish = procedure("assistance_study").transition("publish")
    assert publish is not None
    allowed = {role for role in Role if may_move(actor(role), publish, SCOPE)}
    assert allowed == {Role.REGION_PILOT, Role.ACTION_LEAD, Role.BUYER}


def test_a_lead_of_another_action_or_a_pilot_of_another_region_moves_nothing() -> None:
    publish = procedure("assistance_study").transition("publish")
    assert publish is not None
    elsewhere = Actor(person_id=3, memberships=(ActiveMembership(Role.ACTION_LEAD, organisation_id=6, host_id=HOST),))
    stranger = Actor(
        person_id=3, memberships=(ActiveMembership(Role.REGION_PILOT, organisation_id=5, host_id=HOST + 1),)
    )
    assert not may_move(elsewhere, publish, SCOPE)
    assert not may_move(stranger, publish, SCOPE)
    assert may_move(elsewhere, publish, replace(SCOPE, owner_id=3)), "who owns the file moves it"


def test_the_path_leaves_out_the_end_that_was_not_reached() -> None:
    of = procedure("assistance_study")
    going = path(of, Facts("award"))
    assert going[-1] == ("done", "todo")
    assert [code for code, state in going if state == "current"] == ["award"]
    dropped = path(of, Facts("dropped"))
    assert dropped[-1] == ("dropped", "done")
    assert "done" not in dict(dropped)


def test_a_closed_procedure_opens_no_file_but_stays_known(monkeypatch: pytest.MonkeyPatch) -> None:
    of = replace(procedure("assistance_study"), closed_on=date(2020, 12, 31))
    monkeypatch.setitem(procedures(), "assistance_study", of)
    assert of in open_procedures(date(2020, 12, 31))
    assert of not in open_procedures(date(2021, 1, 1))
    assert procedure("assistance_study") is of
