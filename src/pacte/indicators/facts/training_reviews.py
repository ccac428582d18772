"""Trainings, and whether their three-party review was held: by the person, their referent and the provider. Pure."""

from pacte.journeys.rules.relations import REVIEW_DUE_AFTER

# One row per entry. ``decided_from``: first day of the first choice of the Region about who follows, null before any.
# ``due_on``: the day from which a review is due to whoever is still in training; ``reviewed_on``: the first one that
# the three confirmed.
REVIEWED = f"""
select c.*, d.decided_from, r.reviewed_on, c.happened_on + {REVIEW_DUE_AFTER.days} as due_on
from cohort c
left join (select host, min(happened_on) as decided_from from relation_choices group by host) d on d.host = c.host
left join (
    select journey, min(happened_on) as reviewed_on from notebook where by_three group by journey
) r on r.journey = c.journey
"""
