"""Actions of a provider on a learner, by state: labels over the steps that the state machine allows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pacte.journeys.records import JourneyState, StepKind, StepRecord
from pacte.journeys.rules.corrections import NOT_CORRECTABLE
from pacte.journeys.rules.state_machine import allowed_step_kinds


@dataclass(frozen=True, slots=True)
class ProviderAction:
    """``slug`` is its name in a URL.

    ``closes``: it closes a door to the learner; it needs a signature and creates an obligation.
    """

    slug: str
    kind: StepKind
    label: str
    title: str
    closes: bool = False


_K = StepKind
# In the order of a session's life.
PROVIDER_ACTIONS = (
    ProviderAction(
        "venue", _K.INFORMATION_ATTENDED, "Est venue à l’information", "Qui est venu à l’information collective ?"
    ),
    ProviderAction(
        "absence", _K.INFORMATION_MISSED, "N’est pas venue", "Qui n’est pas venu à l’information collective ?"
    ),
    ProviderAction("excuse", _K.INFORMATION_EXCUSED, "S’est excusée", "Qui s’est excusé ?"),
    ProviderAction("test", _K.TESTED, "A passé le test", "Qui a passé le test ou l’entretien ?"),
    ProviderAction("admission", _K.ADMITTED, "Admettre", "Qui admettez-vous ?"),
    ProviderAction("reservation", _K.SEAT_RESERVED, "Réserver une place", "Pour qui tenez-vous une place ?"),
    ProviderAction("attente", _K.WAITING_LISTED, "Mettre en liste d’attente", "Qui attend une place ?"),
    ProviderAction("non-retenue", _K.NOT_KEPT, "Ne pas retenir", "Qui n’est pas retenu cette fois-ci ?", closes=True),
    ProviderAction("renoncement", _K.DECLINED, "A renoncé", "Qui a renoncé ?"),
    ProviderAction("jamais-venue", _K.NEVER_CAME, "N’est jamais venue", "Qui n’est jamais venu ?"),
    ProviderAction("entree", _K.ENTERED, "Noter l’entrée", "Qui est entré en formation ?"),
    ProviderAction("interruption", _K.INTERRUPTED, "Noter une interruption", "Qui interrompt sa formation ?"),
    ProviderAction("reprise", _K.RESUMED, "Noter la reprise", "Qui reprend sa formation ?"),
    ProviderAction("fin", _K.ENDED, "Noter la fin", "Comment la formation finit-elle ?", closes=True),
    ProviderAction(
        "competences", _K.COMPETENCE_ATTESTED, "Attester des compétences", "Quelles compétences attestez-vous ?"
    ),
    ProviderAction(
        "attestation", _K.ATTESTATION_GIVEN, "Remettre l’attestation", "À qui remettez-vous l’attestation ?"
    ),
    ProviderAction("jury", _K.PRESENTED, "Présenter au jury", "Qui est présenté au jury ?"),
    ProviderAction(
        "blocs", _K.BLOCK_CERTIFIED, "Noter des blocs certifiés", "Quels blocs le certificateur a-t-il validés ?"
    ),
    ProviderAction("certification", _K.CERTIFIED, "Certification obtenue", "Qui a obtenu la certification ?"),
    ProviderAction(
        "certification-partielle", _K.CERTIFIED_IN_PART, "Certification en partie", "Qui l’a obtenue en partie ?"
    ),
    ProviderAction("situation", _K.SITUATION, "Dire la situation", "Que fait la personne aujourd’hui ?"),
)
_BY_SLUG = {verb.slug: verb for verb in PROVIDER_ACTIONS}
# One person at a time: the answer differs for each.
ONE_PERSON_KINDS = frozenset({_K.SITUATION})


# Usual next step: shown first.
_USUAL = {
    JourneyState.INFORMED: _K.ADMITTED,
    JourneyState.TESTED: _K.ADMITTED,
    JourneyState.WAITING: _K.ADMITTED,
    JourneyState.RESERVED: _K.ADMITTED,
    JourneyState.ADMITTED: _K.ENTERED,
    JourneyState.INTERRUPTED: _K.RESUMED,
    JourneyState.IN_TRAINING: _K.COMPETENCE_ATTESTED,
}


def provider_actions(state: JourneyState) -> tuple[ProviderAction, ...]:
    """What the provider may record for a learner in that state, the usual action first."""
    actions = [verb for verb in PROVIDER_ACTIONS if verb.kind in allowed_step_kinds(state)]
    return tuple(sorted(actions, key=lambda verb: verb.kind is not _USUAL.get(state)))


# They need more than a date: they cannot replace another step.
_NEEDS_DETAILS = frozenset(
    {_K.SEAT_RESERVED, _K.NOT_KEPT, _K.COMPETENCE_ATTESTED, _K.ATTESTATION_GIVEN, _K.BLOCK_CERTIFIED}
)


def provider_kinds() -> frozenset[StepKind]:
    """The kinds of steps that a provider records."""
    return frozenset(verb.kind for verb in PROVIDER_ACTIONS)


def provider_correctable_steps(steps: Sequence[StepRecord]) -> tuple[StepRecord, ...]:
    """Steps in force that a provider may correct: of a provider kind, and recorded by a person."""
    return tuple(each for each in steps if each.by_person and each.kind in provider_kinds() - NOT_CORRECTABLE)


def provider_replacements(target: StepRecord, possible: Sequence[StepKind]) -> list[StepKind]:
    """Kinds that a provider may record instead of a step, among those that the state machine allows."""
    return [
        kind for kind in possible if kind in provider_kinds() and (kind is target.kind or kind not in _NEEDS_DETAILS)
    ]


def provider_action_by_slug(slug: str) -> ProviderAction | None:
    return _BY_SLUG.get(slug)
