"""The plan action and the fund of an order move to its lines, and each ledger entry names the line that pays it."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.published_views import publish_view

_BACK_TO_ORDERS = """
update offer_order o set fund = l.fund, plan_id = l.plan_id, plan_action_id = l.plan_action_id
from (select distinct on (order_id) * from offer_orderitem order by order_id, id) l where l.order_id = o.id
"""
PAYERS = """
update offer_orderitem l set fund = o.fund, plan_id = o.plan_id, plan_action_id = o.plan_action_id
from offer_order o where o.id = l.order_id
"""
# An entry of an order whose session has no line (none is known): it gets one.
MISSING_LINES = """
insert into offer_orderitem (organisation_id, order_id, session_id, fund, plan_id, plan_action_id)
select distinct e.organisation_id, e.order_id, e.session_id, o.fund, o.plan_id, o.plan_action_id
from offer_placeentry e join offer_order o on o.id = e.order_id
where not exists (select 1 from offer_orderitem l where l.order_id = e.order_id and l.session_id = e.session_id)
"""
# The ledger is append-only: what is written here is not a change of it, but a name for what each entry already says.
LINES_OF_ENTRIES = """
alter table offer_placeentry disable trigger offer_placeentry_grows;
update offer_placeentry e set line_id = l.id from offer_orderitem l
where l.order_id = e.order_id and l.session_id = e.session_id;
alter table offer_placeentry enable trigger offer_placeentry_grows;
"""
# Constraints checked at the end of the transaction would refuse the changes of the tables that follow.
CHECK_NOW = "set constraints all immediate"
# One row a session: training, place, places of the ledger, and the first line that pays for it. Only left joins on
# keys: PostgreSQL leaves out those that a reader asks no column of.
SESSION_OUTLINE = """
select s.id as session_id, t.host_id, t.provider_id, v.body_id as provider_body_id, t.is_certifying, a.public_codes,
    s.first_starts_on, s.starts_on, s.ends_on, coalesce(i.commune_code, '') as commune_code,
    o.id as order_id, o.lot_id, l.plan_id, l.plan_action_id, coalesce(l.fund, '') as fund,
    k.session_id is not null as has_places, coalesce(k.counted, 0) as places_bought,
    coalesce(k.opened, 0) as places_opened, coalesce(k.lost, 0) as places_lost
from offer_session s
join offer_trainingaction a on a.id = s.training_action_id
join offer_training t on t.id = a.training_id
left join offer_provider v on v.id = t.provider_id
left join offer_site i on i.id = s.site_id
left join offer_sessionplaces k on k.session_id = s.id
left join (
    select distinct on (session_id) session_id, order_id, plan_id, plan_action_id, fund
    from offer_orderitem order by session_id, id
) l on l.session_id = s.id
left join offer_order o on o.id = l.order_id
"""


def _foreign_key(to):
    return models.ForeignKey(
        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to
    )


class Migration(migrations.Migration):
    dependencies = [("offer", "0005_clock"), ("plan", "0005_published_views")]

    operations = [
        migrations.AddField("orderitem", "fund", models.CharField(default="", max_length=20), preserve_default=False),
        migrations.AddField("orderitem", "plan", _foreign_key("plan.plan")),
        migrations.AddField("orderitem", "plan_action", _foreign_key("plan.planaction")),
        migrations.RunSQL(PAYERS, _BACK_TO_ORDERS),
        migrations.RunSQL(MISSING_LINES, migrations.RunSQL.noop),
        migrations.RemoveConstraint("orderitem", "offer_order_line_once"),
        migrations.RunSQL(CHECK_NOW, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "orderitem",
            models.UniqueConstraint(
                fields=("order", "session", "fund", "plan_action"), name="offer_order_line_once", nulls_distinct=False
            ),
        ),
        migrations.AddField(
            "placeentry",
            "line",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="offer.orderitem",
            ),
        ),
        migrations.RunSQL(LINES_OF_ENTRIES, migrations.RunSQL.noop),
        migrations.RunSQL(CHECK_NOW, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "placeentry",
            models.CheckConstraint(
                condition=models.Q(line__isnull=True, order__isnull=True)
                | models.Q(line__isnull=False, order__isnull=False),
                name="offer_entry_names_its_line",
            ),
        ),
        migrations.RunSQL("drop view offer_session_outline", migrations.RunSQL.noop),
        migrations.RemoveField("order", "fund"),
        migrations.RemoveField("order", "plan"),
        migrations.RemoveField("order", "plan_action"),
        publish_view("offer_session_outline", SESSION_OUTLINE),
    ]
