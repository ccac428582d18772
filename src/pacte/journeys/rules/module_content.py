"""In the session of a module only what this module gives is attested or certified. Pure.

A competence is attested by the provider or the employer, a block is certified by its certifier: two things, two steps.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pacte.journeys.records import StepKind


def is_outside_module(
    kind: StepKind, detail: Mapping[str, object], *, competences: Collection[str], block_codes: Collection[str]
) -> bool:
    """True for a competence, or a block, that the module does not give; other steps are never outside."""
    if kind is StepKind.COMPETENCE_ATTESTED:
        return detail.get("competence") not in competences
    if kind is StepKind.BLOCK_CERTIFIED:
        return detail.get("block") not in block_codes
    return False
