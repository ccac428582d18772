"""Computes what an accounting extract changes: movements of the difference, so that no amount counts twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pacte.finance.records import (
    EXPENSE_STAGES,
    STAGE_LABELS,
    Extract,
    ExtractLine,
    ImportOutcome,
    KnownCommitment,
    LineFate,
    LineOutcome,
    PlanFrame,
    Stage,
    TaughtRule,
)
from pacte.finance.rules.identity import Identified, identified
from pacte.finance.rules.targets import target_of
from pacte.kernel.french import pluralise
from pacte.kernel.money import format_euros
from pacte.plan.records import Defect


def decide(
    extract: Extract,
    known: Iterable[KnownCommitment],
    plans: Mapping[str, PlanFrame],
    rules: Sequence[TaughtRule] = (),
    default_plan: str = "",
) -> ImportOutcome:
    """Decide the outcome of each line: new, changed, unchanged, or skipped with a defect. Writes nothing."""
    known = list(known)
    defects = list(extract.defects)
    found = identified(extract.lines, known)
    outcomes: list[LineOutcome] = []
    for each in _without_doubles(found, defects):
        if each.defect is not None:
            defects.append(each.defect)
            outcomes.append(LineOutcome(each.line, LineFate.LEFT))
            continue
        defects.extend(_doubts(each, extract.stages))
        outcomes.append(_outcome(each, plans, rules, default_plan))
    defects.extend(_absent_stages(extract, known))
    order = {line.place: rank for rank, line in enumerate(extract.lines)}
    outcomes.sort(key=lambda outcome: order[outcome.line.place])
    return ImportOutcome(extract.name, extract.lines_read, tuple(outcomes), tuple(defects))


def _outcome(
    each: Identified, plans: Mapping[str, PlanFrame], rules: Sequence[TaughtRule], default_plan: str
) -> LineOutcome:
    before = each.known.totals if each.known else {}
    deltas = {
        stage: cents - before.get(stage, 0)
        for stage, cents in each.line.amounts.items()
        if cents != before.get(stage, 0)
    }
    fate = LineFate.ADDED if each.known is None else LineFate.CHANGED if deltas else LineFate.KNOWN
    known_id = each.known.commitment_id if each.known else None
    kept = each.known.target if each.known else None
    if kept is not None:
        # Existing allocations are unchanged, even when another plan was opened since.
        return LineOutcome(each.line, fate, deltas, known_id, each.year, each.post, kept)
    where = target_of(each.line, each.year, plans, rules, default_plan)
    return LineOutcome(
        each.line, fate, deltas, known_id, each.year, each.post, where.target, where.rule_id,
        attach=where.target is not None, why_waiting=where.why,
    )  # fmt: skip


def already_written(outcome: ImportOutcome, on: str) -> ImportOutcome:
    """Return the outcome of a file imported again: amounts corrected by a later file are not restored."""
    stale = [each for each in outcome.outcomes if each.fate is LineFate.CHANGED]
    if not stale:
        return outcome
    warning = Defect(
        "file_already_imported",
        f"Ce fichier a déjà été importé le {on} ; depuis, un autre a corrigé "
        f"{pluralise(len(stale), 'de ses engagements', 'de ses engagements')} : ses anciens montants ne reviennent pas.",
        None,
        "",
        "Pour rétablir un montant, déposez une extraction récente.",
        is_error=False,
    )
    kept = tuple(
        replace(each, fate=LineFate.KNOWN, deltas={}) if each.fate is LineFate.CHANGED else each
        for each in outcome.outcomes
    )
    return replace(outcome, outcomes=kept, defects=(*outcome.defects, warning))


def _without_doubles(found: Iterable[Identified], defects: list[Defect]) -> list[Identified]:
    """Keep one line per commitment. Identical duplicates count once; conflicting duplicates are all skipped."""
    groups: dict[tuple[str, str, int], list[Identified]] = defaultdict(list)
    kept: list[Identified] = []
    for each in found:
        if each.defect is not None:
            kept.append(each)
        else:
            groups[(each.line.number, each.post, each.year)].append(each)
    for group in groups.values():
        first, *others = group
        if not others:
            kept.append(first)
        elif all(dict(each.line.amounts) == dict(first.line.amounts) for each in others):
            kept.append(first)
            kept.extend(replace(each, defect=_same_again(each.line, first.line)) for each in others)
        else:
            kept.extend(replace(each, defect=_differs(each.line, group)) for each in group)
    return kept


def _same_again(line: ExtractLine, first: ExtractLine) -> Defect:
    return Defect(
        "duplicate_same",
        f"L’engagement {line.number} est déjà à la ligne {first.place.row}, avec les mêmes montants : compté une fois.",
        line.place,
        line.number,
        "Rien à faire ; ou ôtez l’une des deux lignes.",
        is_error=False,
    )


def _differs(line: ExtractLine, group: Sequence[Identified]) -> Defect:
    rows = ", ".join(str(each.line.place.row) for each in group)
    return Defect(
        "duplicate_differs",
        f"L’engagement {line.number} est aux lignes {rows}, avec des montants différents : aucune n’est prise.",
        line.place,
        line.number,
        "Gardez une ligne par engagement et par exercice, ou donnez la colonne du poste.",
    )


def _doubts(each: Identified, given: Sequence[Stage]) -> list[Defect]:
    """Return warnings on accepted amounts that look wrong. ``file_stages``: the stages with a column in the file."""
    line, found = each.line, []
    for stage, cents in line.amounts.items():
        if cents < 0:
            told_so = (
                f"{STAGE_LABELS[stage]} : {format_euros(cents)}. Le montant est négatif ; il compte avec son signe."
            )
            found.append(_doubt(line, "negative_amount", told_so))
    told = [stage for stage in EXPENSE_STAGES if stage in line.amounts]
    for before, after in pairwise(told):
        if line.amounts[after] > line.amounts[before] >= 0:
            more, less = format_euros(line.amounts[after]), format_euros(line.amounts[before])
            told_so = f"{STAGE_LABELS[after]} ({more}) dépasse {STAGE_LABELS[before].lower()} ({less})."
            found.append(_doubt(line, "stage_exceeds", told_so))
    for stage, cents in each.known.totals.items() if each.known else ():
        if cents and stage in EXPENSE_STAGES and stage not in line.amounts and stage in given:
            told_so = f"{STAGE_LABELS[stage]} n’est pas rempli : {format_euros(cents)}, déjà connus, sont gardés."
            found.append(_doubt(line, "amount_blank", told_so))
    return found


def _doubt(line: ExtractLine, code: str, message: str) -> Defect:
    return Defect(code, message, line.place, line.number, "Vérifiez l’engagement dans le logiciel.", is_error=False)


def _absent_stages(extract: Extract, known: Sequence[KnownCommitment]) -> list[Defect]:
    """Warn once about each stage known from earlier files that has no column in this one; its amounts are unchanged."""
    given = {stage for each in known for stage, cents in each.totals.items() if cents}
    lost = [stage for stage in Stage if stage in given and stage not in extract.stages]
    return [
        Defect(
            "stage_absent",
            f"Ce fichier n’a pas de colonne « {STAGE_LABELS[stage]} » : ce qui en était connu est gardé.",
            None,
            "",
            "Si la colonne existe sous un autre nom, dites-le dans « Les colonnes ».",
            is_error=False,
        )
        for stage in lost
        if extract.lines
    ]
