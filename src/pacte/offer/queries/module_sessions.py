"""Open modules of a training, and the sessions that are the session of one of them. Public."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pacte.kernel.actor import Actor
from pacte.kernel.french import format_number
from pacte.offer.models import Module, ModuleAttestation, ModuleSession, Training
from pacte.offer.records.inputs import AttestationItem, ModuleItem


@dataclass(frozen=True, slots=True)
class EnteredModule:
    """The module that is entered with a session: nothing else of its training is taught there."""

    module_id: int
    item: ModuleItem

    def __str__(self) -> str:
        """« module « Souder à plat », 140 h »."""
        return f"module « {self.item.title} », {format_number(self.item.hours)} h"

    @property
    def competences(self) -> tuple[str, ...]:
        """What the provider or the employer attests at its end."""
        return tuple(each.text for each in self.item.attestations)

    @property
    def block_codes(self) -> tuple[str, ...]:
        """What a certifier certifies apart."""
        return tuple(each.block_code for each in self.item.blocks)


def open_modules(*, actor: Actor, training: Training) -> list[Module]:
    """Modules that the training has today, in order, with their attestations and blocks. Three queries."""
    modules = Module.objects.filter(training=training, closed_on=None)
    return list(modules.prefetch_related("attestations", "blocks").order_by("rank"))


def modules_of_sessions(*, actor: Actor, session_ids: Collection[int]) -> dict[int, EnteredModule]:
    """The module of each session that is the session of one, by session. One query, three when there are some."""
    rows = ModuleSession.objects.filter(session_id__in=session_ids).select_related("module")
    return {
        each.session_id: EnteredModule(each.module_id, each.module.as_item())
        for each in rows.prefetch_related("module__attestations", "module__blocks")
    }


def attestations_of_session(*, actor: Actor, session_id: int) -> dict[str, AttestationItem]:
    """What is attested in this session, by its text.

    In the session of a module, what this module attests; else what any open module of the training does.
    """
    module_id = ModuleSession.objects.filter(session_id=session_id).values_list("module_id", flat=True).first()
    rows = ModuleAttestation.objects.all()
    if module_id is not None:
        rows = rows.filter(module_id=module_id)
    else:
        rows = rows.filter(module__training__training_actions__sessions=session_id, module__closed_on=None)
    return {each.text: each.as_item() for each in rows.order_by("-module__rank")}
