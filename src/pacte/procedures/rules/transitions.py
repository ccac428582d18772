"""Transitions of a case through the stages of its procedure, with their requirements. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pacte.kernel.errors import Conflict, ValidationError
from pacte.procedures.records.cases import CaseFacts, DeliverableState
from pacte.procedures.records.description import Procedure, Requirement, RequirementKind, Transition
from pacte.procedures.rules.conditions import holds

_AWAITED_STATES = {DeliverableState.EXPECTED, DeliverableState.REFUSED}
_IS_MET: dict[RequirementKind, Callable[[Requirement, CaseFacts], bool]] = {
    RequirementKind.DOCUMENT: lambda need, facts: need.code in facts.documents,
    RequirementKind.FIELD: lambda need, facts: need.code in facts.fields,
    RequirementKind.DEADLINE: lambda need, facts: need.code in facts.deadlines,
    RequirementKind.AWARD: lambda need, facts: facts.has_award,
    RequirementKind.DELIVERABLES_EXPECTED: lambda need, facts: bool(facts.deliverables),
    RequirementKind.DELIVERABLES_RECEIVED: lambda need, facts: (
        bool(facts.deliverables) and not _AWAITED_STATES & set(facts.deliverables)
    ),
    RequirementKind.DELIVERABLES_JUDGED: lambda need, facts: (
        bool(facts.deliverables) and set(facts.deliverables) == {DeliverableState.ACCEPTED}
    ),
    RequirementKind.CHOICE: lambda need, facts: facts.has_choice,
    RequirementKind.FORM: lambda need, facts: (
        need.code not in facts.incomplete and (bool(need.code) or not facts.incomplete)
    ),
    RequirementKind.DECISION: lambda need, facts: facts.is_decided,
    RequirementKind.SIGNED: lambda need, facts: need.code in facts.signed,
    RequirementKind.PEER: lambda need, facts: facts.has_peer,
    RequirementKind.CONDITION: lambda need, facts: holds(need.condition, facts.values),
    RequirementKind.TRANSITION_TAKEN: lambda need, facts: need.code in facts.taken,
    RequirementKind.REPORT_ACCEPTED: lambda need, facts: need.code in facts.accepted_reports,
    RequirementKind.GRANTED: lambda need, facts: facts.is_granted,
    RequirementKind.PAYMENTS_SETTLED: lambda need, facts: facts.payments_settled,
    RequirementKind.PAYMENTS_RETURNED: lambda need, facts: facts.payments_returned,
    RequirementKind.READ: lambda need, facts: need.code in facts.reading.read,
    RequirementKind.GAP_SETTLED: lambda need, facts: need.code in facts.reading.settled,
    RequirementKind.QUORUM: lambda need, facts: need.code in facts.reading.quorum,
    RequirementKind.ROUND_OPEN: lambda need, facts: facts.reading.is_round_open,
    RequirementKind.AUDITED: lambda need, facts: not facts.is_audit_owed,
    RequirementKind.IN_ENVELOPE: lambda need, facts: facts.reading.is_granted,
}


def transitions_from(procedure: Procedure, facts: CaseFacts) -> tuple[Transition, ...]:
    """Returns the transitions from the current stage, whether or not their requirements are met."""
    return tuple(each for each in procedure.transitions if facts.stage in each.before)


def missing_requirements(transition: Transition, facts: CaseFacts) -> tuple[Requirement, ...]:
    """Returns the requirements of the transition that the case does not meet."""
    return tuple(requirement for requirement in transition.needs if not is_met(requirement, facts))


def is_met(requirement: Requirement, facts: CaseFacts) -> bool:
    """Returns True when the case meets the requirement."""
    return _IS_MET[requirement.kind](requirement, facts)


def apply_transition(procedure: Procedure, facts: CaseFacts, code: str, *, reason: str = "") -> CaseFacts:
    """Returns the facts of the case after a transition.

    Raises ``Conflict`` (``stage_passed``: not a transition of this stage; ``file_held``: the case is suspended) or
    ``ValidationError`` (``needs_lacking``, ``reason_missing``).
    """
    transition = procedure.transition(code)
    if transition is None or facts.stage not in transition.before:
        raise Conflict(
            "stage_passed",
            f"Le dossier est à l’étape « {procedure.stage(facts.stage).label} » : ce pas n’en part pas.",
            hint="Rechargez la page.",
        )
    if facts.is_held and not (transition.is_backward or procedure.stage(transition.after).is_end):
        raise Conflict(
            "file_held",
            "Le dossier est en attente : il n’avance pas tant que sa condition n’est pas levée.",
            hint="Levez d’abord la condition, avec son motif.",
        )
    missing = missing_requirements(transition, facts)
    if missing:
        raise ValidationError(
            "needs_lacking",
            f"Pour {transition.verb[:1].lower()}{transition.verb[1:]}, il manque : "
            f"{' ; '.join(need.label for need in missing)}.",
            hint="Complétez le dossier, puis recommencez.",
        )
    if transition.needs_reason and not reason.strip():
        raise ValidationError(
            "reason_missing", "Il manque le motif.", "Ce pas se justifie.", "Écrivez-le en une phrase."
        )
    return replace(facts, stage=transition.after, outcome=transition.outcome or facts.outcome)


def refuse_ended_stage(procedure: Procedure, stage: str) -> None:
    """Raises ``Conflict`` (``file_ended``) at an end of the procedure."""
    if procedure.stage(stage).is_end:
        raise Conflict("file_ended", "Ce dossier est terminé : plus rien n’y change.", hint="Rechargez la page.")


def stage_path(procedure: Procedure, facts: CaseFacts) -> tuple[tuple[str, str], ...]:
    """Returns the stages in order as done, current or todo.

    Only the usual end, or the one reached, is included; a detour, to which one only goes back, while one is in it.
    """
    onward = {each.after for each in procedure.transitions if not each.is_backward} | {procedure.first_stage.code}
    usual = [each for each in procedure.stages if not each.is_end and each.code in onward]
    codes = [each.code for each in procedure.stages if each in usual or each.code == facts.stage]
    usual_end = next((each.code for each in procedure.stages if each.is_end), "")
    if facts.stage not in {each.code for each in procedure.stages if each.is_end} and usual_end:
        codes.append(usual_end)
    here = codes.index(facts.stage)
    ended = procedure.stage(facts.stage).is_end
    return tuple(
        (code, "done" if rank < here or (rank == here and ended) else "current" if rank == here else "todo")
        for rank, code in enumerate(codes)
    )


def stages_needing(procedure: Procedure, kind: RequirementKind, code: str) -> frozenset[str]:
    """Returns the stages from which a transition has that requirement."""
    return frozenset(
        stage
        for transition in procedure.transitions
        for need in transition.needs
        if need.kind is kind and need.code == code
        for stage in transition.before
    )


def accepts_choice(procedure: Procedure, facts: CaseFacts) -> bool:
    """Returns True when a transition from the current stage requires a choice, the only time one may be recorded."""
    return any(
        requirement.kind is RequirementKind.CHOICE
        for transition in transitions_from(procedure, facts)
        for requirement in transition.needs
    )


def accepts_award(procedure: Procedure, facts: CaseFacts) -> bool:
    """Returns True when a transition from the current stage requires an award."""
    return any(
        requirement.kind is RequirementKind.AWARD
        for transition in transitions_from(procedure, facts)
        for requirement in transition.needs
    )


def accepts_grant(procedure: Procedure, facts: CaseFacts) -> bool:
    """Returns True when a transition from the current stage requires the amount granted."""
    return any(
        requirement.kind is RequirementKind.GRANTED
        for transition in transitions_from(procedure, facts)
        for requirement in transition.needs
    )


def accepts_reader(procedure: Procedure, facts: CaseFacts) -> bool:
    """Returns True until a committee decided and the case left it: then one more reading would change nothing."""
    return not facts.reading.quorum or any(
        facts.stage in stages_needing(procedure, RequirementKind.QUORUM, code) for code in facts.reading.quorum
    )
