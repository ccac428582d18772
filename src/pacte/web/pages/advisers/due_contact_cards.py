"""Contacts of campaigns whose day has passed, on the desk of an adviser: one line a campaign."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from pacte.journeys.records.campaigns import DueContacts
from pacte.kernel.french import format_day, pluralise
from pacte.web.pages.advisers.desk_cards import DeskCard


def due_contact_card(each: DueContacts, on: date) -> DeskCard:
    url = reverse("advisers:campaign", args=[each.campaign_id])
    people = pluralise(each.people, "personne à joindre", "personnes à joindre")
    return DeskCard(
        title=each.title,
        url_of_title=url,
        note=f"Campagne : {people}, prévu le {format_day(each.planned_on)}",
        when=f"en retard de {(on - each.planned_on).days} j",
        tone="watch",
        verb="Noter",
        url=url,
    )
