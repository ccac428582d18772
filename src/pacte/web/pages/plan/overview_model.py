"""« Où en est le pacte ? »: the answer, what needs attention, the money and the calendar. Pure.

Nothing is typed or guessed: what the plan does not state is counted as not stated.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import fold_text, format_day, format_percent, join_words, pluralise
from pacte.kernel.money import format_millions
from pacte.plan.records import Axis, Placement, PlanContent
from pacte.plan.rules.completeness import COMPLETENESS_CRITERIA
from pacte.plan.rules.schedule import elapsed_share
from pacte.plan.rules.sums import axis_sums
from pacte.web.charts.money import MoneyBar, MoneyChart, MoneyChartStage, StageAmounts
from pacte.web.charts.row_marks import CompletenessChart, CompletenessField
from pacte.web.charts.timeline import TimelineMilestoneState
from pacte.web.pages.plan.action_summaries import ActionSummary

_MAX_ITEMS = 3
# Uncertain calendars: placement, value of the list filter, label in the singular and in the plural.
_UNCERTAIN_CALENDARS = (
    (Placement.ASSUMED, "suppose", ("calendrier à colonnes supposées", "calendriers à colonnes supposées")),
    (Placement.UNKNOWN, "inconnu", ("calendrier à colonne inconnue", "calendriers à colonne inconnue")),
    (Placement.NONE, "sans-date", ("action sans aucune date", "actions sans aucune date")),
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
    """One column, about ``count`` things. ``sign`` is the name of an icon, ``tone`` is « bad », « watch » or ""."""

    sign: str
    tone: str
    count: int
    nouns: tuple[str, str]
    items: list[AttentionItem]

    @property
    def title(self) -> str:
        return pluralise(self.count, *self.nouns)


def running_numbers(lines: Iterable[ActionSummary]) -> frozenset[ActionCode]:
    return frozenset(line.number for line in lines if not line.is_ended)


def overview_answer(
    content: PlanContent, lines: tuple[ActionSummary, ...], on: date, proved: frozenset[ActionCode] = frozenset()
) -> str:
    """The answer in a few sentences, with its figures. ``proved``: actions with a measured result."""
    if not lines:
        return "Ce plan ne contient encore aucune action."
    ended = [line for line in lines if line.is_ended]
    lines = tuple(line for line in lines if not line.is_ended)
    targeted = sum(bool(line.targets) for line in lines)
    total = axis_money_chart(content, str).total(MoneyChartStage.ENVELOPE)
    late = sum(line.is_overdue for line in lines)
    return format_html(
        "Au {}, {}, <strong>{}</strong>. Le plan {}fixe une cible à {}{}.{}{}",
        format_day(on),
        _elapsed_text(content, on),
        _evidence_sentence(sum(line.number in proved for line in lines), len(lines)),
        _total_text(total, len(content.axes)) if total else "",
        pluralise(targeted, "action"),
        _untargeted_text(len(lines) - targeted),
        f" {'Une action a' if late == 1 else f'{late} actions ont'} dépassé une échéance écrite au plan."
        if late
        else "",
        _ended_text(ended) if ended else "",
    )


def _total_text(total: int, axes: int) -> str:
    return format_html("répartit <strong>{}</strong> en {} ; il ", format_millions(total), pluralise(axes, "axe"))


def _evidence_sentence(proved_count: int, count: int) -> str:
    if proved_count:
        return (
            f"{pluralise(proved_count, 'action')} sur {count} {'a' if proved_count == 1 else 'ont'} un résultat mesuré"
        )
    if count == 1:
        return "la seule action n’a pas encore de preuve"
    return f"aucune des {count} actions n’a encore de preuve"


def group_actions_by_axis(content: PlanContent, lines: Iterable[ActionSummary]) -> dict[Axis, list[ActionSummary]]:
    """Actions grouped by axis, in plan order. An axis without actions is kept."""
    groups: dict[Axis, list[ActionSummary]] = {axis: [] for axis in content.axes}
    for line in lines:
        groups.setdefault(line.axis, []).append(line)
    return groups


def _elapsed_text(content: PlanContent, on: date) -> str:
    share = elapsed_share(content.first_year, content.last_year, on)
    if share >= 1:
        return f"la période {content.first_year}-{content.last_year} étant finie"
    if share <= 0:
        return f"avant le début de la période {content.first_year}-{content.last_year}"
    return f"à {format_percent(share)} de la durée du plan"


def _ended_text(ended: list[ActionSummary]) -> str:
    """« L’action 16 n’a plus cours. », « Les actions 15 et 16 n’ont plus cours. »."""
    numbers = [str(line.number) for line in ended]
    if len(numbers) == 1:
        return f" L’action {numbers[0]} n’a plus cours."
    return f" Les actions {join_words(numbers)} n’ont plus cours."


def _untargeted_text(count: int) -> str:
    """« , et n’en fixe aucune aux 33 autres »."""
    return "" if not count else f", et n’en fixe aucune {'à l’autre' if count == 1 else f'aux {count} autres'}"


def axis_money_chart(content: PlanContent, address: Callable[[str], str]) -> MoneyChart:
    """Envelope of each axis as printed; when none is printed, the sum of its actions."""
    sums = {each.code: each for each in axis_sums(content)}
    bars = tuple(
        MoneyBar(
            axis=rank,
            code=axis.label,
            label=axis.title,
            amounts=StageAmounts(
                envelope=axis.amount_cents if axis.amount_cents is not None else sums[axis.code].actions_cents
            ),
            address=address(axis.code),
        )
        for rank, axis in enumerate(content.axes, start=1)
    )
    return MoneyChart(bars=bars, total_label=f"Ensemble, {pluralise(len(bars), 'axe')}")


def field_completeness_chart(lines: tuple[ActionSummary, ...], address: Callable[[str], str]) -> CompletenessChart:
    """For each expected field, how many actions have it."""
    lacking = Counter(criterion.code for line in lines for criterion in line.missing)
    fields = tuple(
        CompletenessField(each.label.capitalize(), len(lines) - lacking[each.code], address(each.code))
        for each in COMPLETENESS_CRITERIA
    )
    return CompletenessChart(total=len(lines), fields=fields)


def attention_groups(
    lines: Iterable[ActionSummary],
    on: date,
    measured: frozenset[ActionCode],
    departures: Mapping[ActionCode, str],
) -> list[AttentionGroup]:
    """Five columns at most. Empty columns and ended actions are left out.

    ``departures`` tells who left an action without a successor, by action number.
    """
    running = [line for line in lines if not line.is_ended]
    groups = (
        _vacant_group(running, departures),
        _overdue_group(running, on),
        _missing_evidence_group([line for line in running if line.number not in measured]),
        _missing_target_group(running),
        _doubts_group(running),
    )
    return [group for group in groups if group.count]


def _vacant_group(lines: list[ActionSummary], departures: Mapping[ActionCode, str]) -> AttentionGroup:
    vacant = [line for line in lines if line.number in departures]
    items = [AttentionItem(line.name, departures[line.number], line.number) for line in vacant[:_MAX_ITEMS]]
    items += _others_item(len(vacant), "autre action", "autres actions")
    return AttentionGroup("ring", "bad", len(vacant), ("action vacante", "actions vacantes"), items)


def _others_item(count: int, one: str, many: str) -> list[AttentionItem]:
    """A last item for those that are not shown."""
    others = count - _MAX_ITEMS
    return [AttentionItem(f"Et {pluralise(others, one, many)}", query={})] if others > 0 else []


def _overdue_group(lines: list[ActionSummary], on: date) -> AttentionGroup:
    """Deadlines printed in the plan, longest overdue first, then the calendars that are over."""
    past = sorted(
        (each.on, line.number, each.label, line.leads_text)
        for line in lines
        for each in line.calendar.milestones
        if each.state is TimelineMilestoneState.OVERDUE
    )
    items = [
        AttentionItem(
            label, f"prévue fin {due.year} · {_overdue_text(due, on)} · {leads or 'porteur à désigner'}", number
        )
        for due, number, label, leads in past[:_MAX_ITEMS]
    ]
    over = sum(line.is_over for line in lines)
    if over:
        items.append(
            AttentionItem(
                pluralise(over, "action dont le calendrier est fini", "actions dont le calendrier est fini"),
                query={"calendrier": "fini"},
            )
        )
    nouns = ("échéance dépassée", "échéances dépassées") if past else ("calendrier fini", "calendriers finis")
    return AttentionGroup("diamond", "bad", len(past) or over, nouns, items)


def _missing_evidence_group(lines: list[ActionSummary]) -> AttentionGroup:
    """Leads who owe evidence, with their number of actions, then the actions without a decided lead."""
    undecided = [line for line in lines if not line.has_decided_lead]
    count_by_lead = Counter(
        name for line in lines if line.has_decided_lead for name in {lead.organisation for lead in line.leads}
    )
    ranked = sorted(count_by_lead.items(), key=lambda each: (-each[1], fold_text(each[0])))
    items = [
        *(
            AttentionItem(f"{name} : {pluralise(count, 'action')}", query={"porteur": name})
            for name, count in ranked[:_MAX_ITEMS]
        ),
        *(AttentionItem(line.name, _undecided_lead_text(line), line.number) for line in undecided[:_MAX_ITEMS]),
        *_others_item(len(ranked), "autre porteur", "autres porteurs"),
    ]
    return AttentionGroup("ring", "", len(lines), ("action sans preuve", "actions sans preuve"), items)


def _undecided_lead_text(line: ActionSummary) -> str:
    return "porteur à désigner" + (f" : la source dit « {line.leads_text} »" if line.leads_text else "")


def _missing_target_group(lines: list[ActionSummary]) -> AttentionGroup:
    """Actions without a target in the source, by axis."""
    by_axis: dict[Axis, list[ActionSummary]] = defaultdict(list)
    for line in lines:
        if not line.targets:
            by_axis[line.axis].append(line)
    totals = Counter(line.axis for line in lines)
    items = [
        AttentionItem(
            f"{axis.label or axis.code} : {len(untargeted)} sur {totals[axis]}",
            _proposed_indicator_text(untargeted),
            query={"axe": axis.code, "cible": "sans"},
        )
        for axis, untargeted in by_axis.items()
    ]
    return AttentionGroup(
        "triangle", "watch", sum(map(len, by_axis.values())), ("action sans cible", "actions sans cible"), items
    )


def _proposed_indicator_text(lines: list[ActionSummary]) -> str:
    proposed = sum(bool(line.proposed) for line in lines)
    if not proposed:
        return "aucun indicateur proposé"
    return "indicateur proposé par nous" if proposed == len(lines) else f"indicateur proposé pour {proposed}"


def _doubts_group(lines: list[ActionSummary]) -> AttentionGroup:
    """Number of doubts in the source, and the calendars that they affect."""
    uncertain = [
        (code, nouns, [line for line in lines if line.calendar.placement is placement])
        for placement, code, nouns in _UNCERTAIN_CALENDARS
    ]
    items = [
        AttentionItem(pluralise(len(actions), *nouns), _action_numbers_text(actions), query={"calendrier": code})
        for code, nouns, actions in uncertain
        if actions
    ]
    questioned = [line for line in lines if any("?" in mark for mark in line.calendar.marks)]
    if questioned:
        numbers = _action_numbers_text(questioned)
        items.append(AttentionItem("« ? » imprimé au calendrier", numbers, query={"calendrier": "question"}))
    return AttentionGroup(
        "half", "watch", sum(line.doubt_count for line in lines), ("doute de la source", "doutes de la source"), items
    )


def _action_numbers_text(lines: list[ActionSummary]) -> str:
    """« actions 4, 7, 11 »."""
    word = "action" if len(lines) == 1 else "actions"
    return f"{word}\u00a0{', '.join(str(line.number) for line in lines)}"


def _overdue_text(due: date, on: date) -> str:
    """« dépassée de 329 jours », « de 6 ans »."""
    days = (on - due).days
    return f"dépassée de {pluralise(days, 'jour')}" if days < 730 else f"dépassée de {pluralise(days // 365, 'an')}"
