"""Accounts after a restore.

Logins, links and used codes become invalid, and access withdrawn since the backup stays withdrawn.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import replace

from django.contrib.sessions.models import Session
from django.db.models import F
from django_otp.plugins.otp_totp.models import TOTPDevice

from pacte.accounts.models import LoginLink, Person
from pacte.accounts.queries.restoring import account_states
from pacte.accounts.records import AccountState
from pacte.accounts.services.second_factor import TELEPHONE
from pacte.journal.services import act
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Refused


def end_logins(*, actor: Actor) -> tuple[int, int]:
    """Deletes web sessions and expires login links; returns how many of each, in that order.

    TOTP codes are accepted from the next one on.
    """
    _refuse_unless_machine(actor)
    moment = now()
    with act(actor=actor, name="accounts.end_logins", subject_label="Connexions fermées par une restauration") as entry:
        sessions, _ = Session.objects.all().delete()
        links = LoginLink.objects.filter(used_at=None, expires_at__gte=moment).update(expires_at=moment)
        Person.objects.update(login_generation=F("login_generation") + 1)
        for device in TOTPDevice.objects.all():
            TOTPDevice.objects.filter(pk=device.pk).update(last_t=_latest_step(device))
        entry.detail.update(sessions=sessions, links=links)
    return sessions, links


def keep_withdrawn(*, actor: Actor, before: Collection[AccountState]) -> int:
    """Reapplies the state of the replaced database: closed accounts stay closed, with its passwords and TOTP devices.

    An account is identified by its number and its address together. Returns how many were changed.
    """
    _refuse_unless_machine(actor)
    restored = {state.person_id: state for state in account_states(actor=actor)}
    changed = 0
    with act(actor=actor, name="accounts.keep_withdrawn", subject_label="Comptes gardés par une restauration") as entry:
        for state in before:
            found = restored.get(state.person_id)
            if found is None or found.email != state.email:
                continue
            wanted = replace(state, is_active=state.is_active and found.is_active)
            if wanted != found:
                changed += 1
                _put_back(wanted)
        entry.detail.update(count=changed)
    return changed


def _put_back(state: AccountState) -> None:
    Person.objects.filter(pk=state.person_id).update(password=state.password, is_active=state.is_active)
    devices = TOTPDevice.objects.filter(user_id=state.person_id)
    devices.exclude(confirmed=True, key__in=state.telephones).delete()
    for key in set(state.telephones) - set(devices.values_list("key", flat=True)):
        device = TOTPDevice(user_id=state.person_id, key=key, confirmed=True, name=TELEPHONE)
        device.last_t = _latest_step(device)
        device.save()


def _latest_step(device: TOTPDevice) -> int:
    """The last step whose code could be accepted now: a used code cannot be replayed."""
    step: int = int((time.time() - device.t0) // device.step)
    return step + int(device.drift) + int(device.tolerance)


def _refuse_unless_machine(actor: Actor) -> None:
    if not actor.is_system:
        raise Refused("accounts_restore", "Seule la machine referme les comptes après une restauration.")
