"""Attendance sheet of a week, empty, to be signed by half-day where there is no network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.exchange.documents.pdf_rendering import render_pdf
from pacte.exchange.documents.pdf_texts import page_text
from pacte.journeys.rules.attendance import PRESENCE_LABELS
from pacte.kernel.french import WEEKDAYS, format_day

if TYPE_CHECKING:
    from pacte.offer.models import Session

MEDIA_TYPE = "application/pdf"
# Lines left for those who come without being expected.
_SPARE_LINES = 3


def write(names: Sequence[str], *, session: Session, monday: date, as_of: date, synthetic: bool = False) -> bytes:
    """One line for each person, a box for each half-day. The same facts give the same bytes."""
    title, week = session.training.title, f"semaine du {format_day(monday)}"
    site = session.site or session.training_action.site
    where = ", ".join(each for each in (session.provider.name, site.town if site else "") if each)
    return render_pdf(
        "presence.typ",
        {
            "title": page_text(f"Feuille de présence, {week} : {title}"),
            "description": f"Feuille de présence, {week}" + (", données fictives" if synthetic else ""),
            "keywords": ["pacte", "présence"],
            "version": f"au {format_day(as_of)}",
            "footer": page_text(f"{where} · session {session.number}" + (" · Données fictives" if synthetic else "")),
            "running_title": page_text(title),
            "short": True,
            "landscape": True,
            "synthetic": synthetic,
            "kicker": page_text(where),
            "name": page_text(f"Feuille de présence, {week}"),
            "answer": page_text(title),
            "days": [page_text(f"{name} {(monday + timedelta(days=rank)).day}") for rank, name in enumerate(WEEKDAYS)],
            "legend": page_text(" · ".join(f"{mark.value} {label}" for mark, label in PRESENCE_LABELS.items())),
            "people": [page_text(each or "Dossier effacé") for each in names] + [""] * _SPARE_LINES,
        },
        as_of,
    )
