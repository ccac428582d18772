"""The invented calls: their rounds, from the first question to the last payment. Loaded once.

Each act is done on its own day, by who does it: applicants by their link, readers and committee by their accounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from pacte.accounts.queries import actor_of, person_by_email
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import ensure_guest
from pacte.demo.case_documents import add_text_document
from pacte.demo.stories.calls import (
    CallAuditStory,
    CallProjectStory,
    CallStories,
    CallWaveStory,
    call_stories,
    product_call_stories,
)
from pacte.kernel.actor import Actor
from pacte.kernel.clock import clock_stopped_on, now
from pacte.kernel.errors import ensure_found
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.queries import case_by_number, case_summaries
from pacte.procedures.queries.audits import sampled_case
from pacte.procedures.queries.cases import case_documents
from pacte.procedures.queries.papers import case_papers
from pacte.procedures.records.audits import AuditPlace, FindingInput
from pacte.procedures.records.form import SectionAuthor
from pacte.procedures.records.reading import CommitteeOutcome, ScoreInput
from pacte.procedures.rules.call_rounds import end_of_day, start_of_day
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.rules.form_answers import sections_by
from pacte.procedures.services import move_case, update_case_fields
from pacte.procedures.services.applications import begin_application, save_section, send_application
from pacte.procedures.services.audits import draw_audit_sample, record_audit_finding
from pacte.procedures.services.call_questions import answer_question, ask_question
from pacte.procedures.services.call_rounds import open_round
from pacte.procedures.services.committees import close_meeting, decide_case, open_meeting
from pacte.procedures.services.conflicts import declare_conflict
from pacte.procedures.services.paper_signatures import record_signed_by_hand
from pacte.procedures.services.payee_accounts import enter_account
from pacte.procedures.services.payment_outcomes import declare_paid
from pacte.procedures.services.payments import order_payment, prepare_payment, prepare_recovery
from pacte.procedures.services.reading import assign_reader, send_score
from pacte.procedures.services.reports import accept_report, enter_report

if TYPE_CHECKING:
    from pacte.plan.models import Plan
    from pacte.procedures.models import CallRound, Case

_ADMIT, _ASSIGN, _READ, _SUBMIT = (timedelta(days=each) for each in (6, 8, 15, 18))
_AWARD, _SIGN, _START, _PAY = (timedelta(days=each) for each in (3, 20, 22, 30))
_REPORT, _BALANCE = timedelta(days=25), timedelta(days=50)
_IBAN = "FR7630006000011234567890189"


def load_calls(*, actor: Actor, plan: Plan, on: date) -> None:
    """Must run as the system actor, once the reference data are loaded: applicants name communes and occupations."""
    known = action_titles_by_number(actor=actor, plan=plan, on=on)
    loaded_titles = {each.title for each in case_summaries(actor=actor, plan=plan, on=on)}
    for stories in (call_stories(on), product_call_stories(on)):
        titles = {each.title for wave in stories.waves for each in wave.projects}
        if titles & loaded_titles or stories.action not in known:
            continue
        # The acts of the call before were those of guests and readers, who know no account.
        with acting_as(actor):
            loader = _CallLoader(actor, plan, stories, on)
        for wave in stories.waves:
            if wave.opens_on <= on:
                loader.load_wave(wave)


class _CallLoader:
    """Loads the rounds of one call. ``cases``: by title of project."""

    def __init__(self, machine: Actor, plan: Plan, stories: CallStories, on: date) -> None:
        self.machine, self.plan, self.stories, self.on = machine, plan, stories, on
        self.pilot, self.finance = self.account(stories.pilot), self.account(stories.finance)
        self.cases: dict[str, Case] = {}

    def account(self, email: str) -> Actor:
        return actor_of(ensure_found(person_by_email(email)), on=self.on)

    def guest(self, email: str, name: str = "") -> Actor:
        guest = ensure_guest(
            actor=self.machine, host=self.plan.organisation, email=email, name=name, synthetic=True
        )  # fmt: skip
        return Actor(name=name or "par son lien", guest_id=guest.pk)

    @contextmanager
    def _on(self, day: date) -> Iterator[None]:
        """On that day, with the rows of the machine: after a guest or a reader, what is read is theirs alone."""
        with clock_stopped_on(day), acting_as(self.machine):
            yield

    def load_wave(self, wave: CallWaveStory) -> None:
        with self._on(wave.opens_on):
            call_round = open_round(
                actor=self.machine, plan=self.plan, procedure_code=self.stories.procedure, title=wave.title,
                opens_at=start_of_day(wave.opens_on), closes_at=end_of_day(wave.closes_on),
                envelope_cents=wave.envelope * 100,
            )  # fmt: skip
        self._questions(wave)
        arrivals = [each for each in wave.projects if each.sent_on <= self.on]
        for project in arrivals:
            self.cases[project.title] = self._send(project)
        for project in arrivals:
            self._read(project)
        if wave.committee_on and wave.committee_on <= self.on:
            self._decide(wave, call_round, arrivals)
            for project in arrivals if wave.minutes else ():
                self._follow(project, wave.committee_on)
        if wave.audit and wave.audit.recovered_on <= self.on:
            self._control(call_round, wave.audit)

    def _control(self, call_round: CallRound, story: CallAuditStory) -> None:
        """The sample, one finding, and what two people ask back: the other cases drawn wait for theirs."""
        case, controller = self.cases[story.project], self.account(story.controller)
        with self._on(story.drawn_on):
            draw_audit_sample(actor=self.pilot, call_round=call_round)
        with self._on(story.found_on):
            finding = FindingInput(AuditPlace.DOCUMENTS, story.unjustified * 100, story.words, story.found_on)
            line = sampled_case(actor=controller, plan=self.plan, round_id=call_round.pk, number=case.number)
            record_audit_finding(actor=controller, sampled=line.sampled, finding=finding)
        key = uuid5(NAMESPACE_URL, f"{case.number}/recovery")
        with self._on(story.recovered_on):
            order = prepare_recovery(actor=self.pilot, case=case, key=key, reason=story.reason)
            order_payment(actor=self.finance, case=case, order_id=order.pk)

    def _questions(self, wave: CallWaveStory) -> None:
        for story in wave.questions:
            if story.asked_on > self.on:
                continue
            with self._on(story.asked_on):
                guest = self.guest(story.email)
                with acting_as(guest):
                    question = ask_question(
                        actor=guest, plan=self.plan, procedure_code=self.stories.procedure, text=story.text
                    )
                if story.answer:
                    with acting_as(self.machine):
                        answer_question(actor=self.pilot, question=question, answer=story.answer, is_public=True)

    def _send(self, project: CallProjectStory) -> Case:
        """Begun three days before it is arrivals; what it takes up was ended by then."""
        procedure = procedure_by_code(self.stories.procedure)
        with self._on(project.sent_on):
            guest = self.guest(project.email, project.owner)
            with acting_as(guest):
                draft = begin_application(
                    actor=guest, plan=self.plan, number=self.stories.action, procedure_code=procedure.code,
                    key=uuid5(NAMESPACE_URL, project.title), name=project.owner,
                    continues=self.cases.get(project.continues),
                )  # fmt: skip
                values = _answers(project)
                for section in sections_by(procedure.form, SectionAuthor.APPLICANT):
                    own = {each.code: values[each.code] for each in section.fields if each.code in values}
                    draft = save_section(
                        actor=guest, application=draft, section=section, values=own, title=project.title
                    )
                return send_application(actor=guest, application=draft, arrived_at=now())

    def _move(self, case: Case, transition: str, on: date, reason: str = "") -> None:
        with self._on(on):
            move_case(actor=self.pilot, case=case, transition=transition, on=on, reason=reason)

    def _read(self, project: CallProjectStory) -> None:
        case, day = self.cases[project.title], project.sent_on
        if not project.readings or day + _READ > self.on:
            return
        with self._on(day + _ADMIT):
            verified = {"eligible": "yes", "eligibility_words": "Dans les délais, statuts lus."}
            update_case_fields(actor=self.pilot, case=case, title="", values=verified, on=day + _ADMIT)
        self._move(case, "admit", day + _ADMIT)
        grid = procedure_by_code(self.stories.procedure).grids[0]
        for rank, story in enumerate(project.readings):
            on = day + _READ + timedelta(days=rank)
            reader = ensure_found(person_by_email(story.reader))
            with self._on(day + _ASSIGN):
                assignment = assign_reader(
                    actor=self.machine, case=case, grid_code=grid.code, person=reader, on=day + _ASSIGN
                )
            scores = dict(zip((each.code for each in grid.criteria), story.scores, strict=bool(story.scores)))
            words = {each.code: story.words for each in grid.criteria if scores.get(each.code, 9) < each.words_if_below}
            person = self.account(story.reader)
            with clock_stopped_on(min(on, self.on)), acting_as(person):
                declare_conflict(actor=person, case=case, has_conflict=False)
                if not scores:
                    continue
                send_score(actor=person, assignment=assignment, score_input=ScoreInput(scores, words, story.comment))
        if all(each.scores for each in project.readings) and day + _SUBMIT <= self.on:
            self._move(case, "submit", day + _SUBMIT)

    def _decide(self, wave: CallWaveStory, call_round: CallRound, projects: list[CallProjectStory]) -> None:
        """In the order of the means, so that no decision departs from the ranking without saying why."""
        day = ensure_found(wave.committee_on)
        people = [ensure_found(person_by_email(each)) for each in self.stories.members]
        with self._on(day):
            meeting = open_meeting(
                actor=self.pilot, plan=self.plan, procedure_code=self.stories.procedure, committee="panel", on=day,
                chair=people[0], deputy=people[1], members=people[2:], call_round=call_round,
            )  # fmt: skip
            for each in projects:
                case = self.cases[each.title]
                case.refresh_from_db()
                if case.stage == "panel" and wave.minutes:
                    decide_case(
                        actor=self.pilot, meeting=meeting, case=case, reason=each.reason,
                        cents=(each.granted or 0) * 100,
                        outcome=CommitteeOutcome.KEPT if each.granted else CommitteeOutcome.REFUSED,
                    )  # fmt: skip
            if wave.minutes:
                close_meeting(actor=self.pilot, meeting=meeting, minutes=wave.minutes)

    def _follow(self, project: CallProjectStory, decided_on: date) -> None:
        case = self.cases[project.title]
        with acting_as(self.machine):
            case.refresh_from_db()
        if case.stage != "panel" or decided_on + _AWARD > self.on:
            return
        if not project.granted:
            self._move(case, "refuse", decided_on + _AWARD, project.reason)
            return
        self._move(case, "award", decided_on + _AWARD)
        if project.reached == "award" or decided_on + _PAY > self.on:
            return
        self._sign(case, decided_on + _SIGN)
        self._move(case, "start", decided_on + _START)
        with self._on(decided_on + _START):
            enter_account(actor=self.pilot, case=case, iban=_IBAN, holder=project.owner)
        self._pay(case, "advance", decided_on + _PAY)
        if project.report and project.reached in ("finish", "settle") and project.ends_on + _BALANCE <= self.on:
            self._finish(case, project)

    def _sign(self, case: Case, on: date) -> None:
        """Both signed on paper: one document came back."""
        with self._on(on):
            add_text_document(
                self.pilot, case, kind="agreement", title="Convention signée", notice=self.stories.notice, on=on
            )
            detail = case_by_number(actor=self.pilot, plan=self.plan, number=case.number, on=on)
            document = case_documents(detail=detail)[0]
            for paper in case_papers(actor=self.pilot, detail=detail):
                for each in paper.state.signatories:
                    record_signed_by_hand(
                        actor=self.pilot, case=case, signatory_id=each.signatory_id, document=document, on=on
                    )

    @property
    def _proofs(self) -> tuple[str, ...]:
        """Documents that the balance needs."""
        payments = procedure_by_code(self.stories.procedure).payments
        return payments.rest.proofs if payments and payments.rest else ()

    def _pay(self, case: Case, instalment: str, on: date) -> None:
        key = uuid5(NAMESPACE_URL, f"{case.number}/{instalment}")
        with self._on(on):
            order = prepare_payment(actor=self.pilot, case=case, instalment=instalment, key=key)
            order_payment(actor=self.finance, case=case, order_id=order.pk)
            declare_paid(actor=self.finance, case=case, order_id=order.pk, on=on)

    def _finish(self, case: Case, project: CallProjectStory) -> None:
        report, day = ensure_found(project.report), project.ends_on + _REPORT
        values: dict[str, Any] = {
            "story": report.story,
            "audiences": [
                {"held_on": each.on.isoformat(), "trade": each.trade, "where": each.where, "women": each.women,
                 "men": each.men} for each in report.audiences
            ],
            "spent": [{"what": each.what, "euros": each.euros * report.spent} for each in project.costs],
            **report.answers,
        }  # fmt: skip
        kinds = {each.code: each.label for each in procedure_by_code(self.stories.procedure).documents}
        with self._on(day):
            enter_report(actor=self.pilot, case=case, code="final", values=values, on=day)
            accept_report(actor=self.pilot, case=case, code="final", on=day)
            for kind in self._proofs:
                add_text_document(self.pilot, case, kind=kind, title=kinds[kind], notice=self.stories.notice, on=day)
        self._move(case, "finish", day)
        if project.reached == "settle":
            self._pay(case, "balance", project.ends_on + _BALANCE)
            self._move(case, "settle", project.ends_on + _BALANCE)


def _answers(project: CallProjectStory) -> dict[str, Any]:
    """The answers of the three sections that an applicant is asked; what others pay makes up the costs."""
    total = sum(each.euros for each in project.costs)
    own = total - project.grant_asked
    others = [{"who": "Fonds propres", "euros": own * 100}] if own else []
    return {
        "project_owner": project.owner,
        "siret": project.siret,
        "kind": "association",
        "contact": "Personne fictive",
        "summary": project.summary,
        "trades": list(project.trades),
        "commune": project.commune,
        "audience": project.audience,
        "expected": project.expected,
        "effect": project.effect,
        "starts_on": project.starts_on.isoformat(),
        "ends_on": project.ends_on.isoformat(),
        "costs": [{"what": each.what, "euros": each.euros * 100} for each in project.costs],
        "asked": project.grant_asked * 100,
        "funders": others,
        **project.answers,
    }
