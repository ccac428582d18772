"""« Où partent mes stagiaires ? »: each provider reads its own people, and of the others no small number."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.test import Client

from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import create_organisation
from pacte.indicators.queries.presence import provider_presence
from pacte.indicators.records.presence import MARKS, ProviderPresence, Similarity
from pacte.indicators.rules.presence import MIN_PROVIDERS
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.offer.models import Session
from tests.cast import MACHINE, PARTS, Cast, gather_cast
from tests.indicators.written_facts import FactRow, write_tables
from tests.journeys.making import session_with
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db
BACKEND = "pacte.accounts.backends.PasswordBackend"
TODAY = date(2021, 11, 24)
START, TERM = date(2021, 1, 11), date(2021, 4, 20)
OTHERS = (101, 102, 103)


def noon(on: date) -> datetime:
    return datetime.combine(on, time(12))


class Trainees:
    """Facts of people who entered one hundred days of training on ``START``."""

    def __init__(self, cast: Cast, folder: Path) -> None:
        self.cast, self.folder, self.journeys = cast, folder, itertools.count(1)
        self.rows: dict[str, list[FactRow]] = {"entries": [], "ends": [], "hours": []}

    def add(
        self, people: int, *, provider: int, session: int, body: int | None = None, left: int = 0, on: int = 15,
        kind: str = "dropout", told: date | None = None,
    ) -> None:  # fmt: skip
        """``left`` of them leave on that day of the training, which is told the same day; the others go to the term."""
        for rank in range(people):
            entry = {
                "host": self.cast.region.pk, "provider": provider, "provider_body": body, "session": session,
                "journey": next(self.journeys), "domain": "254", "target_level": 13, "happened_on": START,
                "planned_end_on": TERM, "recorded_at": noon(START),
            }  # fmt: skip
            ended_on = START + timedelta(days=on - 1) if rank < left else TERM
            ended_at = noon(told or ended_on)
            self.rows["entries"].append(entry)
            outcome = (
                (kind, "distance") if rank < left and kind == "dropout" else (kind if rank < left else "to_term", "")
            )
            end = {"happened_on": ended_on, "recorded_at": ended_at, "end_kind": outcome[0], "end_reason": outcome[1]}
            self.rows["ends"].append(entry | end)

    def others(self, *, left: Sequence[int] = (8, 8, 8)) -> None:
        for provider, leaving in zip(OTHERS, left, strict=True):
            self.add(40, provider=provider, session=provider, left=leaving)

    def read(self, actor: Actor) -> ProviderPresence:
        write_tables(self.folder, self.rows, built_on=TODAY)
        with acting_as(actor):
            found = provider_presence(actor=actor, host_id=self.cast.region.pk, on=TODAY, facts_dir=self.folder)
        assert found is not None
        return found


@pytest.fixture
def cast(settings: object) -> Cast:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]
    return gather_cast()


@pytest.fixture
def session(cast: Cast) -> Session:
    return session_with(cast)


@pytest.fixture
def trainees(cast: Cast, session: Session, tmp_path: Path) -> Trainees:
    """Twenty people of the cast's provider, of whom eight leave in the second tenth."""
    made = Trainees(cast, tmp_path)
    made.add(20, provider=session.provider.pk, session=session.pk, body=cast.provider.pk, left=8)
    return made


@pytest.fixture
def rival(cast: Cast) -> Actor:
    """Somebody who works for another provider of the same pact."""
    with acting_as(MACHINE):
        body = create_organisation(
            actor=MACHINE, name="Autre organisme", kind=OrganisationKind.TRAINING_PROVIDER, synthetic=True
        )
    actor = cast["provider"].actor
    return replace(actor, memberships=tuple(replace(each, organisation_id=body.pk) for each in actor.memberships))


def test_a_provider_reads_its_people_beside_those_of_the_others(cast: Cast, trainees: Trainees) -> None:
    trainees.others()
    found = trainees.read(cast["provider"].actor)
    (group,) = found.groups
    assert (found.people, found.worst, found.exits) == (20, 20, {("dropout", "distance"): 8})
    assert group.similar
    assert group.similar.similarity is Similarity.SAME_CLASS
    assert (group.similar.people, group.similar.percents[MARKS.index(20)]) == (120, 80)
    assert found.gap
    assert (found.gap.own, found.gap.others) == (40, 20)


def test_another_provider_reads_its_own_people_and_none_of_these(
    cast: Cast, trainees: Trainees, rival: Actor, session: Session
) -> None:
    """To the other one, the first is one of the crowd."""
    trainees.others()
    (post,) = {each.organisation_id for each in rival.memberships}
    other = session_with(cast, number="24_2")
    trainees.add(15, provider=999, session=other.pk, body=post, left=3)
    found = trainees.read(rival)
    assert (found.people, sum(found.exits.values())) == (15, 3)
    assert found.groups[0].similar
    assert found.groups[0].similar.people == 140


def test_who_holds_no_session_has_no_such_page(cast: Cast, trainees: Trainees) -> None:
    for part in PARTS.keys() - {"provider"}:
        with pytest.raises(NotFound):
            trainees.read(cast[part].actor)
    with pytest.raises(NotFound):
        trainees.read(MACHINE)


def test_of_others_ten_exits_are_not_read(cast: Cast, trainees: Trainees) -> None:
    trainees.others(left=(4, 3, 3))
    found = trainees.read(cast["provider"].actor)
    assert found.groups[0].similar is None
    assert found.gap
    assert (found.gap.own, found.gap.others) == (40, None)


def test_two_other_providers_are_too_few(cast: Cast, trainees: Trainees) -> None:
    for provider in OTHERS[: MIN_PROVIDERS - 1]:
        trainees.add(40, provider=provider, session=provider, left=20)
    assert trainees.read(cast["provider"].actor).groups[0].similar is None


def test_what_is_told_after_the_quarter_waits_for_the_next_one(cast: Cast, trainees: Trainees) -> None:
    """Else two readings of one week would tell who left in between."""
    trainees.others()
    before = trainees.read(cast["provider"].actor)
    trainees.add(40, provider=104, session=104, left=30, told=TODAY)
    trainees.rows["entries"][-40:] = [each | {"recorded_at": noon(TODAY)} for each in trainees.rows["entries"][-40:]]
    assert trainees.read(cast["provider"].actor) == before


def test_who_reached_the_goal_stayed_and_who_never_ended_counts_to_the_last_signed_week(
    cast: Cast, trainees: Trainees, session: Session
) -> None:
    own = {"provider": session.provider.pk, "session": session.pk, "body": cast.provider.pk}
    trainees.add(5, **own, left=5, kind="goal_reached")
    trainees.add(2, **own)
    del trainees.rows["ends"][-2:]
    first, _ = trainees.rows["entries"][-2:]
    trainees.rows["hours"] = [first | {"happened_on": date(2021, 2, 15), "minutes": 600}]
    found = trainees.read(cast["provider"].actor)
    assert (found.people, found.lost, sum(found.exits.values())) == (27, 2, 8)
    # The first is followed to 21 February, the 42nd day; the second, of whom nothing was signed, to the entry.
    assert [each.followed for each in found.curve][:6] == [27, 26, 18, 18, 18, 17]


def test_the_page_says_its_answer_first_and_is_nobody_elses(
    cast: Cast, trainees: Trainees, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainees.others()
    write_tables(trainees.folder, trainees.rows, built_on=TODAY)
    settings.FACTS_FOLDER = trainees.folder  # type: ignore[attr-defined]
    monkeypatch.setattr("pacte.web.pages.outcomes.leaving_page.today", lambda: TODAY)
    client = Client()
    client.force_login(cast["provider"].person, backend=BACKEND)
    text = plain(client.get("/comptes/departs/").content.decode())
    assert (
        "40 % de vos stagiaires partent avant la moitié de leur formation, 20 % dans des formations semblables" in text
    )
    assert "C’est entre 10 % et 20 % de la durée prévue qu’ils partent le plus." in text
    assert "Abandon : éloignement" in text
    client.force_login(cast["pilot"].person, backend=BACKEND)
    assert client.get("/comptes/departs/").status_code == 404
