"""One experiment: its protocol, what it lacks, whether it is locked, the sessions of its arms, its findings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse

from pacte.evaluation.permissions import may
from pacte.evaluation.queries import ExperimentSummary, protocol_content
from pacte.evaluation.records import JUDGEMENT_LABELS, Judgement, ProtocolContent, ProtocolState
from pacte.evaluation.rules import PART_COUNT
from pacte.evaluation.rules.wording import format_quantity, protocol_changes, protocol_part_texts
from pacte.exchange.documents import experiment_pdf
from pacte.kernel.french import format_day, pluralise
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.experiments.arms_section import arms_context
from pacte.web.pages.experiments.effect_section import effect_context
from pacte.web.pages.experiments.finding_section import (
    computed_finding,
    computed_finding_context,
    target_reading_context,
)
from pacte.web.pages.experiments.list_page import ExperimentPage, experiment_badge, missing_parts_text

if TYPE_CHECKING:
    from pacte.evaluation.models import ProtocolVersion

_EDITABLE_STATES = (ProtocolState.INCOMPLETE, ProtocolState.READY)


@ExperimentPage.view(template_name="experiments/sheet.html")
def experiment(page: ExperimentPage, number: int) -> dict[str, Any]:
    detail, line = page.detail, page.detail.summary
    page.crumb = f"Action {line.action_number}, {line.title}"
    [responsible] = page.responsible_names([line])
    return (
        {
            "read": detail,
            "line": line,
            "title": _title(line.state),
            "answer": _answer(line, responsible, detail.finding.result if detail.finding else ""),
            "badge": experiment_badge(line),
            "facts": _facts(page),
            "parts": protocol_part_texts(line.content, line.missing),
            "days_late": line.days_late,
            "buttons": _buttons(page),
            "history": _history(detail.versions),
            "findings": [
                {
                    "word": JUDGEMENT_LABELS[Judgement(each.judgement)],
                    "result": each.result,
                    "value": format_quantity(each.value, line.content.unit),
                    "reason": each.reason,
                    "decision": each.decision_reference,
                    "on": each.found_on,
                    "who": each.person_name,
                }
                for each in reversed(detail.findings)
            ],
            "print_url": page.url("experiments:print", number),
            "is_locked": line.locked_on is not None,
        }
        | arms_context(page)
        | effect_context(page)
        | computed_finding_context(page)
        | target_reading_context(page)
    )


@ExperimentPage.view(decorators=(heavy_view,))
def experiment_file(page: ExperimentPage, number: int) -> HttpResponse:
    action = page.detail.summary.action_number
    title = f"Action {action} · {page.action_titles().get(action, '')}"
    data = experiment_pdf.write(page.detail, action=title, computed=computed_finding(page), **page.file_options())
    return page.file_response(data, experiment_pdf.MEDIA_TYPE, f"experimentation-{number}", "pdf")


def _title(state: ProtocolState) -> str:
    if state in _EDITABLE_STATES:
        return "Cette expérimentation peut-elle commencer ?"
    is_judged = state is ProtocolState.JUDGED
    return "Qu’a montré cette expérimentation ?" if is_judged else "Qu’avait-on promis avant de commencer ?"


def _answer(line: ExperimentSummary, responsible: str, result: str = "") -> str:
    """Answer of the page of one experiment. ``result``: its finding, if any."""
    missing = missing_parts_text(line.missing)
    if line.state is ProtocolState.WITHDRAWN:
        return "Cette expérimentation a été retirée avant toute entrée."
    if line.state is ProtocolState.INCOMPLETE:
        count = pluralise(len(line.missing), "partie")
        return f"Non : il manque {count} sur {PART_COUNT}, {missing}. À écrire par {responsible}."
    if line.state is ProtocolState.READY:
        return "Oui : tout est écrit. La fiche se verrouillera quand la première personne entrera."
    entry_text = f"Une première personne est entrée le {format_day(line.locked_on)}" if line.locked_on else ""
    if line.state is ProtocolState.LOCKED:
        late = " Le constat est attendu." if line.is_overdue else ""
        return f"{entry_text} : la question et la cible ne changent plus.{late}"
    if line.state is ProtocolState.LOCKED_INCOMPLETE:
        return f"{entry_text}, sans que soit écrit : {missing}. On ne pourra plus l’écrire comme si c’était avant."
    return f"{_truncate_at_word(result)} Jugement : {JUDGEMENT_LABELS[line.judgement]}." if line.judgement else ""


def _truncate_at_word(text: str, longest: int = 220) -> str:
    """Truncates a long result: the full text is shown below."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[:longest].rsplit(' ', 1)[0]}…"


def _facts(page: ExperimentPage) -> list[dict[str, str]]:
    line, experiment, ownerships = page.detail.summary, page.detail.experiment, page.detail.ownerships
    since = ownerships[-1].since if ownerships else None
    return [
        {
            "label": "Action",
            "value": f"{line.action_number} {page.action_titles().get(line.action_number, '')}",
            "url": page.url("plan:action", line.action_number),
            "note": page.written_leads().get(line.action_number, ""),
        },
        {
            "label": "Responsable de la fiche",
            "value": line.owner_name or "À désigner",
            "note": f"depuis le {format_day(since)}" if since and line.owner_name else "",
        },
        {
            "label": "Première personne entrée",
            "value": f"le {format_day(line.locked_on)}" if line.locked_on else "Personne encore",
            "note": f"saisi par {experiment.locked_by_name}, {experiment.locked_by}" if line.locked_on else "",
        },
        {
            "label": "Version",
            "value": str(line.version) if line.version else "Rien d’écrit",
            "note": f"du {format_day(line.written_on)}" if line.written_on else "",
        },
    ]


def _buttons(page: ExperimentPage) -> list[dict[str, Any]]:
    """What the actor may do with the experiment in its state; empty on a past day."""
    line, number = page.detail.summary, page.detail.experiment.number
    if not page.dated_plan.is_today or line.state is ProtocolState.WITHDRAWN:
        return []
    is_open = line.state in _EDITABLE_STATES
    buttons = [
        ("write", is_open, "Écrire la fiche" if not line.version else "Modifier la fiche", "edit", ()),
        ("lock", is_open, "Dire qu’une personne est entrée", "act", ("premiere-entree",)),
        ("write", not is_open, "Ajouter à la fiche", "act", ("ajout",)),
        ("judge", not is_open, "Écrire un constat", "act", ("constat",)),
        ("write", True, "Désigner qui en répond", "act", ("responsable",)),
        ("withdraw", is_open, "Retirer la fiche", "act", ("retrait",)),
    ]
    return [
        {
            "label": label,
            "url": page.url(f"experiments:{name}", number, *rest),
            "kind": "danger" if right == "withdraw" else "secondary",
        }
        for right, is_shown, label, name, rest in buttons
        if is_shown and may(page.actor, f"evaluation.{right}", page.detail.scope)
    ]


def _history(versions: Sequence[ProtocolVersion]) -> list[dict[str, Any]]:
    """Versions with their changes, latest first."""
    contents = [ProtocolContent(), *map(protocol_content, versions)]
    changes = [protocol_changes(before, after) for before, after in pairwise(contents)]
    history = [
        {
            "number": version.number,
            "on": version.written_on,
            "who": version.person_name,
            "reason": version.reason,
            "is_first": rank == 0,
            "said": pluralise(len(changes[rank]), "champ écrit", "champs écrits"),
            "changes": changes[rank],
            "url": f"?au={version.written_on.isoformat()}",
        }
        for rank, version in enumerate(versions)
    ]
    return history[::-1]
