"""What is done for an action: places and journeys counted, experiments, studies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from pacte.evaluation.queries import experiment_count, experiments_of_action
from pacte.evaluation.records import JUDGEMENT_LABELS, PROTOCOL_PART_LABELS, PROTOCOL_STATE_LABELS, ProtocolState
from pacte.journeys.queries.funnel import published_action_counts
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Role
from pacte.kernel.french import format_day, format_number, format_percent, pluralise
from pacte.procedures.queries import cases_of_action, choices_enabling

if TYPE_CHECKING:
    from pacte.evaluation.queries import ExperimentSummary
    from pacte.journeys.records.counts import CellCounts
    from pacte.procedures.queries import CaseSummary
    from pacte.web.pages.plan.version_page import VersionPage


_SOURCE = "registre des places et parcours"
# Label, numerator, denominator, noun of the denominator, definition.
_MEASURES = (
    ("Places prises / places achetées", "taken", "bought", "places",
     "Places sur lesquelles quelqu’un est entré, chacune une fois, rapportées aux places achetées, perdues comprises."),
    ("Entrées en formation", "entered", "admitted", "personnes admises",
     "Personnes entrées, une fois par session, rapportées aux personnes admises."),
    ("Parcours finis", "ended", "entered", "entrées",
     "Fins connues, et termes passés sans nouvelle, rapportés aux entrées."),
    ("En emploi à 6 mois", "in_job", "answered", "réponses",
     "Personnes en emploi six mois après la fin, parmi celles qui ont répondu."),
)  # fmt: skip
_SUPPRESSED_TEXT = "Ce chiffre montrerait de petits effectifs, seul ou comparé à d’autres : il est masqué."
_READERS = (
    Role.REGION_PILOT, Role.ACTION_LEAD, Role.ANALYST, Role.BUYER, Role.FINANCE_OFFICER, Role.STATE_READER,
    Role.AUDITOR,
)  # fmt: skip


def outcome_count_context(page: VersionPage, action: ActionCode) -> dict[str, Any]:
    """``counts`` are figures, or sentences where one is missing. Empty for a past day: counts are those of today."""
    if page.requested_day is not None:
        return {}
    counts = published_action_counts(actor=page.actor, plan_id=page.plan.pk, number=action)
    if counts is None or counts.counted_at is None:
        return {
            "uncounted": (
                "Aucune session n’est achetée pour cette action. L’acheteur la nomme en signant une commande : "
                "ses places, ses entrées et ses suites se comptent alors ici."
            )
        }
    may_read = page.actor.has_role(*_READERS, host_id=page.plan.organisation_id)
    return {
        "counts": [_count_figure(counts, *each) for each in _MEASURES],
        "counts_url": f"{reverse('funnel:places')}?action={action}" if may_read else "",
    }


def _count_figure(
    counts: CellCounts, label: str, name: str, denominator_name: str, noun: str, definition: str
) -> dict[str, Any]:
    count, of = counts.of(name), counts.of(denominator_name)
    if count is None or of is None:
        return {"label": label, "missing": _SUPPRESSED_TEXT, "opening": "Secret statistique."}
    if not of:
        return {"label": label, "missing": f"Aucune donnée encore : {pluralise(0, noun)}.", "opening": "Pas encore."}
    return {
        "label": label,
        "value": format_percent(count / of).removesuffix("%").strip(),
        "unit": "%",
        "ratio": f"{format_number(count)} / {format_number(of)} {noun}",
        "as_of": timezone.localtime(counts.counted_at).date() if counts.counted_at else None,
        "period": "toutes années, toutes sessions achetées pour l’action",
        "source": _SOURCE,
        "definition": definition,
        "kind": "measured",
    }


_STATE_BADGES = {
    ProtocolState.INCOMPLETE: ("triangle", "watch"),
    ProtocolState.READY: ("check", "good"),
    ProtocolState.LOCKED: ("clock", ""),
    ProtocolState.LOCKED_INCOMPLETE: ("diamond", "bad"),
    ProtocolState.JUDGED: ("check", "good"),
    ProtocolState.WITHDRAWN: ("cross", ""),
}
_INCOMPLETE = (ProtocolState.INCOMPLETE, ProtocolState.LOCKED_INCOMPLETE)


def experiments_and_studies_context(page: VersionPage, number: ActionCode) -> dict[str, Any]:
    """The public sees the number of experiments; participants of the pact see each of them."""
    experiments = experiments_of_action(actor=page.actor, plan=page.plan, number=number, on=page.on)
    # Cases are read in their current state: on a past day they would show what was not yet known.
    is_today = page.requested_day is None
    cases = cases_of_action(actor=page.actor, plan=page.plan, number=number, on=page.on) if is_today else []
    count = experiment_count(actor=page.actor, plan=page.plan, number=number, on=page.on)
    return {
        "sheets": [_experiment_values(each, page) for each in experiments],
        "studies": [_case_values(each, page) for each in cases],
        "enabled_by": [
            {
                "text": each.text,
                "title": each.case.title,
                "url": reverse("studies:file", args=[page.plan.code, each.case.number]),
                "on": each.chosen_on,
            }
            for each in choices_enabling(actor=page.actor, plan=page.plan, number=number, on=page.on)
        ],
        "experiments_said": pluralise(count, "expérimentation", "expérimentations") if count else "",
        "sheets_owed": _incomplete_experiments_text(experiments),
    }


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
        outcome_text = f"{each.stage.label.lower()}{f', {each.outcome}' if each.outcome else ''}"
        badge = {"word": outcome_text, "sign": "check", "tone": ""}
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
        "opening": "Étude" if each.is_ended else "Étude en cours",
        "url": reverse("studies:file", args=[page.plan.code, each.number]),
        "badge": badge,
        "note": note,
    }


def _day_querystring(page: VersionPage) -> str:
    return f"?au={page.requested_day.isoformat()}" if page.requested_day else ""
