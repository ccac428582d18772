"""Read access to journeys."""

from pacte.journeys.queries.journeys import (
    journey_by_key,
    journey_scope,
    steps_of,
)

__all__ = ["journey_by_key", "journey_scope", "steps_of"]
