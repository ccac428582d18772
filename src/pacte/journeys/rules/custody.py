"""Whether a session can follow a release from custody whose date may move (actions 25 and 26). Pure."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


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
