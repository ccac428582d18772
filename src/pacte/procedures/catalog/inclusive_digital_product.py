"""Call for a product that opens digital settings to people who read and write with difficulty (« produit numérique »).

Source: the action « Imaginer et concevoir un nouveau produit » of the operational table, addressed to training
providers. Levels are those of the national framework against illiteracy (« Lutter ensemble contre l’illettrisme, cadre
national de référence », ANLCI, 2003, p. 29-30): four degrees in reading and writing, and what comes before the first.
Statements are those of xAPI, by verbs and activity types of the ADL vocabulary. The provider keeps them and gives their
export with its report: this site receives none of them, since each is about a person.
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
    CALL_ROUNDS,
    CALL_STAGES,
    FINAL_REPORT,
    call_grid,
    call_transitions,
    payments_with,
)
from pacte.procedures.records.counts import CaseCount, CountMeasure, LevelColumns, LevelGain
from pacte.procedures.records.description import STEERING_ROLES, CaseDocumentKind, Procedure
from pacte.procedures.records.form import (
    AttachmentField,
    ChoiceField,
    DayField,
    FormSection,
    LinesField,
    NumberField,
    ReferenceField,
    ReferenceTarget,
    TextField,
)
from pacte.procedures.records.money import CaseAmendmentKind, ReportDue, ReportKind
from pacte.procedures.records.papers import PaperPart
from pacte.procedures.records.reading import ReadingCriterion
from pacte.procedures.records.report_tables import ReportTable
from pacte.reference.records import ZoneKind

_STATEMENTS = "statements"
_DEGREES = (
    ("d0", "Avant le degré 1"),
    ("d1", "Degré 1 : repères structurants"),
    ("d2", "Degré 2 : vie courante"),
    ("d3", "Degré 3 : situations variées"),
    ("d4", "Degré 4 : autonomie"),
)
_AFTER_HELP = "Vide si le groupe est parti avant la seconde mesure : il compte, sans gain."

PROCEDURE = Procedure(
    code="inclusive_digital_product",
    title="Appel à projets : un produit numérique pour qui lit et écrit avec peine",
    short_title="produit numérique inclusif",
    purpose="Faire concevoir par des organismes de formation un produit qui ouvre les environnements numériques à qui "
    "lit et écrit avec peine, et mesurer ce que ces personnes y gagnent.",
    applicant="Un organisme de formation",
    applicants=Applicants((ApplicantKind.PROVIDER,)),
    public_from="award",
    stages=CALL_STAGES,
    transitions=call_transitions("body", "product", "measure", "budget"),
    form=(
        call_body((("alone", "Un organisme seul"), ("group", "Un groupement d’organismes"))),
        FormSection(
            "product",
            "Le produit",
            (
                TextField(code="summary", label="Ce que fait le produit", is_long=True, most=1500, is_public=True),
                ChoiceField(
                    code="publics",
                    label="Pour qui",
                    choices=(
                        ("reading", "Personnes qui lisent et écrivent avec peine"),
                        ("unqualified", "Personnes sans qualification"),
                        ("disability", "Personnes handicapées"),
                        ("other_language", "Personnes dont le français n’est pas la langue"),
                    ),
                    is_multiple=True,
                    is_public=True,
                ),
                ChoiceField(
                    code="settings",
                    label="Dans quels environnements numériques",
                    choices=(
                        ("procedures", "Démarches en ligne"),
                        ("job", "Recherche d’emploi"),
                        ("training", "Formation à distance"),
                        ("work", "Outils du poste de travail"),
                        ("daily", "Vie quotidienne"),
                    ),
                    is_multiple=True,
                    is_public=True,
                ),
                TextField(code="pedagogy", label="Comment on y apprend à lire et à écrire", is_long=True, most=1500),
                ChoiceField(
                    code="rgaa",
                    label="Accessibilité promise",
                    help="Référentiel général d’amélioration de l’accessibilité (RGAA), version 4.",
                    choices=(
                        ("total", "Conformité totale au RGAA"),
                        ("partial", "Conformité partielle, la moitié des critères au moins"),
                    ),
                    is_public=True,
                ),
                TextField(
                    code="access",
                    label="Ce que le produit ajoute pour qui ne lit pas",
                    help="Consignes parlées, lecture à voix haute, usage sans réseau.",
                    is_long=True,
                    most=1000,
                ),
                ReferenceField(
                    code="commune",
                    label="Commune où il est essayé d’abord",
                    kind=ReferenceTarget.COMMUNE,
                    is_public=True,
                    is_listed=True,
                ),
                DayField(code="starts_on", label="Début", is_public=True),
                DayField(code="ends_on", label="Fin", after="starts_on", is_public=True),
                AttachmentField(code="statutes", label="Statuts ou extrait d’immatriculation", is_required=False),
                AttachmentField(code="quotes", label="Devis", most=6, is_required=False),
            ),
        ),
        FormSection(
            "measure",
            "Le contrat de mesure",
            (
                NumberField(code="learners", label="Apprenants qui l’essaient", unit="apprenants", least=11, most=5000),
                TextField(
                    code="test",
                    label="Épreuve qui situe l’apprenant, au début et à la fin",
                    help="Son nom, qui l’a faite, qui la fait passer. La même aux deux dates.",
                ),
                DayField(code="first_measure_on", label="Première mesure, au plus tard"),
                DayField(code="second_measure_on", label="Seconde mesure, au plus tard", after="first_measure_on"),
                ChoiceField(
                    code="verbs",
                    label="Verbes des déclarations xAPI",
                    help="Vocabulaire ADL : http://adlnet.gov/expapi/verbs/.",
                    choices=(
                        ("initialized", "initialized : commence"),
                        ("progressed", "progressed : avance"),
                        ("completed", "completed : finit"),
                        ("scored", "scored : obtient un score"),
                        ("passed", "passed : réussit"),
                        ("failed", "failed : échoue"),
                    ),
                    is_multiple=True,
                ),
                ChoiceField(
                    code="activities",
                    label="Activités déclarées",
                    help="Vocabulaire ADL : http://adlnet.gov/expapi/activities/.",
                    choices=(
                        ("lesson", "lesson : leçon"),
                        ("module", "module : module"),
                        ("assessment", "assessment : épreuve"),
                        ("simulation", "simulation : mise en situation"),
                    ),
                    is_multiple=True,
                ),
                TextField(
                    code="store",
                    label="Où les déclarations sont gardées",
                    help="Le nom de l’entrepôt de traces (LRS), son hébergeur. Ce site ne les reçoit pas.",
                ),
            ),
            intro="Ces réponses entrent dans la convention. Le niveau se dit en degrés du cadre national de référence "
            "de l’ANLCI (2003), en lecture et en écriture.",
        ),
        call_budget(80),
        ELIGIBILITY,
    ),
    documents=(*CALL_DOCUMENTS, CaseDocumentKind(_STATEMENTS, "Relevé des déclarations xAPI, sans nom")),
    deadlines=CALL_DEADLINES,
    outcomes=CALL_OUTCOMES,
    conflicts=CALL_CONFLICTS,
    grids=(
        call_grid(
            ReadingCriterion("publics", "Publics visés, présents dans les essais", 4, words_if_below=3),
            ReadingCriterion("reading", "On y apprend à lire et à écrire", 4, words_if_below=3),
            ReadingCriterion("access", "Accessible sans savoir lire", 4, words_if_below=3),
            ReadingCriterion("measure", "Mesure tenable, aux deux dates", 4, words_if_below=3),
            ReadingCriterion("budget", "Budget justifié", 3, words_if_below=2),
            ReadingCriterion("reuse", "Réemploi par d’autres organismes", 2, words_if_below=2),
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
                    "levels",
                    "Ce que les apprenants ont gagné",
                    (
                        LinesField(
                            code="groups",
                            label="Apprenants, par degrés d’avant et d’après",
                            help="Une ligne pour tous ceux qui ont les mêmes degrés. Aucun nom, aucun numéro.",
                            one="groupe",
                            least=1,
                            most=200,
                            columns=(
                                NumberField(code="learners", label="Apprenants", least=1, most=5000),
                                ChoiceField(code="reading_before", label="Lecture, avant", choices=_DEGREES),
                                ChoiceField(code="writing_before", label="Écriture, avant", choices=_DEGREES),
                                ChoiceField(
                                    code="reading_after",
                                    label="Lecture, après",
                                    help=_AFTER_HELP,
                                    choices=_DEGREES,
                                    is_required=False,
                                ),
                                ChoiceField(
                                    code="writing_after",
                                    label="Écriture, après",
                                    help=_AFTER_HELP,
                                    choices=_DEGREES,
                                    is_required=False,
                                ),
                            ),
                        ),
                        NumberField(
                            code="sent", label="Déclarations xAPI dans le relevé joint", unit="déclarations", least=1
                        ),
                        TextField(
                            code="gaps",
                            label="Ce qui n’a pas été mesuré, et pourquoi",
                            is_long=True,
                            most=1500,
                            is_required=False,
                        ),
                    ),
                ),
                FormSection("money", "Dépenses", (SPENDING,)),
            ),
        ),
    ),
    report_tables=(
        ReportTable(
            "lecture",
            "Apprenants, par degré de lecture avant et après",
            FINAL_REPORT,
            "groups",
            by=("reading_before", "reading_after"),
            numbers=("learners",),
        ),
        ReportTable(
            "ecriture",
            "Apprenants, par degré d’écriture avant et après",
            FINAL_REPORT,
            "groups",
            by=("writing_before", "writing_after"),
            numbers=("learners",),
        ),
    ),
    payments=payments_with(_STATEMENTS),
    audit=CALL_AUDIT,
    amendments=(
        CaseAmendmentKind(
            "dates",
            "Calendrier",
            ("starts_on", "ends_on", "first_measure_on", "second_measure_on"),
            STEERING_ROLES,
        ),
        CaseAmendmentKind("costs", "Dépenses prévues", ("costs",), STEERING_ROLES),
    ),
    papers=call_papers(
        "Il conçoit et essaie un produit numérique pour : {publics}. Environnements : {settings}.",
        (
            "Accessibilité promise : {rgaa}. Une déclaration d’accessibilité est publiée avec le produit.",
            "Dans les deux mois qui suivent la fin du projet, le bilan dit les degrés d’avant et d’après, et ce qui a "
            "été dépensé.",
        ),
        (
            PaperPart(
                heading="Le contrat de mesure",
                sentences=(
                    "Le produit est essayé par {learners}, à partir de la commune : {commune}.",
                    "Le degré de chacun, en lecture et en écriture, est celui du cadre national de référence de "
                    "l’ANLCI (2003). Épreuve : {test}.",
                    "Première mesure au plus tard le {first_measure_on}, seconde au plus tard le {second_measure_on}.",
                    "Le produit émet des déclarations xAPI. Verbes : {verbs}. Activités : {activities}. Elles sont "
                    "gardées là : {store}. Un relevé sans nom en est joint au bilan.",
                    "Le bilan compte chaque apprenant mesuré au début. Celui qui part avant la seconde mesure y "
                    "reste, sans gain.",
                    "Sans ces degrés et sans ce relevé, le solde n’est pas versé.",
                ),
            ),
        ),
    ),
    counts=(
        CaseCount(
            "reading_and_writing_gain",
            "apprenants qui gagnent au moins un degré en lecture et en écriture",
            "%",
            "%",
            "bilans acceptés des produits conventionnés : degrés de l’ANLCI avant et après ; qui part avant la seconde "
            "mesure compte sans gain. Les déclarations xAPI restent chez qui porte le produit, qui en doit le relevé",
            "start",
            measure=CountMeasure.REPORTED_GAIN,
            levels=LevelGain(
                FINAL_REPORT,
                "groups",
                "learners",
                (
                    LevelColumns("degrés en lecture", "reading_before", "reading_after"),
                    LevelColumns("degrés en écriture", "writing_before", "writing_after"),
                ),
            ),
        ),
        CaseCount(
            "inclusive_products_agreed",
            "produits dont la convention de mesure est signée",
            "produits",
            "produit",
            "dossiers de l’appel à projets : ceux dont la convention est signée, dans la commune du premier essai",
            "start",
            commune="commune",
            zone=ZoneKind.DEPARTMENT,
            target_code="reading_and_writing_gain",
            is_result=False,
        ),
    ),
    examples=call_examples(_STATEMENTS),
)
