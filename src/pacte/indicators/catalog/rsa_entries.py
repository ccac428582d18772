"""I19-rsa: a lower bound. The absence of a note does not mean that it is false, so no share is given."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit

INDICATOR = Indicator(
    code="rsa_entries",
    number="I19-rsa",
    label="Entrées de bénéficiaires du RSA",
    question="Combien d’entrées de personnes dont le RSA a été noté ?",
    unit=Unit.ENTRIES,
    entity="entrée",
    numerator=Measure("entries", "count(*) filter (where rsa)"),
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
                    {"rsa": True},
                    {"rsa": None},
                ],
            },
            1,
        ),
    ),
)
