"""« Un rendez-vous avec moi »: an adviser opens times of their own, and offers them to people they accompany."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from pacte.accounts.queries import actor_region_id
from pacte.agenda.queries import last_individual_place
from pacte.agenda.records import INDIVIDUAL_MINUTES, MeetingInput, MeetingKind
from pacte.agenda.services import open_meetings
from pacte.journeys.queries.people_to_invite import journeys_to_invite, people_to_receive
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import join_words, pluralise
from pacte.web.form_fields import text_field
from pacte.web.pages.meetings.invite_rows import learner_name, people_to_receive_groups, slot_days, text_preview
from pacte.web.pages.meetings.list_page import MeetingsFormPage
from pacte.web.pages.meetings.meeting_page import adviser_body_id, starts_field
from pacte.web.pages.meetings.offered_slots import OfferedSlots, slots_with_adviser
from pacte.web.pages.meetings.people_form import PeopleFormPage, people_url, ticked_keys

TITLE = "Rendez-vous avec votre conseiller"
_BY_PHONE = "Par téléphone : votre conseiller vous appelle"


class OwnSlotsForm(forms.Form):
    starts = starts_field()
    minutes = forms.IntegerField(label="Durée, en minutes", min_value=10, max_value=600)
    by_phone = forms.BooleanField(
        label="Par téléphone", required=False, help_text="La personne lira que vous l’appelez."
    )
    place = text_field("Sinon, adresse", 300, required=False, help_text="En entier : « 12 rue des Forges, Vierzon ».")


class OwnSlotsPage(MeetingsFormPage):
    """Several dates at once, each for one person. The people of ``?qui=`` are kept for what follows."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.body_id = adviser_body_id(self.actor)

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"minutes": INDIVIDUAL_MINUTES, "place": last_individual_place(actor=self.actor)}}

    @property
    def back_url(self) -> str:
        return people_url(self, "meetings:receive")


@OwnSlotsPage.view(
    form_class=OwnSlotsForm,
    for_inviters=True,
    title="Quand pouvez-vous recevoir une personne ?",
    submit_label="Ouvrir ces moments",
    crumb="Mes rendez-vous",
    intro="Chaque date est pour une seule personne. Votre réseau seul voit ces moments : ils ne sont pas publics.",
)
def open_own_slots(page: OwnSlotsPage, data: dict[str, Any]) -> str:
    if not data["by_phone"] and not data["place"]:
        raise ValidationError("place", "L’adresse manque.", hint="Écrivez-la en entier, ou cochez « Par téléphone ».")
    meetings = open_meetings(
        actor=page.actor,
        host_id=actor_region_id(actor=page.actor),
        body_id=page.body_id,
        starts=data["starts"],
        details=MeetingInput(
            MeetingKind.INDIVIDUAL,
            TITLE,
            timedelta(minutes=data["minutes"]),
            seats=1,
            place=_BY_PHONE if data["by_phone"] else data["place"],
        ),
    )
    return f"{pluralise(len(meetings), 'moment ouvert', 'moments ouverts')}. Vous pouvez les proposer."


class PeopleToReceivePage(PeopleFormPage):
    """The people of ``?qui=`` first, then those whom the adviser accompanies, before any entry; the adviser's slots."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        adviser_body_id(self.actor)
        keys = ticked_keys(self.request)
        self.ticked = journeys_to_invite(actor=self.actor, keys=keys)
        if any(each.referrer_id not in self.actor.organisation_ids for each in self.ticked):
            raise NotFound
        self.people = people_to_receive(actor=self.actor, keys=keys)
        self.offered = slots_with_adviser(self.actor)

    def context(self) -> dict[str, Any]:
        shown = {each.key for each in self.people}
        return {
            "title": "Qui voulez-vous recevoir ?",
            "answer": _answer(self.offered),
            "is_individual": True,
            "choice_url": people_url(self, "meetings:invite"),
            "open_url": people_url(self, "meetings:own_slots"),
            "groups": people_to_receive_groups(self.people, self.form),
            "elsewhere": join_words([learner_name(each) for each in self.ticked if each.key not in shown]),
            "days": slot_days(self.offered, self.form),
            "may_send": bool(self.people and self.offered.free),
            "preview": text_preview(self.form["answer_by"].initial),
        }


@PeopleToReceivePage.view(
    template_name="meetings/invite.html", for_inviters=True, crumb="Un rendez-vous avec moi", back="meetings:sent"
)
def receive(page: PeopleToReceivePage, data: dict[str, Any]) -> str:
    page.invite(data)
    return ""


def _answer(offered: OfferedSlots) -> str:
    if not offered.free:
        return "Aucun moment n’est libre avec vous : ouvrez-en pour les proposer."
    free = pluralise(len(offered.free), "moment est libre", "moments sont libres")
    return f"{free} avec vous. Un rendez-vous individuel ne change pas l’étape du parcours."
