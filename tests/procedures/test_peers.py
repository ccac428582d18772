"""A grid filled by a provider and by a peer: who writes which section, who reads it, and the mean over several.

The cast: the provider applies for its body; « peer » works for another provider and reads nothing of the case but its
own section; « rival », of the same other body, is named by nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from pacte.accounts.models import Organisation, Person
from pacte.accounts.queries import actor_of
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import add_membership, create_organisation, create_person
from pacte.indicators.queries.case_counts import procedure_counts, results_by_action
from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.records.grades import EvidenceGrade
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound
from pacte.plan.records import Lead
from pacte.procedures.models import Application, Case, CasePeer
from pacte.procedures.queries import case_progress, own_progress, peer_task, peer_tasks
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.form_check import form_errors
from pacte.procedures.rules.grades import grade_changes, grade_pairs, points_gained
from pacte.procedures.rules.peer_sections import open_peer_sections
from pacte.procedures.services import move_case, name_peer, save_peer_section, update_case_fields
from pacte.procedures.services.applications import begin_application, save_section, send_application
from pacte.procedures.services.transitions import move_own_case
from tests.cast import MACHINE, SINCE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.procedures.walks import OPENED, Walk, whole_form
from tests.web.plan_stage import Stage, staged

OWN = ActionCode("P.31")
PROCEDURE = procedure_by_code("provider_practices")
SOURCE = next(each for each in procedure_counts() if each.count.code == "provider_practice_gain")
kept_stage = kept_for_module(
    lambda: staged(
        small_plan(
            row(
                "X1",
                OWN,
                leads=(Lead("Région"),),
                figures=(target("progression", 3, indicator_code="provider_practice_gain"),),
            )
        )
    )
)


@dataclass(frozen=True)
class Peers:
    """People of the other provider, and the Region that steers."""

    body: Organisation
    peer: Person
    rival: Person

    def actor(self, person: Person) -> Actor:
        with acting_as(Actor(person_id=person.pk)):
            return actor_of(person, on=today())


@pytest.fixture
def others(stage: Stage) -> Peers:
    with acting_as(MACHINE):
        body = create_organisation(
            actor=MACHINE, name="Organisme de l’Indre", kind=OrganisationKind.TRAINING_PROVIDER, valid_from=SINCE
        )
        people = []
        for name in ("peer", "rival"):
            person = create_person(actor=MACHINE, email=f"{name}@indre.example", first_name=name, last_name="Indre")
            add_membership(
                actor=MACHINE, person=person, organisation=body, host=stage.cast.region, role=Role.PROVIDER,
                valid_from=SINCE,
            )  # fmt: skip
            people.append(person)
    return Peers(body, *people)


def answers(section: str, *, level: str = "some", on: date = OPENED) -> dict[str, Any]:
    """A whole grid at that level."""
    values = whole_form(PROCEDURE, section, {"first_peer_on": "x", "aid_agreed": 1, "second_self_on": "x"})
    fields = {each.code for each in next(each for each in PROCEDURE.form if each.code == section).fields}
    graded = {code: level for code, answer in values.items() if answer == "none"}
    days = {code: on.isoformat() for code in values if code.endswith("_on")}
    proofs = {f"{code}_proof": "Vu sur place" for code in graded if level != "none"}
    return {code: each for code, each in {**values, **graded, **days, **proofs}.items() if code in fields}


def applied(stage: Stage) -> tuple[Case, Application]:
    """The provider applies for its own body, from its account."""
    actor = stage.cast["provider"].actor
    with acting_as(actor):
        application = begin_application(
            actor=actor, plan=stage.plan, number=OWN, procedure_code=PROCEDURE.code, key=uuid4(),
            body=stage.cast.provider, name="Organisme du Cher",
        )  # fmt: skip
        for code in ("body", "first_self"):
            section = next(each for each in PROCEDURE.form if each.code == code)
            values = answers(code) if code == "first_self" else whole_form(PROCEDURE, code)
            application = save_section(
                actor=actor, application=application, section=section, values=values, title="Nos pratiques"
            )
        return send_application(actor=actor, application=application, arrived_at=now()), application


@pytest.mark.django_db
def test_a_peer_writes_one_section_and_reads_no_other(stage: Stage, others: Peers) -> None:
    pilot, provider = stage.cast["pilot"].actor, stage.cast["provider"].actor
    peer, rival = others.actor(others.peer), others.actor(others.rival)
    case, application = applied(stage)
    with acting_as(pilot):
        for own in (stage.cast["provider"].person, stage.cast["partner"].person, stage.cast["adviser"].person):
            with pytest.raises(Conflict) as refused:
                name_peer(actor=pilot, case=case, person=own, on=today())
            assert refused.value.code == "peer_conflict", "of the same body, or of neither a provider nor the Region"
        name_peer(actor=pilot, case=case, person=others.peer, on=today())
        move_case(actor=pilot, case=case, transition="call_peer", on=today())
        with pytest.raises(Conflict) as refused:
            update_case_fields(actor=pilot, case=case, title="", values={"first_peer_welcome": "some"}, on=today())
        assert refused.value.code == "peer_answers"
    with acting_as(peer):
        assert not Case.objects.filter(pk=case.pk).exists(), "row-level security hides the case from its peer"
        (task,) = peer_tasks(actor=peer)
        assert (task.section.code, dict(task.values)) == ("first_peer", {}), "nothing of what the provider wrote"
        sent = {**answers("first_peer"), "first_self_welcome": "improved", "aid_agreed": 1}
        save_peer_section(actor=peer, plan=stage.plan, number=case.number, section="first_peer", values=sent)
        for other in ("second_peer", "plan", "first_self"):
            with pytest.raises(NotFound):
                save_peer_section(actor=peer, plan=stage.plan, number=case.number, section=other, values={})
        with pytest.raises(NotFound):
            case_progress(actor=peer, plan=stage.plan, number=case.number, on=today())
    with acting_as(rival):
        assert not CasePeer.objects.filter(case=case).exists()
        assert (peer_tasks(actor=rival), own_progress(actor=rival)) == ([], [])
        with pytest.raises(NotFound):
            peer_task(actor=rival, plan=stage.plan, number=case.number, section="first_peer")
    with acting_as(pilot):
        case.refresh_from_db()
        assert (case.values["first_self_welcome"], "aid_agreed" in case.values) == ("some", False)
        move_case(actor=pilot, case=case, transition="plan", on=today())
    with acting_as(peer):
        assert peer_tasks(actor=peer) == [], "the case has left the peer"
    with acting_as(provider):
        section = next(each for each in PROCEDURE.form if each.code == "plan")
        save_section(actor=provider, application=application, section=section, values=answers("plan"))
        with pytest.raises(Conflict):
            save_section(
                actor=provider, application=application, section=task.section, values={"first_peer_welcome": "improved"}
            )
        move_own_case(actor=provider, case=case, transition="send_plan")
        (progress,) = own_progress(actor=provider)
        assert {each.before for each in progress.changes} == {"Chez quelques formateurs"}, "what the peer saw stays"
        assert progress.gained is None, "the peer has not come back"
    intruder = stage.cast["intruder"].actor
    with acting_as(intruder), pytest.raises(NotFound):
        case_progress(actor=intruder, plan=stage.plan, number=case.number, on=today())


@pytest.mark.django_db
def test_the_mean_is_of_those_reassessed_and_is_hidden_of_very_few(stage: Stage) -> None:
    example = next(each for each in PROCEDURE.examples if each.ends_at == "reassessed")
    for rank, level in enumerate(("some", "usual", "some"), start=1):
        walk = Walk(stage, PROCEDURE, OWN)
        walk.follow(replace(example, actions=example.actions[:-1]))
        with acting_as(MACHINE):
            walk.answer(answers("second_peer", level=level, on=OPENED + timedelta(days=400)))
            move_case(actor=MACHINE, case=walk.case, transition="conclude", on=OPENED)
        told = results_by_action(CountContext(MACHINE, stage.plan, today(), now() + timedelta(hours=1)), SOURCE)[OWN]
        assert bool(told.withheld) is (rank < 3)
    assert (told.count, told.total) == (7 + 14 + 7, 3)


def section_of(code: str) -> Any:
    return next(each for each in PROCEDURE.form if each.code == code)


def test_points_are_those_of_both_gradings_and_of_nothing_half_graded() -> None:
    assert SOURCE.count.gain
    pairs = grade_pairs(PROCEDURE, SOURCE.count.gain)
    values = {**answers("first_peer", level="none"), **answers("second_peer", level="usual")}
    assert (len(pairs), points_gained(pairs, values)) == (7, 14)
    assert points_gained(pairs, {**values, "second_peer_team": None}) is None
    backwards = {**answers("first_peer", level="usual"), **answers("second_peer", level="some")}
    assert {each.points for each in grade_changes(pairs, backwards)} == {-1}, "a grid may go down, and says so"
    assert SOURCE.service.grade is EvidenceGrade.MEANS, "a grid is a means"


@pytest.mark.parametrize(("later", "is_refused"), [(date(2021, 1, 5), True), (date(2021, 1, 6), False)])
def test_the_second_reading_comes_a_year_later(later: date, is_refused: bool) -> None:
    values = {**answers("first_peer"), **answers("second_peer", on=later), "second_self_on": later.isoformat()}
    assert bool(form_errors((section_of("second_peer"),), values, complete=True)) is is_refused


def test_a_peer_answers_only_at_the_stages_that_call_them() -> None:
    opened = {each.code: [one.code for one in open_peer_sections(PROCEDURE, each.code)] for each in PROCEDURE.stages}
    assert {code: sections for code, sections in opened.items() if sections} == {
        "peer_review": ["first_peer"],
        "second_review": ["second_peer"],
    }


def test_what_is_not_whole_is_refused_to_the_peer() -> None:
    halves = {code: each for code, each in answers("first_peer").items() if not code.endswith("_proof")}
    assert form_errors((section_of("first_peer"),), halves, complete=True), "a level without its evidence"
