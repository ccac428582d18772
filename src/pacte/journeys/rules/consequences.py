"""Side effects of a step, and who is responsible for each. Pure data for pages and for the recording workflow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pacte.journeys.records import EndKind, StepKind


class Doer(StrEnum):
    MACHINE = "machine"
    ADVISER = "adviser"
    PROVIDER = "provider"
    REGION = "region"


class Consequence(StrEnum):
    REFERRER_INFORMED = "referrer_told"
    NEXT_PROPOSAL = "next_proposal"
    RESEAT_OR_CALL = "reseat_or_call"
    INVITATION_DUE = "invitation_due"
    CALL_BACK = "call_back"
    ADMISSION_DUE = "admission_due"
    RETURN_TO_PREPARE = "return_to_prepare"
    SEAT_FREED = "seat_freed"
    MESSAGE_OUT = "message_out"
    PAY_STARTED = "pay_started"
    PAY_STOPPED = "pay_stopped"
    PAY_CHECKED = "pay_checked"
    HOURS_DUE = "hours_due"
    PRESENCE_EXPECTED = "presence_expected"
    FOLLOW_UP = "follow_up"
    JURY_RESULT = "jury_result"
    REFERENT_CONTACT = "referent_contact"
    PROVIDER_CONTACT = "provider_contact"


LABELS = {
    Consequence.REFERRER_INFORMED: "Le conseiller référent est prévenu.",
    Consequence.NEXT_PROPOSAL: "Une autre proposition est due à la personne.",
    Consequence.RESEAT_OR_CALL: "Une nouvelle place, ou un appel, est dû à la personne.",
    Consequence.INVITATION_DUE: "Une invitation à venir voir est due à la personne.",
    Consequence.CALL_BACK: "La personne est à rappeler.",
    Consequence.ADMISSION_DUE: "La décision d’admission est due avant la fin de la réservation.",
    Consequence.RETURN_TO_PREPARE: "Le retour est à préparer avant la fin de la mission ou du contrat, si on la dit.",
    Consequence.SEAT_FREED: "La place peut être reprise jusqu’à la date limite d’entrée.",
    Consequence.MESSAGE_OUT: "Un message part vers les systèmes partenaires.",
    Consequence.PAY_STARTED: "Le dossier de rémunération s’ouvre.",
    Consequence.PAY_STOPPED: "La rémunération s’arrête à cette date.",
    Consequence.PAY_CHECKED: "La rémunération versée après cette date est à vérifier, et à récupérer s’il y a lieu.",
    Consequence.HOURS_DUE: "Les heures réalisées sont arrêtées, ce qui est dû à l’organisme aussi.",
    Consequence.PRESENCE_EXPECTED: "Les présences sont attendues par demi-journée.",
    Consequence.FOLLOW_UP: "La situation sera demandée à 3, 6 et 12 mois.",
    Consequence.JURY_RESULT: "Le résultat du jury est attendu.",
    Consequence.REFERENT_CONTACT: "Un premier contact du référent est dû dans les quinze jours de l’entrée.",
    Consequence.PROVIDER_CONTACT: "Un premier contact de l’organisme est dû dans les quinze jours de l’entrée.",
}

_C, _D = Consequence, Doer
_AFTER: Mapping[StepKind, tuple[tuple[Consequence, Doer], ...]] = {
    StepKind.AGREED: ((_C.INVITATION_DUE, _D.ADVISER),),
    StepKind.THINKING: ((_C.CALL_BACK, _D.ADVISER),),
    StepKind.INFORMATION_MISSED: (
        (_C.REFERRER_INFORMED, _D.MACHINE),
        (_C.MESSAGE_OUT, _D.MACHINE),
        (_C.NEXT_PROPOSAL, _D.ADVISER),
    ),
    StepKind.ADMITTED: ((_C.REFERRER_INFORMED, _D.MACHINE), (_C.MESSAGE_OUT, _D.MACHINE), (_C.PAY_STARTED, _D.REGION)),
    StepKind.WAITING_LISTED: ((_C.REFERRER_INFORMED, _D.MACHINE), (_C.MESSAGE_OUT, _D.MACHINE)),
    StepKind.SEAT_RESERVED: ((_C.REFERRER_INFORMED, _D.MACHINE), (_C.ADMISSION_DUE, _D.PROVIDER)),
    StepKind.RESERVATION_LAPSED: (
        (_C.REFERRER_INFORMED, _D.MACHINE),
        (_C.SEAT_FREED, _D.PROVIDER),
        (_C.NEXT_PROPOSAL, _D.ADVISER),
    ),
    StepKind.NOT_KEPT: (
        (_C.REFERRER_INFORMED, _D.MACHINE),
        (_C.MESSAGE_OUT, _D.MACHINE),
        (_C.NEXT_PROPOSAL, _D.ADVISER),
    ),
    StepKind.DECLINED: (
        (_C.REFERRER_INFORMED, _D.MACHINE),
        (_C.MESSAGE_OUT, _D.MACHINE),
        (_C.SEAT_FREED, _D.PROVIDER),
        (_C.NEXT_PROPOSAL, _D.ADVISER),
    ),
    StepKind.LAPSED: ((_C.REFERRER_INFORMED, _D.MACHINE), (_C.NEXT_PROPOSAL, _D.ADVISER)),
    StepKind.SESSION_CANCELLED: (
        (_C.REFERRER_INFORMED, _D.MACHINE),
        (_C.MESSAGE_OUT, _D.MACHINE),
        (_C.RESEAT_OR_CALL, _D.ADVISER),
    ),
    StepKind.RESEATED: ((_C.REFERRER_INFORMED, _D.MACHINE), (_C.MESSAGE_OUT, _D.MACHINE)),
    StepKind.NEVER_CAME: (
        (_C.REFERRER_INFORMED, _D.MACHINE),
        (_C.MESSAGE_OUT, _D.MACHINE),
        (_C.SEAT_FREED, _D.PROVIDER),
        (_C.PAY_CHECKED, _D.REGION),
        (_C.NEXT_PROPOSAL, _D.ADVISER),
    ),
    StepKind.ENTERED: (
        (_C.REFERRER_INFORMED, _D.MACHINE),
        (_C.MESSAGE_OUT, _D.MACHINE),
        (_C.PRESENCE_EXPECTED, _D.PROVIDER),
    ),
    StepKind.INTERRUPTED: (
        (_C.REFERRER_INFORMED, _D.MACHINE),
        (_C.MESSAGE_OUT, _D.MACHINE),
        (_C.PAY_STOPPED, _D.REGION),
        (_C.RETURN_TO_PREPARE, _D.ADVISER),
    ),
    StepKind.RETURN_LAPSED: (
        (_C.REFERRER_INFORMED, _D.MACHINE),
        (_C.SEAT_FREED, _D.PROVIDER),
        (_C.NEXT_PROPOSAL, _D.ADVISER),
    ),
    StepKind.RESUMED: ((_C.REFERRER_INFORMED, _D.MACHINE), (_C.MESSAGE_OUT, _D.MACHINE), (_C.PAY_STARTED, _D.REGION)),
    StepKind.PRESENTED: ((_C.JURY_RESULT, _D.PROVIDER),),
    StepKind.CERTIFIED: ((_C.REFERRER_INFORMED, _D.MACHINE), (_C.MESSAGE_OUT, _D.MACHINE)),
    StepKind.CERTIFIED_IN_PART: (
        (_C.REFERRER_INFORMED, _D.MACHINE),
        (_C.MESSAGE_OUT, _D.MACHINE),
        (_C.NEXT_PROPOSAL, _D.ADVISER),
    ),
}
_AT_THE_END = (
    (_C.REFERRER_INFORMED, _D.MACHINE), (_C.MESSAGE_OUT, _D.MACHINE), (_C.PAY_STOPPED, _D.REGION),
    (_C.HOURS_DUE, _D.MACHINE), (_C.FOLLOW_UP, _D.MACHINE),
)  # fmt: skip
# An early end frees a paid seat, and pay may have continued too long.
_EARLY = ((_C.SEAT_FREED, _D.PROVIDER), (_C.PAY_CHECKED, _D.REGION))
# The learner leaves without a job, a training or their goal.
_WITHOUT_A_NEXT = frozenset(
    {EndKind.DROPOUT, EndKind.EXCLUSION, EndKind.FORCE_MAJEURE, EndKind.BY_PROVIDER, EndKind.UNKNOWN}
)


@dataclass(frozen=True, slots=True)
class SideEffect:
    what: Consequence
    who: Doer

    @property
    def sentence(self) -> str:
        return LABELS[self.what]


def side_effects_of(kind: StepKind, end_kind: EndKind | None = None) -> tuple[SideEffect, ...]:
    """Side effects of the step, in order. ``end_kind`` is required for an end."""
    if kind is not StepKind.ENDED:
        return tuple(SideEffect(what, who) for what, who in _AFTER.get(kind, ()))
    pairs = list(_AT_THE_END)
    if end_kind not in (EndKind.TO_TERM, None):
        pairs += _EARLY
    if end_kind in _WITHOUT_A_NEXT:
        pairs.append((_C.NEXT_PROPOSAL, _D.ADVISER))
    if end_kind is EndKind.TO_JOB:
        pairs.append((_C.RETURN_TO_PREPARE, _D.ADVISER))
    return tuple(SideEffect(what, who) for what, who in pairs)
