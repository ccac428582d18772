"""Sessions and releases from custody, whose date may move: what fits, what is followed inside or outside. Pure.

Actions 25 and 26 of the pact.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from pacte.kernel.errors import ValidationError


class ReleaseFit(StrEnum):
    """Fit of a session with the interval of possible release dates."""

    FITS = "fits"
    UNCERTAIN = "uncertain"
    INSIDE = "inside"


RELEASE_LABELS = {
    ReleaseFit.FITS: "commence après la date de sortie la plus tardive",
    ReleaseFit.UNCERTAIN: "commence entre les deux dates de sortie : demandez un début qui glisse, ou une "
    "place réservée",
    ReleaseFit.INSIDE: "commence avant la première date de sortie : à suivre dedans, ou avec une permission",
}


def release_fit(starts_on: date | None, *, is_rolling: bool, earliest_on: date, latest_on: date | None) -> ReleaseFit:
    """Permanent entries always fit: one enters on the day of release. Nothing is refused, only labelled."""
    if is_rolling or starts_on is None:
        return ReleaseFit.FITS
    if starts_on < earliest_on:
        return ReleaseFit.INSIDE
    if latest_on is None or starts_on < latest_on:
        return ReleaseFit.UNCERTAIN
    return ReleaseFit.FITS


class Side(StrEnum):
    """Where a training is followed, for its person."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    OUTSIDE_AFTER = "outside_after"


SIDE_LABELS = {
    Side.INSIDE: "dedans",
    Side.OUTSIDE: "dehors",
    Side.OUTSIDE_AFTER: "dehors, après la sortie",
}


def side_of(day: date, *, is_inside: bool, releases: Collection[date]) -> Side:
    """Side of a training entered, or to be entered, on ``day``. ``releases``: the days on which the person left.

    Outside before any release: semi-liberty, or a leave.
    """
    if is_inside:
        return Side.INSIDE
    return Side.OUTSIDE_AFTER if any(left_on <= day for left_on in releases) else Side.OUTSIDE


def refuse_release_day(left_on: date, *, on: date) -> None:
    """A release is noted once it has happened: before, the estimated dates say it. Raises ``ValidationError``."""
    if left_on > on:
        raise ValidationError(
            "left_on", "Ce jour n’est pas encore venu.", hint="Une sortie à venir se note comme date de sortie prévue."
        )
