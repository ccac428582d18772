"""Sentences of the pages of studies. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pacte.kernel.french import format_day, pluralise
from pacte.procedures.records.cases import CaseEventKind, DueDateUrgency

if TYPE_CHECKING:
    from pacte.procedures.queries import CaseDueDateRow, CaseSummary

STEP_LABELS = {
    CaseEventKind.OPENED: "dossier ouvert",
    CaseEventKind.MOVED: "étape",
    CaseEventKind.HELD: "mis en attente",
    CaseEventKind.RELEASED: "attente levée",
    CaseEventKind.DESCRIBED: "complété",
    CaseEventKind.DEADLINE_SET: "échéance",
    CaseEventKind.DOCUMENT_ADDED: "pièce ajoutée",
    CaseEventKind.AWARDED: "attribution",
    CaseEventKind.DELIVERABLE_EXPECTED: "livrable demandé",
    CaseEventKind.DELIVERABLE_MOVED: "livrable reporté",
    CaseEventKind.DELIVERABLE_RECEIVED: "livrable reçu",
    CaseEventKind.DELIVERABLE_ACCEPTED: "livrable accepté",
    CaseEventKind.DELIVERABLE_REFUSED: "livrable refusé",
    CaseEventKind.OWNER_CHANGED: "responsable",
    CaseEventKind.CHOSEN: "choix",
}


def cases_summary(lines: Sequence[CaseSummary]) -> str:
    """Answer of the list."""
    if not lines:
        return "Aucune étude n’est ouverte."
    open_cases = [line for line in lines if not line.is_ended]
    late = [line for line in open_cases if line.late and not line.held_since]
    on_hold = [line for line in open_cases if line.held_since]
    ended = len(lines) - len(open_cases)
    parts = [pluralise(len(open_cases), "dossier est en cours", "dossiers sont en cours")]
    if late:
        parts.append(pluralise(len(late), "est en retard", "sont en retard"))
    if on_hold:
        parts.append(pluralise(len(on_hold), "attend une condition", "attendent une condition"))
    if ended:
        parts.append(pluralise(ended, "est terminé", "sont terminés"))
    return f"{', '.join(parts)}."


def case_answer(line: CaseSummary, on: date) -> str:
    """Answer of the page of one case."""
    if line.is_ended:
        end_text = f" le {format_day(line.ended_on)}" if line.ended_on else ""
        return f"{line.stage.label}{end_text}{f' : {line.outcome}' if line.outcome else ''}."
    if line.held_since:
        return f"En attente depuis le {format_day(line.held_since)} : {line.held_until_what}. Rien n’avance d’ici là."
    where = f"À l’étape « {line.stage.label} »"
    if line.late:
        count = pluralise(len(line.late), "échéance est dépassée", "échéances sont dépassées")
        return f"{where}, {count} : {late_deadlines_text(line.late, on)}."
    if line.next_due:
        label = line.next_due.label
        return f"{where}. Prochaine échéance : {label[:1].lower()}{label[1:]}, le {format_day(line.next_due.on)}."
    return f"{where}. Aucune échéance n’est fixée."


def late_deadlines_text(late: Sequence[CaseDueDateRow], on: date) -> str:
    return " ; ".join(f"{each.label[:1].lower()}{each.label[1:]}, {due_date_text(each, on)}" for each in late)


def due_date_text(each: CaseDueDateRow, on: date) -> str:
    """« en retard de 12 jours », « dans 3 jours », « le 3 mars 2021 »."""
    left = (each.on - on).days
    if each.urgency is DueDateUrgency.LATE:
        return f"en retard de {pluralise(-left, 'jour')}"
    if left == 0:
        return "aujourd’hui"
    return f"dans {pluralise(left, 'jour')}" if each.urgency is DueDateUrgency.SOON else f"le {format_day(each.on)}"
