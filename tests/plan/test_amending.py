"""Amendments: action 40 added, 16 abandoned, 15 split, one more year; then a following plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from pacte.accounts.row_context import acting_as
from pacte.audit.queries import audit_entries_about
from pacte.exchange.plan_files.reading import read_plan_file
from pacte.exchange.plan_files.writing import write_plan_file
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import NotFound, PermissionDenied, ValidationError
from pacte.kernel.period import Period
from pacte.plan.models import PlanAction, PlanVersion, VersionActionStatus, VersionLineageLink
from pacte.plan.queries import content_of_version, current_plans, draft_version, main_plan, plan_summaries, version_on
from pacte.plan.records import ActionState, ActionStatus, Lead, LineageKind, PlanContent
from pacte.plan.rules.diff import diff_plans
from pacte.plan.services import (
    add_action,
    add_period,
    continue_action,
    discard_draft,
    edit_row,
    merge_actions,
    put_in_force,
    restore_action,
    set_action_state,
    sign,
    split_action,
    vote,
)
from tests.cast import MACHINE, Cast
from tests.plan.contents import row, small_plan
from tests.plans_at_hand import written
from tests.web.plan_stage import IN_FORCE, enforce

pytestmark = pytest.mark.django_db
VOTED, SINCE = date(2020, 12, 10), date(2021, 1, 1)


@pytest.fixture
def version(cast: Cast) -> Iterator[PlanVersion]:
    """The real plan, in force."""
    with acting_as(MACHINE):
        found = written(actor=MACHINE, host=cast.region)
        enforce(found, IN_FORCE)
        yield found


def amended(version: PlanVersion) -> PlanVersion:
    """Amendment 1: action 40 added, 16 abandoned, 15 split, 2023 added; voted, signed, in force since 2021."""
    why: dict[str, Any] = {"version": version, "reason": "Avenant 1"}
    add_action(
        actor=MACHINE, title="Maintien du lien pendant les fermetures", operational_code="2-3.4",
        leads=(Lead("Région"),),
        **why,
    )  # fmt: skip
    set_action_state(actor=MACHINE, number=ActionCode(16), state=ActionState.ABANDONED, since=SINCE, **why)
    split_action(actor=MACHINE, number=ActionCode(15), titles=["Réseaux sociaux", "Ambassadeurs"], since=SINCE, **why)
    draft = add_period(actor=MACHINE, period=Period(2023, 2023), **why)
    vote(actor=MACHINE, version=draft, assembly="Commission permanente", number="20.12.07", on=VOTED)
    sign(actor=MACHINE, version=draft, on=VOTED)
    put_in_force(actor=MACHINE, version=draft, on=SINCE)
    return draft


def test_an_amendment_adds_40_abandons_16_splits_15_and_adds_a_year(version: PlanVersion) -> None:
    amended(version)
    before = content_of_version(version_on(actor=MACHINE, plan=version.plan, on=date(2020, 12, 31)))
    after = content_of_version(version_on(actor=MACHINE, plan=version.plan, on=SINCE))
    assert (before.numbers[-1], before.last_year, before.statuses, before.lineage) == ("39", 2022, (), ())
    assert after.numbers[-3:] == ("40", "41", "42")
    assert after.status_of(ActionCode(16)) == ActionStatus(ActionCode(16), ActionState.ABANDONED, SINCE, "Avenant 1")
    assert after.state_of(ActionCode(15)) is ActionState.SPLIT
    assert [(each.number, each.kind) for each in after.successors_of(ActionCode(15))] == [
        ("41", LineageKind.SPLIT), ("42", LineageKind.SPLIT),
    ]  # fmt: skip
    assert (after.last_year, after.periods[-1].code) == (2023, "2023")
    assert after.total_cents == before.total_cents


def test_an_action_that_ended_is_still_there_for_the_rooms_that_point_at_it(version: PlanVersion) -> None:
    before = {each.number: each.pk for each in PlanAction.objects.filter(plan=version.plan)}
    amended(version)
    after = {each.number: each.pk for each in PlanAction.objects.filter(plan=version.plan)}
    assert after.items() >= before.items()
    assert content_of_version(version_on(actor=MACHINE, plan=version.plan, on=SINCE)).rows_of(ActionCode(16))


def test_targets_of_an_old_version_are_read_at_old_dates(version: PlanVersion) -> None:
    def aim(content: PlanContent) -> Decimal | None:
        return next(
            figure.value for figure in content.rows_of(ActionCode(2))[0].figures if figure.is_target and figure.value
        )

    present = version
    for year, value in ((2020, 12), (2021, 8)):
        figures = tuple(
            replace(each, value=Decimal(value)) if each.is_target and each.value else each
            for each in content_of_version(present).rows_of(ActionCode(2))[0].figures
        )
        present = edit_row(
            actor=MACHINE,
            version=present,
            row_key="A02",
            changes={"figures": figures},
            lead_organisations={},
            reason="Cible revue",
        )
        enforce(present, date(year, 1, 1))
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]
    held = [content_of_version(version_on(actor=MACHINE, plan=version.plan, on=day)) for day in days]
    assert [aim(content) for content in held] == [10, 12, 12, 8]


def test_states_and_lineage_are_frozen_with_their_version(version: PlanVersion) -> None:
    draft = amended(version)
    for lines in (VersionActionStatus.objects.filter(version=draft), VersionLineageLink.objects.filter(version=draft)):
        with pytest.raises(IntegrityError), transaction.atomic():
            lines.delete()


def test_each_act_is_in_the_journal_with_its_reason(version: PlanVersion) -> None:
    set_action_state(
        actor=MACHINE,
        version=version,
        number=ActionCode(16),
        state=ActionState.SUSPENDED,
        since=SINCE,
        reason="Appel reporté",
    )
    (entry, *_) = audit_entries_about(
        actor=MACHINE, subject_kind="plan_action", subject_ids=[f"{version.plan.code}:16"]
    )
    assert (entry.act, entry.reason, entry.detail["state"]) == ("plan.set_action_state", "Appel reporté", "suspended")


def test_an_act_taken_back_leaves_the_draft_as_the_version_in_force(version: PlanVersion) -> None:
    draft = split_action(
        actor=MACHINE, version=version, number=ActionCode(15), titles=["a", "b"], since=SINCE, reason="Essai"
    )
    assert content_of_version(draft).numbers[-1] == "41"
    restore_action(actor=MACHINE, version=draft, number=ActionCode(15), reason="Erreur")
    assert diff_plans(content_of_version(version), content_of_version(draft)).is_empty


def test_a_number_that_was_used_is_not_given_again(version: PlanVersion) -> None:
    draft = merge_actions(
        actor=MACHINE,
        version=version,
        numbers=[ActionCode(16), ActionCode(17)],
        into=ActionCode(15),
        since=SINCE,
        reason="Essai",
    )
    assert content_of_version(draft).state_of(ActionCode(16)) is ActionState.MERGED
    first = add_action(actor=MACHINE, version=draft, title="Une", operational_code="2-3.4", reason="Essai")
    discard_draft(actor=MACHINE, version=first, reason="Essai")
    again = add_action(actor=MACHINE, version=version, title="Une autre", operational_code="2-3.4", reason="Essai")
    assert content_of_version(again).numbers[-1] == "40"


def test_only_the_pilot_decides_what_becomes_of_an_action_and_says_why(cast: Cast, version: PlanVersion) -> None:
    for part in ("lead", "administrator", "partner"):
        actor = cast[part].actor
        with acting_as(actor), pytest.raises(PermissionDenied):
            set_action_state(
                actor=actor, version=version, number=ActionCode(1), state=ActionState.ABANDONED, since=SINCE, reason="x"
            )
    pilot = cast["pilot"].actor
    with acting_as(pilot):
        with pytest.raises(ValidationError, match="motif"):
            set_action_state(
                actor=pilot,
                version=version,
                number=ActionCode(1),
                state=ActionState.ABANDONED,
                since=SINCE,
                reason="  ",
            )
        with pytest.raises(ValidationError):
            set_action_state(
                actor=pilot, version=version, number=ActionCode(1), state=ActionState.SPLIT, since=SINCE, reason="x"
            )
        with pytest.raises(ValidationError):
            split_action(actor=pilot, version=version, number=ActionCode(1), titles=["une"], since=SINCE, reason="x")
        with pytest.raises(NotFound):
            restore_action(actor=pilot, version=version, number=ActionCode(1), reason="x")
        assert draft_version(actor=pilot, plan=version.plan) is None


@pytest.mark.parametrize("extension", ["yaml", "xlsx"])
def test_an_amended_plan_exported_and_read_again_is_the_same(version: PlanVersion, extension: str) -> None:
    content = content_of_version(amended(version))
    data = write_plan_file(content, extension=extension, as_of=SINCE, version_label="essai")
    assert read_plan_file(data, name=f"plan.{extension}").content == content


def test_the_plan_that_follows_opens_from_its_first_year_on(cast: Cast, version: PlanVersion) -> None:
    rows = (row("A01", 1, leads=(Lead("Région"),)), row("A02", 2, leads=(Lead("Région"),)))
    content = small_plan(
        *rows, code="pacte_2024-2027", title="Pacte 2024-2027", first_year=2024, last_year=2027, periods=()
    )
    later = written(actor=MACHINE, host=cast.region, content=content)
    continue_action(
        actor=MACHINE,
        version=later,
        number=ActionCode(1),
        origin_plan=version.plan.code,
        origin_number=ActionCode(12),
        reason="Suite",
    )
    enforce(later, date(2024, 1, 1))
    day = date(2024, 6, 1)
    assert [line.code for line in plan_summaries(actor=MACHINE)] == ["pacte_2024-2027", version.plan.code]
    for opened_on, plan in ((date(2022, 6, 1), version.plan), (date(2023, 6, 1), version.plan), (day, later.plan)):
        with time_machine.travel(opened_on):
            assert main_plan(actor=MACHINE) == plan
    assert version_on(actor=MACHINE, plan=version.plan, on=day).number == 1
    assert version_on(actor=MACHINE, plan=later.plan, on=day).pk == later.pk
    link = VersionLineageLink.objects.get(version=later)
    assert link.origin == PlanAction.objects.get(plan=version.plan, number=12)
    assert content_of_version(later).origins_of(ActionCode(1))[0].origin_plan == version.plan.code


def test_two_plans_that_run_at_once_are_both_current(cast: Cast, version: PlanVersion) -> None:
    content = small_plan(row("A01", 1, leads=(Lead("Région"),)), code="autre", title="Autre", first_year=2022)
    other = written(actor=MACHINE, host=cast.region, content=content)
    for opened_on, plans in ((date(2022, 6, 1), [version.plan]), (date(2023, 6, 1), [version.plan])):
        with time_machine.travel(opened_on):
            # A draft does not run.
            assert current_plans(actor=MACHINE) == plans
    enforce(other, date(2022, 1, 1))
    with time_machine.travel(date(2022, 6, 1)):
        assert current_plans(actor=MACHINE) == [version.plan, other.plan]


def test_an_action_does_not_continue_one_that_is_not_there(cast: Cast, version: PlanVersion) -> None:
    with pytest.raises(ValidationError):
        continue_action(
            actor=MACHINE,
            version=version,
            number=ActionCode(1),
            origin_plan=version.plan.code,
            origin_number=ActionCode(2),
            reason="x",
        )
    with pytest.raises(NotFound):
        continue_action(
            actor=MACHINE,
            version=version,
            number=ActionCode(1),
            origin_plan="aucun",
            origin_number=ActionCode(2),
            reason="x",
        )
