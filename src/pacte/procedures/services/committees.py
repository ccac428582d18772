"""Committees: who sits, what they decide case by case under the lock of the envelope, and their minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.accounts.models import Person
from pacte.accounts.row_context import system_elevation
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ValidationError, ensure_found, hide_unless, refuse_blank
from pacte.plan.models import Plan
from pacte.procedures.models import CallRound, Case, CommitteeDecision, CommitteeMeeting, CommitteeSeat
from pacte.procedures.permissions import may_on_any_case
from pacte.procedures.queries.committees import cases_of_meeting, granted_cents, last_decisions
from pacte.procedures.queries.conflicts import is_in_conflict, people_in_conflict
from pacte.procedures.queries.rankings import ranking_now
from pacte.procedures.queries.reading import score_summaries
from pacte.procedures.records.reading import CommitteeKind, CommitteeOutcome, RankedCase
from pacte.procedures.rules.catalogue import procedure_by_code, procedure_edition
from pacte.procedures.rules.reading import (
    departs_from_ranking,
    has_quorum,
    ranked_cases,
    refuse_outside_envelope,
)
from pacte.procedures.services.conflicts import refresh_conflicts
from pacte.procedures.services.guards import refuse_invalid_case_date

_MACHINE = system_actor("comités des démarches")


def open_meeting(
    *,
    actor: Actor,
    plan: Plan,
    procedure_code: str,
    committee: str,
    on: date,
    chair: Person,
    deputy: Person | None = None,
    members: Sequence[Person] = (),
    call_round: CallRound | None = None,
) -> CommitteeMeeting:
    """Opens a meeting with the members who are present. Raises ``NotFound`` without that right or that committee."""
    procedure = procedure_by_code(procedure_code)
    hide_unless(procedure.committee(committee) and may_on_any_case(actor, "procedures.convene", plan.organisation_id))
    if call_round is not None:
        hide_unless((call_round.plan_id, call_round.procedure_code) == (plan.pk, procedure.code))
    refuse_invalid_case_date(on)
    parts = {chair.pk: "chair", **({deputy.pk: "deputy"} if deputy and deputy != chair else {})}
    parts |= {each.pk: "member" for each in members if each.pk not in parts}
    with (
        system_elevation(),
        audit_event(
            actor=actor, name="procedures.open_meeting", subject_kind="committee_meeting",
            subject_label=procedure.title, organisation_id=plan.organisation_id,
        ) as entry,
    ):  # fmt: skip
        meeting = CommitteeMeeting.objects.create(
            organisation_id=plan.organisation_id, plan=plan, procedure_code=procedure.code, edition=procedure.edition,
            committee=committee, call_round=call_round, held_on=on,
        )  # fmt: skip
        CommitteeSeat.objects.bulk_create(
            CommitteeSeat(organisation_id=plan.organisation_id, meeting=meeting, person_id=person_id, part=part)
            for person_id, part in parts.items()
        )
        entry.set_subject("committee_meeting", meeting.pk, procedure.title)
    return meeting


def decide_case(
    *,
    actor: Actor,
    meeting: CommitteeMeeting,
    case: Case,
    outcome: CommitteeOutcome,
    cents: int = 0,
    reason: str = "",
) -> CommitteeDecision:
    """Keeps what a committee decides on a case. A later decision corrects it; none is rewritten.

    Raises ``NotFound`` (in conflict, or neither convenes nor chairs), ``Conflict`` (``meeting_closed``,
    ``not_before_committee``, ``no_reader_left``: chair and deputy are in conflict; ``envelope_short``),
    ``ValidationError`` (``quorum_short``, ``departure_reason``).
    """
    cents = cents if outcome is CommitteeOutcome.KEPT else 0
    with system_elevation():
        locked_round = _locked_round(case)
        seats = _locked_seats(actor, meeting)
        refresh_conflicts(actor=actor, case=case)
        hide_unless(not is_in_conflict(actor=actor, case=case))
        every = list(cases_of_meeting(actor=_MACHINE, meeting=meeting))
        if case not in every:
            raise Conflict("not_before_committee", "Ce dossier n’est pas devant ce comité.", hint="Rechargez la page.")
        kind = _kind(meeting)
        away = people_in_conflict(actor=_MACHINE, case=case, person_ids=[each.person_id for each in seats], on=today())
        chair = _chair(seats, set(away))
        _refuse_without_quorum(kind, seats, set(away))
        grid = ensure_found(procedure_edition(meeting.procedure_code, meeting.edition).grid(kind.grid))
        summaries = score_summaries(actor=_MACHINE, case_ids=[each.pk for each in every], grid=grid)
        ranking = ranked_cases(summaries)
        _refuse_silent_departure(kind, case, outcome, ranking, reason)
        if locked_round is not None:
            granted = granted_cents(actor=_MACHINE, call_round=locked_round, without=case)
            refuse_outside_envelope(envelope=locked_round.envelope_cents, granted=granted, cents=cents)
        own = next(each for each in ranking if each.case_id == case.pk)
        with audit_event(
            actor=actor, name="procedures.decide_case", subject_kind="file", subject_id=case.pk,
            subject_label=case.title, organisation_id=case.organisation_id, reason=reason.strip(),
        ) as entry:  # fmt: skip
            entry.detail.update(meeting=meeting.pk, outcome=outcome, cents=cents)
            return CommitteeDecision.objects.create(
                organisation_id=case.organisation_id, meeting=meeting, case=case, outcome=outcome, rank=own.rank,
                mean=round(own.summary.mean * 10) if own.summary else None, cents=cents, reason=reason.strip(),
                chaired_by=str(chair.person), voters=len(seats) - len(away), person_name=actor.name[:200],
                abstained=sorted(str(each.person) for each in seats if each.person_id in away), recorded_at=now(),
            )  # fmt: skip


def close_meeting(*, actor: Actor, meeting: CommitteeMeeting, minutes: str) -> None:
    """Closes a meeting with its minutes: its decisions no longer change there, and its ranking is kept.

    Raises as ``decide_case``.
    """
    refuse_blank(minutes, "minutes_missing", "Il manque le compte rendu.", hint="Écrivez ce qui s’est dit.")
    with system_elevation():
        _locked_seats(actor, meeting)
        with audit_event(
            actor=actor, name="procedures.close_meeting", subject_kind="committee_meeting", subject_id=meeting.pk,
            subject_label=str(meeting.held_on), organisation_id=meeting.organisation_id,
        ):  # fmt: skip
            CommitteeMeeting.objects.filter(pk=meeting.pk).update(
                minutes=minutes.strip(), closed_at=now(), closed_by_name=actor.name[:200],
                ranking=ranking_now(actor=_MACHINE, meeting=meeting),
            )  # fmt: skip
    meeting.refresh_from_db()


def _locked_round(case: Case) -> CallRound | None:
    """The round of the case, locked first: two awards at the same second are decided one after the other."""
    return CallRound.objects.select_for_update().filter(entries__case=case).first()


def _locked_seats(actor: Actor, meeting: CommitteeMeeting) -> list[CommitteeSeat]:
    """Those who sit, for whoever convenes or chairs; a closed meeting no longer changes."""
    locked = ensure_found(CommitteeMeeting.objects.select_for_update().filter(pk=meeting.pk).first())
    seats = list(CommitteeSeat.objects.filter(meeting=locked).select_related("person").order_by("pk"))
    chairs = {each.person_id for each in seats if each.part in ("chair", "deputy")}
    hide_unless(actor.person_id in chairs or may_on_any_case(actor, "procedures.convene", locked.organisation_id))
    if locked.closed_at is not None:
        raise Conflict("meeting_closed", "Cette séance est close.", hint="Décidez à une autre séance.")
    return seats


def _kind(meeting: CommitteeMeeting) -> CommitteeKind:
    return ensure_found(procedure_edition(meeting.procedure_code, meeting.edition).committee(meeting.committee))


def _chair(seats: Sequence[CommitteeSeat], away: set[int]) -> CommitteeSeat:
    """The chair, or the deputy for a case in which the chair has a conflict."""
    for part in ("chair", "deputy"):
        seat = next((each for each in seats if each.part == part and each.person_id not in away), None)
        if seat is not None:
            return seat
    raise Conflict(
        "no_reader_left",
        "Personne ne peut présider pour ce dossier : présidence et suppléance sont en conflit.",
        "Un dossier ne se décide pas sous la présidence de qui y a un intérêt.",
        "Convoquez une autre séance, présidée par quelqu’un d’autre.",
    )


def _refuse_without_quorum(kind: CommitteeKind, seats: Sequence[CommitteeSeat], away: set[int]) -> None:
    present = {each.person_id for each in seats}
    if not has_quorum(kind.quorum, present, away):
        raise ValidationError(
            "quorum_short",
            f"Il faut {kind.quorum} membres pour décider ; pour ce dossier il y en a {len(present - away)}.",
            "Qui a un lien avec le dossier sort, et ne compte pas.",
            "Reportez ce dossier, ou faites venir un membre de plus.",
        )


def _refuse_silent_departure(
    kind: CommitteeKind, case: Case, outcome: CommitteeOutcome, ranking: Sequence[RankedCase], reason: str
) -> None:
    decisions = last_decisions(actor=_MACHINE, case_ids=[each.case_id for each in ranking])
    words = {case_id: CommitteeOutcome(each.outcome) for case_id, each in decisions.items()}
    departs = departs_from_ranking(case.pk, outcome, ranking, words)
    if kind.departs_with_reason and departs and not reason.strip():
        raise ValidationError(
            "departure_reason", "Cette décision s’écarte du classement : elle dit pourquoi.",
            "Le comité peut s’en écarter ; il le motive.", "Écrivez le motif.",
        )  # fmt: skip
