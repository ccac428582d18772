"""Received files of acts, and their issues to review."""

from __future__ import annotations

from pacte.interop.models import ActFile, ActFileIssue, SavedColumnMapping
from pacte.interop.permissions import InteropScope, may
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound


def act_files(*, actor: Actor, limit: int = 200) -> list[ActFile]:
    """Files that the actor may read, latest first: the Region reads all of its pact, a network its own."""
    files = ActFile.objects.select_related("body").order_by("-received_at", "-pk")[:limit]
    return [each for each in files if _may_read(actor, each)]


def act_file_by_id(*, actor: Actor, identifier: int) -> ActFile:
    """Raises ``NotFound``."""
    file = ActFile.objects.select_related("body").filter(pk=identifier).first()
    if file is None or not _may_read(actor, file):
        raise NotFound
    return file


def act_file_issues(*, actor: Actor, file: ActFile, limit: int = 500) -> list[ActFileIssue]:
    """Issues of a file obtained through a checked query: errors first, then rows to settle, then advice."""
    order = {"error": 0, "to_settle": 1, "advice": 2}
    rows = list(file.lines.order_by("row", "pk")[:5000])
    return sorted(rows, key=lambda issue: (order.get(issue.level, 3), issue.row))[:limit]


def saved_column_mappings(*, actor: Actor, body_id: int) -> list[SavedColumnMapping]:
    """Saved column mappings of a network, by name. Empty for actors outside the network."""
    return [
        each
        for each in SavedColumnMapping.objects.filter(body_id=body_id).order_by("name")
        if may(actor, "liaison.import_acts", InteropScope(each.organisation_id, body_id))
    ]


def _may_read(actor: Actor, file: ActFile) -> bool:
    return may(actor, "liaison.read_files", InteropScope(file.organisation_id, file.body_id))
