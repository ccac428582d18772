"""The corrections of a training: which faults are asked, which are asked once, and which no form can mend. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pacte.exchange.lheo.corrections.fault_groups import CODE_FAULTS, OWN_FAULTS, VALUE_FAULTS
from pacte.exchange.lheo.corrections.questions import asks_a_value, correction_inputs, near_sibling
from pacte.exchange.lheo.corrections.records import Correction, CorrectionInput, CorrectionPlan, InputKind
from pacte.exchange.lheo.corrections.texts import HINTS, correction_message, correction_place, correction_title
from pacte.exchange.lheo.faults import Fault, Signature
from pacte.exchange.lheo.structure import Structure


def plan_corrections(faults: Sequence[Fault], norm: Structure) -> CorrectionPlan:
    """Corrections in the order of the faults. A missing element that a misnamed one will be is not asked, and one value
    is asked once: its last fault, the shape of a code, says more than its length.
    """
    renamed = {(_parent_path(each.path), near) for each in faults if (near := near_sibling(each, norm))}
    corrections: list[Correction] = []
    beyond: list[Fault] = []
    by_signature: dict[Signature, int] = {}
    for rank, fault in enumerate(faults):
        if fault.code == "missing_element" and (fault.path, fault.value) in renamed:
            continue
        if rank + 1 < len(faults) and _is_same_value(fault, faults[rank + 1]):
            continue
        inputs = correction_inputs(fault, norm)
        if not inputs:
            beyond.append(fault)
        elif (known := by_signature.get(fault.signature)) is not None and fault.code in CODE_FAULTS:
            one = corrections[known]
            corrections[known] = replace(one, faults=(*one.faults, rank))
        else:
            by_signature[fault.signature] = len(corrections)
            corrections.append(_correction(fault, rank, inputs))
    return CorrectionPlan(tuple(corrections), tuple(beyond))


def _is_same_value(fault: Fault, following: Fault) -> bool:
    return (fault.path, fault.texts) == (following.path, following.texts) and all(
        asks_a_value(each) for each in (fault, following)
    )


def _correction(fault: Fault, rank: int, inputs: tuple[CorrectionInput, ...]) -> Correction:
    # A table of codes is the list of the field, and dates are typed: their hints speak of the text.
    speaks_of_text = fault.code in HINTS or any(each.kind in (InputKind.CHOICE, InputKind.DAY) for each in inputs)
    return Correction(
        title=correction_title(fault),
        place=correction_place(fault),
        message=correction_message(fault),
        hint=HINTS.get(fault.code, "") if speaks_of_text else fault.hint,
        value=fault.value if fault.code in VALUE_FAULTS else "",
        inputs=inputs,
        faults=(rank,),
        signature=None if _is_its_own(fault, inputs) else fault.signature,
    )


def _is_its_own(fault: Fault, inputs: Iterable[CorrectionInput]) -> bool:
    """Whether the answer makes sense for this training alone: a number, a text that was missing, a choice to make."""
    if fault.code in ("missing_element", "empty"):
        return any(each.kind not in (InputKind.CHOICE, InputKind.TICK) for each in inputs)
    return fault.code in OWN_FAULTS


def _parent_path(path: str) -> str:
    return path.rpartition("/")[0]
