"""Services of cases: immutable history, hand-over, reminders, and rows hidden from other Regions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from pacte.accounts.row_context import acting_as, set_row_context
from pacte.evaluation.services import open_experiment
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.notifications.models import Notification
from pacte.plan.records import Lead
from pacte.procedures.models import Case, CaseDocument, CaseEvent
from pacte.procedures.queries import case_assignments_of, case_by_number, case_summaries
from pacte.procedures.records.cases import CaseDueDate
from pacte.procedures.rules.document_types import DOCUMENT_TYPES, MAX_DOCUMENT_SIZE, media_type_of
from pacte.procedures.rules.due_dates import due_date_reminder
from pacte.procedures.services import (
    add_document,
    appoint_case_owner,
    expect_deliverable,
    hand_over_cases,
    move_case,
    open_case,
    receive_deliverable,
    record_award,
    record_choice,
    remind_case_owners,
    resume_case,
    save_criterion,
    save_option,
    set_deadline,
    suspend_case,
)
from pacte.workflows.remind_owners import remind_owners
from tests.cast import MACHINE
from tests.infra.attachments.samples import pdf
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, staged

OPENED = date(2020, 1, 6)
PDF = pdf()


kept_stage = kept_for_module(
    lambda: staged(small_plan(row("A01", 1, leads=(Lead("Région"),)), row("A02", 2, leads=(Lead("Etat"),))))
)


def opened(stage: Stage, title: str = "Étude", owner: str = "", number: int = 1) -> Case:
    with acting_as(MACHINE):
        return open_case(
            actor=MACHINE, plan=stage.plan, number=ActionCode(number), procedure_code="assistance_study",
            title=title, on=OPENED,
            owner=stage.cast[owner].person if owner else None,
        )  # fmt: skip


def address(code: str, number: int) -> str:
    return f"/plan/{code}/dossiers/{number}/"


@pytest.mark.django_db
def test_numbers_follow_each_other_in_a_plan(stage: Stage) -> None:
    assert [opened(stage).number for _ in range(3)] == [1, 2, 3]


@pytest.mark.django_db
def test_what_happened_and_what_was_given_are_written_once(stage: Stage) -> None:
    file = opened(stage)
    with acting_as(MACHINE):
        paper = add_document(actor=MACHINE, case=file, kind="other", title="P", on=OPENED, name="p.pdf", data=PDF)
        for forbidden in (
            lambda: CaseEvent.objects.filter(case=file).update(reason="autre"),
            lambda: CaseEvent.objects.filter(case=file).delete(),
            lambda: CaseDocument.objects.filter(pk=paper.pk).update(title="autre"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                forbidden()


@pytest.mark.django_db
def test_the_same_paper_twice_is_one_and_its_digest_is_kept(stage: Stage) -> None:
    file = opened(stage)
    with acting_as(MACHINE):
        one, two = (
            add_document(actor=MACHINE, case=file, kind="other", title="P", on=OPENED, name="p.pdf", data=PDF)
            for _ in range(2)
        )
        elsewhere = add_document(
            actor=MACHINE, case=file, kind="other", title="Q", on=OPENED, reference="armoire 3, dossier 12"
        )
    assert one.pk == two.pk
    assert len(one.digest) == 64
    assert elsewhere.data is None
    with acting_as(MACHINE), pytest.raises(ValidationError) as caught:
        add_document(actor=MACHINE, case=file, kind="other", title="R", on=OPENED)
    assert caught.value.code == "document_nowhere"


@pytest.mark.django_db
def test_a_file_that_waits_does_not_advance_but_may_stop(stage: Stage) -> None:
    file = opened(stage)
    with acting_as(MACHINE):
        suspend_case(actor=MACHINE, case=file, condition="si RH octroyées", on=OPENED)
        with pytest.raises(Conflict):
            suspend_case(actor=MACHINE, case=file, condition="encore", on=OPENED)
        with pytest.raises(Conflict) as caught:
            move_case(actor=MACHINE, case=file, transition="publish", on=OPENED)
        assert caught.value.code == "file_held"
        move_case(actor=MACHINE, case=file, transition="drop", on=date(2020, 6, 1), reason="sans crédits")
        file.refresh_from_db()
        assert (file.stage, file.outcome, file.held_since) == ("dropped", "dropped", None)
        with pytest.raises(Conflict):
            resume_case(actor=MACHINE, case=file, on=date(2020, 6, 2), reason="x")


@pytest.mark.django_db
def test_a_day_before_the_file_was_opened_is_refused(stage: Stage) -> None:
    file = opened(stage)
    with acting_as(MACHINE), pytest.raises(ValidationError) as caught:
        move_case(actor=MACHINE, case=file, transition="drop", on=date(2019, 1, 1), reason="x")
    assert caught.value.code == "day_too_early"
    file.refresh_from_db()
    assert file.stage == "specification", "nothing stays of a move that is refused"


@pytest.mark.django_db
def test_moving_a_day_needs_a_reason_setting_it_does_not(stage: Stage) -> None:
    file = opened(stage)
    with acting_as(MACHINE):
        given = {"actor": MACHINE, "case": file, "code": "offers_due", "on": OPENED}
        set_deadline(**given, due_on=date(2020, 2, 1))
        with pytest.raises(ValidationError):
            set_deadline(**given, due_on=date(2020, 3, 1))
        set_deadline(**given, due_on=date(2020, 3, 1), reason="un candidat le demande")
        set_deadline(**given, due_on=date(2020, 3, 1))
        with pytest.raises(ValidationError):
            set_deadline(**given | {"code": "rien"}, due_on=date(2020, 3, 1))
        assert file.steps.filter(kind="deadline_set").count() == 2


@pytest.mark.django_db
def test_an_award_or_a_choice_out_of_its_stage_is_refused(stage: Stage) -> None:
    file = opened(stage)
    with acting_as(MACHINE):
        with pytest.raises(Conflict):
            record_award(actor=MACHINE, case=file, holder="Cabinet", cents=1, on=OPENED)
        with pytest.raises(Conflict):
            record_choice(actor=MACHINE, case=file, on=OPENED, reason="x", text="y")
        with pytest.raises(ValidationError):
            record_choice(actor=MACHINE, case=file, on=OPENED, reason="x")
        with pytest.raises(ValidationError):
            record_choice(actor=MACHINE, case=file, on=OPENED, reason="x", text="y", enabled_numbers=(ActionCode(99),))


@pytest.mark.django_db
def test_a_comparison_has_its_limits(stage: Stage) -> None:
    file = opened(stage)
    with acting_as(MACHINE):
        for rank in range(8):
            save_option(actor=MACHINE, case=file, title=f"Option {rank}")
        with pytest.raises(ValidationError):
            save_option(actor=MACHINE, case=file, title="Une de trop")
        with pytest.raises(ValidationError):
            save_criterion(actor=MACHINE, case=file, label="Effet", points=1001)
        with pytest.raises(NotFound):
            save_option(actor=MACHINE, case=file, title="X", code="Z")
        assert list(file.options.order_by("code").values_list("code", flat=True)) == list("ABCDEFGH")


@pytest.mark.django_db
def test_the_option_of_another_file_is_not_chosen_here(stage: Stage) -> None:
    file, other = opened(stage), opened(stage)
    with acting_as(MACHINE):
        foreign = save_option(actor=MACHINE, case=other, title="Ailleurs")
        Case.objects.filter(pk=file.pk).update(stage="choice")
        with pytest.raises(NotFound):
            record_choice(actor=MACHINE, case=file, on=OPENED, reason="x", option=foreign)


@pytest.mark.django_db
def test_a_person_who_leaves_hands_over_the_files_that_still_go(stage: Stage) -> None:
    leaving, coming, pilot = stage.cast["lead"], stage.cast["analyst"], stage.cast["pilot"].actor
    going, ended = opened(stage, "En cours", "lead"), opened(stage, "Finie", "lead")
    with acting_as(MACHINE):
        move_case(actor=MACHINE, case=ended, transition="drop", on=OPENED, reason="x")
    with acting_as(pilot):
        holdings = case_assignments_of(actor=pilot, person_id=leaving.person.pk, on=today())
    assert [each.label for each in holdings] == ["étude « En cours », action 1"]
    assert holdings[0].organisation_id == stage.cast.region.pk
    given = {"giver": leaving.person, "taker": coming.person, "holdings": holdings, "on": today()}
    lead = leaving.actor
    with acting_as(lead), pytest.raises(PermissionDenied):
        hand_over_cases(actor=lead, reason="départ", **given)
    with acting_as(pilot):
        with pytest.raises(ValidationError):
            hand_over_cases(actor=pilot, reason=" ", **given)
        hand_over_cases(actor=pilot, reason="départ", **given)
        assert case_assignments_of(actor=pilot, person_id=leaving.person.pk, on=today()) == ()
        going.refresh_from_db()
        assert going.owner_id == coming.person.pk
        step = going.steps.latest("pk")
        assert (step.before, step.after, step.reason) == ("Lead Distribution", "Analyst Distribution", "départ")
        with pytest.raises(ValidationError):
            appoint_case_owner(actor=pilot, case=going, person=None, on=today(), reason="")


@pytest.mark.django_db
def test_days_are_reminded_once_each_and_a_waiting_file_is_left_in_peace(stage: Stage) -> None:
    file = opened(stage, owner="analyst")
    with acting_as(MACHINE):
        made = expect_deliverable(actor=MACHINE, case=file, title="Rapport", due_on=date(2020, 6, 15), on=OPENED)
        days = [date(2020, 5, 1), date(2020, 6, 1), date(2020, 6, 2), date(2020, 6, 13), date(2020, 6, 15)]
        told = [remind_case_owners(actor=MACHINE, on=day, address_of=address) for day in days]
        assert told == [0, 1, 0, 1, 1]
        late = [
            remind_case_owners(actor=MACHINE, on=date(2020, 6, 15) + timedelta(days=n), address_of=address)
            for n in (1, 2, 8)
        ]
        assert late == [1, 0, 1]
        suspend_case(actor=MACHINE, case=file, condition="si RH octroyées", on=date(2020, 6, 20))
        assert remind_case_owners(actor=MACHINE, on=date(2020, 8, 1), address_of=address) == 0
        resume_case(actor=MACHINE, case=file, on=date(2020, 8, 2), reason="poste ouvert")
        receive_deliverable(actor=MACHINE, deliverable=made, on=date(2020, 8, 3))
        assert remind_case_owners(actor=MACHINE, on=date(2020, 9, 1), address_of=address) == 0
        subjects = list(Notification.objects.order_by("pk").values_list("subject", flat=True))
    assert subjects[0] == "Livrable : Rapport, dans 14 jours"
    assert subjects[3] == "Livrable : Rapport, en retard de 1 jour"


@given(st.integers(-400, 400), st.lists(st.integers(1, 60), max_size=4, unique=True))
def test_a_reminder_of_a_day_has_one_mark_that_only_goes_forward(left: int, reminders: list[int]) -> None:
    on = date(2020, 6, 1)
    due = CaseDueDate("x", on + timedelta(days=left), "k", tuple(reminders))
    mark = due_date_reminder(due, on)
    if left > max(reminders, default=0):
        assert mark == ""
    elif left > 0:
        assert mark == f"J-{min(days for days in reminders if days >= left)}"
    elif left == 0:
        assert mark == "J"
    else:
        assert mark == f"retard-{(-left - 1) // 7}"


@pytest.mark.django_db
def test_another_region_and_the_public_see_no_row(stage: Stage) -> None:
    file = opened(stage)
    for actor in (NOBODY, stage.cast["intruder"].actor):
        set_row_context(actor)
        assert not Case.objects.exists()
        assert not CaseEvent.objects.exists()
        with pytest.raises(NotFound):
            case_summaries(actor=actor, plan=stage.plan, on=today())
        with pytest.raises(NotFound):
            case_by_number(actor=actor, plan=stage.plan, number=file.number, on=today())


@given(st.binary(max_size=200), st.sampled_from([each.extensions[0] for each in DOCUMENT_TYPES]))
def test_no_bytes_pass_for_a_type_that_they_do_not_open_as(data: bytes, extension: str) -> None:
    kind = next(each for each in DOCUMENT_TYPES if extension in each.extensions)
    try:
        found = media_type_of(f"piece{extension}", data)
    except ValidationError as error:
        assert error.code in ("file_size", "file_lies")
    else:
        assert found == kind.media_type
        assert data.startswith(kind.signature)
        assert kind.marker in data


def test_a_paper_that_is_too_large_is_refused_at_the_byte() -> None:
    assert media_type_of("p.pdf", b"%PDF-".ljust(MAX_DOCUMENT_SIZE, b"0")) == "application/pdf"
    with pytest.raises(ValidationError):
        media_type_of("p.pdf", b"%PDF-".ljust(MAX_DOCUMENT_SIZE + 1, b"0"))


@pytest.mark.django_db
def test_the_morning_reminds_of_studies_and_sheets_with_the_pages_where_one_acts(stage: Stage) -> None:
    file = opened(stage, owner="analyst")
    with acting_as(MACHINE):
        set_deadline(actor=MACHINE, case=file, code="specification_due", due_on=date(2020, 2, 1), on=OPENED)
        open_experiment(
            actor=MACHINE,
            plan=stage.plan,
            number=ActionCode(1),
            title="Essai",
            on=OPENED,
            owner=stage.cast["lead"].person,
        )
        assert remind_owners(actor=MACHINE, on=date(2020, 2, 1)) == 2
        assert remind_owners(actor=MACHINE, on=date(2020, 2, 1)) == 0
        addresses = set(Notification.objects.values_list("address", flat=True))
    assert addresses == {stage.address("dossiers/1/"), stage.address("experimentations/1/")}
