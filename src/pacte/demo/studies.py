"""Invented experiments and cases: each stage, each state, one comparison. Loaded once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import actor_of, person_by_email
from pacte.accounts.queries.assignable_people import assignable_people
from pacte.demo import studies_told
from pacte.demo.experiments_shape import NEXT_YEAR, PILOT
from pacte.demo.experiments_shape import Told as SheetTold
from pacte.demo.experiments_told import SHEETS
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
    known = action_titles_by_number(actor=actor, plan=plan, on=on)
    if not experiment_summaries(actor=actor, plan=plan, on=on):
        leading = _leading(actor, plan, on)
        for sheet in SHEETS:
            if sheet.code in known:
                owner = (leading.get(sheet.code) or person_by_email(sheet.owner)) if sheet.owner else None
                _sheet(actor, plan, sheet, owner, on)
    if not case_summaries(actor=actor, plan=plan, on=on):
        for file in studies_told.FILES:
            if file.code in known:
                _file(actor, plan, file, on)


def _leading(actor: Actor, plan: Plan, on: date) -> dict[ActionCode, Person]:
    """First named lead of each action, if any."""
    known = {person.pk: person for person in assignable_people(actor=actor, host_id=plan.organisation_id, on=on)}
    named = {
        number: sorted(each.lead_person_ids)
        for number, each in stakeholders_by_action(actor=actor, plan=plan, on=on).items()
    }
    return {number: known[people[0]] for number, people in named.items() if people and people[0] in known}


def _as(actor: Actor, email: str, on: date) -> Actor:
    """The invented person who acts, so that the history is realistic; the system actor when there is none."""
    person = person_by_email(email) if email else None
    return actor_of(person, on=on) if person else actor


def _sheet(machine: Actor, plan: Plan, told: SheetTold, owner: Person | None, on: date) -> None:
    pilot = _as(machine, PILOT, on)
    writer = pilot
    experiment = open_experiment(
        actor=pilot,
        plan=plan,
        number=told.code,
        title=told.title,
        on=told.opened_on,
        owner=owner,
    )
    if owner:
        writer = actor_of(owner, on=on)
    for version in told.versions:
        content = version.content
        if content.end_on == NEXT_YEAR:
            content = replace(content, end_on=date(on.year + 1, 12, 31))
        write_protocol(actor=writer, experiment=experiment, content=content, on=version.on, reason=version.reason)
    _after(writer, experiment, told)


def _after(writer: Actor, experiment: Experiment, told: SheetTold) -> None:
    if told.locked is None:
        return
    entered_on, by = told.locked
    lock_protocol(actor=writer, experiment=experiment, on=entered_on, by=by)
    for added_on, text, reason in told.added:
        add_addendum(actor=writer, experiment=experiment, text=text, on=added_on, reason=reason)
    if told.found:
        record_finding(
            actor=writer,
            experiment=experiment,
            result=told.found.result,
            judgement=told.found.judgement,
            on=told.found.on,
            reason=told.found.reason,
            value=told.found.value,
            decision_reference=told.found.decision,
        )


def _file(machine: Actor, plan: Plan, told: studies_told.Told, on: date) -> None:
    """Run the case through its fixture, in chronological order."""
    writer = _as(machine, PILOT, on)

    def ago(days: int) -> date:
        return on - timedelta(days=days)

    file = open_case(
        actor=writer,
        plan=plan,
        number=told.code,
        procedure_code="assistance_study",
        title=told.title,
        on=ago(told.opened_ago),
        owner=person_by_email(told.owner),
        values={
            "question": told.question,
            "payer": told.payer,
            "purchase": told.purchase,
            "estimate": str(told.estimate or ""),
        },
    )
    if told.held:
        suspend_case(actor=writer, case=file, condition=told.held[1], on=ago(told.held[0]))
    if told.offers_in is not None:
        _paper(writer, file, "specification", "Cahier des charges", ago(told.opened_ago - 10))
        set_deadline(
            actor=writer, case=file, code="offers_due", due_on=ago(-told.offers_in), on=ago(told.opened_ago - 10)
        )
    for transition, days in told.moves:
        if transition == "award":
            _awarded(writer, file, told, on)
        if transition == "deliver":
            _received(writer, file, told, on)
        if transition == "accept":
            _judged(writer, file, told, on)
        if transition == "conclude":
            _chosen(writer, file, told, ago(days + 5))
        move_case(actor=writer, case=file, transition=transition, on=ago(days))
    _received(writer, file, told, on)
    _judged(writer, file, told, on)
    if told.choice_in is not None:
        set_deadline(actor=writer, case=file, code="choice_due", due_on=ago(-told.choice_in), on=ago(30))
        _compared(writer, file, ago(60))


def _paper(writer: Actor, file: Case, kind: str, title: str, on: date) -> None:
    text = f"{title}\n{file.title}\n\n{studies_told.MARK}\n"
    add_document(
        actor=writer, case=file, kind=kind, title=title, on=on, name=f"{kind}-{file.number}.txt", data=text.encode()
    )


def _awarded(writer: Actor, file: Case, told: studies_told.Told, on: date) -> None:
    if told.award is None:
        return
    holder, cents, days = told.award
    awarded_on = on - timedelta(days=days)
    _paper(writer, file, "offers_report", "Rapport d’analyse des offres", awarded_on)
    record_award(actor=writer, case=file, holder=holder, cents=cents, on=awarded_on, reference="2020-PIC-F")
    for each in told.deliverables:
        due_on = on + timedelta(days=each.due_in)
        expect_deliverable(actor=writer, case=file, title=each.title, due_on=due_on, on=awarded_on)


def _received(writer: Actor, file: Case, told: studies_told.Told, on: date) -> None:
    for each, stored in zip(told.deliverables, file.deliverables.order_by("rank"), strict=False):
        if each.received_ago is not None and stored.state == "expected":
            receive_deliverable(actor=writer, deliverable=stored, on=on - timedelta(days=each.received_ago))


def _judged(writer: Actor, file: Case, told: studies_told.Told, on: date) -> None:
    for each, stored in zip(told.deliverables, file.deliverables.order_by("rank"), strict=False):
        if stored.state != "received" or each.received_ago is None:
            continue
        judged_on = on - timedelta(days=max(each.received_ago - 7, 0))
        if each.verdict == "accept":
            accept_deliverable(actor=writer, deliverable=stored, on=judged_on)
        elif each.verdict == "refuse":
            refuse_deliverable(actor=writer, deliverable=stored, on=judged_on, reason=each.reason)


def _chosen(writer: Actor, file: Case, told: studies_told.Told, on: date) -> None:
    if told.choice:
        text, reason, enables, numbers = told.choice
        record_choice(
            actor=writer, case=file, on=on, reason=reason, text=text, enables=enables,
            enabled_numbers=tuple(ActionCode(number) for number in numbers),
            decision_reference="Comité de pilotage (fictif)",
        )  # fmt: skip


def _compared(writer: Actor, file: Case, on: date) -> None:
    criteria = {
        label: save_criterion(actor=writer, case=file, label=label, meaning=meaning, points=points)
        for label, meaning, points, _ in studies_told.CRITERIA
    }
    for rank, told in enumerate(studies_told.OPTIONS):
        option = save_option(
            actor=writer,
            case=file,
            title=told.title,
            description=told.description,
            enables=told.enables,
            enabled_numbers=tuple(ActionCode(number) for number in told.numbers),
        )
        for label, value, source in studies_told.marks(rank):
            save_score(actor=writer, option=option, criterion=criteria[label], value=value, source=source, on=on)
