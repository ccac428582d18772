"""Which indicators each session has, so that an experiment on sessions may compare them. Pure."""

from __future__ import annotations

from pacte.indicators.records import Indicator, IndicatorKind, Unit

# Relations whose rows are of one session, with the column of « sessions » that says that all of them have happened.
SETTLED_COLUMN = {
    "sessions": "is_due",
    "first_days": "is_due",
    "entries": "is_due",
    "cohort": "is_over",
    "juries": "is_over",
    "ends": "is_over",
    "situations": "is_over",
}


def is_share_of_sessions(definition: Indicator | None) -> bool:
    """True for a share of people or places. Protected situations and shares of a total are left out."""
    return (
        definition is not None
        and definition.kind is IndicatorKind.COMPUTED
        and definition.unit is Unit.PERCENT
        and definition.is_public
        and not definition.is_share_of_total
        and all(
            each is not None and each.relation in SETTLED_COLUMN
            for each in (definition.numerator, definition.denominator)
        )
    )
