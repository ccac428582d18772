"""Files of acts received: what each brought, and the lines that somebody must look at."""

from __future__ import annotations

from pacte.kernel.actor import Actor
from pacte.kernel.errors import Unseen
from pacte.liaison.models import ActFile, ActFileLine, SavedColumns
from pacte.liaison.permissions import LiaisonScope, may


def act_files(*, actor: Actor, limit: int = 200) -> list[ActFile]:
    """Those that the actor reads, the last first: the Region all of its pact, a network its own."""
    found = ActFile.objects.select_related("body").order_by("-received_at", "-pk")[:limit]
    return [each for each in found if _may(actor, each)]


def act_file_by_id(*, actor: Actor, identifier: int) -> ActFile:
    """Raises ``Unseen``."""
    found = ActFile.objects.select_related("body").filter(pk=identifier).first()
    if found is None or not _may(actor, found):
        raise Unseen
    return found


def lines_of(*, actor: Actor, file: ActFile, limit: int = 500) -> list[ActFileLine]:
    """Lines of a file obtained through a checked query: what is wrong first, then what is to settle, then advice."""
    order = {"error": 0, "to_settle": 1, "advice": 2}
    rows = list(file.lines.order_by("row", "pk")[:5000])
    return sorted(rows, key=lambda line: (order.get(line.level, 3), line.row))[:limit]


def saved_columns(*, actor: Actor, body_id: int) -> list[SavedColumns]:
    """How the files of a network read, by name. Empty for who is not of it."""
    return [
        each
        for each in SavedColumns.objects.filter(body_id=body_id).order_by("name")
        if may(actor, "liaison.import_acts", LiaisonScope(each.organisation_id, body_id))
    ]


def _may(actor: Actor, file: ActFile) -> bool:
    return may(actor, "liaison.read_files", LiaisonScope(file.organisation_id, file.body_id))
