"""Audits logins, and ends the other logins of a person."""

from __future__ import annotations

from django.db.models import F

from pacte.accounts.models import Person
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.errors import PermissionDenied


def record_login(*, actor: Actor, method: str) -> None:
    """Records a login and its method (password, link, invitation, openid) in the audit log."""
    with audit_event(
        actor=actor,
        name="login.open",
        subject_kind="person",
        subject_id=actor.person_id or "",
        subject_label=actor.name,
    ) as entry:
        entry.detail = {"way": method}


def end_other_logins(*, actor: Actor, person: Person) -> None:
    """Ends every earlier login on the server. The caller must renew the current one, or it ends too."""
    if not actor.is_system and actor.person_id != person.pk:
        raise PermissionDenied("logins_of_other", "Vous ne pouvez fermer que vos connexions.")
    with audit_event(
        actor=actor, name="login.end_others", subject_kind="person", subject_id=person.pk, subject_label=str(person)
    ):
        person.login_generation = F("login_generation") + 1
        person.save(update_fields=["login_generation"])
    person.refresh_from_db()
