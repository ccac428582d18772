"""People and organisations used by all tests. « intruder » belongs to another Region and must never see our data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from pacte.accounts.models import Membership, Organisation, OrganisationName, Person
from pacte.accounts.queries import actor_of
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import add_membership, create_organisation, create_person
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor, Role, system_actor
from pacte.kernel.french import fold_text

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


BODIES = {
    # body: (name, kind)
    "region": ("Région", OrganisationKind.REGION),
    "state": ("Etat", OrganisationKind.STATE),
    "observatory": ("GIP ALFA Centre", OrganisationKind.OBSERVATORY),
    "provider": ("Organisme de formation du Cher", OrganisationKind.TRAINING_PROVIDER),
    "network": ("Mission locale de Bourges", OrganisationKind.NETWORK),
    "other_region": ("Autre Région", OrganisationKind.REGION),
}


def gather_cast() -> Cast:
    """Makes the organisations and the people. Must run inside a test with a database.

    Two thousand tests begin so: the rows are those that the services would write (``tests/accounts/test_cast.py``),
    in a dozen statements rather than three hundred, under one act.
    """
    with acting_as(MACHINE), audit_event(actor=MACHINE, name="tests.cast"):
        bodies = _bodies()
        people = _people()
        Membership.objects.bulk_create(
            Membership(
                person=people[part], organisation=bodies[body], host=_host_of(part, bodies), role=role, valid_from=SINCE
            )
            for part, (body, role) in PARTS.items()
        )
    members = {part: Member(people[part], bodies[body], role) for part, (body, role) in PARTS.items()}
    return Cast(members=members, **bodies)


def gather_cast_by_services() -> Cast:
    """The same as ``gather_cast``, by what the site itself would call."""
    with acting_as(MACHINE):
        bodies = {
            body: create_organisation(actor=MACHINE, name=name, kind=kind, is_host=body == "region", synthetic=True)
            for body, (name, kind) in BODIES.items()
        }
        members = {}
        for part, (body, role) in PARTS.items():
            first, last = _names(part)
            person = create_person(
                actor=MACHINE, email=_email(part), first_name=first, last_name=last, password=PASSWORD, synthetic=True
            )
            host = _host_of(part, bodies)
            add_membership(
                actor=MACHINE, person=person, organisation=bodies[body], host=host, role=role, valid_from=SINCE
            )
            members[part] = Member(person, bodies[body], role)
    return Cast(members=members, **bodies)


def _bodies() -> dict[str, Organisation]:
    made = Organisation.objects.bulk_create(
        Organisation(code=slugify(name), kind=kind, is_host=body == "region", is_synthetic=True)
        for body, (name, kind) in BODIES.items()
    )
    OrganisationName.objects.bulk_create(
        OrganisationName(organisation=organisation, name=name, plain_name=fold_text(name))
        for organisation, (name, _) in zip(made, BODIES.values(), strict=True)
    )
    return dict(zip(BODIES, made, strict=True))


def _people() -> dict[str, Person]:
    password = make_password(PASSWORD)
    made = []
    for part in PARTS:
        first, last = _names(part)
        made.append(Person(email=_email(part), first_name=first, last_name=last, is_synthetic=True, password=password))
    return dict(zip(PARTS, Person.objects.bulk_create(made), strict=True))


def _host_of(part: str, bodies: dict[str, Organisation]) -> Organisation:
    return bodies["other_region" if part == "intruder" else "region"]


def _email(part: str) -> str:
    return f"{part.replace('_', '-')}@exemple.fr"


def _names(part: str) -> tuple[str, str]:
    return part.title(), "Distribution"


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
