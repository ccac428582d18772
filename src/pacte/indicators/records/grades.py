"""What a line of evidence tells of its action, and whose facts it counts. Pure."""

from enum import StrEnum


class EvidenceGrade(StrEnum):
    """``RESULT``: what the expected results, or the target, promise. ``MEANS``: what was spent or done to get there.

    ``CONTEXT``: the region around, which tells nothing of the action. Only results make an action proved.
    """

    RESULT = "result"
    MEANS = "means"
    CONTEXT = "context"


EVIDENCE_GRADE_LABELS = {
    EvidenceGrade.RESULT: "résultat",
    EvidenceGrade.MEANS: "moyen",
    EvidenceGrade.CONTEXT: "contexte",
}


class ProofScope(StrEnum):
    """Whose facts a proof counts.

    ``ACTION``: those of the sessions that the action bought, or of the acts that name it. ``OFFER``, ``TERRITORY`` and
    ``PLAN``: all of them, when that whole is the object of the action (ADR 35 lists these actions).
    """

    ACTION = "action"
    OFFER = "offer"
    TERRITORY = "territory"
    PLAN = "plan"


PROOF_SCOPE_LABELS = {
    ProofScope.ACTION: "ce qui est fait pour l’action",
    ProofScope.OFFER: "toute l’offre de formation",
    ProofScope.TERRITORY: "tout le territoire",
    ProofScope.PLAN: "tout le plan",
}
