"""Life of a version in one line. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.kernel.french import apply_french_spacing, format_day

if TYPE_CHECKING:
    from pacte.plan.queries import VersionSummary


def story(line: VersionSummary, until: date | None) -> str:
    """« votée le … par … (n° …) ; signée le … ; en vigueur du … au … »."""
    said = []
    if line.voted_on:
        who = f" par {line.vote_body}" if line.vote_body else ""
        number = f" ({line.vote_number})" if line.vote_number else ""
        said.append(f"votée le {format_day(line.voted_on)}{who}{number}")
    if line.signed_on:
        said.append(f"signée le {format_day(line.signed_on)}")
    if line.in_force_from:
        held = (
            f"du {format_day(line.in_force_from)} au {format_day(until - timedelta(days=1))}"
            if until
            else f"depuis le {format_day(line.in_force_from)}"
        )
        said.append(f"en vigueur {held}")
    return apply_french_spacing(" ; ".join(said)) or "pas encore votée"
