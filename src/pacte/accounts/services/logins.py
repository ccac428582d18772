"""Logins: what the journal keeps of them, and how the other ones end."""

from __future__ import annotations

from django.db.models import F

from pacte.accounts.models import Person
from pacte.journal.services import act
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Refused


def record_login(*, actor: Actor, way: str) -> None:
    """One entry: who entered, and by which way (password, link, invitation, openid)."""
    with act(
        actor=actor,
        name="login.open",
        subject_kind="person",
        subject_id=actor.person_id or "",
        subject_label=actor.name,
    ) as entry:
        entry.detail = {"way": way}


def end_other_logins(*, actor: Actor, person: Person) -> None:
    """Every login opened before ends on the server; the caller renews its own, or it ends too."""
    if not actor.is_system and actor.person_id != person.pk:
        raise Refused("logins_of_other", "Vous ne pouvez fermer que vos connexions.")
    with act(
        actor=actor, name="login.end_others", subject_kind="person", subject_id=person.pk, subject_label=str(person)
    ):
        person.login_generation = F("login_generation") + 1
        person.save(update_fields=["login_generation"])
    person.refresh_from_db()
