"""A regional catalogue written by hand, and 120 searches with the rule of what answers each. Placed by seed.

``relevance_trainings.csv``: what such a programme buys, a line a training, taught by several providers in as many
towns. ``relevance_queries.csv``: what a person in a situation types, where she lives, how far she goes, and which
trainings answer: alternatives separated by « | », each by Formacode (``f``, beginnings), nature (``n``) or occupation
(``r``). The half called ``tuned`` served to improve the search; the half called ``unseen`` is only reported.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bench.invented.offer import TABLES, copy_tables, first_identifiers
from pacte.infra.staged_copy import copy_row
from pacte.kernel.actor import Actor
from pacte.offer.records import Modality, TrainingNature
from pacte.offer.rules.nature import nature_of
from pacte.reference.queries import search_places
from pacte.reference.records import Place
from pacte.reference.rules import haversine_km

_HERE = Path(__file__).parent
_SEED = 17
_TOWNS = (
    "Orléans", "Tours", "Bourges", "Blois", "Châteauroux", "Chartres", "Vierzon", "Dreux", "Montargis", "Romorantin",
    "Vendôme", "Issoudun", "Pithiviers", "Nogent-le-Rotrou", "Châteaudun", "Loches", "Amboise", "Saint-Amand-Montrond",
    "Gien", "Le Blanc",
)  # fmt: skip
_OBJECTIVES = {
    "upskilling": 2, "enterprise": 4, "basic_skills": 5, "certifying": 6, "qualifying": 7, "prequalifying": 8,
    "remobilisation": 9,
}  # fmt: skip
_TABLES = {
    **TABLES,
    "offer_training": (*TABLES["offer_training"], "general_objective"),
    "offer_competence": ("training_id", "rank", "text", "block_code", "block_label", "is_attested"),
}


@dataclass(frozen=True, slots=True)
class PlacedTraining:
    """A training of the catalogue in one town; ``key`` is that of its line, shared by all its towns."""

    key: str
    number: str
    formacode: str
    nature: TrainingNature
    rome: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class RelevanceQuery:
    """A search and its rule. ``place``: where the person lives; ``right``: alternatives of (property, values)."""

    is_tuned: bool
    situation: str
    level: str
    words: str
    place: str
    kilometres: float
    facets: tuple[str, ...]
    right: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]

    def is_right(self, training: PlacedTraining, home: Place | None) -> bool:
        """Whether the training answers, where she can go."""
        known = {"f": training.formacode, "n": str(training.nature), "r": training.rome}
        answers = any(all(known[name].startswith(values) for name, values in each) for each in self.right)
        return answers and (home is None or _kilometres(training, home) <= self.kilometres)


def relevance_queries() -> list[RelevanceQuery]:
    """The 120 searches, as written."""
    with (_HERE / "relevance_queries.csv").open(encoding="utf-8", newline="") as file:
        return [_query(row) for row in csv.DictReader(file)]


def _query(row: Mapping[str, str]) -> RelevanceQuery:
    rules = [[part.partition("=") for part in rule.split()] for rule in row["right"].split("|")]
    return RelevanceQuery(
        is_tuned=row["half"] == "tuned",
        situation=row["situation"],
        level=row["level"],
        words=row["words"],
        place=row["place"],
        kilometres=float(row["km"] or 0),
        facets=tuple(row["facets"].split()),
        right=tuple(tuple((name, tuple(values.split(","))) for name, _, values in rule) for rule in rules),
    )


def home_of(query: RelevanceQuery) -> Place | None:
    """The commune where the person lives; None when she names none."""
    return search_places(query.place, limit=1)[0] if query.place else None


def _kilometres(training: PlacedTraining, home: Place) -> float:
    return haversine_km(training.latitude, training.longitude, home.latitude or 0.0, home.longitude or 0.0)


def load_relevance_catalogue(*, actor: Actor, host_id: int, on: date) -> dict[str, PlacedTraining]:
    """Write the catalogue; return its trainings by number."""
    chance = random.Random(_SEED)  # noqa: S311 — a bench, not a secret
    towns = [search_places(name, limit=1)[0] for name in _TOWNS]
    first = first_identifiers(_TABLES, actor=actor)
    rows: dict[str, list[str]] = {table: [] for table in _TABLES}
    at = f"{on.isoformat()} 08:00+00"
    for rank, town in enumerate(towns):
        rows["offer_provider"].append(
            copy_row((first["offer_provider"] + rank, f"0002{rank:010d}", f"Organisme {rank} (fictif)", at, at))
        )
        rows["offer_site"].append(
            copy_row((first["offer_site"] + rank, f"relevance-{town.code}", f"Lieu {rank} (fictif)",
                  town.postal_codes[0], town.name, town.code, town.latitude, town.longitude))
        )  # fmt: skip
    placed: dict[str, PlacedTraining] = {}
    with (_HERE / "relevance_trainings.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            for town_rank in chance.sample(range(len(towns)), int(line["places"])):
                training = _placed(line, f"RL{len(placed)}", towns[town_rank])
                _write(rows, first, chance, line, training, town_rank, len(placed), host_id, on)
                placed[training.number] = training
    copy_tables(_TABLES, rows, actor=actor)
    return placed


def _placed(line: Mapping[str, str], number: str, town: Place) -> PlacedTraining:
    nature = nature_of(
        formacodes=[line["formacode"]],
        general_objective=_OBJECTIVES.get(line["objective"]),
        is_certifying=line["objective"] == "certifying",
    )
    return PlacedTraining(
        key=line["key"],
        number=number,
        formacode=line["formacode"],
        nature=nature,
        rome=line["rome"],
        latitude=town.latitude or 0.0,
        longitude=town.longitude or 0.0,
    )


def _write(
    rows: dict[str, list[str]],
    first: Mapping[str, int],
    chance: random.Random,
    line: Mapping[str, str],
    training: PlacedTraining,
    town_rank: int,
    rank: int,
    host_id: int,
    on: date,
) -> None:
    identifier, action = first["offer_training"] + rank, first["offer_trainingaction"] + rank
    at = f"{on.isoformat()} 08:00+00"
    rows["offer_training"].append(
        copy_row((identifier, training.number, host_id, first["offer_provider"] + town_rank, line["title"],
              line["title"], "", line["objective"] == "certifying", line["level"] or None,
              f"{{{line['formacode']}}}", f"{{{line['rome']}}}", at, at, _OBJECTIVES.get(line["objective"])))
    )  # fmt: skip
    for order, text in enumerate(line["competences"].split("; ")):
        rows["offer_competence"].append(copy_row((identifier, order, text, "", "", False)))
    is_rolling = int(chance.random() < 0.2)
    hours = chance.choice((70, 140, 280, 420, 560))
    modality = {"une partie à distance": Modality.MIXED, "à distance": Modality.REMOTE}.get(
        line["pace"], Modality.ON_SITE
    )
    rows["offer_trainingaction"].append(
        copy_row((action, identifier, f"RA{rank}", first["offer_site"] + town_rank, is_rolling,
              int(modality), line["pace"], hours, "{80006}", json.dumps([{"code": 2}]),
              at, at))
    )  # fmt: skip
    for _ in range(chance.randint(1, 4)):
        starts = on + timedelta(days=chance.randint(5, 240))
        session = len(rows["offer_session"])
        rows["offer_session"].append(
            copy_row((first["offer_session"] + session, action, f"RS{session}", None, starts,
                  starts + timedelta(days=chance.randint(20, 200)), "confirmed", chance.randint(0, 12), at, at))
        )  # fmt: skip
