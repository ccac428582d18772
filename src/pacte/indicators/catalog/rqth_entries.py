"""I19-rqth: a lower bound. The absence of a note does not mean that it is false, so no share is given."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit

INDICATOR = Indicator(
    code="rqth_entries",
    number="I19-rqth",
    label="Entrées de personnes en situation de handicap",
    question="Combien d’entrées de personnes dont la RQTH a été notée ?",
    unit=Unit.ENTRIES,
    entity="entrée",
    numerator=Measure("entries", "count(*) filter (where rqth)"),
    numerator_label="entrées de personnes dont la situation a été notée avec leur accord",
    subsets=(Subset.PEOPLE,),
    territory=TerritoryRule.RESIDENCE,
    source="situations protégées, notées avec l’accord de la personne",
    owner="observatoire régional",
    delay_months=4,
    is_public=False,
    note=(
        "C’est un minimum : une situation que personne n’a notée n’est pas une situation absente. Aucune part "
        "n’en est tirée."
    ),
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"rqth": True},
                    {"rqth": None},
                ],
            },
            1,
        ),
    ),
)
