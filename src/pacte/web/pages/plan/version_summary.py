"""Life of a version in one line. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.kernel.french import apply_french_spacing, format_day

if TYPE_CHECKING:
    from pacte.plan.queries import VersionSummary


def version_summary_text(line: VersionSummary, until: date | None) -> str:
    """« votée le … par … (n° …) ; signée le … ; en vigueur du … au … »."""
    clauses = []
    if line.voted_on:
        who = f" par {line.vote_body}" if line.vote_body else ""
        number = f" ({line.vote_number})" if line.vote_number else ""
        clauses.append(f"votée le {format_day(line.voted_on)}{who}{number}")
    if line.signed_on:
        clauses.append(f"signée le {format_day(line.signed_on)}")
    if line.in_force_from:
        in_force_text = (
            f"du {format_day(line.in_force_from)} au {format_day(until - timedelta(days=1))}"
            if until
            else f"depuis le {format_day(line.in_force_from)}"
        )
        clauses.append(f"en vigueur {in_force_text}")
    return apply_french_spacing(" ; ".join(clauses)) or "pas encore votée"
