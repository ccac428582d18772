"""What every call for projects asks: who applies, the budget, what is verified before reading, what was spent."""

from __future__ import annotations

from pacte.procedures.records.form import (
    AmountField,
    AtMostShare,
    ChoiceField,
    EmailField,
    EqualTotals,
    FormSection,
    LinesField,
    PhoneField,
    SectionAuthor,
    SiretField,
    TextField,
    Total,
)

_CONTACT_PURPOSE = "répondre à la demande"

ELIGIBILITY = FormSection(
    "eligibility",
    "Recevabilité",
    (
        ChoiceField(code="eligible", label="Le dossier est recevable", choices=(("yes", "Oui"), ("no", "Non"))),
        TextField(code="eligibility_words", label="Ce qui a été vérifié", is_long=True, most=1000, is_required=False),
    ),
    intro="Ce que l’appel demande pour être lu : la date, le demandeur, les pièces. Le reste se juge à la lecture.",
    author=SectionAuthor.INSTRUCTOR,
)
SPENDING = LinesField(
    code="spent",
    label="Dépenses faites",
    one="dépense",
    least=1,
    columns=(TextField(code="what", label="Dépense"), AmountField(code="euros", label="Montant")),
)


def call_body(kinds: tuple[tuple[str, str], ...]) -> FormSection:
    """Returns the section about who applies; ``kinds``: pairs of code and label."""
    return FormSection(
        "body",
        "Qui dépose",
        (
            TextField(code="project_owner", label="Nom de l’organisme", is_public=True, is_listed=True),
            SiretField(code="siret", label="SIRET", is_public=True),
            ChoiceField(code="kind", label="Vous êtes", choices=kinds),
            TextField(code="contact", label="Personne à joindre", is_personal=True, purpose=_CONTACT_PURPOSE),
            EmailField(code="email", label="Courriel", is_required=False, is_personal=True, purpose=_CONTACT_PURPOSE),
            PhoneField(code="phone", label="Téléphone", is_required=False, is_personal=True, purpose=_CONTACT_PURPOSE),
            LinesField(
                code="partners",
                label="Partenaires",
                one="partenaire",
                is_required=False,
                most=10,
                columns=(
                    TextField(code="who", label="Nom ou SIRET"),
                    TextField(code="part", label="Ce qu’il fait dans le projet", is_required=False),
                ),
            ),
        ),
    )


def call_budget(most_percent: int) -> FormSection:
    """Returns the section about the budget: the grant is at most that percent of the costs, and both sides agree."""
    return FormSection(
        "budget",
        "Le budget",
        (
            LinesField(
                code="costs",
                label="Dépenses prévues",
                one="dépense",
                least=1,
                columns=(
                    TextField(code="what", label="Dépense"),
                    AmountField(code="euros", label="Montant"),
                    TextField(code="how", label="D’où vient ce montant", help="Un devis, un tarif.", is_required=False),
                ),
            ),
            AmountField(code="asked", label="Subvention demandée", least=1, is_listed=True),
            LinesField(
                code="funders",
                label="Autres financeurs",
                one="financeur",
                is_required=False,
                columns=(TextField(code="who", label="Financeur"), AmountField(code="euros", label="Montant")),
            ),
        ),
        checks=(
            EqualTotals(
                Total(("costs.euros",)),
                Total(("asked", "funders.euros")),
                "La subvention demandée et les autres financeurs ne font pas la somme des dépenses",
            ),
            AtMostShare(
                Total(("asked",)),
                most_percent,
                Total(("costs.euros",)),
                f"La subvention est de {most_percent} % des dépenses au plus",
            ),
        ),
    )
