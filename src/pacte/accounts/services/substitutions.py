"""Creates substitutions between two dates, and ends them early."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.accounts.models import Membership, Organisation, Person, Substitution
from pacte.accounts.queries import valid_on
from pacte.accounts.services.permission_checks import refuse_blank_account_reason, refuse_unless
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, ValidationError, ensure_found, hide_unless


def create_substitution(
    *,
    actor: Actor,
    person: Person,
    substitute: Person,
    host: Organisation,
    valid_from: date,
    valid_until: date,
    reason: str,
) -> Substitution:
    """``substitute`` acts for ``person`` between two dates, both included; rights are those of their own memberships.

    Raises ``PermissionDenied``, ``ValidationError`` (dates, same person, no membership in the pact) or ``Conflict``
    (already replaced).
    """
    refuse_unless(actor, "accounts.hand_over", host.pk)
    refuse_blank_account_reason(reason)
    if valid_until < valid_from:
        raise ValidationError(
            "stand_in_dates", "Le remplacement finirait avant de commencer.", hint="Vérifiez les deux dates."
        )
    if person.pk == substitute.pk:
        raise ValidationError(
            "stand_in_another", "Une personne ne se remplace pas elle-même.", hint="Choisissez quelqu’un."
        )
    if not Membership.objects.filter(valid_on(valid_from), host=host, person=substitute).exists():
        raise ValidationError(
            "stand_in_post",
            f"{substitute} n’aura pas de fonction dans le pacte au début du remplacement.",
            hint="Donnez-lui d’abord une fonction, ou choisissez quelqu’un d’autre.",
        )
    overlapping = Substitution.objects.filter(
        host=host, person=person, valid_from__lte=valid_until, valid_until__gte=valid_from
    )
    if overlapping.exists():
        raise Conflict(
            "stand_in_exists", f"{person} est déjà remplacé à ces dates.", hint="Finissez d’abord ce remplacement."
        )
    with audit_event(
        actor=actor,
        name="stand_in.name",
        subject_kind="person",
        subject_id=person.pk,
        subject_label=str(person),
        organisation_id=host.pk,
        reason=reason.strip(),
    ) as entry:
        substitution = Substitution.objects.create(
            person=person,
            substitute=substitute,
            host=host,
            valid_from=valid_from,
            valid_until=valid_until,
            reason=reason.strip(),
        )
        entry.detail.update(
            substitute=str(substitute), valid_from=valid_from.isoformat(), valid_until=valid_until.isoformat()
        )
    return substitution


def end_substitution(*, actor: Actor, substitution_id: int, on: date) -> None:
    """Ends the substitution the day before ``on``; deletes it if it has not begun. Raises ``NotFound``."""
    substitution = ensure_found(
        Substitution.objects.filter(pk=substitution_id).select_related("person", "substitute").first()
    )
    hide_unless(actor.is_system or substitution.host_id in actor.host_ids)
    refuse_unless(actor, "accounts.hand_over", substitution.host_id)
    with audit_event(
        actor=actor,
        name="stand_in.end",
        subject_kind="person",
        subject_id=substitution.person_id,
        subject_label=str(substitution.person),
        organisation_id=substitution.host_id,
    ) as entry:
        entry.detail.update(substitute=str(substitution.substitute), on=on.isoformat())
        if substitution.valid_from >= on:
            substitution.delete()
        elif substitution.valid_until >= on:
            substitution.valid_until = on - timedelta(days=1)
            substitution.save(update_fields=["valid_until"])
