"""What each source of outside series last gave, for whoever awaits its next file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pacte.exchange.series_files.reading import series_sources
from pacte.exchange.series_records import SeriesSource
from pacte.indicators.queries.series_received import SeriesReceived, series_received
from pacte.kernel.actor import Actor

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation


@dataclass(frozen=True, slots=True)
class ReceivedSource:
    """A source with a rhythm. ``covered_until``: last day of the latest period; None when no file ever came."""

    source: SeriesSource
    covered_until: date | None = None
    received_on: date | None = None


def received_sources(*, actor: Actor, host: Organisation) -> list[ReceivedSource]:
    """The sources that publish again, by label.

    Of several formats of the same figures, one has a rhythm: no file is awaited twice.
    """
    by_code = series_received(actor=actor, host_id=host.pk)
    rhythmic = (each for each in series_sources().values() if each.published_every_months)
    return [_received(each, by_code) for each in sorted(rhythmic, key=lambda each: each.label)]


def _received(source: SeriesSource, by_code: dict[str, SeriesReceived]) -> ReceivedSource:
    came = [by_code[each.code] for each in source.series if each.code in by_code]
    if not came:
        return ReceivedSource(source)
    return ReceivedSource(source, max(each.covered_until for each in came), max(each.received_on for each in came))
