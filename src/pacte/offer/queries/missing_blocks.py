"""Sessions that prepare the missing blocks of a certification, as a whole or by modules. Public."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from pacte.kernel.actor import Actor
from pacte.offer.models import ModuleBlock, Session, Training
from pacte.offer.records import EntryMode

_CLOSED = ("cancelled", "ended")


@dataclass(frozen=True, slots=True)
class SessionWithBlocks:
    """A session and the missing ``blocks`` that it prepares."""

    session: Session
    blocks: tuple[str, ...]


def sessions_with_missing_blocks(
    *, actor: Actor, host_id: int, certification: str, missing: Collection[str], on: date, limit: int = 400
) -> list[SessionWithBlocks]:
    """Sessions still open to entry, soonest first. ``certification``: « RNCP34502 ». Three queries."""
    if not missing:
        return []
    bare = certification.upper().removeprefix("RNCP")
    whole = Q(certifications__contains=[{"rncp": bare}]) | Q(certifications__contains=[{"rncp": f"RNCP{bare}"}])
    prepared: dict[int, set[str]] = {}
    for training_id, code in ModuleBlock.objects.filter(block_code__in=list(missing)).values_list(
        "module__training_id", "block_code"
    ):
        prepared.setdefault(training_id, set()).add(code)
    trainings = Training.objects.filter(host_id=host_id, closed_on=None).filter(whole | Q(pk__in=list(prepared)))
    sessions = (
        Session.objects.filter(training_action__training__in=trainings.values("pk"), closed_on=None)
        .exclude(state__in=_CLOSED)
        .filter(
            Q(starts_on__gte=on)
            | Q(training_action__entry_mode=EntryMode.ROLLING, ends_on__gte=on)
            | Q(training_action__entry_mode=EntryMode.ROLLING, ends_on=None)
        )
        .select_related("training_action__training__provider", "site")
        .order_by("starts_on", "pk")[:limit]
    )
    return [SessionWithBlocks(each, tuple(sorted(prepared.get(each.training.pk) or set(missing)))) for each in sessions]
