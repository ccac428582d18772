"""Where whoever applied finds their application: by their link, or from their account. Pure.

The addresses are those of ``web/pages/applications``, repeated here because letters leave from a queue, outside any
request, as in ``accounts.rules.guest_links``. The hour of an arrival always says its zone.
"""

from __future__ import annotations

from datetime import datetime

from pacte.kernel.french import format_moment


def guest_tail(application_id: int, page: str = "") -> str:
    """The page under the link of a guest."""
    return f"demandes/{application_id}/{page}"


def replacement_page(document_id: int) -> str:
    """The page under an application where one flawed document is given again."""
    return f"remplacer/{document_id}/"


def account_address(plan_code: str, application_id: int) -> str:
    """The path for somebody of the body that applied, with an account."""
    return f"/plan/{plan_code}/demandes/{application_id}/"


def case_address(plan_code: str, number: int) -> str:
    """The path of the case for whoever instructs it."""
    return f"/plan/{plan_code}/dossiers/{number}/"


def arrival_text(at: datetime) -> str:
    """« 24 novembre 2026, 9 h 05, heure de Paris »."""
    return f"{format_moment(at)}, heure de Paris"
