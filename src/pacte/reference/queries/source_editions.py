"""The last edition that each source of reference data gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date
from pacte.reference.models import Edition, Nomenclature
from pacte.reference.records import Scheme
from pacte.reference.sources import REFERENCE_SOURCES, ReferenceSource

_SCHEMES = {"rncp": "certification", "rome": Scheme.ROME}


@dataclass(frozen=True, slots=True)
class SourceEdition:
    """``edition``: as its producer names it; ``describes_on``: the day that it describes."""

    source: ReferenceSource
    edition: str
    describes_on: date
    received_on: date


def latest_source_editions(*, actor: Actor) -> dict[str, SourceEdition]:
    """The latest edition by source, for those with a rhythm. Public. Excerpts shipped with pacte are not editions."""
    latest = {each.code: _latest_edition(each) for each in REFERENCE_SOURCES if each.published_every_months}
    return {code: each for code, each in latest.items() if each}


def _latest_edition(source: ReferenceSource) -> SourceEdition | None:
    if source.code not in _SCHEMES:
        year = Edition.objects.order_by("-year").first()
        if year is None:
            return None
        return SourceEdition(source, str(year.year), date(year.year, 1, 1), paris_date(year.loaded_at))
    complete = Nomenclature.objects.filter(scheme=_SCHEMES[source.code], is_excerpt=False)
    last = complete.order_by("-starts_on", "-pk").first()
    if last is None:
        return None
    return SourceEdition(source, last.edition, last.starts_on, paris_date(last.loaded_at))
