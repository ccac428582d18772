"""Invented experiments and cases: each stage, each state, one comparison. Loaded once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import actor_of, person_by_email
from pacte.accounts.queries.assignable_people import assignable_people
from pacte.demo import study_fixtures
from pacte.demo.experiment_fixture_types import END_OF_NEXT_YEAR, PILOT, ExperimentFixture
from pacte.demo.experiment_fixtures import EXPERIMENTS
from pacte.evaluation.queries import experiment_summaries
from pacte.evaluation.services import add_addendum, lock_protocol, open_experiment, record_finding, write_protocol
from pacte.kernel.action_codes import ActionCode
from pacte.plan.queries.stakeholders import action_titles_by_number, stakeholders_by_action
from pacte.procedures.queries import case_summaries
from pacte.procedures.services import (
    accept_deliverable,
    add_document,
    expect_deliverable,
    move_case,
    open_case,
    receive_deliverable,
    record_award,
    record_choice,
    refuse_deliverable,
    save_criterion,
    save_option,
    save_score,
    set_deadline,
    suspend_case,
)

if TYPE_CHECKING:
    from pacte.accounts.models import Person
    from pacte.evaluation.models import Experiment
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.procedures.models import Case


def load_studies(*, actor: Actor, plan: Plan, on: date) -> None:
    """Load twelve experiments and six cases, for the actions of the plan. Must run as the system actor."""
    action_titles = action_titles_by_number(actor=actor, plan=plan, on=on)
    if not experiment_summaries(actor=actor, plan=plan, on=on):
        leads = _named_leads(actor, plan, on)
        for experiment in EXPERIMENTS:
            if experiment.code in action_titles:
                owner = (leads.get(experiment.code) or person_by_email(experiment.owner)) if experiment.owner else None
                _load_experiment(actor, plan, experiment, owner, on)
    if not case_summaries(actor=actor, plan=plan, on=on):
        for study in study_fixtures.STUDIES:
            if study.code in action_titles:
                _load_case(actor, plan, study, on)


def _named_leads(actor: Actor, plan: Plan, on: date) -> dict[ActionCode, Person]:
    """First named lead of each action, if any."""
    known = {person.pk: person for person in assignable_people(actor=actor, host_id=plan.organisation_id, on=on)}
    named = {
        number: sorted(each.lead_person_ids)
        for number, each in stakeholders_by_action(actor=actor, plan=plan, on=on).items()
    }
    return {number: known[people[0]] for number, people in named.items() if people and people[0] in known}


def _actor_for(actor: Actor, email: str, on: date) -> Actor:
    """The invented person who acts, so that the history is realistic; the system actor when there is none."""
    person = person_by_email(email) if email else None
    return actor_of(person, on=on) if person else actor


def _load_experiment(actor: Actor, plan: Plan, fixture: ExperimentFixture, owner: Person | None, on: date) -> None:
    pilot = _actor_for(actor, PILOT, on)
    writer = pilot
    experiment = open_experiment(
        actor=pilot,
        plan=plan,
        number=fixture.code,
        title=fixture.title,
        on=fixture.opened_on,
        owner=owner,
    )
    if owner:
        writer = actor_of(owner, on=on)
    for version in fixture.versions:
        content = version.content
        if content.end_on == END_OF_NEXT_YEAR:
            content = replace(content, end_on=date(on.year + 1, 12, 31))
        write_protocol(actor=writer, experiment=experiment, content=content, on=version.on, reason=version.reason)
    _load_experiment_results(writer, experiment, fixture)


def _load_experiment_results(writer: Actor, experiment: Experiment, fixture: ExperimentFixture) -> None:
    if fixture.locked is None:
        return
    entered_on, by = fixture.locked
    lock_protocol(actor=writer, experiment=experiment, on=entered_on, by=by)
    for added_on, text, reason in fixture.addenda:
        add_addendum(actor=writer, experiment=experiment, text=text, on=added_on, reason=reason)
    if fixture.finding:
        record_finding(
            actor=writer,
            experiment=experiment,
            result=fixture.finding.result,
            judgement=fixture.finding.judgement,
            on=fixture.finding.on,
            reason=fixture.finding.reason,
            value=fixture.finding.value,
            decision_reference=fixture.finding.decision,
        )


def _load_case(actor: Actor, plan: Plan, fixture: study_fixtures.StudyFixture, on: date) -> None:
    """Run the case through its fixture, in chronological order."""
    writer = _actor_for(actor, PILOT, on)

    def ago(days: int) -> date:
        return on - timedelta(days=days)

    case = open_case(
        actor=writer,
        plan=plan,
        number=fixture.code,
        procedure_code="assistance_study",
        title=fixture.title,
        on=ago(fixture.opened_ago),
        owner=person_by_email(fixture.owner),
        values={
            "question": fixture.question,
            "payer": fixture.payer,
            "purchase": fixture.purchase,
            "estimate": str(fixture.estimate or ""),
        },
    )
    if fixture.suspension:
        suspend_case(actor=writer, case=case, condition=fixture.suspension[1], on=ago(fixture.suspension[0]))
    if fixture.offers_in is not None:
        _add_text_document(writer, case, "specification", "Cahier des charges", ago(fixture.opened_ago - 10))
        set_deadline(
            actor=writer, case=case, code="offers_due", due_on=ago(-fixture.offers_in), on=ago(fixture.opened_ago - 10)
        )
    for transition, days in fixture.moves:
        if transition == "award":
            _record_award(writer, case, fixture, on)
        if transition == "deliver":
            _receive_deliverables(writer, case, fixture, on)
        if transition == "accept":
            _judge_deliverables(writer, case, fixture, on)
        if transition == "conclude":
            _record_choice(writer, case, fixture, ago(days + 5))
        move_case(actor=writer, case=case, transition=transition, on=ago(days))
    _receive_deliverables(writer, case, fixture, on)
    _judge_deliverables(writer, case, fixture, on)
    if fixture.choice_in is not None:
        set_deadline(actor=writer, case=case, code="choice_due", due_on=ago(-fixture.choice_in), on=ago(30))
        _load_comparison(writer, case, ago(60))


def _add_text_document(writer: Actor, case: Case, kind: str, title: str, on: date) -> None:
    text = f"{title}\n{case.title}\n\n{study_fixtures.INVENTED_NOTICE}\n"
    add_document(
        actor=writer, case=case, kind=kind, title=title, on=on, name=f"{kind}-{case.number}.txt", data=text.encode()
    )


def _record_award(writer: Actor, case: Case, fixture: study_fixtures.StudyFixture, on: date) -> None:
    if fixture.award is None:
        return
    holder, cents, days = fixture.award
    awarded_on = on - timedelta(days=days)
    _add_text_document(writer, case, "offers_report", "Rapport d’analyse des offres", awarded_on)
    record_award(actor=writer, case=case, holder=holder, cents=cents, on=awarded_on, reference="2020-PIC-F")
    for each in fixture.deliverables:
        due_on = on + timedelta(days=each.due_in)
        expect_deliverable(actor=writer, case=case, title=each.title, due_on=due_on, on=awarded_on)


def _receive_deliverables(writer: Actor, case: Case, fixture: study_fixtures.StudyFixture, on: date) -> None:
    for each, deliverable in zip(fixture.deliverables, case.deliverables.order_by("rank"), strict=False):
        if each.received_ago is not None and deliverable.state == "expected":
            receive_deliverable(actor=writer, deliverable=deliverable, on=on - timedelta(days=each.received_ago))


def _judge_deliverables(writer: Actor, case: Case, fixture: study_fixtures.StudyFixture, on: date) -> None:
    for each, deliverable in zip(fixture.deliverables, case.deliverables.order_by("rank"), strict=False):
        if deliverable.state != "received" or each.received_ago is None:
            continue
        judged_on = on - timedelta(days=max(each.received_ago - 7, 0))
        if each.verdict == "accept":
            accept_deliverable(actor=writer, deliverable=deliverable, on=judged_on)
        elif each.verdict == "refuse":
            refuse_deliverable(actor=writer, deliverable=deliverable, on=judged_on, reason=each.reason)


def _record_choice(writer: Actor, case: Case, fixture: study_fixtures.StudyFixture, on: date) -> None:
    if fixture.choice:
        text, reason, enables, numbers = fixture.choice
        record_choice(
            actor=writer, case=case, on=on, reason=reason, text=text, enables=enables,
            enabled_numbers=tuple(ActionCode(number) for number in numbers),
            decision_reference="Comité de pilotage (fictif)",
        )  # fmt: skip


def _load_comparison(writer: Actor, case: Case, on: date) -> None:
    criteria = {
        label: save_criterion(actor=writer, case=case, label=label, meaning=meaning, points=points)
        for label, meaning, points, _ in study_fixtures.CRITERIA
    }
    for rank, fixture in enumerate(study_fixtures.OPTIONS):
        option = save_option(
            actor=writer,
            case=case,
            title=fixture.title,
            description=fixture.description,
            enables=fixture.enables,
            enabled_numbers=tuple(ActionCode(number) for number in fixture.numbers),
        )
        for label, value, source in study_fixtures.option_marks(rank):
            save_score(actor=writer, option=option, criterion=criteria[label], value=value, source=source, on=on)
