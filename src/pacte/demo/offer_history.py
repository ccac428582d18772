"""Invented past of the offer: what each night would have kept of the descriptions, and searches without answer."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.demo.stories.offer_history import offer_history_story
from pacte.kernel.actor import Actor
from pacte.offer.queries.description_counts import DescribedShare, described_by_provider
from pacte.offer.records.unmet_searches import UnmetSearchCount
from pacte.offer.services.description_counts import import_description_counts, keep_description_counts
from pacte.offer.services.unmet_searches import import_unmet_searches

_MONTHS = 12
_DAYS_A_MONTH = 30


def load_offer_history(*, actor: Actor, host_id: int, on: date) -> None:
    """Once, after the region is loaded. Every provider describes its trainings at the pace of the story."""
    story = offer_history_story()
    now_described = described_by_provider(actor=actor, host_id=host_id, on=on)
    for night in story.described:
        if night.on < on:
            then = {
                provider_id: DescribedShare(night.on, round(each.described * night.share), each.sheets)
                for provider_id, each in now_described.items()
            }
            import_description_counts(actor=actor, host_id=host_id, shares=then)
    keep_description_counts(actor=actor, on=on)
    searches = [UnmetSearchCount(each.kind, each.term, each.department, each.a_month) for each in story.searches]
    for month in range(_MONTHS):
        counted_on = on - timedelta(days=month * _DAYS_A_MONTH)
        import_unmet_searches(actor=actor, host_id=host_id, on=counted_on, counts=searches)
