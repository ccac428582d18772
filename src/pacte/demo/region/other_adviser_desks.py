"""Small desks for the demonstration advisers of the other networks: people of the invented region, none added.

People of the prison service have a release date between two days (actions 25 and 26).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import actor_of, organisation_by_name, person_by_email
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as, set_row_context
from pacte.demo.stories.adviser_desks import adviser_desk_stories
from pacte.journeys.queries.adviser_learners import learner_record
from pacte.journeys.queries.adviser_scope import adviser_scopes
from pacte.journeys.queries.learner_list import LearnerFilters, learners_of_scope
from pacte.journeys.records.adviser_desk import SILENT_DAYS
from pacte.journeys.services.bulk_assignment import assign_in_bulk, silence_in_bulk
from pacte.journeys.services.custody import write_custody_dates

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation, Person
    from pacte.demo.region.setting import Setting
    from pacte.kernel.actor import Actor


def load_other_adviser_desks(*, actor: Actor, setting: Setting) -> int:
    """Return how many people are assigned. Must run after the first adviser's desk, as the system actor."""
    count = 0
    stories = adviser_desk_stories()
    for desk in stories.others:
        person, body = person_by_email(desk.email), organisation_by_name(desk.body)
        if person is None or body is None:
            continue
        count += assign_in_bulk(
            actor=actor, body_id=body.pk, person_id=person.pk, count_by_state=desk.learners, near=[body.pk],
            skip_assigned=True,
        )  # fmt: skip
        silence_in_bulk(
            actor=actor, body_id=body.pk, person_id=person.pk, count_by_state=desk.silent,
            before=setting.today - timedelta(days=SILENT_DAYS),
        )  # fmt: skip
        if body.kind == OrganisationKind.PRISON_SERVICE:
            _release_dates(person, body, setting, stories.releases)
            # Back from the adviser's context to the system actor.
            set_row_context(actor)
    return count


def _release_dates(person: Person, body: Organisation, setting: Setting, releases: tuple[int, ...]) -> None:
    """``releases``: days from today to the earliest release; the latest is two months later, or unknown."""
    with acting_as(actor_of(person, on=setting.today)) as adviser:
        scope = adviser_scopes(actor=adviser, on=setting.today)[0]
        learner_page = learners_of_scope(
            actor=adviser, scope=scope, filters=LearnerFilters(), on=setting.today, silent_days=SILENT_DAYS
        )
        for rank, line in enumerate(learner_page.lines):
            record = learner_record(actor=adviser, key=line.learner_key, on=setting.today)
            earliest = setting.today + timedelta(days=releases[rank % len(releases)])
            write_custody_dates(
                actor=adviser, learner=record.learner, body_id=body.pk, earliest_on=earliest,
                latest_on=earliest + timedelta(days=60) if rank % 3 else None,
            )  # fmt: skip
