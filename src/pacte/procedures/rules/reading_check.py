"""Whether what a description says of reading holds together. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.procedures.records.description import Procedure, RequirementKind
from pacte.procedures.records.form import AmountField
from pacte.procedures.rules.form_answers import field_paths

_OF_ROUNDS = (RequirementKind.ROUND_OPEN, RequirementKind.IN_ENVELOPE)


def reading_defects(of: Procedure) -> Iterator[str]:
    """Yields what does not hold among conflicts, grids, committees and rounds, each as one sentence."""
    paths = dict(field_paths(of.fields))
    grids, committees = {each.code for each in of.grids}, {each.code for each in of.committees}
    if of.conflicts is not None:
        named = (*of.conflicts.body_fields, *of.conflicts.partner_fields, *of.conflicts.funder_fields)
        yield from (f"conflicts: field « {path} » does not exist" for path in named if path not in paths)
    for grid in of.grids:
        yield from (f"grid {grid.code}: field « {code} » does not exist" for code in grid.hides if code not in paths)
        if len({each.code for each in grid.criteria}) != len(grid.criteria) or not grid.criteria:
            yield f"grid {grid.code}: no criteria, or one twice"
        if grid.readers < 1 or any(each.weight < 1 for each in grid.criteria):
            yield f"grid {grid.code}: a reader and a weight are at least one"
    if of.grids and of.conflicts is None:
        yield "grids: readers have no rule about conflicts of interest"
    yield from (
        f"committee {each.code}: grid « {each.grid} » does not exist"
        for each in of.committees
        if each.grid not in grids
    )
    if of.rounds and of.rounds.amount_field and not isinstance(paths.get(of.rounds.amount_field), AmountField):
        yield f"rounds: « {of.rounds.amount_field} » is no amount of the form"
    known = {RequirementKind.READ: grids, RequirementKind.GAP_SETTLED: grids, RequirementKind.QUORUM: committees}
    for transition in of.transitions:
        for need in transition.needs:
            if need.kind in known and need.code not in known[need.kind]:
                yield f"transition {transition.code}: {need.kind} « {need.code} » does not exist"
            if need.kind in _OF_ROUNDS and of.rounds is None:
                yield f"transition {transition.code}: there are no rounds"
