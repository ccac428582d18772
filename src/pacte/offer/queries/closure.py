"""Preview of the trainings that a full catalogue would close, before any write."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from pacte.kernel.actor import Actor
from pacte.offer.models import Training
from pacte.offer.records.closure import ClosurePreview

_MAX_EXAMPLES = 5


def preview_closure(*, actor: Actor, host_id: int, provider_id: int | None, seen: AbstractSet[str]) -> ClosurePreview:
    """Open trainings of the host (of one provider for its own file) that are not in ``seen``. Public."""
    del actor  # The open offer is public; the services check the right to close it.
    open_ones = Training.objects.filter(host_id=host_id, closed_on=None)
    if provider_id is not None:
        open_ones = open_ones.filter(provider_id=provider_id)
    absent = sorted(set(open_ones.values_list("number", flat=True)) - seen)
    titles = dict(open_ones.filter(number__in=absent[:_MAX_EXAMPLES]).values_list("number", "title"))
    shown = tuple(f"« {titles[number]} » ({number})" for number in absent[:_MAX_EXAMPLES])
    return ClosurePreview(len(absent), open_ones.count(), shown)
