"""Campaigns of an adviser's body: which ones, whom each was to reach, whom it reached by their consent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, QueryDict

from pacte.journeys.queries.campaigns import campaign_actions, campaigns_of_body, own_campaign, people_of_campaign
from pacte.journeys.records.campaigns import (
    CAMPAIGN_CHANNEL_LABELS,
    CAMPAIGN_CONTACT_STATE_LABELS,
    CAMPAIGN_KIND_LABELS,
    CampaignContactState,
    CampaignKind,
    CampaignPerson,
    CampaignSummary,
)
from pacte.journeys.services.campaign_contacts import remove_contact, undo_contact, withdraw_contact_consent
from pacte.journeys.services.campaigns import close_campaign, reopen_campaign
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.user_input import parse_whole_number
from pacte.web.page import Crumb
from pacte.web.pages.advisers.adviser_pages import AdviserPage
from pacte.web.request import Request
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

# Which buttons a line has, by what is known of the contact: (act, label).
_ACTS = {
    CampaignContactState.PLANNED: (("remove", "Retirer"),),
    CampaignContactState.COUNTED: (("withdraw", "Elle retire son accord"), ("undo", "Défaire")),
    CampaignContactState.NOT_COUNTED: (("undo", "Défaire"),),
    CampaignContactState.WITHDRAWN: (),
}


class CampaignListPage(AdviserPage):
    template_name = "advisers/campaigns.html"
    crumb = "Campagnes"

    def context(self) -> dict[str, Any]:
        campaigns = campaigns_of_body(actor=self.actor, on=today())
        is_open = [each for each in campaigns if each.closed_on is None]
        return {
            "title": "Vers qui allons-nous ?",
            "answer": f"{_open_text(len(is_open))}, pour des actions du plan.",
            "campaigns": Table(
                campaigns,
                Column("Campagne", self._title_cell),
                Column("Action du plan", lambda each: f"{each.number}. {each.action}"),
                Column("Dates", _dates_text),
                number_column("À joindre", lambda each: str(each.planned)),
                number_column("Touchées", lambda each: str(each.counted)),
                id="campagnes",
                caption="Campagnes de votre organisme",
                empty="Aucune campagne : ouvrez-en une, puis choisissez qui elle doit toucher.",
            ),
        }

    def _title_cell(self, each: CampaignSummary) -> Any:
        state = f", close le {format_day(each.closed_on)}" if each.closed_on else ""
        return cell(
            each.title, url=self.url("advisers:campaign", each.campaign_id),
            note=f"{CAMPAIGN_KIND_LABELS[each.kind]}{state}",
        )  # fmt: skip


def _open_text(count: int) -> str:
    return pluralise(count, "campagne ouverte", "campagnes ouvertes") if count else "Aucune campagne ouverte"


def _dates_text(each: CampaignSummary) -> str:
    begins = format_day(each.starts_on)
    return f"du {begins} au {format_day(each.ends_on)}" if each.ends_on else f"depuis le {begins}"


class CampaignPage(AdviserPage):
    """One campaign of the actor's body; its buttons undo what was noted, close and reopen."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.campaign = own_campaign(actor=self.actor, campaign_id=kwargs["campaign"])
        self.crumb = self.campaign.title

    def breadcrumb(self) -> Sequence[Crumb]:
        people, *own = super().breadcrumb()
        return [people, ("Campagnes", self.url("advisers:campaigns")), *own]

    def post(self, request: Request) -> HttpResponse:
        return self.redirect(self.request.path, self._run_action(request.POST))

    def _run_action(self, sent: QueryDict) -> str:
        """Returns the message of success. Raises ``ValidationError`` for another act, ``NotFound`` for a contact of
        another campaign.
        """
        action = sent.get("act", "")
        if action == "close":
            close_campaign(actor=self.actor, campaign_id=self.campaign.pk)
            return "La campagne est close."
        if action == "reopen":
            reopen_campaign(actor=self.actor, campaign_id=self.campaign.pk)
            return "La campagne est rouverte."
        if action not in _CONTACT_ACTS:
            raise ValidationError(
                "act", "Cette page ne sait pas ce qui est demandé.", hint="Revenez à la campagne et recommencez."
            )
        contact_id = parse_whole_number(sent.get("contact", ""))
        if contact_id is None or not self.campaign.contacts.filter(pk=contact_id).exists():
            raise NotFound
        act, message = _CONTACT_ACTS[action]
        act(self.actor, contact_id)
        return message


_CONTACT_ACTS: dict[str, tuple[Callable[[Actor, int], object], str]] = {
    "remove": (lambda actor, pk: remove_contact(actor=actor, contact_id=pk), "La personne est retirée."),
    "undo": (lambda actor, pk: undo_contact(actor=actor, contact_id=pk), "Le contact est à nouveau prévu."),
    "withdraw": (
        lambda actor, pk: withdraw_contact_consent(actor=actor, contact_id=pk), "La personne n’est plus comptée.",
    ),
}  # fmt: skip


@CampaignPage.view(http_method_names=("get", "head", "post"), template_name="advisers/campaign.html")
def campaign(page: CampaignPage) -> dict[str, Any]:
    campaign = page.campaign
    people = people_of_campaign(actor=page.actor, campaign=campaign)
    counted = [each for each in people if each.state is CampaignContactState.COUNTED]
    titles = campaign_actions(actor=page.actor, plan=campaign.plan, on=today())
    number = campaign.plan_action.number
    return {
        "title": campaign.title,
        "answer": f"{pluralise(len(counted), 'personne touchée', 'personnes touchées')} sur {len(people)}, "
        "d’accord pour être comptées.",
        "campaign": campaign,
        "facts": [
            {"label": "Action du plan", "value": f"{number}. {titles.get(number, '')}"},
            {"label": "Comment", "value": CAMPAIGN_KIND_LABELS[CampaignKind(campaign.kind)]},
            {"label": "Début", "value": format_day(campaign.starts_on)},
            {"label": "Fin", "value": format_day(campaign.ends_on) if campaign.ends_on else "non dite"},
            {
                "label": "Entrées en formation depuis",
                "value": f"{sum(each.entered_on is not None for each in counted)} des personnes touchées",
            },
        ],
        "people": [_person_row(page, each) for each in people],
        "synthetic": campaign.is_synthetic,
    }


def _person_row(page: CampaignPage, each: CampaignPerson) -> dict[str, Any]:
    notes = [
        f"jointe le {format_day(each.reached_on)}" if each.reached_on else f"prévue le {format_day(each.planned_on)}",
        CAMPAIGN_CHANNEL_LABELS[each.channel].lower(),
        f"entrée en formation le {format_day(each.entered_on)}" if each.entered_on else "",
    ]
    is_planned = each.state is CampaignContactState.PLANNED
    return {
        "id": each.contact_id,
        "name": each.name,
        "url": page.url("advisers:person", each.learner_key),
        "state": CAMPAIGN_CONTACT_STATE_LABELS[each.state],
        "note": ", ".join(note for note in notes if note),
        "note_url": page.url("advisers:campaign_contact", each.contact_id) if is_planned else "",
        "acts": [{"code": code, "label": label} for code, label in _ACTS[each.state]],
    }
