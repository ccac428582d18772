"""Messages are delivered once each and in order, whatever the network does. A refused one waits for a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.exchange.outbox.sending import send_to_partners
from pacte.interop.models import Delivery, DeliveryEvent, Partner
from pacte.interop.records import DeliveryEventKind, DeliveryState
from pacte.interop.rules.partner_answers import AnswerStatus, PartnerAnswer
from pacte.interop.rules.retries import MAX_DELIVERY_TRIES
from pacte.interop.services.corrections import correct_delivery, replay_delivery, set_delivery_aside
from pacte.interop.services.erasure import erase_person_exchanges
from pacte.interop.services.partners import partner_secret, renew_secret
from pacte.interop.services.receipts import apply_receipt
from pacte.journeys.models import Journey
from pacte.journeys.records import StepKind
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from tests.cast import MACHINE, Cast
from tests.effort import tries_all
from tests.exchange.outbox.simulated import simulated
from tests.interop.making import AT, lives, partner
from tests.journeys.making import session_with, somebody, walk

pytestmark = pytest.mark.django_db
S = DeliveryState
LATER = AT + timedelta(days=1)
# A full run sends a thousand messages.
JOURNEYS = 200 if tries_all() else 15


Poster = Callable[[Partner, str], Callable[[Delivery, bytes], PartnerAnswer]]


def always(*answers: PartnerAnswer) -> Poster:
    """A poster that gives these answers in turn, then repeats the last one."""
    left = list(answers)

    def post(delivery: Delivery, body: bytes) -> PartnerAnswer:
        return left.pop(0) if len(left) > 1 else left[0]

    return lambda partner, secret: post


YES = PartnerAnswer(AnswerStatus.ACKNOWLEDGED)
NO = PartnerAnswer(AnswerStatus.REJECTED, code="inconnu", reason="Session inconnue", field="action.numero_session")
SILENCE = PartnerAnswer(AnswerStatus.NOTHING, detail="sans réponse")


def states() -> list[str]:
    with acting_as(MACHINE):
        return list(Delivery.objects.order_by("journey_key", "rank").values_list("state", flat=True))


def only() -> Delivery:
    with acting_as(MACHINE):
        return Delivery.objects.order_by("pk").get()


def test_messages_are_applied_once_each_in_order_on_a_bad_wire(cast: Cast) -> None:
    lives(cast, session_with(cast, opened=1), JOURNEYS)
    ours = partner(cast)
    with acting_as(MACHINE):
        secret = partner_secret(actor=MACHINE, partner=ours)
    weather = ("--seed", "7", "--lose", "0.15", "--double", "0.15", "--delay", "0.15", "--later", "0.1")
    with simulated(*weather, slug=ours.slug, secret=secret) as there:
        with acting_as(MACHINE):
            Partner.objects.update(url=there.url)
        at = LATER
        for _ in range(60):
            send_to_partners(actor=MACHINE, at=at)
            if set(states()) == {S.ACKNOWLEDGED}:
                break
            at += timedelta(hours=7)
        counts = there.counts()
    assert set(states()) == {S.ACKNOWLEDGED}
    assert counts["applied"] == JOURNEYS * 5
    assert (counts["applied_twice"], counts["disordered"]) == (0, 0)
    assert counts["received"] > counts["applied"], "the wire must have doubled or made us send again"


def test_what_is_recorded_by_people_becomes_messages_of_those_who_want_them(cast: Cast) -> None:
    agora, kairos = partner(cast), partner(cast, "kairos")
    session, journey = session_with(cast), somebody(cast)
    walk(cast["adviser"].actor, journey, session, StepKind.PROPOSED, StepKind.INVITED, StepKind.INFORMATION_MISSED)
    walk(cast["adviser"].actor, journey, session, StepKind.INFORMATION_ATTENDED, StepKind.ADMITTED)
    walk(cast["provider"].actor, journey, session, StepKind.ENTERED)
    send_to_partners(actor=MACHINE, poster=always(YES))
    with acting_as(MACHINE):
        told = list(Delivery.objects.order_by("partner__slug", "rank").values_list("partner__slug", "rank", "event"))
    assert told == [
        ("agora", 1, "CREATION"), ("agora", 2, "ENTREE"),
        ("kairos", 1, "DECISION"), ("kairos", 2, "DECISION"), ("kairos", 3, "ENTREE"),
    ]  # fmt: skip
    assert agora.pk != kairos.pk


def test_nothing_invented_is_told_to_a_real_partner(cast: Cast) -> None:
    partner(cast, simulated=False)
    invented, true = lives(cast, session_with(cast), 2)
    with acting_as(MACHINE):
        Journey.objects.filter(pk=true.pk).update(is_synthetic=False)
    send_to_partners(actor=MACHINE, at=LATER, poster=always(YES))
    with acting_as(MACHINE):
        assert set(Delivery.objects.values_list("journey_key", flat=True)) == {true.key}
    assert invented.key != true.key


def test_what_was_sent_is_not_sent_again(cast: Cast) -> None:
    partner(cast)
    lives(cast, session_with(cast), 1)
    assert sum(send_to_partners(actor=MACHINE, at=LATER, poster=always(YES)).values()) == 5
    assert sum(send_to_partners(actor=MACHINE, at=LATER, poster=always(YES)).values()) == 0


def test_a_message_without_answer_holds_the_later_ones_and_leaves_again(cast: Cast) -> None:
    partner(cast)
    lives(cast, session_with(cast), 1)
    send_to_partners(actor=MACHINE, at=LATER, poster=always(SILENCE))
    assert states() == [S.TO_SEND] * 5
    with acting_as(MACHINE):
        assert list(Delivery.objects.order_by("rank").values_list("tries", flat=True)) == [1, 0, 0, 0, 0]
    send_to_partners(actor=MACHINE, at=LATER + timedelta(seconds=30), poster=always(YES))
    assert states() == [S.TO_SEND] * 5, "its hour has not come"
    send_to_partners(actor=MACHINE, at=LATER + timedelta(minutes=2), poster=always(YES))
    assert states() == [S.ACKNOWLEDGED] * 5


def test_after_the_last_try_a_message_says_that_it_is_silent(cast: Cast) -> None:
    partner(cast)
    lives(cast, session_with(cast), 1)
    at = LATER
    for _ in range(MAX_DELIVERY_TRIES):
        send_to_partners(actor=MACHINE, at=at, poster=always(SILENCE))
        at += timedelta(hours=6)
    assert states() == [S.SILENT, *[S.TO_SEND] * 4]


def test_a_refused_message_waits_is_mended_and_leaves_again_under_the_same_key(cast: Cast) -> None:
    partner(cast)
    lives(cast, session_with(cast), 1)
    send_to_partners(actor=MACHINE, at=LATER, poster=always(YES, NO))
    assert states() == [S.ACKNOWLEDGED, S.REJECTED, S.TO_SEND, S.TO_SEND, S.TO_SEND]
    with acting_as(MACHINE):
        refused = Delivery.objects.get(state=S.REJECTED)
    assert (refused.reason, refused.field) == ("Session inconnue", "action.numero_session")
    with acting_as(cast["pilot"].actor) as pilot:
        correct_delivery(actor=pilot, identifier=refused.pk, values={"action.numero_session": "24_9"}, note="")
    sent: list[bytes] = []

    def keep(delivery: Delivery, body: bytes) -> PartnerAnswer:
        sent.append(body)
        return YES

    send_to_partners(actor=MACHINE, poster=lambda partner, secret: keep)
    assert states() == [S.ACKNOWLEDGED] * 5
    assert b'"action.numero_session":"24_9"' in sent[0]
    assert f'"cle":"{refused.key}"'.encode() in sent[0]
    assert b'"revision":2' in sent[0]


def test_the_order_is_told_by_the_rank_of_the_one_accepted_before(cast: Cast) -> None:
    partner(cast)
    lives(cast, session_with(cast), 1)
    send_to_partners(actor=MACHINE, at=LATER, poster=always(NO))
    with acting_as(cast["pilot"].actor) as pilot:
        set_delivery_aside(actor=pilot, identifier=Delivery.objects.get(rank=1).pk, reason="Dossier d’essai")
    sent: list[bytes] = []

    def keep(delivery: Delivery, body: bytes) -> PartnerAnswer:
        sent.append(body)
        return YES

    send_to_partners(actor=MACHINE, at=LATER, poster=lambda partner, secret: keep)
    assert b'"apres":0' in sent[0]
    assert b'"numero":2' in sent[0]
    assert b'"apres":2' in sent[1]


def test_a_receipt_comes_by_itself_and_an_old_one_changes_nothing(cast: Cast) -> None:
    ours = partner(cast)
    lives(cast, session_with(cast), 1)
    send_to_partners(actor=MACHINE, at=LATER, poster=always(PartnerAnswer(AnswerStatus.RECEIVED)))
    assert states()[0] == S.SENT
    with acting_as(MACHINE):
        first = Delivery.objects.get(rank=1)
        assert apply_receipt(actor=MACHINE, partner=ours, key=first.key, answer=YES) is True
        assert apply_receipt(actor=MACHINE, partner=ours, key=first.key, answer=NO) is False
        assert apply_receipt(actor=MACHINE, partner=ours, key="pacte:inconnu", answer=YES) is None
        unsent = Delivery.objects.get(rank=2)
        assert apply_receipt(actor=MACHINE, partner=ours, key=unsent.key, answer=YES) is None
    assert states()[:2] == [S.ACKNOWLEDGED, S.TO_SEND]


def test_a_receipt_about_an_earlier_revision_is_not_believed(cast: Cast) -> None:
    ours = partner(cast)
    lives(cast, session_with(cast), 1)
    send_to_partners(actor=MACHINE, at=LATER, poster=always(NO))
    with acting_as(cast["pilot"].actor) as pilot:
        first = Delivery.objects.get(rank=1)
        correct_delivery(actor=pilot, identifier=first.pk, values={}, note="corrigé dans le dossier")
    with acting_as(MACHINE):
        late = PartnerAnswer(AnswerStatus.REJECTED, revision=1, reason="Session inconnue")
        assert apply_receipt(actor=MACHINE, partner=ours, key=first.key, answer=late) is False
    assert states()[0] == S.CORRECTED


def test_who_reads_may_not_correct_and_who_is_elsewhere_sees_nothing(cast: Cast) -> None:
    partner(cast)
    lives(cast, session_with(cast), 1)
    send_to_partners(actor=MACHINE, at=LATER, poster=always(NO))
    with acting_as(MACHINE):
        first = Delivery.objects.get(rank=1).pk
    for part, error in (
        ("analyst", PermissionDenied),
        ("intruder", NotFound),
        ("adviser", NotFound),
        ("provider", NotFound),
    ):
        with acting_as(cast[part].actor) as actor, pytest.raises(error):
            correct_delivery(actor=actor, identifier=first, values={}, note="x")
    with acting_as(cast["pilot"].actor) as pilot, pytest.raises(ValidationError):
        correct_delivery(actor=pilot, identifier=first, values={"action.rncp": " "}, note="")


def test_what_moved_meanwhile_is_said_and_a_replay_is_asked_on_purpose(cast: Cast) -> None:
    partner(cast)
    lives(cast, session_with(cast), 1)
    send_to_partners(actor=MACHINE, at=LATER, poster=always(YES))
    with acting_as(MACHINE):
        first = Delivery.objects.get(rank=1)
    with acting_as(cast["pilot"].actor) as pilot:
        with pytest.raises(Conflict):
            correct_delivery(actor=pilot, identifier=first.pk, values={}, note="trop tard")
        replay_delivery(actor=pilot, identifier=first.pk, note="Le partenaire l’a perdu")
    with acting_as(MACHINE):
        assert list(DeliveryEvent.objects.filter(delivery=first).order_by("pk").values_list("kind", flat=True)) == [
            DeliveryEventKind.ACKNOWLEDGED, DeliveryEventKind.REPLAYED,
        ]  # fmt: skip


def test_an_erased_journey_is_not_told_of_any_more(cast: Cast) -> None:
    partner(cast)
    (journey,) = lives(cast, session_with(cast), 1)
    send_to_partners(actor=MACHINE, at=LATER, poster=always(SILENCE))
    with acting_as(MACHINE):
        journey.delete()
    send_to_partners(actor=MACHINE, at=LATER + timedelta(hours=1), poster=always(YES))
    assert states() == [S.SET_ASIDE] * 5, "the count stays, nothing was told"


def test_completeness_is_kept_by_field_and_no_value_with_it(cast: Cast) -> None:
    partner(cast)
    lives(cast, session_with(cast), 1)
    send_to_partners(actor=MACHINE, at=LATER, poster=always(SILENCE))
    with acting_as(MACHINE):
        first = Delivery.objects.get(rank=1)
    assert "beneficiaire.nir13" in first.sent_fields
    assert "beneficiaire.nir13" not in first.filled
    assert "beneficiaire.nom_naissance" in first.filled
    assert "Exemple" not in repr([getattr(first, field.attname) for field in Delivery._meta.concrete_fields])


def test_a_renewed_secret_is_another(cast: Cast) -> None:
    ours = partner(cast)
    with acting_as(cast["administrator"].actor) as administrator:
        before = partner_secret(actor=administrator, partner=ours)
        assert renew_secret(actor=administrator, partner=ours) != before
    with acting_as(cast["pilot"].actor) as pilot, pytest.raises(PermissionDenied):
        partner_secret(actor=pilot, partner=ours)


def test_a_trace_is_never_rewritten(cast: Cast) -> None:
    partner(cast)
    lives(cast, session_with(cast), 1)
    send_to_partners(actor=MACHINE, at=LATER, poster=always(YES))
    with pytest.raises(Exception, match="never changed"), acting_as(MACHINE):
        DeliveryEvent.objects.update(detail="autre")


def test_nobody_but_the_machine_sends(cast: Cast) -> None:
    nobody: Actor = cast["pilot"].actor
    with pytest.raises(PermissionDenied):
        send_to_partners(actor=nobody, at=datetime(2021, 1, 1, tzinfo=AT.tzinfo), poster=always(YES))


def test_the_words_of_a_trace_go_with_the_person_and_its_kind_stays(cast: Cast) -> None:
    partner(cast)
    (journey,) = lives(cast, session_with(cast), 1)
    send_to_partners(actor=MACHINE, at=LATER, poster=always(NO))
    with acting_as(MACHINE):
        erase_person_exchanges(
            actor=MACHINE, learner_id=journey.learner_id, journey_ids=[journey.pk], keys=[str(journey.key)]
        )
        assert list(DeliveryEvent.objects.values_list("kind", "detail")) == [(DeliveryEventKind.REJECTED, "")]
        assert Delivery.objects.get(rank=1).reason == ""
