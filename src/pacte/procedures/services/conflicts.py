"""Conflicts of interest: computed again whenever they matter, declared by whoever reads, and what follows from one."""

from __future__ import annotations

from pacte.accounts.models import Person
from pacte.accounts.row_context import system_elevation
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import NotFound, ValidationError
from pacte.notifications.services import notify
from pacte.procedures.models import (
    Case,
    CaseConflict,
    CommitteeDecision,
    CommitteeSeat,
    ConflictDeclaration,
    ReaderAssignment,
    ReadingScore,
    ScoreStrike,
)
from pacte.procedures.queries.conflicts import computed_body_conflicts, people_in_conflict
from pacte.procedures.records.reading import ConflictKind
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.conflicts import conflict_text

_MACHINE = system_actor("conflits d’intérêts")


def refresh_conflicts(*, actor: Actor, case: Case) -> None:
    """Computes again who may not judge a case. A reader found in conflict is taken off and their score struck.

    Called by every act that matters, since a post, a SIRET or an answer may have changed. No query for a procedure
    without rules about conflicts.
    """
    rules = procedure_edition(case.procedure_code, case.edition).conflicts
    if rules is None:
        return
    with system_elevation():
        _refresh_bodies(case, computed_body_conflicts(actor=_MACHINE, case=case, rules=rules))
        readers = list(ReaderAssignment.objects.filter(case=case, ended_at=None).order_by("pk"))
        tied = people_in_conflict(
            actor=_MACHINE, case=case, person_ids=[each.person_id for each in readers], on=today()
        )
        for reader in readers:
            if kinds := tied.get(reader.person_id):
                for kind in kinds:
                    _keep(case, kind, person_id=reader.person_id)
                take_off(actor=actor, reader=reader, reason=conflict_text(kinds))


def declare_conflict(*, actor: Actor, case: Case, has_conflict: bool, text: str = "") -> None:
    """Somebody asked to read a case, or seated where it is decided, declares a conflict or none.

    None opens the case to a reader; a conflict takes them off, strikes their score, and hides the case from them.
    Raises ``NotFound`` for anybody else, ``ValidationError`` (``conflict_unsaid``).
    """
    with system_elevation():
        reader = ReaderAssignment.objects.filter(case=case, person_id=actor.person_id, ended_at=None).first()
        seat = CommitteeSeat.objects.filter(
            person_id=actor.person_id, meeting__plan_id=case.plan_id, meeting__procedure_code=case.procedure_code,
            meeting__closed_at=None,
        )  # fmt: skip
        if actor.person_id is None or (reader is None and not seat.exists()):
            raise NotFound
        if has_conflict and not text.strip():
            raise ValidationError(
                "conflict_unsaid", "Dites en quelques mots ce qui vous lie à ce dossier.",
                "Le dossier ira à quelqu’un d’autre, et le comité saura pourquoi.", "Une phrase suffit.",
            )  # fmt: skip
        with audit_event(
            actor=actor, name="procedures.declare_conflict", subject_kind="file", subject_id=case.pk,
            subject_label=case.title, organisation_id=case.organisation_id,
        ):  # fmt: skip
            ConflictDeclaration.objects.create(
                organisation_id=case.organisation_id, case=case, person_id=actor.person_id, has_conflict=has_conflict,
                text=text.strip(), person_name=actor.name[:200], recorded_at=now(),
            )  # fmt: skip
            if has_conflict:
                _keep(case, ConflictKind.DECLARED, person_id=actor.person_id)
                for each in ReaderAssignment.objects.filter(case=case, person_id=actor.person_id, ended_at=None):
                    take_off(actor=actor, reader=each, reason=conflict_text({ConflictKind.DECLARED}))
            else:
                refresh_conflicts(actor=actor, case=case)
                ReaderAssignment.objects.filter(
                    case=case, person_id=actor.person_id, ended_at=None, cleared_at=None
                ).update(cleared_at=now())


def take_off(*, actor: Actor, reader: ReaderAssignment, reason: str) -> None:
    """Ends the reading of somebody, strikes their score, which stays, and alerts who chaired a decision on it."""
    reader.ended_at, reader.end_reason = now(), reason
    reader.save()
    score = ReadingScore.objects.filter(assignment=reader, strike=None).first()
    if score is not None:
        ScoreStrike.objects.create(
            organisation_id=reader.organisation_id, score=score, reason=reason, person_name=actor.name[:200],
            recorded_at=now(),
        )  # fmt: skip
        _alert_chairs(actor, reader)


def person_conflicts(*, actor: Actor, case: Case, person: Person) -> frozenset[ConflictKind]:
    """Returns the conflicts of one person with a case, computed now. Must run as the machine."""
    refresh_conflicts(actor=actor, case=case)
    return people_in_conflict(actor=_MACHINE, case=case, person_ids=[person.pk], on=today()).get(person.pk, frozenset())


def _refresh_bodies(case: Case, wanted: set[tuple[int, ConflictKind]]) -> None:
    rows = CaseConflict.objects.filter(case=case, body__isnull=False, ended_at=None)
    known = {(each.body_id, ConflictKind(each.kind)): each.pk for each in rows}
    ended = [pk for key, pk in known.items() if key not in wanted]
    if ended:
        CaseConflict.objects.filter(pk__in=ended).update(ended_at=now())
    for body_id, kind in sorted(wanted - set(known)):
        _keep(case, kind, body_id=body_id)


def _keep(case: Case, kind: ConflictKind, *, body_id: int | None = None, person_id: int | None = None) -> None:
    CaseConflict.objects.get_or_create(
        case=case, body_id=body_id, person_id=person_id, kind=kind, ended_at=None,
        defaults={"organisation_id": case.organisation_id, "found_at": now()},
    )  # fmt: skip


def _alert_chairs(actor: Actor, reader: ReaderAssignment) -> None:
    """A signed decision stays: its chair is told that a score behind it no longer counts."""
    meetings = CommitteeDecision.objects.filter(case_id=reader.case_id).values("meeting_id")
    chairs = CommitteeSeat.objects.filter(meeting_id__in=meetings, part__in=("chair", "deputy"))
    person_ids = set(chairs.exclude(person_id=reader.person_id).values_list("person_id", flat=True))
    if person_ids and not actor.is_anonymous:
        notify(
            actor=actor, host_id=reader.organisation_id, person_ids=person_ids, kind="score_struck",
            subject="Une note ne compte plus",
            text="Une personne qui avait noté un dossier sur lequel votre comité a décidé se trouve en conflit"
            " d’intérêts. La décision signée reste ; la note est barrée et gardée.",
            key=f"score_struck:{reader.pk}",
        )  # fmt: skip
