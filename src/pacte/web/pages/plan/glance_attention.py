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
from pacte.web.charts.timeline_values import MilestoneState

if TYPE_CHECKING:
    from pacte.web.pages.plan.lines import ActionLine

_SHOWN = 3
# Uncertain calendars: placement, value of the list filter, label in the singular and in the plural.
_CALENDARS = (
    (Placement.ASSUMED, "suppose", "calendrier à colonnes supposées", "calendriers à colonnes supposées"),
    (Placement.UNKNOWN, "inconnu", "calendrier à colonne inconnue", "calendriers à colonne inconnue"),
    (Placement.NONE, "sans-date", "action sans aucune date", "actions sans aucune date"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item. ``number`` links it to the action, ``query`` to the list of actions."""

    text: str
    detail: str = ""
    number: ActionCode | None = None
    query: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One column. ``sign`` is the name of an icon, ``tone`` is « bad », « watch » or ""."""

    sign: str
    tone: str
    title: str
    items: tuple[Item, ...]
    rest: Item | None = None


def groups(lines: tuple[ActionLine, ...], on: date, proved: frozenset[ActionCode] = frozenset()) -> tuple[Group, ...]:
    """Four columns at most. Empty columns and ended actions are left out."""
    lines = tuple(line for line in lines if not line.is_ended)
    unproved = tuple(line for line in lines if line.number not in proved)
    found = (_late(lines, on), _unproved(unproved), _untargeted(lines), _doubtful(lines))
    return tuple(group for group in found if group)


def vacancies(lines: tuple[ActionLine, ...], left: Mapping[ActionCode, str]) -> Group | None:
    """Actions whose lead left without a successor. ``departures`` tells who left, by action number."""
    found = [line for line in lines if line.number in left and not line.is_ended]
    if not found:
        return None
    items = tuple(
        Item(line.name, detail=apply_french_spacing(left[line.number]), number=line.number) for line in found[:_SHOWN]
    )
    others = len(found) - _SHOWN
    rest = Item(f"Et {pluralise(others, 'autre action', 'autres actions')}", query={}) if others > 0 else None
    return Group("ring", "bad", pluralise(len(found), "action vacante", "actions vacantes"), items, rest)


def is_past(line: ActionLine) -> bool:
    """True when the plan prints a deadline for the action and that day is past."""
    return any(each.state is MilestoneState.OVERDUE for each in line.calendar.milestones)


def _late(lines: tuple[ActionLine, ...], on: date) -> Group | None:
    """Deadlines printed in the plan, longest overdue first, then the calendars that are over."""
    past = sorted(
        (each.on, line.number, each.label, line.leads_text)
        for line in lines
        for each in line.calendar.milestones
        if each.state is MilestoneState.OVERDUE
    )
    over = sum(line.is_over for line in lines)
    if not past and not over:
        return None
    items = tuple(
        Item(
            text=label,
            detail=apply_french_spacing(f"prévue fin {due.year} · {_ago(due, on)} · {leads or 'porteur à désigner'}"),
            number=number,
        )
        for due, number, label, leads in past[:_SHOWN]
    )
    rest = None
    if over:
        finished = pluralise(over, "action dont le calendrier est fini", "actions dont le calendrier est fini")
        rest = Item(finished, query={"calendrier": "fini"})
    title = (
        pluralise(len(past), "échéance dépassée", "échéances dépassées")
        if past
        else pluralise(over, "calendrier fini", "calendriers finis")
    )
    return Group("diamond", "bad", title, items, rest)


def _unproved(lines: tuple[ActionLine, ...]) -> Group | None:
    """Leads who owe evidence, with their number of actions, then the actions without a decided lead."""
    if not lines:
        return None
    owing = Counter(
        name for line in lines if line.has_decided_lead for name in {lead.organisation for lead in line.leads}
    )
    ranked = sorted(owing.items(), key=lambda each: (-each[1], fold_text(each[0])))
    items = [Item(f"{name} : {pluralise(count, 'action')}", query={"porteur": name}) for name, count in ranked[:_SHOWN]]
    items += [
        Item(line.name, detail=_undecided(line), number=line.number) for line in lines if not line.has_decided_lead
    ][:_SHOWN]
    others = len(ranked) - _SHOWN
    rest = Item(f"Et {pluralise(others, 'autre porteur', 'autres porteurs')}", query={}) if others > 0 else None
    title = pluralise(len(lines), "action sans preuve", "actions sans preuve")
    return Group(
        "ring",
        "",
        title,
        tuple(Item(apply_french_spacing(each.text), each.detail, each.number, each.query) for each in items),
        rest,
    )


def _undecided(line: ActionLine) -> str:
    return apply_french_spacing(
        "porteur à désigner" + (f" : la source dit « {line.leads_text} »" if line.leads_text else "")
    )


def _untargeted(lines: tuple[ActionLine, ...]) -> Group | None:
    """Actions without a target in the source, by axis."""
    by_axis: dict[str, list[ActionLine]] = {}
    for line in lines:
        if not line.targets:
            by_axis.setdefault(line.axis.code, []).append(line)
    if not by_axis:
        return None
    totals = Counter(line.axis.code for line in lines)
    items = tuple(
        Item(
            text=apply_french_spacing(f"{found[0].axis.label or code} : {len(found)} sur {totals[code]}"),
            detail=_proposals(found),
            query={"axe": code, "cible": "sans"},
        )
        for code, found in by_axis.items()
    )
    count = sum(len(found) for found in by_axis.values())
    return Group("triangle", "watch", pluralise(count, "action sans cible", "actions sans cible"), items)


def _proposals(lines: list[ActionLine]) -> str:
    proposed = sum(bool(line.proposed) for line in lines)
    if not proposed:
        return "aucun indicateur proposé"
    return "indicateur proposé par nous" if proposed == len(lines) else f"indicateur proposé pour {proposed}"


def _doubtful(lines: tuple[ActionLine, ...]) -> Group | None:
    """Number of doubts in the source, and the calendars that they affect."""
    total = sum(line.doubt_count for line in lines)
    if not total:
        return None
    items = []
    for placement, code, one, many in _CALENDARS:
        found = [line for line in lines if line.calendar.placement is placement]
        if found:
            items.append(Item(pluralise(len(found), one, many), _numbers(found), query={"calendrier": code}))
    asked = [line for line in lines if any("?" in mark for mark in line.calendar.marks)]
    if asked:
        items.append(
            Item(apply_french_spacing("« ? » imprimé au calendrier"), _numbers(asked), query={"calendrier": "question"})
        )
    return Group("half", "watch", pluralise(total, "doute de la source", "doutes de la source"), tuple(items))


def _numbers(lines: list[ActionLine]) -> str:
    """« actions 4, 7, 11 »."""
    word = "action" if len(lines) == 1 else "actions"
    return f"{word}\u00a0{', '.join(str(line.number) for line in lines)}"


def _ago(due: date, on: date) -> str:
    """« dépassée de 329 jours », « de 6 ans »."""
    days = (on - due).days
    return f"dépassée de {pluralise(days, 'jour')}" if days < 730 else f"dépassée de {pluralise(days // 365, 'an')}"
