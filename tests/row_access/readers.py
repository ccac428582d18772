"""Readers: the cast in two organisations of each kind, those of another Region, people by link, machine, nobody."""

from __future__ import annotations

from pacte.kernel.actor import NOBODY, ActiveMembership, Actor, Role, system_actor
from tests.row_access.world import IDS, NETWORK, OBSERVATORY, OURS, PERSON, PROVIDER, STATE, THEIRS


def _member(person: int, role: Role, body: int, host: int = OURS) -> Actor:
    return Actor(
        person_id=person, name=role, memberships=(ActiveMembership(role=role, organisation_id=body, host_id=host),)
    )


READERS: dict[str, Actor] = {
    "administrator": _member(60, Role.ADMINISTRATOR, OURS),
    "pilot": _member(61, Role.REGION_PILOT, OURS),
    "lead": _member(62, Role.ACTION_LEAD, OURS),
    "state_lead": _member(63, Role.ACTION_LEAD, STATE),
    "analyst": _member(64, Role.ANALYST, OBSERVATORY),
    "buyer": _member(65, Role.BUYER, OURS),
    "finance": _member(66, Role.FINANCE_OFFICER, OURS),
    "state_reader": _member(67, Role.STATE_READER, STATE),
    "auditor": _member(68, Role.AUDITOR, OURS),
    "partner": _member(69, Role.PARTNER, PROVIDER["a"]),
    "visitor": _member(70, Role.VISITOR, PROVIDER["a"]),
    "adviser": _member(PERSON["a"], Role.ADVISER, NETWORK["a"]),
    "colleague": _member(76, Role.ADVISER, NETWORK["a"]),
    "second_adviser": _member(PERSON["b"], Role.ADVISER, NETWORK["b"]),
    "provider": _member(71, Role.PROVIDER, PROVIDER["a"]),
    "second_provider": _member(72, Role.PROVIDER, PROVIDER["b"]),
    "intruder": _member(73, Role.REGION_PILOT, THEIRS, THEIRS),
    "foreign_administrator": _member(74, Role.ADMINISTRATOR, THEIRS, THEIRS),
    "foreign_adviser": _member(PERSON["c"], Role.ADVISER, NETWORK["c"], THEIRS),
    "foreign_provider": _member(75, Role.PROVIDER, PROVIDER["c"], THEIRS),
    "learner": Actor(name="la personne, par son lien", learner_id=IDS["a"]),
    "second_learner": Actor(name="la personne, par son lien", learner_id=IDS["b"]),
    "guest": Actor(name="une personne sans compte, par son lien", guest_id=IDS["a"]),
    "foreign_guest": Actor(name="une personne sans compte, par son lien", guest_id=IDS["c"]),
    "machine": system_actor("essai"),
    "nobody": NOBODY,
}
