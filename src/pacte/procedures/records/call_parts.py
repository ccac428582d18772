"""What calls for projects have alike, from the admission to the last payment: a call adds its form, grid and reports.

The application is read by several people who do not see one another's score, a committee decides within the envelope
of the round, a convention is signed, and the grant is paid in two parts against a report (ADR 52). The remedies that
letters name are those of the code of relations between the public and the administration (articles L411-2 and R421-1
of the code of administrative justice: two months).
"""

from __future__ import annotations

from dataclasses import replace

from pacte.kernel.actor import Role
from pacte.procedures.records.applicant_transitions import correction_transitions, withdrawal
from pacte.procedures.records.conditions import Is
from pacte.procedures.records.description import (
    STEERING_ROLES,
    CaseDeadlineKind,
    CaseDocumentKind,
    CaseOutcome,
    CaseStage,
    ExampleAction,
    ExampleActionKind,
    ProcedureExample,
    Requirement,
    RequirementKind,
    Transition,
)
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
from pacte.procedures.records.money import Instalment, Payments, ProRata
from pacte.procedures.records.papers import ApplicantSigner, Paper, PaperPart, RegionSigner
from pacte.procedures.records.reading import CallRounds, CommitteeKind, ConflictKind, ConflictRules

READING_GRID, COMMITTEE, CONVENTION, FINAL_REPORT = "reading", "panel", "convention", "final"
_FINANCE = frozenset({Role.FINANCE_OFFICER})
_FORM = Requirement(RequirementKind.FORM, "les réponses du dossier")
_ELIGIBLE = Requirement(
    RequirementKind.CONDITION, "la recevabilité, vérifiée", "eligible", condition=Is("eligible", "yes")
)
_READ = Requirement(RequirementKind.READ, "toutes les lectures", READING_GRID)
_GAP_SETTLED = Requirement(RequirementKind.GAP_SETTLED, "une lecture de plus : les notes sont éloignées", READING_GRID)
_DECIDED = Requirement(RequirementKind.QUORUM, "la décision du comité", COMMITTEE)
_GRANTED = Requirement(RequirementKind.IN_ENVELOPE, "un montant accordé, dans l’enveloppe", COMMITTEE)
_SIGNED = Requirement(RequirementKind.SIGNED, "la convention signée par les deux parties", CONVENTION)
_REPORTED = Requirement(RequirementKind.REPORT_ACCEPTED, "le bilan final accepté", FINAL_REPORT)
_SETTLED = Requirement(RequirementKind.PAYMENTS_SETTLED, "les versements soldés")
_BEFORE_AWARD = ("received", "correcting", "reading", "panel")
_CONTACT_PURPOSE = "répondre à la demande"

CALL_STAGES = (
    CaseStage("received", "Reçu", "Le dossier est-il recevable ?"),
    CaseStage("correcting", "À corriger", "Que manque-t-il au dossier ?"),
    CaseStage("reading", "Lecture", "Que disent les lecteurs ?", shown="À l’étude"),
    CaseStage("panel", "Comité", "Que décide le comité ?", shown="À l’étude"),
    CaseStage("signing", "Convention", "Qui doit encore signer ?", shown="Retenu"),
    CaseStage("running", "En cours", "Où en est le projet ?"),
    CaseStage("settling", "Solde", "Que reste-t-il à verser ?"),
    CaseStage("settled", "Soldé", "Qu’a donné le projet ?", is_end=True),
    CaseStage("returning", "Arrêt", "Que faut-il verser, ou rendre ?"),
    CaseStage("stopped", "Arrêté", "Pourquoi ?", is_end=True),
    CaseStage("refused", "Non retenu", "Pourquoi ?", is_end=True),
    CaseStage("withdrawn", "Retiré", "Pourquoi ?", is_end=True),
)
CALL_OUTCOMES = (
    CaseOutcome("settled", "projet mené et soldé"),
    CaseOutcome("ineligible", "non recevable"),
    CaseOutcome("refused", "non retenu par le comité"),
    CaseOutcome("stopped", "arrêté avant la fin"),
    CaseOutcome("withdrawn", "retiré par qui l’a déposé"),
)
CALL_DOCUMENTS = (
    CaseDocumentKind("statutes", "Statuts"),
    CaseDocumentKind("quotes", "Devis"),
    CaseDocumentKind("bills", "Factures et justificatifs"),
    CaseDocumentKind("agreement", "Convention signée à la main"),
    CaseDocumentKind("minutes", "Compte rendu"),
    CaseDocumentKind("other", "Autre pièce"),
)
CALL_DEADLINES = (
    CaseDeadlineKind("eligibility_due", "Recevabilité à vérifier", "received", days=15),
    CaseDeadlineKind("correction_due", "Correction attendue", "correcting", days=15),
    CaseDeadlineKind("reading_due", "Lectures à rendre", "reading", days=30),
    CaseDeadlineKind("panel_due", "Décision du comité", "panel", days=30),
    CaseDeadlineKind("signing_due", "Convention à signer", "signing", days=45),
    CaseDeadlineKind("settling_due", "Solde à verser", "settling", days=45),
)
CALL_CONFLICTS = ConflictRules(
    frozenset(ConflictKind),
    body_fields=("siret",),
    partner_fields=("partners.who",),
    funder_fields=("funders.who",),
)
CALL_COMMITTEE = CommitteeKind(COMMITTEE, "Comité", READING_GRID, quorum=3)
CALL_ROUNDS = CallRounds(has_envelope=True, late_code=True, amount_field="asked")
CALL_PAYMENTS = Payments(
    granted_by=STEERING_ROLES,
    prepared_by=STEERING_ROLES | _FINANCE,
    ordered_by=_FINANCE | {Role.REGION_PILOT},
    stopped_by=frozenset({"stop"}),
    instalments=(
        Instalment("advance", "Avance", _SIGNED, percent=50),
        Instalment(
            "balance", "Solde", _REPORTED, proofs=("bills",), ceiling=ProRata("final.spent.euros", "costs.euros")
        ),
    ),
)
CALL_TRANSITIONS = (
    *correction_transitions(
        "received", "Renvoyer le dossier", (_FORM,), opens=("body", "project", "budget"), days=15
    ),
    Transition("admit", "Admettre à la lecture", ("received",), "reading", STEERING_ROLES, (_FORM, _ELIGIBLE)),
    Transition(
        "set_aside", "Écarter : non recevable", ("received",), "refused", STEERING_ROLES, (_SETTLED,),
        needs_reason=True, outcome="ineligible", papers=("refusal_letter",),
    ),
    Transition("submit", "Passer au comité", ("reading",), "panel", STEERING_ROLES, (_READ, _GAP_SETTLED)),
    Transition(
        "award", "Retenir", ("panel",), "signing", STEERING_ROLES, (_DECIDED, _GRANTED),
        papers=("award_letter", CONVENTION),
    ),
    Transition(
        "refuse", "Ne pas retenir", ("panel",), "refused", STEERING_ROLES, (_DECIDED, _SETTLED),
        needs_reason=True, outcome="refused", papers=("refusal_letter",),
    ),
    Transition("start", "Lancer le projet", ("signing",), "running", STEERING_ROLES, (_SIGNED,)),
    Transition("finish", "Passer au solde", ("running",), "settling", STEERING_ROLES, (_REPORTED,)),
    Transition(
        "settle", "Solder le dossier", ("settling",), "settled", STEERING_ROLES | _FINANCE, (_SETTLED,),
        outcome="settled",
    ),
    Transition(
        "stop", "Arrêter le projet", ("signing", "running", "settling"), "returning", STEERING_ROLES,
        needs_reason=True, by_applicant=True,
    ),
    Transition(
        "close", "Clore l’arrêt", ("returning",), "stopped", STEERING_ROLES | _FINANCE, (_SETTLED,), outcome="stopped"
    ),
    replace(withdrawal("Retirer le dossier", _BEFORE_AWARD), needs=(_SETTLED,)),
)  # fmt: skip
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


def call_papers(purpose: str, duties: tuple[str, ...]) -> tuple[Paper, ...]:
    """Returns the letters and the convention. ``purpose``: what the grant is for; ``duties``: of who receives it."""
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


def call_examples() -> tuple[ProcedureExample, ...]:
    """Returns the lives of a case that every call must run: to the last payment, refused, set aside, withdrawn."""
    kind = ExampleActionKind
    read = (
        ExampleAction(kind.MOVE, "admit", refusal_code="needs_lacking"),
        ExampleAction(kind.FORM),
        ExampleAction(kind.ANSWER, "eligible", answer="yes"),
        ExampleAction(kind.MOVE, "admit", Role.BUYER, refusal_code="move_right"),
        ExampleAction(kind.MOVE, "admit", Role.ACTION_LEAD),
        ExampleAction(kind.MOVE, "submit", refusal_code="needs_lacking"),
        ExampleAction(kind.READ, READING_GRID),
        ExampleAction(kind.MOVE, "submit"),
    )
    return (
        ProcedureExample(
            "un projet retenu, mené et soldé",
            (
                *read,
                ExampleAction(kind.MOVE, "award", refusal_code="needs_lacking"),
                ExampleAction(kind.COMMITTEE, COMMITTEE, answer=True),
                ExampleAction(kind.MOVE, "award"),
                ExampleAction(kind.MOVE, "start", refusal_code="needs_lacking"),
                ExampleAction(kind.SIGN, CONVENTION),
                ExampleAction(kind.MOVE, "start"),
                ExampleAction(kind.MOVE, "finish", refusal_code="needs_lacking"),
                ExampleAction(kind.REPORT, FINAL_REPORT),
                ExampleAction(kind.MOVE, "finish"),
                ExampleAction(kind.MOVE, "settle", refusal_code="needs_lacking"),
                ExampleAction(kind.DOCUMENT, "bills"),
                ExampleAction(kind.PAY),
                ExampleAction(kind.MOVE, "settle", Role.FINANCE_OFFICER),
            ),
            ends_at="settled",
            outcome="settled",
        ),
        ProcedureExample(
            "un projet que le comité ne retient pas",
            (
                *read,
                ExampleAction(kind.MOVE, "refuse", refusal_code="needs_lacking"),
                ExampleAction(kind.COMMITTEE, COMMITTEE, answer=False),
                ExampleAction(kind.MOVE, "award", refusal_code="needs_lacking"),
                ExampleAction(kind.MOVE, "refuse", refusal_code="reason_missing"),
                ExampleAction(kind.MOVE, "refuse", reason="l’effet du projet n’est pas mesuré"),
            ),
            ends_at="refused",
            outcome="refused",
        ),
        ProcedureExample(
            "un dossier qui n’est pas recevable",
            (
                ExampleAction(kind.FORM),
                ExampleAction(kind.ANSWER, "eligible", answer="no"),
                ExampleAction(kind.MOVE, "admit", refusal_code="needs_lacking"),
                ExampleAction(kind.MOVE, "set_aside", refusal_code="reason_missing"),
                ExampleAction(kind.MOVE, "set_aside", reason="le projet a commencé avant le dépôt"),
            ),
            ends_at="refused",
            outcome="ineligible",
        ),
        ProcedureExample(
            "un dossier corrigé, puis retiré",
            (
                ExampleAction(kind.MOVE, "ask", reason="il manque un devis"),
                ExampleAction(kind.FORM),
                ExampleAction(kind.MOVE, "resend", is_applicant=True),
                ExampleAction(kind.MOVE, "withdraw", reason="un autre financeur paie tout", is_applicant=True),
            ),
            ends_at="withdrawn",
            outcome="withdrawn",
        ),
    )
