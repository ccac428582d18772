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
from pacte.accounts.queries.account_states import account_states
from pacte.accounts.records import AccountState
from pacte.accounts.services.second_factor import TOTP_DEVICE_NAME
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import true_now


def end_all_logins(*, actor: Actor) -> tuple[int, int]:
    """Deletes web sessions and expires login links; returns how many of each, in that order.

    TOTP codes are accepted from the next one on.
    """
    _refuse_unless_system(actor)
    moment = true_now()
    with audit_event(
        actor=actor, name="accounts.end_logins", subject_label="Connexions fermées par une restauration"
    ) as entry:
        web_sessions, _ = Session.objects.all().delete()
        links = LoginLink.objects.filter(used_at=None, expires_at__gte=moment).update(expires_at=moment)
        Person.objects.update(login_generation=F("login_generation") + 1)
        for device in TOTPDevice.objects.all():
            TOTPDevice.objects.filter(pk=device.pk).update(last_t=_latest_step(device))
        entry.detail.update(sessions=web_sessions, links=links)
    return web_sessions, links


def reapply_withdrawn_access(*, actor: Actor, previous_states: Collection[AccountState]) -> int:
    """Reapplies the state of the replaced database: closed accounts stay closed, with its passwords and TOTP devices.

    An account is identified by its number and its address together. Returns how many were changed.
    """
    _refuse_unless_system(actor)
    restored_states = {state.person_id: state for state in account_states(actor=actor)}
    changed = 0
    with audit_event(
        actor=actor, name="accounts.keep_withdrawn", subject_label="Comptes gardés par une restauration"
    ) as entry:
        for state in previous_states:
            restored_state = restored_states.get(state.person_id)
            if restored_state is None or restored_state.email != state.email:
                continue
            target_state = replace(state, is_active=state.is_active and restored_state.is_active)
            if target_state != restored_state:
                changed += 1
                _apply_account_state(target_state)
        entry.detail.update(count=changed)
    return changed


def _apply_account_state(state: AccountState) -> None:
    Person.objects.filter(pk=state.person_id).update(password=state.password, is_active=state.is_active)
    devices = TOTPDevice.objects.filter(user_id=state.person_id)
    devices.exclude(confirmed=True, key__in=state.totp_keys).delete()
    for key in set(state.totp_keys) - set(devices.values_list("key", flat=True)):
        device = TOTPDevice(user_id=state.person_id, key=key, confirmed=True, name=TOTP_DEVICE_NAME)
        device.last_t = _latest_step(device)
        device.save()


def _latest_step(device: TOTPDevice) -> int:
    """The last step whose code could be accepted now: a used code cannot be replayed."""
    step: int = int((time.time() - device.t0) // device.step)
    return step + int(device.drift) + int(device.tolerance)


def _refuse_unless_system(actor: Actor) -> None:
    actor.require_system("accounts_restore", "Seule la machine referme les comptes après une restauration.")
