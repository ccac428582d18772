"""Random journeys played through the services and compared with a simple model.

Purely random acts would hardly ever lead to a seat: some rules lead people there, and the test counts what it met.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey, Learner, Seat, Step
from pacte.journeys.queries.funnel import funnel
from pacte.journeys.records import EndKind, StepKind
from pacte.journeys.records.counts import ENDS, CountFilters, Cut
from pacte.journeys.services import StepInput, record_step
from pacte.journeys.services.tallies import rebuild_tallies
from pacte.kernel.errors import Conflict, NotFound
from pacte.offer.models import Session
from pacte.workflows.erase_person import erase_person, purge_due_people
from tests.cast import MACHINE, Cast, gather_cast
from tests.journeys.making import session_with, somebody

SEATS = 2
MONDAY = date(2021, 1, 11)
K = StepKind
# By step: the states of the model from which it may be recorded, and the state to which it leads.
MOVES = {
    K.PROPOSED: ({"open", "proposed", "informed", "not_kept", "declined"}, "proposed"),
    K.INFORMATION_ATTENDED: ({"proposed"}, "informed"),
    K.NOT_KEPT: ({"proposed", "informed"}, "not_kept"),
    K.ADMITTED: ({"proposed", "informed"}, "admitted"),
    K.DECLINED: ({"proposed", "informed", "admitted"}, "declined"),
    K.ENTERED: ({"admitted"}, "in"),
    K.INTERRUPTED: ({"in"}, "away"),
    K.RESUMED: ({"away"}, "in"),
    K.ENDED: ({"in", "away"}, "ended"),
}
SEATED = {"admitted", "in", "away"}
# Next step towards a seat and out of it, by state.
FORWARD = {
    "open": K.PROPOSED, "proposed": K.ADMITTED, "informed": K.ADMITTED, "not_kept": K.PROPOSED, "declined": K.PROPOSED,
    "admitted": K.ENTERED, "in": K.ENDED, "away": K.RESUMED,
}  # fmt: skip
LONG_AGO, TOLD_ON = date(2019, 1, 7), date(2021, 2, 1)  # the last sign of life, then the notice of the purge
ASIDE = (K.INFORMATION_ATTENDED, K.NOT_KEPT, K.DECLINED, K.INTERRUPTED)
# What all the examples of the play met: proves that something was tried.
MET: Counter[str] = Counter()


@dataclass
class Person:
    """State of a person in the model."""

    state: str = "open"
    session: int = 0
    end: str = ""
    is_erased: bool = False
    steps: int = 1


class Play(RuleBasedStateMachine):
    cast: Cast
    sessions: tuple[Session, Session]
    people = Bundle("people")

    def __init__(self) -> None:
        super().__init__()
        self._undone = transaction.atomic()
        self._undone.__enter__()
        self.model: dict[int, Person] = {}
        self.journeys: dict[int, Journey] = {}

    def teardown(self) -> None:
        try:
            self._ends_are_a_partition()
        finally:
            transaction.set_rollback(True)
            self._undone.__exit__(None, None, None)

    @initialize(target=people)
    def four_come(self) -> MultipleResults[int]:
        return multiple(*(self._comes() for _ in range(SEATS + 2)))

    @precondition(lambda self: len(self.model) < 7)
    @rule(target=people)
    def comes(self) -> int:
        return self._comes()

    def _comes(self) -> int:
        journey = somebody(self.cast, first_name=f"P{len(self.model)}")
        self.model[journey.pk], self.journeys[journey.pk] = Person(), journey
        return int(journey.pk)

    @rule(who=people, kind=st.sampled_from(sorted(MOVES)), where=st.integers(0, 1), end=st.sampled_from(list(EndKind)))
    def does_anything(self, who: int, kind: StepKind, where: int, end: EndKind) -> None:
        self._does(who, kind, where, end)

    @rule(seed=st.integers(0, 2**32))
    def a_season_passes(self, seed: int) -> None:
        """Many acts of many people, most of them moving forward: single random acts hardly ever reach a seat."""
        chance = random.Random(seed)
        for _ in range(15):
            on_the_way = [who for who, each in self.model.items() if each.state in FORWARD and not each.is_erased]
            who = chance.choice(on_the_way if on_the_way and chance.random() < 0.9 else list(self.model))
            drawn, state = chance.random(), self.model[who].state
            aside = [kind for kind in ASIDE if state in MOVES[kind][0]]
            kind = chance.choice(aside) if aside and drawn < 0.25 else FORWARD.get(state, K.PROPOSED)
            if drawn < 0.92:
                self._does(who, kind, int(chance.random() < 0.3), chance.choice(list(EndKind)))
            else:
                self._is_erased(who, asks=chance.random() < 0.5)

    def _does(self, who: int, kind: StepKind, where: int, end: EndKind) -> None:
        person = self.model[who]
        origins, target = MOVES[kind]
        session = where if kind is K.PROPOSED else person.session
        given = StepInput(
            kind, MONDAY, session_id=self.sessions[session].pk, detail={"end_kind": end} if kind is K.ENDED else {}
        )
        refused = self._expected_refusal(person, kind, origins)
        with acting_as(self.cast["adviser"].actor) as adviser:
            if refused is not None:
                with pytest.raises(refused), transaction.atomic():
                    record_step(actor=adviser, key=self.journeys[who].key, step_input=given)
                return
            record_step(actor=adviser, key=self.journeys[who].key, step_input=given)
        MET[f"ended {end}" if kind is K.ENDED else kind] += 1
        person.state, person.session, person.steps = target, session, person.steps + 1
        person.end = end if kind is K.ENDED else person.end

    def _expected_refusal(self, person: Person, kind: StepKind, origins: set[str]) -> type[Exception] | None:
        if person.is_erased:
            MET["refused to who was erased"] += 1
            return NotFound
        if person.state not in origins:
            MET["refused out of turn"] += 1
            return Conflict
        if kind is K.ADMITTED and self._held(person.session) >= SEATS:
            MET["refused for want of a seat"] += 1
            return Conflict
        return None

    def _held(self, session: int) -> int:
        return sum(each.session == session and each.state in SEATED for each in self.model.values())

    @rule(who=people, asks=st.booleans())
    def is_erased(self, who: int, asks: bool) -> None:
        self._is_erased(who, asks=asks)

    def _is_erased(self, who: int, *, asks: bool) -> None:
        """Erases a person who holds no seat: who is in training must be settled by a person first.

        The erasure is at their request, or because they gave no sign of life for years.
        """
        person = self.model[who]
        if person.is_erased or person.state in SEATED or person.state == "open":
            return
        learner_id = self.journeys[who].learner_id
        if asks:
            with acting_as(self.cast["adviser"].actor) as adviser:
                erase_person(actor=adviser, learner=Learner.objects.get(pk=learner_id), reason="à sa demande")
        else:
            with acting_as(MACHINE):
                Learner.objects.filter(pk=learner_id).update(last_seen_on=LONG_AGO, purge_told_on=TOLD_ON)
                assert purge_due_people(actor=MACHINE).erased == 1
        MET["erased" if asks else "purged"] += 1
        person.is_erased = True

    @invariant()
    def seats_are_those_of_the_model_and_never_too_many(self) -> None:
        with acting_as(MACHINE):
            held = list(Seat.objects.filter(released_on=None).values_list("session_id", "rank", "journey_id"))
        for place, session in enumerate(self.sessions):
            ranks = [rank for at, rank, _ in held if at == session.pk]
            assert len(ranks) == len(set(ranks)) == self._held(place) <= SEATS
            assert all(1 <= rank <= SEATS for rank in ranks)
        assert len({journey for _, _, journey in held}) == len(held), "nobody sits twice"

    @invariant()
    def no_step_is_added_to_who_was_erased(self) -> None:
        with acting_as(MACHINE):
            steps = Counter(Step.objects.values_list("journey_id", flat=True))
        assert {who: steps[who] for who in self.model} == {who: each.steps for who, each in self.model.items()}

    @invariant()
    def each_end_has_one_kind_and_nobody_else_has_one(self) -> None:
        ended = {who: each.end for who, each in self.model.items() if each.state == "ended"}
        with acting_as(MACHINE):
            assert dict(Journey.objects.exclude(end_kind="").values_list("pk", "end_kind")) == ended

    def _ends_are_a_partition(self) -> None:
        """In the tallies, erased people included, the kinds of end add up to the entries.

        The sessions are over: whoever is still in training has an unknown end.
        """
        expected = Counter(
            each.end or "unknown" for each in self.model.values() if each.state in {"ended", "in", "away"}
        )
        with acting_as(MACHINE):
            rebuild_tallies(actor=MACHINE)
            whole = funnel(actor=MACHINE, host_id=self.cast.region.pk, filters=CountFilters(), cut=Cut.YEAR).whole
        assert {kind: whole.of(kind) or 0 for kind in ENDS} == {kind: expected[kind] for kind in ENDS}
        assert (whole.of("ended") or 0) == (whole.of("entered") or 0) == expected.total()


@pytest.mark.django_db
def test_journeys_played_at_random_hold_together() -> None:
    Play.cast = gather_cast()
    Play.sessions = (session_with(Play.cast, opened=SEATS), session_with(Play.cast, opened=SEATS, number="24_2"))
    few = settings(
        max_examples=10, stateful_step_count=8, deadline=None, suppress_health_check=list(HealthCheck), database=None,
        derandomize=True,
    )  # fmt: skip
    MET.clear()
    run_state_machine_as_test(Play, settings=few)
    wanted = {
        K.ADMITTED, K.ENTERED, K.INTERRUPTED, K.RESUMED, "erased", "purged", "refused for want of a seat",
        "refused to who was erased", "refused out of turn",
    }  # fmt: skip
    assert wanted - MET.keys() == set(), "the play never came to this: it would prove nothing of it"
    assert sum(each.startswith("ended ") for each in MET) >= 3, MET


@pytest.mark.django_db
def test_the_counts_of_a_played_story_are_those_of_its_people() -> None:
    """Through the tallies: silence after the end of the session is an unknown end, and the kinds of end add up."""
    cast = gather_cast()
    session = session_with(cast, opened=9)
    for rank, kind in enumerate([EndKind.TO_TERM, EndKind.DROPOUT, EndKind.TO_JOB, None]):
        journey = somebody(cast, first_name=f"P{rank}")
        with acting_as(cast["adviser"].actor) as adviser:
            for step in (K.PROPOSED, K.ADMITTED, K.ENTERED):
                record_step(actor=adviser, key=journey.key, step_input=StepInput(step, MONDAY, session_id=session.pk))
            if kind:
                record_step(
                    actor=adviser, key=journey.key, step_input=StepInput(K.ENDED, MONDAY, detail={"end_kind": kind})
                )
    with acting_as(MACHINE):
        rebuild_tallies(actor=MACHINE)
        whole = funnel(actor=MACHINE, host_id=cast.region.pk, filters=CountFilters(), cut=Cut.YEAR).whole
    assert sum(whole.of(kind) or 0 for kind in ENDS) == whole.of("ended") == whole.of("entered") == 4
    assert whole.of("unknown") == 1
