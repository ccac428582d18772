"""Notify advisers, each morning, of changes that others recorded about their people, with a link to the file.

Advisers work in their network's own tool: without a notification they would not come here.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from django.urls import reverse

from pacte.accounts.queries.people import adviser_ids_by_organisation
from pacte.journeys.queries.changes_by_referent import changes_by_referent
from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS, today
from pacte.kernel.french import pluralise
from pacte.notifications.services import notify


def notify_changes(*, actor: Actor, on: date | None = None) -> int:
    """Send what is due that day for the day before. Return how many are new: the same day again sends none."""
    at = on or today()
    day_before = at - timedelta(days=1)
    since = datetime.combine(day_before, time(), tzinfo=PARIS)
    changes = changes_by_referent(actor=actor, since=since, until=datetime.combine(at, time(), tzinfo=PARIS))
    body_ids_without_person = {each.body_id for each in changes if each.person_id is None}
    advisers = adviser_ids_by_organisation(actor=actor, organisation_ids=body_ids_without_person, on=at)
    steps: Counter[tuple[int, int]] = Counter()
    people: Counter[tuple[int, int]] = Counter()
    for each in changes:
        # A person without a named adviser may be taken up by any adviser of the body.
        for person_id in advisers.get(each.body_id, ()) if each.person_id is None else (each.person_id,):
            steps[each.host_id, person_id] += each.steps
            people[each.host_id, person_id] += each.people
    return sum(
        _notify_adviser(actor, *recipient_key, count, people[recipient_key], day_before)
        for recipient_key, count in sorted(steps.items())
    )


def _notify_adviser(actor: Actor, host_id: int, person_id: int, steps: int, people: int, since: date) -> int:
    return notify(
        actor=actor,
        host_id=host_id,
        person_ids=[person_id],
        kind="journeys.changed",
        subject=f"Du nouveau pour {pluralise(people, 'personne')} que vous accompagnez",
        text=pluralise(steps, "étape notée hier par un autre que vous", "étapes notées hier par d’autres que vous")
        + ". "
        "Le fichier à reporter dans votre outil est prêt à télécharger.",
        address=f"{reverse('advisers:acts')}?depuis={since.isoformat()}#repartir",
        key=f"changes:{since.isoformat()}",
    )
