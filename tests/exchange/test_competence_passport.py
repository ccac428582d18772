"""Attested competences for print: one list without families, a passport of three families with them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pacte.exchange.documents.competence_passport import competences_by_family
from pacte.journeys.records import StepKind, StepRecord
from pacte.offer.records import AttestationItem, CompetenceFamily, Issuer, ModuleItem
from pacte.web.pages.sessions.training_descriptions_page import format_modules, parse_modules

DAY = date(2021, 3, 1)


def attested(rank: int, competence: str, family: str = "", kind: StepKind = StepKind.COMPETENCE_ATTESTED) -> StepRecord:
    detail = {"competence": competence} | ({"family": family} if family else {})
    return StepRecord(rank, kind, DAY, datetime(2021, 3, 1, tzinfo=UTC), detail=detail)


def groups(*steps: StepRecord) -> list[tuple[str, list[str]]]:
    printed = competences_by_family(steps, lambda step: f"{step.happened_on:%d/%m}")
    return [(group["label"], [item["text"] for item in group["items"]]) for group in printed]


def test_without_a_family_the_attestation_stays_one_list() -> None:
    steps = [attested(1, "lire un plan"), attested(2, "souder"), attested(3, "lire un plan")]
    assert groups(*steps) == [("", ["lire un plan", "souder"])]
    assert groups(attested(1, "", kind=StepKind.BLOCK_CERTIFIED)) == []


def test_a_passport_has_its_families_in_order_and_the_rest_apart() -> None:
    steps = [
        attested(1, "arriver à l’heure", CompetenceFamily.ATTITUDE),
        attested(2, "souder"),
        attested(3, "lire un plan", CompetenceFamily.KNOWLEDGE),
    ]
    assert groups(*steps) == [
        ("Savoir", ["lire un plan"]),
        ("Savoir-être", ["arriver à l’heure"]),
        ("Autres compétences", ["souder"]),
    ]


def test_a_provider_names_the_family_before_the_competence() -> None:
    module = ModuleItem(
        "Premiers pas", 70,
        attestations=(
            AttestationItem("lire un plan", Issuer.PROVIDER, "103070", CompetenceFamily.KNOWLEDGE),
            AttestationItem("prévenir d’un retard", Issuer.EMPLOYER, family=CompetenceFamily.ATTITUDE),
            AttestationItem("souder", Issuer.PROVIDER),
        ),
    )  # fmt: skip
    text = format_modules([module])
    assert text == (
        "Premiers pas | 70 | savoir : lire un plan [103070] ; savoir-être : prévenir d’un retard (employeur) ; souder"
    )
    assert parse_modules(text, []) == [module]
