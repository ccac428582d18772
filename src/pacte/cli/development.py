"""Guard of the commands for developers: on a real installation they need a reason, which is audited."""

from __future__ import annotations

import argparse

from django.conf import settings

from pacte.accounts.row_context import acting_as
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.errors import deny_unless


def add_reason_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--on-real", metavar="MOTIF", default="", help="accepte une installation réelle ; le motif est noté au journal"
    )


def require_reason_on_real(*, actor: Actor, command: str, reason: str) -> None:
    """Audits the command on a real installation. Raises ``PermissionDenied`` there when no reason is given."""
    if settings.INSTANCE.name != "real":
        return
    deny_unless(
        reason.strip(),
        "developer_command_on_real",
        "Cette commande est faite pour le développement, et l’installation visée est réelle.",
        "Elle peut y changer des données, ou montrer ce que les pages protègent.",
        "Visez --instance demo, ou donnez un motif, qui sera noté au journal : --on-real « motif ».",
    )
    with (
        acting_as(actor),
        audit_event(
            actor=actor, name="development.command", subject_kind="command", subject_label=command, reason=reason
        ),
    ):
        pass
