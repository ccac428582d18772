"""Walks the examples of any procedure with the real services: what an example says is what the product does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import now
from pacte.procedures.models import Case, Deliverable
from pacte.procedures.records.description import ExampleAction, ExampleActionKind, Procedure, ProcedureExample
from pacte.procedures.records.form import (
    AmountField,
    AttachmentField,
    ChoiceField,
    DayField,
    EmailField,
    EqualTotals,
    FormField,
    FormSection,
    LinesField,
    NumberField,
    PhoneField,
    ReferenceField,
    ReferenceTarget,
    SectionAuthor,
    SiretField,
    YesNoField,
)
from pacte.procedures.records.papers import ApplicantSigner
from pacte.procedures.rules.conditions import holds
from pacte.procedures.rules.form_answers import total_of
from pacte.procedures.services import (
    accept_deliverable,
    add_document,
    expect_deliverable,
    move_case,
    name_peer,
    open_case,
    receive_deliverable,
    record_award,
    record_choice,
    refuse_deliverable,
    resume_case,
    set_deadline,
    suspend_case,
    update_case_fields,
)
from pacte.reference.models import Edition, NomenclatureTerm, Zone
from pacte.reference.records import Scheme, ZoneKind
from pacte.steering.services.committees import plan_committee
from pacte.steering.services.decisions import DecisionInput, take_decision
from tests.cast import MACHINE
from tests.procedures.call_acts import decide, open_call, pay, read_case, report
from tests.procedures.signing import sign_by_hand
from tests.web.plan_stage import Stage

OPENED = date(2020, 1, 6)
SAMPLE_CODES = {
    ReferenceTarget.COMMUNE: "18033",
    ReferenceTarget.OCCUPATION: "H2913",
    ReferenceTarget.CERTIFICATION: "RNCP34502",
    ReferenceTarget.BLOCK: "RNCP34502BC01",
    ReferenceTarget.SESSION: "S-1",
    ReferenceTarget.TRAINING: "F-1",
    ReferenceTarget.ORDER: "C-1",
    ReferenceTarget.JOURNEY: "7f0e1f5e-2c0a-4b7e-9a55-0d1a5a3f2c11",
}


def sample_answer(field: FormField) -> Any:
    """An answer that the field accepts, as a case keeps it."""
    match field:
        case AmountField():
            return max(field.least, 100_000)
        case DayField():
            # More than a year apart, for what comes back to the same grid later.
            return (OPENED + timedelta(days=400 if field.after else 0)).isoformat()
        case YesNoField():
            return True
        case NumberField():
            return max(field.least or 0, 1)
        case ChoiceField():
            return [field.choices[0][0]] if field.is_multiple else field.choices[0][0]
        case ReferenceField():
            code = SAMPLE_CODES[field.kind]
            return [code] if field.is_multiple else code
        case SiretField():
            return "73282932000074"
        case EmailField():
            return "mairie@commune.example"
        case PhoneField():
            return "02 48 00 00 00"
        case LinesField():
            return [{column.code: sample_answer(column) for column in field.columns}]
        case _:
            return "Un texte"


def know_samples() -> None:
    """The commune and the occupation of the samples are loaded: what comes from outside must name what exists."""
    commune, rome = SAMPLE_CODES[ReferenceTarget.COMMUNE], SAMPLE_CODES[ReferenceTarget.OCCUPATION]
    Edition.objects.get_or_create(year=2020, defaults={"loaded_at": now()})
    Zone.objects.get_or_create(
        kind=ZoneKind.COMMUNE, code=commune, edition=2020, defaults={"name": "Bourges", "plain_name": "bourges"}
    )
    NomenclatureTerm.objects.get_or_create(
        scheme=Scheme.ROME, edition="essai", code=rome, defaults={"label": "Soudage", "plain_words": "soudage"}
    )


def whole_form(procedure: Procedure, only: str = "", known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Answers to all that an applicant is asked, except documents: what depends on another answer follows it.

    ``only``: of that section, whoever answers it. ``known``: the answers before.
    """
    values: dict[str, Any] = dict(known or {})
    for section in procedure.form:
        is_wanted = section.code == only if only else section.author is SectionAuthor.APPLICANT
        if is_wanted and holds(section.when, values):
            for each in section.fields:
                if not isinstance(each, AttachmentField) and holds(each.when, values):
                    values[each.code] = sample_answer(each)
            _balance(section, values)
    return values


def _balance(section: FormSection, values: dict[str, Any]) -> None:
    """The first line of a total that must equal another makes up the difference."""
    for check in section.checks:
        if isinstance(check, EqualTotals):
            missing = int(total_of(check.other, values) - total_of(check.one, values))
            lines, _, column = check.one.paths[0].partition(".")
            if missing and column:
                values[lines][0][column] += missing


def _needs_body(procedure: Procedure) -> bool:
    """Only a body applies, or somebody signs who must be named."""
    signs = any(isinstance(each, ApplicantSigner) for paper in procedure.papers for each in paper.signed_by)
    return procedure.applicants is not None and (signs or not procedure.applicants.by_link)


class Walk:
    """One case of an example, walked with the services as the machine, or as who applied."""

    def __init__(self, stage: Stage, procedure: Procedure, number: ActionCode) -> None:
        self.stage, self.procedure = stage, procedure
        if procedure.rounds:
            open_call(stage.plan, procedure.code, OPENED, OPENED + timedelta(days=60))
        with acting_as(MACHINE):
            self.case: Case = open_case(
                actor=MACHINE, plan=stage.plan, number=number, procedure_code=procedure.code, title="Essai", on=OPENED,
                body=stage.cast.provider if _needs_body(procedure) else None,
            )  # fmt: skip

    def follow(self, example: ProcedureExample) -> Case:
        """Does each action that is not refused in the example."""
        for action in example.actions:
            if not action.refusal_code:
                with acting_as(MACHINE):
                    _DO[action.kind](self, action)
        self.case.refresh_from_db()
        return self.case

    def answer(self, values: dict[str, Any]) -> None:
        update_case_fields(actor=MACHINE, case=self.case, title="", values=values, on=OPENED)

    def field(self, code: str) -> FormField:
        found = self.procedure.field(code)
        assert found is not None, code
        return found

    def deliverable(self, rank: str) -> Deliverable:
        return self.case.deliverables.get(rank=int(rank))

    def decide(self) -> None:
        committee = plan_committee(actor=MACHINE, plan=self.stage.plan, title="Comité", held_on=OPENED)
        decision = DecisionInput(text="Oui", numbers=(self.case.plan_action.number,))
        take_decision(actor=MACHINE, committee=committee, decision_input=decision, on=OPENED)

    def report(self, code: str) -> None:
        know_samples()
        kind = self.procedure.report(code)
        assert kind is not None, code
        fields = [each for section in kind.form for each in section.fields]
        # Two lines, so that what is proved is what was planned.
        answers = {each.code: sample_answer(each) * (1 + isinstance(each, LinesField)) for each in fields}
        report(self.case, code, answers, OPENED)

    def move(self, action: ExampleAction) -> None:
        """A transition of who applied is walked from outside by the tests of applications; here the machine does it."""
        move_case(actor=MACHINE, case=self.case, transition=action.what, on=OPENED, reason=action.reason)


_DO: dict[ExampleActionKind, Callable[[Walk, ExampleAction], Any]] = {
    ExampleActionKind.MOVE: lambda walk, action: walk.move(action),
    ExampleActionKind.DOCUMENT: lambda walk, action: add_document(
        actor=MACHINE, case=walk.case, kind=action.what, title="Pièce", on=OPENED, reference="essai"
    ),
    ExampleActionKind.FIELD: lambda walk, action: walk.answer({action.what: sample_answer(walk.field(action.what))}),
    ExampleActionKind.ANSWER: lambda walk, action: walk.answer({action.what: action.answer}),
    ExampleActionKind.FORM: lambda walk, action: walk.answer(whole_form(walk.procedure, action.what, walk.case.values)),
    ExampleActionKind.PEER: lambda walk, action: name_peer(
        actor=MACHINE, case=walk.case, person=walk.stage.cast["pilot"].person, on=OPENED
    ),
    ExampleActionKind.DECISION: lambda walk, action: walk.decide(),
    ExampleActionKind.SIGN: lambda walk, action: sign_by_hand(walk.case, action.what, OPENED),
    ExampleActionKind.READ: lambda walk, action: read_case(walk.stage.cast, walk.case, OPENED),
    ExampleActionKind.COMMITTEE: lambda walk, action: decide(
        walk.stage.cast, walk.case, OPENED, keeps=bool(action.answer)
    ),
    ExampleActionKind.REPORT: lambda walk, action: walk.report(action.what),
    ExampleActionKind.PAY: lambda walk, action: pay(walk.stage.cast, walk.case),
    ExampleActionKind.DEADLINE: lambda walk, action: set_deadline(
        actor=MACHINE, case=walk.case, code=action.what, due_on=OPENED + timedelta(days=30), on=OPENED
    ),
    ExampleActionKind.AWARD: lambda walk, action: record_award(
        actor=MACHINE, case=walk.case, holder="Cabinet", cents=5_000_000, on=OPENED
    ),
    ExampleActionKind.EXPECT: lambda walk, action: expect_deliverable(
        actor=MACHINE, case=walk.case, title=f"Livrable {action.what}", due_on=OPENED, on=OPENED
    ),
    ExampleActionKind.RECEIVE: lambda walk, action: receive_deliverable(
        actor=MACHINE, deliverable=walk.deliverable(action.what), on=OPENED
    ),
    ExampleActionKind.ACCEPT: lambda walk, action: accept_deliverable(
        actor=MACHINE, deliverable=walk.deliverable(action.what), on=OPENED
    ),
    ExampleActionKind.REFUSE: lambda walk, action: refuse_deliverable(
        actor=MACHINE, deliverable=walk.deliverable(action.what), on=OPENED, reason=action.reason
    ),
    ExampleActionKind.CHOICE: lambda walk, action: record_choice(
        actor=MACHINE, case=walk.case, on=OPENED, reason=action.reason, text="Le choix"
    ),
    ExampleActionKind.HOLD: lambda walk, action: suspend_case(
        actor=MACHINE, case=walk.case, condition=action.reason, on=OPENED
    ),
    ExampleActionKind.RELEASE: lambda walk, action: resume_case(
        actor=MACHINE, case=walk.case, on=OPENED, reason=action.reason
    ),
}
