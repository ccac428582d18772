"""Fixtures of the invented study cases. Only the numbers of the actions are real."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from pacte.kernel.action_codes import ActionCode

INVENTED_NOTICE = "Document inventé pour la démonstration."


@dataclass(frozen=True, slots=True)
class DeliverableFixture:
    """A deliverable: title, days from today to its due date, days since it was received, verdict."""

    title: str
    due_in: int
    received_ago: int | None = None
    verdict: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StudyFixture:
    """One case. Days count back from the day of the demonstration; ``moves`` are (transition, days ago)."""

    action: int
    title: str
    question: str
    payer: str
    opened_ago: int
    owner: str = ""
    purchase: str = "adapted"
    estimate: int = 0
    moves: tuple[tuple[str, int], ...] = ()
    offers_in: int | None = None
    award: tuple[str, int, int] | None = None
    deliverables: tuple[DeliverableFixture, ...] = field(default=())
    suspension: tuple[int, str] | None = None
    choice_in: int | None = None
    choice: tuple[str, str, str, tuple[int, ...]] | None = None

    @property
    def code(self) -> ActionCode:
        return ActionCode(self.action)


STUDIES = (
    StudyFixture(
        7,
        "Nouveaux modes de VAE : état des lieux",
        "Quels modes de VAE existent dans la région, lesquels peut-on accélérer, et à quel coût ?",
        "Région, enveloppe du pacte",
        900,
        "porteur@pacte.example",
        estimate=6_000_000,
        moves=(("publish", 850), ("close", 815), ("award", 790), ("deliver", 600), ("accept", 590), ("conclude", 540)),
        offers_in=-820,
        award=("Cabinet Odyssée (fictif)", 5_480_000, 792),
        deliverables=(
            DeliverableFixture("État des lieux", -700, 702, "accept"),
            DeliverableFixture("Scénarios chiffrés", -640, 630, "accept"),
        ),
        choice=(
            "Tester la VAE hybride d’abord, la VAE accélérée ensuite",
            "Les deux coûtent autant, mais la première n’attend aucun texte.",
            "la fiche d’expérimentation de l’action 7, puis celle de l’action 11",
            (7, 11),
        ),
    ),
    StudyFixture(
        11,
        "VAE de publics spécifiques : diagnostic",
        "Combien de personnes sont concernées, où, et que leur manque-t-il pour être recevables ?",
        "Région, enveloppe du pacte",
        400,
        "analyste@pacte.example",
        estimate=3_500_000,
        moves=(("publish", 350), ("close", 320), ("award", 300)),
        offers_in=-325,
        award=("Atelier des parcours (fictif)", 3_290_000, 303),
        deliverables=(
            DeliverableFixture("Diagnostic des publics", -120, 110, "accept"),
            DeliverableFixture("Listes de contrôle traduites", -12),
            DeliverableFixture("Rapport final", 40),
        ),
    ),
    StudyFixture(
        17,
        "Concurrence entre dispositifs : expertise nationale",
        "Quels dispositifs se font concurrence, pour qui, et quelles passerelles les relient ?",
        "État, niveau national",
        200,
        "porteur-etat@pacte.example",
        purchase="outside",
        suspension=(180, "réponse du niveau national sur la prise en charge de l’étude"),
    ),
    StudyFixture(
        24,
        "Ressource handicap : étude d’opportunité",
        "Ce qui sert aux personnes handicapées peut-il servir à d’autres publics fragiles ?",
        "AGEFIPH, hors enveloppe du pacte",
        260,
        "pilote@pacte.example",
        purchase="outside",
        estimate=2_800_000,
        moves=(("publish", 220), ("close", 190), ("award", 170), ("deliver", 20)),
        offers_in=-195,
        award=("Cabinet Mistral (fictif)", 2_650_000, 172),
        deliverables=(
            DeliverableFixture("Bilan de la ressource pour les personnes handicapées", -90, 92, "accept"),
            DeliverableFixture(
                "Scénarios pour d’autres publics", -25, 22, "refuse", "Le coût par personne n’est pas chiffré."
            ),
        ),
    ),
    StudyFixture(
        29,
        "Accompagnement et formation : qui fait quoi ?",
        "Comment partager l’accompagnement entre conseillers et organismes, avant, pendant et après la formation ?",
        "Région et État, parts égales",
        500,
        "pilote@pacte.example",
        estimate=4_500_000,
        moves=(("publish", 430), ("close", 400), ("award", 380), ("deliver", 90), ("accept", 70)),
        offers_in=-405,
        award=("Coopérative Confluence (fictive)", 4_390_000, 383),
        deliverables=(
            DeliverableFixture("Comparaison de trois options", -150, 148, "accept"),
            DeliverableFixture("Chiffrage", -110, 95, "accept"),
        ),
        choice_in=12,
    ),
    StudyFixture(
        36,
        "Coûts de formation : modes de paiement",
        "Que coûte une heure de formation, et que change le mode de paiement ?",
        "Région, enveloppe du pacte",
        60,
        "porteur@pacte.example",
        estimate=8_000_000,
        moves=(("publish", 25),),
        offers_in=6,
    ),
)


@dataclass(frozen=True, slots=True)
class OptionFixture:
    title: str
    description: str
    enables: str
    numbers: tuple[int, ...]


OPTIONS = (
    OptionFixture(
        "Référent unique",
        "Le conseiller qui a orienté suit la personne du premier entretien à six mois après la sortie.",
        "un carnet de suivi partagé, l’alerte « sans nouvelles »",
        (38,),
    ),
    OptionFixture(
        "Référent partagé",
        "Le conseiller avant et après, l’organisme pendant ; une revue à trois à chaque passage.",
        "un carnet de suivi partagé, les passages de relais datés",
        (4, 18),
    ),
    OptionFixture(
        "Organisme pilote",
        "L’organisme suit la personne de l’admission à trois mois après la sortie.",
        "un seul interlocuteur sur le lieu de formation",
        (31,),
    ),
)
# Criterion, meaning of 5, its points, and the score of each option with its source.
CRITERIA = (
    (
        "Continuité pour la personne",
        "un seul visage de bout en bout",
        40,
        (
            ("4.5", "22 entretiens de stagiaires"),
            ("3.5", "22 entretiens de stagiaires"),
            ("3", "22 entretiens de stagiaires"),
        ),
    ),
    (
        "Charge des équipes",
        "aucune heure de plus",
        25,
        (("1.5", "Chiffrage, livrable 2"), ("3.5", "Chiffrage, livrable 2"), ("3", "Chiffrage, livrable 2")),
    ),
    (
        "Coût par parcours",
        "moins cher qu’aujourd’hui",
        20,
        (("2", "Chiffrage, livrable 2"), ("3", "Chiffrage, livrable 2"), ("3", "Chiffrage, livrable 2")),
    ),
    (
        "Délai de mise en place",
        "prêt en trois mois",
        15,
        (("2.5", "Avis des deux directions"), ("3", "Avis des deux directions"), ("2.5", "Avis des deux directions")),
    ),
)


def option_marks(rank: int) -> list[tuple[str, Decimal, str]]:
    """Criterion label, score and source, for the option of that rank."""
    return [(label, Decimal(scores[rank][0]), scores[rank][1]) for label, _, _, scores in CRITERIA]
