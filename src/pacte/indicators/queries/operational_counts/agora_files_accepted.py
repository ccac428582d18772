"""Action 37: dossiers that the hub is owed, one for each entry into training, and those that it accepted."""

from __future__ import annotations

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.partner_messages import accepted_messages
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.indicators.records.operational_counts import CountDetail, CountResult, OperationalCount
from pacte.interop.queries.dossiers import dossier_counts
from pacte.interop.queries.evidence import HUB_CODES
from pacte.interop.records.dossiers import DOSSIER_LABELS, DossierCounts, DossierState
from pacte.interop.rules.dossiers import DAYS_TO_SEND_A_DOSSIER
from pacte.journeys.rules.linked_suppression import THRESHOLD
from pacte.kernel.french import pluralise

SERVICE = OperationalCount(
    code="agora_files_accepted",
    what="dossiers dus à AGORA, transmis et acceptés",
    unit="%",
    source=(
        "entrées en formation depuis le raccordement : dossiers dont l’entrée est acceptée et rien n’est refusé, sur "
        f"ceux qui sont envoyés, ou dus depuis plus de {DAYS_TO_SEND_A_DOSSIER} jours"
    ),
    target="agora_files_accepted",
    grade=EvidenceGrade.RESULT,
    scope=ProofScope.PLAN,
)
_DEFINITIONS = {
    DossierState.WAITING: "Dossiers envoyés sur lesquels AGORA ne s’est pas encore prononcé.",
    DossierState.REFUSED: "Dossiers dont un message est refusé, ou reste sans réponse après tous les essais.",
    DossierState.LATE: f"Message prêt, pas envoyé plus de {DAYS_TO_SEND_A_DOSSIER} jours après l’entrée.",
    DossierState.NEVER_SENT: f"Aucun message préparé plus de {DAYS_TO_SEND_A_DOSSIER} jours après l’entrée.",
}


def count(context: CountContext) -> CountResult:
    """The state of fewer than eleven people’s dossiers is not told; the pages of exchanges tell it to their readers."""
    actor, host_id, known = context.actor, context.plan.organisation_id, context.known
    counts = dossier_counts(actor=actor, host_id=host_id, codes=HUB_CODES, known_before=known, on=context.on)
    accepted, due = counts.of(DossierState.ACCEPTED), counts.due
    if not due:
        return CountResult(0, 0)
    if _is_small(accepted) or _is_small(counts.not_accepted):
        return CountResult(accepted, due, withheld="masqué : ce chiffre montrerait de petits effectifs")
    messages = accepted_messages(actor=actor, host_id=host_id, codes=HUB_CODES, known=known)
    return CountResult(accepted, due, messages.precision, (*_dossier_details(counts), *messages.details))


def _is_small(count: int) -> bool:
    return 0 < count < THRESHOLD


def _dossier_details(counts: DossierCounts) -> list[CountDetail]:
    """Where the other dossiers are; empty when one of the states has few."""
    others = {state: counts.of(state) for state in _DEFINITIONS if counts.of(state)}
    if any(_is_small(each) for each in others.values()):
        return []
    among = pluralise(counts.due, "dossier dû", "dossiers dus")
    return [
        CountDetail(DOSSIER_LABELS[state], each, _DEFINITIONS[state], among=f"sur {among}")
        for state, each in others.items()
    ]
