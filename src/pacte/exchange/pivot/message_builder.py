"""Converts the data of a journey to the pivot format. Pure."""

from __future__ import annotations

from datetime import date

from pacte.exchange.pivot.records import (
    Beneficiary,
    Dossier,
    Event,
    Funding,
    Message,
    PivotAction,
    PivotCertification,
    PivotProvider,
)
from pacte.interop.records import ActStatus, DossierPayload, PivotEventKind, StepPayload
from pacte.journeys.records import EndKind, StepKind

# Code of the Region in the LHÉO table of funders.
REGION_FUNDER = 2
_DECISIONS = {
    StepKind.INFORMATION_MISSED: ActStatus.ABSENT,
    StepKind.NOT_KEPT: ActStatus.NOT_KEPT,
    StepKind.WAITING_LISTED: ActStatus.WAITING,
    StepKind.ADMITTED: ActStatus.KEPT,
}
_EXITS = {
    EndKind.TO_TERM: ActStatus.COMPLETED,
    EndKind.GOAL_REACHED: ActStatus.COMPLETED,
    EndKind.TO_JOB: ActStatus.LEFT_FOR_JOB,
    EndKind.DROPOUT: ActStatus.DROPPED_OUT,
    EndKind.EXCLUSION: ActStatus.EXCLUDED,
}


def build_pivot_message(
    *, key: str, rank: int, event: PivotEventKind, facts: DossierPayload, step: StepPayload, replaces: str = ""
) -> Message:
    """Builds the message about one step of the journey described by ``facts``."""
    decision = _DECISIONS.get(StepKind(step.kind)) if event is PivotEventKind.DECISION else None
    if decision is ActStatus.KEPT and _was_on_waiting_list(facts, step.on):
        # The only known interface has a separate code for a decision about a person on the waiting list.
        decision = ActStatus.ENROLLED
    return Message(key, rank, build_dossier(facts), Event(event, step.on, decision or "", replaces))


def _was_on_waiting_list(facts: DossierPayload, until: date) -> bool:
    return any(step.kind == StepKind.WAITING_LISTED and step.on <= until for step in facts.steps_in_force)


def build_dossier(facts: DossierPayload) -> Dossier:
    codes = facts.certifications[0] if facts.certifications else {}
    return Dossier(
        number=str(facts.journey_key),
        beneficiary=Beneficiary(
            birth_name=facts.last_name,
            first_names=facts.first_name,
            sex=facts.sex.upper(),
            level=facts.diploma,
            job_seeker_number=facts.partner_number,
        ),
        provider=PivotProvider(facts.provider_siret, facts.provider_activity_number),
        action=PivotAction(
            training_number=facts.training_number,
            action_number=facts.action_number,
            session_number=facts.session_number,
            title=facts.title,
            objective=facts.general_objective,
            rncp=codes.get("rncp", ""),
            rs=codes.get("rs", ""),
            certifinfo=codes.get("certifinfo", ""),
            formacode=facts.formacodes[0] if facts.formacodes else "",
            hours_centre=facts.hours_centre,
            hours_company=facts.hours_company,
            hours_total=facts.hours_total,
            modality=facts.modality,
        ),
        funding=_funding(facts),
        planned_start=facts.planned_start,
        planned_end=facts.planned_end,
        entered_on=facts.entered_on,
        interruptions=_interruptions(facts),
        ended_on=facts.ended_on,
        status=_status(facts),
        exit_reason=facts.end_reason or facts.end_kind,
        hours_realised=facts.minutes_realised // 60 if facts.minutes_realised else None,
        certification=_certification(facts),
    )


def _funding(facts: DossierPayload) -> Funding:
    """Returns the Region's funding in the offer if present; a funder is never assumed."""
    lines = [line for line in facts.funders if str(line.get("code")) == str(REGION_FUNDER)] or list(facts.funders)
    if not lines or not str(lines[0].get("code", "")).isdigit():
        return Funding()
    return Funding(int(str(lines[0]["code"])), str(lines[0].get("programme", "") or ""))


def _interruptions(facts: DossierPayload) -> tuple[tuple[date, date | None], ...]:
    interruptions: list[tuple[date, date | None]] = []
    for step in facts.steps_in_force:
        if step.kind == StepKind.INTERRUPTED:
            interruptions.append((step.on, None))
        elif step.kind == StepKind.RESUMED and interruptions and interruptions[-1][1] is None:
            interruptions[-1] = (interruptions[-1][0], step.on)
    return tuple(interruptions)


def _status(facts: DossierPayload) -> str:
    if facts.end_kind:
        return _EXITS.get(EndKind(facts.end_kind), ActStatus.LEFT_UNKNOWN)
    last = next(
        (step.kind for step in reversed(facts.steps_in_force) if step.kind in (StepKind.INTERRUPTED, StepKind.ENTERED,
                                                                       StepKind.RESUMED, StepKind.ADMITTED)),
        "",
    )  # fmt: skip
    if last == StepKind.INTERRUPTED:
        return ActStatus.INTERRUPTED
    if facts.entered_on:
        return ActStatus.ENTERED
    return ActStatus.ENROLLED if last == StepKind.ADMITTED else ""


def _certification(facts: DossierPayload) -> PivotCertification:
    blocks = tuple(
        str(step.detail["block"])
        for step in facts.steps_in_force
        if step.kind == StepKind.BLOCK_CERTIFIED and step.detail.get("block")
    )
    for step in reversed(facts.steps_in_force):
        if step.kind == StepKind.CERTIFIED:
            return PivotCertification("totale", step.on, blocks)
        if step.kind == StepKind.CERTIFIED_IN_PART:
            return PivotCertification("partielle", step.on, blocks)
    return PivotCertification("", None, blocks)
