"""What a file of France VAE says of a candidate: its columns and its words, read only.

Names and words of the decisions: ``packages/reva-api/docs/openapi.yaml`` of SocialGouv/reva (« API France VAE », a
working document), which serves certifiers one by one. It names neither the blocks that a jury validated, nor the
hours of support: those columns, and the file itself, are to be confirmed with the public body France VAE.
"""

from __future__ import annotations

import re
from enum import StrEnum

from pacte.exchange.rows.records import ColumnSpec
from pacte.kernel.french import fold_text

NUMBER, CERTIFICATION, ASKED_ON = "number", "certification", "asked_on"
CERTIFIER_ANSWER, ANSWERED_ON = "certifier_answer", "answered_on"
JURY_ON, JURY_RESULT = "jury_on", "jury_result"
VALIDATED, MISSING, HOURS = "validated", "missing", "hours"

COLUMNS = (
    ColumnSpec(
        "Numéro de candidature", NUMBER, is_required=True, is_personal=True,
        synonyms=("candidatureId", "ID de la candidature", "Candidature", "Numéro du dossier"),
    ),
    ColumnSpec("Code RNCP", CERTIFICATION, is_absent_allowed=True, synonyms=("codeRncp", "Certification")),
    ColumnSpec(
        "Dossier de faisabilité envoyé le", ASKED_ON, is_absent_allowed=True,
        synonyms=("dossierDeFaisabilite.dateEnvoi", "Recevabilité demandée le"),
    ),
    ColumnSpec(
        "Décision de recevabilité", CERTIFIER_ANSWER, is_absent_allowed=True,
        synonyms=("dossierDeFaisabilite.decision", "Statut du dossier de faisabilité", "Recevabilité"),
    ),
    ColumnSpec(
        "Décision de recevabilité envoyée le", ANSWERED_ON, is_absent_allowed=True,
        synonyms=("decision.dateEnvoi", "Date de recevabilité", "Recevable le"),
    ),
    ColumnSpec(
        "Date du jury", JURY_ON, is_absent_allowed=True, synonyms=("informationJury.session.date", "Jury le"),
    ),
    ColumnSpec(
        "Résultat du jury", JURY_RESULT, is_absent_allowed=True,
        synonyms=("informationJury.resultat", "resultat", "Décision du jury"),
    ),
    ColumnSpec("Blocs validés", VALIDATED, is_absent_allowed=True, synonyms=("Blocs acquis",)),
    ColumnSpec("Blocs manquants", MISSING, is_absent_allowed=True, synonyms=("Blocs non validés",)),
    ColumnSpec(
        "Heures d’accompagnement", HOURS, is_absent_allowed=True,
        synonyms=("Heures d'accompagnement", "Heures d’accompagnement réalisées"),
    ),
)  # fmt: skip


class ValidationVerdict(StrEnum):
    """What the certifier, then its jury, decided. ``CONDITIONAL``: all, once something more is shown.

    ``ABSENT``: nobody came, so that nothing was decided. ``WAITED_FOR``: nothing is decided yet.
    """

    ADMISSIBLE = "admissible"
    NOT_ADMISSIBLE = "not_admissible"
    WAITED_FOR = "waited_for"
    FULL = "full"
    CONDITIONAL = "conditional"
    PARTIAL = "partial"
    NONE = "none"
    ABSENT = "absent"


VERDICT_LABELS = {
    ValidationVerdict.ADMISSIBLE: "recevable",
    ValidationVerdict.NOT_ADMISSIBLE: "non recevable",
    ValidationVerdict.WAITED_FOR: "rien n’est encore décidé",
    ValidationVerdict.FULL: "certification obtenue en totalité",
    ValidationVerdict.CONDITIONAL: "certification obtenue en totalité, sous réserve",
    ValidationVerdict.PARTIAL: "une partie est validée",
    ValidationVerdict.NONE: "rien n’est validé",
    ValidationVerdict.ABSENT: "absent ou excusé au jury",
}
CERTIFIER_VERDICTS = frozenset(
    {ValidationVerdict.ADMISSIBLE, ValidationVerdict.NOT_ADMISSIBLE, ValidationVerdict.WAITED_FOR}
)
# Success on the part that was aimed at is not the whole certification.
_WORDS = {
    "recevable": ValidationVerdict.ADMISSIBLE,
    "irrecevable": ValidationVerdict.NOT_ADMISSIBLE,
    "incomplet": ValidationVerdict.WAITED_FOR,
    "complet": ValidationVerdict.WAITED_FOR,
    "en attente": ValidationVerdict.WAITED_FOR,
    "succes total certification complete": ValidationVerdict.FULL,
    "succes total certification complete sous reserve": ValidationVerdict.CONDITIONAL,
    "succes partiel certification complete": ValidationVerdict.PARTIAL,
    "succes total certification partielle": ValidationVerdict.PARTIAL,
    "succes partiel certification partielle": ValidationVerdict.PARTIAL,
    "echec": ValidationVerdict.NONE,
    "candidat excuse": ValidationVerdict.ABSENT,
    "candidat absent": ValidationVerdict.ABSENT,
} | {fold_text(label): verdict for verdict, label in VERDICT_LABELS.items()}


def validation_verdict(text: str) -> ValidationVerdict | None:
    """The verdict of a cell, as the API names it or as our page does; None for another word."""
    folded = fold_text(text)
    return _WORDS.get(folded) or _WORDS.get(re.sub(r"[\W_]+", " ", folded).strip())
