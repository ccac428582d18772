"""Importing an accounting extract: what the tables contain afterwards, now and as of an earlier date."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from pacte.accounts.row_context import acting_as
from pacte.finance.models import Commitment, Movement
from pacte.finance.queries import (
    commitment_history,
    money_table,
    payment_forecast_of_plan,
    unallocated_commitments,
    unallocated_count,
)
from pacte.finance.records import AllocationTarget, AmountSource, InsufficientHistory, MoneyStage, PlanMoneyTable
from pacte.finance.services import (
    allocate_commitments,
    import_extract,
)
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import now
from pacte.kernel.errors import ConfigurationError, Conflict, NotFound, PermissionDenied, ValidationError
from tests.cast import MACHINE
from tests.finance.accounts import Purse, account, extract, purse
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db


kept_stage = kept_for_module(purse)


def table(stage: Purse, on: date = date(2099, 1, 1), known_at: datetime | None = None) -> PlanMoneyTable:
    actor = stage.actor()
    with acting_as(actor):
        return money_table(actor=actor, plan=stage.plan, on=on, known_at=known_at)


def test_an_import_is_seen_in_the_table_with_its_source(stage: Purse) -> None:
    told = stage.take(extract(account("E1", {MoneyStage.COMMITTED: 1000_00, MoneyStage.ORDERED: 400_00})))
    assert told.written
    (committed, ordered) = table(stage).cells
    assert (committed.axis_code, committed.action, committed.year, committed.stage) == (
        "1",
        "1",
        2019,
        MoneyStage.COMMITTED,
    )
    assert (committed.cents, ordered.cents, ordered.source) == (1000_00, 400_00, AmountSource.ACCOUNTING)
    (source,) = table(stage).sources
    assert (source.file_name, source.lines) == ("extrait.xlsx", 1)


def test_the_same_import_again_writes_nothing(stage: Purse) -> None:
    found = extract(account("E1"), account("E2", action=2))
    stage.take(found)
    again = stage.take(found)
    assert (again.added, again.changed, again.known) == (0, 0, 2)
    assert Movement.objects.count() == 2


def test_a_changed_amount_moves_the_difference_and_a_decrease_points_at_what_it_corrects(stage: Purse) -> None:
    stage.take(extract(account("E1", 1000_00)))
    stage.take(extract(account("E1", 1200_00)))
    stage.take(extract(account("E1", 900_00)))
    moves = list(Movement.objects.order_by("pk"))
    assert [each.cents for each in moves] == [1000_00, 200_00, -300_00]
    assert [each.corrects_id for each in moves] == [None, None, moves[1].pk]
    assert table(stage).total(MoneyStage.COMMITTED) == 900_00


def test_an_old_file_dropped_again_does_not_bring_back_its_amounts(stage: Purse) -> None:
    first = extract(account("E1", 1000_00))
    stage.take(first)
    stage.take(extract(account("E1", 900_00)))
    told = stage.take(first)
    assert [each.code for each in told.warnings] == ["file_already_imported"]
    assert table(stage).total(MoneyStage.COMMITTED) == 900_00


def test_an_old_file_dropped_again_does_not_bring_back_what_it_said_without_moving_it(stage: Purse) -> None:
    stage.take(extract(account("E1", 1000_00)))
    second = extract(account("E1", 1000_00), account("E2", 500_00))
    stage.take(second)
    stage.take(extract(account("E1", 900_00)))
    told = stage.take(second)
    assert [each.code for each in told.warnings] == ["file_already_imported"]
    assert table(stage).total(MoneyStage.COMMITTED) == 1400_00


def test_a_file_whose_columns_were_wrong_is_corrected_by_itself(stage: Purse) -> None:
    actor = stage.actor()
    with acting_as(actor):
        for cents in (10_00, 1000_00):
            told = import_extract(
                actor=actor, organisation=stage.cast.region, extract=extract(account("E1", cents)), file_id=7
            )
    assert (told.changed, table(stage).total(MoneyStage.COMMITTED)) == (1, 1000_00)


def test_an_extract_older_than_the_latest_is_worth_a_look(stage: Purse) -> None:
    stage.take(extract(account("E1"), name="juin, complet.xlsx", on=date(2020, 6, 30)))
    (told,) = stage.review(extract(account("E1", 900_00), name="mars.xlsx", on=date(2020, 3, 31))).warnings
    assert told.code == "older_extract"
    assert "« juin, complet.xlsx »" in told.message


def test_a_review_writes_nothing(stage: Purse) -> None:
    told = stage.review(extract(account("E1")))
    assert (told.added, told.written, Commitment.objects.count()) == (1, False, 0)


def test_what_was_known_before_stays_readable(stage: Purse) -> None:
    stage.take(extract(account("E1", 1000_00)))
    between = now()
    stage.take(extract(account("E1", 1500_00)))
    assert table(stage, known_at=between).total(MoneyStage.COMMITTED) == 1000_00
    assert table(stage).total(MoneyStage.COMMITTED) == 1500_00
    assert table(stage, known_at=between - timedelta(days=1)).is_empty


def test_what_had_not_happened_yet_is_not_there(stage: Purse) -> None:
    stage.take(extract(account("E1", dates={MoneyStage.COMMITTED: date(2019, 3, 1)})))
    assert table(stage, on=date(2019, 2, 28)).is_empty
    assert table(stage, on=date(2019, 3, 1)).total(MoneyStage.COMMITTED) == 1000_00


def test_a_line_without_date_happened_at_the_end_of_its_year_or_on_the_day_of_the_extract(stage: Purse) -> None:
    stage.take(extract(account("E1"), account("E2", year=2020), on=date(2020, 9, 30)))
    days = dict(Movement.objects.values_list("commitment__number", "happened_on"))
    assert days == {"E1": date(2019, 12, 31), "E2": date(2020, 9, 30)}


def test_a_line_that_goes_nowhere_waits_outside_every_figure_and_is_counted(stage: Purse) -> None:
    stage.take(extract(account("E1"), account("E2", 700_00, action=57)))
    found = table(stage)
    assert found.total(MoneyStage.COMMITTED) == 1000_00
    assert (found.unallocated.count, found.unallocated.of(MoneyStage.COMMITTED)) == (1, 700_00)
    actor = stage.actor()
    with acting_as(actor):
        assert unallocated_count(actor=actor, plan=stage.plan) == 1
        (line,) = unallocated_commitments(actor=actor, plan=stage.plan)
    assert (line.number, line.why) == ("E2", "le plan n’a pas d’action 57")


def _waits(stage: Purse, *numbers: str) -> list[int]:
    return [Commitment.objects.get(number=number).pk for number in numbers]


def test_a_person_attaches_a_line_and_the_past_still_says_that_it_waited(stage: Purse) -> None:
    stage.take(extract(account("E2", 700_00, action=57)))
    before = now()
    actor = stage.actor()
    with acting_as(actor):
        allocate_commitments(
            actor=actor,
            plan=stage.plan,
            commitment_ids=_waits(stage, "E2"),
            target=AllocationTarget("pacte-essai", "2", ActionCode(2)),
            reason="Convention lue",
        )
    assert table(stage).total(MoneyStage.COMMITTED) == 700_00
    assert table(stage, known_at=before).is_empty
    assert table(stage, known_at=before).unallocated.count == 1
    assert table(stage).unallocated.count == 0


def test_what_a_person_teaches_serves_the_lines_alike_and_the_next_files(stage: Purse) -> None:
    lines = [account(number, 100, action=None, operation="P103-12") for number in ("E1", "E2")]
    stage.take(extract(*lines, account("E3", 100, action=None, operation="P103-99")))
    actor = stage.actor()
    with acting_as(actor):
        moved = allocate_commitments(
            actor=actor,
            plan=stage.plan,
            commitment_ids=_waits(stage, "E1"),
            target=AllocationTarget("pacte-essai", "1", ActionCode(1)),
            reason="Opération du plan",
            learn="operation",
        )
    assert moved == 2
    told = stage.take(extract(account("E9", 100, action=None, operation="p103-12"), name="suite.xlsx"))
    assert told.unmatched == 0
    assert table(stage).unallocated.count == 1


def test_moving_an_attached_line_keeps_where_it_was(stage: Purse) -> None:
    stage.take(extract(account("E1")))
    (identifier,) = _waits(stage, "E1")
    actor = stage.actor("pilot")
    with acting_as(actor):
        allocate_commitments(
            actor=actor,
            plan=stage.plan,
            commitment_ids=[identifier],
            target=AllocationTarget("pacte-essai", "2", ActionCode(2)),
            reason="Erreur d’imputation",
        )
        story = commitment_history(actor=actor, plan=stage.plan, commitment_id=identifier)
        with pytest.raises(Conflict):
            allocate_commitments(
                actor=actor,
                plan=stage.plan,
                commitment_ids=[identifier],
                target=AllocationTarget("pacte-essai", "2", ActionCode(2)),
                reason="Encore",
            )
    assert [each.target.label for each in story.allocations] == ["action 2", "action 1"]
    assert story.target == AllocationTarget("pacte-essai", "2", ActionCode(2))


def test_an_allocation_needs_a_reason_and_a_target_of_the_plan(stage: Purse) -> None:
    stage.take(extract(account("E1", action=57)))
    actor = stage.actor()
    with acting_as(actor):
        for target, reason in (
            (AllocationTarget("pacte-essai", "1", ActionCode(1)), " "),
            (AllocationTarget("autre", "1", ActionCode(1)), "x"),
            (AllocationTarget("pacte-essai", "1", ActionCode(99)), "x"),
        ):
            with pytest.raises(ValidationError):
                allocate_commitments(
                    actor=actor, plan=stage.plan, commitment_ids=_waits(stage, "E1"), target=target, reason=reason
                )


def test_a_movement_is_never_changed_nor_removed(stage: Purse) -> None:
    stage.take(extract(account("E1")))
    with acting_as(MACHINE):
        for statement in ("update finance_movement set cents = 1", "delete from finance_movement"):
            with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


@pytest.mark.parametrize("part", ["lead", "buyer", "auditor", "administrator", "state_reader", "partner", "visitor"])
def test_only_the_pilot_and_the_finance_officer_import(stage: Purse, part: str) -> None:
    with pytest.raises(PermissionDenied):
        stage.take(extract(account("E1")), part=part)


@pytest.mark.parametrize("part", ["partner", "provider", "adviser", "visitor", "intruder"])
def test_money_is_unseen_by_who_does_not_follow_it(stage: Purse, part: str) -> None:
    stage.take(extract(account("E1")))
    actor = stage.actor(part)
    with acting_as(actor), pytest.raises(NotFound):
        money_table(actor=actor, plan=stage.plan, on=date(2020, 1, 1))


def test_row_security_hides_money_from_another_region_even_without_a_right_to_check(stage: Purse) -> None:
    stage.take(extract(account("E1")))
    with acting_as(stage.actor("intruder")):
        assert (Movement.objects.count(), Commitment.objects.count()) == (0, 0)


def test_another_region_with_the_same_number_has_its_own_commitment(stage: Purse) -> None:
    stage.take(extract(account("E1")))
    actor = stage.actor("intruder")
    with acting_as(actor):
        told = import_extract(actor=actor, organisation=stage.cast.other_region, extract=extract(account("E1")))
    assert (told.added, told.unmatched) == (1, 1)
    assert table(stage).total(MoneyStage.COMMITTED) == 1000_00


def test_only_the_machine_dates_an_import_of_another_instant(stage: Purse) -> None:
    actor = stage.actor()
    with acting_as(actor), pytest.raises(ConfigurationError):
        import_extract(
            actor=actor, organisation=stage.cast.region, extract=extract(account("E1")),
            at=datetime(2020, 1, 1, tzinfo=UTC),
        )  # fmt: skip


def test_a_plan_without_history_has_no_forecast(stage: Purse) -> None:
    stage.take(extract(account("E1")))
    actor = stage.actor()
    with acting_as(actor):
        assert isinstance(
            payment_forecast_of_plan(actor=actor, plan=stage.plan, on=date(2020, 1, 1)), InsufficientHistory
        )


def test_reading_the_table_asks_the_same_number_of_questions_whatever_its_size(
    stage: Purse,
) -> None:
    actor, plan = stage.actor(), stage.plan

    def count() -> int:
        with connection.execute_wrapper(counter := _Count()), acting_as(actor):
            money_table(actor=actor, plan=plan, on=date(2099, 1, 1))
        return counter.count

    stage.take(extract(account("E0")))
    before = count()
    many = (account(f"F{rank}", year=2019 + rank % 4, action=1 + rank % 2) for rank in range(60))
    stage.take(extract(*many, name="b.xlsx"))
    assert count() == before


class _Count:
    count = 0

    def __call__(self, execute: object, *arguments: object) -> object:
        self.count += 1
        return execute(*arguments)  # type: ignore[operator]
