"""Writes on a committee: plan, prepare, mark as held. What was printed or issued never changes."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime, time

from django.db.models import Max

from pacte.audit.services import AuditEvent, audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS, now, today
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError, hide_unless, refuse_blank
from pacte.kernel.french import format_day
from pacte.plan.models import Plan, PlanAction
from pacte.steering.models import AgendaItem, Committee, Round
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.records.enums import CommitteeState
from pacte.steering.records.meetings import AgendaPoint
from pacte.steering.records.pack import Pack
from pacte.steering.rules.serialisation import json_digest, record_to_json

MAX_AGENDA_POINTS, MAX_POINT_MINUTES = 60, 600


def plan_committee(
    *,
    actor: Actor,
    plan: Plan,
    title: str,
    held_on: date,
    starts_at: time | None = None,
    place: str = "",
    round_number: int | None = None,
) -> Committee:
    """Creates a planned committee; its date may be in the past. Raises ``PermissionDenied`` or ``ValidationError``."""
    refuse_unless(actor, "committee.prepare", plan.organisation_id)
    _refuse_invalid_committee(plan, title, held_on)
    # Lock the plan, so that concurrent calls do not take the same number.
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    number = (Committee.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0) + 1
    with audit_event(actor=actor, name="committee.plan", organisation_id=plan.organisation_id) as entry:
        committee = Committee.objects.create(
            organisation_id=plan.organisation_id,
            plan=plan,
            round=_round(plan, round_number),
            number=number,
            title=title.strip(),
            held_on=held_on,
            starts_at=starts_at,
            place=place.strip()[:200],
        )
        entry.set_subject("committee", f"{plan.code}:{number}", committee.title)
        entry.detail.update(held_on=held_on.isoformat(), round=round_number)
    return committee


def change_committee(
    *,
    actor: Actor,
    committee: Committee,
    title: str,
    held_on: date,
    starts_at: time | None = None,
    place: str = "",
    round_number: int | None = None,
) -> None:
    """Changes a planned committee. Raises ``PermissionDenied``, ``ValidationError`` or ``Conflict``."""
    locked = lock_committee(actor, "committee.prepare", committee, CommitteeState.PLANNED)
    _refuse_invalid_committee(committee.plan, title, held_on)
    with committee_audit(actor, "committee.change", locked) as entry:
        locked.title, locked.held_on, locked.starts_at = title.strip(), held_on, starts_at
        locked.place, locked.round = place.strip()[:200], _round(committee.plan, round_number)
        locked.save(update_fields=["title", "held_on", "starts_at", "place", "round"])
        entry.detail.update(held_on=held_on.isoformat(), round=round_number, place=place.strip())


def cancel_committee(*, actor: Actor, committee: Committee, reason: str) -> None:
    """Deletes a planned committee. The audit log keeps its trace and the reason."""
    locked = lock_committee(actor, "committee.prepare", committee, CommitteeState.PLANNED)
    refuse_blank(reason, "reason_missing", "Il manque le motif.", "Une annulation en porte un.", "Écrivez-le.")
    with committee_audit(actor, "committee.cancel", locked, reason=reason.strip()):
        locked.delete()


def set_agenda(*, actor: Actor, committee: Committee, points: Sequence[AgendaPoint]) -> None:
    """Replaces the agenda with these items, in this order.

    Raises ``PermissionDenied``, ``ValidationError``, or ``Conflict`` once the meeting is held.
    """
    locked = lock_committee(actor, "committee.prepare", committee, CommitteeState.PLANNED)
    cleaned_points = [replace(point, title=point.title.strip(), presenter=point.presenter.strip()) for point in points]
    _refuse_invalid_agenda(cleaned_points)
    actions = _actions(committee.plan, cleaned_points)
    with committee_audit(actor, "committee.agenda", locked) as entry:
        locked.agenda.all().delete()
        AgendaItem.objects.bulk_create(
            AgendaItem(
                organisation_id=locked.organisation_id,
                committee=locked,
                rank=rank,
                kind=point.kind,
                title=point.title,
                presenter=point.presenter,
                minutes=point.minutes,
                plan_action=actions[point.number] if point.number is not None else None,
            )
            for rank, point in enumerate(cleaned_points, start=1)
        )
        entry.detail.update(points=[point.title for point in cleaned_points])


def freeze_pack(*, actor: Actor, committee: Committee, pack: Pack) -> Committee:
    """Freezes a pack on its committee: its files print this snapshot from now on.

    Each call before the meeting makes a new edition; once the meeting is held the pack does not change.
    Raises ``PermissionDenied`` or ``Conflict``.
    """
    locked = lock_committee(actor, "committee.pack", committee, CommitteeState.PLANNED)
    if pack.edition != locked.frozen_edition + 1:
        raise Conflict(
            "pack_edition", "Quelqu’un vient de faire ce dossier.", hint="Rechargez la page du comité pour le lire."
        )
    with committee_audit(actor, "committee.pack", locked) as entry:
        locked.frozen = record_to_json(pack)
        locked.frozen_digest = json_digest(locked.frozen)
        locked.frozen_at = recorded_at_for(actor, pack.as_of)
        locked.frozen_edition = pack.edition
        locked.save(update_fields=["frozen", "frozen_digest", "frozen_at", "frozen_edition"])
        entry.detail.update(edition=pack.edition, digest=locked.frozen_digest)
    return locked


def mark_committee_held(*, actor: Actor, committee: Committee, on: date) -> None:
    """Marks the meeting as held, which freezes its agenda and pack.

    Raises ``PermissionDenied``, ``ValidationError`` or ``Conflict``.
    """
    set_committee_held(actor, lock_committee(actor, "decision.take", committee, CommitteeState.PLANNED), on)


def set_committee_held(actor: Actor, locked: Committee, on: date) -> None:
    """Same as ``mark_committee_held``, for a service that has already checked the permission and locked the row."""
    if locked.held_on > on:
        raise ValidationError(
            "committee_to_come",
            f"Ce comité est prévu le {format_day(locked.held_on)}.",
            "Une séance se tient le jour dit, ou après.",
            "Changez sa date s’il a été avancé.",
        )
    with committee_audit(actor, "committee.hold", locked):
        locked.state = CommitteeState.HELD
        locked.save(update_fields=["state"])


def recorded_at_for(actor: Actor, on: date) -> datetime:
    """Returns the time at which an act is recorded: now, or noon of ``on`` when the system actor loads past data."""
    if actor.is_system and on != today():
        return datetime.combine(on, time(12), tzinfo=PARIS)
    return now()


def refuse_unless(actor: Actor, right: str, host_id: int) -> None:
    """Raises ``NotFound`` when the actor may not read committees, ``PermissionDenied`` when they may read only."""
    scope = SteeringScope(host_id=host_id)
    if may(actor, right, scope):
        return
    hide_unless(may(actor, "committee.read", scope))
    raise PermissionDenied(
        "committee", "Seul le pilote du pacte prépare un comité et écrit ses décisions.", hint="Demandez-le-lui."
    )


def lock_committee(actor: Actor, right: str, committee: Committee, *states: CommitteeState) -> Committee:
    """Checks the permission and locks the row until the end of the transaction.

    Raises ``NotFound``, ``PermissionDenied``, or ``Conflict`` when the committee is not in one of these states.
    """
    refuse_unless(actor, right, committee.organisation_id)
    locked = Committee.objects.select_for_update(of=("self",)).select_related("plan").get(pk=committee.pk)
    if locked.state not in states:
        raise Conflict(
            "committee_state",
            "Ce comité n’en est plus là." if locked.state != CommitteeState.ISSUED else "Le relevé est envoyé.",
            "Ce qu’un comité a imprimé ou envoyé ne change plus.",
            "Rechargez la page.",
        )
    return locked


def committee_audit(
    actor: Actor, name: str, committee: Committee, *, reason: str = ""
) -> AbstractContextManager[AuditEvent]:
    """Opens the audit entry of an act on this committee."""
    return audit_event(
        actor=actor,
        name=name,
        subject_kind="committee",
        subject_id=f"{committee.plan.code}:{committee.number}",
        subject_label=committee.title,
        organisation_id=committee.organisation_id,
        reason=reason,
    )


def _refuse_invalid_committee(plan: Plan, title: str, held_on: date) -> None:
    if not title.strip() or len(title.strip()) > 200:
        raise ValidationError(
            "title", "Le nom du comité est vide ou trop long.", hint="Par exemple « Comité de pilotage »."
        )
    if not plan.first_year - 1 <= held_on.year <= plan.last_year + 20:
        raise ValidationError(
            "held_on",
            f"Le {format_day(held_on)} est trop loin du plan, qui court de {plan.first_year} à {plan.last_year}.",
            hint="Vérifiez l’année.",
        )


def _refuse_invalid_agenda(points: Sequence[AgendaPoint]) -> None:
    if len(points) > MAX_AGENDA_POINTS:
        raise ValidationError(
            "agenda_long", f"Un ordre du jour tient en {MAX_AGENDA_POINTS} points.", hint="Regroupez-en."
        )
    for rank, point in enumerate(points, start=1):
        if not point.title or len(point.title) > 300 or len(point.presenter) > 200:
            raise ValidationError(
                "agenda_title", f"Point {rank} : l’intitulé manque, ou un texte est trop long.", hint="Corrigez-le."
            )
        if point.minutes is not None and not 0 < point.minutes <= MAX_POINT_MINUTES:
            raise ValidationError(
                "agenda_minutes",
                f"Point {rank} : une durée se compte de 1 à {MAX_POINT_MINUTES} minutes.",
                hint="Corrigez-la, ou laissez-la vide.",
            )


def _actions(plan: Plan, points: Sequence[AgendaPoint]) -> dict[ActionCode, PlanAction]:
    wanted = {point.number for point in points if point.number is not None}
    actions_by_number = {each.number: each for each in PlanAction.objects.filter(plan=plan, number__in=wanted)}
    for number in sorted(wanted - set(actions_by_number)):
        raise ValidationError(
            "agenda_action", f"Le plan n’a pas d’action {number}.", hint="Choisissez une action de la liste."
        )
    return actions_by_number


def _round(plan: Plan, number: int | None) -> Round | None:
    if number is None:
        return None
    target_round = Round.objects.filter(plan=plan, number=number).first()
    if target_round is None:
        raise ValidationError(
            "round_unknown", f"Le plan n’a pas de tour {number}.", hint="Choisissez un tour de la liste."
        )
    return target_round
