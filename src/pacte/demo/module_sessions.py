"""Some sessions to come, to which nobody is on the way, become sessions of one module of their training."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import actor_of, person_by_email
from pacte.demo.stories.place_requests import place_request_stories
from pacte.journeys.queries.session_people import is_anyone_oriented
from pacte.journeys.rules.module_plan import WEEKLY_HOURS
from pacte.offer.queries import (
    modules_of_sessions,
    open_modules,
    own_providers,
    sessions_of_provider,
    sessions_with_missing_blocks,
)
from pacte.offer.records import EntryMode
from pacte.offer.rules.certification_codes import rncp_codes
from pacte.offer.services import redate_session, set_session_module
from pacte.reference.queries import competence_blocks_of

if TYPE_CHECKING:
    from datetime import date

    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session

_MOST = 24
_TRAINING_SESSIONS = 2


def load_module_sessions(*, actor: Actor, host: Organisation, on: date) -> int:
    """Return how many sessions teach one module from now on. A second call finds them and changes nothing.

    They prepare the certifications that the provider of the demonstration teaches, at any provider. The first one at
    that provider begins this week, so that a module can be entered today. Must run as the system actor, after the
    people.
    """
    sessions, own_ids = _sessions_to_come(actor, host, on)
    if modules_of_sessions(actor=actor, session_ids=[each.pk for each in sessions]):
        return 0
    done: dict[int, int] = {}
    own: list[tuple[Session, int]] = []
    # The last ones to begin: people are on the way to the others.
    for session in reversed(sessions):
        training = session.training
        rank = done.get(training.pk, 0)
        modules = [each for each in open_modules(actor=actor, training=training) if each.blocks.all()]
        if rank >= min(_TRAINING_SESSIONS, len(modules)) or is_anyone_oriented(actor=actor, session=session):
            continue
        set_session_module(actor=actor, session=session, module_id=modules[rank].pk)
        _redate(actor, session, session.starts_on, modules[rank].hours, on)
        if training.provider_id in own_ids:
            own.append((session, modules[rank].hours))
        done[training.pk] = rank + 1
        if sum(done.values()) == _MOST:
            break
    if own:
        session, hours = own[-1]
        _redate(actor, session, on - timedelta(days=on.weekday()), hours, on)
    return sum(done.values())


def _redate(actor: Actor, session: Session, starts_on: date | None, hours: int, on: date) -> None:
    """A module lasts its hours, not those of the whole training."""
    if starts_on is None or session.training_action.entry_mode == EntryMode.ROLLING:
        return
    ends_on = starts_on + timedelta(weeks=-(-hours // WEEKLY_HOURS)) - timedelta(days=3)
    if session.ends_on is None or ends_on < session.ends_on:
        redate_session(
            actor=actor, session=session, on=on, starts_on=starts_on, ends_on=ends_on,
            reason="Cette session est celle d’un seul module.",
        )  # fmt: skip


def _sessions_to_come(actor: Actor, host: Organisation, on: date) -> tuple[list[Session], set[int]]:
    """By day; and the providers of the demonstration's own provider account."""
    person = person_by_email(place_request_stories().provider)
    if person is None:
        return [], set()
    providers = own_providers(actor=actor_of(person, on=on))
    codes = {
        code
        for provider in providers
        for each in sessions_of_provider(actor=actor, provider=provider, host_id=host.pk, on=on)[:]
        for code in rncp_codes(each.line.session.training.certifications)
    }
    by_id: dict[int, Session] = {}
    for code in sorted(codes):
        blocks = [block.code for block in competence_blocks_of(code)]
        rows = sessions_with_missing_blocks(
            actor=actor, host_id=host.pk, certification=code, missing=blocks, on=on
        )  # fmt: skip
        by_id |= {each.session.pk: each.session for each in rows}
    return sorted(by_id.values(), key=lambda each: (each.starts_on or on, each.pk)), {each.pk for each in providers}
