"""Dimensions for splits and filters: a French name, and the SQL of the code in each relation. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from pacte.indicators.records import question
from pacte.journeys.records.population import AGE_CLASSES, LEVEL_CLASSES, class_sql

PEOPLE = frozenset(
    {"approaches", "entries", "ends", "results", "situations", "hours", "cohort", "juries", "first_days", "follow_ons",
     "attested", "paid_entries", "barriers", "informed", "contacts", "referred", "proposals", "notebook", "departures",
     "reasons", "accompanied", "certified", "held_next", "campaign_contacts", "approached",
     "origins", "brought", "releases", "released", "asked_competences", "reviewed"}
)  # fmt: skip
OF_THEIR_ACTION = frozenset({"campaign_contacts", "approached", "origins", "brought"})
"""Relations of people whose rows carry their action of the plan, whatever paid for a session."""
PLACES = frozenset({"ledger", "states", "sessions", "lines", "paid_domains", "paid_occupations"})
MONEY = frozenset({"money"})
WITHOUT_TERRITORY = frozenset(
    {"money", "targets", "aims", "tensions", "closed_sites", "occupation_items", "employer_needs", "relation_choices"}
)
"""Relations without territory."""
PROTECTED = ("rsa", "rqth", "literacy", "justice", "refugee")


@dataclass(frozen=True, slots=True)
class Dimension:
    """``sql`` gives the code as text, never null; ``labels`` the French labels of the codes known here."""

    code: str
    label: str
    relations: frozenset[str]
    sql: str
    labels: dict[str, str] = field(default_factory=dict)
    protected_codes: frozenset[str] = frozenset()


_UNKNOWN = {"unknown": "non connu"}
_EVERY = PEOPLE | PLACES
DIMENSIONS: dict[str, Dimension] = {
    each.code: each
    for each in (
        Dimension(
            "level", "niveau de diplôme à l’entrée", PEOPLE,
            class_sql(LEVEL_CLASSES, "diploma", unknown="unknown"),
            {each.code: each.label for each in LEVEL_CLASSES} | _UNKNOWN,
        ),
        Dimension(
            "sex", "sexe", PEOPLE, "case when sex = '' or sex is null then 'unknown' else sex end",
            {"f": "femmes", "m": "hommes", "x": "autre"} | _UNKNOWN,
        ),
        Dimension(
            "age", "âge à l’entrée", PEOPLE,
            class_sql(AGE_CLASSES, "age", unknown="unknown"),
            {each.code: each.label for each in AGE_CLASSES} | _UNKNOWN,
        ),
        Dimension(
            # Audiences overlap: a person may count in several rows, whose sum is not the total.
            "public", "public", PEOPLE,
            "unnest(list_filter([case when age < 26 then 'under_26' end, case when age >= 55 then '55_plus' end,"
            " case when diploma < 4 then 'low_qualified' end, case when sex = 'f' then 'women' end,"
            " case when rsa then 'rsa' end, case when rqth then 'rqth' end, case when literacy then 'literacy' end,"
            " case when justice then 'justice' end, case when refugee then 'refugee' end], lambda p: p is not null))",
            {"under_26": "moins de 26 ans", "55_plus": "55 ans et plus", "low_qualified": "peu qualifiés",
             "women": "femmes", "rsa": "bénéficiaires du RSA (noté)", "rqth": "RQTH (notée)",
             "literacy": "lecture et écriture à reprendre (noté)", "justice": "sous main de justice (noté)",
             "refugee": "réfugiés (noté)"},
            frozenset(PROTECTED),
        ),
        Dimension(
            "job", "emploi à l’ouverture du parcours", PEOPLE, "coalesce(nullif(job, ''), 'unknown')",
            {"without": "sans emploi", "temporary": "intérim", "short": "contrat de moins de six mois",
             "subsidised": "contrat aidé", "other": "autre emploi"} | _UNKNOWN,
        ),
        Dimension(
            "fund", "fonds", _EVERY | MONEY, "coalesce(nullif(fund, ''), 'unknown')",
            {"pact": "pacte", "baseline": "socle de la Région", "other": "autre fonds",
             "outside": "hors financements du pacte"} | _UNKNOWN,
        ),
        # A session bought for two actions: its people count in both, its places and euros divide (``order_lines``).
        Dimension("action", "action du plan", _EVERY | MONEY, "coalesce(plan_action, 'unknown')",
                  {"unknown": "aucune action"}),
        Dimension("lot", "lot", _EVERY, "coalesce(cast(lot as varchar), 'unknown')", {"unknown": "aucun lot"}),
        Dimension("funder", "acheteur", _EVERY, "coalesce(cast(funder as varchar), 'unknown')", dict(_UNKNOWN)),
        Dimension(
            "objective", "objectif de la formation", _EVERY, "coalesce(nullif(nature, ''), 'unknown')",
            {"literacy": "alphabétisation, français", "basic_skills": "savoirs de base",
             "remobilisation": "remobilisation, projet", "prequalifying": "préqualifiante",
             "qualifying": "qualifiante", "certifying": "certifiante", "upskilling": "perfectionnement",
             "enterprise": "création d’entreprise"} | _UNKNOWN,
        ),
        Dimension("domain", "domaine de formation (Formacode)", _EVERY, "coalesce(nullif(domain, ''), 'unknown')",
                  dict(_UNKNOWN)),
        Dimension("occupation", "métier visé (ROME)", _EVERY, "coalesce(nullif(rome, ''), 'unknown')",
                  dict(_UNKNOWN)),
        Dimension("provider", "organisme de formation", _EVERY, "coalesce(cast(provider as varchar), 'unknown')",
                  dict(_UNKNOWN)),
        Dimension("end", "façon dont le parcours finit", frozenset({"cohort"}),
                  "coalesce(nullif(outcome, ''), 'unknown')",
                  {"to_term": "au terme", "goal_reached": "objectif atteint avant le terme", "to_job": "vers un emploi",
                   "to_training": "vers une autre formation", "dropout": "abandon", "exclusion": "exclusion",
                   "force_majeure": "force majeure", "by_provider": "arrêt par l’organisme",
                   "unknown": "fin inconnue"}),
        Dimension("cause", "motif", frozenset({"ledger", "states"}), "coalesce(nullif(cause, ''), 'unknown')",
                  dict(_UNKNOWN)),
        Dimension("stage", "étape de la dépense", MONEY, "stage"),
        Dimension("section", "section", MONEY, "section",
                  {"operating": "fonctionnement", "investment": "investissement", "staff": "personnel, en ETP"}),
        Dimension("axis", "axe du plan", MONEY, "coalesce(nullif(axis, ''), 'unknown')", dict(_UNKNOWN)),
        Dimension("financer", "financeur", MONEY, "coalesce(nullif(financer, ''), 'unknown')", dict(_UNKNOWN)),
    )
}  # fmt: skip
ZONE, MONTH, YEAR = question.ZONE, question.MONTH, question.YEAR
TIME_SPLITS = {MONTH: "mois", question.QUARTER: "trimestre", question.SEMESTER: "semestre", YEAR: "année"}
