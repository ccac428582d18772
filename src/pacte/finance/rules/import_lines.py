"""Computes what an accounting extract changes: movements of the difference, so that no amount counts twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pacte.finance.records import (
    EXPENSE_STAGES,
    STAGE_LABELS,
    AllocationRuleMatch,
    Extract,
    ExtractLine,
    ImportLineOutcome,
    ImportLineStatus,
    ImportOutcome,
    KnownCommitment,
    MoneyStage,
    PlanStructure,
)
from pacte.finance.rules.commitment_matching import MatchedLine, match_commitments
from pacte.finance.rules.targets import decide_target
from pacte.kernel.defects import Defect, Severity
from pacte.kernel.french import pluralise
from pacte.kernel.money import format_euros


def decide_import(
    extract: Extract,
    known: Iterable[KnownCommitment],
    plans: Mapping[str, PlanStructure],
    rules: Sequence[AllocationRuleMatch] = (),
    default_plan: str = "",
) -> ImportOutcome:
    """Decide the outcome of each line: new, changed, unchanged, or skipped with a defect. Writes nothing."""
    known, stages = list(known), extract.stages
    defects = list(extract.defects)
    matches = match_commitments(extract.lines, known)
    outcomes: list[ImportLineOutcome] = []
    for each in _without_duplicates(matches, defects):
        if each.defect is not None:
            defects.append(each.defect)
            outcomes.append(ImportLineOutcome(each.line, ImportLineStatus.SKIPPED))
            continue
        defects.extend(_amount_warnings(each, stages))
        outcomes.append(_line_outcome(each, plans, rules, default_plan))
    defects.extend(_absent_stages(extract, known))
    order = {line.cell: rank for rank, line in enumerate(extract.lines)}
    outcomes.sort(key=lambda outcome: order[outcome.line.cell])
    return ImportOutcome(extract.name, extract.lines_read, tuple(outcomes), tuple(defects))


def _line_outcome(
    each: MatchedLine, plans: Mapping[str, PlanStructure], rules: Sequence[AllocationRuleMatch], default_plan: str
) -> ImportLineOutcome:
    before = each.known.totals if each.known else {}
    deltas = {
        stage: cents - before.get(stage, 0)
        for stage, cents in each.line.amounts.items()
        if cents != before.get(stage, 0)
    }
    status = (
        ImportLineStatus.ADDED
        if each.known is None
        else ImportLineStatus.CHANGED
        if deltas
        else ImportLineStatus.UNCHANGED
    )
    known_id = each.known.commitment_id if each.known else None
    current_target = each.known.target if each.known else None
    if current_target is not None:
        # Existing allocations are unchanged, even when another plan was opened since.
        return ImportLineOutcome(each.line, status, deltas, known_id, each.year, each.post, current_target)
    decision = decide_target(each.line, each.year, plans, rules, default_plan)
    return ImportLineOutcome(
        each.line, status, deltas, known_id, each.year, each.post, decision.target, decision.rule_id,
        is_newly_allocated=decision.target is not None, why_waiting=decision.why,
    )  # fmt: skip


def without_reverting_corrections(
    outcome: ImportOutcome, corrected: Collection[tuple[int, MoneyStage]], on: str
) -> ImportOutcome:
    """Return the outcome of a file imported again: amounts corrected by a later file are not restored.

    ``corrected``: (commitment, stage) moved by a later file; ``on``: the day of the first import, in words.
    """
    outcomes = tuple(_without_stages(each, corrected) for each in outcome.outcomes)
    stale = [each for each, before in zip(outcomes, outcome.outcomes, strict=True) if each != before]
    if not stale:
        return outcome
    warning = Defect(
        "file_already_imported",
        f"Ce fichier a déjà été importé le {on} ; depuis, un autre a corrigé "
        f"{pluralise(len(stale), 'de ses engagements', 'de ses engagements')} : ses anciens montants ne "
        f"reviennent pas.",
        None,
        "",
        "Pour rétablir un montant, déposez une extraction récente.",
        severity=Severity.WARNING,
    )
    return replace(outcome, outcomes=outcomes, defects=(*outcome.defects, warning))


def _without_stages(each: ImportLineOutcome, corrected: Collection[tuple[int, MoneyStage]]) -> ImportLineOutcome:
    if each.known_id is None:
        return each
    deltas = {stage: cents for stage, cents in each.deltas.items() if (each.known_id, stage) not in corrected}
    is_same = deltas or each.status is not ImportLineStatus.CHANGED
    return replace(each, deltas=deltas, status=each.status if is_same else ImportLineStatus.UNCHANGED)


def _without_duplicates(matches: Iterable[MatchedLine], defects: list[Defect]) -> list[MatchedLine]:
    """Keep one line per commitment. Identical duplicates count once; conflicting duplicates are all skipped."""
    groups: dict[tuple[str, str, int], list[MatchedLine]] = defaultdict(list)
    unique: list[MatchedLine] = []
    for each in matches:
        if each.defect is not None:
            unique.append(each)
        else:
            groups[(each.line.number, each.post, each.year)].append(each)
    for group in groups.values():
        first, *others = group
        if not others:
            unique.append(first)
        elif all(dict(each.line.amounts) == dict(first.line.amounts) for each in others):
            unique.append(first)
            unique.extend(replace(each, defect=_identical_duplicate(each.line, first.line)) for each in others)
        else:
            unique.extend(replace(each, defect=_conflicting_duplicate(each.line, group)) for each in group)
    return unique


def _identical_duplicate(line: ExtractLine, first: ExtractLine) -> Defect:
    return Defect(
        "duplicate_same",
        f"L’engagement {line.number} est déjà à la ligne {first.cell.row}, avec les mêmes montants : compté une fois.",
        line.cell,
        line.number,
        "Rien à faire ; ou ôtez l’une des deux lignes.",
        severity=Severity.WARNING,
    )


def _conflicting_duplicate(line: ExtractLine, group: Sequence[MatchedLine]) -> Defect:
    rows = ", ".join(str(each.line.cell.row) for each in group)
    return Defect(
        "duplicate_differs",
        f"L’engagement {line.number} est aux lignes {rows}, avec des montants différents : aucune n’est prise.",
        line.cell,
        line.number,
        "Gardez une ligne par engagement et par exercice, ou donnez la colonne du poste.",
    )


def _amount_warnings(each: MatchedLine, file_stages: Sequence[MoneyStage]) -> list[Defect]:
    """Return warnings on accepted amounts that look wrong. ``file_stages``: the stages with a column in the file."""
    line, warnings = each.line, []
    for stage, cents in line.amounts.items():
        if cents < 0:
            message = (
                f"{STAGE_LABELS[stage]} : {format_euros(cents)}. Le montant est négatif ; il compte avec son signe."
            )
            warnings.append(_amount_warning(line, "negative_amount", message))
    line_stages = [stage for stage in EXPENSE_STAGES if stage in line.amounts]
    for before, after in pairwise(line_stages):
        if line.amounts[after] > line.amounts[before] >= 0:
            more, less = format_euros(line.amounts[after]), format_euros(line.amounts[before])
            message = f"{STAGE_LABELS[after]} ({more}) dépasse {STAGE_LABELS[before].lower()} ({less})."
            warnings.append(_amount_warning(line, "stage_exceeds", message))
    for stage, cents in each.known.totals.items() if each.known else ():
        if cents and stage in EXPENSE_STAGES and stage not in line.amounts and stage in file_stages:
            message = f"{STAGE_LABELS[stage]} n’est pas rempli : {format_euros(cents)}, déjà connus, sont gardés."
            warnings.append(_amount_warning(line, "amount_blank", message))
    return warnings


def _amount_warning(line: ExtractLine, code: str, message: str) -> Defect:
    return Defect(
        code, message, line.cell, line.number, "Vérifiez l’engagement dans le logiciel.", severity=Severity.WARNING
    )


def _absent_stages(extract: Extract, known: Sequence[KnownCommitment]) -> list[Defect]:
    """Warn once about each stage known from earlier files that has no column in this one; its amounts are unchanged."""
    known_stages = {stage for each in known for stage, cents in each.totals.items() if cents}
    absent = [stage for stage in MoneyStage if stage in known_stages and stage not in extract.stages]
    return [
        Defect(
            "stage_absent",
            f"Ce fichier n’a pas de colonne « {STAGE_LABELS[stage]} » : ce qui en était connu est gardé.",
            None,
            "",
            "Si la colonne existe sous un autre nom, dites-le dans « Les colonnes ».",
            severity=Severity.WARNING,
        )
        for stage in absent
        if extract.lines
    ]
