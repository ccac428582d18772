"""I42-e: euros ordered in the domains where people find a job, over euros in domains whose job rate is known."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Unit
from pacte.indicators.records.grades import ProofScope

_RICH = "job_rate >= whole_job_rate"

INDICATOR = Indicator(
    code="euros_where_jobs_are",
    number="I42-e",
    label="Euros commandés là où l’on trouve un emploi",
    question="Les euros vont-ils où l’on trouve un emploi ?",
    unit=Unit.PERCENT,
    entity="euro commandé, dont le domaine a trente réponses ou plus à six mois",
    numerator=Measure("paid_domains", f"sum(bought_cents) filter (where {_RICH}) / 100.0"),
    denominator=Measure("paid_domains", "sum(bought_cents) filter (where job_rate is not null) / 100.0"),
    numerator_label="euros des domaines où l’on est en emploi à six mois aussi souvent que dans toute l’offre, ou plus",
    denominator_label="euros des domaines dont le taux d’emploi est connu",
    side_measures={
        "euros de domaines sans trente réponses": Measure(
            "paid_domains", "sum(bought_cents) filter (where job_rate is null) / 100.0"
        ),
    },
    source="registre des places, commandes ; situations à six mois",
    owner="service achats de la Région",
    periodicity_months=12,
    counts_people=False,
    note="Le taux d’emploi d’un domaine est celui de toutes ses sessions, quel que soit le fonds.",
    scope=ProofScope.OFFER,
    shown_by="fund",
    examples=(
        IndicatorExample(
            {
                "ledger": [
                    {"session": 1, "domain": "230", "cents": 600000},
                    {"session": 2, "domain": "150", "cents": 300000},
                    {"session": 3, "domain": "420", "cents": 100000},
                ],
                "situations": [
                    *({"session": 1, "domain": "230", "in_job": True} for _ in range(20)),
                    *({"session": 1, "domain": "230", "in_job": False} for _ in range(10)),
                    *({"session": 2, "domain": "150", "in_job": rank < 10} for rank in range(30)),
                    {"session": 3, "domain": "420", "in_job": True, "happened_on": date(2021, 9, 1)},
                ],
            },
            6000,
            9000,
        ),
    ),
)
