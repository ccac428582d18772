"""I42: euros ordered in the cell over all euros ordered: split it by domain and objective, year by year."""

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Unit
from pacte.indicators.records.grades import EvidenceGrade

INDICATOR = Indicator(
    code="purchases_by_domain_and_nature",
    number="I42",
    label="Achats par domaine et par nature",
    question="Comment les achats se répartissent-ils entre domaines et natures ?",
    unit=Unit.PERCENT,
    entity="commande",
    numerator=Measure(
        "ledger",
        (
            "sum(case kind when 'bought' then cents when 'moved_in' then cents when 'moved_out' then -cents "
            "else 0 end) / 100.0"
        ),
    ),
    denominator=Measure(
        "ledger",
        (
            "sum(case kind when 'bought' then cents when 'moved_in' then cents when 'moved_out' then -cents "
            "else 0 end) / 100.0"
        ),
    ),
    numerator_label="euros commandés dans la case",
    denominator_label="euros commandés en tout",
    side_measures={
        "places": Measure(
            "ledger",
            (
                "sum(case kind when 'bought' then places when 'moved_in' then places when 'moved_out' then "
                "-places else 0 end)"
            ),
        ),
        "heures": Measure(
            "ledger",
            (
                "sum(case kind when 'bought' then hours when 'moved_in' then hours when 'moved_out' then "
                "-hours else 0 end)"
            ),
        ),
    },
    direction=Direction.NEITHER,
    source="registre des places, commandes",
    owner="service achats de la Région",
    periodicity_months=12,
    counts_people=False,
    is_share_of_total=True,
    note="À ventiler par « domain », « objective », « year ».",
    grade=EvidenceGrade.MEANS,
    examples=(
        IndicatorExample(
            {
                "ledger": [
                    {"cents": 600000},
                    {"cents": 400000},
                ],
            },
            10000,
            10000,
        ),
    ),
)
