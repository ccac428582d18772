"""Public results of a training: counts, without any person."""

from __future__ import annotations

from pacte.journeys.models import PublicResult
from pacte.journeys.records.results import TrainingResults
from pacte.journeys.rules.results import certification_codes, published_ratio, training_key
from pacte.kernel.actor import Actor
from pacte.offer.models import Training


def training_results(*, actor: Actor, training: Training) -> TrainingResults | None:
    """Results of the training, or of all trainings of its certification when it is too small. None without results.

    One query. The same for every reader.
    """
    codes = certification_codes(training.certifications)
    keys = [training_key(training.pk), *codes]
    rows = PublicResult.objects.filter(organisation_id=training.host_id, key__in=keys)
    results_by_key = {each.key: each for each in rows}
    own = results_by_key.get(keys[0])
    wider = next(
        (
            results_by_key[code]
            for code in codes
            if code in results_by_key and "entered" not in results_by_key[code].hidden
        ),
        None,
    )
    if own is not None and ("entered" not in own.hidden or wider is None):
        return _results(own, "")
    # Without a finished session of its own, use the other trainings of the certification.
    return _results(wider, wider.key) if wider is not None else None


def _results(row: PublicResult, certification: str) -> TrainingResults:
    gone = frozenset(row.hidden)
    return TrainingResults(
        certification=certification,
        trainings=row.trainings,
        sessions=row.sessions,
        first_on=row.first_on,
        last_on=row.last_on,
        counted_at=row.counted_at,
        entered=row.values.get("entered"),
        completed=published_ratio(row.values, gone, "completed"),
        certified=published_ratio(row.values, gone, "certified"),
        in_part=row.values.get("in_part"),
        answered=published_ratio(row.values, gone, "answered"),
        in_job=published_ratio(row.values, gone, "in_job"),
        hidden=gone,
    )
