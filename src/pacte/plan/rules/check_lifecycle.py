"""Checks of statuses and lineage: known actions, no duplicate, no cycle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.defects import Defect
from pacte.plan.records import ActionState, LineageKind, PlanContent
from pacte.plan.rules.defects import error_defect, warning_defect
from pacte.plan.rules.labels import ACTION_STATES

_SUCCESSOR_KINDS = {ActionState.SPLIT: LineageKind.SPLIT, ActionState.MERGED: LineageKind.MERGE}


def lifecycle_defects(content: PlanContent) -> Iterator[Defect]:
    """Yield defects of statuses and lineage: unknown actions, duplicates, missing successors, cycles."""
    numbers = set(content.numbers)
    yield from _status_defects(content, numbers)
    yield from _lineage_defects(content, numbers)
    yield from _cycle_defects(content)


def _status_defects(content: PlanContent, numbers: set[ActionCode]) -> Iterator[Defect]:
    counts = Counter(each.number for each in content.statuses)
    for status in content.statuses:
        at = (f"action:{status.number}", "standing")
        word = ACTION_STATES[status.state]
        if status.number not in numbers:
            yield error_defect(
                "unknown_action",
                at,
                f"L'action n° {status.number} est dite {word}, et le plan ne la contient pas.",
                "Une action abandonnée ou fusionnée garde sa ligne : on la lit encore.",
                "Corrigez le numéro, ou remettez sa ligne.",
                str(status.number),
            )
        elif counts[status.number] > 1:
            yield error_defect(
                "duplicate_standing",
                at,
                f"L'action n° {status.number} a {counts[status.number]} états.",
                hint="Gardez un seul état par action.",
                value=word,
            )
        elif not status.reason.strip():
            yield warning_defect(
                "missing_reason",
                at,
                f"L'action n° {status.number} est dite {word}, sans motif.",
                "Personne ne saura plus tard pourquoi.",
                "Écrivez le motif.",
            )
        successor_kind = _SUCCESSOR_KINDS.get(status.state)
        if successor_kind and not any(each.kind is successor_kind for each in content.successors_of(status.number)):
            yield warning_defect(
                "missing_heir",
                at,
                f"L'action n° {status.number} est dite {word}, et aucune action n'en est issue.",
                hint="Dites quelle action la reprend.",
            )


def _lineage_defects(content: PlanContent, numbers: set[ActionCode]) -> Iterator[Defect]:
    for link, count in Counter(content.lineage).items():
        at = (f"action:{link.number}", "lineage")
        origin = str(link.origin_number)
        if link.number not in numbers:
            yield error_defect(
                "unknown_action",
                at,
                f"Une filiation nomme l'action n° {link.number}, que le plan ne contient pas.",
                hint="Corrigez le numéro, ou ajoutez cette action.",
                value=str(link.number),
            )
        if count > 1:
            yield error_defect(
                "duplicate_lineage",
                at,
                f"L'action n° {link.number} vient {count} fois de la même action.",
                hint="Gardez ce lien une seule fois.",
                value=origin,
            )
        if link.origin_plan == content.code:
            yield error_defect(
                "lineage_of_itself",
                at,
                f"L'action n° {link.number} vient d'un autre plan, qui est ce plan même.",
                hint="N'écrivez pas le plan d'origine quand c'est celui-ci.",
                value=link.origin_plan,
            )
        elif not link.origin_plan and link.origin_number not in numbers:
            yield warning_defect(
                "unknown_action",
                at,
                f"L'action n° {link.number} vient de l'action n° {link.origin_number}, que le plan ne contient plus.",
                hint="Laissez-la ainsi si sa ligne a été ôtée ; sinon corrigez le numéro.",
                value=origin,
            )


def _cycle_defects(content: PlanContent) -> Iterator[Defect]:
    """Yield an error for each action that descends from itself, directly or not."""
    parents: dict[ActionCode, set[ActionCode]] = {}
    for link in content.lineage:
        if not link.origin_plan:
            parents.setdefault(link.number, set()).add(link.origin_number)
    for number in parents:
        seen: set[ActionCode] = set()
        waiting = list(parents[number])
        while waiting:
            each = waiting.pop()
            if each not in seen:
                seen.add(each)
                waiting.extend(parents.get(each, ()))
        if number in seen:
            yield error_defect(
                "lineage_circle",
                (f"action:{number}", "lineage"),
                f"L'action n° {number} viendrait d'elle-même.",
                hint="Ôtez un des liens de filiation.",
                value=str(number),
            )
