"""What pays for each session, for the rooms that count by plan action."""

from django.db import migrations

from pacte.audit.published_views import publish_view

# One row a session, action and fund. ``places`` and ``hours``: what its lines still have, corrections applied.
SESSION_PAYER = """
select l.session_id, l.plan_id, l.plan_action_id, l.fund,
    sum(coalesce(e.places, 0)) as places, sum(coalesce(e.hours, 0)) as hours
from offer_orderitem l
left join (
    select p.line_id,
        sum(case when p.kind in ('bought', 'moved_in') then p.places else -p.places end) as places,
        sum(case when p.kind in ('bought', 'moved_in') then p.hours else -p.hours end) as hours
    from offer_placeentry p
    where p.line_id is not null and p.kind in ('bought', 'moved_in', 'moved_out')
        and not exists (select 1 from offer_placeentry c where c.corrects_id = p.id)
    group by p.line_id
) e on e.line_id = l.id
group by l.session_id, l.plan_id, l.plan_action_id, l.fund
"""


class Migration(migrations.Migration):
    dependencies = [("offer", "0007_description_and_search_counts")]

    operations = [publish_view("offer_session_payer", SESSION_PAYER)]
