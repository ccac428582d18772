"""Mirror of a national call: the State chooses who goes towards people known to no service, the Region follows.

Source: the action « AAP national publics invisibles » of the operational table, whose call is « en attente ». The
Region neither reads nor ranks: it copies what the State decided and why, beside what each consortium asked and where it
goes. Winners count the people whom they meet, without any name; the journeys of those whom they bring tell the rest.
"""

from pacte.procedures.records.applicant_transitions import withdrawal
from pacte.procedures.records.applicants import ApplicantKind, Applicants
from pacte.procedures.records.counts import CaseCount
from pacte.procedures.records.description import (
    STEERING_ROLES,
    CaseDeadlineKind,
    CaseDocumentKind,
    CaseOutcome,
    CaseStage,
    ExampleAction,
    ExampleActionKind,
    Procedure,
    ProcedureExample,
    Requirement,
    RequirementKind,
    Transition,
)
from pacte.procedures.records.form import (
    AmountField,
    DayField,
    EmailField,
    FormSection,
    LinesField,
    ReferenceField,
    ReferenceTarget,
    SectionAuthor,
    SiretField,
    TextField,
)
from pacte.procedures.records.outreach import OutreachFields
from pacte.reference.records import ZoneKind

_CONSORTIUM = Requirement(RequirementKind.FIELD, "le chef de file", "consortium")
_WHERE = Requirement(RequirementKind.FIELD, "la commune principale", "commune")
_SENT = Requirement(RequirementKind.FIELD, "le jour de l’envoi à l’État", "sent_to_state_on")
_DECIDED = Requirement(RequirementKind.FIELD, "la date de la décision de l’État", "decided_on")
_CONVENTION = Requirement(RequirementKind.FIELD, "le début de la convention", "convention_from")

PROCEDURE = Procedure(
    code="outreach_mirror",
    title="Suivi d’un appel national vers les personnes invisibles",
    short_title="lauréat",
    purpose="Savoir qui l’État a retenu, où, et ce que les lauréats trouvent.",
    applicant="Un consortium qui a répondu à l’appel national",
    applicants=Applicants((ApplicantKind.ASSOCIATION, ApplicantKind.COMMUNE, ApplicantKind.AGENCY)),
    public_from="win",
    serves_figures=("invisible_people_entered",),
    outreach=OutreachFields(name="consortium", communes=("commune", "communes")),
    stages=(
        CaseStage("known", "Connu", "Qui a répondu à l’appel, pour quel territoire ?", shown="Reçu"),
        CaseStage("waiting", "À l’État", "Qu’a décidé l’État ?", shown="À l’État"),
        CaseStage("won", "Lauréat", "Combien de personnes rencontrées, combien amenées ?"),
        CaseStage("done", "Convention échue", "Qu’ont trouvé ceux qui sont allés vers elles ?", is_end=True),
        CaseStage("refused", "Non retenu", "Pourquoi l’État ne l’a-t-il pas retenu ?", is_end=True),
        CaseStage("withdrawn", "Retiré", "Pourquoi le consortium a-t-il renoncé ?", is_end=True),
    ),
    transitions=(
        Transition(
            "follow", "Noter l’envoi à l’État", ("known",), "waiting", STEERING_ROLES, (_CONSORTIUM, _WHERE, _SENT)
        ),
        Transition(
            "win",
            "Noter que l’État le retient",
            ("waiting",),
            "won",
            STEERING_ROLES,
            (_DECIDED, _CONVENTION),
            needs_reason=True,
        ),
        Transition(
            "refuse",
            "Noter que l’État ne le retient pas",
            ("waiting",),
            "refused",
            STEERING_ROLES,
            (_DECIDED,),
            needs_reason=True,
            outcome="refused",
        ),
        Transition("finish", "Clore la convention", ("won",), "done", STEERING_ROLES, outcome="done"),
        withdrawal("Renoncer", ("known", "waiting")),
    ),
    form=(
        FormSection(
            "project",
            "Le consortium et son projet",
            (
                TextField(code="consortium", label="Chef de file", is_public=True),
                SiretField(code="siret", label="SIRET"),
                LinesField(
                    code="partners",
                    label="Partenaires",
                    one="partenaire",
                    columns=(TextField(code="name", label="Organisme"),),
                    is_required=False,
                ),
                TextField(code="method", label="Comment il va vers elles", is_long=True, most=2000, is_public=True),
                AmountField(code="asked", label="Montant demandé à l’État"),
                DayField(code="deadline", label="Date limite de l’appel national", is_required=False),
                EmailField(
                    code="email", label="Adresse électronique", is_personal=True, purpose="demander ses contacts"
                ),
            ),
        ),
        FormSection(
            "territory",
            "Où il va",
            (
                ReferenceField(
                    code="commune",
                    label="Commune principale",
                    kind=ReferenceTarget.COMMUNE,
                    is_public=True,
                    is_listed=True,
                ),
                ReferenceField(
                    code="communes",
                    label="Autres communes",
                    kind=ReferenceTarget.COMMUNE,
                    is_multiple=True,
                    is_public=True,
                    is_required=False,
                ),
            ),
        ),
        FormSection(
            "decision",
            "Décision de l’État",
            (
                DayField(code="sent_to_state_on", label="Envoyé à l’État le"),
                DayField(code="decided_on", label="Décidé le", after="sent_to_state_on", is_public=True),
                AmountField(code="granted", label="Montant accordé par l’État", is_required=False),
                DayField(code="convention_from", label="Convention, du", is_public=True, is_required=False),
                DayField(
                    code="convention_until",
                    label="Convention, au",
                    after="convention_from",
                    is_public=True,
                    is_required=False,
                ),
            ),
            author=SectionAuthor.INSTRUCTOR,
        ),
    ),
    documents=(
        CaseDocumentKind("decision", "Décision de l’État"),
        CaseDocumentKind("convention", "Convention avec l’État"),
        CaseDocumentKind("report", "Bilan"),
        CaseDocumentKind("other", "Autre pièce"),
    ),
    deadlines=(
        CaseDeadlineKind("decision_due", "Décision attendue de l’État", "waiting"),
        CaseDeadlineKind("convention_due", "Fin de la convention", "won"),
    ),
    outcomes=(
        CaseOutcome("done", "convention échue"),
        CaseOutcome("refused", "non retenu par l’État"),
        CaseOutcome("withdrawn", "retiré par le consortium"),
    ),
    counts=(
        CaseCount(
            "outreach_winners",
            "lauréats de l’appel national",
            "lauréats",
            "lauréat",
            "dossiers de l’appel national : ceux que l’État a retenus, dans leur commune principale",
            "win",
            ended_by=("finish",),
            commune="commune",
            zone=ZoneKind.DEPARTMENT,
            target_code="invisible_people_entered",
            is_result=False,
        ),
    ),
    examples=(
        ProcedureExample(
            "un consortium que l’État retient",
            (
                ExampleAction(ExampleActionKind.MOVE, "follow", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "consortium"),
                ExampleAction(ExampleActionKind.FIELD, "commune"),
                ExampleAction(ExampleActionKind.FIELD, "sent_to_state_on"),
                ExampleAction(ExampleActionKind.MOVE, "follow"),
                ExampleAction(
                    ExampleActionKind.MOVE,
                    "win",
                    reason="il va là où personne ne va",
                    refusal_code="needs_lacking",
                ),
                ExampleAction(ExampleActionKind.FIELD, "decided_on"),
                ExampleAction(ExampleActionKind.FIELD, "convention_from"),
                ExampleAction(ExampleActionKind.MOVE, "win", reason="il va là où personne ne va"),
                ExampleAction(ExampleActionKind.MOVE, "finish"),
            ),
            ends_at="done",
            outcome="done",
        ),
    ),
)
