"""People and organisations used by all tests. « intruder » belongs to another Region and must never see our data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.accounts.models import Organisation, Person
from pacte.accounts.queries import actor_of
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import add_membership, create_organisation, create_person
from pacte.kernel.actor import Actor, Role, system_actor

SINCE = date(2018, 1, 1)
PASSWORD = "une phrase de passe assez longue"
MACHINE = system_actor("tests")


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the cast with the membership that gives their part."""

    person: Person
    organisation: Organisation
    role: Role

    @property
    def actor(self) -> Actor:
        """The person as a request sees them on 1 January 2026."""
        with acting_as(Actor(person_id=self.person.pk)):
            return actor_of(self.person, on=date(2026, 1, 1))


@dataclass(frozen=True, slots=True)
class Cast:
    region: Organisation
    state: Organisation
    observatory: Organisation
    provider: Organisation
    network: Organisation
    other_region: Organisation
    members: dict[str, Member]

    def __getitem__(self, part: str) -> Member:
        return self.members[part]


PARTS = {
    # part: (organisation, role)
    "administrator": ("region", Role.ADMINISTRATOR),
    "pilot": ("region", Role.REGION_PILOT),
    "lead": ("region", Role.ACTION_LEAD),
    "state_lead": ("state", Role.ACTION_LEAD),
    "observatory_lead": ("observatory", Role.ACTION_LEAD),
    "partner": ("provider", Role.PARTNER),
    "provider": ("provider", Role.PROVIDER),
    "adviser": ("network", Role.ADVISER),
    "analyst": ("observatory", Role.ANALYST),
    "buyer": ("region", Role.BUYER),
    "finance": ("region", Role.FINANCE_OFFICER),
    "state_reader": ("state", Role.STATE_READER),
    "auditor": ("region", Role.AUDITOR),
    "visitor": ("provider", Role.VISITOR),
    "intruder": ("other_region", Role.REGION_PILOT),
}


def gather_cast() -> Cast:
    """Makes the organisations and the people. Must run inside a test with a database."""
    with acting_as(MACHINE):
        bodies = {
            "region": _body("Région", OrganisationKind.REGION, host=True),
            "state": _body("Etat", OrganisationKind.STATE),
            "observatory": _body("GIP ALFA Centre", OrganisationKind.OBSERVATORY),
            "provider": _body("Organisme de formation du Cher", OrganisationKind.TRAINING_PROVIDER),
            "network": _body("Mission locale de Bourges", OrganisationKind.NETWORK),
            "other_region": _body("Autre Région", OrganisationKind.REGION),
        }
        members = {}
        for part, (body, role) in PARTS.items():
            host = bodies["other_region"] if part == "intruder" else bodies["region"]
            person = create_person(
                actor=MACHINE,
                email=f"{part.replace('_', '-')}@exemple.fr",
                first_name=part.title(),
                last_name="Distribution",
                password=PASSWORD,
                synthetic=True,
            )
            add_membership(
                actor=MACHINE, person=person, organisation=bodies[body], host=host, role=role, valid_from=SINCE
            )
            members[part] = Member(person, bodies[body], role)
    return Cast(members=members, **bodies)


def hire_buyer(host: Organisation, organisation: Organisation, email: str, *, role: Role = Role.BUYER) -> Member:
    """One more buyer of an organisation: the second signatory, or an intruder when ``host`` is another Region.

    The same address gives the same person.
    """
    with acting_as(MACHINE):
        person = Person.objects.filter(email=email).first()
        if person is None:
            first, last = email.split("@")[0].title(), "Distribution"
            person = create_person(
                actor=MACHINE, email=email, first_name=first, last_name=last, password=PASSWORD, synthetic=True
            )
            add_membership(
                actor=MACHINE, person=person, organisation=organisation, host=host, role=role, valid_from=SINCE
            )
    return Member(person, organisation, role)


def _body(name: str, kind: OrganisationKind, *, host: bool = False) -> Organisation:
    return create_organisation(actor=MACHINE, name=name, kind=kind, is_host=host, synthetic=True)
