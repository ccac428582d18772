"""State of the accounts in a database that a restore is about to replace."""

from __future__ import annotations

from django_otp.plugins.otp_totp.models import TOTPDevice

from pacte.accounts.models import Person
from pacte.accounts.records import AccountState
from pacte.kernel.actor import Actor


def account_states(*, actor: Actor) -> list[AccountState]:
    """State of every account, for the system only: raises ``PermissionDenied``.

    Keep it in memory: it contains password hashes.
    """
    actor.require_system("accounts_restore", "Seule la machine lit l’état de tous les comptes.")
    totp_keys: dict[int, list[str]] = {}
    devices = TOTPDevice.objects.filter(confirmed=True).order_by("key")
    for person_id, key in devices.values_list("user_id", "key"):
        totp_keys.setdefault(person_id, []).append(key)
    return [
        AccountState(pk, email, is_active, password, tuple(totp_keys.get(pk, ())))
        for pk, email, is_active, password in Person.objects.values_list("pk", "email", "is_active", "password")
    ]
