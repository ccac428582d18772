"""The prisons of the invented region are marked closed, and most women trained there have left. All is invented."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import organisation_by_name
from pacte.accounts.records import OrganisationKind
from pacte.demo.queries.prison_sessions import has_releases, prison_sessions, women_who_left
from pacte.demo.stories.adviser_desks import adviser_desk_stories
from pacte.journeys.services.bulk_releases import record_releases_in_bulk
from pacte.offer.services.closed_sites import mark_closed_site

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor

# Days between the end of the training and the release, in turn; None: still inside.
_LEFT_AFTER = (-5, 4, 12, 30, 2, 75, None)


def load_releases(*, actor: Actor, host: Organisation, since: date, on: date) -> int:
    """Return how many releases are noted. Must run as the system actor, before the facts are prepared.

    ``since``: the day from which the sites are closed.
    """
    bodies = [organisation_by_name(desk.body) for desk in adviser_desk_stories().others]
    service = next((each for each in bodies if each and each.kind == OrganisationKind.PRISON_SERVICE), None)
    if service is None or has_releases(actor=actor):
        return 0
    sessions = prison_sessions(actor=actor)
    for number in sessions:
        mark_closed_site(actor=actor, host_id=host.pk, session_number=number, since=since)
    identifiers = [identifier for each in sessions.values() for identifier in each]
    women = women_who_left(actor=actor, session_ids=identifiers, before=on)
    left = [
        (journey, journey.ended_on + timedelta(days=days))
        for rank, journey in enumerate(women)
        if (days := _LEFT_AFTER[rank % len(_LEFT_AFTER)]) is not None and journey.ended_on is not None
    ]
    by_person = {journey.learner_id: (journey, left_on) for journey, left_on in left if left_on <= on}
    return record_releases_in_bulk(actor=actor, body_id=service.pk, releases=by_person.values())
