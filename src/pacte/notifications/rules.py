"""Words around what a letter to a guest says: its link, its last day, what to do when nothing was asked. Pure."""

from __future__ import annotations

from datetime import datetime

from pacte.kernel.clock import paris_date
from pacte.kernel.demo_notice import DEMO_DATA_NOTICE
from pacte.kernel.french import format_day


def guest_letter_text(text: str, *, address: str, expires_at: datetime, is_synthetic: bool = False) -> str:
    """Whole text of the letter. ``address`` is the absolute address that contains the secret."""
    last_day = format_day(paris_date(expires_at))
    foot = (
        f"Ce lien est à vous seul : ne le transmettez pas. Il sert jusqu’au {last_day}, sans mot de passe.\n"
        "Vous n’attendiez pas ce message ? Ne faites rien : sans clic, il ne se passe rien."
    )
    notice = f"\n{DEMO_DATA_NOTICE}\n" if is_synthetic else ""
    return f"Bonjour,\n\n{text.strip()}\n\n{address}\n\n{foot}\n{notice}"
