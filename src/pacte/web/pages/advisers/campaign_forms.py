"""Forms of campaigns: open one, say whom it is to reach, note that somebody was joined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.queries.campaigns import campaign_actions, campaigns_of_body, names_of_followed, own_contact
from pacte.journeys.records.campaigns import (
    CAMPAIGN_CHANNEL_LABELS,
    CAMPAIGN_KIND_LABELS,
    CampaignInput,
)
from pacte.journeys.services.campaign_contacts import plan_contacts, record_contact
from pacte.journeys.services.campaigns import open_campaign
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.kernel.french import pluralise
from pacte.plan.queries import current_plans
from pacte.web.form_fields import ChoicesForm, day_field, enum_field, text_field
from pacte.web.page import Crumb, FormPage
from pacte.web.pages.advisers.adviser_pages import AdviserPage, NetworkPage


class OpenCampaignForm(ChoicesForm):
    number = forms.TypedChoiceField(
        label="Pour quelle action du plan ?", choices=[("", "choisir")], coerce=ActionCode,
        error_messages={"required": "Choisissez une action du plan."},
    )  # fmt: skip
    title = text_field("Titre", 120, help_text="Sans le nom d’une personne, ni celui d’un parrain.")
    kind = enum_field("Comment ?", CAMPAIGN_KIND_LABELS, error_messages={"required": "Choisissez comment."})
    starts_on = day_field("Début", initial=today)
    ends_on = day_field("Fin", required=False)


class OpenCampaignPage(NetworkPage, FormPage):
    """For the adviser's own body, on the plan of its Region that runs today."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(may(self.actor, "journeys.orient", JourneyScope(self.region.pk, self.body.pk)))
        plans = current_plans(actor=self.actor)
        self.plan = ensure_found(next((each for each in plans if each.organisation_id == self.region.pk), None))

    def breadcrumb(self) -> Sequence[Crumb]:
        people, *own = super().breadcrumb()
        return [people, ("Campagnes", self.url("advisers:campaigns")), *own]

    def form_arguments(self) -> dict[str, Any]:
        titles = campaign_actions(actor=self.actor, plan=self.plan, on=today())
        return {"choices": {"number": [(number, f"{number}. {titles[number]}") for number in sorted(titles)]}}


@OpenCampaignPage.view(
    form_class=OpenCampaignForm,
    title="Ouvrir une campagne",
    intro="Une campagne va vers des personnes que vous suivez, pour une action du plan.",
    crumb="Ouvrir",
    submit_label="Ouvrir cette campagne",
    back="advisers:campaigns",
)
def new_campaign(page: OpenCampaignPage, data: dict[str, Any]) -> str:
    opened = open_campaign(actor=page.actor, plan=page.plan, body=page.body, campaign_input=CampaignInput(**data))
    return f"La campagne « {opened.title} » est ouverte. Choisissez qui elle doit toucher."


class PlanContactsForm(ChoicesForm):
    people = forms.MultipleChoiceField(
        label="Qui ?", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Cochez au moins une personne."}
    )
    campaign = forms.TypedChoiceField(
        label="Dans quelle campagne ?", choices=[("", "choisir")], coerce=int,
        error_messages={"required": "Choisissez une campagne."},
    )  # fmt: skip
    planned_on = day_field("Contact prévu le", initial=today)
    channel = enum_field(
        "Par quel moyen ?", CAMPAIGN_CHANNEL_LABELS, error_messages={"required": "Choisissez un moyen."}
    )


class PlanContactsPage(AdviserPage, FormPage):
    """The people of ``?personne=`` (keys of learners), ticked on the list of those who never entered."""

    template_name = "advisers/plan_contacts.html"
    stylesheet = "pacte/css/advisers.css"

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` for somebody whom the actor does not follow, or a key that is none."""
        campaigns = campaigns_of_body(actor=self.actor, on=today())
        self.campaigns = [each for each in campaigns if each.closed_on is None]
        self.people = names_of_followed(actor=self.actor, keys=self.request.GET.getlist("personne"))

    @property
    def back_url(self) -> str:
        return self.url("advisers:never_entered")

    def breadcrumb(self) -> Sequence[Crumb]:
        people, *own = super().breadcrumb()
        return [people, ("Commencé, jamais entré", self.back_url), *own]

    def form_arguments(self) -> dict[str, Any]:
        return {
            "choices": {
                "people": [(str(key), name) for key, name in self.people.items()],
                "campaign": [(str(each.campaign_id), each.title) for each in self.campaigns],
            },
            "initial": {"people": [str(key) for key in self.people]},
        }

    def context(self) -> dict[str, Any]:
        return {"has_people": bool(self.people), "has_campaigns": bool(self.campaigns)}


@PlanContactsPage.view(
    form_class=PlanContactsForm,
    title="Vers qui aller ?",
    intro="Prévoir n’est pas joindre : personne n’est compté avant d’avoir été joint, et d’avoir dit oui.",
    crumb="Prévoir un contact",
    submit_label="Prévoir ce contact",
    shows_conflicts=True,
)
def plan_campaign_contacts(page: PlanContactsPage, data: dict[str, Any]) -> str:
    made = plan_contacts(
        actor=page.actor, campaign_id=data["campaign"], learner_keys=[UUID(key) for key in data["people"]],
        planned_on=data["planned_on"], channel=data["channel"],
    )  # fmt: skip
    known = len(data["people"]) - len(made)
    already = f" {pluralise(known, 'personne y était', 'personnes y étaient')} déjà." if known else ""
    return f"{pluralise(len(made), 'contact prévu', 'contacts prévus')}.{already}"


class RecordContactForm(forms.Form):
    reached_on = day_field("Jointe le", initial=today)
    agreed = forms.TypedChoiceField(
        label="A-t-elle dit oui pour être comptée ?", widget=forms.RadioSelect,
        choices=[("yes", "D’accord pour être comptée"), ("no", "Pas d’accord")], coerce=lambda word: word == "yes",
        help_text="Comptée, sans son nom, parmi les personnes touchées. Elle peut le retirer quand elle veut.",
        error_messages={"required": "Dites si elle est d’accord."},
    )  # fmt: skip


class RecordContactPage(AdviserPage, FormPage):
    def load(self, *args: Any, **kwargs: Any) -> None:
        self.contact = own_contact(actor=self.actor, contact_id=kwargs["contact"])
        names = names_of_followed(actor=self.actor, keys=[str(self.contact.learner.key)])
        self.name = names[self.contact.learner.key]

    @property
    def back_url(self) -> str:
        return self.url("advisers:campaign", self.contact.campaign_id)

    def breadcrumb(self) -> Sequence[Crumb]:
        people, *own = super().breadcrumb()
        campaigns = ("Campagnes", self.url("advisers:campaigns"))
        return [people, campaigns, (self.contact.campaign.title, self.back_url), *own]


@RecordContactPage.view(
    form_class=RecordContactForm,
    title=lambda page: f"{page.name} a-t-elle été jointe ?",
    crumb="Noter le contact",
    submit_label="Noter ce contact",
)
def campaign_contact(page: RecordContactPage, data: dict[str, Any]) -> str:
    record_contact(
        actor=page.actor, contact_id=page.contact.pk, reached_on=data["reached_on"], is_agreed=data["agreed"]
    )
    return (
        "Le contact est noté, elle est comptée." if data["agreed"] else "Le contact est noté, elle n’est pas comptée."
    )
