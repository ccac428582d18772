"""Shape of ``provider_plans.yaml``: providers that transform their practices, told as files of their procedure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pacte.demo.stories.case_files import CaseFileMoveStory, CaseFileStory, GridStory
from pacte.demo.stories.reader import read_story
from pacte.kernel.action_codes import ActionCode

_PROCEDURE = "provider_practices"
# Days from the first grid to each move: the peer comes back more than a year after the first reading.
_DAYS = {
    "call_peer": 14, "plan": 63, "send_plan": 105, "agree": 126, "send_second": 414, "call_peer_again": 421,
    "conclude": 434,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanStepStory:
    """What a provider will change and by when; ``euros``: the aid it asks for, in cents."""

    what: str
    by: date
    euros: int


@dataclass(frozen=True, slots=True)
class PlanMilestoneStory:
    what: str
    on: date
    proof: str


@dataclass(frozen=True, slots=True)
class SecondGridStory:
    """The levels of the second grids, and what was done by then."""

    own: tuple[str, ...]
    read: tuple[str, ...]
    done: PlanMilestoneStory


@dataclass(frozen=True, slots=True)
class ProviderPlanStory:
    """``own`` and ``read``: levels by the provider and by its peer; ``aid`` granted, in cents."""

    body: str
    peer: str
    opened_on: date
    scope: str
    own: tuple[str, ...]
    read: tuple[str, ...]
    aim: str
    step: PlanStepStory
    aid: int
    second: SecondGridStory | None = None


@dataclass(frozen=True, slots=True)
class ProviderPlanStories:
    """What every file has in common, then each provider."""

    action: ActionCode
    title: str
    owner: str
    contact: str
    own_proof: str
    read_proof: str
    second_own_proof: str
    second_read_proof: str
    plans: tuple[ProviderPlanStory, ...]


def provider_plan_stories() -> ProviderPlanStories:
    return read_story("provider_plans", ProviderPlanStories)


def provider_plan_files(stories: ProviderPlanStories) -> tuple[CaseFileStory, ...]:
    """The same as files, moved on the days that follow from the first grid."""
    return tuple(
        CaseFileStory(
            action=stories.action, procedure=_PROCEDURE, title=f"{stories.title}, {_short(each.body)}",
            opened_on=each.opened_on,
            values={"contact": stories.contact, "scope": each.scope}, owner=stories.owner, body=each.body,
            peer=each.peer, grids=(GridStory("first_self", each.opened_on, each.own, stories.own_proof),),
            moves=(*_first_moves(stories, each), *_second_moves(stories, each)),
        )
        for each in stories.plans
    )  # fmt: skip


def _short(body: str) -> str:
    """« Espace Perche » for « Espace Perche formation (fictif) »: in a list, one file is told from another."""
    return body.partition(" formation")[0]


def _first_moves(stories: ProviderPlanStories, story: ProviderPlanStory) -> Iterator[CaseFileMoveStory]:
    step = {"what": story.step.what, "by": story.step.by.isoformat(), "euros": story.step.euros}
    yield _move(story, "call_peer")
    yield _move(story, "plan", grid=("first_peer", story.read, stories.read_proof))
    yield _move(story, "send_plan", values={"aim": story.aim, "steps": [step]})
    yield _move(story, "agree", values={"aid_agreed": story.aid})


def _second_moves(stories: ProviderPlanStories, story: ProviderPlanStory) -> Iterator[CaseFileMoveStory]:
    second = story.second
    if second is None:
        return
    done = {"what": second.done.what, "on": second.done.on.isoformat(), "proof": second.done.proof}
    own = ("second_self", second.own, stories.second_own_proof)
    yield _move(story, "send_second", values={"done": [done]}, grid=own)
    yield _move(story, "call_peer_again")
    yield _move(story, "conclude", grid=("second_peer", second.read, stories.second_read_proof))


def _move(
    story: ProviderPlanStory,
    transition: str,
    *,
    values: dict[str, Any] | None = None,
    grid: tuple[str, tuple[str, ...], str] | None = None,
) -> CaseFileMoveStory:
    """``grid``: its section, its levels and what shows them."""
    on = story.opened_on + timedelta(days=_DAYS[transition])
    grids = (GridStory(grid[0], on, grid[1], grid[2]),) if grid else ()
    return CaseFileMoveStory(transition=transition, on=on, values=values or {}, grids=grids)
