"""Sessions that prepare the missing blocks of a certification, as a whole or by modules. Public."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from pacte.kernel.actor import Actor
from pacte.offer.models import ModuleBlock, ModuleSession, Session, Training
from pacte.offer.queries.module_sessions import EnteredModule, modules_of_sessions
from pacte.offer.records import EntryMode

_CLOSED = ("cancelled", "ended")


@dataclass(frozen=True, slots=True)
class SessionWithBlocks:
    """A session and the missing ``blocks`` that it prepares. ``module``: None for the whole training."""

    session: Session
    blocks: tuple[str, ...]
    module: EnteredModule | None = None


def sessions_with_missing_blocks(
    *, actor: Actor, host_id: int, certification: str, missing: Collection[str], on: date, limit: int = 400
) -> list[SessionWithBlocks]:
    """Sessions still open to entry, soonest first. ``certification``: « RNCP34502 ». Six queries at most.

    The session of a module prepares the blocks of that module alone: without a missing one it is left out.
    """
    if not missing:
        return []
    bare = certification.upper().removeprefix("RNCP")
    whole = Q(certifications__contains=[{"rncp": bare}]) | Q(certifications__contains=[{"rncp": f"RNCP{bare}"}])
    by_training: dict[int, set[str]] = {}
    by_module: dict[int, set[str]] = {}
    prepared = ModuleBlock.objects.filter(block_code__in=list(missing), module__closed_on=None)
    for training_id, module_id, code in prepared.values_list("module__training_id", "module_id", "block_code"):
        by_training.setdefault(training_id, set()).add(code)
        by_module.setdefault(module_id, set()).add(code)
    other_modules = ModuleSession.objects.exclude(module_id__in=list(by_module)).filter(session_id=OuterRef("pk"))
    trainings = Training.objects.filter(host_id=host_id, closed_on=None).filter(whole | Q(pk__in=list(by_training)))
    sessions = (
        Session.objects.filter(training_action__training__in=trainings.values("pk"), closed_on=None)
        .exclude(state__in=_CLOSED)
        .exclude(Exists(other_modules))
        .filter(
            Q(starts_on__gte=on)
            | Q(training_action__entry_mode=EntryMode.ROLLING, ends_on__gte=on)
            | Q(training_action__entry_mode=EntryMode.ROLLING, ends_on=None)
        )
        .select_related("training_action__training__provider", "site")
        .order_by("starts_on", "pk")[:limit]
    )
    modules = modules_of_sessions(actor=actor, session_ids=[each.pk for each in sessions])
    return [_with_blocks(each, modules.get(each.pk), by_module, by_training, missing) for each in sessions]


def _with_blocks(
    session: Session,
    module: EnteredModule | None,
    by_module: Mapping[int, set[str]],
    by_training: Mapping[int, set[str]],
    missing: Collection[str],
) -> SessionWithBlocks:
    """A whole training whose modules say nothing prepares the whole certification."""
    if module is not None:
        return SessionWithBlocks(session, tuple(sorted(by_module[module.module_id])), module)
    return SessionWithBlocks(session, tuple(sorted(by_training.get(session.training.pk) or set(missing))))
