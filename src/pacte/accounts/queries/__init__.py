"""Reading organisations, people and posts. What an actor may not see is not in the answer."""

from __future__ import annotations

from pacte.accounts.queries.directory import (
    OrganisationLine,
    host,
    keeps_directory,
    name_on,
    organisation_by_id,
    organisation_choices,
    organisation_for_change,
    organisation_named,
    organisation_names,
    organisation_sheet,
    organisations,
    service_by_id,
    service_choices,
    service_of,
)
from pacte.accounts.queries.entering import (
    actor_of,
    has_second_factor,
    in_force,
    last_failure,
    link_of,
    nobody_yet,
    person_by_email,
)
from pacte.accounts.queries.people import (
    membership_for_change,
    memberships,
    own_posts,
    people,
    people_for,
    person_for_change,
    person_sheet,
)

__all__ = [
    "OrganisationLine",
    "actor_of",
    "has_second_factor",
    "host",
    "in_force",
    "keeps_directory",
    "last_failure",
    "link_of",
    "membership_for_change",
    "memberships",
    "name_on",
    "nobody_yet",
    "organisation_by_id",
    "organisation_choices",
    "organisation_for_change",
    "organisation_named",
    "organisation_names",
    "organisation_sheet",
    "organisations",
    "own_posts",
    "people",
    "people_for",
    "person_by_email",
    "person_for_change",
    "person_sheet",
    "service_by_id",
    "service_choices",
    "service_of",
]
