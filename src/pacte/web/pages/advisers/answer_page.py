"""« Que répond-elle ? »: yes, thinking until a day, or something else; and the slot that she chooses by telephone."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django import forms
from django.http.response import HttpResponseBase

from pacte.journeys.queries.pending_invitations import OfferedSlot, slots_of_pending_invitation
from pacte.journeys.records import STATE_LABELS, JourneyState, StepKind
from pacte.journeys.records.reasons import DECLINE_LABELS, DeclineReason
from pacte.journeys.rules.messages import slot_words
from pacte.journeys.rules.state_machine import allowed_step_kinds
from pacte.journeys.services import StepInput
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict
from pacte.kernel.french import format_day, pluralise
from pacte.web.form_fields import day_field, enum_field
from pacte.web.pages.advisers.journey_acts import StepFormPage
from pacte.workflows.choose_slot_for import choose_slot_for
from pacte.workflows.record_journey_step import record_journey_step

_ANSWERS = (StepKind.AGREED, StepKind.THINKING, StepKind.DECLINED)
_CALL_IN = timedelta(days=7)
_CALL_WITHIN = timedelta(days=60)


class Answer(StrEnum):
    YES = "yes"
    THINKING = "thinking"
    OTHER = "other"


class AnswerForm(forms.Form):
    """The button that was pressed says ``answer``; ``slot`` is the button of a slot."""

    answer = forms.TypedChoiceField(
        choices=[(each.value, each.value) for each in Answer], coerce=Answer, empty_value=None, required=False,
        widget=forms.HiddenInput,
    )  # fmt: skip
    slot = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    call_on = day_field("La rappeler le", error_messages={"required": "Écrivez le jour où la rappeler."})
    reason = enum_field("Pourquoi ?", DECLINE_LABELS, blank="elle ne l’a pas dit", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["call_on"].required = "slot" not in self.data and self.data.get("answer") in (None, Answer.THINKING)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answer") is None and data.get("slot") is None:
            raise forms.ValidationError("Choisissez une des réponses.")
        return data

    def clean_call_on(self) -> date | None:
        call_on: date | None = self.cleaned_data["call_on"]
        if call_on is not None and not today() <= call_on <= today() + _CALL_WITHIN:
            raise forms.ValidationError("Choisissez un jour entre aujourd’hui et dans deux mois.")
        return call_on


class PersonAnswerPage(StepFormPage):
    """What the person answers to the proposal or the invitation of the journey."""

    slots: tuple[OfferedSlot, ...] = ()

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``Conflict`` when nothing waits for an answer of the person."""
        super().load(*args, **kwargs)
        allowed = allowed_step_kinds(JourneyState(self.journey.state))
        self.possible = {kind for kind in _ANSWERS if self.may_record(kind) and kind in allowed}
        if StepKind.THINKING not in self.possible:
            state = STATE_LABELS[JourneyState(self.journey.state)].lower()
            raise Conflict(
                "journeys_no_answer", "Aucune réponse de cette personne n’est attendue.",
                f"Son parcours en est à : {state}.", "Revenez à la personne.",
            )  # fmt: skip
        self.slots = tuple(slots_of_pending_invitation(actor=self.actor, journey=self.journey))

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"call_on": today() + _CALL_IN, "reason": DeclineReason.NOT_SAID}}

    def context(self) -> dict[str, Any]:
        return {
            "contact": self.record.contact,
            "may_agree": StepKind.AGREED in self.possible,
            "slots": [
                {
                    "id": each.meeting_id,
                    "label": slot_words(each.starts_at),
                    "place": each.place,
                    "left": pluralise(each.left, "place libre", "places libres") if each.left else "complet",
                    "is_full": not each.left,
                }
                for each in self.slots
            ],
        }


def _intro(page: PersonAnswerPage) -> str:
    session = page.journey.session
    what = f"« {session.training.title} »" if session else "une formation"
    town = f", à {session.site.town}" if session and session.site and session.site.town else ""
    verb = "Invitée à voir" if page.journey.state == JourneyState.INVITED else "On lui a proposé"
    return f"{verb} {what}{town}, le {format_day(page.journey.state_on)}."


@PersonAnswerPage.view(
    form_class=AnswerForm,
    template_name="advisers/answer.html",
    title=lambda page: f"Que répond {page.record.name} ?",
    intro=_intro,
    crumb="Sa réponse",
)
def answer(page: PersonAnswerPage, data: dict[str, Any]) -> str | HttpResponseBase:
    if data["slot"] is not None:
        meeting = choose_slot_for(actor=page.actor, journey=page.journey, meeting_id=data["slot"])
        return f"Rendez-vous pris : {slot_words(meeting.starts_at)}."
    if data["answer"] is Answer.YES:
        _record(page, StepKind.AGREED)
        return page.redirect(_invite_url(page), "Son accord est noté. Invitez-la à venir voir.")
    if data["answer"] is Answer.THINKING:
        _record(page, StepKind.THINKING, call_on=data["call_on"].isoformat())
        return f"Elle réfléchit : vous la rappelez le {format_day(data['call_on'])}."
    _record(page, StepKind.DECLINED, reason=str(data["reason"] or DeclineReason.NOT_SAID))
    message = "C’est noté. Voici d’autres formations qui pourraient convenir."
    return page.redirect(page.url("advisers:orient", page.journey.key), message)


def _record(page: PersonAnswerPage, kind: StepKind, **detail: object) -> None:
    step_input = StepInput(kind, today(), session_id=page.journey.session_id, detail=detail)
    record_journey_step(actor=page.actor, key=page.journey.key, step_input=step_input)


def _invite_url(page: PersonAnswerPage) -> str:
    return f"{page.url('meetings:invite')}?qui={page.journey.key}"
