"""Creates substitutions between two dates, and ends them early."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.accounts.models import Membership, Organisation, Person, StandIn
from pacte.accounts.queries import in_force
from pacte.accounts.services.right import refuse_unless, refuse_without_reason
from pacte.journal.services import act
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, Invalid, Unseen


def name_stand_in(
    *,
    actor: Actor,
    person: Person,
    substitute: Person,
    host: Organisation,
    valid_from: date,
    valid_until: date,
    reason: str,
) -> StandIn:
    """``substitute`` acts for ``person`` between two dates, both included; rights are those of their own memberships.

    Raises ``PermissionDenied``, ``ValidationError`` (dates, same person, no membership in the pact) or ``Conflict``
    (already replaced).
    """
    refuse_unless(actor, "accounts.hand_over", host.pk)
    refuse_without_reason(reason)
    if valid_until < valid_from:
        raise Invalid("stand_in_dates", "Le remplacement finirait avant de commencer.", todo="Vérifiez les deux dates.")
    if person.pk == substitute.pk:
        raise Invalid("stand_in_another", "Une personne ne se remplace pas elle-même.", todo="Choisissez quelqu’un.")
    if not Membership.objects.filter(in_force(valid_from), host=host, person=substitute).exists():
        raise Invalid(
            "stand_in_post",
            f"{substitute} n’aura pas de fonction dans le pacte au début du remplacement.",
            todo="Donnez-lui d’abord une fonction, ou choisissez quelqu’un d’autre.",
        )
    same = StandIn.objects.filter(host=host, person=person, valid_from__lte=valid_until, valid_until__gte=valid_from)
    if same.exists():
        raise Conflict(
            "stand_in_exists", f"{person} est déjà remplacé à ces dates.", todo="Finissez d’abord ce remplacement."
        )
    with act(
        actor=actor,
        name="stand_in.name",
        subject_kind="person",
        subject_id=person.pk,
        subject_label=str(person),
        organisation_id=host.pk,
        reason=reason.strip(),
    ) as entry:
        found = StandIn.objects.create(
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
    return found


def end_stand_in(*, actor: Actor, stand_in_id: int, on: date) -> None:
    """Ends the substitution the day before ``on``; deletes it if it has not begun. Raises ``NotFound``."""
    found = StandIn.objects.filter(pk=stand_in_id).select_related("person", "substitute").first()
    if found is None or not (actor.is_system or found.host_id in actor.host_ids):
        raise Unseen
    refuse_unless(actor, "accounts.hand_over", found.host_id)
    with act(
        actor=actor,
        name="stand_in.end",
        subject_kind="person",
        subject_id=found.person_id,
        subject_label=str(found.person),
        organisation_id=found.host_id,
    ) as entry:
        entry.detail.update(substitute=str(found.substitute), on=on.isoformat())
        if found.valid_from >= on:
            found.delete()
        elif found.valid_until >= on:
            found.valid_until = on - timedelta(days=1)
            found.save(update_fields=["valid_until"])
