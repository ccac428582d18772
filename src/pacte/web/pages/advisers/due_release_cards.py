"""Releases to note, on the desk of the prison service: the date has passed, the card does not say which."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from pacte.web.pages.advisers.desk_cards import DeskCard


def due_release_card(learner_key: UUID, name: str) -> DeskCard:
    return DeskCard(
        title=name or "Nom effacé",
        url_of_title=reverse("advisers:person", args=[learner_key]),
        note="Date de sortie passée : sortie à noter, ou nouvelle date",
        when="à noter",
        tone="watch",
        verb="Dire",
        url=reverse("advisers:bridge", args=[learner_key]),
    )
