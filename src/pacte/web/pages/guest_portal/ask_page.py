"""« Recevoir mon lien »: an address, then the same words whether it is known or not."""

from __future__ import annotations

from typing import Any

from pacte.accounts.records import GuestScope
from pacte.accounts.rules.guest_links import GUEST_LINK_LIFE
from pacte.notifications.records import GuestLetterInput
from pacte.web.guest_pages import AskForLinkPage


class AskPage(AskForLinkPage):
    template_name = "guest_portal/ask.html"
    title = "Recevoir mon lien"
    crumb = "Recevoir mon lien"
    submit_label = "Envoyer le lien"
    letter_input = GuestLetterInput(
        GuestScope.APPLY,
        "Votre lien vers votre dossier",
        "Vous avez demandé ce lien. Il ouvre votre dossier :",
    )

    def context(self) -> dict[str, Any]:
        return {"is_sent": self.is_sent, "again": self.request.path, "days": GUEST_LINK_LIFE.days}
