"""The letters and the convention of every call for projects.

The remedies that letters name are those of the code of relations between the public and the administration (article
L411-2) and of the code of administrative justice (article R421-1): two months.
"""

from __future__ import annotations

from pacte.kernel.actor import Role
from pacte.procedures.records.call_parts import CONVENTION
from pacte.procedures.records.papers import ApplicantSigner, Paper, PaperPart, RegionSigner

_REMEDIES = PaperPart(
    heading="Pour contester",
    sentences=(
        "Dans les deux mois qui suivent la réception de cette lettre, vous pouvez demander à la Région de revoir sa "
        "décision. C’est un recours gracieux.",
        "Dans le même délai, ou dans les deux mois de la réponse à ce recours, vous pouvez saisir le tribunal "
        "administratif, par courrier ou sur le site Télérecours citoyens. Sans réponse de la Région au bout de deux "
        "mois, le recours gracieux est rejeté.",
    ),
)


def call_papers(purpose: str, duties: tuple[str, ...], clauses: tuple[PaperPart, ...] = ()) -> tuple[Paper, ...]:
    """Returns the letters and the convention. ``purpose``: what the grant is for; ``duties``: of who receives it.

    ``clauses``: parts of the convention that are those of this call.
    """
    return (
        Paper(
            code="award_letter",
            label="Lettre d’attribution",
            title="Votre projet est retenu",
            parts=(
                PaperPart(
                    heading="La décision",
                    sentences=(
                        "Le comité du {committee_on} retient le projet « {case_title} », dossier n° {case_number}.",
                        "La Région lui accorde {amount_granted}.",
                        "Le comité précise : {committee_reason}",
                    ),
                ),
                PaperPart(
                    heading="La suite",
                    sentences=(
                        "Une convention vous est envoyée pour signature. Rien n’est versé avant qu’elle soit signée.",
                    ),
                ),
                _REMEDIES,
            ),
        ),
        Paper(
            code="refusal_letter",
            label="Lettre de refus",
            title="Votre projet n’est pas retenu",
            parts=(
                PaperPart(
                    heading="La décision",
                    sentences=(
                        "Vous avez déposé le projet « {case_title} », dossier n° {case_number}. Il n’est pas retenu.",
                        "Le comité l’a examiné le {committee_on}.",
                        "Motif : {move_reason}",
                    ),
                ),
                PaperPart(
                    heading="Vos droits",
                    sentences=(
                        "Vous pouvez demander à lire les notes et les remarques de votre dossier.",
                        "Vous pourrez reprendre ce dossier à la prochaine session de l’appel, si elle s’ouvre.",
                    ),
                ),
                _REMEDIES,
            ),
        ),
        Paper(
            code=CONVENTION,
            label="Convention",
            title="Convention de subvention",
            is_docx=True,
            parts=(
                PaperPart(
                    heading="Objet",
                    sentences=(
                        "{project_owner}, SIRET {siret}, mène le projet « {case_title} », dossier n° {case_number}.",
                        purpose,
                        "Le projet va du {starts_on} au {ends_on}.",
                    ),
                ),
                PaperPart(
                    heading="Dépenses prévues",
                    sentences=("Le projet prévoit les dépenses suivantes.",),
                    lines="costs",
                    columns=("what", "euros"),
                    totals=("euros",),
                ),
                PaperPart(
                    heading="La subvention",
                    sentences=(
                        "La Région accorde {amount_granted}, sur décision du comité du {committee_on}.",
                        "Une avance de la moitié est versée quand la convention est signée.",
                        "Le solde est versé contre le bilan final et ses justificatifs. Il est réduit si les dépenses "
                        "prouvées sont inférieures aux dépenses prévues, dans la même proportion.",
                        "Si le projet s’arrête, ce qui a été versé au-delà des dépenses prouvées est rendu.",
                    ),
                ),
                *clauses,
                PaperPart(
                    heading="Les engagements de qui reçoit la subvention",
                    sentences=(
                        *duties,
                        "Le dossier peut être tiré au sort pour un contrôle : les justificatifs se gardent dix ans.",
                    ),
                ),
            ),
            signed_by=(ApplicantSigner(), RegionSigner(frozenset({Role.REGION_PILOT}))),
        ),
    )  # fmt: skip
