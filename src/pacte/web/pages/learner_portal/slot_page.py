"""« Quel moment vous convient ? »: open slots, one choice, changed or released in one touch."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from pacte.exchange.documents import calendar_ics
from pacte.journeys.queries.invitations import taken_by_meeting
from pacte.journeys.queries.learner_portal import invitation_of_link, offered_slots, receiver_name
from pacte.journeys.records import OBSTACLE_LABELS, InvitationOutcome, SlotObstacle
from pacte.journeys.rules.links import can_change
from pacte.journeys.rules.messages import day_words, hour_words, length_words, slot_words
from pacte.journeys.services.text_choice import choose_texts
from pacte.kernel.clock import now, today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import pluralise
from pacte.kernel.user_input import parse_whole_number
from pacte.notifications.services.system_access import as_system
from pacte.web.downloads import file_response
from pacte.web.form_fields import enum_field
from pacte.web.pages.learner_portal.link_pages import TEXT_CHOICES, LinkFormPage, LinkPage, radio_field, text_choice
from pacte.workflows.choose_slot import ask_for_help, choose_slot, leave_slot, refuse_slots

if TYPE_CHECKING:
    from pacte.agenda.models import Meeting
    from pacte.journeys.models import Invitation
    from pacte.journeys.services import OpenedLink

_OPEN_OUTCOMES = ("", InvitationOutcome.NONE_SUITS)
_NOT_SAID = "Dites pourquoi : cela aide à trouver mieux."
_HELP_OBSTACLES = (SlotObstacle.TRAVEL, SlotObstacle.CHILDCARE, SlotObstacle.PAPERS, SlotObstacle.OTHER)


def _help_label(each: SlotObstacle) -> str:
    return OBSTACLE_LABELS[each].removeprefix("Le ").removeprefix("La ").removeprefix("Des ").capitalize()


class SlotPage(LinkPage):
    """A page of one invitation: opened by its own link, or by the link of its journey, whose URL names it."""

    bar = "Mon rendez-vous"
    invitation: Invitation

    def accepts(self, link: OpenedLink) -> bool:
        return (link.invitation_id is None) == ("invitation" in self.kwargs)

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` for the invitation of another person."""
        identifier = self.link.invitation_id or kwargs["invitation"]
        self.invitation = invitation_of_link(actor=self.actor, identifier=identifier)
        self.link = replace(self.link, invitation_id=self.invitation.pk)

    @property
    def is_fictive(self) -> bool:
        return self.invitation.journey.is_synthetic

    def slot_url(self, name: str) -> str:
        """URL of a page of the same invitation, by the same link."""
        return reverse(f"learner_portal:{'my_' if 'invitation' in self.kwargs else ''}{name}", kwargs=self.kwargs)


class SlotForm(forms.Form):
    """One of four answers: a slot, or « none »; giving back the one chosen (``leave``); an obstacle to coming; SMS or
    no more of them.
    """

    slot = forms.CharField(label="", required=False)
    act = forms.ChoiceField(choices=[("leave", ""), *((each, "") for each in TEXT_CHOICES)], required=False)
    help = enum_field("", {each: _help_label(each) for each in _HELP_OBSTACLES}, blank=None, required=False)

    def clean_slot(self) -> str | int | None:
        typed: str = self.cleaned_data["slot"]
        return typed if typed == "none" else parse_whole_number(typed)

    def clean(self) -> None:
        if not any(value is not None and value != "" for value in self.cleaned_data.values()):
            self.add_error("slot", "Aucun moment n’est coché. Cochez-en un, puis touchez le bouton.")


class ChooseSlotPage(SlotPage, LinkFormPage):
    template_name = "learner_portal/slot.html"
    form_class = SlotForm

    def save(self, data: dict[str, Any]) -> HttpResponseRedirect:
        if data["slot"] == "none":
            return HttpResponseRedirect(self.slot_url("none_suits"))
        if data["act"] in TEXT_CHOICES:
            choose_texts(actor=self.actor, learner=self.learner, wanted=data["act"] == "texts")
            done_code = TEXT_CHOICES[data["act"]]
        elif data["act"]:
            leave_slot(link=self.link)
            done_code = "libere"
        elif data["help"]:
            ask_for_help(link=self.link, obstacle=data["help"])
            done_code = "aide"
        else:
            choose_slot(link=self.link, meeting_id=data["slot"])
            done_code = "choisi"
        return HttpResponseRedirect(f"{self.slot_url('slot')}?fait={done_code}")

    def context(self) -> dict[str, Any]:
        current_time, invitation = now(), self.invitation
        with as_system(self.actor):
            meetings = offered_slots(actor=self.actor, invitation=invitation, after=current_time)
        seats_taken = taken_by_meeting(actor=self.actor, meeting_ids=[each.pk for each in meetings])
        chosen = next((each for each in meetings if each.pk == invitation.chosen_id), None)
        is_open = invitation.outcome in _OPEN_OUTCOMES and (
            chosen is None or can_change(chosen.starts_at, at=current_time)
        )
        changes = is_open and (chosen is None or "changer" in self.request.GET)
        shown = chosen or (meetings[0] if meetings else None)
        contact = getattr(self.learner, "contact", None)
        return {
            "first_name": contact.first_name if contact else "",
            "is_individual": invitation.is_individual,
            "about": invitation.session.training.title if invitation.session else "",
            "length": length_words(shown.starts_at, shown.ends_at) if shown else "",
            "receiver": receiver_name(actor=self.actor, meeting=shown, on=today()) if shown else "",
            "places": _common_places(meetings),
            "days": _slots_by_day(meetings, seats_taken, chosen) if changes else [],
            "chosen": chosen if not changes else None,
            "chosen_words": slot_words(chosen.starts_at) if chosen else "",
            "chosen_until": hour_words(chosen.ends_at) if chosen else "",
            "is_open": is_open,
            "is_late": not is_open and chosen is None,
            "answer_by": invitation.expires_on,
            "phone": shown.provider.phone if shown and shown.provider else "",
            "texts": text_choice(self.learner),
            "calendar": self.slot_url("calendar"),
            "again": f"{self.slot_url('slot')}?changer=1",
            "journey": self.url("learner_portal:journey") if "invitation" in self.kwargs else "",
        }


class NoneSuitsForm(forms.Form):
    why = radio_field(
        {each: OBSTACLE_LABELS[each] for each in SlotObstacle},
        error_messages={"required": _NOT_SAID, "invalid_choice": _NOT_SAID},
    )
    note = forms.CharField(label="Un mot de plus", required=False, max_length=200)


class NoneSuitsPage(SlotPage, LinkFormPage):
    """The reason, in one touch: a theme, never a diagnosis; a short optional note."""

    template_name = "learner_portal/none_suits.html"
    form_class = NoneSuitsForm
    title = "Pourquoi aucun moment ne vous convient ?"

    def save(self, data: dict[str, Any]) -> HttpResponseRedirect:
        refuse_slots(link=self.link, obstacle=data["why"], note=data["note"])
        return HttpResponseRedirect(f"{self.slot_url('slot')}?fait=aucun")

    def context(self) -> dict[str, Any]:
        return {"title": self.title, "back": self.slot_url("slot")}


@SlotPage.view()
def slot_calendar(page: SlotPage) -> HttpResponse:
    """Chosen slot as an iCalendar file. It does not contain the secret: calendars are shared."""
    invitation, meeting = page.invitation, page.invitation.chosen
    if meeting is None:
        raise NotFound
    fictive = "Données fictives. " if meeting.is_synthetic else ""
    content = calendar_ics.write(
        identifier=f"rendez-vous-{meeting.pk}-{invitation.pk}@pacte",
        title=f"{fictive}{meeting.title}",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place or meeting.link,
        note="Pour changer de moment, ouvrez le lien que vous avez reçu.",
        made_at=invitation.chosen_at or invitation.prepared_at,
    )
    return file_response(content, calendar_ics.MEDIA_TYPE, "rendez-vous.ics")


def _common_places(meetings: list[Meeting]) -> list[str]:
    """The address, when all slots share it; else an empty list, and each slot shows its own."""
    places = {each.place for each in meetings if not each.is_remote}
    return sorted(places) if len(places) == 1 else []


def _slots_by_day(meetings: list[Meeting], seats_taken: dict[int, int], chosen: Meeting | None) -> list[dict[str, Any]]:
    one_place = bool(_common_places(meetings))
    return [
        {"label": label, "slots": [_slot_choice(each, seats_taken, chosen, one_place) for each in group]}
        for label, group in groupby(meetings, lambda each: day_words(each.starts_at))
    ]


def _slot_choice(each: Meeting, seats_taken: dict[int, int], chosen: Meeting | None, one_place: bool) -> dict[str, Any]:
    is_chosen = chosen is not None and each.pk == chosen.pk
    left = max(0, each.seats - seats_taken.get(each.pk, 0))
    where = "à distance" if each.is_remote else "" if one_place else each.place
    seats = "c’est le vôtre" if is_chosen else pluralise(left, "place") if left else "complet"
    return {
        "value": each.pk,
        "hour": hour_words(each.starts_at),
        "note": ", ".join(part for part in (seats, where) if part),
        "is_full": not left and not is_chosen,
        "is_chosen": is_chosen,
    }
