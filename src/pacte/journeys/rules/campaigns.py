"""Whom a campaign reached, what its dates allow, and why a journey stopped before any entry. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pacte.journeys.records.campaigns import CampaignContactState, CampaignInput
from pacte.journeys.records.reasons import DECLINE_LABELS, NOT_KEPT_LABELS
from pacte.journeys.records.steps import JourneyState
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_day

# A journey under way or over had its entry; a new one has not begun.
STALLED_STATES = tuple(
    state
    for state in JourneyState
    if state not in {JourneyState.NEW, JourneyState.IN_TRAINING, JourneyState.INTERRUPTED, JourneyState.ENDED}
)
_STOPS = {
    JourneyState.OPEN: "Rien ne lui a encore été proposé",
    JourneyState.PROPOSED: "N’a pas répondu à la proposition",
    JourneyState.INVITED: "N’a pas répondu à l’invitation",
    JourneyState.SLOT_CHOSEN: "Attend l’information collective",
    JourneyState.MISSED: "Absente à l’information collective",
    JourneyState.INFORMED: "Attend une décision",
    JourneyState.TESTED: "Attend une décision",
    JourneyState.RESERVED: "Place réservée, attend une décision",
    JourneyState.ADMITTED: "Admise, pas encore entrée",
    JourneyState.WAITING: "En liste d’attente",
    JourneyState.NOT_KEPT: "Non retenue",
    JourneyState.DECLINED: "A renoncé",
    JourneyState.TO_RESEAT: "Session annulée",
    JourneyState.CLOSED: "Accompagnement terminé sans entrée",
}


def contact_state(
    *, reached_on: date | None, consent_on: date | None, withdrawn_on: date | None
) -> CampaignContactState:
    """A person is reached only by a contact that took place and that they agreed to have counted."""
    if reached_on is None:
        return CampaignContactState.PLANNED
    if consent_on is None:
        return CampaignContactState.NOT_COUNTED
    return CampaignContactState.COUNTED if withdrawn_on is None else CampaignContactState.WITHDRAWN


def refuse_campaign_faults(campaign_input: CampaignInput) -> None:
    """Raises ``ValidationError`` (``title`` or ``ends_on``)."""
    if not campaign_input.title.strip():
        raise ValidationError("title", "Le titre manque.", hint="Donnez-lui un nom, sans celui d’une personne.")
    if campaign_input.ends_on is not None and campaign_input.ends_on < campaign_input.starts_on:
        raise ValidationError(
            "ends_on", "La fin est avant le début.", hint="Changez l’une des deux dates, ou laissez la fin vide."
        )


def refuse_planned_day(planned_on: date, *, starts_on: date, ends_on: date | None, closed_on: date | None) -> None:
    """Raises ``Conflict`` for a closed campaign, ``ValidationError`` (``planned_on``) outside its days."""
    if closed_on is not None:
        raise Conflict(
            "campaign_closed", "Cette action est close.", f"Elle l’est depuis le {format_day(closed_on)}.",
            "Rouvrez-la, ou choisissez-en une autre.",
        )  # fmt: skip
    if planned_on < starts_on or (ends_on is not None and planned_on > ends_on):
        raise ValidationError(
            "planned_on", f"Le {format_day(planned_on)} n’est pas un jour de cette action.",
            hint="Choisissez un jour entre son début et sa fin.",
        )  # fmt: skip


def refuse_reached_day(reached_on: date, *, starts_on: date, on: date) -> None:
    """Raises ``ValidationError`` (``reached_on``) before the campaign, or after today (``on``)."""
    if not starts_on <= reached_on <= on:
        raise ValidationError(
            "reached_on", f"Le {format_day(reached_on)} n’est pas possible.",
            f"L’action a commencé le {format_day(starts_on)}, et un contact à venir n’a pas encore eu lieu.",
            "Donnez le jour où la personne a été jointe.",
        )  # fmt: skip


def stop_text(state: JourneyState, *, has_lapsed: bool, detail: Mapping[str, Any]) -> str:
    """Why it stopped: the state, or « Une étape est échue », then the reason of the last step (``detail``) if noted."""
    text = "L’invitation est échue, sans réponse" if has_lapsed else _STOPS[state]
    labels: Mapping[str, str] = {}
    if state is JourneyState.DECLINED:
        labels = {each.value: label for each, label in DECLINE_LABELS.items()}
    elif state is JourneyState.NOT_KEPT:
        labels = {each.value: label for each, label in NOT_KEPT_LABELS.items()}
    reason = labels.get(detail.get("reason", ""), "")
    return f"{text} : {reason[0].lower()}{reason[1:]}" if reason else text
