"""Dossiers due to partners: one for each entry into training, whether or not a message was ever prepared for it."""

from django.db import migrations

FUNCTIONS = """
-- A partner is owed the entries since the day of its connection, and the older ones of which a message was prepared.
-- One refused message holds the dossier back, whatever was accepted before it.
create function interop_dossier_states(host bigint, codes text[], known timestamptz, on_day date, days integer)
returns table(partner_id bigint, journey_key uuid, provider_body_id bigint, state text)
language sql stable set search_path = public, pg_temp
as $$
    with partners as (
        select p.* from interop_partner p where p.organisation_id = host and p.code = any(codes) and p.is_active
    ), messages as (
        select d.partner_id, d.journey_key,
            bool_or(d.event = 'ENTREE' and d.state = 'acknowledged' and d.settled_at < known) as is_accepted,
            bool_or(d.state in ('rejected', 'silent') and coalesce(d.settled_at, d.first_sent_at) < known) as is_refused,
            bool_or(d.first_sent_at < known) as is_sent,
            bool_or(d.state <> 'set_aside') as is_prepared
        from interop_delivery d join partners p on p.id = d.partner_id
        where d.owed_at < known group by 1, 2
    ), entries as (
        -- Two parts, so that each has an index: the day of the entry, the key of the journey.
        select p.id, p.is_simulated, p.body_id, e.* from partners p
        join journeys_training_entry e on e.organisation_id = host
            and e.entered_on >= (p.since at time zone 'Europe/Paris')::date
        union
        select p.id, p.is_simulated, p.body_id, e.* from messages m join partners p on p.id = m.partner_id
        join journeys_training_entry e on e.organisation_id = host and e.journey_key = m.journey_key
    )
    select e.id, e.journey_key, e.provider_body_id, case
        when m.is_refused then 'refused' when m.is_accepted then 'accepted' when m.is_sent then 'waiting'
        when e.entered_on + days >= on_day then 'in_time' when m.is_prepared then 'late' else 'never_sent' end
    from entries e left join messages m on m.partner_id = e.id and m.journey_key = e.journey_key
    where e.entered_on <= on_day and (e.is_simulated or not e.is_synthetic)
        and (e.body_id is null or e.referrer_id = e.body_id)
$$;

create function interop_dossier_counts(host bigint, codes text[], known timestamptz, on_day date, days integer)
returns table(state text, dossiers bigint)
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    before text := pacte_private.act_as_machine();
begin
    return query
    select s.state, count(*) from interop_dossier_states(host, codes, known, on_day, days) s group by s.state;
    perform set_config('pacte.context', before, true);
end $$;
"""
BACK = """
drop function interop_dossier_counts(bigint, text[], timestamptz, date, integer);
drop function interop_dossier_states(bigint, text[], timestamptz, date, integer);
"""


class Migration(migrations.Migration):
    dependencies = [("interop", "0003_security"), ("journeys", "0006_training_entry_view"), ("audit", "0002_functions")]
    operations = [migrations.RunSQL(FUNCTIONS, BACK)]
