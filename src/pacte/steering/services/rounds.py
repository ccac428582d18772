"""Writes on a round: open, move its dates, close. A closed round is frozen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Max

from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import format_day
from pacte.notifications.services import notify
from pacte.plan.models import Plan
from pacte.plan.queries import version_on
from pacte.steering.models import Answer, Round
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.leads import LedAction, led_actions
from pacte.steering.queries.rounds import live_round
from pacte.steering.records import RoundState, Topic
from pacte.steering.rules.freezing import digest, to_plain
from pacte.steering.services.answering import round_for


def open_round(
    *,
    actor: Actor,
    plan: Plan,
    label: str,
    due_on: date,
    committee_on: date,
    on: date,
    asked: str = "",
    topics: Collection[Topic] = tuple(Topic),
    numbers: Collection[ActionCode] | None = None,
    address: str = "",
) -> Round:
    """Opens a round over the running actions of the version in force, or over ``numbers``; notifies each lead once.

    ``address`` is the page where leads answer. Raises ``NotFound``, ``PermissionDenied``, ``ValidationError`` (dates,
    no topic or action), or ``Conflict`` when a round of the plan is already open.
    """
    scope = SteeringScope(host_id=plan.organisation_id)
    if not may(actor, "round.read", scope):
        raise NotFound
    if not may(actor, "round.open", scope):
        raise PermissionDenied(
            "round", "Seul le pilote du pacte ouvre un tour.", hint="Demandez-le au pilote du pacte."
        )
    _refuse_wrong_dates(on, due_on, committee_on)
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
    chosen = [each for each in led.values() if each.runs and (numbers is None or each.number in numbers)]
    if not chosen:
        raise ValidationError(
            "nobody_asked", "Aucune action n’est interrogée.", hint="Choisissez des actions en cours."
        )
    with audit_event(actor=actor, name="round.open", organisation_id=plan.organisation_id) as entry:
        found = Round.objects.create(
            organisation_id=plan.organisation_id,
            plan=plan,
            number=(Round.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0) + 1,
            label=label.strip(),
            asked=asked.strip(),
            topics=[topic for topic in Topic if topic in topics],
            opened_on=on,
            due_on=due_on,
            committee_on=committee_on,
            opened_by_name=actor.name,
        )
        Answer.objects.bulk_create([_answer(found, each) for each in chosen])
        entry.set_subject("round", found.pk, found.label)
        entry.detail.update(number=found.number, asked=len(chosen))
        _tell_leads(actor, found, chosen, address)
    return found


def move_round(*, actor: Actor, round_id: int, due_on: date, committee_on: date, reason: str, on: date) -> None:
    """Changes the dates, with a reason. Raises ``ValidationError`` or ``Conflict``."""
    found = round_for(actor=actor, round_id=round_id, act="round.open")
    _refuse_wrong_dates(max(on, found.opened_on), due_on, committee_on)
    if not reason.strip():
        raise ValidationError("reason_missing", "Il manque le motif.", hint="Dites pourquoi les dates changent.")
    with audit_event(
        actor=actor, name="round.move", subject_kind="round", subject_id=found.pk, subject_label=found.label,
        organisation_id=found.organisation_id, reason=reason.strip(),
    ) as entry:  # fmt: skip
        entry.detail.update(before=[found.due_on.isoformat(), found.committee_on.isoformat()])
        found.due_on, found.committee_on = due_on, committee_on
        found.save(update_fields=["due_on", "committee_on"])


def close_round(*, actor: Actor, round_id: int, on: date) -> Round:
    """Closes a round and freezes its snapshot, actions without an answer included."""
    found = round_for(actor=actor, round_id=round_id, act="round.close")
    # Wait for answers being written; later writes then find the round closed.
    list(Answer.objects.select_for_update().filter(round=found).values_list("pk", flat=True))
    version = version_on(actor=actor, plan=found.plan, on=on)
    with audit_event(
        actor=actor, name="round.close", subject_kind="round", subject_id=found.pk, subject_label=found.label,
        organisation_id=found.organisation_id,
    ) as entry:  # fmt: skip
        found.state, found.closed_at, found.closed_by_name = RoundState.CLOSED, now(), actor.name
        led = led_actions(actor=actor, version=version, on=on)
        held = live_round(actor=actor, found=found, version=version, led=led, on=on)
        found.frozen = to_plain(held)
        found.frozen_digest = digest(found.frozen)
        found.save()
        entry.detail.update(answered=len(held.answered), silent=len(held.silent), digest=found.frozen_digest)
    return found


def _refuse_wrong_dates(on: date, due_on: date, committee_on: date) -> None:
    if due_on < on:
        raise ValidationError("due_past", "La date de réponse est passée.", hint="Laissez du temps aux porteurs.")
    if committee_on < due_on:
        raise ValidationError(
            "committee_before_due", "Le comité se tiendrait avant la date de réponse.", hint="Vérifiez les deux dates."
        )


def _answer(found: Round, led: LedAction) -> Answer:
    holder = led.asked(None)
    return Answer(
        organisation_id=found.organisation_id,
        round=found,
        plan_action_id=led.plan_action_id,
        lead_id=led.lead_id,
        lead_name=led.lead_name[:300],
        person_id=holder.person_id if holder else None,
    )


def _tell_leads(actor: Actor, found: Round, chosen: list[LedAction], address: str) -> None:
    """Sends one notification per person, whatever the number of their actions."""
    numbers: dict[int, list[ActionCode]] = {}
    for led in chosen:
        holder = led.asked(None)
        if holder:
            numbers.setdefault(holder.person_id, []).append(led.number)
    for person_id, own in numbers.items():
        one = len(own) == 1
        which = f"l’action {own[0]}" if one else f"les actions {', '.join(map(str, own))}"
        verb = "est" if one else "sont"
        notify(
            actor=actor,
            host_id=found.organisation_id,
            person_ids=[person_id],
            kind="round.open",
            subject=f"{found.label} : votre réponse avant le {format_day(found.due_on)}",
            text=(
                f"{actor.name} prépare le comité du {format_day(found.committee_on)} et vous demande où en {verb} {which}. "
                f"Réponse attendue au plus tard le {format_day(found.due_on)}."
                + (f"\n\n{found.asked}" if found.asked else "")
            ),
            address=address,
            key=f"round:{found.pk}:open",
        )
