"""Invented experiments and cases: each stage, each state, one comparison. Loaded once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import actor_of, person_by_email
from pacte.accounts.queries.assignable_people import assignable_people
from pacte.demo.case_documents import add_text_document
from pacte.demo.stories.experiments import ExperimentStory, experiment_stories
from pacte.demo.stories.known import known_by
from pacte.demo.stories.study_cases import StudyStories, StudyStory, study_stories
from pacte.evaluation.queries import experiment_summaries
from pacte.evaluation.services import add_addendum, lock_protocol, open_experiment, record_finding, write_protocol
from pacte.kernel.action_codes import ActionCode
from pacte.plan.queries.stakeholders import action_titles_by_number, stakeholders_by_action
from pacte.procedures.queries import case_summaries
from pacte.procedures.services import (
    accept_deliverable,
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


def load_studies(*, actor: Actor, plan: Plan, since: date, on: date) -> None:
    """Load the experiments and cases of the actions of the plan, which begins on ``since``.

    Must run as the system actor.
    """
    action_titles = action_titles_by_number(actor=actor, plan=plan, on=on)
    if not experiment_summaries(actor=actor, plan=plan, on=on):
        leads = _named_leads(actor, plan, on)
        experiments = known_by(experiment_stories(on), on)
        pilot = _actor_for(actor, experiments.pilot, on)
        for story in experiments.experiments:
            if story.action in action_titles:
                owner = (leads.get(story.action) or person_by_email(story.owner)) if story.owner else None
                _load_experiment(pilot, plan, story, owner, on)
    if not case_summaries(actor=actor, plan=plan, on=on):
        studies = known_by(study_stories(on), on)
        writer = _actor_for(actor, studies.pilot, on)
        for study in studies.studies:
            if study.action in action_titles and study.opened_on >= since:
                _CaseLoader(writer, studies, study, on).load(plan)


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


def _load_experiment(pilot: Actor, plan: Plan, story: ExperimentStory, owner: Person | None, on: date) -> None:
    experiment = open_experiment(
        actor=pilot, plan=plan, number=story.action, title=story.title, on=story.opened_on, owner=owner
    )
    writer = actor_of(owner, on=on) if owner else pilot
    for version in story.versions:
        write_protocol(
            actor=writer, experiment=experiment, content=version.content, on=version.on, reason=version.reason
        )
    _load_experiment_results(writer, experiment, story)


def _load_experiment_results(writer: Actor, experiment: Experiment, story: ExperimentStory) -> None:
    if story.locked is None:
        return
    lock_protocol(actor=writer, experiment=experiment, on=story.locked.on, by=story.locked.by)
    for addendum in story.addenda:
        add_addendum(actor=writer, experiment=experiment, text=addendum.text, on=addendum.on, reason=addendum.reason)
    if story.finding:
        record_finding(
            actor=writer,
            experiment=experiment,
            result=story.finding.result,
            judgement=story.finding.judgement,
            on=story.finding.on,
            reason=story.finding.reason,
            value=story.finding.value,
            decision_reference=story.finding.decision,
        )


class _CaseLoader:
    """Runs one case through its story, in chronological order, as ``writer``."""

    def __init__(self, writer: Actor, stories: StudyStories, story: StudyStory, today: date) -> None:
        self._writer = writer
        self._stories = stories
        self._story = story
        self._today = today

    def load(self, plan: Plan) -> None:
        writer, story = self._writer, self._story
        case = open_case(
            actor=writer,
            plan=plan,
            number=story.action,
            procedure_code="assistance_study",
            title=story.title,
            on=story.opened_on,
            owner=person_by_email(story.owner),
            values={
                "question": story.question,
                "payer": story.payer,
                "purchase": story.purchase,
                "estimate": story.estimate,
            },
        )
        if story.suspension:
            suspend_case(actor=writer, case=case, condition=story.suspension.condition, on=story.suspension.on)
        if story.offers_due_on:
            on = story.opened_on + timedelta(days=10)
            self._add_text_document(case, "specification", "Cahier des charges", on)
            set_deadline(actor=writer, case=case, code="offers_due", due_on=story.offers_due_on, on=on)
        self._move(case)
        if story.choice_due_on:
            set_deadline(
                actor=writer, case=case, code="choice_due", due_on=story.choice_due_on,
                on=self._today - timedelta(days=30),
            )  # fmt: skip
            self._load_comparison(case, self._today - timedelta(days=60))

    def _move(self, case: Case) -> None:
        """Each transition, after what it needs."""
        for move in self._story.moves:
            if move.transition == "award":
                self._record_award(case)
            if move.transition == "deliver":
                self._receive_deliverables(case)
            if move.transition == "accept":
                self._judge_deliverables(case)
            if move.transition == "conclude":
                self._record_choice(case, move.on - timedelta(days=5))
            move_case(actor=self._writer, case=case, transition=move.transition, on=move.on)
        self._receive_deliverables(case)
        self._judge_deliverables(case)

    def _add_text_document(self, case: Case, kind: str, title: str, on: date) -> None:
        add_text_document(self._writer, case, kind=kind, title=title, notice=self._stories.notice, on=on)

    def _record_award(self, case: Case) -> None:
        award = self._story.award
        if award is None:
            return
        self._add_text_document(case, "offers_report", "Rapport d’analyse des offres", award.on)
        record_award(
            actor=self._writer, case=case, holder=award.holder, cents=award.cents, on=award.on, reference="2020-PIC-F"
        )
        for each in self._story.deliverables:
            expect_deliverable(actor=self._writer, case=case, title=each.title, due_on=each.due_on, on=award.on)

    def _receive_deliverables(self, case: Case) -> None:
        for each, deliverable in zip(self._story.deliverables, case.deliverables.order_by("rank"), strict=False):
            if each.received_on and deliverable.state == "expected":
                receive_deliverable(actor=self._writer, deliverable=deliverable, on=each.received_on)

    def _judge_deliverables(self, case: Case) -> None:
        for each, deliverable in zip(self._story.deliverables, case.deliverables.order_by("rank"), strict=False):
            if deliverable.state != "received" or each.received_on is None:
                continue
            on = min(each.received_on + timedelta(days=7), self._today)
            if each.verdict == "accept":
                accept_deliverable(actor=self._writer, deliverable=deliverable, on=on)
            elif each.verdict == "refuse":
                refuse_deliverable(actor=self._writer, deliverable=deliverable, on=on, reason=each.reason)

    def _record_choice(self, case: Case, on: date) -> None:
        choice = self._story.choice
        if choice:
            record_choice(
                actor=self._writer, case=case, on=on, reason=choice.reason, text=choice.text, enables=choice.enables,
                enabled_numbers=choice.actions, decision_reference="Comité de pilotage (fictif)",
            )  # fmt: skip

    def _load_comparison(self, case: Case, on: date) -> None:
        criteria = [
            save_criterion(actor=self._writer, case=case, label=each.label, meaning=each.meaning, points=each.points)
            for each in self._stories.criteria
        ]
        for rank, story in enumerate(self._stories.options):
            option = save_option(
                actor=self._writer, case=case, title=story.title, description=story.description,
                enables=story.enables, enabled_numbers=story.actions,
            )  # fmt: skip
            for criterion, each in zip(criteria, self._stories.criteria, strict=True):
                mark = each.marks[rank]
                save_score(
                    actor=self._writer, option=option, criterion=criterion, value=mark.score, source=mark.source, on=on
                )
