"""Stage of the pages of a plan: the cast, a plan in force, and a client for each member of the cast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.plan.models import Plan, PlanVersion
from pacte.plan.records import PlanContent
from pacte.plan.services import open_draft, put_in_force, sign, vote
from tests.accounts.entering import just_proved
from tests.cast import MACHINE, Cast, gather_cast
from tests.plans_at_hand import written
from tests.web.markup import shown

IN_FORCE = date(2018, 11, 19)


@dataclass(frozen=True, slots=True)
class Stage:
    cast: Cast
    version: PlanVersion

    @property
    def plan(self) -> Plan:
        return self.version.plan

    def address(self, rest: str = "") -> str:
        return f"/plan/{self.plan.code}/{rest}"

    def client(self, part: str = "") -> Client:
        """Client logged in as this member of the cast; anonymous by default."""
        client = Client()
        if part:
            client.force_login(self.cast[part].person, backend="pacte.accounts.backends.PasswordBackend")
            just_proved(client)
        return client

    def get(self, rest: str = "", part: str = "", status: int = 200) -> str:
        """Text of the page with plain spaces. The status must be ``status``."""
        answer = self.client(part).get(self.address(rest))
        assert answer.status_code == status, (answer.status_code, answer.content[-2000:])
        return plain(answer.content.decode())

    def draft(self) -> PlanVersion:
        with acting_as(MACHINE):
            return open_draft(actor=MACHINE, plan=self.plan, base=self.version, reason="un essai")


def staged(content: PlanContent | None = None, *, in_force: bool = True, cast: Cast | None = None) -> Stage:
    """A stage with this plan (by default the shipped one), and a new cast unless one is given."""
    cast = cast or gather_cast()
    with acting_as(MACHINE):
        version = written(actor=MACHINE, host=cast.region, content=content)
        if in_force:
            enforce(version, IN_FORCE)
    return Stage(cast, version)


def enforce(version: PlanVersion, on: date) -> None:
    """Votes, signs and puts in force. Must run as the machine."""
    vote(actor=MACHINE, version=version, assembly="Assemblée plénière", number="18.05.01", on=on)
    sign(actor=MACHINE, version=version, on=on)
    put_in_force(actor=MACHINE, version=version, on=on)


def plain(html: str) -> str:
    """``html`` as a browser shows it, with plain spaces and quotes."""
    html = shown(html)
    for sign_ in ("\u00a0", "\u202f", "&#x202f;", "&nbsp;"):
        html = html.replace(sign_, " ")
    return html.replace("&#x27;", "'").replace("&quot;", '"')
