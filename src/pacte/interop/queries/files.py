"""Received files of acts, and their issues to review."""

from __future__ import annotations

from pacte.interop.models import ActFile, ActFileLine, SavedColumns
from pacte.interop.permissions import LiaisonScope, may
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound


def act_files(*, actor: Actor, limit: int = 200) -> list[ActFile]:
    """Files that the actor may read, latest first: the Region reads all of its pact, a network its own."""
    found = ActFile.objects.select_related("body").order_by("-received_at", "-pk")[:limit]
    return [each for each in found if _may(actor, each)]


def act_file_by_id(*, actor: Actor, identifier: int) -> ActFile:
    """Raises ``NotFound``."""
    found = ActFile.objects.select_related("body").filter(pk=identifier).first()
    if found is None or not _may(actor, found):
        raise NotFound
    return found


def lines_of(*, actor: Actor, file: ActFile, limit: int = 500) -> list[ActFileLine]:
    """Issues of a file obtained through a checked query: errors first, then rows to settle, then advice."""
    order = {"error": 0, "to_settle": 1, "advice": 2}
    rows = list(file.lines.order_by("row", "pk")[:5000])
    return sorted(rows, key=lambda line: (order.get(line.level, 3), line.row))[:limit]


def saved_columns(*, actor: Actor, body_id: int) -> list[SavedColumns]:
    """Saved column mappings of a network, by name. Empty for actors outside the network."""
    return [
        each
        for each in SavedColumns.objects.filter(body_id=body_id).order_by("name")
        if may(actor, "liaison.import_acts", LiaisonScope(each.organisation_id, body_id))
    ]


def _may(actor: Actor, file: ActFile) -> bool:
    return may(actor, "liaison.read_files", LiaisonScope(file.organisation_id, file.body_id))
