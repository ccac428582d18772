"""Permission checks shared by the services of this room."""

from __future__ import annotations

from django.conf import settings

from pacte.accounts.permissions import may
from pacte.accounts.queries import host_organisation
from pacte.kernel.actor import Actor
from pacte.kernel.errors import PermissionDenied, deny_unless, refuse_blank


def refuse_synthetic_in_real(synthetic: bool) -> None:
    """Refuses synthetic records in a real installation. Raises ``PermissionDenied``."""
    if synthetic and not settings.SYNTHETIC_ALLOWED:
        raise PermissionDenied(
            "synthetic_in_real",
            "Cette installation est réelle : elle refuse les données fictives.",
            hint="Essayez-les avec ./pacte demo.",
        )


def refuse_unless(actor: Actor, name: str, host_id: int | None = None) -> None:
    deny_unless(may(actor, name, host_id), "accounts_right", "Vous n’avez pas le droit de gérer les comptes.")


def refuse_unless_host(actor: Actor) -> None:
    """Refuses actors outside the Region that hosts the installation: an account may serve several pacts."""
    region = host_organisation()
    if not actor.is_system:
        refuse_unless(actor, "accounts.manage", region.pk if region else None)


def refuse_unless_directory(actor: Actor) -> None:
    deny_unless(
        may(actor, "accounts.keep_directory"),
        "directory_right",
        "Vous n’avez pas le droit de modifier l’annuaire des organismes.",
    )


def refuse_blank_account_reason(reason: str) -> None:
    refuse_blank(reason, "reason_missing", "Il manque le motif.", "Il reste au journal.", "Écrivez-le en une phrase.")
