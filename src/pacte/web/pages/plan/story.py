"""Life of a version in one line. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.kernel.french import day, typeset

if TYPE_CHECKING:
    from pacte.plan.queries import VersionLine


def story(line: VersionLine, until: date | None) -> str:
    """« votée le … par … (n° …) ; signée le … ; en vigueur du … au … »."""
    said = []
    if line.voted_on:
        who = f" par {line.vote_body}" if line.vote_body else ""
        number = f" ({line.vote_number})" if line.vote_number else ""
        said.append(f"votée le {day(line.voted_on)}{who}{number}")
    if line.signed_on:
        said.append(f"signée le {day(line.signed_on)}")
    if line.in_force_from:
        held = (
            f"du {day(line.in_force_from)} au {day(until - timedelta(days=1))}"
            if until
            else f"depuis le {day(line.in_force_from)}"
        )
        said.append(f"en vigueur {held}")
    return typeset(" ; ".join(said)) or "pas encore votée"
