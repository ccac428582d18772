"""Two organisations give two figures. Both are kept until an arbiter of neither decides, with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from pacte.accounts.row_context import acting_as
from pacte.indicators.models import Dispute, DisputeRecord, DisputeSide
from pacte.indicators.queries.disputes import dispute_by_number, dispute_details, visible_disputes
from pacte.indicators.records.dispute import DisputeInput, DisputeOutcome
from pacte.indicators.rules.dispute import (
    compare_definitions,
    compare_record_lists,
    parse_dispute_records,
    reminder_mark,
)
from pacte.indicators.services.dispute_reminders import send_dispute_reminders
from pacte.indicators.services.disputes import (
    appoint_arbiter,
    open_dispute,
    record_dispute_list,
    record_dispute_side,
    settle_dispute,
)
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.notifications.models import Notification
from tests.cast import MACHINE, Cast
from tests.web.world_diagnosis import FIRST, FIRST_LIST, SECOND, SECOND_LIST, told_dispute


def test_definitions_are_compared_point_by_point_with_what_each_changes() -> None:
    found = {each.label: each for each in compare_definitions(FIRST, SECOND)}
    assert found["Ce qui est compté"].is_same
    assert found["Date qui compte"].effect == ""
    assert "habite la zone" in found["Territoire"].effect
    assert not found["Connu le"].is_same


def test_lists_are_compared_by_their_keys() -> None:
    found = compare_record_lists(FIRST_LIST, SECOND_LIST)
    assert (found.first_only, found.second_only, found.same) == (("P1",), (), 1)
    assert [(each.key, each.columns) for each in found.different] == [("P3", (("fin", "terme", "abandon"),))]


def test_accents_and_capitals_are_no_difference() -> None:
    found = compare_record_lists({"1": {"fin": "Terminé"}}, {"1": {"fin": "termine"}})
    assert (found.different, found.same) == ((), 1)


def test_a_column_that_one_list_lacks_is_not_compared() -> None:
    assert compare_record_lists({"1": {"fin": "a", "niveau": "3"}}, {"1": {"fin": "a"}}).same == 1


@pytest.mark.parametrize("heading", ["Nom", "Prénom du stagiaire", "date_naissance", "NIR", "Courriel", "Tél."])
def test_a_list_never_says_who_the_people_are(heading: str) -> None:
    with pytest.raises(ValidationError, match="qui est la personne"):
        parse_dispute_records(["cle", heading], [(2, ["1", "x"])])


def test_a_key_that_is_there_twice_or_empty_is_told_with_its_line() -> None:
    with pytest.raises(ValidationError, match="Ligne 3"):
        parse_dispute_records(["cle"], [(2, ["1"]), (3, ["1"])])
    with pytest.raises(ValidationError, match="Ligne 2"):
        parse_dispute_records(["cle"], [(2, [" "])])


def given(cast: Cast) -> DisputeInput:
    day = today()
    return DisputeInput("Entrées", day, day, day, (cast.provider.pk, cast.network.pk))


def test_both_figures_stand_and_the_lists_tell_where_they_part(cast: Cast) -> None:
    dispute = told_dispute(cast)
    with acting_as(cast["provider"].actor) as provider:
        read = dispute_details(actor=provider, dispute=dispute)
    assert [each.side.value for each in read.sides if each.side] == [120, 118]
    assert read.lists is not None
    assert dict(read.lists.counts) == {"first_only": 1, "second_only": 0, "different": 1, "same": 1}


def test_the_arbiter_settles_and_the_lists_go_while_their_counts_stay(cast: Cast) -> None:
    dispute = told_dispute(cast)
    with acting_as(cast["state_lead"].actor) as judge:
        settle_dispute(actor=judge, dispute=dispute, outcome=DisputeOutcome.SECOND, reason="la résidence fait foi")
        held = dispute_by_number(actor=judge, host_id=cast.region.pk, number=dispute.number)
        assert (held.outcome, held.settled_value) == ("second", Decimal(118))
        assert held.comparison == {"first_only": 1, "second_only": 0, "different": 1, "same": 1}
    with acting_as(cast["pilot"].actor):
        assert DisputeRecord.objects.count() == 0
        assert DisputeSide.objects.count() == 2
    with acting_as(cast["state_lead"].actor) as judge, pytest.raises(Conflict):
        settle_dispute(actor=judge, dispute=held, outcome=DisputeOutcome.FIRST, reason="finalement")


def test_nobody_but_the_arbiter_settles(cast: Cast) -> None:
    dispute = told_dispute(cast)
    for part in ("pilot", "provider", "analyst"):
        with acting_as(cast[part].actor) as actor, pytest.raises(PermissionDenied):
            settle_dispute(actor=actor, dispute=dispute, outcome=DisputeOutcome.FIRST, reason="je le dis")


def test_nobody_arbitrates_the_figure_of_their_own_organisation(cast: Cast) -> None:
    dispute = told_dispute(cast)
    with acting_as(cast["pilot"].actor) as pilot, pytest.raises(ValidationError, match="son propre chiffre"):
        appoint_arbiter(
            actor=pilot, dispute=dispute, person_id=cast["adviser"].person.pk, name="x",
            organisation_id=cast.network.pk, due_on=today(),
        )  # fmt: skip


def test_another_figure_must_be_given(cast: Cast) -> None:
    dispute = told_dispute(cast)
    with acting_as(cast["state_lead"].actor) as judge, pytest.raises(ValidationError):
        settle_dispute(actor=judge, dispute=dispute, outcome=DisputeOutcome.ANOTHER, reason="ni l’un ni l’autre")


def test_an_organisation_speaks_for_itself_and_its_versions_stay(cast: Cast) -> None:
    dispute = told_dispute(cast)
    with acting_as(cast["provider"].actor) as provider:
        record_dispute_side(
            actor=provider, dispute=dispute, body=cast.provider, data=replace(FIRST, value=Decimal(119))
        )
        read = dispute_details(actor=provider, dispute=dispute)
        assert (read.sides[0].versions, read.sides[0].side.value if read.sides[0].side else None) == (2, 119)
        with pytest.raises(PermissionDenied):
            record_dispute_side(actor=provider, dispute=dispute, body=cast.network, data=SECOND)


def test_a_list_given_again_takes_the_place_of_the_first(cast: Cast) -> None:
    dispute = told_dispute(cast)
    with acting_as(cast["provider"].actor) as provider:
        record_dispute_list(actor=provider, dispute=dispute, body=cast.provider, records={"P9": {}})
        assert DisputeRecord.objects.filter(body=cast.provider).count() == 1


def test_one_opens_a_dispute_for_ones_own_organisation_only(cast: Cast) -> None:
    with acting_as(cast["provider"].actor) as provider:
        made = open_dispute(actor=provider, host=cast.region, data=given(cast))
        assert made.number == 1
        with pytest.raises(PermissionDenied):
            open_dispute(
                actor=provider, host=cast.region,
                data=replace(given(cast), bodies=(cast.state.pk, cast.network.pk)),
            )  # fmt: skip
    with acting_as(cast["intruder"].actor) as intruder, pytest.raises(NotFound):
        open_dispute(actor=intruder, host=cast.region, data=given(cast))


def test_two_who_open_have_two_numbers_though_they_do_not_see_each_other(cast: Cast) -> None:
    with acting_as(cast["provider"].actor) as provider:
        open_dispute(actor=provider, host=cast.region, data=given(cast))
    with acting_as(cast["lead"].actor) as lead:
        made = open_dispute(
            actor=lead, host=cast.region, data=replace(given(cast), bodies=(cast.region.pk, cast.state.pk))
        )
        assert made.number == 2
        assert [each.number for each in visible_disputes(actor=lead, host_id=cast.region.pk)] == [2]


def test_who_is_of_neither_side_does_not_even_read_the_rows(cast: Cast) -> None:
    dispute = told_dispute(cast)
    for part in ("lead", "buyer", "intruder"):
        with acting_as(cast[part].actor):
            assert Dispute.objects.count() == DisputeSide.objects.count() == DisputeRecord.objects.count() == 0
    with (
        acting_as(cast["adviser"].actor),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        DisputeRecord.objects.create(dispute=dispute, body=cast.provider, key="faux")


@pytest.mark.parametrize(
    ("left", "mark"), [(16, ""), (15, "J-15"), (4, "J-15"), (3, "J-3"), (0, "J"), (-1, "retard-0"), (-8, "retard-1")]
)
def test_a_dispute_is_reminded_of_as_its_day_comes_and_each_week_after(left: int, mark: str) -> None:
    assert reminder_mark(date(2021, 6, 30), date(2021, 6, 30) - timedelta(days=left)) == mark


def test_who_owes_is_told_once_and_nobody_else(cast: Cast) -> None:
    with acting_as(cast["pilot"].actor) as pilot:
        bare = open_dispute(actor=pilot, host=cast.region, data=replace(given(cast), subject="Places du Loiret"))
    told_dispute(cast)

    def reminded(on: date) -> int:
        with acting_as(MACHINE):
            return send_dispute_reminders(actor=MACHINE, on=on, address_of=lambda number: f"/desaccords/{number}/")

    assert reminded(bare.due_on - timedelta(days=20)) == 0
    assert reminded(bare.due_on) == reminded(bare.due_on + timedelta(days=1)) > 0
    assert reminded(bare.due_on + timedelta(days=1)) == 0
    with acting_as(MACHINE):
        found = {each.person_id: each for each in Notification.objects.filter(kind="dispute_due")}
        assert cast["provider"].person.pk in found
        assert (
            found[cast["pilot"].person.pk].subject == "Désaccord sur un chiffre, arbitre à désigner : Places du Loiret"
        )
        assert found[cast["adviser"].person.pk].address == f"/desaccords/{bare.number}/"
        assert not found.keys() & {cast[part].person.pk for part in ("lead", "visitor", "intruder", "state_lead")}
    assert reminded(bare.due_on + timedelta(days=29)) > 0
    with acting_as(MACHINE):
        judged = Notification.objects.get(kind="dispute_due", person_id=cast["state_lead"].person.pk)
        assert "à trancher : Entrées de 2020" in judged.subject
    with acting_as(cast["pilot"].actor) as pilot, pytest.raises(PermissionDenied):
        send_dispute_reminders(actor=pilot, on=today(), address_of=str)
