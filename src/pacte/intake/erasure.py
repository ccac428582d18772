"""What files keep of a person, when they are erased: their refused rows, and files that wait and may name them."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.infra.erasure_hooks import ErasureHook, PersonTraces
from pacte.intake.queries import refused_rows_about
from pacte.intake.services import erase_person_from_files
from pacte.kernel.actor import Actor


class _FileErasure:
    def count(self, *, actor: Actor, traces: PersonTraces) -> Mapping[str, int]:
        count = len(refused_rows_about(actor=actor, traces=traces))
        return {"intake_refusedrow": count} if count else {}

    def erase(self, *, actor: Actor, traces: PersonTraces) -> None:
        erase_person_from_files(actor=actor, traces=traces)


ERASURE: ErasureHook = _FileErasure()
