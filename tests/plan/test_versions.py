"""A version in the database: complete, frozen once voted, visible to the right readers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from pacte.accounts.row_context import acting_as
from pacte.audit.queries import audit_entries_about
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.plan.models import PlanVersion, VersionRow
from pacte.plan.queries import (
    action_numbers_led_by,
    content_of_version,
    draft_version,
    plan_by_code,
    version_on,
    version_summaries,
)
from pacte.plan.records import PlanRow, VersionState
from pacte.plan.rules.diff import diff_plans
from pacte.plan.services import create_plan, edit_row, put_in_force, replace_draft, sign, vote
from tests.cast import MACHINE, Cast
from tests.plans_at_hand import shipped_plan, written

pytestmark = pytest.mark.django_db
DAY = date(2018, 11, 19)


@pytest.fixture
def draft(cast: Cast) -> PlanVersion:
    with acting_as(MACHINE):
        return written(actor=MACHINE, host=cast.region)


@pytest.fixture
def in_force(draft: PlanVersion) -> Iterator[PlanVersion]:
    with acting_as(MACHINE):
        vote(actor=MACHINE, version=draft, assembly="Assemblée plénière", number="18.05.01", on=DAY)
        sign(actor=MACHINE, version=draft, on=DAY)
        put_in_force(actor=MACHINE, version=draft, on=DAY)
    return draft


def _row(version: PlanVersion, key: str) -> PlanRow:
    return next(row for row in content_of_version(version).rows if row.key == key)


def test_a_stored_plan_comes_back_as_it_went_in(draft: PlanVersion) -> None:
    with acting_as(MACHINE):
        assert content_of_version(draft) == shipped_plan()


def test_reading_a_plan_costs_the_same_number_of_queries_whatever_its_size(
    draft: PlanVersion, django_assert_num_queries: object
) -> None:
    with acting_as(MACHINE), django_assert_num_queries(9):  # type: ignore[operator]
        content_of_version(draft)


def test_a_draft_is_unseen_by_the_public_by_other_regions_and_by_visitors(cast: Cast, draft: PlanVersion) -> None:
    for actor in (NOBODY, cast["intruder"].actor, cast["visitor"].actor):
        with acting_as(actor), pytest.raises(NotFound):
            plan_by_code(actor=actor, code=draft.plan.code)


def test_row_level_security_alone_hides_a_draft_and_its_lines(cast: Cast, draft: PlanVersion) -> None:
    for actor in (NOBODY, cast["intruder"].actor):
        with acting_as(actor):
            assert not PlanVersion.objects.exists()
            assert not VersionRow.objects.exists()


def test_what_is_in_force_is_seen_by_everyone(cast: Cast, in_force: PlanVersion) -> None:
    for actor in (NOBODY, cast["intruder"].actor, cast["visitor"].actor):
        with acting_as(actor):
            plan = plan_by_code(actor=actor, code=in_force.plan.code)
            assert len(content_of_version(version_on(actor=actor, plan=plan, on=date(2020, 1, 1))).rows) == 45


@pytest.mark.parametrize("gesture", ["change", "remove", "add"])
def test_no_line_of_a_voted_version_can_change(in_force: PlanVersion, gesture: str) -> None:
    with acting_as(MACHINE), pytest.raises(IntegrityError), transaction.atomic():
        row = VersionRow.objects.filter(version=in_force).order_by("pk").first()
        assert row is not None
        if gesture == "change":
            VersionRow.objects.filter(pk=row.pk).update(title="Autre titre")
        elif gesture == "remove":
            VersionRow.objects.filter(pk=row.pk).delete()
        else:
            row.pk, row.key = None, "A99"
            row.save()


def test_a_voted_version_goes_neither_back_nor_away(in_force: PlanVersion) -> None:
    for verb in ("back", "vote", "away"):
        with acting_as(MACHINE), pytest.raises(IntegrityError), transaction.atomic():
            same = PlanVersion.objects.filter(pk=in_force.pk)
            if verb == "back":
                same.update(state="draft")
            elif verb == "vote":
                same.update(vote_number="autre")
            else:
                same.delete()


def test_a_vote_needs_its_assembly_and_its_number(draft: PlanVersion) -> None:
    with acting_as(MACHINE), pytest.raises(ValidationError, match="délibération"):
        vote(actor=MACHINE, version=draft, assembly="Assemblée plénière", number=" ", on=DAY)


def test_a_code_taken_by_the_unseen_draft_of_another_region_is_a_conflict(cast: Cast, draft: PlanVersion) -> None:
    actor = cast["intruder"].actor
    with acting_as(actor), pytest.raises(Conflict, match="existe déjà"):
        create_plan(actor=actor, organisation=cast.other_region, content=shipped_plan(), lead_organisations={})


def test_only_the_pilot_votes(cast: Cast, draft: PlanVersion) -> None:
    for part in ("lead", "administrator", "finance", "auditor"):
        actor = cast[part].actor
        with acting_as(actor), pytest.raises(PermissionDenied):
            vote(actor=actor, version=draft, assembly="Assemblée", number="1", on=DAY)


def test_a_lead_edits_what_they_lead_and_the_change_goes_to_the_draft(cast: Cast, in_force: PlanVersion) -> None:
    actor = cast["state_lead"].actor
    with acting_as(actor):
        assert {"16", "17"} <= set(action_numbers_led_by(actor=actor, version=in_force, on=date(2020, 1, 1)))
        held = edit_row(
            actor=actor,
            version=in_force,
            row_key="A17",
            changes={"comment": "AMO national sollicité"},
            lead_organisations={},
            reason="Échange avec le niveau national",
        )
        assert held.state == "draft"
        assert held.number == in_force.number + 1
        changes = diff_plans(content_of_version(in_force), content_of_version(held)).changes
        assert [(change.number, change.field) for change in changes] == [("17", "comment")]


def test_an_edit_is_in_the_journal_with_its_reason_before_and_after(cast: Cast, in_force: PlanVersion) -> None:
    actor = cast["pilot"].actor
    with acting_as(actor):
        edit_row(
            actor=actor,
            version=in_force,
            row_key="A18",
            changes={"priority": "2020"},
            seen_digest=_row(in_force, "A18").digest,
            lead_organisations={},
            reason="Décalage décidé en comité",
        )
        entry = audit_entries_about(actor=actor, subject_kind="plan_action", subject_ids=[f"{in_force.plan.code}:18"])[
            0
        ]
    assert entry.reason == "Décalage décidé en comité"
    assert entry.detail["changes"] == {"priority": {"before": "2019", "after": "2020"}}


def test_a_lead_does_not_edit_the_action_of_another(cast: Cast, in_force: PlanVersion) -> None:
    actor = cast["observatory_lead"].actor
    with acting_as(actor), pytest.raises(PermissionDenied):
        edit_row(
            actor=actor,
            version=in_force,
            row_key="A18",
            changes={"comment": "x"},
            lead_organisations={},
            reason="essai",
        )


def test_the_intruder_edits_nothing(cast: Cast, in_force: PlanVersion) -> None:
    actor = cast["intruder"].actor
    with acting_as(actor), pytest.raises(PermissionDenied):
        edit_row(
            actor=actor,
            version=in_force,
            row_key="A18",
            changes={"comment": "x"},
            lead_organisations={},
            reason="essai",
        )


def test_an_edit_without_reason_is_refused(cast: Cast, in_force: PlanVersion) -> None:
    actor = cast["pilot"].actor
    with acting_as(actor), pytest.raises(ValidationError, match="motif"):
        edit_row(
            actor=actor, version=in_force, row_key="A18", changes={"comment": "x"}, lead_organisations={}, reason="  "
        )


def test_two_people_who_edit_the_same_field_do_not_erase_each_other(cast: Cast, in_force: PlanVersion) -> None:
    actor = cast["pilot"].actor
    with acting_as(actor):
        held = edit_row(
            actor=actor,
            version=in_force,
            row_key="A18",
            changes={"priority": "2020"},
            seen_digest=_row(in_force, "A18").digest,
            lead_organisations={},
            reason="premier",
        )
        with pytest.raises(Conflict):
            edit_row(
                actor=actor,
                version=held,
                row_key="A18",
                changes={"priority": "2021"},
                seen_digest=_row(in_force, "A18").digest,
                lead_organisations={},
                reason="second",
            )


def test_an_amendment_adds_an_action_and_old_dates_keep_the_old_plan(cast: Cast, in_force: PlanVersion) -> None:
    actor = cast["pilot"].actor
    with acting_as(actor):
        before = content_of_version(in_force)
        row = before.rows[-1]
        new = type(row)(
            key="A40",
            number=ActionCode(40),
            kind=row.kind,
            axis_code=row.axis_code,
            strategic_code=row.strategic_code,
            operational_code=row.operational_code,
            title="Maintien du lien pendant les fermetures de centres",
        )
        after = type(before)(
            **{name: getattr(before, name) for name in before.__dataclass_fields__} | {"rows": (*before.rows, new)}
        )
        held = replace_draft(
            actor=actor, plan=in_force.plan, base=in_force, content=after, lead_organisations={}, reason="Avenant 1"
        )
        assert held.label == "Projet d’avenant 1"
        vote(actor=actor, version=held, assembly="Commission permanente", number="20.03.04", on=date(2020, 3, 4))
        sign(actor=actor, version=held, on=date(2020, 3, 10))
        put_in_force(actor=actor, version=held, on=date(2020, 4, 1))
        assert held.label == "Avenant 1"
        plan = in_force.plan
        assert (
            ActionCode(40) not in content_of_version(version_on(actor=actor, plan=plan, on=date(2020, 3, 31))).numbers
        )
        assert ActionCode(40) in content_of_version(version_on(actor=actor, plan=plan, on=date(2020, 4, 1))).numbers
        assert [line.number for line in version_summaries(actor=actor, plan=plan)] == [2, 1]
        assert draft_version(actor=actor, plan=plan) is None


def test_a_plan_has_one_draft_at_a_time(cast: Cast, draft: PlanVersion) -> None:
    with acting_as(MACHINE), pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.create(
            plan=draft.plan,
            organisation=cast.region,
            number=9,
            label="x",
            state="draft",
            title="x",
            first_year=2019,
            last_year=2022,
            created_at="2020-01-01T00:00:00Z",
            created_by_name="x",
        )


def test_a_version_says_when_it_was_put_in_force_and_never_otherwise(in_force: PlanVersion) -> None:
    assert in_force.put_in_force_at is not None
    assert in_force.created_at <= in_force.put_in_force_at <= now()
    with acting_as(MACHINE), pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.filter(pk=in_force.pk).update(put_in_force_at=in_force.put_in_force_at - timedelta(days=1))


def test_a_version_is_not_in_force_without_its_instant(draft: PlanVersion) -> None:
    with acting_as(MACHINE), pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.filter(pk=draft.pk).update(state=VersionState.IN_FORCE, in_force_from=DAY)
