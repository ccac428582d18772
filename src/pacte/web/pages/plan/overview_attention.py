"""« À regarder »: four columns that change from week to week, and one line for what the source leaves open. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pacte.indicators.records.evidence import ActionEvidence
from pacte.indicators.records.grades import EvidenceGrade
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import fold_text, format_day, pluralise
from pacte.plan.records import Placement
from pacte.web.pages.plan.action_summaries import ActionSummary
from pacte.web.pages.plan.overview_alerts import Alert, LateMilestone
from pacte.web.pages.plan.overview_filters import PlanView
from pacte.web.pages.plan.overview_steering import CommitteeOutlook, PlanSteering

_MAX_ITEMS = 3
# Uncertain calendars: placement, value of the list filter, label in the singular and in the plural.
_UNCERTAIN_CALENDARS = (
    (Placement.ASSUMED, "suppose", ("calendrier à colonnes supposées", "calendriers à colonnes supposées")),
    (Placement.UNKNOWN, "inconnu", ("calendrier à colonne inconnue", "calendriers à colonne inconnue")),
    (Placement.NONE, "sans-date", ("action sans aucune date", "actions sans aucune date")),
)


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """One item. ``number`` links it to the action, ``query`` to the list of actions, ``url`` elsewhere.

    ``view``: one of the views of the overview, which the item opens.
    """

    text: str
    detail: str = ""
    number: ActionCode | None = None
    query: Mapping[str, str] | None = None
    url: str = ""
    view: PlanView | None = None


@dataclass(frozen=True, slots=True)
class AttentionGroup:
    """One column. ``sign`` is the name of an icon, ``tone`` is « bad », « watch » or "". ``empty``: without items."""

    sign: str
    tone: str
    title: str
    items: list[AttentionItem]
    empty: str = ""


def attention_groups(
    lines: Sequence[ActionSummary],
    late: list[LateMilestone],
    alerts: list[Alert],
    evidence: Mapping[ActionCode, ActionEvidence],
    steering: PlanSteering,
    on: date,
) -> list[AttentionGroup]:
    """Late milestones, alerts, no result; the next committee for who takes part in it."""
    running = [line for line in lines if not line.is_ended]
    return [
        _late_group(late, running, on),
        _alert_group(alerts, follows=bool(steering.weather)),
        _resultless_group(running, evidence, steering),
        *([_committee_group(steering.committee)] if steering.committee else []),
    ]


def _late_group(late: list[LateMilestone], running: list[ActionSummary], on: date) -> AttentionGroup:
    """The overdue milestones, then the calendars that are over."""
    items = [
        AttentionItem(each.label, f"prévu le {format_day(each.due_on)} · {_late_text(each.due_on, on)} · {each.owner}",
                      each.number)
        for each in late[:_MAX_ITEMS]
    ]  # fmt: skip
    items += _others_item(len(late), PlanView.LATE, "autre jalon", "autres jalons")
    over = sum(line.is_over for line in running)
    if over:
        nouns = "action dont le calendrier est fini", "actions dont le calendrier est fini"
        items.append(AttentionItem(pluralise(over, *nouns), query={"calendrier": "fini"}))
    title = pluralise(len(late), "jalon dépassé", "jalons dépassés") if late else "Jalons"
    return AttentionGroup("diamond", "bad" if late else "", title, items, "Aucun jalon n’est dépassé.")


def _alert_group(alerts: list[Alert], *, follows: bool) -> AttentionGroup:
    """``follows``: the weather of the leads is read too."""
    items = [AttentionItem(each.text, each.detail, each.number) for each in alerts[:_MAX_ITEMS]]
    items += _others_item(len(alerts), PlanView.ALERT, "autre action", "autres actions")
    title = pluralise(len(alerts), "action en alerte", "actions en alerte") if alerts else "Alertes"
    rest = "Aucune action n’est en alerte." if follows else "Aucune cible mesurée n’est en retard sur le temps."
    return AttentionGroup("triangle", "watch" if alerts else "", title, items, rest)


def _resultless_group(
    running: list[ActionSummary], evidence: Mapping[ActionCode, ActionEvidence], steering: PlanSteering
) -> AttentionGroup:
    """What is there instead of a result: means, a declared figure, or nothing, with who owes it."""
    grades = {line.number: evidence[line.number].grade if line.number in evidence else None for line in running}
    wanting = [line for line in running if grades[line.number] is not EvidenceGrade.RESULT]
    means = [line for line in wanting if grades[line.number] is EvidenceGrade.MEANS]
    declared = [line for line in wanting if line not in means and line.number in steering.declared]
    nothing = [line for line in wanting if line not in means and line not in declared]
    items = [
        *_numbered_item(means, "seuls des moyens sont mesurés"),
        *_numbered_item(declared, "un chiffre déclaré, que rien ne mesure"),
        *_owed_items([line for line in nothing if line.has_decided_lead]),
        *_numbered_item([line for line in nothing if not line.has_decided_lead], "porteur à désigner"),
    ]
    title = pluralise(len(wanting), "action sans résultat", "actions sans résultat") if wanting else "Résultats"
    return AttentionGroup("ring", "", title, items, "Chaque action a un résultat mesuré.")


def _numbered_item(lines: list[ActionSummary], detail: str) -> list[AttentionItem]:
    if not lines:
        return []
    if len(lines) == 1:
        return [AttentionItem(lines[0].name, detail, lines[0].number)]
    return [AttentionItem(_action_numbers_text(lines).capitalize(), detail, view=PlanView.RESULTLESS)]


def _owed_items(lines: list[ActionSummary]) -> list[AttentionItem]:
    """Leads who owe a result, with their number of actions, most first."""
    count_by_lead = Counter(name for line in lines for name in {lead.organisation for lead in line.leads})
    ranked = sorted(count_by_lead.items(), key=lambda each: (-each[1], fold_text(each[0])))
    items = [
        AttentionItem(f"{name} : {pluralise(count, 'action')}", "preuve à fournir", query={"porteur": name})
        for name, count in ranked[:_MAX_ITEMS]
    ]
    return [*items, *_others_item(len(ranked), PlanView.RESULTLESS, "autre porteur", "autres porteurs")]


def _committee_group(outlook: CommitteeOutlook) -> AttentionGroup:
    committee, prepares = outlook.committee, outlook.round
    items = []
    if prepares:
        silent = prepares.action_count - prepares.answered_count
        until = f"tour ouvert jusqu’au {format_day(prepares.due_on)}" if prepares.is_open else "tour clos"
        wanting = f" ; {pluralise(silent, 'réponse manque', 'réponses manquent')}" if silent else ""
        items.append(
            AttentionItem(
                f"Réponses reçues : {prepares.answered_count} / {prepares.action_count}", f"{until}{wanting}",
                url=outlook.round_url,
            )
        )  # fmt: skip
    points = pluralise(committee.points, "point", "points") if committee.points else "rien encore"
    items.append(AttentionItem(f"Ordre du jour : {points}", committee.place, url=outlook.url))
    if outlook.pack_url:
        items.append(AttentionItem("Ouvrir le dossier", "les mêmes chiffres que le tour figé", url=outlook.pack_url))
    return AttentionGroup("clock", "", f"Comité du {format_day(committee.held_on)}", items)


def _others_item(count: int, view: PlanView, one: str, many: str) -> list[AttentionItem]:
    """A last item for those that are not shown."""
    others = count - _MAX_ITEMS
    return [AttentionItem(f"Et {pluralise(others, one, many)}", view=view)] if others > 0 else []


def open_points(lines: Iterable[ActionSummary]) -> list[AttentionItem]:
    """What the source leaves open: actions without a target, by axis, then its doubts. It changes by amendment only."""
    running = [line for line in lines if not line.is_ended]
    return [*_untargeted_items(running), *_doubt_items(running)]


def _untargeted_items(lines: list[ActionSummary]) -> list[AttentionItem]:
    by_axis: dict[str, list[ActionSummary]] = defaultdict(list)
    totals = Counter(line.axis.code for line in lines)
    for line in lines:
        if not line.targets:
            by_axis[line.axis.code].append(line)
    return [
        AttentionItem(
            f"{each[0].axis.label or code} : {pluralise(len(each), 'action')} sur {totals[code]} sans cible",
            query={"axe": code, "cible": "sans"},
        )
        for code, each in by_axis.items()
    ]


def _doubt_items(lines: list[ActionSummary]) -> list[AttentionItem]:
    """Number of doubts in the source, and the calendars that they affect."""
    count = sum(line.doubt_count for line in lines)
    items = [AttentionItem(pluralise(count, "doute de la source", "doutes de la source"))] if count else []
    for placement, code, nouns in _UNCERTAIN_CALENDARS:
        uncertain = [line for line in lines if line.calendar.placement is placement]
        if uncertain:
            items.append(
                AttentionItem(
                    pluralise(len(uncertain), *nouns), _action_numbers_text(uncertain), query={"calendrier": code}
                )
            )
    questioned = [line for line in lines if any("?" in mark for mark in line.calendar.marks)]
    if questioned:
        numbers = _action_numbers_text(questioned)
        items.append(AttentionItem("« ? » imprimé au calendrier", numbers, query={"calendrier": "question"}))
    return items


def _action_numbers_text(lines: list[ActionSummary]) -> str:
    """« actions 4, 7, 11 »."""
    word = "action" if len(lines) == 1 else "actions"
    return f"{word}\u00a0{', '.join(str(line.number) for line in lines)}"


def _late_text(due: date, on: date) -> str:
    """« dépassé de 329 jours », « de 6 ans »."""
    days = (on - due).days
    return f"dépassé de {pluralise(days, 'jour')}" if days < 730 else f"dépassé de {pluralise(days // 365, 'an')}"
