"""Trainings entered by hand: texts, links, quality, possible duplicates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import set_row_context
from pacte.kernel.actor import NOBODY
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.offer.models import SearchRow, Training, TrainingAction, TrainingQuality
from pacte.offer.queries import (
    competences_of_training,
    description_draft,
    duplicate_providers,
    duplicate_trainings,
    provider_requests,
    quality_by_provider,
    quality_of_provider,
    quality_of_training,
    session_detail,
    sessions_of_provider,
    training_by_number,
    training_detail,
)
from pacte.offer.records import (
    AccessInput,
    AttestationItem,
    BlockItem,
    CompetenceFamily,
    CompetenceItem,
    Issuer,
    ModuleItem,
    ModuleKind,
    ProviderInput,
    ProviderRequestKind,
    TrainingInput,
    TrainingNature,
    TrainingSessionInput,
    Triplet,
)
from pacte.offer.services import (
    attach_account,
    attach_accounts_by_siret,
    close_link,
    delete_description_draft,
    link_trainings,
    refresh_quality,
    save_access_information,
    save_description_draft,
    save_training_description,
    set_competences,
    set_modules,
    store_provider,
    store_trainings,
    submit_request,
)
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.offer.world import ELSEWHERE, READING, WELDING, Offer, gather_offer

pytestmark = pytest.mark.django_db
ON = date(2020, 11, 24)
SUMMARY = "En cinq mois, vous apprenez à assembler et à souder des pièces de métal."


kept_offer = kept_for_module(gather_offer)


def welding() -> Training:
    return training_by_number(actor=MACHINE, number="24_118402")


def test_the_same_trainings_written_twice_change_nothing(offer: Offer) -> None:
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    again = store_trainings(
        actor=provider, host_id=offer.host_id, provider=offer.provider, trainings=[WELDING, READING]
    )
    assert (again.added, again.changed, again.unchanged) == (0, 0, 8)


def test_a_provider_writes_its_own_trainings_only(offer: Offer) -> None:
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    with pytest.raises(PermissionDenied):
        store_trainings(actor=provider, host_id=offer.host_id, provider=offer.other, trainings=[ELSEWHERE])
    with pytest.raises(ValidationError) as caught:
        store_trainings(actor=provider, host_id=offer.host_id, provider=offer.provider, trainings=[ELSEWHERE])
    assert caught.value.code == "number_of_another"


@pytest.mark.parametrize("part", ["adviser", "analyst", "intruder", "visitor"])
def test_others_write_no_training(offer: Offer, part: str) -> None:
    actor = offer.cast[part].actor
    set_row_context(actor)
    with pytest.raises(PermissionDenied):
        store_trainings(actor=actor, host_id=offer.host_id, provider=offer.provider, trainings=[WELDING])


def test_a_session_that_ends_before_it_begins_writes_nothing(offer: Offer) -> None:
    action = replace(WELDING.actions[0], sessions=(TrainingSessionInput("24_9", date(2021, 5, 1), date(2021, 4, 1)),))
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    with pytest.raises(ValidationError):
        store_trainings(
            actor=provider,
            host_id=offer.host_id,
            provider=offer.provider,
            trainings=[replace(WELDING, number="24_9", actions=(action,))],
        )
    assert not Training.objects.filter(number="24_9").exists()


def test_a_provider_has_a_valid_siret_and_a_name(offer: Offer) -> None:
    set_row_context(MACHINE)
    for given, code in (
        (ProviderInput("12345678900000", "X"), "siret"),
        (ProviderInput("73282932000074", " "), "provider_name"),
    ):
        with pytest.raises(ValidationError) as caught:
            store_provider(actor=MACHINE, host_id=offer.host_id, provider_input=given)
        assert caught.value.code == code


def test_a_provider_cannot_take_the_row_of_another(offer: Offer) -> None:
    """The account on the row of a provider decides which orders it sees: nobody may write their own account there."""
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    with pytest.raises(PermissionDenied):
        store_provider(
            actor=provider,
            host_id=offer.host_id,
            provider_input=ProviderInput(offer.other.siret, "À moi", body_id=offer.cast.provider.pk),
        )
    with pytest.raises(PermissionDenied):
        store_provider(
            actor=provider,
            host_id=offer.host_id,
            provider_input=ProviderInput("55210055400013", "Neuf", body_id=offer.cast.provider.pk),
        )
    kept = store_provider(
        actor=provider, host_id=offer.host_id, provider_input=ProviderInput(offer.provider.siret, "Métal", body_id=999)
    )
    assert (kept.name, kept.body_id) == ("Métal", offer.cast.provider.pk)


def test_a_region_leaves_the_providers_of_another_alone(offer: Offer) -> None:
    intruder = offer.cast["intruder"].actor
    set_row_context(intruder)
    with pytest.raises(PermissionDenied) as caught:
        store_provider(
            actor=intruder,
            host_id=offer.cast.other_region.pk,
            provider_input=ProviderInput(offer.other.siret, "Ailleurs"),
        )
    assert caught.value.code == "provider_of_another"
    with pytest.raises(PermissionDenied):
        attach_account(actor=intruder, host_id=offer.host_id, provider=offer.other, organisation_id=None)


def test_an_account_is_attached_by_the_region_or_by_the_siret(offer: Offer) -> None:
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    attach_account(actor=buyer, host_id=offer.host_id, provider=offer.provider, organisation_id=None, reason="Essai.")
    with pytest.raises(Conflict):
        attach_account(actor=buyer, host_id=offer.host_id, provider=offer.provider, organisation_id=offer.cast.state.pk)
    assert attach_accounts_by_siret(actor=buyer, host_id=offer.host_id) == 0
    offer.cast.provider.siret = offer.provider.siret
    offer.cast.provider.save()
    assert attach_accounts_by_siret(actor=buyer, host_id=offer.host_id) == 1
    offer.provider.refresh_from_db()
    assert offer.provider.body_id == offer.cast.provider.pk


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (replace(WELDING, title="x" * 256), "text_too_long"),
        (replace(WELDING, title="nul\x00"), "text_sign"),
        (replace(WELDING, rome_codes=("TROP LONG",)), "text_too_long"),
        (replace(WELDING, actions=(replace(WELDING.actions[0], hours_total=2**40),)), "number_too_large"),
        (replace(WELDING, actions=(replace(WELDING.actions[0], hours_total=-1),)), "number_too_large"),
    ],
)
def test_what_a_column_would_not_hold_is_refused_in_words(offer: Offer, given: TrainingInput, code: str) -> None:
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    with pytest.raises(ValidationError) as caught:
        store_trainings(actor=provider, host_id=offer.host_id, provider=offer.provider, trainings=[given])
    assert caught.value.code == code


def test_anybody_reads_a_sheet_with_its_sessions_and_the_three_numbers(offer: Offer) -> None:
    set_row_context(NOBODY)
    sheet = training_detail(actor=NOBODY, number="24_118402")
    assert [line.triplet.session for line in sheet.sessions] == ["24_407731", "24_407732", "24_407733"]
    assert str(sheet.sessions[0].triplet) == "24_118402 / 24_1530117 / 24_407731"
    assert [line.is_to_come(date(2021, 2, 1)) for line in sheet.sessions] == [False, True, True]
    assert sheet.nature is TrainingNature.CERTIFYING
    page = session_detail(actor=NOBODY, triplet=Triplet("24_118402", "24_1530117", "24_407731"))
    assert page.provider.name == "Métal Formation Berry"
    for wrong in (Triplet("24_118402", "24_1530117", "24_300003"), Triplet("x", "y", "z")):
        with pytest.raises(NotFound):
            session_detail(actor=NOBODY, triplet=wrong)
    with pytest.raises(NotFound):
        training_detail(actor=NOBODY, number="24_0")


def test_rolling_entries_are_to_come_until_the_last_day(offer: Offer) -> None:
    (line,) = training_detail(actor=MACHINE, number="24_200001").sessions
    assert line.is_rolling
    assert [line.is_to_come(day) for day in (date(2021, 5, 1), date(2021, 9, 1))] == [True, False]


def test_the_provider_says_what_people_will_know_and_how_they_come(offer: Offer) -> None:
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    save_training_description(actor=provider, training=welding(), summary=SUMMARY)
    set_competences(
        actor=provider,
        training=welding(),
        items=[
            CompetenceItem("lire un plan", "RNCP34502BC01", "Assembler", is_attested=True),
            CompetenceItem("  "),
            CompetenceItem("souder à plat", "RNCP34502BC01", "Assembler"),
        ],
    )
    action = TrainingAction.objects.select_related("training__provider").get(number="24_1530117")
    save_access_information(
        actor=provider, training_action=action, words=AccessInput(licence_required=False, way="Bus 12, arrêt Forges")
    )
    set_row_context(NOBODY)
    sheet = training_detail(actor=NOBODY, number="24_118402")
    assert sheet.summary == SUMMARY
    assert [(each.text, each.is_attested) for each in sheet.competences] == [
        ("lire un plan", True),
        ("souder à plat", False),
    ]
    access = sheet.actions[0].access
    assert access is not None
    assert (access.licence_required, access.wheelchair, access.said_by_name) == (False, None, "Provider Distribution")


def test_what_is_attested_and_what_is_certified_are_two_things(offer: Offer) -> None:
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    module = ModuleItem(
        "Souder au semi-automatique",
        210,
        ModuleKind.MANDATORY,
        attestations=(
            AttestationItem("lire un plan", Issuer.PROVIDER, "103070"),
            AttestationItem("souder à plat", Issuer.EMPLOYER, family=CompetenceFamily.KNOW_HOW),
        ),
        blocks=(BlockItem("RNCP34502", "RNCP34502BC01", "Assembler", "Ministère du travail"),),
    )
    set_modules(actor=provider, training=welding(), items=[module])
    set_modules(actor=provider, training=welding(), items=[module])
    assert training_detail(actor=NOBODY, number="24_118402").modules == (module,)
    for wrong in (replace(module, hours=0), replace(module, blocks=(BlockItem("", "BC01"),))):
        with pytest.raises(ValidationError):
            set_modules(actor=provider, training=welding(), items=[wrong])


@pytest.mark.parametrize("part", ["adviser", "pilot", "intruder"])
def test_others_do_not_write_a_sheet(offer: Offer, part: str) -> None:
    actor = offer.cast[part].actor
    set_row_context(actor)
    with pytest.raises(PermissionDenied):
        save_training_description(actor=actor, training=welding(), summary="x")
    with pytest.raises(PermissionDenied):
        set_competences(actor=actor, training=welding(), items=[])
    with pytest.raises(PermissionDenied):
        save_description_draft(actor=actor, training=welding(), values={})


def test_a_list_too_long_to_be_read_is_refused(offer: Offer) -> None:
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    with pytest.raises(ValidationError):
        set_competences(actor=provider, training=welding(), items=[CompetenceItem("lire")] * 61)
    assert competences_of_training(actor=provider, training=welding()) == []


def test_a_draft_is_kept_then_dropped(offer: Offer) -> None:
    provider, buyer = offer.cast["provider"].actor, offer.cast["buyer"].actor
    set_row_context(provider)
    save_description_draft(actor=provider, training=welding(), values={"summary": "Un."})
    save_description_draft(actor=provider, training=welding(), values={"summary": "Deux."})
    kept = description_draft(actor=provider, training=welding())
    assert kept is not None
    assert kept.values == {"summary": "Deux."}
    assert description_draft(actor=buyer, training=welding()) is None
    delete_description_draft(actor=provider, training=welding())
    assert description_draft(actor=provider, training=welding()) is None


def test_a_chain_links_reading_to_welding_and_not_the_other_way(offer: Offer) -> None:
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    reading = training_by_number(actor=buyer, number="24_200001")
    with pytest.raises(ValidationError) as caught:
        link_trainings(actor=buyer, earlier=welding(), later=reading)
    assert caught.value.code == "link_goes_down"
    link = link_trainings(actor=buyer, earlier=reading, later=welding(), note="Place gardée.")
    with pytest.raises(Conflict):
        link_trainings(actor=buyer, earlier=reading, later=welding())
    assert [each.number for each in training_detail(actor=NOBODY, number="24_118402").earlier] == ["24_200001"]
    assert [each.number for each in training_detail(actor=NOBODY, number="24_200001").later] == ["24_118402"]
    close_link(actor=buyer, link=link)
    assert training_detail(actor=NOBODY, number="24_118402").earlier == ()
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    with pytest.raises(PermissionDenied):
        link_trainings(actor=provider, earlier=reading, later=welding())


def test_two_trainings_of_one_nature_do_not_lead_back_to_each_other(offer: Offer) -> None:
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    other = training_by_number(actor=buyer, number="24_300001")
    link_trainings(actor=buyer, earlier=welding(), later=other)
    with pytest.raises(ValidationError) as caught:
        link_trainings(actor=buyer, earlier=other, later=welding())
    assert caught.value.code == "link_loop"


def test_the_quality_of_a_sheet_rises_when_its_provider_follows_the_advice(offer: Offer) -> None:
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    before = {each.code: each for each in quality_of_training(actor=NOBODY, training=welding(), on=ON)}
    assert not before["summary"].is_met
    assert before["summary"].advice
    save_training_description(actor=provider, training=welding(), summary=SUMMARY)
    after = {each.code: each.is_met for each in quality_of_training(actor=NOBODY, training=welding(), on=ON)}
    assert after == {**{code: each.is_met for code, each in before.items()}, "summary": True}


def test_what_is_written_is_found_at_once(offer: Offer) -> None:
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    assert SearchRow.objects.filter(session_id=offer.sessions["24_407731"]).exists()
    before = TrainingQuality.objects.get(training__number="24_118402")
    save_training_description(actor=provider, training=welding(), summary=SUMMARY)
    after = TrainingQuality.objects.get(training__number="24_118402")
    assert after.score == before.score + 1
    assert "summary" in before.missing
    assert "summary" not in after.missing


def test_providers_are_ranked_from_the_poorest_sheets_up(offer: Offer) -> None:
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    assert refresh_quality(actor=buyer, host_id=offer.host_id, on=ON) == 3
    lines = quality_by_provider(actor=buyer, host_id=offer.host_id, on=ON)
    assert [line.provider.name for line in lines] == ["Touraine Soudure", "Métal Formation Berry"]
    assert [line.trainings for line in lines] == [1, 2]
    assert lines[0].score is not None
    assert len(lines[0].worst) == 3
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    mine = quality_of_provider(actor=provider, provider=offer.provider, host_id=offer.host_id, on=ON)
    assert mine is not None
    assert mine.score == lines[1].score
    for hidden in (
        lambda: quality_of_provider(actor=provider, provider=offer.other, host_id=offer.host_id, on=ON),
        lambda: quality_by_provider(actor=provider, host_id=offer.host_id, on=ON),
        lambda: duplicate_trainings(actor=provider, host_id=offer.host_id),
        lambda: duplicate_providers(actor=provider, host_id=offer.host_id),
    ):
        with pytest.raises(NotFound):
            hidden()


def test_doubles_are_shown_to_the_buyer(offer: Offer) -> None:
    set_row_context(MACHINE)
    twin = store_provider(
        actor=MACHINE,
        host_id=offer.host_id,
        provider_input=ProviderInput("55210055400013", "Metal Formation Berry", activity_number="24180000018"),
    )
    offer.provider.activity_number = "24180000018"
    offer.provider.save()
    copies = [replace(WELDING, number="24_1", title="Soudeur assembleur industriel.")]
    store_trainings(actor=MACHINE, host_id=offer.host_id, provider=offer.provider, trainings=copies)
    store_trainings(actor=MACHINE, host_id=offer.host_id, provider=twin, trainings=[replace(READING, number="24_2")])
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    assert [{one.number, two.number} for one, two, _ in duplicate_trainings(actor=buyer, host_id=offer.host_id)] == [
        {"24_118402", "24_1"}
    ]
    assert [{one.pk, two.pk} for one, two, _ in duplicate_providers(actor=buyer, host_id=offer.host_id)] == [
        {offer.provider.pk, twin.pk}
    ]


def test_a_provider_sees_its_sessions_with_what_waits_on_them(offer: Offer) -> None:
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    submit_request(actor=provider, session=offer.session(), kind=ProviderRequestKind.OTHER, reason="Une question.")
    lines = sessions_of_provider(actor=provider, provider=offer.provider, host_id=offer.host_id, on=ON)
    assert [(each.line.session.number, each.requests) for each in lines] == [
        ("24_200003", 0),
        ("24_407731", 1),
        ("24_407732", 0),
        ("24_407733", 0),
    ]
    assert [each.number[:2] for each in provider_requests(actor=provider)] == ["R-"]
    with pytest.raises(NotFound):
        sessions_of_provider(actor=provider, provider=offer.other, host_id=offer.host_id, on=ON)


def test_a_sheet_takes_as_many_queries_whatever_its_sessions(offer: Offer) -> None:
    set_row_context(MACHINE)

    def count(number: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            training_detail(actor=NOBODY, number=number)
        return len(captured)

    assert count("24_118402") == count("24_200001") <= 13
