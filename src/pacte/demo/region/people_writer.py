"""Write the learner records of invented people."""

from __future__ import annotations

import random
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import date

from pacte.demo.region import calibration as odds
from pacte.demo.region.invented_people import InventedPerson, invented_name
from pacte.demo.region.setting import RECORDED_BY, Setting
from pacte.infra.staged_copy import DirectCopy, StagedCopy, copy_row
from pacte.journeys.rules.retention import fact_retention_end, purge_on
from pacte.journeys.services.bulk_load import writer
from pacte.kernel.actor import Actor

LEARNER_TABLES = {
    "journeys_learner": (
        "id", "organisation_id", "opened_by_id", "key", "birth_year", "sex", "diploma", "commune_code", "has_licence",
        "has_vehicle", "created_at", "last_seen_on", "purge_on", "is_synthetic",
    ),
    "journeys_learnercontact": ("organisation_id", "learner_id", "first_name", "last_name"),
    "journeys_referent": (
        "organisation_id", "learner_id", "body_id", "named_by_id", "person_id", "valid_from",
    ),
    "journeys_sensitivefact": (
        "organisation_id", "learner_id", "kind", "purpose", "consent_on", "valid_from", "keep_until", "recorded_at",
        "recorded_by_id", "person_name",
    ),
}  # fmt: skip
FACT_TABLE = "journeys_sensitivefact"
KNOWN_SINCE = date(2018, 10, 1)


@dataclass(frozen=True, slots=True)
class PeopleIndex:
    """By rank of person: id of the learner record, and barriers as (theme, constraint).

    ``under_justice``: ranks of those whose record has this protected fact.
    """

    learners: Mapping[int, int]
    barriers: dict[int, list[tuple[str, str]]]
    under_justice: set[int]


class PeopleWriter:
    """Learner records of the invented people: prepared as rows without the database, then loaded."""

    def __init__(self, *, actor: Actor, setting: Setting) -> None:
        self._actor, self._setting = actor, setting
        self._first = writer.first_identifier(actor=actor, table="journeys_learner")
        self._lines: dict[str, list[str]] = {table: [] for table in LEARNER_TABLES}

    def prepare(self, crowd: Sequence[InventedPerson], chance: random.Random) -> PeopleIndex:
        under_justice: set[int] = set()
        barriers = {
            person.rank: _person(self._lines, self._setting, self._first + person.rank, person, chance, under_justice)
            for person in crowd
        }
        learners = {person.rank: self._first + person.rank for person in crowd}
        return PeopleIndex(
            learners,
            {rank: person_barriers for rank, person_barriers in barriers.items() if person_barriers},
            under_justice,
        )

    def move(self, sender: Executor) -> Future[None]:
        """From now on, only ``sender`` uses the connection."""
        targets = {
            table: writer.copy(actor=self._actor, table=table, columns=columns)
            for table, columns in LEARNER_TABLES.items()
        }
        return sender.submit(self._send, targets)

    def _send(self, targets: Mapping[str, StagedCopy | DirectCopy]) -> None:
        for table, target in targets.items():
            target.add("".join(self._lines[table]))
            target.insert()

    def sync_sequence(self) -> None:
        writer.sync_sequence(actor=self._actor, table="journeys_learner")


def _person(
    lines: dict[str, list[str]],
    setting: Setting,
    identifier: int,
    person: InventedPerson,
    chance: random.Random,
    under_justice: set[int],
) -> list[tuple[str, str]]:
    """Write one person; return their barriers."""
    host, body = setting.host_id, setting.networks[person.network]
    since, seen = KNOWN_SINCE, setting.today
    key = uuid.UUID(int=chance.getrandbits(128), version=4)
    lines["journeys_learner"].append(
        copy_row((identifier, host, body, key, person.birth_year, person.sex, person.diploma, person.town.code,
              person.has_licence, person.has_vehicle, setting.recorded_at(since), seen, purge_on(seen), True))
    )  # fmt: skip
    first_name, last_name = invented_name(person)
    lines["journeys_learnercontact"].append(copy_row((host, identifier, first_name, last_name)))
    near = person.town.name == "Vierzon" and person.network == ("mission-locale", "18")
    adviser = setting.adviser_id if near else None
    lines["journeys_referent"].append(copy_row((host, identifier, body, body, adviser, since)))
    barriers = [(theme, constraint) for theme, constraint, part in odds.BARRIERS if chance.random() < part]
    for kind, purpose, part in odds.PROTECTED:
        if chance.random() < part:
            lines[FACT_TABLE].append(protected_fact_row(setting, identifier, person, kind, purpose, since))
            if kind == "justice":
                under_justice.add(person.rank)
    return barriers


def protected_fact_row(
    setting: Setting, learner: int, person: InventedPerson, kind: str, purpose: str, since: date
) -> str:
    """A row of ``FACT_TABLE``, for the network that follows the person."""
    body = setting.networks[person.network]
    return copy_row((
        setting.host_id, learner, kind, purpose, since, since, fact_retention_end(setting.today),
        setting.recorded_at(since), body, RECORDED_BY,
    ))  # fmt: skip
