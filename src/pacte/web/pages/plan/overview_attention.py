"""What needs attention in a plan, by urgency: past deadlines, missing evidence, missing targets, doubts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, fold_text, pluralise
from pacte.plan.records import Placement
from pacte.web.charts.timeline import TimelineMilestoneState

if TYPE_CHECKING:
    from pacte.web.pages.plan.action_summaries import ActionSummary

_MAX_ITEMS = 3
# Uncertain calendars: placement, value of the list filter, label in the singular and in the plural.
_UNCERTAIN_CALENDARS = (
    (Placement.ASSUMED, "suppose", "calendrier à colonnes supposées", "calendriers à colonnes supposées"),
    (Placement.UNKNOWN, "inconnu", "calendrier à colonne inconnue", "calendriers à colonne inconnue"),
    (Placement.NONE, "sans-date", "action sans aucune date", "actions sans aucune date"),
)


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """One item. ``number`` links it to the action, ``query`` to the list of actions."""

    text: str
    detail: str = ""
    number: ActionCode | None = None
    query: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class AttentionGroup:
    """One column. ``sign`` is the name of an icon, ``tone`` is « bad », « watch » or ""."""

    sign: str
    tone: str
    title: str
    items: tuple[AttentionItem, ...]
    rest: AttentionItem | None = None


def attention_groups(
    lines: tuple[ActionSummary, ...], on: date, measured: frozenset[ActionCode] = frozenset()
) -> tuple[AttentionGroup, ...]:
    """Four columns at most. Empty columns and ended actions are left out."""
    lines = tuple(line for line in lines if not line.is_ended)
    without_evidence = tuple(line for line in lines if line.number not in measured)
    candidates = (
        _overdue_group(lines, on),
        _missing_evidence_group(without_evidence),
        _missing_target_group(lines),
        _doubts_group(lines),
    )
    return tuple(group for group in candidates if group)


def vacant_actions_group(
    lines: tuple[ActionSummary, ...], departures: Mapping[ActionCode, str]
) -> AttentionGroup | None:
    """Actions whose lead left without a successor. ``departures`` tells who left, by action number."""
    vacant = [line for line in lines if line.number in departures and not line.is_ended]
    if not vacant:
        return None
    items = tuple(
        AttentionItem(line.name, detail=apply_french_spacing(departures[line.number]), number=line.number)
        for line in vacant[:_MAX_ITEMS]
    )
    others = len(vacant) - _MAX_ITEMS
    rest = AttentionItem(f"Et {pluralise(others, 'autre action', 'autres actions')}", query={}) if others > 0 else None
    return AttentionGroup("ring", "bad", pluralise(len(vacant), "action vacante", "actions vacantes"), items, rest)


def _overdue_group(lines: tuple[ActionSummary, ...], on: date) -> AttentionGroup | None:
    """Deadlines printed in the plan, longest overdue first, then the calendars that are over."""
    past = sorted(
        (each.on, line.number, each.label, line.leads_text)
        for line in lines
        for each in line.calendar.milestones
        if each.state is TimelineMilestoneState.OVERDUE
    )
    over = sum(line.is_over for line in lines)
    if not past and not over:
        return None
    items = tuple(
        AttentionItem(
            text=label,
            detail=apply_french_spacing(
                f"prévue fin {due.year} · {_overdue_text(due, on)} · {leads or 'porteur à désigner'}"
            ),
            number=number,
        )
        for due, number, label, leads in past[:_MAX_ITEMS]
    )
    rest = None
    if over:
        finished = pluralise(over, "action dont le calendrier est fini", "actions dont le calendrier est fini")
        rest = AttentionItem(finished, query={"calendrier": "fini"})
    title = (
        pluralise(len(past), "échéance dépassée", "échéances dépassées")
        if past
        else pluralise(over, "calendrier fini", "calendriers finis")
    )
    return AttentionGroup("diamond", "bad", title, items, rest)


def _missing_evidence_group(lines: tuple[ActionSummary, ...]) -> AttentionGroup | None:
    """Leads who owe evidence, with their number of actions, then the actions without a decided lead."""
    if not lines:
        return None
    count_by_lead = Counter(
        name for line in lines if line.has_decided_lead for name in {lead.organisation for lead in line.leads}
    )
    ranked = sorted(count_by_lead.items(), key=lambda each: (-each[1], fold_text(each[0])))
    items = [
        AttentionItem(f"{name} : {pluralise(count, 'action')}", query={"porteur": name})
        for name, count in ranked[:_MAX_ITEMS]
    ]
    items += [
        AttentionItem(
            line.name,
            detail=apply_french_spacing(
                "porteur à désigner" + (f" : la source dit « {line.leads_text} »" if line.leads_text else "")
            ),
            number=line.number,
        )
        for line in lines
        if not line.has_decided_lead
    ][:_MAX_ITEMS]
    others = len(ranked) - _MAX_ITEMS
    rest = (
        AttentionItem(f"Et {pluralise(others, 'autre porteur', 'autres porteurs')}", query={}) if others > 0 else None
    )
    title = pluralise(len(lines), "action sans preuve", "actions sans preuve")
    return AttentionGroup(
        "ring",
        "",
        title,
        tuple(AttentionItem(apply_french_spacing(each.text), each.detail, each.number, each.query) for each in items),
        rest,
    )


def _missing_target_group(lines: tuple[ActionSummary, ...]) -> AttentionGroup | None:
    """Actions without a target in the source, by axis."""
    by_axis: dict[str, list[ActionSummary]] = {}
    for line in lines:
        if not line.targets:
            by_axis.setdefault(line.axis.code, []).append(line)
    if not by_axis:
        return None
    totals = Counter(line.axis.code for line in lines)
    items = tuple(
        AttentionItem(
            text=apply_french_spacing(f"{axis_lines[0].axis.label or code} : {len(axis_lines)} sur {totals[code]}"),
            detail=_proposed_indicator_text(axis_lines),
            query={"axe": code, "cible": "sans"},
        )
        for code, axis_lines in by_axis.items()
    )
    count = sum(len(axis_lines) for axis_lines in by_axis.values())
    return AttentionGroup("triangle", "watch", pluralise(count, "action sans cible", "actions sans cible"), items)


def _proposed_indicator_text(lines: list[ActionSummary]) -> str:
    proposed = sum(bool(line.proposed) for line in lines)
    if not proposed:
        return "aucun indicateur proposé"
    return "indicateur proposé par nous" if proposed == len(lines) else f"indicateur proposé pour {proposed}"


def _doubts_group(lines: tuple[ActionSummary, ...]) -> AttentionGroup | None:
    """Number of doubts in the source, and the calendars that they affect."""
    total = sum(line.doubt_count for line in lines)
    if not total:
        return None
    items = []
    for placement, code, one, many in _UNCERTAIN_CALENDARS:
        uncertain = [line for line in lines if line.calendar.placement is placement]
        if uncertain:
            items.append(
                AttentionItem(
                    pluralise(len(uncertain), one, many), _action_numbers_text(uncertain), query={"calendrier": code}
                )
            )
    questioned = [line for line in lines if any("?" in mark for mark in line.calendar.marks)]
    if questioned:
        items.append(
            AttentionItem(
                apply_french_spacing("« ? » imprimé au calendrier"),
                _action_numbers_text(questioned),
                query={"calendrier": "question"},
            )
        )
    return AttentionGroup("half", "watch", pluralise(total, "doute de la source", "doutes de la source"), tuple(items))


def _action_numbers_text(lines: list[ActionSummary]) -> str:
    """« actions 4, 7, 11 »."""
    word = "action" if len(lines) == 1 else "actions"
    return f"{word}\u00a0{', '.join(str(line.number) for line in lines)}"


def _overdue_text(due: date, on: date) -> str:
    """« dépassée de 329 jours », « de 6 ans »."""
    days = (on - due).days
    return f"dépassée de {pluralise(days, 'jour')}" if days < 730 else f"dépassée de {pluralise(days // 365, 'an')}"
