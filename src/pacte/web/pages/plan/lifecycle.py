"""Life of an action: its status and succession in sentences that name the version, its experiments, its studies."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst

from pacte.evaluation.queries import ExperimentSummary, experiment_count, experiments_of_action
from pacte.evaluation.records import JUDGEMENT_LABELS, PROTOCOL_PART_LABELS, PROTOCOL_STATE_LABELS, ProtocolState
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.plan.queries import (
    PlanSummary,
    VersionSummary,
    action_short_titles,
    continuations,
    plan_by_code,
    plan_summaries,
    version_that_set_status,
)
from pacte.plan.records import ActionState, ActionStatus, LineageKind, LineageLink, VersionState
from pacte.plan.rules.labels import ACTION_STATES
from pacte.procedures.queries import CaseSummary, cases_of_action, choices_enabling
from pacte.web.pages.plan.version_page import VersionPage

_ORIGIN_PHRASES = {
    LineageKind.SPLIT: "Issue du partage de",
    LineageKind.MERGE: "Reprend",
    LineageKind.CONTINUES: "Continue",
}
_SUCCESSOR_PHRASES = {
    LineageKind.SPLIT: "Partagée vers",
    LineageKind.MERGE: "Reprise par",
    LineageKind.CONTINUES: "Continuée par",
}
_STATE_BADGES = {
    ProtocolState.INCOMPLETE: ("triangle", "watch"),
    ProtocolState.READY: ("check", "good"),
    ProtocolState.LOCKED: ("clock", ""),
    ProtocolState.LOCKED_INCOMPLETE: ("diamond", "bad"),
    ProtocolState.JUDGED: ("check", "good"),
    ProtocolState.WITHDRAWN: ("cross", ""),
}
# Cases that the page of an action shows itself.
_SHOWN_CASES = 10
_INCOMPLETE = (ProtocolState.INCOMPLETE, ProtocolState.LOCKED_INCOMPLETE)


def action_status_wording(status: ActionStatus | None, version: VersionSummary | None) -> tuple[str, str]:
    """The main sentence, then the rest; both "" without a status.

    « Action abandonnée par l’avenant n° 1, voté le 10 décembre 2020, à compter du 1ᵉʳ janvier 2021. Motif : … ».
    """
    if status is None:
        return "", ""
    who = f" par {version_phrase(version)}" if version else ""
    since = f", à compter du {format_day(status.since)}" if status.since else ""
    reason = f" Motif : {status.reason.rstrip('.')}." if status.reason else ""
    is_ended = status.state in (ActionState.ABANDONED, ActionState.SPLIT, ActionState.MERGED)
    rest = f"{reason} Sa fiche reste lisible, et ce qui lui est rattaché le reste." if is_ended else reason
    main = apply_french_spacing(f"Action {ACTION_STATES[status.state]}{who}{since}.")
    return main, apply_french_spacing(rest.strip())


def version_phrase(line: VersionSummary) -> str:
    """« l’avenant n° 1, voté le 10 décembre 2020 », « le projet d’avenant 2, non voté »."""
    if line.state is VersionState.DRAFT:
        return f"« {line.label} », non voté"
    number = line.label.removeprefix("Avenant ").strip()
    name = f"l’avenant n°\u00a0{number}" if number.isdecimal() else f"« {line.label} »"
    return f"{name}, voté le {format_day(line.voted_on)}" if line.voted_on else name


def action_lifecycle_context(page: VersionPage, number: ActionCode, names: dict[ActionCode, str]) -> dict[str, Any]:
    """``life`` and ``life_rest``: the status in words; ``lineage``: links, each with its introductory phrase."""
    status = page.content.status_of(number)
    version = (
        version_that_set_status(
            actor=page.actor,
            plan=page.plan,
            number=number,
            status=status,
            version_number=page.version.number,
        )
        if status
        else None
    )
    origins, successors = page.content.origins_of(number), page.content.successors_of(number)
    origin_plans = _visible_origin_plans(page, {each.origin_plan for each in origins if each.origin_plan})
    links = [_origin_link(each, page, names, origin_plans) for each in origins]
    links += [
        {
            "opening": _SUCCESSOR_PHRASES[each.kind],
            "label": _action_label(each.number, names),
            "url": page.url("plan:action", each.number),
            "plan": "",
        }
        for each in successors
    ]
    links += [
        {
            "opening": "Continuée par",
            "label": f"l’action {each.number} {each.name}".strip(),
            "url": reverse("plan:action", args=[each.plan_code, each.number]),
            "plan": each.years,
        }
        for each in continuations(actor=page.actor, plan=page.plan, on=page.on).get(number, ())
    ]
    life, life_rest = action_status_wording(status, version)
    return {"life": life, "life_rest": life_rest, "lineage": links}


def _visible_origin_plans(page: VersionPage, codes: set[str]) -> dict[str, tuple[PlanSummary, dict[ActionCode, str]]]:
    """The plans among ``codes`` that the actor can see, each with the names of its actions."""
    if not codes:
        return {}
    return {
        line.code: (
            line,
            action_short_titles(
                actor=page.actor,
                plan=plan_by_code(actor=page.actor, code=line.code),
                on=page.on,
            ),
        )
        for line in plan_summaries(actor=page.actor)
        if line.code in codes
    }


def _origin_link(
    link: LineageLink,
    page: VersionPage,
    names: dict[ActionCode, str],
    origin_plans: dict[str, tuple[PlanSummary, dict[ActionCode, str]]],
) -> dict[str, str]:
    words = _ORIGIN_PHRASES[link.kind]
    if not link.origin_plan:
        return {
            "opening": words,
            "label": _action_label(link.origin_number, names),
            "url": page.url("plan:action", link.origin_number) if link.origin_number in names else "",
            "plan": "",
        }
    if link.origin_plan not in origin_plans:
        plan = f"{link.origin_plan}, qui n’est pas ici"
        return {"opening": words, "label": f"l’action {link.origin_number}", "url": "", "plan": plan}
    line, others = origin_plans[link.origin_plan]
    return {
        "opening": words,
        "label": _action_label(link.origin_number, others),
        "url": reverse("plan:action", args=[line.code, link.origin_number]),
        "plan": f"{line.first_year}-{line.last_year}",
    }


def _action_label(number: ActionCode, names: dict[ActionCode, str]) -> str:
    return f"l’action {number} {names.get(number, '')}".strip()


def experiments_context(page: VersionPage, number: ActionCode) -> dict[str, Any]:
    """The public sees the number of experiments; participants of the pact see each of them."""
    experiments = experiments_of_action(actor=page.actor, plan=page.plan, number=number, on=page.on)
    # Cases are read in their current state: on a past day they would show what was not yet known.
    is_today = page.requested_day is None
    cases = (
        cases_of_action(actor=page.actor, plan=page.plan, number=number, on=page.on, most=_SHOWN_CASES + 1)
        if is_today
        else []
    )
    count = experiment_count(actor=page.actor, plan=page.plan, number=number, on=page.on)
    choices = choices_enabling(actor=page.actor, plan=page.plan, number=number, on=page.on)
    return {
        "works_count": len(experiments) + len(cases) + len(choices),
        "sheets": [_experiment_values(each, page) for each in experiments],
        "studies": [_case_values(each, page) for each in cases[:_SHOWN_CASES]],
        "studies_url": _case_list_url(page, number) if len(cases) > _SHOWN_CASES else "",
        "enabled_by": [
            {
                "text": each.text,
                "title": each.case.title,
                "url": reverse("cases:file", args=[page.plan.code, each.case.number]),
                "on": each.chosen_on,
            }
            for each in choices
        ],
        "experiments_said": pluralise(count, "expérimentation", "expérimentations") if count else "",
        "sheets_owed": _incomplete_experiments_text(experiments),
    }


def _case_list_url(page: VersionPage, number: ActionCode) -> str:
    return f"{reverse('cases:list', args=[page.plan.code])}?{urlencode({'action': number})}"


def _incomplete_experiments_text(experiments: list[ExperimentSummary]) -> str:
    """Sentence of the banner: experiments of the action whose sheet is incomplete."""
    lacking = [each for each in experiments if each.state in _INCOMPLETE]
    if not lacking:
        return ""
    names = " ; ".join(
        f"« {each.title} », {pluralise(len(each.missing), 'partie manque', 'parties manquent')}" for each in lacking
    )
    return f"{names}. Une fiche s’écrit avant la première entrée."


def _experiment_values(each: ExperimentSummary, page: VersionPage) -> dict[str, Any]:
    sign, tone = _STATE_BADGES[each.state]
    word = f"jugée : {JUDGEMENT_LABELS[each.judgement]}" if each.judgement else PROTOCOL_STATE_LABELS[each.state]
    first = PROTOCOL_PART_LABELS[each.missing[0]] if each.missing else ""
    missing = first if len(each.missing) == 1 else f"{first} et {pluralise(len(each.missing) - 1, 'autre')}"
    return {
        "title": each.title,
        "url": reverse("experiments:sheet", args=[page.plan.code, each.number]) + page.day_querystring,
        "badge": {"word": word, "sign": sign, "tone": tone},
        "note": f"manque : {missing}" if each.missing else f"en répond : {each.owner_name}",
    }


def _case_values(each: CaseSummary, page: VersionPage) -> dict[str, Any]:
    if each.is_ended:
        # An outcome says more than the stage where it ended, often in the same words.
        badge = {"word": each.outcome or each.stage.label.lower(), "sign": "check", "tone": ""}
    elif each.held_since:
        badge = {"word": "en attente", "sign": "half", "tone": "watch"}
    elif each.late:
        badge = {"word": "en retard", "sign": "diamond", "tone": "bad"}
    else:
        badge = {"word": "en cours", "sign": "clock", "tone": ""}
    note = f"étape : {each.stage.label.lower()}" if not each.is_ended else ""
    if each.held_since:
        note += f" ; attend : {each.held_until_what}"
    elif each.next_due:
        note += f" ; {each.next_due.label[:1].lower()}{each.next_due.label[1:]}, le {format_day(each.next_due.on)}"
    return {
        "title": each.title,
        "opening": capfirst(each.procedure.short_title) + ("" if each.is_ended else " en cours"),
        "url": reverse("cases:file", args=[page.plan.code, each.number]),
        "badge": badge,
        "note": note,
    }
