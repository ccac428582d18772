"""One invented person for each role, to try each of them (``logins.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.demo.stories.reader import read_story
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Role

# Public on purpose: the demonstration contains no real data.
PASSWORD = "demonstration-du-pacte"  # noqa: S105


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One invented person. ``body`` is the code of an organisation, ``service`` that of one of its services.

    ``leads`` are actions of the real plan, ``second_plan_leads`` of the invented one.
    """

    email: str
    first_name: str
    last_name: str
    role: Role
    body: str
    service: str = ""
    leads: tuple[ActionCode, ...] = ()
    second_plan_leads: tuple[ActionCode, ...] = ()


@dataclass(frozen=True, slots=True)
class LoginList:
    logins: tuple[DemoLogin, ...]


def demo_logins() -> tuple[DemoLogin, ...]:
    return read_story("logins", LoginList).logins
