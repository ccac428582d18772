"""Organisations with dated names, departments, people, dated memberships, links to log in; guests without account."""

from pacte.accounts.models.directory import (
    LoginLink,
    Membership,
    Organisation,
    OrganisationName,
    OrganisationRow,
    Person,
    PersonManager,
    Service,
    SignedRow,
    Substitution,
    TokenBucket,
)
from pacte.accounts.models.guests import Guest, GuestLink

__all__ = [
    "Guest",
    "GuestLink",
    "LoginLink",
    "Membership",
    "Organisation",
    "OrganisationName",
    "OrganisationRow",
    "Person",
    "PersonManager",
    "Service",
    "SignedRow",
    "Substitution",
    "TokenBucket",
]
