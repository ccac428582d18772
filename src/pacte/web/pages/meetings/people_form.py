"""What the pages that invite people share: the form, the channel of each person, the report of what was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from pacte.journeys.queries.people_to_invite import InvitableLearner
from pacte.journeys.records import CHANNEL_LABELS, Channel, InvitationInput, InvitationMode
from pacte.journeys.rules.inviting import default_answer_day, known_channels, preferred_channel
from pacte.kernel.clock import paris_date, today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import join_words, pluralise
from pacte.web.form_fields import ChoicesForm, day_field
from pacte.web.pages.meetings.list_page import MeetingsFormPage
from pacte.web.pages.meetings.offered_slots import OfferedSlots
from pacte.workflows.invite_people import InvitationResult, invite_people

_CHANNEL_CHOICES = {each: CHANNEL_LABELS[each][0].upper() + CHANNEL_LABELS[each][1:] for each in Channel}
_MODE_LABELS = {
    InvitationMode.CHOSEN: "La personne choisit parmi les créneaux cochés (moins d’absences)",
    InvitationMode.SUMMONED: "Convoquer au seul créneau coché",
}
_CHANNEL_PREFIX = "moyen-"
_SLOT_GONE = "Un créneau coché est complet, ou n’est pas de cette formation. Cochez-en un autre."


class InviteForm(ChoicesForm):
    """One select a person, named after their journey: the channel by which they are invited."""

    people = forms.MultipleChoiceField(
        label="Qui ?", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Cochez au moins une personne."}
    )
    meetings = forms.MultipleChoiceField(
        label="Vers quels créneaux ?", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins un créneau.", "invalid_choice": _SLOT_GONE},
    )  # fmt: skip
    answer_by = day_field("Répondre avant le", help_text="Au plus tard le jour du dernier créneau coché.")
    mode = forms.ChoiceField(
        label="Comment ?",
        widget=forms.RadioSelect,
        choices=[(each.value, label) for each, label in _MODE_LABELS.items()],
    )

    def __init__(self, *arguments: Any, people: Sequence[InvitableLearner], **options: Any) -> None:
        super().__init__(*arguments, **options)
        for each in people:
            channels = known_channels(has_phone=each.has_phone, has_email=each.has_email)
            failed = each.last_absence.channel if each.last_absence else None
            self.fields[channel_name(each.key)] = forms.ChoiceField(
                label=f"Moyen d’inviter {each.name}",
                choices=[(channel.value, _CHANNEL_CHOICES[channel]) for channel in channels],
                initial=preferred_channel(channels, failed),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """A person whose channel was not sent keeps the preferred one."""
        data = super().clean() or {}
        for name, field in self.fields.items():
            if name.startswith(_CHANNEL_PREFIX):
                data[name] = data.get(name) or field.initial
        return data


def channel_name(key: UUID) -> str:
    """Name of the field of the channel of a person."""
    return f"{_CHANNEL_PREFIX}{key}"


class PeopleFormPage(MeetingsFormPage):
    """People, some ticked by ``?qui=``, and the slots to which they may be invited. ``load`` says which."""

    form_class = InviteForm
    people: Sequence[InvitableLearner]
    offered: OfferedSlots

    def form_arguments(self) -> dict[str, Any]:
        sent, free = self.request.GET, self.offered.free
        return {
            "people": self.people,
            "choices": {
                "people": [(str(each.key), each.name) for each in self.people],
                "meetings": [(str(each.pk), each.title) for each in free],
            },
            "initial": {
                "mode": InvitationMode.CHOSEN,
                "answer_by": default_answer_day(today(), [paris_date(each.starts_at) for each in free]),
                "people": sent.getlist("qui"),
                "meetings": sent.getlist("creneau"),
            },
        }

    def invite(self, data: dict[str, Any]) -> None:
        """Prepares the invitations, and says what was done and refused. Nobody answers after the last slot."""
        meeting_ids = {int(each) for each in data["meetings"]}
        last_slot = max(paris_date(each.starts_at) for each in self.offered.free if each.pk in meeting_ids)
        channels = {UUID(key): Channel(data[channel_name(UUID(key))]) for key in data["people"]}
        invitation_input = InvitationInput(
            tuple(sorted(meeting_ids)), InvitationMode(data["mode"]), Channel.LETTER, min(data["answer_by"], last_slot)
        )
        outcome = invite_people(
            actor=self.actor, keys=list(channels), invitation_input=invitation_input, channels=channels
        )
        _report_invitations(self.request, outcome, {each.key: each.name for each in self.people})


def people_url(page: MeetingsFormPage, name: str) -> str:
    """URL of a page, with the same people ticked."""
    query = page.request.GET.copy()
    for parameter in set(query) - {"qui"}:
        del query[parameter]
    return page.url(name) + (f"?{query.urlencode()}" if query else "")


def ticked_keys(request: HttpRequest) -> set[UUID]:
    """The people of ``?qui=``. Raises ``NotFound`` for what is no key."""
    try:
        return {UUID(text) for text in request.GET.getlist("qui")}
    except ValueError as error:
        raise NotFound from error


def _report_invitations(request: HttpRequest, outcome: InvitationResult, names: dict[UUID, str]) -> None:
    if outcome.invitations:
        messages.success(
            request, f"{pluralise(len(outcome.invitations), 'invitation préparée', 'invitations préparées')}."
        )
    for each in outcome.shortages:
        messages.warning(
            request,
            f"{each.title} : {pluralise(each.waiting, 'personne doit', 'personnes doivent')} encore choisir et "
            f"{pluralise(each.left, 'place reste', 'places restent')}. Ouvrez un créneau de plus.",
        )
    for why, people in _by_reason(outcome, names).items():
        messages.warning(request, f"{join_words(people)} : {why}")


def _by_reason(outcome: InvitationResult, names: dict[UUID, str]) -> dict[str, list[str]]:
    by_reason: dict[str, list[str]] = {}
    for key, why in outcome.refused:
        by_reason.setdefault(why, []).append(names.get(key, ""))
    return by_reason
