"""Reading of ``per`` in a figure: « département », « an », « heure-stagiaire ». Unknown words are never guessed."""

from __future__ import annotations

from pacte.kernel.french import fold_text
from pacte.plan.records.per import FigurePer, PerNature
from pacte.reference.records import ZoneKind

_PLACES = (
    (ZoneKind.COMMUNE, "commune", "communes", True, ("commune",)),
    (
        ZoneKind.EPCI, "intercommunalité", "intercommunalités", True,
        ("epci", "intercommunalite", "intercommunalite (epci)", "communaute de communes"),
    ),
    (ZoneKind.ARRONDISSEMENT, "arrondissement", "arrondissements", False, ("arrondissement",)),
    (ZoneKind.DEPARTMENT, "département", "départements", False, ("departement", "dept", "dept.", "dpt")),
    (ZoneKind.REGION, "région", "régions", True, ("region",)),
    (ZoneKind.EMPLOYMENT_ZONE, "zone d’emploi", "zones d’emploi", True, ("zone d'emploi",)),
    (ZoneKind.LIVING_AREA, "bassin de vie", "bassins de vie", False, ("bassin de vie",)),
    (
        ZoneKind.LABOUR_BASIN, "bassin d’emploi", "bassins d’emploi", False,
        ("bassin d'emploi", "bassin d'emploi (bmo)"),
    ),
)  # fmt: skip
_PERIODS = (
    (1, "mois", "mois", False, ("mois",)),
    (3, "trimestre", "trimestres", False, ("trimestre",)),
    (6, "semestre", "semestres", False, ("semestre",)),
    (12, "année", "années", True, ("an", "annee")),
)
# What is counted beside: « 20 € par session » is one figure, whatever the number of sessions.
_MEASURES = frozenset(
    {
        "apprenant", "beneficiaire", "demandeur d'emploi", "entree", "entreprise", "formation", "groupe", "heure",
        "heure-groupe", "heure-stagiaire", "lot", "organisme", "parcours", "participant", "personne", "place", "seance",
        "session", "sortie", "stagiaire",
    }
)  # fmt: skip
_OPENINGS = ("par ", "pour chaque ", "chaque ", "/ ", "/")

_BY_WORD: dict[str, FigurePer] = {
    **{
        word: FigurePer(PerNature.PLACE, kind, 0, one, many, is_feminine)
        for kind, one, many, is_feminine, words in _PLACES
        for word in words
    },
    **{
        word: FigurePer(PerNature.PERIOD, None, months, one, many, is_feminine)
        for months, one, many, is_feminine, words in _PERIODS
        for word in words
    },
    **{word: FigurePer(PerNature.MEASURE, one=word, many=word) for word in _MEASURES},
}


def parse_per(text: str) -> FigurePer:
    """Return what the figure is promised for each of. Case, accents, plural and « par » do not matter."""
    words = _fold(text)
    if not words:
        return FigurePer(PerNature.NONE)
    return _BY_WORD.get(words) or _BY_WORD.get(_singular(words)) or FigurePer(PerNature.UNKNOWN)


def _fold(text: str) -> str:
    words = " ".join(fold_text(text).replace("’", "'").replace(" - ", "-").split())
    for opening in _OPENINGS:
        words = words.removeprefix(opening)
    return words


def _singular(words: str) -> str:
    """« bassins de vie » → « bassin de vie »; « heures-stagiaires » → « heure-stagiaire »."""
    singular = " ".join("-".join(part.removesuffix("s") for part in word.split("-")) for word in words.split(" "))
    return singular.replace("heure stagiaire", "heure-stagiaire")
