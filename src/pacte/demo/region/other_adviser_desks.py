"""Small desks for the demonstration advisers of the other networks: people of the invented region, none added.

People of the prison service have a release date between two days (actions 25 and 26).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import actor_of, organisation_by_name, person_by_email
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as, set_row_context
from pacte.journeys.queries.adviser_learners import LearnerFilters, learner_record, learners_of_scope
from pacte.journeys.queries.adviser_scope import adviser_scopes
from pacte.journeys.records import JourneyState as S
from pacte.journeys.records.adviser_desk import SILENT_DAYS
from pacte.journeys.services.bulk_assignment import assign_in_bulk
from pacte.journeys.services.custody import write_custody_dates

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation, Person
    from pacte.demo.region.setting import Setting
    from pacte.kernel.actor import Actor

# Fewer than eleven in prison: counts about them are suppressed for readers of counts only.
_DESKS = (
    ("pole-emploi@pacte.example", "Pôle emploi, Cher (fictif)",
     {S.OPEN: 3, S.NOT_KEPT: 2, S.PROPOSED: 3, S.INVITED: 2, S.INFORMED: 2, S.ADMITTED: 2, S.IN_TRAINING: 6}),
    ("cap-emploi@pacte.example", "Cap emploi, Cher (fictif)",
     {S.OPEN: 2, S.PROPOSED: 2, S.INVITED: 1, S.INFORMED: 1, S.ADMITTED: 1, S.IN_TRAINING: 4, S.ENDED: 6}),
    ("departement@pacte.example", "Conseil départemental, Cher (fictif)",
     {S.OPEN: 2, S.PROPOSED: 2, S.MISSED: 1, S.INFORMED: 1, S.ADMITTED: 1, S.IN_TRAINING: 3, S.ENDED: 5}),
    ("penitentiaire@pacte.example", "Service pénitentiaire d’insertion et de probation, Cher (fictif)",
     {S.OPEN: 3, S.PROPOSED: 2, S.IN_TRAINING: 2, S.ENDED: 2}),
)  # fmt: skip
# Days from today to the earliest release; the latest one is two months later, or unknown.
_RELEASES = (20, 45, 70, 100, 160, 210)


def load_other_adviser_desks(*, actor: Actor, setting: Setting) -> int:
    """Return how many people are assigned. Must run after the first adviser's desk, as the system actor."""
    count = 0
    for email, name, wanted in _DESKS:
        person, body = person_by_email(email), organisation_by_name(name)
        if person is None or body is None:
            continue
        count += assign_in_bulk(
            actor=actor, body_id=body.pk, person_id=person.pk, count_by_state=wanted, near=[body.pk], skip_assigned=True
        )
        if body.kind == OrganisationKind.PRISON_SERVICE:
            _release_dates(person, body, setting)
            # Back from the adviser's context to the system actor.
            set_row_context(actor)
    return count


def _release_dates(person: Person, body: Organisation, setting: Setting) -> None:
    with acting_as(actor_of(person, on=setting.today)) as adviser:
        scope = adviser_scopes(actor=adviser, on=setting.today)[0]
        learner_page = learners_of_scope(
            actor=adviser, scope=scope, filters=LearnerFilters(), on=setting.today, silent_days=SILENT_DAYS
        )
        for rank, line in enumerate(learner_page.lines):
            record = learner_record(actor=adviser, key=line.learner_key, on=setting.today)
            earliest = setting.today + timedelta(days=_RELEASES[rank % len(_RELEASES)])
            write_custody_dates(
                actor=adviser, learner=record.learner, body_id=body.pk, earliest_on=earliest,
                latest_on=earliest + timedelta(days=60) if rank % 3 else None,
            )  # fmt: skip
