"""What the rooms above read of the offer in their SQL."""

from django.db import migrations

from pacte.audit.published_views import publish_view

# One row a session: training, place, places of the ledger, and the first order that has the session. Only left joins
# on keys: PostgreSQL leaves out those that a reader asks no column of.
SESSION_OUTLINE = """
select s.id as session_id, t.host_id, t.provider_id, v.body_id as provider_body_id, t.is_certifying, a.public_codes,
    s.first_starts_on, s.starts_on, s.ends_on, coalesce(i.commune_code, '') as commune_code,
    o.id as order_id, o.lot_id, o.plan_id, o.plan_action_id, coalesce(o.fund, '') as fund,
    k.session_id is not null as has_places, coalesce(k.counted, 0) as places_bought,
    coalesce(k.opened, 0) as places_opened, coalesce(k.lost, 0) as places_lost
from offer_session s
join offer_trainingaction a on a.id = s.training_action_id
join offer_training t on t.id = a.training_id
left join offer_provider v on v.id = t.provider_id
left join offer_site i on i.id = s.site_id
left join offer_sessionplaces k on k.session_id = s.id
left join (
    select distinct on (session_id) session_id, order_id from offer_orderitem order by session_id, id
) l on l.session_id = s.id
left join offer_order o on o.id = l.order_id
"""


class Migration(migrations.Migration):
    dependencies = [("offer", "0003_security")]

    operations = [publish_view("offer_session_outline", SESSION_OUTLINE)]
