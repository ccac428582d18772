"""Days without news after which a person is silent: chosen on a page of an adviser, kept by the web session."""

from __future__ import annotations

from pacte.journeys.records.adviser_desk import SILENT_CHOICES, SILENT_DAYS
from pacte.kernel.user_input import parse_whole_number
from pacte.web.request import Request

_KEY = "advising_silent_days"


def silent_days_of(request: Request) -> int:
    """« ?silence=15 » changes it for the next pages."""
    if (days := parse_whole_number(request.GET.get("silence", ""))) in SILENT_CHOICES:
        request.session[_KEY] = days
    saved_days = request.session.get(_KEY)
    return saved_days if saved_days in SILENT_CHOICES else SILENT_DAYS
