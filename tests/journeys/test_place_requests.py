"""Requests for a place: who is asked, who reads which row, how long it is kept, and what is never said."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from pacte.accounts.models import Membership, Person
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import add_membership, create_organisation
from pacte.audit.models import AuditEntry
from pacte.journeys.models import PlaceRequest
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.queries.place_requests import (
    closed_place_requests,
    open_place_requests,
    place_request_by_id,
    place_request_counts,
    place_request_readers,
)
from pacte.journeys.records.place_requests import PlaceRequestInput, PlaceRequestOutcome, PlaceRequestState
from pacte.journeys.rules.place_requests import (
    CONSENT_VERSION,
    answer_due_on,
    consent_sentences,
    input_faults,
    place_request_purge_on,
    place_request_state,
)
from pacte.journeys.services.place_requests import (
    SentPlaceRequest,
    close_place_request,
    delete_old_place_requests,
    submit_place_request,
    take_place_request,
    use_place_request_link,
    withdraw_place_request,
)
from pacte.kernel.actor import NOBODY, Actor, Role
from pacte.kernel.clock import PARIS, clock_stopped_on, now
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.notifications.models import Notification
from pacte.offer.models import Session
from pacte.workflows.erase_person import purge_due_people
from pacte.workflows.request_place import request_place
from tests.cast import MACHINE, SINCE, Cast
from tests.journeys.making import session_with

pytestmark = pytest.mark.django_db
MADE = date(2020, 12, 1)
INES = PlaceRequestInput("Inès", "Zqnom", phone="06 12 34 56 78", message="Le matin")
O = PlaceRequestOutcome  # noqa: E741


@pytest.fixture
def session(cast: Cast) -> Session:
    return session_with(cast)


def ask(
    cast: Cast, session: Session, given: PlaceRequestInput = INES, *, seed: str = "one", network: bool = True
) -> SentPlaceRequest:
    """A request of that day, to the network of the cast or to the provider alone."""
    fields = {name: getattr(given, name) for name in ("first_name", "last_name", "phone", "email", "town", "message")}
    chosen = PlaceRequestInput(
        **fields, session_id=session.pk, network_id=cast.network.pk if network else None, has_adviser=network
    )
    with acting_as(MACHINE), clock_stopped_on(MADE):
        return request_place(actor=MACHINE, training=session.training, place_request_input=chosen, seed=seed)


def kept(sent: SentPlaceRequest) -> PlaceRequest:
    with acting_as(MACHINE):
        return PlaceRequest.objects.get(pk=sent.place_request.pk)


def reader_of(cast: Cast, part: str, role: Role, name: str, kind: OrganisationKind) -> Actor:
    """The member of the cast, who now works for another body of the same Region."""
    with acting_as(MACHINE):
        other = create_organisation(actor=MACHINE, name=name, kind=kind, synthetic=True)
        Membership.objects.filter(person=cast[part].person).delete()
        add_membership(
            actor=MACHINE, person=cast[part].person, organisation=other, host=cast.region, role=role, valid_from=SINCE
        )
    return cast[part].actor


# ------------------------------------------------------------------------------------------------ rules


@pytest.mark.parametrize(
    ("closed", "purge"),
    [(None, date(2021, 3, 1)), (date(2020, 12, 3), date(2021, 1, 2)), (date(2021, 2, 20), date(2021, 3, 1))],
)
def test_a_request_is_kept_a_month_after_it_is_closed_and_three_months_at_most(
    closed: date | None, purge: date
) -> None:
    assert place_request_purge_on(MADE, closed) == purge


def test_an_answer_is_asked_in_three_days() -> None:
    assert answer_due_on(MADE) == date(2020, 12, 4)


def test_the_state_is_read_from_the_dates() -> None:
    at = datetime(2020, 12, 1, tzinfo=PARIS)
    states = [place_request_state(*dates) for dates in ((None, None), (at, None), (None, at), (at, at))]
    assert states == [
        PlaceRequestState.WAITING, PlaceRequestState.HANDLED, PlaceRequestState.CLOSED, PlaceRequestState.CLOSED
    ]  # fmt: skip


def test_a_way_to_answer_and_a_reader_are_needed() -> None:
    assert input_faults(INES, provider_reads=True) == {}
    assert set(input_faults(PlaceRequestInput("A", "B"), provider_reads=False)) == {"phone", "network"}
    assert set(input_faults(PlaceRequestInput("A", "B", email="a@b.fr", has_adviser=True), provider_reads=True)) == {
        "network"
    }


@pytest.mark.parametrize(
    ("provider_reads", "has_networks", "readers"),
    [
        (True, True, "Berry et le réseau choisi ci-dessus, s’il y en a un"),
        (True, False, "Berry"),
        (False, True, "le réseau choisi ci-dessus"),
    ],
)
def test_the_consent_names_those_who_read(provider_reads: bool, has_networks: bool, readers: str) -> None:
    first, *_ = consent_sentences("Berry", provider_reads=provider_reads, has_networks=has_networks)
    assert first == f"Qui lit : {readers}. Personne d’autre."


def test_another_text_of_the_consent_is_another_version() -> None:
    assert CONSENT_VERSION == "2026-11"
    assert consent_sentences("Berry", provider_reads=True, has_networks=False) == (
        "Qui lit : Berry. Personne d’autre.",
        "Pour quoi : vous répondre sur cette formation.",
        "Jusqu’à quand : 30 jours après la réponse, 90 jours au plus. Puis tout est effacé.",
        "Pour changer d’avis : la page suivante a un bouton « Retirer ma demande ».",
    )


# ------------------------------------------------------------------------------------------------ sending


def test_the_readers_are_the_provider_with_an_account_and_the_networks_that_have_advisers(
    cast: Cast, session: Session
) -> None:
    reader_of(cast, "lead", Role.ADVISER, "Service pénitentiaire du Cher", OrganisationKind.PRISON_SERVICE)
    reader_of(cast, "analyst", Role.ADVISER, "Cap emploi du Cher", OrganisationKind.DISABILITY_NETWORK)
    with acting_as(MACHINE):
        readers = place_request_readers(actor=MACHINE, training=session.training, on=MADE)
        assert readers.provider_body_id == cast.provider.pk
        assert list(readers.networks.values()) == ["Cap emploi du Cher", "Mission locale de Bourges"]
        Person.objects.filter(pk__in=[cast[part].person.pk for part in ("provider", "adviser")]).update(is_active=False)
        readers = place_request_readers(actor=MACHINE, training=session.training, on=MADE)
    assert (readers.provider_body_id, list(readers.networks.values())) == (None, ["Cap emploi du Cher"])


def test_a_person_does_not_ask_in_the_name_of_a_visitor(cast: Cast, session: Session) -> None:
    for actor in (cast["adviser"].actor, cast["pilot"].actor, NOBODY):
        with acting_as(actor), pytest.raises(NotFound):
            submit_place_request(actor=actor, training=session.training, place_request_input=INES, seed="x")


def test_a_session_that_is_over_cannot_be_asked_for(cast: Cast, session: Session) -> None:
    with acting_as(MACHINE), clock_stopped_on(date(2021, 1, 12)), pytest.raises(ValidationError) as refusal:
        submit_place_request(actor=MACHINE, training=session.training, place_request_input=INES, seed="x")
    assert refusal.value.code == "session"


def test_the_same_form_is_one_request(cast: Cast, session: Session) -> None:
    first, second, other = ask(cast, session), ask(cast, session), ask(cast, session, seed="two")
    assert (first.is_new, second.is_new, other.is_new) == (True, False, True)
    assert first.place_request.pk == second.place_request.pk != other.place_request.pk
    assert first.secret == second.secret != other.secret


def test_neither_the_log_nor_the_messages_name_who_asks(cast: Cast, session: Session) -> None:
    sent = ask(cast, session)
    with acting_as(cast["adviser"].actor) as adviser:
        take_place_request(actor=adviser, identifier=sent.place_request.pk)
        close_place_request(actor=adviser, identifier=sent.place_request.pk, outcome=O.NOT_REACHED)
    with acting_as(MACHINE):
        entries = AuditEntry.objects.filter(subject_kind="place_request").order_by("pk")
        texts = [str(values) for values in (*entries.values(), *Notification.objects.values())]
        assert [each.act for each in entries] == [
            "journeys.send_place_request", "journeys.take_place_request", "journeys.close_place_request"
        ]  # fmt: skip
    assert len(texts) == 5, "two messages, one to each reader"
    assert not [
        text for text in texts if any(word in text for word in ("Zqnom", "Inès", "06 12", "Le matin", sent.secret))
    ]


# ------------------------------------------------------------------------------------------------ reading


def test_only_the_bodies_chosen_read_the_row_and_each_reads_its_own(cast: Cast, session: Session) -> None:
    both, alone = ask(cast, session), ask(cast, session, seed="two", network=False)
    pair = {both.place_request.pk, alone.place_request.pk}
    second = reader_of(cast, "lead", Role.ADVISER, "Mission locale de Tours", OrganisationKind.NETWORK)
    other = reader_of(cast, "analyst", Role.PROVIDER, "Organisme de Tours", OrganisationKind.TRAINING_PROVIDER)
    expected = {cast["provider"].actor: pair, cast["adviser"].actor: {both.place_request.pk}}
    refused: list[Actor] = [
        second,
        other,
        *(cast[part].actor for part in ("pilot", "buyer", "auditor", "intruder")),
        NOBODY,
    ]
    for actor, identifiers in (*expected.items(), *((each, set[int]()) for each in refused)):
        with acting_as(actor):
            assert set(PlaceRequest.objects.values_list("pk", flat=True)) == identifiers, "by the rows alone"
            assert {each.identifier for each in open_place_requests(actor=actor)} == identifiers
    for actor in refused:
        with acting_as(actor):
            for write in (place_request_by_id, take_place_request):
                with pytest.raises(NotFound):
                    write(actor=actor, identifier=both.place_request.pk)
            with pytest.raises(NotFound):
                close_place_request(actor=actor, identifier=both.place_request.pk, outcome=O.INVITED)
            assert PlaceRequest.objects.update(last_name="volé") == 0
    assert kept(both).last_name == "Zqnom"


def test_a_network_that_works_in_two_regions_reads_in_each_what_was_sent_there(cast: Cast, session: Session) -> None:
    sent = ask(cast, session)
    with acting_as(MACHINE):
        Membership.objects.filter(person=cast["intruder"].person).delete()
        add_membership(
            actor=MACHINE, person=cast["intruder"].person, organisation=cast.network, host=cast.other_region,
            role=Role.ADVISER, valid_from=SINCE,
        )  # fmt: skip
    with acting_as(cast["intruder"].actor) as adviser_elsewhere:
        assert open_place_requests(actor=adviser_elsewhere) == []
        with pytest.raises(NotFound):
            place_request_by_id(actor=adviser_elsewhere, identifier=sent.place_request.pk)


def test_a_partner_or_a_visitor_of_the_provider_answers_nothing(cast: Cast, session: Session) -> None:
    sent = ask(cast, session)
    for part in ("partner", "visitor"):
        with acting_as(cast[part].actor) as actor, pytest.raises(NotFound):
            place_request_by_id(actor=actor, identifier=sent.place_request.pk)


def test_the_right_to_answer_is_of_the_two_bodies_chosen(cast: Cast) -> None:
    scope = JourneyScope(cast.region.pk, cast.network.pk, cast.provider.pk)
    may_answer = {part for part in cast.members if may(cast[part].actor, "journeys.answer_place_request", scope)}
    assert may_answer == {"provider", "adviser"}


def test_the_region_counts_and_the_others_do_not(cast: Cast, session: Session) -> None:
    first, second = ask(cast, session), ask(cast, session, seed="two")
    with acting_as(cast["provider"].actor) as provider:
        close_place_request(actor=provider, identifier=second.place_request.pk, outcome=O.INVITED)
    with acting_as(cast["pilot"].actor) as pilot:
        (counts,) = place_request_counts(actor=pilot, on=answer_due_on(MADE) + timedelta(days=1))
        assert (counts.waiting, counts.handled, counts.late, counts.closed) == (1, 0, 1, 1)
        assert not PlaceRequest.objects.filter(pk=first.place_request.pk).exists()
    with acting_as(cast["intruder"].actor) as intruder:
        assert place_request_counts(actor=intruder, on=MADE) == []
    for part in ("provider", "adviser", "finance"):
        with acting_as(cast[part].actor) as actor, pytest.raises(NotFound):
            place_request_counts(actor=actor, on=MADE)


# ------------------------------------------------------------------------------------------------ answering


def test_a_colleague_does_not_take_what_is_taken_nor_close_what_is_closed(cast: Cast, session: Session) -> None:
    number = ask(cast, session).place_request.pk
    with acting_as(cast["adviser"].actor) as adviser:
        take_place_request(actor=adviser, identifier=number)
        assert place_request_by_id(actor=adviser, identifier=number).handler == adviser.name
    with acting_as(cast["provider"].actor) as provider:
        with pytest.raises(Conflict):
            take_place_request(actor=provider, identifier=number)
        close_place_request(actor=provider, identifier=number, outcome=O.OTHER_TRAINING)
        with pytest.raises(Conflict):
            close_place_request(actor=provider, identifier=number, outcome=O.INVITED)
        assert [each.outcome for each in closed_place_requests(actor=provider)] == [O.OTHER_TRAINING]
        assert open_place_requests(actor=provider) == []


@pytest.mark.parametrize("outcome", list(PlaceRequestOutcome))
def test_who_asked_is_erased_when_nothing_needs_it_any_more(
    cast: Cast, session: Session, outcome: PlaceRequestOutcome
) -> None:
    sent = ask(cast, session)
    with acting_as(cast["adviser"].actor) as adviser:
        close_place_request(actor=adviser, identifier=sent.place_request.pk, outcome=outcome)
    row = kept(sent)
    is_emptied = outcome in (O.WITHDRAWN, O.RECORD_OPENED)
    assert {row.first_name, row.last_name, row.phone, row.message} == (
        {""} if is_emptied else {"Inès", "Zqnom", "06 12 34 56 78", "Le matin"}
    )


def test_the_database_refuses_a_request_without_reader_and_an_outcome_without_day(cast: Cast, session: Session) -> None:
    sent = ask(cast, session)
    for values in ({"provider_body": None, "network": None}, {"outcome": "invited"}, {"closed_at": now()}):
        with acting_as(MACHINE), pytest.raises(IntegrityError), transaction.atomic():
            PlaceRequest.objects.filter(pk=sent.place_request.pk).update(**values)


# ------------------------------------------------------------------------------------------------ the visitor's page


def test_the_secret_opens_its_request_alone_and_is_not_stored(cast: Cast, session: Session) -> None:
    sent, other = ask(cast, session), ask(cast, session, seed="two")
    with acting_as(MACHINE):
        opened = use_place_request_link(actor=MACHINE, secret=sent.secret)
        assert opened
        assert opened.pk == sent.place_request.pk != other.place_request.pk
        assert use_place_request_link(actor=MACHINE, secret=sent.place_request.digest) is None
        assert sent.secret not in str(PlaceRequest.objects.filter(pk=opened.pk).values())


def test_withdrawing_after_an_answer_keeps_the_outcome_and_erases_who_asked(cast: Cast, session: Session) -> None:
    sent = ask(cast, session)
    with acting_as(cast["provider"].actor) as provider:
        close_place_request(actor=provider, identifier=sent.place_request.pk, outcome=O.INVITED)
        with pytest.raises(NotFound):
            withdraw_place_request(actor=provider, identifier=sent.place_request.pk)
    with acting_as(MACHINE):
        withdraw_place_request(actor=MACHINE, identifier=sent.place_request.pk)
    assert (kept(sent).outcome, kept(sent).last_name) == (O.INVITED, "")


# ------------------------------------------------------------------------------------------------ retention


def test_each_night_those_whose_day_has_come_are_deleted_with_their_messages(cast: Cast, session: Session) -> None:
    first, second = ask(cast, session), ask(cast, session, seed="two")
    with acting_as(cast["adviser"].actor) as adviser, clock_stopped_on(date(2020, 12, 3)):
        close_place_request(actor=adviser, identifier=first.place_request.pk, outcome=O.INVITED)
    with acting_as(MACHINE):
        assert purge_due_people(actor=MACHINE, on=date(2021, 1, 1)).dropped == 0
        assert PlaceRequest.objects.count() == 2
        assert purge_due_people(actor=MACHINE, on=date(2021, 1, 2)).dropped == 1
        assert list(PlaceRequest.objects.values_list("pk", flat=True)) == [second.place_request.pk]
        addresses = set(Notification.objects.values_list("address", flat=True))
        assert addresses == {f"/demandes-de-place/{second.place_request.pk}/"}
        assert purge_due_people(actor=MACHINE, on=date(2021, 3, 1)).dropped == 1
        assert not PlaceRequest.objects.exists()


def test_a_person_does_not_apply_the_retention(cast: Cast) -> None:
    with acting_as(cast["adviser"].actor) as adviser, pytest.raises(NotFound):
        delete_old_place_requests(actor=adviser, on=MADE)
