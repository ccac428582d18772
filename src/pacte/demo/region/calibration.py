"""Published figures that the invented region reproduces, and the probabilities used. Pure.

Targets and sources: published pages on the pact (GIP Alfa Centre; ekole.fr, April 2025), Dares on early exits (2021),
rdv-insertion on appointments (inclusion.gouv.fr, November 2025), Carif-Oref Pays de la Loire on jobs (2021 cohort).
Tolerances are ours. A figure obtained here is never a result of the real programme.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CalibrationTarget:
    """``low`` and ``high`` bound the simulated value. Shares are fractions of 1; amounts are euros."""

    label: str
    published: str
    low: float
    high: float
    source: str


_NONE_PUBLISHED, _ASSUMPTION = "aucun taux publié", "hypothèse de la démonstration, à défaut de source"

# The survey's shares add up to 104 (multiple answers). They are used as weights.
EARLY_REASON_WORDS = (
    ("personal_or_health", "personnel ou santé", 24),
    ("job", "emploi trouvé", 22),
    ("level_or_content", "niveau ou contenu", 19),
    ("relations", "relations", 13),
    ("money", "argent", 10),
    ("distance", "distance", 6),
    ("training", "autre formation", 6),
    ("imposed", "formation imposée", 4),
)

TARGETS = {
    "places_per_year": CalibrationTarget(
        "places achetées par an", "26 000 à 29 000", 24_700, 27_300, "ekole.fr, 17/04/2025"
    ),
    "qualifying_share": CalibrationTarget(
        "part des places qualifiantes", "8 000 sur 26 000", 0.278, 0.338, "ekole.fr, 17/04/2025"
    ),
    "entries_per_year": CalibrationTarget(
        "entrées par an", "20 000", 18_500, 21_500, "ordre de grandeur des places et du remplissage"
    ),
    "fill": CalibrationTarget(
        "places prises sur places achetées", "75 à 80 %", 0.75, 0.80, "GIP Alfa Centre, bilan du pacte"
    ),
    "low_qualified": CalibrationTarget(
        "part des peu qualifiés", "plus de la moitié", 0.50, 0.60, "GIP Alfa Centre, bilan du pacte"
    ),
    "no_show_chosen": CalibrationTarget(
        "absents, créneau choisi", "11,2 %", 0.102, 0.122, "inclusion.gouv.fr, 04/11/2025"
    ),
    "no_show_summoned": CalibrationTarget(
        "absents, convoqués", "23,8 %", 0.228, 0.248, "inclusion.gouv.fr, 04/11/2025"
    ),
    "early_exits": CalibrationTarget("sorties anticipées du fait du stagiaire", "8 %", 0.07, 0.09, "Dares, 2021"),
    "early_exits_young": CalibrationTarget("les mêmes, moins de 26 ans", "12 %", 0.11, 0.13, "Dares, 2021"),
    "early_exits_young_low": CalibrationTarget(
        "les mêmes, moins de 26 ans sans le bac", "15 %", 0.14, 0.16, "Dares, 2021"
    ),
    "early_exits_women": CalibrationTarget("les mêmes, femmes", "9 %", 0.08, 0.10, "Dares, 2021"),
    "early_exits_men": CalibrationTarget("les mêmes, hommes", "7 %", 0.06, 0.08, "Dares, 2021"),
    **{
        f"reason_{code}": CalibrationTarget(
            f"motif de ces sorties : {label}", f"{part} sur 104", part / 104 - 0.03, part / 104 + 0.03, "Dares, 2021"
        )
        for code, label, part in EARLY_REASON_WORDS
    },
    "job_at_6_months": CalibrationTarget(
        "en emploi à 6 mois", "59 %", 0.57, 0.61, "Carif-Oref Pays de la Loire, cohorte 2021"
    ),
    "access_within_6_months": CalibrationTarget(
        "accès à l’emploi sous 6 mois", "68 %", 0.66, 0.70, "Carif-Oref Pays de la Loire"
    ),
    "job_at_12_preparatory": CalibrationTarget(
        "en emploi à 12 mois, après une préparation", "41 %", 0.38, 0.44, "Carif-Oref Pays de la Loire, cohorte 2020"
    ),
    "job_at_12_qualifying": CalibrationTarget(
        "en emploi à 12 mois, après une formation qualifiante",
        "67 %",
        0.64,
        0.70,
        "Carif-Oref Pays de la Loire, cohorte 2020",
    ),
    "follow_on": CalibrationTarget(
        "suite après une préparation", "31 %", 0.28, 0.34, "4ᵉ rapport du comité scientifique du PIC"
    ),
    "shortage": CalibrationTarget(
        "part des métiers en tension", "22 %", 0.20, 0.24, "rapport final du comité scientifique, 2025"
    ),
    "mobility_barrier": CalibrationTarget(
        "frein de mobilité", "28 %", 0.25, 0.31, "Laboratoire de la mobilité inclusive"
    ),
    "literacy": CalibrationTarget("lecture et écriture à reprendre", "6 à 10 %", 0.06, 0.10, "ANLCI, France Travail"),
    "presented": CalibrationTarget(
        "présentés au jury, sur les parcours certifiants menés à terme", _NONE_PUBLISHED, 0.83, 0.89, _ASSUMPTION
    ),
    "certified": CalibrationTarget("certifiés en entier, sur les présentés", _NONE_PUBLISHED, 0.73, 0.79, _ASSUMPTION),
    "certified_in_part": CalibrationTarget(
        "certifiés en partie, sur les présentés", _NONE_PUBLISHED, 0.10, 0.16, _ASSUMPTION
    ),
    "cost_per_place": CalibrationTarget(
        "coût par place achetée", "3 027 €", 2_876, 3_178, "ekole.fr, 17/04/2025, par division"
    ),
    "cost_per_filled_place": CalibrationTarget(
        "coût par place prise",
        "3 780 à 4 040 €",
        3_780,
        4_040,
        "coût par place achetée, sur le remplissage",
    ),
    "september_and_january": CalibrationTarget(
        "débuts en septembre ou en janvier", "deux pointes, sans chiffre", 0.26, 0.36, _ASSUMPTION
    ),
    "july_and_august": CalibrationTarget(
        "débuts en juillet ou en août", "un creux, sans chiffre", 0.01, 0.05, _ASSUMPTION
    ),
    "cancelled": CalibrationTarget(
        "places achetées perdues par l’annulation", _NONE_PUBLISHED, 0.02, 0.05, _ASSUMPTION
    ),
    "postponed": CalibrationTarget("sessions reportées", _NONE_PUBLISHED, 0.02, 0.06, _ASSUMPTION),
    "never_came": CalibrationTarget(
        "admis qui ne viennent pas le premier jour", "30 % avant le plan, en 2018", 0.08, 0.13, _ASSUMPTION
    ),
}

YEARS = (2019, 2020, 2021, 2022)
SECOND_PACT_YEARS = (2024, 2025, 2026, 2027)  # of the invented plan that follows, once it is in force
QUALIFYING_PLACES, BASIC_PLACES = 8_000, 18_000
GROUP = 12
PEOPLE = 100_000  # over the four years
PACT_SHARE = 6 / 26  # places added by the pact to the baseline, as announced at the signature

CANCELLED_FIXED, CANCELLED_ROLLING, POSTPONED = 0.055, 0.02, 0.04
HELD_FILL_MEAN, HELD_FILL_SPREAD = 0.806, 9.0  # Beta distribution over the places of a session that takes place
CHOSEN_SLOT, NO_SHOW = 0.6, {"chosen": 0.112, "summoned": 0.238}
NEVER_CAME = 0.13
CANDIDATES_NOT_KEPT = 0.75  # journeys that stop before the entry, per entry

LOW_QUALIFIED = 0.55
EARLY_YOUNG_LOW, EARLY_YOUNG_OTHER, EARLY_OLDER = 0.15, 0.078, 0.0615
EARLY_REASONS = tuple((code, part) for code, _, part in EARLY_REASON_WORDS)
OTHER_ENDS = (
    ("goal_reached", 0.03),
    ("exclusion", 0.01),
    ("force_majeure", 0.007),
    ("by_provider", 0.006),
    ("unknown", 0.015),
)

ANSWERS = 0.62
ACCESS_6_MONTHS, JOB_6_GIVEN_ACCESS = 0.68, 0.59 / 0.68
JOB_12_MONTHS = {"preparatory": 0.41, "basic": 0.41, "qualifying": 0.67}
FOLLOW_ON = 0.31
PRESENTED, CERTIFIED, CERTIFIED_IN_PART = 0.86, 0.76, 0.13  # no published rate: assumption
BLOCK_REACHED = 0.5  # share of the training after which leaving for a job gives the first block

BARRIERS = (
    ("mobility", "no_vehicle", 0.28),
    ("digital", "needs_help_online", 0.12),
    ("housing", "unstable", 0.06),
    ("health", "adapted_place", 0.08),
    ("language", "written_french", 0.08),
    ("money", "no_advance", 0.1),
    ("family", "not_before_9", 0.14),
)
PROTECTED = (
    ("rsa", "eligibility", 0.22),
    ("rqth", "adaptation", 0.09),
    ("literacy", "adaptation", 0.08),
    ("justice", "eligibility", 0.008),
)

# Weight of each month in the starts of sessions: peaks in September and January, trough in summer.
MONTHS = (13, 9, 9, 8, 7, 5, 2, 1, 17, 13, 10, 6)
# Days between an event and its recording: (cumulative share, maximum days).
LATENESS = ((0.62, 7), (0.84, 31), (0.95, 92), (0.985, 122), (1.0, 365))
