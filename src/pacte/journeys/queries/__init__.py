"""Read access to journeys."""

from pacte.journeys.queries.journeys import (
    journey_by_key,
    journeys_of,
    scope_of,
    standing,
    steps_of,
)

__all__ = ["journey_by_key", "journeys_of", "scope_of", "standing", "steps_of"]
