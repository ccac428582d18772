"""Fixtures of the invented experiments, from action 22 on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pacte.demo.experiment_fixture_types import (
    END_OF_NEXT_YEAR,
    LEAD,
    OBSERVATORY,
    PILOT,
    ExperimentFixture,
    ProtocolVersionFixture,
    protocol_fixture,
)

EXPERIMENTS_FROM_ACTION_22 = (
    ExperimentFixture(
        22,
        "Code de la route dans la formation d’aide à domicile",
        date(2019, 10, 8),
        (
            ProtocolVersionFixture(
                date(2020, 1, 13),
                protocol_fixture(
                    question="Le permis préparé en formation mène-t-il à l’emploi ceux qui n’ont pas de voiture ?",
                    public="Stagiaires sans permis, deux sessions d’aide à domicile.",
                    indicator="Part en emploi à 6 mois",
                    baseline_value=Decimal("41"),
                    unit="%",
                    baseline_on=date(2019, 6, 30),
                    baseline_source="Enquête à 6 mois, sessions de 2018",
                    target_value=Decimal("55"),
                    method="Heures de code et de conduite dans l’emploi du temps.",
                    comparison="Mêmes formations sans volet mobilité.",
                    source="Enquête à 6 mois",
                    end_on=END_OF_NEXT_YEAR,
                ),
            ),
        ),
        PILOT,
    ),
    ExperimentFixture(24, "Ressource handicap ouverte à d’autres publics", date(2020, 2, 4), owner=PILOT),
    ExperimentFixture(
        25,
        "Dedans-dehors : une place réservée à la sortie",
        date(2019, 11, 19),
        (
            ProtocolVersionFixture(
                date(2019, 12, 10),
                protocol_fixture(
                    question="Une place réservée dehors évite-t-elle la rupture à la sortie ?",
                    public="Femmes détenues volontaires, deux établissements. Petits effectifs : jamais de taux.",
                    indicator="Nombre de personnes reçues dehors dans les 15 jours",
                    baseline_value=Decimal(2),
                    unit="personnes",
                    baseline_on=date(2019, 11, 1),
                    baseline_source="Groupe projet",
                    target="le plus grand nombre",
                    method="Place à date glissante, référente unique dedans et dehors.",
                    comparison="Aucune : effectif trop petit, suivi un par un.",
                    source="Comptes rendus du groupe projet",
                    end_on=END_OF_NEXT_YEAR,
                ),
            ),
        ),
        PILOT,
    ),
    ExperimentFixture(
        26,
        "Premier niveau de savoirs de base, puis atelier",
        date(2020, 3, 3),
        (
            ProtocolVersionFixture(
                date(2020, 3, 3),
                protocol_fixture(
                    question="Un premier niveau attesté ouvre-t-il l’accès à la qualification ?",
                    public="Personnes placées sous main de justice.",
                ),
            ),
        ),
    ),
    ExperimentFixture(
        27,
        "Questionnaire commun des besoins, un territoire test",
        date(2019, 9, 24),
        (
            ProtocolVersionFixture(
                date(2019, 10, 15),
                protocol_fixture(
                    question="Un questionnaire commun évite-t-il qu’une entreprise soit interrogée deux fois ?",
                    public="Entreprises de 10 à 50 salariés d’un bassin d’emploi.",
                    indicator="Part des entreprises visitées plus d’une fois en six mois",
                    baseline_value=Decimal("31"),
                    unit="%",
                    baseline_on=date(2019, 9, 1),
                    baseline_source="Agendas de cinq réseaux",
                    target_value=Decimal("10"),
                    method="Questionnaire et registre partagés par les cinq réseaux.",
                    comparison="Bassin voisin, sans registre.",
                    source="Registre partagé",
                    end_on=date(2020, 12, 31),
                ),
            ),
        ),
        OBSERVATORY,
        (date(2020, 1, 20), "première visite enregistrée"),
    ),
    ExperimentFixture(39, "Maquette audio pour apprendre à lire", date(2020, 10, 6), owner=LEAD),
    ExperimentFixture(
        32,
        "Convocation réécrite avec ceux qui la reçoivent",
        date(2019, 10, 15),
        (
            ProtocolVersionFixture(
                date(2019, 11, 12),
                protocol_fixture(
                    question="Une convocation réécrite avec des demandeurs d’emploi fait-elle venir plus de monde ?",
                    public="Personnes invitées à une information collective, une agence. Idée de la journée d’octobre.",
                    indicator="Part des personnes invitées qui viennent",
                    baseline_value=Decimal("58"),
                    unit="%",
                    baseline_on=date(2019, 9, 30),
                    baseline_source="Listes de présence, troisième trimestre 2019",
                    target_value=Decimal("70"),
                    method="Lettre réécrite en atelier, envoyée un jour sur deux.",
                    comparison="Lettre d’avant, les autres jours.",
                    source="Listes de présence",
                    end_on=date(2020, 6, 30),
                ),
            ),
        ),
        PILOT,
        (date(2020, 1, 13), "première réunion annoncée par la nouvelle lettre"),
    ),
    ExperimentFixture(32, "Un accueil commun, un jour par mois, en mairie", date(2020, 10, 13), owner=PILOT),
)
