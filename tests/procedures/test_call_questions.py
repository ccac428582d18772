"""Questions about a call: asked by a link or an account, answered once for everybody, and never with a name."""

from __future__ import annotations

import pytest

from pacte.accounts.row_context import acting_as
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.notifications.models import GuestLetter
from pacte.procedures.models import CallQuestion
from pacte.procedures.queries.call_questions import call_questions, own_questions, public_questions
from pacte.procedures.services.call_questions import answer_question, ask_question, forget_questions
from tests.accounts.guests_at_hand import guest_of
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.procedures.call_stage import CallStage, call_plan
from tests.procedures.example_call import CALL, with_call
from tests.procedures.trial_procedure import as_guest

pytestmark = pytest.mark.django_db
kept_stage = kept_for_module(call_plan)


@pytest.fixture
def call(kept_stage: object, monkeypatch: pytest.MonkeyPatch) -> CallStage:
    with_call(monkeypatch)
    return CallStage(kept_stage)  # type: ignore[arg-type]


def asked(call: CallStage, text: str = "Le bus est-il une dépense ?") -> CallQuestion:
    mayor = as_guest(guest_of(call.cast.region))
    with acting_as(mayor):
        return ask_question(actor=mayor, plan=call.plan, procedure_code=CALL.code, text=text)


def test_an_answer_is_written_to_who_asked_and_read_by_all_without_a_name(call: CallStage) -> None:
    question = asked(call)
    with acting_as(call.actor("intruder")) as anybody:
        assert public_questions(actor=anybody, plan=call.plan, procedure=CALL) == [], "nothing before the answer"
    with acting_as(call.actor("pilot")) as pilot:
        answer_question(actor=pilot, question=question, answer="Oui, sur facture.", is_public=True)
    with acting_as(call.actor("intruder")) as anybody:
        (seen,) = public_questions(actor=anybody, plan=call.plan, procedure=CALL)
    assert (seen.text, seen.answer) == ("Le bus est-il une dépense ?", "Oui, sur facture.")
    with acting_as(MACHINE):
        assert "Oui, sur facture." in GuestLetter.objects.latest("pk").text


def test_an_answer_that_names_somebody_stays_private_and_may_be_corrected(call: CallStage) -> None:
    question = asked(call, "Je suis Mme Petit, puis-je déposer ?")
    with acting_as(call.actor("pilot")) as pilot:
        answer_question(actor=pilot, question=question, answer="Oui.", is_public=False)
        assert public_questions(actor=pilot, plan=call.plan, procedure=CALL) == []
        answer_question(actor=pilot, question=question, answer="Oui, toute association.", is_public=True)
        assert [each.answer for each in public_questions(actor=pilot, plan=call.plan, procedure=CALL)] == [
            "Oui, toute association."
        ]


def test_only_who_convenes_reads_and_answers_and_another_reads_none(call: CallStage) -> None:
    question = asked(call)
    with acting_as(call.actor("pilot")) as pilot:
        assert call_questions(actor=pilot, plan=call.plan) == [question]
        with pytest.raises(ValidationError):
            answer_question(actor=pilot, question=question, answer=" ", is_public=True)
    for part in ("adviser", "intruder"):
        with acting_as(call.actor(part)) as other:
            with pytest.raises(NotFound):
                call_questions(actor=other, plan=call.plan)
            with pytest.raises(NotFound):
                answer_question(actor=other, question=question, answer="Non.", is_public=True)
            assert not CallQuestion.objects.exists(), "row-level security says the same"
            assert own_questions(actor=other, plan=call.plan, procedure=CALL) == []


def test_a_provider_asks_from_its_account_and_nobody_asks_without_end(call: CallStage) -> None:
    with acting_as(call.actor("provider")) as provider:
        for rank in range(5):
            ask_question(
                actor=provider, plan=call.plan, procedure_code=CALL.code, text=f"Question {rank} ?",
                body=call.cast.provider,
            )  # fmt: skip
        assert len(own_questions(actor=provider, plan=call.plan, procedure=CALL)) == 5
        with pytest.raises(Conflict, match="sans réponse"):
            ask_question(
                actor=provider, plan=call.plan, procedure_code=CALL.code, text="Une de plus ?", body=call.cast.provider
            )
    with acting_as(call.actor("adviser")) as adviser, pytest.raises(NotFound):
        ask_question(actor=adviser, plan=call.plan, procedure_code=CALL.code, text="Moi ?", body=call.cast.network)


def test_a_private_question_goes_with_the_address_and_a_public_one_stays_without_it(call: CallStage) -> None:
    private, public = asked(call, "Pour moi ?"), asked(call, "Pour tous ?")
    with acting_as(call.actor("pilot")) as pilot:
        answer_question(actor=pilot, question=private, answer="Oui.", is_public=False)
        answer_question(actor=pilot, question=public, answer="Oui.", is_public=True)
    with acting_as(MACHINE):
        assert forget_questions(actor=MACHINE) == 0, "their address still opens something"
        guest = guest_of(call.cast.region)
        GuestLetter.objects.filter(guest=guest).delete()
        guest.delete()
        assert forget_questions(actor=MACHINE) == 1
        assert [(each.text, each.guest_id) for each in CallQuestion.objects.all()] == [("Pour tous ?", None)]
    with acting_as(call.actor("pilot")) as pilot, pytest.raises(PermissionDenied):
        forget_questions(actor=pilot)
