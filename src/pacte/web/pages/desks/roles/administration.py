"""The administrator of accounts: roles about to end, and how many people may log in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from pacte.accounts.permissions import may
from pacte.accounts.queries import ending_memberships, people_counts
from pacte.accounts.records import ROLE_LABELS
from pacte.kernel.actor import Role
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web.desk_panels import DeskEntry
from pacte.web.pages.desks.desk_reader import DeskReader
from pacte.web.pages.desks.role_desk import RoleDesk

_SOON = timedelta(days=30)
_MAX_PEOPLE = 6


def _waiting(reader: DeskReader) -> Iterator[DeskEntry]:
    """Accounts are those of today: a past day has none."""
    if not (reader.is_today and may(reader.actor, "accounts.read_members")):
        return
    for each in ending_memberships(actor=reader.actor, on=reader.on, until=reader.on + _SOON)[:_MAX_PEOPLE]:
        yield DeskEntry(
            str(each.person), f"{ROLE_LABELS[Role(each.role)]}, {each.organisation}",
            f"finit le {format_day(each.valid_until)}" if each.valid_until else "", "watch",
            "Prolonger ou passer la main", reverse("accounts:person", args=[each.person_id]),
        )  # fmt: skip


def _followed(reader: DeskReader) -> Iterator[DeskEntry]:
    if not (reader.is_today and may(reader.actor, "accounts.read_members")):
        return
    everybody, entering = people_counts(actor=reader.actor, on=reader.on)
    closed = everybody - entering
    yield DeskEntry(
        pluralise(everybody, "personne", "personnes"),
        f"{format_number(entering)} peuvent se connecter"
        + (f" ; {pluralise(closed, 'compte fermé', 'comptes fermés')}" if closed else ""),
        verb="Voir les comptes", url=reverse("accounts:people"),
    )  # fmt: skip


DESK = RoleDesk("administration", frozenset({Role.ADMINISTRATOR}), 45, waiting=_waiting, followed=_followed)
