"""Call for initiatives on occupations that few people choose (« appel à initiatives »).

Source: the action « appel à initiatives en faveur de l’attractivité des métiers » of the operational table: bodies of
the territory make known occupations that hire. What is measured is the share of the occupations in strong tension that
at least one award touches; who came, by occupation, place and sex, is what the final reports say.
"""

from pacte.procedures.records.applicants import ApplicantKind, Applicants
from pacte.procedures.records.call_examples import call_examples
from pacte.procedures.records.call_form import ELIGIBILITY, SPENDING, call_body, call_budget
from pacte.procedures.records.call_papers import call_papers
from pacte.procedures.records.call_parts import (
    CALL_AUDIT,
    CALL_COMMITTEE,
    CALL_CONFLICTS,
    CALL_DEADLINES,
    CALL_DOCUMENTS,
    CALL_OUTCOMES,
    CALL_PAYMENTS,
    CALL_ROUNDS,
    CALL_STAGES,
    FINAL_REPORT,
    call_grid,
    call_transitions,
)
from pacte.procedures.records.counts import CaseCount, CountMeasure
from pacte.procedures.records.description import STEERING_ROLES, Procedure
from pacte.procedures.records.form import (
    AttachmentField,
    DayField,
    FormSection,
    LinesField,
    NumberField,
    ReferenceField,
    ReferenceTarget,
    TextField,
)
from pacte.procedures.records.money import CaseAmendmentKind, ReportDue, ReportKind
from pacte.procedures.records.reading import ReadingCriterion
from pacte.procedures.records.report_tables import ReportTable
from pacte.reference.records import ZoneKind

PROCEDURE = Procedure(
    code="call_for_initiatives",
    title="Appel à initiatives pour l’attractivité des métiers",
    short_title="appel à initiatives",
    purpose="Aider des acteurs du territoire à faire connaître des métiers qui embauchent et que peu de gens "
    "choisissent.",
    applicant="Une association, une entreprise ou une collectivité du territoire",
    applicants=Applicants(
        (
            ApplicantKind.ASSOCIATION,
            ApplicantKind.FIRM,
            ApplicantKind.COMMUNE,
            ApplicantKind.INTERCOMMUNAL_BODY,
            ApplicantKind.PROVIDER,
        )
    ),
    public_from="award",
    stages=CALL_STAGES,
    transitions=call_transitions("body", "project", "budget"),
    form=(
        call_body(
            (
                ("association", "Une association"),
                ("firm", "Une entreprise ou une branche"),
                ("public", "Une collectivité"),
                ("provider", "Un organisme de formation"),
            )
        ),
        FormSection(
            "project",
            "Le projet",
            (
                TextField(code="summary", label="Ce qui sera fait", is_long=True, most=1500, is_public=True),
                ReferenceField(
                    code="trades",
                    label="Métiers à faire connaître",
                    kind=ReferenceTarget.OCCUPATION,
                    is_multiple=True,
                    is_public=True,
                ),
                ReferenceField(
                    code="commune",
                    label="Commune où le projet a lieu d’abord",
                    kind=ReferenceTarget.COMMUNE,
                    is_public=True,
                    is_listed=True,
                ),
                TextField(code="audience", label="Pour qui, et comment les toucher", is_long=True, most=1500),
                NumberField(code="expected", label="Personnes attendues", unit="personnes", least=1, most=100_000),
                TextField(
                    code="effect",
                    label="Comment saura-t-on que cela sert",
                    help="Par exemple les inscriptions à une formation dans les six mois.",
                    is_long=True,
                    most=1500,
                ),
                DayField(code="starts_on", label="Début", is_public=True),
                DayField(code="ends_on", label="Fin", after="starts_on", is_public=True),
                AttachmentField(code="statutes", label="Statuts ou extrait d’immatriculation", is_required=False),
                AttachmentField(code="quotes", label="Devis", most=6, is_required=False),
            ),
        ),
        call_budget(80),
        ELIGIBILITY,
    ),
    documents=CALL_DOCUMENTS,
    deadlines=CALL_DEADLINES,
    outcomes=CALL_OUTCOMES,
    conflicts=CALL_CONFLICTS,
    grids=(
        call_grid(
            ReadingCriterion("tension", "Métier en tension, prouvé", 4, words_if_below=3),
            ReadingCriterion("audience", "Publics visés et moyen de les toucher", 4, words_if_below=3),
            ReadingCriterion("partners", "Partenaires engagés", 3, words_if_below=2),
            ReadingCriterion("schedule", "Calendrier tenable", 3, words_if_below=2),
            ReadingCriterion("budget", "Budget justifié", 3, words_if_below=2),
            ReadingCriterion("effect", "Effet mesuré", 3, words_if_below=3),
        ),
    ),
    committees=(CALL_COMMITTEE,),
    rounds=CALL_ROUNDS,
    reports=(
        ReportKind(
            FINAL_REPORT,
            "Bilan final",
            ReportDue(field="ends_on", months=2, once="award"),
            (
                FormSection(
                    "done",
                    "Ce qui a été fait",
                    (
                        TextField(code="story", label="Ce qui a été fait", is_long=True, most=3000),
                        LinesField(
                            code="audiences",
                            label="Personnes venues",
                            one="rencontre",
                            least=1,
                            most=100,
                            columns=(
                                DayField(code="held_on", label="Jour"),
                                ReferenceField(code="trade", label="Métier", kind=ReferenceTarget.OCCUPATION),
                                ReferenceField(code="where", label="Commune", kind=ReferenceTarget.COMMUNE),
                                NumberField(code="women", label="Femmes", unit="femmes", least=0),
                                NumberField(code="men", label="Hommes", unit="hommes", least=0),
                                NumberField(
                                    code="unsaid", label="Non précisé", unit="personnes", least=0, is_required=False
                                ),
                            ),
                        ),
                    ),
                ),
                FormSection("money", "Dépenses", (SPENDING,)),
            ),
        ),
    ),
    report_tables=(
        ReportTable(
            "publics",
            "Qui est venu, par métier, commune et sexe",
            FINAL_REPORT,
            "audiences",
            by=("trade", "where"),
            numbers=("women", "men", "unsaid"),
        ),
    ),
    payments=CALL_PAYMENTS,
    audit=CALL_AUDIT,
    amendments=(
        CaseAmendmentKind("dates", "Calendrier", ("starts_on", "ends_on"), STEERING_ROLES),
        CaseAmendmentKind("costs", "Dépenses prévues", ("costs",), STEERING_ROLES),
    ),
    papers=call_papers(
        "Il fait connaître ces métiers : {trades}.",
        (
            "Dans les deux mois qui suivent la fin du projet, le bilan dit ce qui a été fait, qui est venu, par "
            "métier, commune et sexe, et ce qui a été dépensé.",
        ),
    ),
    counts=(
        CaseCount(
            "shortage_occupations_covered",
            "métiers en tension qu’au moins une initiative retenue fait connaître",
            "%",
            "%",
            "dossiers retenus de l’appel à initiatives, et série publique des tensions par métier : un métier est en "
            "tension forte à 4 ou 5 sur 5, à la dernière période connue, médiane des zones de la région",
            "award",
            different="trades",
            measure=CountMeasure.TENSION_COVERED,
        ),
        CaseCount(
            "initiatives_awarded",
            "initiatives retenues",
            "initiatives",
            "initiative",
            "dossiers de l’appel à initiatives : ceux qui sont retenus, dans la commune du dossier",
            "award",
            commune="commune",
            zone=ZoneKind.DEPARTMENT,
            target_code="shortage_occupations_covered",
            is_result=False,
        ),
    ),
    examples=call_examples(),
)
