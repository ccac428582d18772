"""Modules of a training, written by its provider, and the sessions that are the session of one of them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict

from django.db.models import F

from pacte.audit.services import AuditEvent, audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.offer.models import (
    Module,
    ModuleAttestation,
    ModuleBlock,
    ModuleSession,
    Session,
    SessionPlaces,
    Training,
)
from pacte.offer.permissions import OfferScope
from pacte.offer.queries.module_sessions import open_modules
from pacte.offer.records import ModuleItem, SessionState
from pacte.offer.records.versions import TaughtModule
from pacte.offer.rules.states import OPEN_STATES
from pacte.offer.rules.versions import paired_positions
from pacte.offer.services.field_limits import refuse_rows_out_of_limits
from pacte.offer.services.permissions_check import refuse_unless
from pacte.offer.services.versions import preserve_versions

# Above any rank in use: rows leave their ranks before any of them takes another one.
_ASIDE = 15_000


def set_modules(*, actor: Actor, training: Training, items: Sequence[ModuleItem]) -> None:
    """Set the modules of a training, with their attested competences and certified blocks.

    A module that is the same one, by its reference, title or blocks, keeps its identifier and its sessions; one that is
    left out is closed. Raises ``PermissionDenied``, ``ValidationError`` (a module without hours, a block without
    certification) or ``Conflict`` (a module with an open session is left out).
    """
    _refuse(actor, training)
    _refuse_incomplete(items)
    with (
        _audited(actor, training, "offer.set_modules") as entry,
        preserve_versions(actor=actor, training_ids=[training.pk]),
    ):
        # The lock of the versions makes one writing wait for the other: what is read here is what is written over.
        known = open_modules(actor=actor, training=training)
        pairs = paired_positions([_taught(each.as_item()) for each in known], [_taught(each) for each in items])
        _close(actor, [each for rank, each in enumerate(known) if rank not in pairs])
        training.modules.filter(closed_on=None).update(rank=F("rank") + _ASIDE)
        known_by_rank = {new: known[old] for old, new in pairs.items()}
        for rank, each in enumerate(items):
            _store_module(actor, known_by_rank.get(rank) or Module(training=training), rank, each)
        entry.detail.update(count=len(items))


def set_session_module(*, actor: Actor, session: Session, module_id: int | None) -> None:
    """Say that the session is the session of one module of its training, or (None) of the whole training again.

    Raises ``PermissionDenied``, ``NotFound`` (a module of another training, or closed) or ``Conflict`` (the session is
    over, or people hold places: what they were admitted to does not change under them).
    """
    training = session.training
    _refuse(actor, training)
    with _audited(actor, training, "offer.set_session_module") as entry:
        state = SessionState(Session.objects.select_for_update(no_key=True, of=("self",)).get(pk=session.pk).state)
        current = ModuleSession.objects.filter(session=session).first()
        if (current.module_id if current else None) == module_id:
            return
        if state not in OPEN_STATES:
            raise Conflict("session_module_over", "Cette session est finie ou annulée.", hint="Prenez-en une autre.")
        if SessionPlaces.objects.filter(session=session, occupied__gt=0).exists():
            raise Conflict(
                "session_module_held",
                "Des personnes ont une place dans cette session.",
                "Ce à quoi elles sont admises ne change pas.",
                "Replacez-les d’abord, ou choisissez une autre session.",
            )
        if module_id is None:
            ModuleSession.objects.filter(session=session).delete()
        elif not Module.objects.filter(pk=module_id, training=training, closed_on=None).exists():
            raise NotFound
        else:
            values = {"module_id": module_id, "said_on": today(), "said_by_name": actor.name[:200]}
            ModuleSession.objects.update_or_create(session=session, defaults=values)
        entry.detail.update(session=session.pk, module=module_id)


def _refuse_incomplete(items: Sequence[ModuleItem]) -> None:
    """Raises ``ValidationError``."""
    for each in items:
        if each.hours <= 0 or not each.title.strip():
            raise ValidationError("module_hours", "Un module a un titre et des heures.", hint="Complétez-le.")
        contents = [attested.text for attested in each.attestations] + [block.block_code for block in each.blocks]
        if len(set(contents)) < len(contents):
            raise ValidationError("module_twice", "Un module donne deux fois la même chose.", hint="Ôtez le doublon.")
        if any(not block.certification_code or not block.block_code for block in each.blocks):
            raise ValidationError("module_block", "Un bloc a un code et une certification.", hint="Complétez-le.")


def _taught(item: ModuleItem) -> TaughtModule:
    attested = tuple(sorted(each.text for each in item.attestations))
    blocks = tuple(sorted(each.block_code for each in item.blocks))
    return TaughtModule(item.title.strip(), item.hours, item.reference, attested, blocks)


def _close(actor: Actor, modules: Sequence[Module]) -> None:
    """Raises ``Conflict`` when one has an open session."""
    sessions = ModuleSession.objects.filter(module__in=modules, session__state__in=OPEN_STATES, session__closed_on=None)
    taught = sessions.select_related("module", "session").first()
    if taught is not None:
        raise Conflict(
            "module_has_session",
            f"Le module « {taught.module.title} » a une session, {taught.session.number}.",
            hint="Gardez ce module, ou dites d’abord que cette session est celle d’un autre.",
        )
    Module.objects.filter(pk__in=[each.pk for each in modules]).update(closed_on=today())


def _store_module(actor: Actor, module: Module, rank: int, item: ModuleItem) -> None:
    """Its own attestations and blocks are replaced, when they differ."""
    is_known = module.pk is not None
    is_same = is_known and module.as_item() == item
    module.rank = rank
    if is_same:
        module.save(update_fields=["rank"])
        return
    module.reference, module.title, module.hours = item.reference, item.title.strip(), item.hours
    module.kind, module.entry_mode, module.price_cents = item.kind, item.entry_mode, item.price_cents
    attested = [ModuleAttestation(module=module, **each._asdict()) for each in item.attestations]
    certified = [ModuleBlock(module=module, **asdict(block)) for block in item.blocks]
    refuse_rows_out_of_limits(actor=actor, rows=[module, *attested, *certified])
    module.save()
    if is_known:
        ModuleAttestation.objects.filter(module=module).delete()
        ModuleBlock.objects.filter(module=module).delete()
    ModuleAttestation.objects.bulk_create(attested)
    ModuleBlock.objects.bulk_create(certified)


def _refuse(actor: Actor, training: Training) -> None:
    scope = OfferScope(training.host_id, training.provider.body_id)
    refuse_unless(actor=actor, act="offer.edit_sheet", scope=scope)


def _audited(actor: Actor, training: Training, name: str) -> AbstractContextManager[AuditEvent]:
    return audit_event(
        actor=actor,
        name=name,
        subject_kind="training",
        subject_id=training.pk,
        subject_label=f"{training.number} {training.title}",
        organisation_id=training.host_id,
    )
