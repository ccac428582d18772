"""French sentences for refusals, by code of ``rules.state_machine``, and for notices to referrers. Pure."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pacte.journeys.records import STATE_LABELS, STEP_LABELS, JourneyState, StepKind
from pacte.journeys.rules.state_machine import JourneyStatus
from pacte.kernel.french import format_day


def refusal_sentences(code: str, status: JourneyStatus, kind: StepKind) -> tuple[str, str, str]:
    """(what, why, what to do) for a step that cannot be recorded."""
    what = f"« {STEP_LABELS[kind]} » ne peut pas être enregistré."
    if code == "signed":
        why = "Cette décision est prise par une personne, jamais par la machine."
        return what, why, "Connectez-vous pour la prendre."
    if code == "session":
        return what, "La session n’est pas celle de ce parcours.", "Choisissez la session où la personne est admise."
    if code == "until":
        return (
            what,
            "Une réservation a un dernier jour, qui n’est pas passé.",
            "Dites jusqu’à quel jour la place est tenue.",
        )
    if code == "end_kind":
        return what, "La fin ne dit pas de quelle sorte elle est.", "Choisissez une des neuf sortes de fin."
    if code == "before_entry":
        entered = format_day(status.entered_on) if status.entered_on else ""
        return what, f"La fin précède l’entrée ({entered}).", "Corrigez une des deux dates."
    return what, _why(status.state), "Enregistrez d’abord l’étape qui manque, ou corrigez la précédente."


def _why(state: JourneyState) -> str:
    return f"Le parcours en est à : {STATE_LABELS[state].lower()}."


def learner_page_path(learner_key: UUID) -> str:
    """URL path of a learner's page, for the adviser."""
    return f"/mes-personnes/{learner_key}/"


def referrer_notice_text(kind: StepKind, on: date) -> str:
    """Text of the notice to the referrer.

    No name: a notice may leave by e-mail, and must not outlive the learner's record.
    """
    return f"Pour une personne que vous accompagnez : {STEP_LABELS[kind].lower()}, le {format_day(on)}."
