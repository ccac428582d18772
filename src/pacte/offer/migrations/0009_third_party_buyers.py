"""A buyer of another organisation than the Region: its own orders, the sessions that these buy, and sums of the rest.

The policies before know the buyers of the Region alone (``pacte_hosts_as('buyer')``).
"""

from django.db import migrations

from pacte.audit.row_security import add_policies

OF_THE_PACT = "organisation_id = any(pacte_hosts_as('third_party_buyer'))"
OWN = f"{OF_THE_PACT} and buyer_id = any(pacte_own())"
OF_AN_OWN_ORDER = (
    f"{OF_THE_PACT} and exists (select 1 from offer_order o where o.id = {{row}}.order_id"
    " and o.buyer_id = any(pacte_own()))"
)
OF_A_BOUGHT_SESSION = (
    f"{OF_THE_PACT} and exists (select 1 from offer_orderitem l join offer_order o on o.id = l.order_id"
    " where l.session_id = {row}.session_id and o.buyer_id = any(pacte_own()))"
)
# Both buyers agree on what they buy by reading what all buy, summed by line: neither number, nor provider, nor terms.
FUNCTIONS = """
create function offer_purchase_sums(host bigint, known_at timestamptz)
returns table(line_id bigint, order_id bigint, session_id bigint, kind text, domain_code text, nature text, fund text,
    buyer_id bigint, signed_on date, commune_code text, starts_on date, places bigint, hours bigint, cents bigint)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    may_read boolean := pacte_system() or host = any(pacte_hosts_as('region_pilot', 'action_lead', 'analyst', 'buyer',
        'third_party_buyer', 'finance_officer', 'state_reader', 'auditor'));
    before text := pacte_private.act_as_machine();
begin
    return query
    select e.line_id, e.order_id, e.session_id, e.kind::text, o.domain_code::text, o.nature::text, l.fund::text,
        o.buyer_id, o.signed_on, i.commune_code::text, coalesce(s.first_starts_on, s.starts_on),
        sum(e.places)::bigint, sum(e.hours)::bigint, sum(e.cents)::bigint
    from offer_placeentry e
    join offer_order o on o.id = e.order_id
    join offer_orderitem l on l.id = e.line_id
    join offer_session s on s.id = e.session_id
    left join offer_site i on i.id = s.site_id
    where may_read and e.organisation_id = host and e.recorded_at <= coalesce(known_at, 'infinity')
        and not exists (
            select 1 from offer_placeentry c
            where c.corrects_id = e.id and c.recorded_at <= coalesce(known_at, 'infinity')
        )
    group by e.line_id, e.order_id, e.session_id, e.kind, o.id, l.id, s.id, i.id;
    perform set_config('pacte.context', before, true);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("offer", "0008_session_payers"), ("audit", "0004_clock")]

    operations = [
        add_policies("offer_lot", "third", read=OF_THE_PACT, write=OWN),
        add_policies("offer_order", "third", read=OWN, write=OWN),
        # Readers of an order read its lines and its amendments.
        add_policies("offer_orderitem", "third", write=OF_AN_OWN_ORDER),
        add_policies("offer_amendment", "third", write=OF_AN_OWN_ORDER),
        add_policies("offer_preparation", "third", read=OWN, write=OWN),
        add_policies("offer_placeentry", "third", read=OF_THE_PACT, write=OF_A_BOUGHT_SESSION),
        add_policies("offer_sessionstatechange", "third", read=OF_THE_PACT, write=OF_A_BOUGHT_SESSION),
        add_policies("offer_providerrequest", "third", read=OF_A_BOUGHT_SESSION, write=OF_A_BOUGHT_SESSION),
        add_policies("offer_ledgerdifference", "third", read=OF_A_BOUGHT_SESSION, write=OF_A_BOUGHT_SESSION),
        add_policies("offer_unmetsearch", "third", read=OF_THE_PACT),
        migrations.RunSQL(FUNCTIONS, "drop function offer_purchase_sums(bigint, timestamptz)"),
    ]
