"""A large invented catalogue to search in, and the questions that people ask of it. By seed."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

from pacte.infra.staged_copy import copy_row
from pacte.kernel.actor import Actor
from pacte.offer.services.bulk_load import writer
from pacte.reference.queries import appellations_of_occupation, places_of_kind, terms_of_edition
from pacte.reference.records import Scheme, ZoneKind

MISTYPED = Path(__file__).parent / "mistyped.csv"
TABLES = {
    "offer_provider": ("id", "siret", "name", "recorded_at", "changed_at"),
    "offer_site": ("id", "key", "name", "postal_code", "town", "commune_code", "latitude", "longitude"),
    "offer_training": (
        "id", "number", "host_id", "provider_id", "title", "objective", "content", "is_certifying", "level_out",
        "formacodes", "rome_codes", "recorded_at", "changed_at",
    ),
    "offer_trainingaction": (
        "id", "training_id", "number", "site_id", "entry_mode", "modality", "pace", "hours_total", "public_codes",
        "funders", "recorded_at", "changed_at",
    ),
    "offer_session": (
        "id", "training_action_id", "number", "site_id", "starts_on", "ends_on", "state", "places_given", "recorded_at",
        "changed_at",
    ),
}  # fmt: skip
_WORDS = (
    "atelier", "accueil", "sécurité", "gestion", "équipe", "qualité", "chantier", "client", "hygiène", "logistique",
    "numérique", "anglais", "réglementation", "outillage", "communication", "environnement", "projet", "commerce",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mistyped:
    """What somebody types, and the occupation that they mean (ROME V3)."""

    typed: str
    rome: str


def mistyped() -> list[Mistyped]:
    """The list written by hand."""
    with MISTYPED.open(encoding="utf-8", newline="") as file:
        return [Mistyped(row["typed"], row["rome"]) for row in csv.DictReader(file)]


def load_catalogue(*, actor: Actor, host_id: int, sessions: int, seed: int, on: date) -> int:
    """``sessions`` of trainings for all the occupations known. Gives the number of trainings."""
    chance = random.Random(seed)  # noqa: S311 — a bench, not a secret
    titles = _titles()
    towns = [each for each in places_of_kind(ZoneKind.COMMUNE) if each.latitude and (each.population or 0) > 1500]
    first = first_identifiers(TABLES, actor=actor)
    rows: dict[str, list[str]] = {table: [] for table in TABLES}
    at = f"{on.isoformat()} 08:00+00"
    for rank in range(600):
        rows["offer_provider"].append(
            copy_row((first["offer_provider"] + rank, f"0001{rank:010d}", f"Organisme {rank} (fictif)", at, at))
        )
    for rank, town in enumerate(towns):
        postal = town.postal_codes[0] if town.postal_codes else ""
        rows["offer_site"].append(
            copy_row((first["offer_site"] + rank, f"bench-{town.code}", f"Lieu {rank} (fictif)", postal, town.name,
                  town.code, town.latitude, town.longitude))
        )  # fmt: skip
    trainings = max(1, sessions // 4)
    for rank in range(trainings):
        _training(rows, first, chance, titles[rank % len(titles)], rank, host_id, len(towns), at)
    for rank in range(sessions):
        starts = on + timedelta(days=chance.randint(1, 300))
        rows["offer_session"].append(
            copy_row(
                (
                    first["offer_session"] + rank,
                    first["offer_trainingaction"] + rank % trainings,
                    f"BS{rank}",
                    None,
                    starts,
                    starts + timedelta(days=chance.randint(20, 260)),
                    "confirmed",
                    chance.randint(0, 15),
                    at,
                    at,
                )
            )
        )
    copy_tables(TABLES, rows, actor=actor)
    return trainings


def first_identifiers(tables: Iterable[str], *, actor: Actor) -> dict[str, int]:
    """The first free identifier of each table."""
    return {table: writer.first_identifier(actor=actor, table=table) for table in tables}


def copy_tables(tables: Mapping[str, Sequence[str]], rows: Mapping[str, Sequence[str]], *, actor: Actor) -> None:
    """Write the lines of COPY of each table, given its columns."""
    for table, columns in tables.items():
        staging = writer.copy(actor=actor, table=table, columns=columns)
        staging.add("".join(rows[table]))
        staging.insert()
        writer.sync_sequence(actor=actor, table=table)


def _titles() -> list[tuple[str, str]]:
    """(title, occupation): each occupation by its label, then by all its appellations."""
    occupations = sorted(terms_of_edition(Scheme.ROME, edition="3.47"), key=lambda each: each.code)
    titles = [(each.label, each.code) for each in occupations]
    for each in occupations:
        titles += [(name.label, each.code) for name in appellations_of_occupation(each.code)]
    return titles


def _training(
    rows: dict[str, list[str]],
    first: dict[str, int],
    chance: random.Random,
    title: tuple[str, str],
    rank: int,
    host_id: int,
    towns: int,
    at: str,
) -> None:
    label, rome = title
    description = " ".join(chance.choices(_WORDS, k=30))
    identifier = first["offer_training"] + rank
    provider = first["offer_provider"] + chance.randrange(600)
    rows["offer_training"].append(
        copy_row((identifier, f"BT{rank}", host_id, provider, label, description, description, chance.random() < 0.4,
              chance.choice((None, 13, 14, 15)), "{15040}", f"{{{rome}}}", at, at))
    )  # fmt: skip
    funders = json.dumps([{"code": chance.choice((2, 2, 4, 10))}])
    rows["offer_trainingaction"].append(
        copy_row((first["offer_trainingaction"] + rank, identifier, f"BA{rank}",
              first["offer_site"] + chance.randrange(towns), int(chance.random() < 0.3), chance.choice((0, 0, 0, 1, 2)),
              chance.choice(("en journée", "le soir, de 18 h à 21 h", "à temps partiel")), chance.randint(35, 900),
              "{80006}", funders, at, at))
    )  # fmt: skip


def questions(count: int, seed: int) -> list[str]:
    """Addresses of searches as people make them: words, right or mistyped, a place, boxes, sometimes nothing."""
    chance = random.Random(seed)  # noqa: S311
    typed = mistyped()
    towns = ("Vierzon", "Tours", "Orléans", "Chartres", "Blois", "Châteauroux", "Bourges", "Dreux", "Montargis")
    boxes = (
        "places",
        "bientot",
        "toute-annee",
        "diplome",
        "temps-partiel",
        "soir",
        "distance",
        "region",
        "sans-permis",
    )
    return [_question(chance, typed, towns, boxes) for _ in range(count)]


def _question(chance: random.Random, typed: Sequence[Mistyped], towns: Sequence[str], boxes: Sequence[str]) -> str:
    pairs: list[tuple[str, object]] = []
    if chance.random() < 0.9:
        pairs.append(("q", chance.choice(typed).typed))
    if chance.random() < 0.6:
        pairs += [("lieu", chance.choice(towns)), ("km", chance.choice((10, 20, 30, 50, 80)))]
    pairs += [("b", box) for box in chance.sample(boxes, chance.choice((0, 0, 1, 1, 2, 3)))]
    if chance.random() < 0.15:
        pairs.append(("niveau", chance.choice((3, 4, 5))))
    if chance.random() < 0.1:
        pairs.append(("p", 2))
    return "?" + urlencode(pairs)
