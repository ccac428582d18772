"""Runs the examples of every procedure, present and future, line by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import ActiveMembership, Actor, Role
from pacte.kernel.errors import PacteError
from pacte.plan.records.stakeholders import ActionStakeholders
from pacte.procedures.permissions import CaseScope, may_move
from pacte.procedures.records.cases import CaseFacts, DeliverableState
from pacte.procedures.records.description import ExampleAction, ExampleActionKind, Procedure, ProcedureExample
from pacte.procedures.rules.catalogue import open_procedures, procedure_by_code, procedure_editions, procedures_by_code
from pacte.procedures.rules.description_check import description_defects
from pacte.procedures.rules.form_check import incomplete_sections
from pacte.procedures.rules.transitions import apply_transition, stage_path

EXAMPLES = [(each, example) for each in procedures_by_code().values() for example in each.examples]
HOST = 1
SCOPE = CaseScope(ActionStakeholders(HOST, ActionCode(7), lead_organisation_ids=frozenset({5})))


def actor(role: Role) -> Actor:
    return Actor(person_id=3, memberships=(ActiveMembership(role, organisation_id=5, host_id=HOST),))


def after(of: Procedure, facts: CaseFacts, line: ExampleAction) -> CaseFacts:
    """The case after a line of an example. Raises what the engine raises."""
    states = list(facts.deliverables)
    rank = int(line.what) - 1 if line.what.isdigit() else 0
    if line.kind is ExampleActionKind.MOVE:
        transition = of.transition(line.what)
        if (
            transition
            and not (transition.by_applicant and line.is_applicant)
            and not may_move(actor(line.role), transition, SCOPE)
        ):
            raise PacteError("move_right", "non")
        return apply_transition(of, facts, line.what, reason=line.reason)
    if line.kind is ExampleActionKind.ANSWER:
        return replace(facts, values={**facts.values, line.what: line.answer})
    if line.kind is ExampleActionKind.COMMITTEE:
        decided = replace(facts.reading, quorum=frozenset({line.what}), is_granted=bool(line.answer))
        return replace(facts, reading=decided, payments_settled=not line.answer)
    if line.kind is ExampleActionKind.EXPECT:
        return replace(facts, deliverables=(*states, DeliverableState.EXPECTED))
    if line.kind in JUDGED:
        states[rank] = JUDGED[line.kind]
        return replace(facts, deliverables=tuple(states))
    return replace(facts, **CHANGED[line.kind](facts, line.what))


JUDGED = {
    ExampleActionKind.RECEIVE: DeliverableState.RECEIVED,
    ExampleActionKind.ACCEPT: DeliverableState.ACCEPTED,
    ExampleActionKind.REFUSE: DeliverableState.REFUSED,
}
CHANGED = {
    ExampleActionKind.DOCUMENT: lambda facts, what: {"documents": facts.documents | {what}},
    ExampleActionKind.FIELD: lambda facts, what: {"fields": facts.fields | {what}},
    ExampleActionKind.FORM: lambda facts, what: {"incomplete": frozenset()},
    ExampleActionKind.DECISION: lambda facts, what: {"is_decided": True},
    ExampleActionKind.PEER: lambda facts, what: {"has_peer": True},
    ExampleActionKind.READ: lambda facts, what: {
        "reading": replace(facts.reading, read=frozenset({what}), settled=frozenset({what}))
    },
    ExampleActionKind.REPORT: lambda facts, what: {
        "accepted_reports": facts.accepted_reports | {what},
        "payments_settled": False,
    },
    ExampleActionKind.PAY: lambda facts, what: {"payments_settled": True},
    ExampleActionKind.SIGN: lambda facts, what: {"signed": facts.signed | {what}},
    ExampleActionKind.DEADLINE: lambda facts, what: {"deadlines": facts.deadlines | {what}},
    ExampleActionKind.AWARD: lambda facts, what: {"has_award": True},
    ExampleActionKind.CHOICE: lambda facts, what: {"has_choice": True},
    ExampleActionKind.HOLD: lambda facts, what: {"is_held": True},
    ExampleActionKind.RELEASE: lambda facts, what: {"is_held": False},
}


@pytest.mark.parametrize(
    ("of", "example"), EXAMPLES, ids=lambda each: getattr(each, "title", getattr(each, "code", ""))
)
def test_each_example_goes_as_it_is_told(of: Procedure, example: ProcedureExample) -> None:
    facts = CaseFacts(of.first_stage.code, incomplete=incomplete_sections(of.form, {}))
    for line in example.actions:
        if line.refusal_code:
            with pytest.raises(PacteError) as caught:
                after(of, facts, line)
            assert caught.value.code == line.refusal_code, line
        else:
            facts = after(of, facts, line)
    assert facts.stage == example.ends_at
    assert facts.outcome == example.outcome
    assert of.stage(facts.stage).is_end


@pytest.mark.parametrize("of", procedure_editions().values(), ids=lambda each: f"{each.code}_{each.edition}")
def test_a_procedure_holds_together(of: Procedure) -> None:
    assert description_defects(of) == []
    assert of.examples, "a procedure comes with its walk-through"


def test_every_role_but_those_named_is_refused_a_move() -> None:
    publish = procedure_by_code("assistance_study").transition("publish")
    assert publish is not None
    allowed = {role for role in Role if may_move(actor(role), publish, SCOPE)}
    assert allowed == {Role.REGION_PILOT, Role.ACTION_LEAD, Role.BUYER}


def test_a_lead_of_another_action_or_a_pilot_of_another_region_moves_nothing() -> None:
    publish = procedure_by_code("assistance_study").transition("publish")
    assert publish is not None
    elsewhere = Actor(person_id=3, memberships=(ActiveMembership(Role.ACTION_LEAD, organisation_id=6, host_id=HOST),))
    stranger = Actor(
        person_id=3, memberships=(ActiveMembership(Role.REGION_PILOT, organisation_id=5, host_id=HOST + 1),)
    )
    assert not may_move(elsewhere, publish, SCOPE)
    assert not may_move(stranger, publish, SCOPE)
    assert may_move(elsewhere, publish, replace(SCOPE, owner_id=3)), "who owns the file moves it"


def test_the_path_leaves_out_the_end_that_was_not_reached() -> None:
    of = procedure_by_code("assistance_study")
    going = stage_path(of, CaseFacts("award"))
    assert going[-1] == ("done", "todo")
    assert [code for code, state in going if state == "current"] == ["award"]
    dropped = stage_path(of, CaseFacts("dropped"))
    assert dropped[-1] == ("dropped", "done")
    assert "done" not in dict(dropped)


def test_a_closed_procedure_opens_no_file_but_stays_known(monkeypatch: pytest.MonkeyPatch) -> None:
    of = replace(procedure_by_code("assistance_study"), closed_on=date(2020, 12, 31))
    monkeypatch.setitem(procedure_editions(), ("assistance_study", 1), of)
    assert of in open_procedures(date(2020, 12, 31))
    assert of not in open_procedures(date(2021, 1, 1))
    assert procedure_by_code("assistance_study") is of


def test_the_path_shows_a_detour_only_while_one_is_in_it() -> None:
    of = procedure_by_code("training_worksite")
    assert "correcting" not in dict(stage_path(of, CaseFacts("preparation")))
    assert dict(stage_path(of, CaseFacts("correcting")))["correcting"] == "current"
