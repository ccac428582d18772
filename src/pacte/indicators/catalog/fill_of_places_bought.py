"""I6a, the headline: places taken over places bought. Lost places stay in the denominator: cancelling does not help."""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Unit

_SESSION = {"session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)}
_BOUGHT = {"kind": "bought", "places": 10, **_SESSION}

INDICATOR = Indicator(
    code="fill_of_places_bought",
    number="I6a",
    label="Remplissage des places achetées",
    question="Quelle part des places achetées a trouvé preneur ?",
    unit=Unit.PERCENT,
    entity="place achetée",
    numerator=Measure("sessions", "sum(taken)"),
    denominator=Measure("sessions", "sum(fill_places)"),
    numerator_label="places prises : au moins une entrée avant la date limite d’entrée",
    denominator_label="places achetées, celles perdues comprises",
    waiting=Measure("sessions", "sum(counted) filter (where not is_due and not rolling)"),
    side_measures={
        "places perdues": Measure("sessions", "sum(fill_lost)"),
        "entrées au-dessus des places achetées": Measure("sessions", "sum(above)"),
    },
    direction=Direction.RISING,
    counts_people=False,
    counts_places_taken=True,
    source="registre des places, étapes des parcours",
    owner="service achats de la Région",
    note="Sessions à dates fixes dont la date limite d’entrée est passée, ou annulées. Les entrées permanentes se "
    "lisent en heures.",
    examples=(
        IndicatorExample({"ledger": [_BOUGHT], "entries": [{**_SESSION, "journey": rank} for rank in range(7)]}, 7, 10),
        # Cancelled: the places stay in the denominator.
        IndicatorExample(
            {
                "ledger": [_BOUGHT, {**_BOUGHT, "kind": "lost", "places": 10}],
                "states": [{**_SESSION, "state": "cancelled"}],
            },
            0,
            10,
        ),
        # Not due yet: the entry deadline is in the future.
        IndicatorExample({"ledger": [_BOUGHT]}, 0, 0, on=date(2021, 3, 5)),
    ),
)
