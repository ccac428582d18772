"""Who owes the files that a Region expects, and the reminder of those that are late."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from pacte.accounts.queries import host_organisation
from pacte.accounts.queries.people import people_with_roles
from pacte.audit.services import audit_event
from pacte.intake.models import FileOwner
from pacte.intake.permissions import REMINDED_ROLES
from pacte.intake.queries import ExpectedFile, expected_files, late_files, possible_file_owners
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.notifications.services import notify

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation


def name_file_owner(*, actor: Actor, host: Organisation, kind: str, source: str, person_id: int, on: date) -> FileOwner:
    """Say who owes the files of a source. Raises ``NotFound``, or ``ValidationError`` (person) for a stranger."""
    awaited = expected_files(actor=actor, host=host, on=on)
    file = next((each for each in awaited if (each.kind.code, each.source.code) == (kind, source)), None)
    if file is None:
        raise NotFound
    people = {each.pk: each for each in possible_file_owners(actor=actor, host=host, on=on)}
    if person_id not in people:
        raise ValidationError("person", "Cette personne ne peut pas en répondre.", hint="Choisissez-en une autre.")
    with audit_event(
        actor=actor, name="intake.name_file_owner", organisation_id=host.pk, subject_kind="file_owner",
        subject_label=file.source.label,
    ) as entry:  # fmt: skip
        owner, _ = FileOwner.objects.update_or_create(
            organisation=host, kind=kind, source=source,
            defaults={
                "owner": people[person_id], "reminded_on": None, "assigned_at": now(),
                "person_name": actor.name[:200],
            },
        )  # fmt: skip
        entry.set_subject("file_owner", owner.pk, file.source.label)
        entry.detail.update(kind=kind, source=source, owner=person_id)
    return owner


def remind_late_files(*, actor: Actor) -> int:
    """Remind of each late file, once for each due day: its owner, else those who keep the data. Returns how many."""
    host, on = host_organisation(), today()
    if host is None:
        return 0
    return sum(_remind(actor, host, each, on) for each in late_files(actor=actor, host=host, on=on))


def _remind(actor: Actor, host: Organisation, file: ExpectedFile, on: date) -> int:
    if file.due_on is None or (file.owner and file.owner.reminded_on == file.due_on):
        return 0
    recipients = _recipients(actor, host, file, on)
    created = notify(
        actor=actor, host_id=host.pk, person_ids=recipients, kind="intake.file_late",
        subject=apply_french_spacing(f"Un fichier manque : {file.source.label}"), text=_reminder(file),
        address=reverse("intake:expected"),
        key=f"intake.file_late:{host.pk}:{file.kind.code}:{file.source.code}:{file.due_on.isoformat()}",
    )  # fmt: skip
    if file.owner:
        FileOwner.objects.filter(pk=file.owner.pk).update(reminded_on=file.due_on)
    return int(created > 0)


def _recipients(actor: Actor, host: Organisation, file: ExpectedFile, on: date) -> list[int]:
    """An owner who left the pact is no longer reminded: those who keep the data are."""
    possible = {each.pk for each in possible_file_owners(actor=actor, host=host, on=on)}
    if file.owner and file.owner.owner_id in possible:
        return [file.owner.owner_id]
    return [each.pk for each in people_with_roles(actor=actor, host_id=host.pk, roles=REMINDED_ROLES, on=on)]


def _reminder(file: ExpectedFile) -> str:
    due_on = file.due_on or file.source.covered_until or today()
    last = f" Dernière édition reçue : {file.source.edition}." if file.source.edition else ""
    return apply_french_spacing(
        f"Attendu le {format_day(due_on)}, en retard de {pluralise(file.days_late, 'jour')}.{last}"
    )
