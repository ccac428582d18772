"""Simulation of journeys, session by session, from the need to the job, as steps with two times. Pure, by seed."""

from __future__ import annotations

import heapq
import random
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pacte.demo.region import calibration as odds
from pacte.demo.region.certification import attest_competences, certify_first_block, record_jury
from pacte.demo.region.first_level import certify_first_level
from pacte.demo.region.further_trainings import FurtherTrainings
from pacte.demo.region.invented_journey import EMPTY_DETAIL, InventedJourney
from pacte.demo.region.invented_people import InventedPerson
from pacte.demo.region.missions import pause_for_mission
from pacte.demo.region.refusals import refusal_detail
from pacte.demo.region.training_supply import InventedSession
from pacte.journeys.records.reasons import Contract

_WAITS = 240  # days during which a person due to continue stays available
_CERTIFYING_OF_FIVE = 2  # of five people who continue after a preparation, those who go for a certificate
# Contracts of those in a job: half are for six months or more.
_CONTRACTS = (
    Contract.PERMANENT, Contract.SHORT, Contract.SIX_MONTHS, Contract.TEMPORARY, Contract.PERMANENT, Contract.SHORT,
)  # fmt: skip


class RegionSimulation:
    """Draw the people of each session. Sessions must be given in the order of their first day."""

    def __init__(
        self,
        chance: random.Random,
        people: Sequence[InventedPerson],
        today: date,
        blocks: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """``blocks``: codes of the certification blocks by occupation."""
        self._chance = chance
        self._blocks = blocks or {}
        self._today = today.toordinal()
        self._pools: dict[str, deque[InventedPerson]] = defaultdict(deque)
        for person in people:
            self._pools[person.town.department].append(person)
        # People due to continue after a preparation, by department and by whether they want a certifying training:
        # (ready from, rank), earliest first.
        self._ready: dict[tuple[str, bool], list[tuple[int, int]]] = defaultdict(list)
        self._preparations: dict[int, InventedJourney] = {}
        self._further = FurtherTrainings()
        self._people = people
        self._patterns = [_pattern(chance) for _ in range(400)]

    def journeys_of_session(self, session: InventedSession) -> Iterator[InventedJourney]:
        """All journeys of one session: people who enter, who do not, who need another seat."""
        if session.is_cancelled:
            for _ in range(round(session.places * 0.45)):
                yield self._cancelled_journey(session)
            return
        rank = 0
        others = round(session.filled * odds.CANDIDATES_NOT_KEPT)
        absent = self._count(session.filled * odds.NEVER_CAME / (1 - odds.NEVER_CAME))
        while rank < session.filled:
            life, came = self._begin_journey(session, enters=True)
            if not came:
                others -= 1
                self._lapse(life)
                yield life
                continue
            rank += 1
            yield from self._admit(life, rank, absent if rank == session.filled else 0)
        for _ in range(max(0, others)):
            life, came = self._begin_journey(session)
            self._end_before_admission(life) if came else self._lapse(life)
            yield life

    def _count(self, mean: float) -> int:
        whole = int(mean)
        return whole + (self._chance.random() < mean - whole)

    # ------------------------------------------------------------ who

    def _draw_person(
        self, session: InventedSession, opened: int, *, enters: bool
    ) -> tuple[InventedPerson, InventedJourney | None]:
        """A person of the department, or one time in twenty of another.

        First those due to continue, with the journey that they continue, then a free one.
        """
        department = session.town.department
        if self._chance.random() < 0.05:
            department = self._chance.choice(list(self._pools))
        ready = self._ready[department, session.family.group == "qualifying"]
        while ready and ready[0][0] + _WAITS < opened:
            heapq.heappop(ready)
        if enters and ready and ready[0][0] <= opened and session.family.group != "preparatory":
            rank = heapq.heappop(ready)[1]
            return self._people[rank], self._preparations.get(rank)
        pool = self._pools[department] or self._pools[session.town.department]
        for _ in range(len(pool)):
            person = pool.popleft()
            pool.append(person)
            if person.free_from <= opened:
                return person, None
        return pool[0], None

    def _begin_journey(self, session: InventedSession, *, enters: bool = False) -> tuple[InventedJourney, bool]:
        """From the need to the information session. The boolean is True when the person attended one."""
        chance = self._chance
        start = session.starts_on.toordinal()
        if session.is_rolling:
            start += chance.randint(0, 140)
        lead = chance.randint(35, 100)
        opened = start - lead
        person, follows = self._draw_person(session, opened, enters=enters)
        person.free_from = start + 30
        person.journeys += 1
        life = InventedJourney(
            person, session, [("need_expressed", opened, EMPTY_DETAIL), ("proposed", opened + lead // 10, EMPTY_DETAIL)]
        )
        life.taken_on, life.follows = start, follows
        mode = "chosen" if chance.random() < odds.CHOSEN_SLOT else "summoned"
        detail = f'{{"mode": "{mode}"}}'
        for part in (0.2, 0.45):
            life.steps.append(("invited", opened + int(lead * part), detail))
            if mode == "chosen":
                life.steps.append(("slot_chosen", opened + int(lead * part) + 1, detail))
            day = opened + int(lead * (part + 0.18))
            if chance.random() >= odds.NO_SHOW[mode]:
                life.steps.append(("information_attended", day, detail))
                return life, True
            life.steps.append(("information_missed", day, detail))
        return life, False

    # ------------------------------------------------------------ before the entry

    def _lapse(self, life: InventedJourney) -> None:
        day = life.steps[-1][1] + 20
        life.steps += [("lapsed", day, EMPTY_DETAIL), ("closed", day + 40, EMPTY_DETAIL)]

    def _end_before_admission(self, life: InventedJourney) -> None:
        kind = self._chance.choices(("not_kept", "declined", "waiting_listed"), (0.4, 0.42, 0.18))[0]
        day = life.steps[-1][1] + 6
        life.steps.append((kind, day, refusal_detail(life) if kind == "declined" else EMPTY_DETAIL))
        if kind == "waiting_listed":
            life.steps.append(("declined", day + 25, refusal_detail(life)))
        life.steps.append(("closed", day + 60, EMPTY_DETAIL))

    def _cancelled_journey(self, session: InventedSession) -> InventedJourney:
        life, came = self._begin_journey(session)
        if not came:
            self._lapse(life)
            return life
        day = life.steps[-1][1]
        cancelled_day = max(day + 3, (session.cancelled_on or session.starts_on).toordinal())
        life.steps += [("admitted", day + 2, EMPTY_DETAIL), ("session_cancelled", cancelled_day, EMPTY_DETAIL)]
        if not session.is_live:
            life.steps += [
                ("need_expressed", cancelled_day + 15, EMPTY_DETAIL),
                ("closed", cancelled_day + 90, EMPTY_DETAIL),
            ]
        return life

    def _admit(self, life: InventedJourney, rank: int, absent: int) -> Iterator[InventedJourney]:
        """The person who enters on seat ``rank``; after the last seat, also those admitted who never came."""
        start = life.taken_on
        admitted = min(start - 2, life.steps[-1][1] + self._chance.randint(3, 9))
        life.steps += [("tested", admitted - 1, EMPTY_DETAIL), ("admitted", admitted, EMPTY_DETAIL)]
        life.seat, life.taken_on = rank, admitted
        self._simulate_training(life, start)
        pause_for_mission(life)
        self._further.replace_person(life)
        self._further.expect(life)
        yield life
        for extra in range(absent):
            other, came = self._begin_journey(life.session)
            if came and rank + extra < life.session.opened:
                day = min(other.taken_on - 2, other.steps[-1][1] + 5)
                other.seat, other.released_on = rank + extra + 1, other.taken_on + 1
                other.steps += [("admitted", day, EMPTY_DETAIL), ("never_came", other.taken_on + 1, EMPTY_DETAIL)]
                other.taken_on = day
                other.steps.append(("closed", other.released_on + 60, EMPTY_DETAIL))
            elif came:
                self._end_before_admission(other)
            else:
                self._lapse(other)
            yield other

    # ------------------------------------------------------------ in training, and after

    def _simulate_training(self, life: InventedJourney, start: int) -> None:
        session, chance = life.session, self._chance
        length = (session.ends_on - session.starts_on).days
        if session.is_rolling:
            length = max(28, session.family.hours_centre // 15 * 7)
        planned_end = start + length
        kind, reason = self._draw_end(life)
        end = planned_end if kind in ("to_term", "unknown") else start + max(1, int(length * chance.uniform(0.08, 0.9)))
        life.entered_on, life.ended_on, life.end_kind, life.end_reason = start, end, kind, reason
        life.steps.append(("entered", start, EMPTY_DETAIL))
        detail = f'{{"end_kind": "{kind}", "reason": "{reason}"}}' if reason else f'{{"end_kind": "{kind}"}}'
        life.released_on = end
        self._simulate_weeks(life, start, end)
        life.steps.append(("ended", end, detail))
        self._simulate_results(life, end, kind)
        certify_first_level(life)
        self._simulate_follow_up(life, end, kind)

    def _draw_end(self, life: InventedJourney) -> tuple[str, str]:
        """Return the kind of end and, for a dropout, its coded reason."""
        chance, person = self._chance, life.person
        young = person.age(life.session.year) < 26
        early = odds.EARLY_OLDER
        if young:
            early = odds.EARLY_YOUNG_LOW if person.is_low_qualified else odds.EARLY_YOUNG_OTHER
        early *= 9 / 8 if person.sex == "f" else 7 / 8
        drawn = chance.random()
        if drawn < early:
            reason = chance.choices([name for name, _ in odds.EARLY_REASONS], [part for _, part in odds.EARLY_REASONS])[
                0
            ]
            return {"job": ("to_job", ""), "training": ("to_training", "")}.get(reason, ("dropout", reason))
        drawn -= early
        for name, part in odds.OTHER_ENDS:
            if drawn < part:
                return name, ""
            drawn -= part
        return "to_term", ""

    def _simulate_weeks(self, life: InventedJourney, start: int, end: int) -> None:
        family = life.session.family
        rolling = life.session.is_rolling
        weekly = 15 * 60 if rolling else 30 * 60
        left = (family.hours_centre + (0 if rolling else family.hours_company)) * 60
        monday = start - date.fromordinal(start).weekday()
        while monday <= min(end, self._today) and left > 0:
            marks, share = self._chance.choice(self._patterns)
            minutes = min(left, int(weekly * share))
            life.weeks.append((monday, marks, minutes))
            left -= weekly
            monday += 7

    def _simulate_results(self, life: InventedJourney, end: int, kind: str) -> None:
        chance, family = self._chance, life.session.family
        completed = kind in ("to_term", "goal_reached")
        if family.group == "qualifying" and completed and chance.random() < odds.PRESENTED:
            attest_competences(life, end)
            record_jury(life, end, chance.random(), self._blocks.get(family.rome, ()))
        elif completed and chance.random() < 0.8:
            attest_competences(life, end)
        elif family.group == "qualifying":
            certify_first_block(life, end, kind, self._blocks.get(family.rome, ()))

    def _simulate_follow_up(self, life: InventedJourney, end: int, kind: str) -> None:
        """Situations at 3, 6 and 12 months; and, after a preparation, a further training for three in ten."""
        chance, person, group = self._chance, life.person, life.session.family.group
        answers = chance.random() < odds.ANSWERS
        access = kind == "to_job" or chance.random() < odds.ACCESS_6_MONTHS
        at_6 = access and chance.random() < odds.JOB_6_GIVEN_ACCESS
        at_12 = chance.random() < odds.JOB_12_MONTHS[group]
        for months, job in ((3, access and chance.random() < 0.6), (6, at_6), (12, at_12)):
            # Not drawn: what else is drawn of the same chance stays what it was.
            contract = f', "contract": "{_CONTRACTS[(person.rank + months) % len(_CONTRACTS)]}"' if job else ""
            answer_json = f', "in_job": {_json(job)}, "had_job": {_json(access or job)}{contract}' if answers else ""
            life.steps.append(
                (
                    "situation",
                    end + int(months * 30.4),
                    f'{{"months": {months}, "answered": {_json(answers)}{answer_json}}}',
                )
            )
        person.free_from = end + 366
        if group == "preparatory" and chance.random() < odds.FOLLOW_ON * 1.06:
            self._preparations[person.rank] = life
            wants_certificate = person.rank % 5 < _CERTIFYING_OF_FIVE
            heapq.heappush(self._ready[person.town.department, wants_certificate], (end + 5, person.rank))


def _json(value: bool) -> str:
    return "true" if value else "false"


def _pattern(chance: random.Random) -> tuple[str, float]:
    """An attendance week: ten planned half-days, and the share of the planned time that was attended."""
    marks = ["P" if chance.random() < 0.93 else chance.choice("AE") for _ in range(10)]
    if "P" not in marks:
        marks[0] = "P"
    return "".join(marks) + "----", marks.count("P") / 10
