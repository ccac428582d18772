"""Write the journeys of invented people, up to the present day: future steps are not written."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future
from datetime import date

from pacte.demo.region import calibration as odds
from pacte.demo.region.barriers import invented_barriers, records_barriers
from pacte.demo.region.contacts import contacts_of
from pacte.demo.region.first_level import is_under_justice
from pacte.demo.region.invented_journey import InventedJourney, RawStep
from pacte.demo.region.invented_people import InventedPerson
from pacte.demo.region.people_writer import FACT_TABLE, KNOWN_SINCE, LEARNER_TABLES, PeopleIndex, protected_fact_row
from pacte.demo.region.setting import RECORDED_BY, SessionIdentifiers, Setting
from pacte.infra.staged_copy import NULL, copy_row
from pacte.journeys.rules.state_machine import HOLDS_A_SEAT, KEEPS_RESERVATION, NAMES_SESSION, TRANSITIONS
from pacte.journeys.services.bulk_load import CONTACT_COLUMNS, NOTEBOOK_TABLE, writer
from pacte.kernel.actor import Actor
from pacte.offer.services.bulk_load import set_occupied_places

_JOURNEY_TABLES = {
    "journeys_barrier": (
        "organisation_id", "learner_id", "theme", "constraint", "noted_on", "solved_on", "noted_by_id", "person_name",
    ),
    "journeys_journey": (
        "id", "organisation_id", "learner_id", "key", "follows_id", "plan_id", "referrer_id", "provider_body_id",
        "session_id", "goal_rome", "opened_on", "state", "state_on", "entered_on", "ended_on", "end_kind", "end_reason",
        "minutes_realised", "is_synthetic",
    ),
    "journeys_step": (
        "organisation_id", "journey_id", "kind", "happened_on", "recorded_at", "session_id", "body_id", "source",
        "detail",
    ),
    "journeys_seat": (
        "organisation_id", "session_id", "rank", "journey_id", "taken_on", "entered_on", "released_on",
    ),
    "journeys_attendanceweek": (
        "organisation_id", "journey_id", "monday", "marks", "minutes", "recorded_at", "source",
    ),
    NOTEBOOK_TABLE: CONTACT_COLUMNS,
}  # fmt: skip
TABLES = (*LEARNER_TABLES, *_JOURNEY_TABLES)
_BLOCK = 30_000  # rows buffered before they are sent: what a staging table holds in memory
_SYSTEM_STEPS = frozenset({"lapsed", "session_cancelled"})
_TARGETS = {str(kind): target for kind, (_, target) in TRANSITIONS.items()}
_KEPT_RESERVED = frozenset(str(kind) for kind in KEEPS_RESERVATION)
_STEPS_NAMING_SESSION = frozenset(str(kind) for kind in NAMES_SESSION)


class JourneyWriter:
    """Writes journeys one after the other; rows are sent in blocks, inserted while the next block is simulated.

    ``sender``: the only thread that uses the connection until ``finish``.
    """

    def __init__(self, *, actor: Actor, setting: Setting, sessions: Mapping[int, SessionIdentifiers],
                 chance: random.Random, sender: Executor) -> None:  # fmt: skip
        self._actor, self._setting, self._chance = actor, setting, chance
        self._sessions, self._sender = sessions, sender
        self._today = setting.today.toordinal()
        self._next = writer.first_identifier(actor=actor, table="journeys_journey")
        self._staging = {
            table: writer.copy(actor=actor, table=table, columns=columns) for table, columns in _JOURNEY_TABLES.items()
        }
        self._lines: dict[str, list[str]] = {table: [] for table in _JOURNEY_TABLES}
        self._facts: list[str] = []
        self._pending_send: Future[None] | None = None
        self._occupied_seats: Counter[int] = Counter()
        self._days: dict[int, str] = {}
        self._moments: dict[int, str] = {}

    def wait_for_first(self, pending_send: Future[None]) -> None:
        """Wait for ``pending_send`` before sending the first block."""
        self._pending_send = pending_send

    def write(self, lives: Iterable[InventedJourney], known: PeopleIndex) -> None:
        """The first journey of a person takes their barriers out of ``known``."""
        for life in lives:
            steps = [step for step in life.steps if step[1] <= self._today]
            if steps:
                self._write_journey(life, steps, known.learners[life.person.rank])
                self._write_barriers(life, known)
                self._write_fact(life, known)
        if len(self._lines["journeys_step"]) > _BLOCK:
            self._send_block()

    def finish(self, known: PeopleIndex, crowd: Sequence[InventedPerson]) -> None:
        """Barriers of people without a journey are in their record only."""
        for rank, barriers in known.barriers.items():
            body = self._setting.networks[crowd[rank].network]
            for theme, constraint in barriers:
                self._write_barrier(known.learners[rank], body, theme, constraint, KNOWN_SINCE.isoformat(), NULL)
        self._send_block()
        self._wait()
        for staging in self._staging.values():
            staging.insert()
        self._insert_facts()
        writer.sync_sequence(actor=self._actor, table="journeys_journey")
        set_occupied_places(actor=self._actor, occupied_by_session=self._occupied_seats)

    def _send_block(self) -> None:
        """Only one block is in progress at a time."""
        block, self._lines = self._lines, {table: [] for table in _JOURNEY_TABLES}
        self._wait()
        self._pending_send = self._sender.submit(self._send, block)

    def _send(self, block: dict[str, list[str]]) -> None:
        for table, lines in block.items():
            self._staging[table].add("".join(lines))
            self._staging[table].move()

    def _wait(self) -> None:
        if self._pending_send is not None:
            self._pending_send.result()

    def _day(self, day: int) -> str:
        known = self._days.get(day)
        if known is None:
            known = self._days[day] = date.fromordinal(day).isoformat()
        return known

    def _moment(self, day: int) -> str:
        known = self._moments.get(day)
        if known is None:
            known = self._moments[day] = self._setting.recorded_at(day)
        return known

    def _write_barriers(self, life: InventedJourney, known: PeopleIndex) -> None:
        """In the learner record, and as steps of the journey just written, after its first step."""
        if not records_barriers(life):
            return
        referrer, host = self._setting.networks[life.person.network], self._setting.host_id
        add, day_text = self._lines["journeys_step"].append, self._day
        for each in invented_barriers(life, known.barriers.pop(life.person.rank, []), self._today):
            solved = NULL if each.solved is None else day_text(each.solved)
            self._write_barrier(
                known.learners[life.person.rank], referrer, each.theme, each.constraint, day_text(each.on), solved
            )
            for kind, day in (("barrier_noted", each.on), ("barrier_solved", each.solved)):
                if day is not None:
                    add(
                        f"{host}\t{self._next - 1}\t{kind}\t{day_text(day)}\t{self._moment(day)}\t{NULL}\t{referrer}"
                        f'\ttyped\t{{"theme": "{each.theme}"}}\n'
                    )

    def _write_fact(self, life: InventedJourney, known: PeopleIndex) -> None:
        """Noted by the adviser when the journey opens."""
        rank = life.person.rank
        if rank not in known.under_justice and life.entered_on and is_under_justice(life):
            known.under_justice.add(rank)
            opened = date.fromordinal(life.steps[0][1])
            self._facts.append(
                protected_fact_row(self._setting, known.learners[rank], life.person, "justice", "eligibility", opened)
            )

    def _insert_facts(self) -> None:
        """After those of the people, in the same table."""
        facts = writer.copy(actor=self._actor, table=FACT_TABLE, columns=LEARNER_TABLES[FACT_TABLE])
        facts.add("".join(self._facts))
        facts.insert()

    def _write_barrier(
        self, learner: int, body: int, theme: str, constraint: str, noted_on: str, solved_on: str
    ) -> None:
        self._lines["journeys_barrier"].append(
            f"{self._setting.host_id}\t{learner}\t{theme}\t{constraint}\t{noted_on}\t{solved_on}\t{body}\t{RECORDED_BY}\n"
        )

    def _write_journey(self, life: InventedJourney, steps: list[RawStep], learner: int) -> None:
        life.identifier = journey_id = self._next
        self._next += 1
        host, session = self._setting.host_id, self._sessions[life.session.rank]
        referrer = self._setting.networks[life.person.network]
        state, state_day = "new", steps[0][1]
        add, day_text, recorded, moment = (
            self._lines["journeys_step"].append,
            self._day,
            self._draw_recorded_day,
            self._moment,
        )
        for kind, day, detail in steps:
            if not (state == "reserved" and kind in _KEPT_RESERVED):
                state, state_day = (_TARGETS[kind] or state, day)
            source = "machine" if kind in _SYSTEM_STEPS else "typed"
            named_session = session.session_id if kind in _STEPS_NAMING_SESSION else NULL
            recorded_day = day if (kind, day, detail) in life.added else recorded(day)
            # Formatted inline for speed: there are millions.
            add(
                f"{host}\t{journey_id}\t{kind}\t{day_text(day)}\t{moment(recorded_day)}\t{named_session}\t{referrer}"
                f"\t{source}\t{detail}\n"
            )
        for _, day, _ in life.undone:
            if day <= self._today:
                recorded(day)  # Drawn all the same: what follows stays as it is without the change.
        entered = life.entered_on if life.entered_on and life.entered_on <= self._today else None
        ended = life.ended_on if entered and life.ended_on and life.ended_on <= self._today else None
        minutes = self._write_weeks(life, journey_id, entered)
        if entered:
            self._write_contacts(life, journey_id, learner, entered)
        # A need expressed again, after a cancelled session, no longer names a session.
        follows = state not in ("open", "closed") or entered is not None
        self._lines["journeys_journey"].append(
            copy_row((journey_id, host, learner, self._key(), _followed(life),
                  self._setting.plan_of(life.session), referrer,
                  session.provider_body_id if follows else None, session.session_id if follows else None,
                  life.session.family.rome, self._day(steps[0][1]), state, self._day(state_day),
                  self._day(entered) if entered else None, self._day(ended) if ended else None,
                  life.end_kind if ended else "", life.end_reason if ended else "", minutes, True))
        )  # fmt: skip
        self._write_seat(life, journey_id, session, entered, ended, state)

    def _write_seat(
        self,
        life: InventedJourney,
        journey_id: int,
        session: SessionIdentifiers,
        entered: int | None,
        ended: int | None,
        state: str,
    ) -> None:
        if life.seat is None or life.taken_on > self._today:
            return
        holds_seat = state in HOLDS_A_SEAT
        released = None if holds_seat else (ended or life.released_on or life.taken_on)
        if holds_seat:
            self._occupied_seats[session.session_id] += 1
        self._lines["journeys_seat"].append(
            copy_row((self._setting.host_id, session.session_id, life.seat, journey_id, self._day(life.taken_on),
                  self._day(entered) if entered else None, self._day(released) if released else None))
        )  # fmt: skip

    def _write_weeks(self, life: InventedJourney, journey_id: int, entered: int | None) -> int:
        if entered is None:
            return 0
        add, day_text, total = self._lines["journeys_attendanceweek"].append, self._day, 0
        head = f"{self._setting.host_id}\t{journey_id}\t"
        for monday, marks, minutes in life.weeks:
            if monday + 7 <= self._today:
                add(f"{head}{day_text(monday)}\t{marks}\t{minutes}\t{self._moment(monday + 7)}\ttyped\n")
                total += minutes
        return total

    def _write_contacts(self, life: InventedJourney, journey_id: int, learner: int, entered: int) -> None:
        add, referrer = self._lines[NOTEBOOK_TABLE].append, self._setting.networks[life.person.network]
        for phase, kind, day, reached in contacts_of(life, entered, self._today):
            add(
                f"{self._setting.host_id}\t{learner}\t{journey_id}\t{referrer}\t{phase}\t{kind}\t{reached}"
                f"\t{self._moment(day)}\t{RECORDED_BY}\n"
            )

    def _draw_recorded_day(self, day: int) -> int:
        """Day of recording: mostly within a week, some four months later; never after today."""
        drawn, low = self._chance.random(), 0
        for part, days in odds.LATENESS:
            if drawn < part:
                return min(self._today, day + self._chance.randint(low, days))
            low = days
        return min(self._today, day)

    def _key(self) -> uuid.UUID:
        return uuid.UUID(int=self._chance.getrandbits(128), version=4)


def _followed(life: InventedJourney) -> int | None:
    """The journey that it follows, written before. A follow-up is opened after an end: one prepared before is not."""
    followed = life.follows
    if followed is None or followed.ended_on is None or life.steps[0][1] < followed.ended_on:
        return None
    return followed.identifier or None
