"""Fixtures of the invented experiments. Only the numbers of the actions are real."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pacte.demo.experiment_fixture_types import (
    ANALYST,
    END_OF_NEXT_YEAR,
    LEAD,
    PILOT,
    ExperimentFixture,
    FindingFixture,
    ProtocolVersionFixture,
    protocol_fixture,
)
from pacte.demo.experiment_fixtures_from_action_22 import EXPERIMENTS_FROM_ACTION_22
from pacte.evaluation.records import Judgement

_RELANCES = protocol_fixture(
    question="Un texto deux jours avant l’entrée fait-il venir plus de personnes admises ?",
    public="Personnes admises sur une session à dates fixes du Cher et de l’Indre.",
    indicator="Part des admis présents au premier jour (présents / admis)",
    indicator_code="fill_rate",
    baseline_value=Decimal("81.6"),
    unit="%",
    baseline_on=date(2019, 12, 31),
    baseline_source="Feuilles d’émargement de 2019, 6 organismes",
    target_value=Decimal("86"),
    target="au moins 86 % sur les sessions avec relance",
    method="Relance par texto à J-2 dans une session sur deux, tirée au sort par lot.",
    comparison="Sessions du même lot sans relance, mêmes mois.",
    source="Émargements du premier jour, saisis par les organismes",
    end_on=date(2020, 12, 31),
)
_CRENEAUX = protocol_fixture(
    question="Trois vrais créneaux évitent-ils de perdre des personnes avant l’information collective ?",
    public="Personnes orientées vers une information collective du Loiret.",
    indicator="Part des personnes orientées qui viennent à l’information collective",
    baseline_value=Decimal("54"),
    unit="%",
    baseline_on=date(2020, 6, 30),
    baseline_source="Comptage des organismes, premier semestre 2020",
    target="75 à 80 %",
    method="Trois créneaux proposés au téléphone ; la personne en choisit un.",
    comparison="Sessions d’Eure-et-Loir, créneau imposé.",
    source="Listes de présence aux informations collectives",
    end_on=date(2021, 6, 30),
)
_MODULE = protocol_fixture(
    question="Un module retravaillé avec des employeurs réduit-il l’écart avec ce qu’ils demandent ?",
    public="Stagiaires d’un titre professionnel de la métallurgie, deux organismes.",
    indicator="Part des compétences demandées qui sont enseignées et évaluées",
    baseline_value=Decimal("62"),
    unit="%",
    baseline_on=date(2019, 5, 15),
    baseline_source="Matrice des écarts, 12 entretiens d’employeurs",
    target_value=Decimal("85"),
    target="sur la session test",
    method="Étude des écarts, module réécrit, session test, relecture par le certificateur.",
    comparison="Session de 2018 du même titre.",
    source="Matrice des écarts avant et après",
    end_on=date(2020, 9, 30),
)

EXPERIMENTS = (
    ExperimentFixture(
        2,
        "Module retravaillé en métallurgie",
        date(2019, 4, 2),
        (ProtocolVersionFixture(date(2019, 5, 20), _MODULE),),
        LEAD,
        (date(2019, 10, 7), "émargement de la session test de Vierzon"),
        finding=FindingFixture(
            date(2020, 10, 16),
            "La matrice passe de 62 à 83 % : la cible de 85 % n’est pas atteinte, l’écart restant tient à la soudure.",
            Judgement.ADAPT,
            "Le gain est net ; le module de soudure reste à réécrire avec le certificateur.",
            Decimal("83"),
            "Comité technique du 16 octobre 2020, relevé n° 4",
        ),
    ),
    ExperimentFixture(
        7,
        "VAE hybride : accompagnement et module court",
        date(2019, 9, 3),
        (
            ProtocolVersionFixture(
                date(2019, 11, 12),
                protocol_fixture(
                    question="Un module court après une validation partielle mène-t-il à la validation totale ?",
                    public="Personnes à qui il manque un ou deux blocs.",
                    indicator="Part des validations totales dans les 12 mois",
                    unit="%",
                    method="Accompagnement puis module des blocs manquants.",
                    end_on=date(2021, 12, 31),
                ),
            ),
        ),
    ),
    ExperimentFixture(11, "Cohorte VAE : jeunes sortant de contrats aidés", date(2019, 9, 3), owner=ANALYST),
    ExperimentFixture(
        13,
        "Parcours de modules agiles à entrée continue",
        date(2020, 1, 14),
        (
            ProtocolVersionFixture(
                date(2020, 2, 3),
                protocol_fixture(
                    question="Des modules courts combinés gardent-ils en formation des publics qui la quittent ?",
                    public="Jeunes suivis par la PJJ et personnes handicapées, quatre lieux.",
                    indicator="Part des personnes présentes à mi-parcours",
                    baseline_value=Decimal("58"),
                    unit="%",
                    baseline_on=date(2019, 12, 31),
                    baseline_source="Sessions comparables de 2019",
                    target_value=Decimal("70"),
                    method="Plan de modules composé avec la personne, revu toutes les deux semaines.",
                    comparison="",
                    source="Feuilles signées",
                    end_on=date(2021, 6, 30),
                ),
            ),
        ),
        PILOT,
        (date(2020, 3, 2), "première feuille signée à Châteauroux"),
        addenda=(
            (
                date(2020, 5, 11),
                "Centres fermés du 17 mars au 11 mai 2020 : les semaines sans séance ne comptent ni au numérateur ni "
                "au dénominateur.",
                "Fermeture nationale des centres",
            ),
        ),
    ),
    ExperimentFixture(
        14,
        "Grille courte de repérage de l’illettrisme",
        date(2019, 6, 4),
        (
            ProtocolVersionFixture(
                date(2019, 6, 18),
                protocol_fixture(
                    question="Cinq questions posées par un professionnel formé repèrent-elles juste ?",
                    public="Personnes reçues par 40 travailleurs sociaux formés, Loir-et-Cher.",
                    indicator="Part des repérages confirmés par l’évaluation",
                    baseline_value=Decimal(0),
                    unit="%",
                    baseline_on=date(2019, 6, 1),
                    baseline_source="Aucun repérage outillé avant",
                    target="deux repérages confirmés sur trois",
                    method="Grille de cinq questions, évaluation sous trois semaines.",
                    comparison="Orientations faites sans grille par les mêmes services en 2018.",
                    source="Fiches d’orientation et d’évaluation",
                    end_on=date(2020, 6, 30),
                ),
            ),
        ),
        LEAD,
        (date(2019, 9, 16), "première fiche d’orientation reçue"),
        finding=FindingFixture(
            date(2020, 9, 8),
            "147 repérages, 102 confirmés : deux sur trois. Les fausses alertes tiennent surtout à la langue.",
            Judgement.GENERALISE,
            "La cible est tenue et la grille ne coûte que la formation.",
            Decimal("69.4"),
            "Comité de pilotage du 24 septembre 2020, décision n° 7",
        ),
    ),
    ExperimentFixture(
        18,
        "E1 : relances par texto",
        date(2019, 11, 5),
        (
            ProtocolVersionFixture(
                date(2019, 11, 19),
                protocol_fixture(
                    question="Un texto fait-il venir plus de monde ?",
                    public="Personnes admises.",
                    indicator="Part des admis présents au premier jour",
                    target="faire mieux",
                ),
            ),
            ProtocolVersionFixture(
                date(2020, 1, 21), _RELANCES, "Le comité technique demande un témoin et une cible chiffrée"
            ),
        ),
        LEAD,
        (date(2020, 2, 10), "émargement du premier jour, session de Bourges"),
        addenda=(
            (
                date(2020, 6, 2),
                "Les sessions annulées en mars et avril restent au dénominateur des places, pas à celui des admis.",
                "Question posée par l’observatoire",
            ),
        ),
        finding=FindingFixture(
            date(2021, 1, 28),
            "Avec relance : 512 présents sur 583 admis ; sans relance : 466 sur 571. L’écart est de 6,2 points.",
            Judgement.PURSUE,
            "L’effet est là dans les deux départements ; reste à voir s’il tient sans tirage au sort.",
            Decimal("87.8"),
        ),
    ),
    ExperimentFixture(
        18,
        "E2 : trois vrais créneaux",
        date(2020, 6, 9),
        (ProtocolVersionFixture(date(2020, 7, 7), _CRENEAUX),),
        LEAD,
        (date(2020, 11, 2), "première réservation au Loiret"),
    ),
    ExperimentFixture(
        18,
        "E3 : parrain d’entreprise",
        date(2020, 9, 15),
        (
            ProtocolVersionFixture(
                date(2020, 9, 15),
                protocol_fixture(
                    question="Un parrain de l’entreprise retient-il les stagiaires de la métallurgie ?",
                    public="Stagiaires d’une qualification en métallurgie.",
                    indicator="Part des parcours finis à terme",
                    baseline_value=Decimal("81.8"),
                    unit="%",
                    baseline_on=date(2020, 9, 30),
                    baseline_source="Fins constatées, octobre 2019 à septembre 2020",
                    target="",
                    method="Un parrain par stagiaire, un appel par quinzaine.",
                    source="Feuilles signées et causes de sortie",
                    end_on=END_OF_NEXT_YEAR,
                ),
            ),
        ),
        LEAD,
    ),
    *EXPERIMENTS_FROM_ACTION_22,
)
