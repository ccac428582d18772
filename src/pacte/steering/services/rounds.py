"""Writes on a round: open, move its dates, close. A closed round is frozen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Max

from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ValidationError, deny_unless, hide_unless, refuse_blank
from pacte.kernel.french import format_day
from pacte.notifications.services import notify
from pacte.plan.models import Plan
from pacte.plan.queries import version_on
from pacte.steering.models import Round, RoundAnswer
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.leads import LedAction, led_actions
from pacte.steering.queries.rounds import build_round_snapshot
from pacte.steering.records import RoundState, RoundTopic
from pacte.steering.rules.serialisation import json_digest, round_to_json
from pacte.steering.services.answer_locks import lock_round


def open_round(
    *,
    actor: Actor,
    plan: Plan,
    label: str,
    due_on: date,
    committee_on: date,
    on: date,
    instructions: str = "",
    topics: Collection[RoundTopic] = tuple(RoundTopic),
    numbers: Collection[ActionCode] | None = None,
    address: str = "",
) -> Round:
    """Opens a round over the running actions of the version in force, or over ``numbers``; notifies each lead once.

    ``address`` is the page where leads answer. Raises ``NotFound``, ``PermissionDenied``, ``ValidationError`` (dates,
    no topic or action), or ``Conflict`` when a round of the plan is already open.
    """
    scope = SteeringScope(host_id=plan.organisation_id)
    hide_unless(may(actor, "round.read", scope))
    deny_unless(
        may(actor, "round.open", scope),
        "round",
        "Seul le pilote du pacte ouvre un tour.",
        hint="Demandez-le au pilote du pacte.",
    )
    _refuse_invalid_dates(on, due_on, committee_on)
    if not label.strip() or len(label) > 200:
        raise ValidationError(
            "label", "Le nom du tour est vide ou trop long.", hint="Par exemple « Comité de décembre »."
        )
    if not topics:
        raise ValidationError("topics", "Le tour ne demande rien.", hint="Choisissez au moins une chose à demander.")
    # Lock the plan, so that concurrent calls open only one round.
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if Round.objects.filter(plan=plan, state=RoundState.OPEN).exists():
        raise Conflict("round_open", "Un tour est déjà ouvert sur ce plan.", hint="Clôturez-le d’abord.")
    led = led_actions(actor=actor, version=version_on(actor=actor, plan=plan, on=on), on=on)
    chosen = [each for each in led.values() if each.is_running and (numbers is None or each.number in numbers)]
    if not chosen:
        raise ValidationError(
            "nobody_asked", "Aucune action n’est interrogée.", hint="Choisissez des actions en cours."
        )
    with audit_event(actor=actor, name="round.open", organisation_id=plan.organisation_id) as entry:
        new_round = Round.objects.create(
            organisation_id=plan.organisation_id,
            plan=plan,
            number=(Round.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0) + 1,
            label=label.strip(),
            instructions=instructions.strip(),
            topics=[topic for topic in RoundTopic if topic in topics],
            opened_on=on,
            due_on=due_on,
            committee_on=committee_on,
            opened_by_name=actor.name,
        )
        RoundAnswer.objects.bulk_create([_answer(new_round, each) for each in chosen])
        entry.set_subject("round", new_round.pk, new_round.label)
        entry.detail.update(number=new_round.number, asked=len(chosen))
        _notify_leads(actor, new_round, chosen, address)
    return new_round


def move_round(*, actor: Actor, round_id: int, due_on: date, committee_on: date, reason: str, on: date) -> None:
    """Changes the dates, with a reason. Raises ``ValidationError`` or ``Conflict``."""
    locked_round = lock_round(actor=actor, round_id=round_id, act="round.open")
    _refuse_invalid_dates(max(on, locked_round.opened_on), due_on, committee_on)
    refuse_blank(reason, "reason_missing", "Il manque le motif.", hint="Dites pourquoi les dates changent.")
    with audit_event(
        actor=actor,
        name="round.move",
        subject_kind="round",
        subject_id=locked_round.pk,
        subject_label=locked_round.label,
        organisation_id=locked_round.organisation_id,
        reason=reason.strip(),
    ) as entry:
        entry.detail.update(before=[locked_round.due_on.isoformat(), locked_round.committee_on.isoformat()])
        locked_round.due_on, locked_round.committee_on = due_on, committee_on
        locked_round.save(update_fields=["due_on", "committee_on"])


def close_round(*, actor: Actor, round_id: int, on: date) -> Round:
    """Closes a round and freezes its snapshot, actions without an answer included."""
    locked_round = lock_round(actor=actor, round_id=round_id, act="round.close")
    # Wait for answers being written; later writes then find the round closed.
    list(RoundAnswer.objects.select_for_update().filter(round=locked_round).values_list("pk", flat=True))
    version = version_on(actor=actor, plan=locked_round.plan, on=on)
    with audit_event(
        actor=actor,
        name="round.close",
        subject_kind="round",
        subject_id=locked_round.pk,
        subject_label=locked_round.label,
        organisation_id=locked_round.organisation_id,
    ) as entry:
        locked_round.state, locked_round.closed_at, locked_round.closed_by_name = RoundState.CLOSED, now(), actor.name
        led = led_actions(actor=actor, version=version, on=on)
        snapshot = build_round_snapshot(actor=actor, target_round=locked_round, version=version, led=led, on=on)
        locked_round.frozen = round_to_json(snapshot)
        locked_round.frozen_digest = json_digest(locked_round.frozen)
        locked_round.save()
        entry.detail.update(
            answered=len(snapshot.answered), silent=len(snapshot.silent), digest=locked_round.frozen_digest
        )
    return locked_round


def _refuse_invalid_dates(on: date, due_on: date, committee_on: date) -> None:
    if due_on < on:
        raise ValidationError("due_past", "La date de réponse est passée.", hint="Laissez du temps aux porteurs.")
    if committee_on < due_on:
        raise ValidationError(
            "committee_before_due", "Le comité se tiendrait avant la date de réponse.", hint="Vérifiez les deux dates."
        )


def _answer(target_round: Round, led: LedAction) -> RoundAnswer:
    respondent = led.respondent(None)
    return RoundAnswer(
        organisation_id=target_round.organisation_id,
        round=target_round,
        plan_action_id=led.plan_action_id,
        lead_id=led.lead_id,
        lead_name=led.lead_name[:300],
        person_id=respondent.person_id if respondent else None,
    )


def _notify_leads(actor: Actor, target_round: Round, chosen: list[LedAction], address: str) -> None:
    """Sends one notification per person, whatever the number of their actions."""
    numbers: dict[int, list[ActionCode]] = {}
    for led in chosen:
        respondent = led.respondent(None)
        if respondent:
            numbers.setdefault(respondent.person_id, []).append(led.number)
    for person_id, own in numbers.items():
        one = len(own) == 1
        which = f"l’action {own[0]}" if one else f"les actions {', '.join(map(str, own))}"
        verb = "est" if one else "sont"
        notify(
            actor=actor,
            host_id=target_round.organisation_id,
            person_ids=[person_id],
            kind="round.open",
            subject=f"{target_round.label} : votre réponse avant le {format_day(target_round.due_on)}",
            text=(
                f"{actor.name} prépare le comité du {format_day(target_round.committee_on)} et vous demande "
                f"où en {verb} {which}. "
                f"Réponse attendue au plus tard le {format_day(target_round.due_on)}."
                + (f"\n\n{target_round.instructions}" if target_round.instructions else "")
            ),
            address=address,
            key=f"round:{target_round.pk}:open",
        )
