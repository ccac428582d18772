-- server 18
-- migration accounts.0001_tables
-- migration accounts.0002_security
-- migration accounts.0003_stand_ins
-- migration accounts.0004_ask_once
-- migration accounts.0005_one_spelling_of_an_email
-- migration agenda.0001_tables
-- migration agenda.0002_security
-- migration agenda.0003_ask_once
-- migration auth.0001_initial
-- migration auth.0002_alter_permission_name_max_length
-- migration auth.0003_alter_user_email_max_length
-- migration auth.0004_alter_user_username_opts
-- migration auth.0005_alter_user_last_login_null
-- migration auth.0006_require_contenttypes_0002
-- migration auth.0007_alter_validators_add_error_messages
-- migration auth.0008_alter_user_username_max_length
-- migration auth.0009_alter_user_last_name_max_length
-- migration auth.0010_alter_group_name_max_length
-- migration auth.0011_update_proxy_permissions
-- migration auth.0012_alter_user_first_name_max_length
-- migration contenttypes.0001_initial
-- migration contenttypes.0002_remove_content_type_name
-- migration evaluation.0001_tables
-- migration evaluation.0002_security
-- migration evaluation.0003_counts
-- migration evaluation.0004_ask_once
-- migration evaluation.0005_action_codes
-- migration finance.0001_tables
-- migration finance.0002_security
-- migration finance.0003_ask_once
-- migration indicators.0001_tables
-- migration indicators.0002_security
-- migration indicators.0003_series
-- migration indicators.0004_series_security
-- migration indicators.0005_publication
-- migration indicators.0006_series_from_files
-- migration indicators.0007_gaps_and_disputes
-- migration indicators.0008_asked_once
-- migration indicators.0009_ask_once
-- migration indicators.0010_action_codes
-- migration journal.0001_tables
-- migration journal.0002_security
-- migration journal.0003_posts
-- migration journal.0004_statistics
-- migration journal.0005_signed_context
-- migration journal.0006_ask_once
-- migration journeys.0001_tables
-- migration journeys.0002_security
-- migration journeys.0003_owed
-- migration journeys.0004_owed_security
-- migration journeys.0005_trainees
-- migration journeys.0006_trainees_security
-- migration journeys.0007_counts
-- migration journeys.0008_counts_security
-- migration journeys.0009_retention
-- migration journeys.0010_forgetting
-- migration journeys.0011_advising
-- migration journeys.0012_advising_security
-- migration journeys.0013_results
-- migration journeys.0014_results_security
-- migration journeys.0015_referents_of_body
-- migration journeys.0016_ask_once
-- migration journeys.0017_machine_first
-- migration journeys.0018_planned_handover
-- migration journeys.0019_planned_handover_security
-- migration journeys.0020_situation_tally
-- migration journeys.0021_bodies_at_work
-- migration journeys.0022_dropout_reasons
-- migration journeys.0023_rows_of_the_person
-- migration journeys.0024_pace_of_links
-- migration journeys.0025_action_codes
-- migration journeys.0026_shown_counts
-- migration liaison.0001_tables
-- migration liaison.0002_security
-- migration liaison.0003_traces_forget
-- migration liaison.0004_counts
-- migration liaison.0005_ask_once
-- migration notices.0001_tables
-- migration notices.0002_security
-- migration notices.0003_ask_once
-- migration offer.0001_tables
-- migration offer.0002_security
-- migration offer.0003_training_source
-- migration offer.0004_search
-- migration offer.0005_search_functions
-- migration offer.0006_search_boxes
-- migration offer.0007_search_open_until
-- migration offer.0008_search_funders
-- migration offer.0009_two_people
-- migration offer.0010_ask_once
-- migration otp_totp.0001_initial
-- migration otp_totp.0002_auto_20190420_0723
-- migration otp_totp.0003_add_timestamps
-- migration plan.0001_tables
-- migration plan.0002_security
-- migration plan.0003_life
-- migration plan.0004_publics
-- migration plan.0005_ask_once
-- migration plan.0006_action_codes
-- migration procedures.0001_tables
-- migration procedures.0002_security
-- migration procedures.0003_counts
-- migration procedures.0004_requests
-- migration procedures.0005_ask_once
-- migration procedures.0006_action_codes
-- migration procrastinate.0001_initial
-- migration procrastinate.0002_drop_started_at_column
-- migration procrastinate.0003_drop_started_at_column
-- migration procrastinate.0004_drop_procrastinate_version_table
-- migration procrastinate.0005_fix_procrastinate_fetch_job
-- migration procrastinate.0006_fix_trigger_status_events_insert
-- migration procrastinate.0007_add_queueing_lock_column
-- migration procrastinate.0008_close_fetch_job_race_condition
-- migration procrastinate.0009_add_defer_job_function
-- migration procrastinate.0010_add_procrastinate_periodic_defers
-- migration procrastinate.0011_add_foreign_key_index
-- migration procrastinate.0012_add_locks_to_periodic_defer
-- migration procrastinate.0013_fix_procrastinate_defer_periodic_job
-- migration procrastinate.0014_add_finish_job_and_retry_job_functions
-- migration procrastinate.0015_add_trigger_on_job_deletion
-- migration procrastinate.0016_delete_finished_jobs
-- migration procrastinate.0017_add_checks_to_finish_job
-- migration procrastinate.0018_add_checks_to_retry_job
-- migration procrastinate.0019_fix_finish_job_compat_issue
-- migration procrastinate.0020_add_index_on_procrastinate_jobs
-- migration procrastinate.0021_add_kwargs_to_defer_periodic_job
-- migration procrastinate.0022_null_locks_excluded
-- migration procrastinate.0023_remove_old_finish_job_function
-- migration procrastinate.0024_job_id_bigint
-- migration procrastinate.0025_add_models
-- migration procrastinate.0026_add_job_priority
-- migration procrastinate.0027_add_periodic_job_priority
-- migration procrastinate.0028_add_cancel_states
-- migration procrastinate.0029_add_additional_params_to_retry_job
-- migration procrastinate.0030_alter_procrastinateevent_options
-- migration procrastinate.0031_add_indexes_for_fetch_job
-- migration procrastinate.0032_pre_cancel_notification
-- migration procrastinate.0033_post_cancel_notification
-- migration procrastinate.0034_pre_add_heartbeat
-- migration procrastinate.0035_post_add_heartbeat
-- migration procrastinate.0036_add_worker_model
-- migration procrastinate.0037_pre_batch_defer_jobs
-- migration procrastinate.0038_post_batch_defer_jobs
-- migration procrastinate.0039_pre_priority_lock_fetch_job
-- migration procrastinate.0040_pre_retry_failed_job
-- migration procrastinate.0041_post_retry_failed_job
-- migration reference.0001_tables
-- migration reference.0002_nomenclatures
-- migration sessions.0001_initial
-- migration steering.0001_tables
-- migration steering.0002_security
-- migration steering.0003_frozen_committees
-- migration steering.0004_frozen_rounds
-- migration steering.0005_ask_once

CREATE SCHEMA pacte_private;

CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);

CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);

CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);

CREATE FUNCTION pacte_private.act_as_machine() RETURNS text
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
declare
    before text := coalesce(current_setting('pacte.context', true), '');
    key pacte_private.context_key;
    machine text := '|{}|{}|{}|on|on|';
begin
    select * into key from pacte_private.context_key k where k.role = session_user;
    if found then
        perform set_config('pacte.context', encode(sha256(key.outer_pad || sha256(key.inner_pad || convert_to(
            machine || '|' || pg_backend_pid() || '|'
            || (extract(epoch from transaction_timestamp()) * 1000000)::bigint, 'UTF8'))), 'hex') || '|' || machine, true);
    end if;
    return before;
end $$;

CREATE FUNCTION public.evaluation_counts(of_plan bigint, known timestamp with time zone, on_day date) RETURNS TABLE(number text, written bigint, parts bigint, locked bigint, locked_complete bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    before text := pacte_private.act_as_machine();
begin
    
    return query
    with sheets as (
        select x.number::text as action, coalesce(v.promises, 0) as promises,
            case when o.person_id is null then 0 else 1 end as owners,
            e.locked_on is not null and e.locked_at < known as is_locked
        from evaluation_experiment e
        join plan_planaction x on x.id = e.plan_action_id
        left join lateral (
            select (s.question ~ '[^[:space:]]')::int + (s.public ~ '[^[:space:]]')::int
                + (s.indicator_code ~ '[^[:space:]]' or s.indicator ~ '[^[:space:]]')::int
                + (s.baseline_value is not null)::int + (s.baseline_on is not null)::int
                + (s.baseline_source ~ '[^[:space:]]')::int
                + (s.target_value is not null or s.target ~ '[^[:space:]]')::int
                + (s.method ~ '[^[:space:]]')::int + (s.comparison ~ '[^[:space:]]')::int
                + (s.source ~ '[^[:space:]]')::int + (s.end_on is not null)::int as promises
            from evaluation_sheetversion s
            where s.experiment_id = e.id and s.recorded_at < known order by s.number desc limit 1
        ) v on true
        left join lateral (
            select w.person_id from evaluation_ownership w
            where w.experiment_id = e.id and w.recorded_at < known order by w.id desc limit 1
        ) o on true
        where e.plan_id = of_plan and e.opened_on <= on_day
            and (e.withdrawn_on is null or e.withdrawn_on > on_day)
    )
    select action, sum(promises + owners)::bigint, 12 * count(*), count(*) filter (where is_locked),
        count(*) filter (where is_locked and promises = 11)
    from sheets group by action;
    perform set_config('pacte.context', before, true);
end $$;

CREATE FUNCTION public.evaluation_refuse_late_version() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if exists (select 1 from evaluation_experiment e where e.id = new.experiment_id and e.locked_on is not null) then
        raise exception 'sheet % is locked', new.experiment_id using errcode = 'check_violation';
    end if;
    return new;
end $$;

CREATE FUNCTION public.evaluation_refuse_rewriting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception '% is written once', tg_table_name using errcode = 'check_violation';
end $$;

CREATE FUNCTION public.evaluation_refuse_unlocking() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if old.locked_on is null then
        return case when tg_op = 'DELETE' then old else new end;
    end if;
    if tg_op = 'DELETE' or to_jsonb(new) is distinct from to_jsonb(old) then
        raise exception 'experiment % is locked', old.id using errcode = 'check_violation';
    end if;
    return new;
end $$;

CREATE FUNCTION public.finance_refuse_allocation_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'DELETE' or old.superseded_at is not null
        or (to_jsonb(new) - 'superseded_at') is distinct from (to_jsonb(old) - 'superseded_at')
    then
        raise exception 'an allocation of money is only ever replaced' using errcode = 'check_violation';
    end if;
    return new;
end $$;

CREATE FUNCTION public.finance_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'a movement of money is only ever added' using errcode = 'check_violation';
end $$;

CREATE FUNCTION public.indicators_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'a published table is never changed' using errcode = 'check_violation';
end $$;

CREATE FUNCTION public.journeys_bodies_at_work(host bigint, of_kind text, on_day date) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    before text := pacte_private.act_as_machine();
    found bigint;
begin
    
    select count(*) into found from accounts_organisation o
    where o.kind = of_kind and exists (
        select 1 from journeys_referent r
        where r.body_id = o.id and r.organisation_id = host and r.valid_from <= on_day
    );
    perform set_config('pacte.context', before, true);
    return found;
end $$;

CREATE FUNCTION public.journeys_coded(given jsonb) RETURNS jsonb
    LANGUAGE sql IMMUTABLE
    AS $_$
select coalesce(jsonb_object_agg(key, value), '{}')
from jsonb_each(given)
where key ~ '^[a-z0-9_]{1,40}$'
  and (jsonb_typeof(value) in ('number', 'boolean', 'null')
       or (jsonb_typeof(value) = 'string' and value #>> '{}' ~ '^([a-z_]{0,40}|[0-9]{4}-[0-9]{2}-[0-9]{2})$'))
$_$;

CREATE FUNCTION public.journeys_drop_old_reads(given date) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
    if not pacte_system() then
        raise exception 'only the machine forgets' using errcode = 'insufficient_privilege';
    end if;
    delete from journeys_sensitiveread where at < given - interval '1 year';
end $$;

CREATE FUNCTION public.journeys_forget(keys text[], notices text[], journeys bigint[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
    if not pacte_system() then
        raise exception 'only the machine forgets' using errcode = 'insufficient_privilege';
    end if;
    update journal_entry set subject_id = '', subject_label = 'Personne effacée', reason = '', detail = '{}'
    where subject_id = any(keys);
    delete from journal_rowchange where table_name = 'notices_notice' and row_id = any(notices);
    update journeys_step
    set message_key = null, origin = '', detail = journeys_coded(detail)
    where journey_id = any(journeys);
end $$;

CREATE FUNCTION public.journeys_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if current_user = (select pg_get_userbyid(relowner) from pg_class where oid = tg_relid) then
        return new;
    end if;
    raise exception 'a line of % is never changed', tg_table_name using errcode = 'check_violation';
end $$;

CREATE FUNCTION public.liaison_counts(host bigint, codes text[], known timestamp with time zone) RETURNS TABLE(sent bigint, accepted bigint, rejected bigint, received bigint, median_days double precision, is_simulated boolean)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    before text := pacte_private.act_as_machine();
begin
    
    return query
    select count(*) filter (where d.first_sent_at < known),
        count(*) filter (where d.state = 'acknowledged' and d.settled_at < known),
        count(*) filter (where d.state = 'rejected' and d.settled_at < known),
        (select count(*) from liaison_inbound i join liaison_partner q on q.id = i.partner_id
            where q.organisation_id = host and q.code = any(codes) and i.state = 'applied' and i.settled_at < known),
        extract(epoch from percentile_cont(0.5) within group (order by d.settled_at - d.owed_at)
            filter (where d.state = 'acknowledged' and d.settled_at < known))::double precision / 86400,
        coalesce(bool_or(p.is_simulated), false)
    from liaison_delivery d join liaison_partner p on p.id = d.partner_id
    where p.organisation_id = host and p.code = any(codes);
    perform set_config('pacte.context', before, true);
end $$;

CREATE FUNCTION public.liaison_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if new.detail = '' and new.person_name = ''
        and (to_jsonb(new) - 'detail' - 'person_name') = (to_jsonb(old) - 'detail' - 'person_name') then
        return new;
    end if;
    raise exception 'a trace is never changed' using errcode = 'check_violation';
end $$;

CREATE FUNCTION public.offer_guard_preparation() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'DELETE' or (tg_op = 'UPDATE' and old.state in ('signed', 'withdrawn')) then
        raise exception 'a preparation that was signed or withdrawn does not change' using errcode = 'check_violation';
    end if;
    if new.digest <> encode(sha256(convert_to(concat_ws(E'\n', new.kind, new.organisation_id, new.buyer_id,
        new.provider_id, coalesce(new.order_id, 0), new.cents, new.terms), 'UTF8')), 'hex') then
        raise exception 'the digest is not that of what is prepared' using errcode = 'check_violation';
    end if;
    if new.state = 'signed' and not pacte_system() and (
        (tg_op = 'INSERT' and new.needs_two)
        or (tg_op = 'UPDATE' and (old.state, old.needs_two, old.digest, old.prepared_by_id)
            is distinct from ('waiting', new.needs_two, new.digest, new.prepared_by_id))
    ) then
        raise exception 'what is signed is what another person prepared' using errcode = 'check_violation';
    end if;
    return new;
end $$;

CREATE FUNCTION public.offer_keep_bulk_history() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
begin
    if tg_op = 'UPDATE' then
        insert into journal_rowchange (at, act_key, table_name, row_id, operation, organisation_id, before, after)
        select clock_timestamp(), pacte_setting('act')::uuid, tg_table_name, o.id::text, tg_op,
            coalesce((to_jsonb(n) ->> 'host_id')::bigint, d.organisation_id), to_jsonb(o), to_jsonb(n)
        from old_rows o
        join new_rows n using (id)
        left join offer_delivery d on d.id = (to_jsonb(n) ->> 'delivery_id')::bigint
        where o is distinct from n;
    else
        insert into journal_rowchange (at, act_key, table_name, row_id, operation, organisation_id, before)
        select clock_timestamp(), pacte_setting('act')::uuid, tg_table_name, o.id::text, tg_op,
            (to_jsonb(o) ->> 'host_id')::bigint, to_jsonb(o)
        from old_rows o;
    end if;
    return null;
end $$;

CREATE FUNCTION public.offer_open_until(state text, is_rolling boolean, starts date, ends date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
select case
    when state in ('cancelled', 'ended') then null
    when starts is null or is_rolling then coalesce(ends, date '9999-12-31')
    else starts
end
$$;

CREATE FUNCTION public.offer_plain(text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
select regexp_replace(
    regexp_replace(normalize(replace(replace(lower($1), 'œ', 'oe'), 'æ', 'ae'), nfd), '[\u0300-\u036f]', '', 'g'),
    '[^a-z0-9]+', ' ', 'g')
$_$;

CREATE FUNCTION public.offer_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'lines of % are only added', tg_table_name using errcode = 'check_violation';
end $$;

CREATE FUNCTION public.offer_require_signature() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'UPDATE' and new.preparation_id is not distinct from old.preparation_id then
        return new;
    end if;
    if tg_op = 'UPDATE' or (new.preparation_id is null and not pacte_system()) or (
        new.preparation_id is not null and not exists (
            select 1 from offer_preparation p where p.id = new.preparation_id and p.state = 'signed'
        )
    ) then
        raise exception 'a row of % names what was signed', tg_table_name using errcode = 'check_violation';
    end if;
    return new;
end $$;

CREATE FUNCTION public.offer_search_follows_places() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    free integer := greatest(0, coalesce(new.opened, 0) - new.held);
begin
    update offer_searchrow
    set "left" = free, boxes = case when free > 0 then boxes | 1 else boxes & ~1 end
    where session_id = new.session_id and new.opened is not null;
    return null;
end $$;

CREATE FUNCTION public.offer_search_follows_session() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    update offer_searchrow r
    set state = n.state, starts_on = n.starts_on, ends_on = n.ends_on,
        open_until = offer_open_until(n.state, r.is_rolling, n.starts_on, n.ends_on)
    from new_rows n
    where r.session_id = n.id
        and (r.state, r.starts_on, r.ends_on) is distinct from (n.state, n.starts_on, n.ends_on);
    return null;
end $$;

CREATE FUNCTION public.pacte_analyse(beginning text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
declare
    name text;
begin
    for name in
        select relname from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace and starts_with(relname, beginning)
            and pg_has_role(current_user, relowner, 'usage')
        order by relname
    loop
        execute format('analyze public.%I', name);
    end loop;
end $$;

CREATE FUNCTION public.pacte_context() RETURNS text[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
    SET search_path TO 'pg_catalog'
    AS $$
declare
    given text := current_setting('pacte.context', true);
    key pacte_private.context_key;
begin
    if given is null or given = '' then
        return null;
    end if;
    select * into key from pacte_private.context_key k where k.role = session_user;
    if not found or substr(given, 1, 64) is distinct from encode(sha256(key.outer_pad || sha256(key.inner_pad || convert_to(
            substr(given, 66) || '|' || pg_backend_pid() || '|'
            || (extract(epoch from transaction_timestamp()) * 1000000)::bigint, 'UTF8'))), 'hex') then
        return null;
    end if;
    return string_to_array(substr(given, 66), '|', '') || key.is_jobs::text;
end $$;

CREATE FUNCTION public.pacte_directory() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    AS $$ select coalesce((pacte_context())[5] = 'on', false) $$;

CREATE FUNCTION public.pacte_hosts_as(VARIADIC roles text[]) RETURNS bigint[]
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    AS $$
begin
    return coalesce(
        (select array_agg(split_part(post, '@', 2)::bigint) from unnest((pacte_context())[4]::text[]) as post
            where split_part(post, '@', 1) = any(roles)),
        '{}'
    );
end $$;

CREATE FUNCTION public.pacte_jobs() RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
    AS $$
declare
    context text[] := pacte_context();
begin
    return coalesce(context[6] = 'on' and context[8]::boolean, false);
end $$;

CREATE FUNCTION public.pacte_keep_history() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    old_row jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) - 'password' - 'data' end;
    new_row jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) - 'password' - 'data' end;
begin
    if old_row is distinct from new_row then
        insert into journal_rowchange (at, act_key, table_name, row_id, operation, organisation_id, before, after)
        values (
            clock_timestamp(),
            pacte_setting('act')::uuid,
            tg_table_name,
            coalesce(new_row ->> 'id', old_row ->> 'id'),
            tg_op,
            coalesce(new_row ->> 'organisation_id', old_row ->> 'organisation_id')::bigint,
            old_row,
            new_row
        );
    end if;
    return null;
end $$;

CREATE FUNCTION public.pacte_learner() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    AS $$ select (pacte_context())[7]::bigint $$;

CREATE FUNCTION public.pacte_own() RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    AS $$ select coalesce((pacte_context())[2]::bigint[], '{}') $$;

CREATE FUNCTION public.pacte_person() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    AS $$ select (pacte_context())[1]::bigint $$;

CREATE FUNCTION public.pacte_reach() RETURNS bigint[]
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    AS $$ select coalesce((pacte_context())[3]::bigint[], '{}') $$;

CREATE FUNCTION public.pacte_setting(name text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ select case when name = 'act' then nullif(current_setting('pacte.act', true), '') end $$;

CREATE FUNCTION public.pacte_system() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL RESTRICTED
    AS $$ select coalesce((pacte_context())[6] = 'on', false) $$;

CREATE FUNCTION public.plan_refuse_backwards() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if old.state = 'draft' then
        return case when tg_op = 'DELETE' then old else new end;
    end if;
    if tg_op = 'DELETE'
        or array_position(array['draft', 'voted', 'signed', 'in_force'], new.state::text)
           < array_position(array['draft', 'voted', 'signed', 'in_force'], old.state::text)
        or (to_jsonb(new) - array['state', 'signed_on', 'in_force_from'])
           is distinct from (to_jsonb(old) - array['state', 'signed_on', 'in_force_from'])
        or (old.signed_on is not null and new.signed_on is distinct from old.signed_on)
        or (old.in_force_from is not null and new.in_force_from is distinct from old.in_force_from)
    then
        raise exception 'plan version % is frozen', old.id using errcode = 'check_violation';
    end if;
    return new;
end $$;

CREATE FUNCTION public.plan_refuse_frozen() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    touched bigint := case when tg_op = 'DELETE' then old.version_id else new.version_id end;
begin
    if exists (select 1 from plan_planversion v where v.id = touched and v.state <> 'draft') then
        raise exception 'plan version % is frozen', touched using errcode = 'check_violation';
    end if;
    if tg_op = 'UPDATE' and old.version_id <> new.version_id then
        raise exception 'a line does not change version' using errcode = 'check_violation';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;

CREATE FUNCTION public.procedures_counts(of_plan bigint, of_procedure text, known timestamp with time zone, on_day date) RETURNS TABLE(number text, accepted bigint, due bigint, asked bigint, held bigint)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
declare
    before text := pacte_private.act_as_machine();
begin
    
    return query
    select x.number::text, sum(d.accepted)::bigint, sum(d.due)::bigint, count(*), count(*) filter (where h.kind = 'held')
    from procedures_file f
    join plan_planaction x on x.id = f.plan_action_id
    cross join lateral (
        select count(*) filter (where s.kind = 'deliverable_accepted') as accepted,
            count(*) filter (where s.kind = 'deliverable_accepted' or w.due_on < on_day) as due
        from procedures_deliverable w
        join lateral (
            select e.kind from procedures_filestep e
            where e.deliverable_id = w.id and e.recorded_at < known and e.kind <> 'deliverable_moved'
            order by e.happened_on desc, e.id desc limit 1
        ) s on true
        where w.file_id = f.id
    ) d
    left join lateral (
        select e.kind from procedures_filestep e
        where e.file_id = f.id and e.recorded_at < known and e.kind in ('held', 'released')
        order by e.id desc limit 1
    ) h on true
    where f.plan_id = of_plan and f.procedure_code = of_procedure and exists (
        select 1 from procedures_filestep e
        where e.file_id = f.id and e.kind = 'opened' and e.recorded_at < known
    )
    group by x.number;
    perform set_config('pacte.context', before, true);
end $$;

CREATE FUNCTION public.procedures_refuse_rewriting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception '% is written once', tg_table_name using errcode = 'check_violation';
end $$;

CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);

CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;

CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;

CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION public.steering_keep_answer() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if exists (select 1 from steering_round where id = old.round_id and state = 'closed') then
        raise exception 'an answer of a closed round is frozen' using errcode = '23514';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;

CREATE FUNCTION public.steering_keep_committee() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'DELETE' then
        if old.state <> 'planned' then
            raise exception 'a committee that was held stays' using errcode = '23514';
        end if;
        return old;
    end if;
    if old.state <> 'planned' and (new.frozen is distinct from old.frozen
            or new.frozen_digest is distinct from old.frozen_digest or new.state = 'planned') then
        raise exception 'the pack of a committee that was held is frozen' using errcode = '23514';
    end if;
    if old.state = 'issued' and (new.statement is distinct from old.statement
            or new.statement_digest is distinct from old.statement_digest
            or new.statement_number is distinct from old.statement_number
            or new.state is distinct from old.state or new.held_on is distinct from old.held_on
            or new.title is distinct from old.title) then
        raise exception 'an issued statement is frozen' using errcode = '23514';
    end if;
    return new;
end $$;

CREATE FUNCTION public.steering_keep_decision() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if not exists (select 1 from steering_committee where id = old.committee_id and state = 'issued') then
        return case when tg_op = 'DELETE' then old else new end;
    end if;
    if tg_op = 'DELETE' then
        raise exception 'an issued decision stays' using errcode = '23514';
    end if;
    if (new.number, new.text, new.due_on, new.check_on, new.expected_effect, new.committee_id)
            is distinct from (old.number, old.text, old.due_on, old.check_on, old.expected_effect, old.committee_id) then
        raise exception 'an issued decision is frozen: what comes next is a step' using errcode = '23514';
    end if;
    return new;
end $$;

CREATE FUNCTION public.steering_keep_round() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if old.state = 'closed' and (tg_op = 'DELETE' or new is distinct from old) then
        raise exception 'a closed round is frozen' using errcode = '23514';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;

CREATE FUNCTION public.steering_keep_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'DELETE' and not exists (select 1 from steering_decision where id = old.decision_id) then
        return old;
    end if;
    if tg_op = 'DELETE' and not exists (
            select 1 from steering_decision d join steering_committee c on c.id = d.committee_id
            where d.id = old.decision_id and c.state = 'issued') then
        return old;
    end if;
    raise exception 'a step of a decision is added, never changed' using errcode = '23514';
end $$;

CREATE FUNCTION public.steering_only_add() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'a line of % is added, never changed', tg_table_name using errcode = '23514';
end $$;

CREATE TABLE pacte_private.context_key (
    role name NOT NULL,
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL,
    is_jobs boolean NOT NULL,
    CONSTRAINT context_key_inner_pad_check CHECK ((length(inner_pad) = 64)),
    CONSTRAINT context_key_outer_pad_check CHECK ((length(outer_pad) = 64))
);

CREATE TABLE public.accounts_loginlink (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    purpose character varying(20) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    person_id bigint NOT NULL
);

ALTER TABLE public.accounts_loginlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_loginlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_membership (
    id bigint NOT NULL,
    role character varying(40) NOT NULL,
    zone_kind character varying(40) NOT NULL,
    zone_code character varying(20) NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    person_id bigint NOT NULL,
    host_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    service_id bigint,
    CONSTRAINT membership_dates CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
);

ALTER TABLE ONLY public.accounts_membership FORCE ROW LEVEL SECURITY;

ALTER TABLE public.accounts_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_organisation (
    id bigint NOT NULL,
    code character varying(80) NOT NULL,
    kind character varying(40) NOT NULL,
    siret character varying(14),
    is_host boolean NOT NULL,
    is_synthetic boolean NOT NULL,
    CONSTRAINT organisation_siret_digits CHECK (((siret IS NULL) OR ((siret)::text ~ '^\d{14}$'::text)))
);

ALTER TABLE public.accounts_organisation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_organisation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_organisationname (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    plain_name character varying(200) NOT NULL,
    valid_from date,
    valid_until date,
    organisation_id bigint NOT NULL,
    CONSTRAINT organisation_name_dates CHECK (((valid_from IS NULL) OR (valid_until IS NULL) OR (valid_until >= valid_from)))
);

ALTER TABLE ONLY public.accounts_organisationname FORCE ROW LEVEL SECURITY;

ALTER TABLE public.accounts_organisationname ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_organisationname_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_person (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    email character varying(254) NOT NULL,
    first_name character varying(80) NOT NULL,
    last_name character varying(80) NOT NULL,
    is_active boolean NOT NULL,
    is_synthetic boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    login_generation integer NOT NULL,
    CONSTRAINT accounts_person_login_generation_check CHECK ((login_generation >= 0)),
    CONSTRAINT person_email_canonical CHECK (((email)::text ~ '^[!-@\[-~]+$'::text))
);

ALTER TABLE public.accounts_person ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_service (
    id bigint NOT NULL,
    code character varying(80) NOT NULL,
    name character varying(200) NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.accounts_service FORCE ROW LEVEL SECURITY;

ALTER TABLE public.accounts_service ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_service_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_standin (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    reason text NOT NULL,
    host_id bigint NOT NULL,
    person_id bigint NOT NULL,
    substitute_id bigint NOT NULL,
    CONSTRAINT stand_in_another CHECK ((NOT (substitute_id = person_id))),
    CONSTRAINT stand_in_dates CHECK ((valid_until >= valid_from))
);

ALTER TABLE ONLY public.accounts_standin FORCE ROW LEVEL SECURITY;

ALTER TABLE public.accounts_standin ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_standin_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.accounts_tokenbucket (
    key character varying(64) NOT NULL,
    limit_name character varying(40) NOT NULL,
    tokens double precision NOT NULL,
    refilled_at timestamp with time zone NOT NULL
);

CREATE TABLE public.agenda_meeting (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    title character varying(200) NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    place character varying(300) NOT NULL,
    commune_code character varying(5) NOT NULL,
    is_remote boolean NOT NULL,
    link character varying(400) NOT NULL,
    seats integer NOT NULL,
    cancelled_at timestamp with time zone,
    cancel_reason character varying(300) NOT NULL,
    is_synthetic boolean NOT NULL,
    held_by_id bigint,
    organisation_id bigint NOT NULL,
    provider_id bigint,
    session_id bigint,
    training_action_id bigint,
    CONSTRAINT agenda_meeting_lasts CHECK ((ends_at > starts_at)),
    CONSTRAINT agenda_meeting_seats_check CHECK ((seats >= 0))
);

ALTER TABLE ONLY public.agenda_meeting FORCE ROW LEVEL SECURITY;

ALTER TABLE public.agenda_meeting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.agenda_meeting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);

ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);

ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);

ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);

CREATE TABLE public.evaluation_addendum (
    id bigint NOT NULL,
    text text NOT NULL,
    reason text NOT NULL,
    added_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    organisation_id bigint NOT NULL,
    experiment_id bigint NOT NULL
);

ALTER TABLE ONLY public.evaluation_addendum FORCE ROW LEVEL SECURITY;

ALTER TABLE public.evaluation_addendum ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluation_addendum_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.evaluation_experiment (
    id bigint NOT NULL,
    number integer NOT NULL,
    title character varying(200) NOT NULL,
    opened_on date NOT NULL,
    locked_on date,
    locked_by character varying(300) NOT NULL,
    locked_at timestamp with time zone,
    locked_by_name character varying(200) NOT NULL,
    withdrawn_on date,
    withdrawn_reason text NOT NULL,
    organisation_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    plan_action_id bigint NOT NULL,
    CONSTRAINT evaluation_experiment_number_check CHECK ((number >= 0)),
    CONSTRAINT evaluation_locked_by_something CHECK (((locked_on IS NULL) OR ((locked_at IS NOT NULL) AND (NOT ((locked_by)::text = ''::text))))),
    CONSTRAINT evaluation_locked_stays CHECK (((locked_on IS NULL) OR (withdrawn_on IS NULL)))
);

ALTER TABLE ONLY public.evaluation_experiment FORCE ROW LEVEL SECURITY;

ALTER TABLE public.evaluation_experiment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluation_experiment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.evaluation_finding (
    id bigint NOT NULL,
    result text NOT NULL,
    value numeric(18,4),
    judgement character varying(20) NOT NULL,
    reason text NOT NULL,
    decision_reference character varying(200) NOT NULL,
    found_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    experiment_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.evaluation_finding FORCE ROW LEVEL SECURITY;

ALTER TABLE public.evaluation_finding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluation_finding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.evaluation_ownership (
    id bigint NOT NULL,
    since date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    reason text NOT NULL,
    experiment_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    person_id bigint
);

ALTER TABLE ONLY public.evaluation_ownership FORCE ROW LEVEL SECURITY;

ALTER TABLE public.evaluation_ownership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluation_ownership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.evaluation_sheetversion (
    id bigint NOT NULL,
    number integer NOT NULL,
    question text NOT NULL,
    public text NOT NULL,
    indicator_code character varying(80) NOT NULL,
    indicator text NOT NULL,
    baseline_value numeric(18,4),
    unit character varying(120) NOT NULL,
    baseline_on date,
    baseline_source text NOT NULL,
    target_value numeric(18,4),
    target text NOT NULL,
    method text NOT NULL,
    comparison text NOT NULL,
    source text NOT NULL,
    end_on date,
    written_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    reason text NOT NULL,
    experiment_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT evaluation_sheetversion_number_check CHECK ((number >= 0))
);

ALTER TABLE ONLY public.evaluation_sheetversion FORCE ROW LEVEL SECURITY;

ALTER TABLE public.evaluation_sheetversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.evaluation_sheetversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.finance_allocation (
    id bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone,
    person_name character varying(200) NOT NULL,
    reason text NOT NULL,
    organisation_id bigint NOT NULL,
    rule_id bigint,
    budget_line_id bigint NOT NULL,
    commitment_id bigint NOT NULL
);

ALTER TABLE ONLY public.finance_allocation FORCE ROW LEVEL SECURITY;

ALTER TABLE public.finance_allocation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.finance_allocation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.finance_allocationrule (
    id bigint NOT NULL,
    field character varying(20) NOT NULL,
    value character varying(300) NOT NULL,
    axis_code character varying(20) NOT NULL,
    person_name character varying(200) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    organisation_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    plan_action_id bigint
);

ALTER TABLE ONLY public.finance_allocationrule FORCE ROW LEVEL SECURITY;

ALTER TABLE public.finance_allocationrule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.finance_allocationrule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.finance_budgetline (
    id bigint NOT NULL,
    axis_code character varying(20) NOT NULL,
    year smallint NOT NULL,
    section character varying(20) NOT NULL,
    fund character varying(20) NOT NULL,
    financer_name character varying(200) NOT NULL,
    financer_id bigint,
    organisation_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    plan_action_id bigint,
    CONSTRAINT finance_budgetline_year_check CHECK ((year >= 0))
);

ALTER TABLE ONLY public.finance_budgetline FORCE ROW LEVEL SECURITY;

ALTER TABLE public.finance_budgetline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.finance_budgetline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.finance_columnmapping (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    columns jsonb NOT NULL,
    person_name character varying(200) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.finance_columnmapping FORCE ROW LEVEL SECURITY;

ALTER TABLE public.finance_columnmapping ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.finance_columnmapping_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.finance_commitment (
    id bigint NOT NULL,
    number character varying(80) NOT NULL,
    post character varying(40) NOT NULL,
    year smallint NOT NULL,
    label character varying(300) NOT NULL,
    supplier character varying(200) NOT NULL,
    operation character varying(80) NOT NULL,
    nature character varying(40) NOT NULL,
    section character varying(20) NOT NULL,
    fund character varying(20) NOT NULL,
    financer_name character varying(200) NOT NULL,
    why_waiting character varying(300) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT finance_commitment_year_check CHECK ((year >= 0))
);

ALTER TABLE ONLY public.finance_commitment FORCE ROW LEVEL SECURITY;

ALTER TABLE public.finance_commitment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.finance_commitment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.finance_importrun (
    id bigint NOT NULL,
    file_name character varying(255) NOT NULL,
    digest character varying(64) NOT NULL,
    content_digest character varying(64) NOT NULL,
    data bytea NOT NULL,
    mapping jsonb NOT NULL,
    extracted_on date,
    person_name character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    written_at timestamp with time zone,
    outcome jsonb NOT NULL,
    organisation_id bigint NOT NULL,
    plan_id bigint
);

ALTER TABLE ONLY public.finance_importrun FORCE ROW LEVEL SECURITY;

ALTER TABLE public.finance_importrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.finance_importrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.finance_movement (
    id bigint NOT NULL,
    stage character varying(20) NOT NULL,
    cents bigint NOT NULL,
    etp numeric(9,2),
    happened_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    source character varying(20) NOT NULL,
    source_label character varying(300) NOT NULL,
    person_name character varying(200) NOT NULL,
    reason text NOT NULL,
    budget_line_id bigint,
    commitment_id bigint,
    corrects_id bigint,
    organisation_id bigint NOT NULL,
    run_id bigint,
    CONSTRAINT finance_movement_moves_something CHECK (((NOT (cents = 0)) OR (etp IS NOT NULL))),
    CONSTRAINT finance_movement_of_one_thing CHECK ((((budget_line_id IS NOT NULL) AND (commitment_id IS NULL)) OR ((budget_line_id IS NULL) AND (commitment_id IS NOT NULL))))
);

ALTER TABLE ONLY public.finance_movement FORCE ROW LEVEL SECURITY;

ALTER TABLE public.finance_movement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.finance_movement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.indicators_dispute (
    id bigint NOT NULL,
    number integer NOT NULL,
    subject character varying(200) NOT NULL,
    indicator_code character varying(80) NOT NULL,
    unit character varying(120) NOT NULL,
    first_on date NOT NULL,
    last_on date NOT NULL,
    territory character varying(200) NOT NULL,
    body_ids bigint[] NOT NULL,
    arbiter_id bigint,
    arbiter_name character varying(200) NOT NULL,
    due_on date NOT NULL,
    opened_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    settled_on date,
    outcome character varying(20) NOT NULL,
    settled_value numeric(18,4),
    settled_reason text NOT NULL,
    settled_by character varying(200) NOT NULL,
    decision_reference character varying(200) NOT NULL,
    comparison jsonb,
    organisation_id bigint NOT NULL,
    CONSTRAINT indicators_dispute_number_check CHECK ((number >= 0)),
    CONSTRAINT indicators_dispute_period CHECK ((last_on >= first_on)),
    CONSTRAINT indicators_dispute_settled_why CHECK (((settled_on IS NULL) OR ((NOT ((outcome)::text = ''::text)) AND (NOT (settled_reason = ''::text)))))
);

ALTER TABLE ONLY public.indicators_dispute FORCE ROW LEVEL SECURITY;

ALTER TABLE public.indicators_dispute ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_dispute_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.indicators_disputerecord (
    id bigint NOT NULL,
    key character varying(120) NOT NULL,
    "values" jsonb NOT NULL,
    body_id bigint NOT NULL,
    dispute_id bigint NOT NULL
);

ALTER TABLE ONLY public.indicators_disputerecord FORCE ROW LEVEL SECURITY;

ALTER TABLE public.indicators_disputerecord ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_disputerecord_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.indicators_disputeside (
    id bigint NOT NULL,
    version integer NOT NULL,
    value numeric(18,4) NOT NULL,
    known_on date NOT NULL,
    source character varying(300) NOT NULL,
    counted text NOT NULL,
    territory_rule character varying(20) NOT NULL,
    funders text NOT NULL,
    date_rule character varying(300) NOT NULL,
    status_rule text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    body_id bigint NOT NULL,
    dispute_id bigint NOT NULL,
    CONSTRAINT indicators_disputeside_version_check CHECK ((version >= 0))
);

ALTER TABLE ONLY public.indicators_disputeside FORCE ROW LEVEL SECURITY;

ALTER TABLE public.indicators_disputeside ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_disputeside_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.indicators_factperson (
    learner_id bigint NOT NULL,
    number bigint NOT NULL
);

ALTER TABLE ONLY public.indicators_factperson FORCE ROW LEVEL SECURITY;

CREATE TABLE public.indicators_keptanswer (
    id bigint NOT NULL,
    number integer NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    person_id bigint,
    person_name character varying(200) NOT NULL,
    scope jsonb NOT NULL,
    question jsonb NOT NULL,
    known_on date NOT NULL,
    document text NOT NULL,
    digest character varying(64) NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT indicators_keptanswer_number_check CHECK ((number >= 0))
);

ALTER TABLE ONLY public.indicators_keptanswer FORCE ROW LEVEL SECURITY;

ALTER TABLE public.indicators_keptanswer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_keptanswer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.indicators_missingindicator (
    id bigint NOT NULL,
    number integer NOT NULL,
    label character varying(300) NOT NULL,
    needed_for text NOT NULL,
    action_number character varying(20),
    indicator_code character varying(80) NOT NULL,
    owed_by character varying(200) NOT NULL,
    due_on date,
    noted_on date NOT NULL,
    closed_on date,
    is_filled boolean NOT NULL,
    closed_reason text NOT NULL,
    series_code character varying(80) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    organisation_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    CONSTRAINT indicators_gap_closed_why CHECK ((((closed_on IS NULL) AND (NOT is_filled)) OR (NOT (closed_reason = ''::text)))),
    CONSTRAINT indicators_missingindicator_number_check CHECK ((number >= 0))
);

ALTER TABLE ONLY public.indicators_missingindicator FORCE ROW LEVEL SECURITY;

ALTER TABLE public.indicators_missingindicator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_missingindicator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.indicators_publication (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    year smallint NOT NULL,
    known_on date NOT NULL,
    published_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    document jsonb NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT indicators_publication_year_check CHECK ((year >= 0))
);

ALTER TABLE ONLY public.indicators_publication FORCE ROW LEVEL SECURITY;

ALTER TABLE public.indicators_publication ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_publication_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.indicators_series (
    id bigint NOT NULL,
    code character varying(80) NOT NULL,
    label character varying(300) NOT NULL,
    question character varying(300) NOT NULL,
    unit character varying(120) NOT NULL,
    entity character varying(300) NOT NULL,
    territory character varying(20) NOT NULL,
    source character varying(300) NOT NULL,
    producer character varying(200) NOT NULL,
    licence character varying(120) NOT NULL,
    url character varying(500) NOT NULL,
    owner character varying(200) NOT NULL,
    periodicity_months smallint NOT NULL,
    delay_months smallint NOT NULL,
    direction character varying(10) NOT NULL,
    is_public boolean NOT NULL,
    note text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    organisation_id bigint NOT NULL,
    theme character varying(20) NOT NULL,
    is_additive boolean NOT NULL,
    CONSTRAINT indicators_series_delay_months_check CHECK ((delay_months >= 0)),
    CONSTRAINT indicators_series_periodicity_months_check CHECK ((periodicity_months >= 0))
);

ALTER TABLE ONLY public.indicators_series FORCE ROW LEVEL SECURITY;

ALTER TABLE public.indicators_series ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_series_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.indicators_seriesbreak (
    id bigint NOT NULL,
    "on" date NOT NULL,
    reason text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    series_id bigint NOT NULL
);

ALTER TABLE ONLY public.indicators_seriesbreak FORCE ROW LEVEL SECURITY;

ALTER TABLE public.indicators_seriesbreak ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_seriesbreak_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.indicators_seriesimport (
    id bigint NOT NULL,
    source_code character varying(60) NOT NULL,
    source_label character varying(300) NOT NULL,
    edition character varying(120) NOT NULL,
    licence character varying(120) NOT NULL,
    file_name character varying(120) NOT NULL,
    digest character varying(64) NOT NULL,
    imported_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    counts jsonb NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.indicators_seriesimport FORCE ROW LEVEL SECURITY;

ALTER TABLE public.indicators_seriesimport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_seriesimport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.indicators_seriespoint (
    id bigint NOT NULL,
    zone_kind character varying(24) NOT NULL,
    zone_code character varying(16) NOT NULL,
    split character varying(80) NOT NULL,
    first date NOT NULL,
    last date NOT NULL,
    value numeric(18,4),
    numerator numeric(18,4),
    denominator numeric(18,4),
    margin numeric(18,4),
    source_label character varying(300) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    corrects_id bigint,
    series_id bigint NOT NULL,
    is_hidden boolean NOT NULL,
    CONSTRAINT indicators_point_hidden_or_known CHECK (((is_hidden AND (value IS NULL)) OR ((NOT is_hidden) AND (value IS NOT NULL)))),
    CONSTRAINT indicators_point_period CHECK ((last >= first))
);

ALTER TABLE ONLY public.indicators_seriespoint FORCE ROW LEVEL SECURITY;

ALTER TABLE public.indicators_seriespoint ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_seriespoint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.indicators_seriessplit (
    id bigint NOT NULL,
    code character varying(80) NOT NULL,
    label character varying(300) NOT NULL,
    series_id bigint NOT NULL
);

ALTER TABLE ONLY public.indicators_seriessplit FORCE ROW LEVEL SECURITY;

ALTER TABLE public.indicators_seriessplit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_seriessplit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.indicators_survey (
    id bigint NOT NULL,
    number integer NOT NULL,
    title character varying(200) NOT NULL,
    population text NOT NULL,
    questionnaire text NOT NULL,
    method text NOT NULL,
    asked integer,
    first_on date,
    last_on date,
    supplier character varying(200) NOT NULL,
    order_reference character varying(120) NOT NULL,
    cost_cents bigint,
    opened_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    organisation_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    CONSTRAINT indicators_survey_asked_check CHECK ((asked >= 0)),
    CONSTRAINT indicators_survey_dates CHECK (((first_on IS NULL) OR (last_on IS NULL) OR (last_on >= first_on))),
    CONSTRAINT indicators_survey_number_check CHECK ((number >= 0))
);

ALTER TABLE ONLY public.indicators_survey FORCE ROW LEVEL SECURITY;

ALTER TABLE public.indicators_survey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_survey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.indicators_surveygap (
    id bigint NOT NULL,
    gap_id bigint NOT NULL,
    survey_id bigint NOT NULL
);

ALTER TABLE ONLY public.indicators_surveygap FORCE ROW LEVEL SECURITY;

ALTER TABLE public.indicators_surveygap ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_surveygap_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.indicators_surveystratum (
    id bigint NOT NULL,
    batch integer NOT NULL,
    label character varying(120) NOT NULL,
    population integer NOT NULL,
    respondents integer NOT NULL,
    yes integer NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    gap_id bigint NOT NULL,
    survey_id bigint NOT NULL,
    CONSTRAINT indicators_survey_counts CHECK (((yes <= respondents) AND (respondents <= population))),
    CONSTRAINT indicators_surveystratum_batch_check CHECK ((batch >= 0)),
    CONSTRAINT indicators_surveystratum_population_check CHECK ((population >= 0)),
    CONSTRAINT indicators_surveystratum_respondents_check CHECK ((respondents >= 0)),
    CONSTRAINT indicators_surveystratum_yes_check CHECK ((yes >= 0))
);

ALTER TABLE ONLY public.indicators_surveystratum FORCE ROW LEVEL SECURITY;

ALTER TABLE public.indicators_surveystratum ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.indicators_surveystratum_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journal_entry (
    id bigint NOT NULL,
    act_key uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    act character varying(80) NOT NULL,
    person_id bigint,
    person_name character varying(200) NOT NULL,
    organisation_id bigint,
    subject_kind character varying(60) NOT NULL,
    subject_id character varying(60) NOT NULL,
    subject_label character varying(300) NOT NULL,
    reason text NOT NULL,
    detail jsonb NOT NULL
);

ALTER TABLE ONLY public.journal_entry FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journal_entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journal_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journal_rowchange (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    act_key uuid,
    table_name character varying(63) NOT NULL,
    row_id character varying(60) NOT NULL,
    operation character varying(6) NOT NULL,
    organisation_id bigint,
    before jsonb,
    after jsonb
);

ALTER TABLE ONLY public.journal_rowchange FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journal_rowchange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journal_rowchange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_actioncount (
    id bigint NOT NULL,
    action_number character varying(20) NOT NULL,
    sessions integer NOT NULL,
    "values" jsonb NOT NULL,
    hidden jsonb NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    organisation_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    CONSTRAINT journeys_actioncount_sessions_check CHECK ((sessions >= 0))
);

ALTER TABLE ONLY public.journeys_actioncount FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_actioncount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_actioncount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_attendanceweek (
    id bigint NOT NULL,
    monday date NOT NULL,
    marks character varying(14) NOT NULL,
    minutes smallint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    source character varying(20) NOT NULL,
    corrects_id bigint,
    organisation_id bigint NOT NULL,
    journey_id bigint NOT NULL,
    CONSTRAINT journeys_attendanceweek_minutes_check CHECK ((minutes >= 0))
);

ALTER TABLE ONLY public.journeys_attendanceweek FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_attendanceweek ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_attendanceweek_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_barrier (
    id bigint NOT NULL,
    theme character varying(20) NOT NULL,
    "constraint" character varying(60) NOT NULL,
    noted_on date NOT NULL,
    solved_on date,
    person_name character varying(200) NOT NULL,
    noted_by_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    learner_id bigint NOT NULL,
    CONSTRAINT barrier_solved_after_noted CHECK (((solved_on IS NULL) OR (solved_on >= noted_on)))
);

ALTER TABLE ONLY public.journeys_barrier FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_barrier ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_barrier_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_countpublication (
    id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    nights jsonb NOT NULL,
    counted_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.journeys_countpublication FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_countpublication ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_countpublication_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_custodydate (
    id bigint NOT NULL,
    earliest_on date NOT NULL,
    latest_on date,
    keep_until date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    body_id bigint NOT NULL,
    learner_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT custody_dates CHECK (((latest_on IS NULL) OR (latest_on >= earliest_on)))
);

ALTER TABLE ONLY public.journeys_custodydate FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_custodydate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_custodydate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_due (
    id bigint NOT NULL,
    what character varying(30) NOT NULL,
    doer character varying(10) NOT NULL,
    due_on date NOT NULL,
    settled_on date,
    settled_by character varying(200) NOT NULL,
    settled_how character varying(10) NOT NULL,
    body_id bigint NOT NULL,
    journey_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    step_id bigint NOT NULL,
    CONSTRAINT journeys_due_settled_somehow CHECK (((((settled_how)::text = ''::text) AND (settled_on IS NULL)) OR ((settled_on IS NOT NULL) AND (NOT ((settled_how)::text = ''::text)))))
);

ALTER TABLE ONLY public.journeys_due FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_due ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_due_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_grouptally (
    id bigint NOT NULL,
    year smallint NOT NULL,
    fund character varying(20) NOT NULL,
    action_number character varying(20),
    proposed integer NOT NULL,
    informed integer NOT NULL,
    admitted integer NOT NULL,
    entered integer NOT NULL,
    to_term integer NOT NULL,
    goal_reached integer NOT NULL,
    to_job integer NOT NULL,
    to_training integer NOT NULL,
    dropout integer NOT NULL,
    exclusion integer NOT NULL,
    force_majeure integer NOT NULL,
    by_provider integer NOT NULL,
    unknown integer NOT NULL,
    certifiable integer NOT NULL,
    presented integer NOT NULL,
    certified integer NOT NULL,
    certified_in_part integer NOT NULL,
    answered integer NOT NULL,
    in_job integer NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    department character varying(3) NOT NULL,
    age_band character varying(8) NOT NULL,
    sex character varying(1) NOT NULL,
    level character varying(5) NOT NULL,
    is_protected boolean NOT NULL,
    organisation_id bigint NOT NULL,
    plan_id bigint,
    referrer_id bigint NOT NULL,
    CONSTRAINT journeys_grouptally_admitted_check CHECK ((admitted >= 0)),
    CONSTRAINT journeys_grouptally_answered_check CHECK ((answered >= 0)),
    CONSTRAINT journeys_grouptally_by_provider_check CHECK ((by_provider >= 0)),
    CONSTRAINT journeys_grouptally_certifiable_check CHECK ((certifiable >= 0)),
    CONSTRAINT journeys_grouptally_certified_check CHECK ((certified >= 0)),
    CONSTRAINT journeys_grouptally_certified_in_part_check CHECK ((certified_in_part >= 0)),
    CONSTRAINT journeys_grouptally_dropout_check CHECK ((dropout >= 0)),
    CONSTRAINT journeys_grouptally_entered_check CHECK ((entered >= 0)),
    CONSTRAINT journeys_grouptally_exclusion_check CHECK ((exclusion >= 0)),
    CONSTRAINT journeys_grouptally_force_majeure_check CHECK ((force_majeure >= 0)),
    CONSTRAINT journeys_grouptally_goal_reached_check CHECK ((goal_reached >= 0)),
    CONSTRAINT journeys_grouptally_in_job_check CHECK ((in_job >= 0)),
    CONSTRAINT journeys_grouptally_informed_check CHECK ((informed >= 0)),
    CONSTRAINT journeys_grouptally_presented_check CHECK ((presented >= 0)),
    CONSTRAINT journeys_grouptally_proposed_check CHECK ((proposed >= 0)),
    CONSTRAINT journeys_grouptally_to_job_check CHECK ((to_job >= 0)),
    CONSTRAINT journeys_grouptally_to_term_check CHECK ((to_term >= 0)),
    CONSTRAINT journeys_grouptally_to_training_check CHECK ((to_training >= 0)),
    CONSTRAINT journeys_grouptally_unknown_check CHECK ((unknown >= 0)),
    CONSTRAINT journeys_grouptally_year_check CHECK ((year >= 0))
);

ALTER TABLE ONLY public.journeys_grouptally FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_grouptally ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_grouptally_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_invitation (
    id bigint NOT NULL,
    mode character varying(20) NOT NULL,
    channel character varying(20) NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    expires_on date NOT NULL,
    chosen_at timestamp with time zone,
    outcome character varying(20) NOT NULL,
    outcome_at timestamp with time zone,
    reminded_at timestamp with time zone,
    chosen_id bigint,
    organisation_id bigint NOT NULL,
    journey_id bigint NOT NULL,
    refusal character varying(20) NOT NULL,
    refusal_note character varying(200) NOT NULL,
    sender_id bigint,
    sent_by_id bigint,
    session_id bigint
);

ALTER TABLE ONLY public.journeys_invitation FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_invitation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_invitation_meetings (
    id bigint NOT NULL,
    invitation_id bigint NOT NULL,
    meeting_id bigint NOT NULL
);

ALTER TABLE public.journeys_invitation_meetings ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_invitation_meetings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_journey (
    id bigint NOT NULL,
    key uuid NOT NULL,
    goal_rome character varying(5) NOT NULL,
    opened_on date NOT NULL,
    state character varying(20) NOT NULL,
    state_on date NOT NULL,
    awaits character varying(20) NOT NULL,
    awaited_on date,
    entered_on date,
    ended_on date,
    end_kind character varying(20) NOT NULL,
    end_reason character varying(40) NOT NULL,
    minutes_realised integer NOT NULL,
    is_synthetic boolean NOT NULL,
    follows_id bigint,
    organisation_id bigint NOT NULL,
    plan_id bigint,
    provider_body_id bigint,
    referrer_id bigint NOT NULL,
    session_id bigint,
    learner_id bigint NOT NULL,
    kept_age_band character varying(8) NOT NULL,
    kept_department character varying(3) NOT NULL,
    CONSTRAINT journey_end_has_a_kind CHECK (((NOT ((state)::text = 'ended'::text)) OR (NOT ((end_kind)::text = ''::text)))),
    CONSTRAINT journey_ends_after_entry CHECK (((ended_on IS NULL) OR ((ended_on >= entered_on) AND (entered_on IS NOT NULL)))),
    CONSTRAINT journeys_journey_minutes_realised_check CHECK ((minutes_realised >= 0))
);

ALTER TABLE ONLY public.journeys_journey FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_journey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_journey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_learner (
    id bigint NOT NULL,
    key uuid NOT NULL,
    birth_year smallint,
    sex character varying(1) NOT NULL,
    diploma smallint,
    commune_code character varying(5) NOT NULL,
    has_licence boolean,
    has_vehicle boolean,
    created_at timestamp with time zone NOT NULL,
    last_seen_on date NOT NULL,
    purge_on date,
    purged_at timestamp with time zone,
    is_synthetic boolean NOT NULL,
    opened_by_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    held_for character varying(20) NOT NULL,
    held_until date,
    purge_told_on date,
    CONSTRAINT journeys_learner_birth_year_check CHECK ((birth_year >= 0)),
    CONSTRAINT journeys_learner_diploma_check CHECK ((diploma >= 0)),
    CONSTRAINT learner_diploma CHECK (((diploma IS NULL) OR ((diploma >= 1) AND (diploma <= 8)))),
    CONSTRAINT learner_sex CHECK (((sex)::text = ANY ((ARRAY[''::character varying, 'f'::character varying, 'm'::character varying, 'x'::character varying])::text[])))
);

ALTER TABLE ONLY public.journeys_learner FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_learner ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_learner_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_learnercontact (
    id bigint NOT NULL,
    first_name character varying(80) NOT NULL,
    last_name character varying(80) NOT NULL,
    email character varying(254) NOT NULL,
    phone character varying(20) NOT NULL,
    address character varying(300) NOT NULL,
    preferred character varying(10) NOT NULL,
    partner_number character varying(40) NOT NULL,
    learner_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.journeys_learnercontact FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_learnercontact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_learnercontact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_learnerletter (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    state character varying(20) NOT NULL,
    tries smallint NOT NULL,
    error character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    sent_at timestamp with time zone,
    invitation_id bigint,
    learner_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT journeys_learnerletter_tries_check CHECK ((tries >= 0))
);

ALTER TABLE ONLY public.journeys_learnerletter FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_learnerletter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_learnerletter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_learnerlink (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    last_used_at timestamp with time zone,
    learner_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    channel character varying(20) NOT NULL,
    invitation_id bigint,
    made_by_id bigint
);

ALTER TABLE ONLY public.journeys_learnerlink FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_learnerlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_learnerlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_learnerrequest (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    text character varying(1000) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    person_name character varying(200) NOT NULL,
    answer character varying(1000) NOT NULL,
    learner_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    settled_by_id bigint
);

ALTER TABLE ONLY public.journeys_learnerrequest FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_learnerrequest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_learnerrequest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_notebookline (
    id bigint NOT NULL,
    phase character varying(10) NOT NULL,
    text character varying(1000) NOT NULL,
    at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    body_id bigint,
    learner_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    journey_id bigint,
    kind character varying(20) NOT NULL,
    reached boolean
);

ALTER TABLE ONLY public.journeys_notebookline FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_notebookline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_notebookline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_outgoing (
    id bigint NOT NULL,
    key character varying(60) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    journey_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    step_id bigint NOT NULL
);

ALTER TABLE ONLY public.journeys_outgoing FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_outgoing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_outgoing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_plannedhandover (
    id bigint NOT NULL,
    "on" date NOT NULL,
    reason text NOT NULL,
    person_name character varying(200) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    body_id bigint NOT NULL,
    giver_id bigint NOT NULL,
    learner_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    person_id bigint
);

ALTER TABLE ONLY public.journeys_plannedhandover FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_plannedhandover ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_plannedhandover_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_publicresult (
    id bigint NOT NULL,
    key character varying(60) NOT NULL,
    trainings integer NOT NULL,
    sessions integer NOT NULL,
    first_on date NOT NULL,
    last_on date NOT NULL,
    "values" jsonb NOT NULL,
    hidden jsonb NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT journeys_publicresult_sessions_check CHECK ((sessions >= 0)),
    CONSTRAINT journeys_publicresult_trainings_check CHECK ((trainings >= 0))
);

ALTER TABLE ONLY public.journeys_publicresult FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_publicresult ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_publicresult_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_recommendation (
    id bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    person_id bigint,
    rule character varying(40) NOT NULL,
    inputs jsonb NOT NULL,
    candidates jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    decision character varying(20) NOT NULL,
    reason character varying(300) NOT NULL,
    session_id bigint,
    decided_at timestamp with time zone,
    decided_by character varying(200) NOT NULL,
    body_id bigint NOT NULL,
    journey_id bigint NOT NULL,
    learner_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT recommendation_decided_by_somebody CHECK ((((decided_at IS NULL) AND ((decision)::text = ''::text)) OR ((NOT ((decision)::text = ''::text)) AND (decided_at IS NOT NULL) AND (NOT ((decided_by)::text = ''::text)))))
);

ALTER TABLE ONLY public.journeys_recommendation FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_recommendation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_recommendation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_referent (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    body_id bigint NOT NULL,
    learner_id bigint NOT NULL,
    named_by_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    person_id bigint,
    CONSTRAINT referent_dates CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
);

ALTER TABLE ONLY public.journeys_referent FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_referent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_referent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_seat (
    id bigint NOT NULL,
    rank integer NOT NULL,
    taken_on date NOT NULL,
    entered_on date,
    released_on date,
    journey_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    session_id bigint NOT NULL,
    CONSTRAINT journeys_seat_rank_check CHECK ((rank >= 0))
);

ALTER TABLE ONLY public.journeys_seat FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_seat ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_seat_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_sensitivefact (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    purpose character varying(60) NOT NULL,
    consent_on date,
    valid_from date NOT NULL,
    valid_until date,
    keep_until date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    learner_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    recorded_by_id bigint NOT NULL
);

ALTER TABLE ONLY public.journeys_sensitivefact FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_sensitivefact ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_sensitivefact_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_sensitiveread (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id bigint,
    person_name character varying(200) NOT NULL,
    body_id bigint,
    learner_key uuid NOT NULL,
    kinds character varying(300) NOT NULL,
    purpose character varying(60) NOT NULL,
    channel character varying(20) NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.journeys_sensitiveread FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_sensitiveread ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_sensitiveread_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_sessiontally (
    year smallint NOT NULL,
    fund character varying(20) NOT NULL,
    action_number character varying(20),
    proposed integer NOT NULL,
    informed integer NOT NULL,
    admitted integer NOT NULL,
    entered integer NOT NULL,
    to_term integer NOT NULL,
    goal_reached integer NOT NULL,
    to_job integer NOT NULL,
    to_training integer NOT NULL,
    dropout integer NOT NULL,
    exclusion integer NOT NULL,
    force_majeure integer NOT NULL,
    by_provider integer NOT NULL,
    unknown integer NOT NULL,
    certifiable integer NOT NULL,
    presented integer NOT NULL,
    certified integer NOT NULL,
    certified_in_part integer NOT NULL,
    answered integer NOT NULL,
    in_job integer NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    session_id bigint NOT NULL,
    department character varying(3) NOT NULL,
    is_protected boolean NOT NULL,
    bought integer NOT NULL,
    opened integer NOT NULL,
    lost integer NOT NULL,
    taken integer NOT NULL,
    likely integer NOT NULL,
    lot_id bigint,
    order_id bigint,
    organisation_id bigint NOT NULL,
    plan_id bigint,
    provider_id bigint NOT NULL,
    provider_body_id bigint,
    reasons jsonb NOT NULL,
    CONSTRAINT journeys_sessiontally_admitted_check CHECK ((admitted >= 0)),
    CONSTRAINT journeys_sessiontally_answered_check CHECK ((answered >= 0)),
    CONSTRAINT journeys_sessiontally_bought_check CHECK ((bought >= 0)),
    CONSTRAINT journeys_sessiontally_by_provider_check CHECK ((by_provider >= 0)),
    CONSTRAINT journeys_sessiontally_certifiable_check CHECK ((certifiable >= 0)),
    CONSTRAINT journeys_sessiontally_certified_check CHECK ((certified >= 0)),
    CONSTRAINT journeys_sessiontally_certified_in_part_check CHECK ((certified_in_part >= 0)),
    CONSTRAINT journeys_sessiontally_dropout_check CHECK ((dropout >= 0)),
    CONSTRAINT journeys_sessiontally_entered_check CHECK ((entered >= 0)),
    CONSTRAINT journeys_sessiontally_exclusion_check CHECK ((exclusion >= 0)),
    CONSTRAINT journeys_sessiontally_force_majeure_check CHECK ((force_majeure >= 0)),
    CONSTRAINT journeys_sessiontally_goal_reached_check CHECK ((goal_reached >= 0)),
    CONSTRAINT journeys_sessiontally_in_job_check CHECK ((in_job >= 0)),
    CONSTRAINT journeys_sessiontally_informed_check CHECK ((informed >= 0)),
    CONSTRAINT journeys_sessiontally_likely_check CHECK ((likely >= 0)),
    CONSTRAINT journeys_sessiontally_lost_check CHECK ((lost >= 0)),
    CONSTRAINT journeys_sessiontally_opened_check CHECK ((opened >= 0)),
    CONSTRAINT journeys_sessiontally_presented_check CHECK ((presented >= 0)),
    CONSTRAINT journeys_sessiontally_proposed_check CHECK ((proposed >= 0)),
    CONSTRAINT journeys_sessiontally_taken_check CHECK ((taken >= 0)),
    CONSTRAINT journeys_sessiontally_to_job_check CHECK ((to_job >= 0)),
    CONSTRAINT journeys_sessiontally_to_term_check CHECK ((to_term >= 0)),
    CONSTRAINT journeys_sessiontally_to_training_check CHECK ((to_training >= 0)),
    CONSTRAINT journeys_sessiontally_unknown_check CHECK ((unknown >= 0)),
    CONSTRAINT journeys_sessiontally_year_check CHECK ((year >= 0))
);

ALTER TABLE ONLY public.journeys_sessiontally FORCE ROW LEVEL SECURITY;

CREATE TABLE public.journeys_showncount (
    id bigint NOT NULL,
    cut character varying(12) NOT NULL,
    year smallint NOT NULL,
    key character varying(40) NOT NULL,
    "values" jsonb NOT NULL,
    hidden jsonb NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT journeys_showncount_year_check CHECK ((year >= 0))
);

ALTER TABLE ONLY public.journeys_showncount FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_showncount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_showncount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_situationask (
    id bigint NOT NULL,
    months smallint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    reminded_at timestamp with time zone,
    answered_at timestamp with time zone,
    closed_at timestamp with time zone,
    journey_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT journeys_situationask_months_check CHECK ((months >= 0))
);

ALTER TABLE ONLY public.journeys_situationask FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_situationask ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_situationask_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_situationtally (
    id bigint NOT NULL,
    year smallint NOT NULL,
    months smallint NOT NULL,
    due integer NOT NULL,
    answered integer NOT NULL,
    in_job integer NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    organisation_id bigint NOT NULL,
    provider_body_id bigint,
    CONSTRAINT journeys_situationtally_answered_check CHECK ((answered >= 0)),
    CONSTRAINT journeys_situationtally_due_check CHECK ((due >= 0)),
    CONSTRAINT journeys_situationtally_in_job_check CHECK ((in_job >= 0)),
    CONSTRAINT journeys_situationtally_months_check CHECK ((months >= 0)),
    CONSTRAINT journeys_situationtally_year_check CHECK ((year >= 0))
);

ALTER TABLE ONLY public.journeys_situationtally FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_situationtally ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_situationtally_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.journeys_step (
    id bigint NOT NULL,
    kind character varying(30) NOT NULL,
    happened_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    body_id bigint,
    person_id bigint,
    person_name character varying(200) NOT NULL,
    source character varying(20) NOT NULL,
    origin character varying(80) NOT NULL,
    message_key character varying(120),
    detail jsonb NOT NULL,
    corrects_id bigint,
    is_withdrawn boolean NOT NULL,
    journey_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    session_id bigint
);

ALTER TABLE ONLY public.journeys_step FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journeys_step ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.journeys_step_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.liaison_actfile (
    id bigint NOT NULL,
    source character varying(40) NOT NULL,
    file_name character varying(255) NOT NULL,
    digest character varying(64) NOT NULL,
    format character varying(40) NOT NULL,
    columns jsonb NOT NULL,
    state character varying(20) NOT NULL,
    "position" integer NOT NULL,
    counts jsonb NOT NULL,
    person_name character varying(200) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    body_id bigint,
    organisation_id bigint NOT NULL,
    CONSTRAINT liaison_actfile_position_check CHECK (("position" >= 0))
);

ALTER TABLE ONLY public.liaison_actfile FORCE ROW LEVEL SECURITY;

ALTER TABLE public.liaison_actfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.liaison_actfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.liaison_actfileline (
    id bigint NOT NULL,
    "row" integer NOT NULL,
    "column" character varying(80) NOT NULL,
    level character varying(20) NOT NULL,
    code character varying(60) NOT NULL,
    text character varying(500) NOT NULL,
    file_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT liaison_actfileline_row_check CHECK (("row" >= 0))
);

ALTER TABLE ONLY public.liaison_actfileline FORCE ROW LEVEL SECURITY;

ALTER TABLE public.liaison_actfileline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.liaison_actfileline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.liaison_comparison (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    compared integer NOT NULL,
    differing integer NOT NULL,
    organisation_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    CONSTRAINT liaison_comparison_compared_check CHECK ((compared >= 0)),
    CONSTRAINT liaison_comparison_differing_check CHECK ((differing >= 0))
);

ALTER TABLE ONLY public.liaison_comparison FORCE ROW LEVEL SECURITY;

ALTER TABLE public.liaison_comparison ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.liaison_comparison_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.liaison_conventionedbody (
    id bigint NOT NULL,
    siret character varying(14) NOT NULL,
    name character varying(250) NOT NULL,
    old_region character varying(80) NOT NULL,
    region character varying(80) NOT NULL,
    manager_name character varying(160) NOT NULL,
    manager_email character varying(160) NOT NULL,
    manager_phone character varying(40) NOT NULL,
    office character varying(20) NOT NULL,
    convention character varying(40) NOT NULL,
    starts_on date,
    ends_on date,
    changed_at timestamp with time zone NOT NULL,
    file_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.liaison_conventionedbody FORCE ROW LEVEL SECURITY;

ALTER TABLE public.liaison_conventionedbody ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.liaison_conventionedbody_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.liaison_delivery (
    id bigint NOT NULL,
    outgoing_id bigint NOT NULL,
    step_id bigint,
    key character varying(120) NOT NULL,
    journey_key uuid NOT NULL,
    rank integer NOT NULL,
    event character varying(20) NOT NULL,
    happened_on date NOT NULL,
    owed_at timestamp with time zone NOT NULL,
    state character varying(20) NOT NULL,
    revision smallint NOT NULL,
    tries smallint NOT NULL,
    next_try_at timestamp with time zone,
    first_sent_at timestamp with time zone,
    settled_at timestamp with time zone,
    reason_code character varying(60) NOT NULL,
    reason character varying(300) NOT NULL,
    field character varying(80) NOT NULL,
    asked character varying(60)[] NOT NULL,
    filled character varying(60)[] NOT NULL,
    mended jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    organisation_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    CONSTRAINT liaison_delivery_rank_check CHECK ((rank >= 0)),
    CONSTRAINT liaison_delivery_revision_check CHECK ((revision >= 0)),
    CONSTRAINT liaison_delivery_tries_check CHECK ((tries >= 0))
);

ALTER TABLE ONLY public.liaison_delivery FORCE ROW LEVEL SECURITY;

ALTER TABLE public.liaison_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.liaison_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.liaison_difference (
    id bigint NOT NULL,
    key character varying(120) NOT NULL,
    kind character varying(20) NOT NULL,
    ours character varying(120) NOT NULL,
    theirs character varying(120) NOT NULL,
    found_at timestamp with time zone NOT NULL,
    settled_at timestamp with time zone,
    delivery_id bigint,
    organisation_id bigint NOT NULL,
    partner_id bigint NOT NULL
);

ALTER TABLE ONLY public.liaison_difference FORCE ROW LEVEL SECURITY;

ALTER TABLE public.liaison_difference ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.liaison_difference_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.liaison_dossierreference (
    id bigint NOT NULL,
    source character varying(40) NOT NULL,
    reference character varying(80) NOT NULL,
    journey_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.liaison_dossierreference FORCE ROW LEVEL SECURITY;

ALTER TABLE public.liaison_dossierreference ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.liaison_dossierreference_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.liaison_inbound (
    id bigint NOT NULL,
    key character varying(120) NOT NULL,
    dossier character varying(80) NOT NULL,
    rank integer,
    received_at timestamp with time zone NOT NULL,
    times integer NOT NULL,
    body jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    status character varying(20) NOT NULL,
    happened_on date,
    session_words character varying(200) NOT NULL,
    state character varying(20) NOT NULL,
    reason_code character varying(60) NOT NULL,
    reason character varying(500) NOT NULL,
    journey_key uuid,
    settled_at timestamp with time zone,
    settled_by character varying(200) NOT NULL,
    organisation_id bigint NOT NULL,
    partner_id bigint NOT NULL,
    CONSTRAINT liaison_inbound_rank_check CHECK ((rank >= 0)),
    CONSTRAINT liaison_inbound_times_check CHECK ((times >= 0))
);

ALTER TABLE ONLY public.liaison_inbound FORCE ROW LEVEL SECURITY;

ALTER TABLE public.liaison_inbound ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.liaison_inbound_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.liaison_partner (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    slug character varying(40) NOT NULL,
    name character varying(120) NOT NULL,
    url character varying(300) NOT NULL,
    generation smallint NOT NULL,
    since timestamp with time zone NOT NULL,
    looked_at timestamp with time zone,
    is_active boolean NOT NULL,
    is_simulated boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    body_id bigint,
    organisation_id bigint NOT NULL,
    CONSTRAINT liaison_partner_generation_check CHECK ((generation >= 0))
);

ALTER TABLE ONLY public.liaison_partner FORCE ROW LEVEL SECURITY;

ALTER TABLE public.liaison_partner ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.liaison_partner_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.liaison_personreference (
    id bigint NOT NULL,
    source character varying(40) NOT NULL,
    reference character varying(80) NOT NULL,
    learner_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.liaison_personreference FORCE ROW LEVEL SECURITY;

ALTER TABLE public.liaison_personreference ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.liaison_personreference_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.liaison_savedcolumns (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    columns jsonb NOT NULL,
    codes jsonb NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    body_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.liaison_savedcolumns FORCE ROW LEVEL SECURITY;

ALTER TABLE public.liaison_savedcolumns ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.liaison_savedcolumns_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.liaison_trace (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(20) NOT NULL,
    revision smallint NOT NULL,
    detail character varying(300) NOT NULL,
    person_name character varying(200) NOT NULL,
    delivery_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT liaison_trace_revision_check CHECK ((revision >= 0))
);

ALTER TABLE ONLY public.liaison_trace FORCE ROW LEVEL SECURITY;

ALTER TABLE public.liaison_trace ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.liaison_trace_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.notices_notice (
    id bigint NOT NULL,
    kind character varying(60) NOT NULL,
    key character varying(200) NOT NULL,
    subject character varying(200) NOT NULL,
    text text NOT NULL,
    address character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    mail_state character varying(20) NOT NULL,
    mail_tries smallint NOT NULL,
    mailed_at timestamp with time zone,
    mail_error character varying(300) NOT NULL,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT notices_notice_mail_tries_check CHECK ((mail_tries >= 0))
);

ALTER TABLE ONLY public.notices_notice FORCE ROW LEVEL SECURITY;

ALTER TABLE public.notices_notice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.notices_notice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_accessword (
    id bigint NOT NULL,
    licence_required boolean,
    reached_without_car boolean,
    way character varying(300) NOT NULL,
    wheelchair boolean,
    disability_contact character varying(200) NOT NULL,
    said_on date NOT NULL,
    said_by_name character varying(200) NOT NULL,
    training_action_id bigint NOT NULL
);

ALTER TABLE ONLY public.offer_accessword FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_accessword ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_accessword_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_amendment (
    id bigint NOT NULL,
    number smallint NOT NULL,
    kind character varying(20) NOT NULL,
    signed_on date NOT NULL,
    reason text NOT NULL,
    unit_price_cents bigint,
    ends_on date,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by_name character varying(200) NOT NULL,
    organisation_id bigint NOT NULL,
    order_id bigint NOT NULL,
    preparation_id bigint,
    CONSTRAINT offer_amendment_number_check CHECK ((number >= 0)),
    CONSTRAINT offer_amendment_unit_price_cents_check CHECK ((unit_price_cents >= 0))
);

ALTER TABLE ONLY public.offer_amendment FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_amendment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_amendment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_competence (
    id bigint NOT NULL,
    rank smallint NOT NULL,
    text character varying(500) NOT NULL,
    block_code character varying(40) NOT NULL,
    block_label character varying(500) NOT NULL,
    is_attested boolean NOT NULL,
    training_id bigint NOT NULL,
    CONSTRAINT offer_competence_rank_check CHECK ((rank >= 0))
);

ALTER TABLE ONLY public.offer_competence FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_competence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_competence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_delivery (
    id bigint NOT NULL,
    file_name character varying(255) NOT NULL,
    digest character varying(64) NOT NULL,
    size bigint NOT NULL,
    format character varying(40) NOT NULL,
    is_full boolean NOT NULL,
    exported_on date,
    state character varying(20) NOT NULL,
    "position" bigint NOT NULL,
    counts jsonb NOT NULL,
    defect_counts jsonb NOT NULL,
    person_name character varying(200) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    organisation_id bigint NOT NULL,
    provider_id bigint
);

ALTER TABLE ONLY public.offer_delivery FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_difference (
    id bigint NOT NULL,
    delivery_id bigint,
    kind character varying(20) NOT NULL,
    ledger_value character varying(200) NOT NULL,
    file_value character varying(200) NOT NULL,
    site_id_in_file bigint,
    found_at timestamp with time zone NOT NULL,
    state character varying(20) NOT NULL,
    question text NOT NULL,
    reply text NOT NULL,
    reason text NOT NULL,
    settled_at timestamp with time zone,
    settled_by_name character varying(200) NOT NULL,
    organisation_id bigint NOT NULL,
    provider_id bigint NOT NULL,
    session_id bigint NOT NULL
);

ALTER TABLE ONLY public.offer_difference FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_difference ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_difference_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_followon (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    note character varying(300) NOT NULL,
    said_on date NOT NULL,
    said_by_name character varying(200) NOT NULL,
    closed_on date,
    earlier_id bigint NOT NULL,
    later_id bigint NOT NULL,
    CONSTRAINT offer_follow_on_other CHECK ((NOT (earlier_id = later_id)))
);

ALTER TABLE ONLY public.offer_followon FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_followon ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_followon_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_lot (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    title character varying(300) NOT NULL,
    year smallint NOT NULL,
    domain_code character varying(10) NOT NULL,
    nature character varying(20) NOT NULL,
    zone_kind character varying(24) NOT NULL,
    zone_code character varying(16) NOT NULL,
    level smallint,
    places integer NOT NULL,
    hours integer NOT NULL,
    price_unit character varying(20) NOT NULL,
    unit_price_cents bigint NOT NULL,
    fund character varying(20) NOT NULL,
    state character varying(20) NOT NULL,
    need text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by_name character varying(200) NOT NULL,
    buyer_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    plan_id bigint,
    plan_action_id bigint,
    CONSTRAINT offer_lot_hours_check CHECK ((hours >= 0)),
    CONSTRAINT offer_lot_level_check CHECK ((level >= 0)),
    CONSTRAINT offer_lot_places_check CHECK ((places >= 0)),
    CONSTRAINT offer_lot_unit_price_cents_check CHECK ((unit_price_cents >= 0)),
    CONSTRAINT offer_lot_year_check CHECK ((year >= 0))
);

ALTER TABLE ONLY public.offer_lot FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_lot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_lot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_module (
    id bigint NOT NULL,
    rank smallint NOT NULL,
    reference character varying(200) NOT NULL,
    title character varying(255) NOT NULL,
    hours integer NOT NULL,
    kind character varying(20) NOT NULL,
    entry_mode smallint NOT NULL,
    price_cents bigint,
    training_id bigint NOT NULL,
    CONSTRAINT offer_module_entry_mode_check CHECK ((entry_mode >= 0)),
    CONSTRAINT offer_module_hours_check CHECK ((hours >= 0)),
    CONSTRAINT offer_module_price_cents_check CHECK ((price_cents >= 0)),
    CONSTRAINT offer_module_rank_check CHECK ((rank >= 0))
);

ALTER TABLE ONLY public.offer_module FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_module ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_module_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_moduleattestation (
    id bigint NOT NULL,
    text character varying(500) NOT NULL,
    issuer character varying(20) NOT NULL,
    module_id bigint NOT NULL
);

ALTER TABLE ONLY public.offer_moduleattestation FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_moduleattestation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_moduleattestation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_moduleblock (
    id bigint NOT NULL,
    certification_code character varying(20) NOT NULL,
    block_code character varying(40) NOT NULL,
    label character varying(500) NOT NULL,
    certifier character varying(250) NOT NULL,
    module_id bigint NOT NULL
);

ALTER TABLE ONLY public.offer_moduleblock FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_moduleblock ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_moduleblock_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_order (
    id bigint NOT NULL,
    number character varying(60) NOT NULL,
    title character varying(300) NOT NULL,
    form character varying(30) NOT NULL,
    fund character varying(20) NOT NULL,
    commitment_number character varying(60) NOT NULL,
    domain_code character varying(10) NOT NULL,
    nature character varying(20) NOT NULL,
    price_unit character varying(20) NOT NULL,
    unit_price_cents bigint NOT NULL,
    signed_on date NOT NULL,
    ends_on date NOT NULL,
    state character varying(20) NOT NULL,
    closed_on date,
    recorded_at timestamp with time zone NOT NULL,
    recorded_by_name character varying(200) NOT NULL,
    buyer_id bigint NOT NULL,
    lot_id bigint,
    organisation_id bigint NOT NULL,
    plan_id bigint,
    plan_action_id bigint,
    provider_id bigint NOT NULL,
    preparation_id bigint,
    CONSTRAINT offer_order_dates CHECK ((ends_on >= signed_on)),
    CONSTRAINT offer_order_unit_price_cents_check CHECK ((unit_price_cents >= 0))
);

ALTER TABLE ONLY public.offer_order FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_order ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_order_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_orderline (
    id bigint NOT NULL,
    group_hours integer,
    order_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    session_id bigint NOT NULL,
    CONSTRAINT offer_orderline_group_hours_check CHECK ((group_hours >= 0))
);

ALTER TABLE ONLY public.offer_orderline FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_orderline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_orderline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_placeentry (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    places integer NOT NULL,
    hours integer NOT NULL,
    cents bigint NOT NULL,
    happened_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    cause character varying(30) NOT NULL,
    reason text NOT NULL,
    person_name character varying(200) NOT NULL,
    actor_body_id bigint,
    amendment_id bigint,
    buyer_id bigint,
    corrects_id bigint,
    order_id bigint,
    organisation_id bigint NOT NULL,
    provider_id bigint NOT NULL,
    request_id bigint,
    other_session_id bigint,
    session_id bigint NOT NULL,
    CONSTRAINT offer_bought_by_an_order CHECK (((NOT ((kind)::text = 'bought'::text)) OR ((buyer_id IS NOT NULL) AND (order_id IS NOT NULL))))
);

ALTER TABLE ONLY public.offer_placeentry FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_placeentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_placeentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_preparation (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    number character varying(60) NOT NULL,
    terms text NOT NULL,
    cents bigint NOT NULL,
    digest character varying(64) NOT NULL,
    key character varying(100) NOT NULL,
    needs_two boolean NOT NULL,
    state character varying(20) NOT NULL,
    prepared_by_name character varying(200) NOT NULL,
    prepared_at timestamp with time zone NOT NULL,
    signed_by_name character varying(200) NOT NULL,
    signed_at timestamp with time zone,
    signed_digest character varying(64) NOT NULL,
    answered_by_name character varying(200) NOT NULL,
    answered_at timestamp with time zone,
    reason text NOT NULL,
    buyer_id bigint NOT NULL,
    order_id bigint,
    organisation_id bigint NOT NULL,
    prepared_by_id bigint NOT NULL,
    provider_id bigint NOT NULL,
    signed_by_id bigint,
    CONSTRAINT offer_signed_as_prepared CHECK ((((signed_at IS NOT NULL) AND (signed_by_id IS NOT NULL) AND ((signed_digest)::text = (digest)::text) AND ((state)::text = 'signed'::text)) OR ((NOT ((state)::text = 'signed'::text)) AND (signed_at IS NULL) AND (signed_by_id IS NULL) AND ((signed_digest)::text = ''::text)))),
    CONSTRAINT offer_two_people CHECK (((NOT needs_two) OR (signed_by_id IS NULL) OR (NOT ((signed_by_id = prepared_by_id) AND (signed_by_id IS NOT NULL)))))
);

ALTER TABLE ONLY public.offer_preparation FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_preparation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_preparation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_provider (
    id bigint NOT NULL,
    delivery_id bigint,
    changed_in_source_on date,
    digest character varying(64) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    closed_on date,
    unmodelled jsonb NOT NULL,
    siret character varying(14) NOT NULL,
    activity_number character varying(11) NOT NULL,
    name character varying(250) NOT NULL,
    legal_name character varying(250) NOT NULL,
    quality_mark character varying(200) NOT NULL,
    quality_mark_until date,
    uai_code character varying(8) NOT NULL,
    postal_code character varying(5) NOT NULL,
    town character varying(50) NOT NULL,
    commune_code character varying(5) NOT NULL,
    phone character varying(40) NOT NULL,
    email character varying(160) NOT NULL,
    web character varying(400) NOT NULL,
    body_id bigint
);

ALTER TABLE ONLY public.offer_provider FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_provider ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_provider_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_quarantined (
    id bigint NOT NULL,
    provider_siret character varying(20) NOT NULL,
    number character varying(60) NOT NULL,
    rank bigint NOT NULL,
    title character varying(255) NOT NULL,
    text text NOT NULL,
    defects jsonb NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    replayed_at timestamp with time zone,
    dropped_at timestamp with time zone,
    delivery_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    provider_id bigint
);

ALTER TABLE ONLY public.offer_quarantined FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_quarantined ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_quarantined_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_request (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    places integer NOT NULL,
    hours integer NOT NULL,
    starts_on date,
    ends_on date,
    cause character varying(30) NOT NULL,
    reason text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    asked_by_name character varying(200) NOT NULL,
    due_on date NOT NULL,
    state character varying(20) NOT NULL,
    answer text NOT NULL,
    answered_at timestamp with time zone,
    answered_by_name character varying(200) NOT NULL,
    asked_by_id bigint,
    order_id bigint,
    organisation_id bigint NOT NULL,
    provider_id bigint NOT NULL,
    session_id bigint NOT NULL,
    CONSTRAINT offer_request_answered_with_a_reason CHECK ((((state)::text = ANY ((ARRAY['asked'::character varying, 'withdrawn'::character varying])::text[])) OR ((answered_at IS NOT NULL) AND (NOT (answer = ''::text))))),
    CONSTRAINT offer_request_hours_check CHECK ((hours >= 0)),
    CONSTRAINT offer_request_places_check CHECK ((places >= 0))
);

ALTER TABLE ONLY public.offer_request FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_request ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_request_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_searchrow (
    session_id bigint NOT NULL,
    host_id bigint NOT NULL,
    commune_code character varying(5) NOT NULL,
    department_code character varying(3) NOT NULL,
    latitude double precision,
    longitude double precision,
    starts_on date,
    ends_on date,
    is_rolling boolean NOT NULL,
    state character varying(20) NOT NULL,
    "left" integer,
    nature character varying(20) NOT NULL,
    is_certifying boolean NOT NULL,
    level smallint,
    hours integer,
    modality smallint NOT NULL,
    is_evening boolean NOT NULL,
    is_part_time boolean NOT NULL,
    costs_nothing boolean,
    public_codes character varying(5)[] NOT NULL,
    rome_codes character varying(5)[] NOT NULL,
    needs_licence boolean,
    without_car boolean,
    wheelchair boolean,
    training_id bigint NOT NULL,
    boxes integer NOT NULL,
    open_until date,
    funder_codes smallint[] NOT NULL,
    CONSTRAINT offer_searchrow_hours_check CHECK ((hours >= 0)),
    CONSTRAINT offer_searchrow_level_check CHECK ((level >= 0)),
    CONSTRAINT offer_searchrow_modality_check CHECK ((modality >= 0))
);

CREATE TABLE public.offer_searchstamp (
    id bigint NOT NULL,
    made_at timestamp with time zone NOT NULL
);

ALTER TABLE public.offer_searchstamp ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_searchstamp_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_searchtext (
    training_id bigint NOT NULL,
    words tsvector NOT NULL
);

CREATE TABLE public.offer_searchword (
    word character varying(60) NOT NULL,
    trainings integer NOT NULL,
    CONSTRAINT offer_searchword_trainings_check CHECK ((trainings >= 0))
);

CREATE TABLE public.offer_session (
    id bigint NOT NULL,
    delivery_id bigint,
    changed_in_source_on date,
    digest character varying(64) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    closed_on date,
    unmodelled jsonb NOT NULL,
    number character varying(60) NOT NULL,
    starts_on date,
    ends_on date,
    first_starts_on date,
    period_as_given character varying(16) NOT NULL,
    enrol_from date,
    enrol_until date,
    enrolment character varying(255) NOT NULL,
    recruitment smallint,
    state character varying(20) NOT NULL,
    places_given integer,
    minimum_given integer,
    contact jsonb NOT NULL,
    blocks jsonb NOT NULL,
    url character varying(400) NOT NULL,
    site_id bigint,
    training_action_id bigint NOT NULL,
    CONSTRAINT offer_session_dates CHECK (((starts_on IS NULL) OR (ends_on IS NULL) OR (ends_on >= starts_on))),
    CONSTRAINT offer_session_minimum_given_check CHECK ((minimum_given >= 0)),
    CONSTRAINT offer_session_places_given_check CHECK ((places_given >= 0)),
    CONSTRAINT offer_session_recruitment_check CHECK ((recruitment >= 0))
);

ALTER TABLE public.offer_session ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_sessionplaces (
    session_id bigint NOT NULL,
    planned integer NOT NULL,
    bought integer NOT NULL,
    opened integer,
    minimum integer NOT NULL,
    waiting integer NOT NULL,
    lost integer NOT NULL,
    counted integer NOT NULL,
    hours_counted integer NOT NULL,
    held integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT offer_places_not_negative CHECK (((bought >= 0) AND (lost >= 0) AND (minimum >= 0) AND (opened >= 0) AND (planned >= 0) AND (waiting >= 0) AND (counted >= lost) AND (held >= 0) AND (hours_counted >= 0)))
);

ALTER TABLE ONLY public.offer_sessionplaces FORCE ROW LEVEL SECURITY;

CREATE TABLE public.offer_sessionstep (
    id bigint NOT NULL,
    state character varying(20) NOT NULL,
    happened_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    decided_by character varying(20) NOT NULL,
    cause character varying(30) NOT NULL,
    reason text NOT NULL,
    starts_on_before date,
    ends_on_before date,
    starts_on date,
    ends_on date,
    person_name character varying(200) NOT NULL,
    organisation_id bigint NOT NULL,
    provider_id bigint NOT NULL,
    request_id bigint,
    session_id bigint NOT NULL
);

ALTER TABLE ONLY public.offer_sessionstep FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_sessionstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_sessionstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_sheet (
    id bigint NOT NULL,
    summary text NOT NULL,
    nature character varying(20) NOT NULL,
    said_on date NOT NULL,
    said_by_name character varying(200) NOT NULL,
    training_id bigint NOT NULL
);

ALTER TABLE ONLY public.offer_sheet FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_sheet ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_sheet_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_sheetdraft (
    id bigint NOT NULL,
    "values" jsonb NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    saved_by_name character varying(200) NOT NULL,
    organisation_id bigint NOT NULL,
    training_id bigint NOT NULL
);

ALTER TABLE ONLY public.offer_sheetdraft FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_sheetdraft ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_sheetdraft_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_site (
    id bigint NOT NULL,
    key character varying(64) NOT NULL,
    name character varying(255) NOT NULL,
    lines character varying(250)[] NOT NULL,
    postal_code character varying(5) NOT NULL,
    town character varying(50) NOT NULL,
    commune_code character varying(5) NOT NULL,
    latitude double precision,
    longitude double precision,
    siret character varying(14) NOT NULL,
    uai_code character varying(8) NOT NULL,
    phone character varying(40) NOT NULL,
    email character varying(160) NOT NULL,
    unmodelled jsonb NOT NULL,
    CONSTRAINT offer_site_coordinates CHECK ((((latitude IS NULL) AND (longitude IS NULL)) OR (((latitude >= ('-90.0'::numeric)::double precision) AND (latitude <= (90.0)::double precision)) AND ((longitude >= ('-180.0'::numeric)::double precision) AND (longitude <= (180.0)::double precision)))))
);

ALTER TABLE public.offer_site ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_site_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_training (
    id bigint NOT NULL,
    delivery_id bigint,
    changed_in_source_on date,
    digest character varying(64) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    closed_on date,
    unmodelled jsonb NOT NULL,
    number character varying(60) NOT NULL,
    host_id bigint NOT NULL,
    title character varying(255) NOT NULL,
    objective text NOT NULL,
    expected_results text NOT NULL,
    content text NOT NULL,
    is_certifying boolean NOT NULL,
    pathway smallint,
    level_in smallint,
    level_out smallint,
    general_objective smallint,
    formacode_version character varying(10) NOT NULL,
    formacodes character varying(5)[] NOT NULL,
    nsf_codes character varying(3)[] NOT NULL,
    rome_codes character varying(5)[] NOT NULL,
    certifications jsonb NOT NULL,
    module_reference text NOT NULL,
    url character varying(400) NOT NULL,
    provider_id bigint NOT NULL,
    CONSTRAINT offer_training_general_objective_check CHECK ((general_objective >= 0)),
    CONSTRAINT offer_training_level_in_check CHECK ((level_in >= 0)),
    CONSTRAINT offer_training_level_out_check CHECK ((level_out >= 0)),
    CONSTRAINT offer_training_pathway_check CHECK ((pathway >= 0))
);

ALTER TABLE public.offer_training ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_training_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_trainingaction (
    id bigint NOT NULL,
    delivery_id bigint,
    changed_in_source_on date,
    digest character varying(64) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    closed_on date,
    unmodelled jsonb NOT NULL,
    number character varying(60) NOT NULL,
    other_sites bigint[] NOT NULL,
    entry_mode smallint NOT NULL,
    modality smallint NOT NULL,
    pace text NOT NULL,
    alternation text NOT NULL,
    prerequisites text NOT NULL,
    level_required boolean NOT NULL,
    public_codes character varying(5)[] NOT NULL,
    public_note character varying(250) NOT NULL,
    hours_centre integer,
    hours_company integer,
    hours_total integer,
    duration character varying(150) NOT NULL,
    price_hour_cents integer,
    price_total_cents bigint,
    costs_may_be_paid boolean NOT NULL,
    costs_detail character varying(600) NOT NULL,
    costs_left character varying(200) NOT NULL,
    is_contracted boolean,
    contracted_hours integer,
    funders jsonb NOT NULL,
    programmes character varying(200)[] NOT NULL,
    trainers jsonb NOT NULL,
    accessibility character varying(250) NOT NULL,
    catering character varying(250) NOT NULL,
    lodging character varying(250) NOT NULL,
    transport character varying(250) NOT NULL,
    languages character varying(2)[] NOT NULL,
    recruitment text NOT NULL,
    pedagogy character varying(200) NOT NULL,
    information_dates character varying(8)[] NOT NULL,
    information_place jsonb NOT NULL,
    url character varying(400) NOT NULL,
    site_id bigint,
    training_id bigint NOT NULL,
    CONSTRAINT offer_trainingaction_contracted_hours_check CHECK ((contracted_hours >= 0)),
    CONSTRAINT offer_trainingaction_entry_mode_check CHECK ((entry_mode >= 0)),
    CONSTRAINT offer_trainingaction_hours_centre_check CHECK ((hours_centre >= 0)),
    CONSTRAINT offer_trainingaction_hours_company_check CHECK ((hours_company >= 0)),
    CONSTRAINT offer_trainingaction_hours_total_check CHECK ((hours_total >= 0)),
    CONSTRAINT offer_trainingaction_modality_check CHECK ((modality >= 0)),
    CONSTRAINT offer_trainingaction_price_hour_cents_check CHECK ((price_hour_cents >= 0)),
    CONSTRAINT offer_trainingaction_price_total_cents_check CHECK ((price_total_cents >= 0))
);

ALTER TABLE public.offer_trainingaction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_trainingaction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offer_trainingquality (
    training_id bigint NOT NULL,
    score smallint NOT NULL,
    missing character varying(20)[] NOT NULL,
    computed_on date NOT NULL,
    CONSTRAINT offer_trainingquality_score_check CHECK ((score >= 0))
);

CREATE TABLE public.offer_trainingsource (
    training_id bigint NOT NULL,
    data bytea NOT NULL
);

CREATE TABLE public.offer_watch (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    provider_id bigint NOT NULL,
    session_id bigint NOT NULL
);

ALTER TABLE ONLY public.offer_watch FORCE ROW LEVEL SECURITY;

ALTER TABLE public.offer_watch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offer_watch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.otp_totp_totpdevice (
    id integer NOT NULL,
    name character varying(64) NOT NULL,
    confirmed boolean NOT NULL,
    key character varying(80) NOT NULL,
    step smallint NOT NULL,
    t0 bigint NOT NULL,
    digits smallint NOT NULL,
    tolerance smallint NOT NULL,
    drift smallint NOT NULL,
    last_t bigint NOT NULL,
    user_id bigint NOT NULL,
    throttling_failure_count integer NOT NULL,
    throttling_failure_timestamp timestamp with time zone,
    created_at timestamp with time zone,
    last_used_at timestamp with time zone,
    CONSTRAINT otp_totp_totpdevice_digits_check CHECK ((digits >= 0)),
    CONSTRAINT otp_totp_totpdevice_step_check CHECK ((step >= 0)),
    CONSTRAINT otp_totp_totpdevice_throttling_failure_count_check CHECK ((throttling_failure_count >= 0)),
    CONSTRAINT otp_totp_totpdevice_tolerance_check CHECK ((tolerance >= 0))
);

ALTER TABLE public.otp_totp_totpdevice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.otp_totp_totpdevice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_actionline (
    id bigint NOT NULL,
    title text NOT NULL,
    short_title character varying(200) NOT NULL,
    plan_action_id bigint NOT NULL,
    version_id bigint NOT NULL
);

ALTER TABLE ONLY public.plan_actionline FORCE ROW LEVEL SECURITY;

ALTER TABLE public.plan_actionline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_actionline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_actionperson (
    id bigint NOT NULL,
    host_id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    plan_action_id bigint NOT NULL,
    CONSTRAINT action_person_dates CHECK (((valid_until IS NULL) OR (valid_until >= valid_from)))
);

ALTER TABLE ONLY public.plan_actionperson FORCE ROW LEVEL SECURITY;

ALTER TABLE public.plan_actionperson ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_actionperson_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_amountline (
    id bigint NOT NULL,
    year smallint,
    cents bigint NOT NULL,
    plan_action_id bigint NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT plan_amountline_year_check CHECK ((year >= 0))
);

ALTER TABLE ONLY public.plan_amountline FORCE ROW LEVEL SECURITY;

ALTER TABLE public.plan_amountline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_amountline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_axisline (
    id bigint NOT NULL,
    rank smallint NOT NULL,
    code character varying(20) NOT NULL,
    label character varying(200) NOT NULL,
    title text NOT NULL,
    description text NOT NULL,
    amount_cents bigint,
    amount_as_printed character varying(200) NOT NULL,
    publics text[] NOT NULL,
    source_lines character varying(200) NOT NULL,
    doubts jsonb NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT plan_axis_amount_positive CHECK (((amount_cents IS NULL) OR (amount_cents >= 0))),
    CONSTRAINT plan_axisline_rank_check CHECK ((rank >= 0))
);

ALTER TABLE ONLY public.plan_axisline FORCE ROW LEVEL SECURITY;

ALTER TABLE public.plan_axisline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_axisline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_figureline (
    id bigint NOT NULL,
    rank smallint NOT NULL,
    what text NOT NULL,
    kind character varying(20) NOT NULL,
    value numeric(18,4),
    minimum numeric(18,4),
    maximum numeric(18,4),
    unit character varying(120) NOT NULL,
    per character varying(120) NOT NULL,
    horizon character varying(120) NOT NULL,
    certain boolean NOT NULL,
    source_text text NOT NULL,
    doubt text NOT NULL,
    indicator_code character varying(80) NOT NULL,
    proposed boolean NOT NULL,
    version_id bigint NOT NULL,
    row_id bigint NOT NULL,
    CONSTRAINT plan_figureline_rank_check CHECK ((rank >= 0))
);

ALTER TABLE ONLY public.plan_figureline FORCE ROW LEVEL SECURITY;

ALTER TABLE public.plan_figureline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_figureline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_importrun (
    id bigint NOT NULL,
    person_name character varying(200) NOT NULL,
    file_name character varying(255) NOT NULL,
    digest character varying(64) NOT NULL,
    data bytea NOT NULL,
    mapping jsonb NOT NULL,
    as_new boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    organisation_id bigint NOT NULL,
    plan_id bigint,
    written_version_id bigint
);

ALTER TABLE ONLY public.plan_importrun FORCE ROW LEVEL SECURITY;

ALTER TABLE public.plan_importrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_importrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_lineageline (
    id bigint NOT NULL,
    rank smallint NOT NULL,
    kind character varying(20) NOT NULL,
    origin_plan character varying(100) NOT NULL,
    origin_number character varying(20) NOT NULL,
    origin_id bigint,
    plan_action_id bigint NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT plan_lineageline_rank_check CHECK ((rank >= 0))
);

ALTER TABLE ONLY public.plan_lineageline FORCE ROW LEVEL SECURITY;

ALTER TABLE public.plan_lineageline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_lineageline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_objectiveline (
    id bigint NOT NULL,
    rank smallint NOT NULL,
    code character varying(40) NOT NULL,
    label text NOT NULL,
    axis_code character varying(20) NOT NULL,
    parent_code character varying(40) NOT NULL,
    code_as_printed character varying(80) NOT NULL,
    doubts jsonb NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT plan_objectiveline_rank_check CHECK ((rank >= 0))
);

ALTER TABLE ONLY public.plan_objectiveline FORCE ROW LEVEL SECURITY;

ALTER TABLE public.plan_objectiveline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_objectiveline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_plan (
    id bigint NOT NULL,
    code character varying(100) NOT NULL,
    title character varying(300) NOT NULL,
    region character varying(120) NOT NULL,
    first_year smallint NOT NULL,
    last_year smallint NOT NULL,
    organisation_id bigint NOT NULL,
    is_synthetic boolean NOT NULL,
    CONSTRAINT plan_plan_first_year_check CHECK ((first_year >= 0)),
    CONSTRAINT plan_plan_last_year_check CHECK ((last_year >= 0)),
    CONSTRAINT plan_years CHECK ((last_year >= first_year))
);

ALTER TABLE ONLY public.plan_plan FORCE ROW LEVEL SECURITY;

ALTER TABLE public.plan_plan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_plan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_planaction (
    id bigint NOT NULL,
    number character varying(20) NOT NULL,
    plan_id bigint NOT NULL,
    number_order character varying(120) GENERATED ALWAYS AS (regexp_replace(regexp_replace(lower((number)::text), '([0-9]+)'::text, '0000000000\1'::text, 'g'::text), '[0-9]*([0-9]{10})'::text, '\1'::text, 'g'::text)) STORED COLLATE pg_catalog."C"
);

ALTER TABLE public.plan_planaction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_planaction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_planversion (
    id bigint NOT NULL,
    number integer NOT NULL,
    label character varying(200) NOT NULL,
    state character varying(20) NOT NULL,
    title character varying(300) NOT NULL,
    document_title character varying(300) NOT NULL,
    decided_on character varying(10) NOT NULL,
    source text NOT NULL,
    periods character varying(9)[] NOT NULL,
    vote_body character varying(200) NOT NULL,
    vote_number character varying(80) NOT NULL,
    voted_on date,
    signed_on date,
    in_force_from date,
    created_at timestamp with time zone NOT NULL,
    created_by_name character varying(200) NOT NULL,
    reason text NOT NULL,
    base_id bigint,
    organisation_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    first_year smallint NOT NULL,
    last_year smallint NOT NULL,
    publics jsonb NOT NULL,
    CONSTRAINT plan_planversion_first_year_check CHECK ((first_year >= 0)),
    CONSTRAINT plan_planversion_last_year_check CHECK ((last_year >= 0)),
    CONSTRAINT plan_planversion_number_check CHECK ((number >= 0)),
    CONSTRAINT plan_version_in_force_dated CHECK (((NOT ((state)::text = 'in_force'::text)) OR (in_force_from IS NOT NULL))),
    CONSTRAINT plan_version_years CHECK ((last_year >= first_year))
);

ALTER TABLE ONLY public.plan_planversion FORCE ROW LEVEL SECURITY;

ALTER TABLE public.plan_planversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_planversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_rowlead (
    id bigint NOT NULL,
    rank smallint NOT NULL,
    name character varying(200) NOT NULL,
    service_name character varying(80) NOT NULL,
    role character varying(40) NOT NULL,
    note text NOT NULL,
    body_id bigint,
    service_id bigint,
    version_id bigint NOT NULL,
    row_id bigint NOT NULL,
    CONSTRAINT plan_rowlead_rank_check CHECK ((rank >= 0))
);

ALTER TABLE ONLY public.plan_rowlead FORCE ROW LEVEL SECURITY;

ALTER TABLE public.plan_rowlead ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_rowlead_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_rowline (
    id bigint NOT NULL,
    rank smallint NOT NULL,
    key character varying(40) NOT NULL,
    kind character varying(20) NOT NULL,
    axis_code character varying(20) NOT NULL,
    strategic_code character varying(40) NOT NULL,
    operational_code character varying(40) NOT NULL,
    title text NOT NULL,
    short_title character varying(200) NOT NULL,
    title_as_printed text NOT NULL,
    description text NOT NULL,
    leads_as_printed text NOT NULL,
    expected_result text NOT NULL,
    priority character varying(40) NOT NULL,
    comment text NOT NULL,
    staff jsonb NOT NULL,
    expenses jsonb NOT NULL,
    placement character varying(20) NOT NULL,
    flags jsonb NOT NULL,
    flags_as_printed character varying(200) NOT NULL,
    flag_count smallint NOT NULL,
    schedule_note text NOT NULL,
    linked_numbers character varying(20)[] NOT NULL,
    publics text[] NOT NULL,
    sectors text[] NOT NULL,
    territories text[] NOT NULL,
    partners text[] NOT NULL,
    source_lines character varying(200) NOT NULL,
    doubts jsonb NOT NULL,
    plan_action_id bigint NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT plan_rowline_flag_count_check CHECK ((flag_count >= 0)),
    CONSTRAINT plan_rowline_rank_check CHECK ((rank >= 0))
);

ALTER TABLE ONLY public.plan_rowline FORCE ROW LEVEL SECURITY;

ALTER TABLE public.plan_rowline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_rowline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_savedview (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    query character varying(1000) NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE ONLY public.plan_savedview FORCE ROW LEVEL SECURITY;

ALTER TABLE public.plan_savedview ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_savedview_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_standingline (
    id bigint NOT NULL,
    rank smallint NOT NULL,
    state character varying(20) NOT NULL,
    since date,
    reason text NOT NULL,
    plan_action_id bigint NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT plan_standingline_rank_check CHECK ((rank >= 0))
);

ALTER TABLE ONLY public.plan_standingline FORCE ROW LEVEL SECURITY;

ALTER TABLE public.plan_standingline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_standingline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procedures_award (
    id bigint NOT NULL,
    holder character varying(200) NOT NULL,
    cents bigint NOT NULL,
    reference character varying(120) NOT NULL,
    awarded_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    reason text NOT NULL,
    organisation_id bigint NOT NULL,
    file_id bigint NOT NULL,
    CONSTRAINT procedures_award_positive CHECK ((cents >= 0))
);

ALTER TABLE ONLY public.procedures_award FORCE ROW LEVEL SECURITY;

ALTER TABLE public.procedures_award ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.procedures_award_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procedures_choice (
    id bigint NOT NULL,
    text text NOT NULL,
    enables text NOT NULL,
    enabled_numbers character varying(20)[] NOT NULL,
    decision_reference character varying(200) NOT NULL,
    chosen_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    reason text NOT NULL,
    organisation_id bigint NOT NULL,
    file_id bigint NOT NULL,
    option_id bigint
);

ALTER TABLE ONLY public.procedures_choice FORCE ROW LEVEL SECURITY;

ALTER TABLE public.procedures_choice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.procedures_choice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procedures_deliverable (
    id bigint NOT NULL,
    rank smallint NOT NULL,
    title character varying(200) NOT NULL,
    due_on date NOT NULL,
    state character varying(20) NOT NULL,
    received_on date,
    judged_on date,
    organisation_id bigint NOT NULL,
    file_id bigint NOT NULL,
    CONSTRAINT procedures_deliverable_judged_after_received CHECK (((judged_on IS NULL) OR (received_on IS NOT NULL))),
    CONSTRAINT procedures_deliverable_rank_check CHECK ((rank >= 0))
);

ALTER TABLE ONLY public.procedures_deliverable FORCE ROW LEVEL SECURITY;

ALTER TABLE public.procedures_deliverable ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.procedures_deliverable_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procedures_document (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    title character varying(200) NOT NULL,
    name character varying(255) NOT NULL,
    media_type character varying(120) NOT NULL,
    size integer NOT NULL,
    digest character varying(64) NOT NULL,
    data bytea,
    reference character varying(500) NOT NULL,
    dated_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    deliverable_id bigint,
    organisation_id bigint NOT NULL,
    file_id bigint NOT NULL,
    CONSTRAINT procedures_document_here_or_elsewhere CHECK ((((data IS NOT NULL) AND (NOT ((digest)::text = ''::text))) OR ((data IS NULL) AND (NOT ((reference)::text = ''::text))))),
    CONSTRAINT procedures_document_size_check CHECK ((size >= 0))
);

ALTER TABLE ONLY public.procedures_document FORCE ROW LEVEL SECURITY;

ALTER TABLE public.procedures_document ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.procedures_document_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procedures_file (
    id bigint NOT NULL,
    procedure_code character varying(60) NOT NULL,
    number integer NOT NULL,
    title character varying(200) NOT NULL,
    stage character varying(40) NOT NULL,
    outcome character varying(40) NOT NULL,
    opened_on date NOT NULL,
    ended_on date,
    held_since date,
    held_until_what character varying(300) NOT NULL,
    "values" jsonb NOT NULL,
    organisation_id bigint NOT NULL,
    owner_id bigint,
    plan_id bigint NOT NULL,
    plan_action_id bigint NOT NULL,
    CONSTRAINT procedures_file_dates CHECK (((ended_on IS NULL) OR (ended_on >= opened_on))),
    CONSTRAINT procedures_file_held_by_something CHECK ((((held_since IS NULL) AND ((held_until_what)::text = ''::text)) OR ((held_since IS NOT NULL) AND (NOT ((held_until_what)::text = ''::text))))),
    CONSTRAINT procedures_file_number_check CHECK ((number >= 0))
);

ALTER TABLE ONLY public.procedures_file FORCE ROW LEVEL SECURITY;

ALTER TABLE public.procedures_file ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.procedures_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procedures_filedeadline (
    id bigint NOT NULL,
    code character varying(60) NOT NULL,
    due_on date NOT NULL,
    file_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.procedures_filedeadline FORCE ROW LEVEL SECURITY;

ALTER TABLE public.procedures_filedeadline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.procedures_filedeadline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procedures_filestep (
    id bigint NOT NULL,
    kind character varying(40) NOT NULL,
    code character varying(60) NOT NULL,
    before character varying(300) NOT NULL,
    after character varying(300) NOT NULL,
    happened_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    reason text NOT NULL,
    deliverable_id bigint,
    file_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.procedures_filestep FORCE ROW LEVEL SECURITY;

ALTER TABLE public.procedures_filestep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.procedures_filestep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procedures_option (
    id bigint NOT NULL,
    code character varying(4) NOT NULL,
    title character varying(200) NOT NULL,
    description text NOT NULL,
    enables text NOT NULL,
    enabled_numbers character varying(20)[] NOT NULL,
    file_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.procedures_option FORCE ROW LEVEL SECURITY;

ALTER TABLE public.procedures_option ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.procedures_option_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procedures_optioncriterion (
    id bigint NOT NULL,
    rank smallint NOT NULL,
    label character varying(120) NOT NULL,
    meaning character varying(300) NOT NULL,
    points smallint NOT NULL,
    file_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT procedures_criterion_points CHECK ((points <= 1000)),
    CONSTRAINT procedures_optioncriterion_points_check CHECK ((points >= 0)),
    CONSTRAINT procedures_optioncriterion_rank_check CHECK ((rank >= 0))
);

ALTER TABLE ONLY public.procedures_optioncriterion FORCE ROW LEVEL SECURITY;

ALTER TABLE public.procedures_optioncriterion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.procedures_optioncriterion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procedures_optionscore (
    id bigint NOT NULL,
    value numeric(2,1) NOT NULL,
    source character varying(300) NOT NULL,
    scored_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    criterion_id bigint NOT NULL,
    option_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT procedures_score_range CHECK (((value >= (0)::numeric) AND (value <= (5)::numeric)))
);

ALTER TABLE ONLY public.procedures_optionscore FORCE ROW LEVEL SECURITY;

ALTER TABLE public.procedures_optionscore ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.procedures_optionscore_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);

CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;

CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;

CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);

CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;

CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reference_certificationversion (
    id bigint NOT NULL,
    code character varying(16) NOT NULL,
    edition date NOT NULL,
    register character varying(10) NOT NULL,
    title text NOT NULL,
    plain_title text NOT NULL,
    short_name text NOT NULL,
    type_label text NOT NULL,
    level smallint,
    is_active boolean,
    state character varying(60) NOT NULL,
    registration_kind character varying(60) NOT NULL,
    decided_on date,
    effective_on date,
    ends_on date,
    delivery_ends_on date,
    published_on date,
    rome_codes character varying(5)[],
    nsf_codes character varying(4)[],
    formacodes character varying(5)[],
    certifiers jsonb,
    blocks jsonb,
    successors character varying(16)[],
    predecessors character varying(16)[],
    same_as character varying(16)[],
    routes character varying(4)[],
    url text NOT NULL,
    texts jsonb,
    partner_count integer,
    CONSTRAINT reference_certificationversion_level_check CHECK ((level >= 0)),
    CONSTRAINT reference_certificationversion_partner_count_check CHECK ((partner_count >= 0))
);

ALTER TABLE public.reference_certificationversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reference_certificationversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reference_codechange (
    id bigint NOT NULL,
    old_code character varying(5) NOT NULL,
    new_code character varying(5) NOT NULL,
    edition smallint NOT NULL,
    CONSTRAINT reference_codechange_edition_check CHECK ((edition >= 0))
);

ALTER TABLE public.reference_codechange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reference_codechange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reference_contour (
    id bigint NOT NULL,
    kind character varying(24) NOT NULL,
    code character varying(16) NOT NULL,
    edition smallint NOT NULL,
    rings jsonb NOT NULL,
    CONSTRAINT reference_contour_edition_check CHECK ((edition >= 0))
);

ALTER TABLE public.reference_contour ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reference_contour_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reference_edition (
    id bigint NOT NULL,
    year smallint NOT NULL,
    source character varying(300) NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    CONSTRAINT reference_edition_year_check CHECK ((year >= 0))
);

ALTER TABLE public.reference_edition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reference_edition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reference_loadedfile (
    id bigint NOT NULL,
    digest character varying(64) NOT NULL,
    name character varying(200) NOT NULL,
    kind character varying(60) NOT NULL,
    edition smallint,
    line_count integer NOT NULL,
    defects jsonb NOT NULL,
    defect_count integer NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    loaded_by character varying(200) NOT NULL,
    release character varying(20) NOT NULL,
    CONSTRAINT reference_loadedfile_defect_count_check CHECK ((defect_count >= 0)),
    CONSTRAINT reference_loadedfile_edition_check CHECK ((edition >= 0)),
    CONSTRAINT reference_loadedfile_line_count_check CHECK ((line_count >= 0))
);

ALTER TABLE public.reference_loadedfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reference_loadedfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reference_membership (
    id bigint NOT NULL,
    kind character varying(24) NOT NULL,
    vintage smallint NOT NULL,
    commune_code character varying(5) NOT NULL,
    zone_code character varying(16) NOT NULL,
    CONSTRAINT reference_membership_vintage_check CHECK ((vintage >= 0))
);

ALTER TABLE public.reference_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reference_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reference_nomenclature (
    id bigint NOT NULL,
    scheme character varying(40) NOT NULL,
    edition character varying(20) NOT NULL,
    starts_on date NOT NULL,
    source character varying(300) NOT NULL,
    is_excerpt boolean NOT NULL,
    loaded_at timestamp with time zone NOT NULL
);

ALTER TABLE public.reference_nomenclature ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reference_nomenclature_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reference_nomenclaturelink (
    id bigint NOT NULL,
    relation character varying(40) NOT NULL,
    edition character varying(20) NOT NULL,
    source_code character varying(64) NOT NULL,
    target_code character varying(64) NOT NULL,
    kind character varying(40) NOT NULL,
    rank integer,
    CONSTRAINT reference_nomenclaturelink_rank_check CHECK ((rank >= 0))
);

ALTER TABLE public.reference_nomenclaturelink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reference_nomenclaturelink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reference_nomenclatureterm (
    id bigint NOT NULL,
    scheme character varying(40) NOT NULL,
    edition character varying(20) NOT NULL,
    code character varying(64) NOT NULL,
    label text NOT NULL,
    plain_words text NOT NULL,
    kind character varying(40) NOT NULL,
    parent_code character varying(64) NOT NULL,
    detail jsonb NOT NULL
);

ALTER TABLE public.reference_nomenclatureterm ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reference_nomenclatureterm_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reference_zone (
    id bigint NOT NULL,
    kind character varying(24) NOT NULL,
    code character varying(16) NOT NULL,
    edition smallint NOT NULL,
    name character varying(200) NOT NULL,
    plain_name character varying(200) NOT NULL,
    nature character varying(24) NOT NULL,
    region_code character varying(3) NOT NULL,
    department_code character varying(3) NOT NULL,
    arrondissement_code character varying(4) NOT NULL,
    epci_code character varying(9) NOT NULL,
    population integer,
    latitude double precision,
    longitude double precision,
    postal_codes character varying(5)[] NOT NULL,
    CONSTRAINT reference_zone_edition_check CHECK ((edition >= 0)),
    CONSTRAINT reference_zone_population_check CHECK ((population >= 0))
);

ALTER TABLE public.reference_zone ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reference_zone_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.reference_zonepopulation (
    id bigint NOT NULL,
    kind character varying(24) NOT NULL,
    code character varying(16) NOT NULL,
    year smallint NOT NULL,
    count integer NOT NULL,
    CONSTRAINT reference_zonepopulation_count_check CHECK ((count >= 0)),
    CONSTRAINT reference_zonepopulation_year_check CHECK ((year >= 0))
);

ALTER TABLE public.reference_zonepopulation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reference_zonepopulation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.steering_agendaitem (
    id bigint NOT NULL,
    rank smallint NOT NULL,
    kind character varying(20) NOT NULL,
    title character varying(300) NOT NULL,
    presenter character varying(200) NOT NULL,
    minutes smallint,
    organisation_id bigint NOT NULL,
    plan_action_id bigint,
    committee_id bigint NOT NULL,
    CONSTRAINT steering_agendaitem_minutes_check CHECK ((minutes >= 0)),
    CONSTRAINT steering_agendaitem_rank_check CHECK ((rank >= 0))
);

ALTER TABLE ONLY public.steering_agendaitem FORCE ROW LEVEL SECURITY;

ALTER TABLE public.steering_agendaitem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.steering_agendaitem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.steering_answer (
    id bigint NOT NULL,
    lead_name character varying(300) NOT NULL,
    state character varying(20) NOT NULL,
    weather character varying(20) NOT NULL,
    weather_word character varying(300) NOT NULL,
    weather_on date,
    weather_by_name character varying(200) NOT NULL,
    progress_text text NOT NULL,
    decision_asked text NOT NULL,
    sent_at timestamp with time zone,
    sent_by_name character varying(200) NOT NULL,
    lead_id bigint,
    organisation_id bigint NOT NULL,
    person_id bigint,
    plan_action_id bigint NOT NULL,
    round_id bigint NOT NULL
);

ALTER TABLE ONLY public.steering_answer FORCE ROW LEVEL SECURITY;

ALTER TABLE public.steering_answer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.steering_answer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.steering_committee (
    id bigint NOT NULL,
    number integer NOT NULL,
    title character varying(200) NOT NULL,
    held_on date NOT NULL,
    starts_at time without time zone,
    place character varying(200) NOT NULL,
    state character varying(20) NOT NULL,
    frozen jsonb,
    frozen_digest character varying(64) NOT NULL,
    frozen_at timestamp with time zone,
    frozen_edition smallint NOT NULL,
    statement jsonb,
    statement_digest character varying(64) NOT NULL,
    statement_number integer,
    issued_at timestamp with time zone,
    issued_by_name character varying(200) NOT NULL,
    organisation_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    round_id bigint,
    CONSTRAINT steering_committee_frozen_edition_check CHECK ((frozen_edition >= 0)),
    CONSTRAINT steering_committee_issued_is_frozen CHECK (((NOT ((state)::text = 'issued'::text)) OR ((issued_at IS NOT NULL) AND (statement IS NOT NULL) AND (statement_number IS NOT NULL)))),
    CONSTRAINT steering_committee_number_check CHECK ((number >= 0)),
    CONSTRAINT steering_committee_statement_number_check CHECK ((statement_number >= 0))
);

ALTER TABLE ONLY public.steering_committee FORCE ROW LEVEL SECURITY;

ALTER TABLE public.steering_committee ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.steering_committee_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.steering_decision (
    id bigint NOT NULL,
    number integer NOT NULL,
    text text NOT NULL,
    due_on date,
    expected_effect text NOT NULL,
    check_on date,
    asked_by_id bigint,
    committee_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    owner_id bigint,
    owner_body_id bigint,
    plan_id bigint NOT NULL,
    CONSTRAINT steering_decision_checked_after_due CHECK (((check_on IS NULL) OR (due_on IS NULL) OR (check_on >= due_on))),
    CONSTRAINT steering_decision_number_check CHECK ((number >= 0))
);

ALTER TABLE ONLY public.steering_decision FORCE ROW LEVEL SECURITY;

ALTER TABLE public.steering_decision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.steering_decision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.steering_decision_plan_actions (
    id bigint NOT NULL,
    decision_id bigint NOT NULL,
    planaction_id bigint NOT NULL
);

ALTER TABLE public.steering_decision_plan_actions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.steering_decision_plan_actions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.steering_decisionstep (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    happened_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    note text NOT NULL,
    due_on date,
    check_on date,
    person_name character varying(200) NOT NULL,
    decision_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.steering_decisionstep FORCE ROW LEVEL SECURITY;

ALTER TABLE public.steering_decisionstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.steering_decisionstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.steering_declaredvalue (
    id bigint NOT NULL,
    what character varying(300) NOT NULL,
    indicator_code character varying(80) NOT NULL,
    value numeric(18,4) NOT NULL,
    unit character varying(120) NOT NULL,
    happened_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    proof text NOT NULL,
    proof_url character varying(500) NOT NULL,
    person_name character varying(200) NOT NULL,
    answer_id bigint,
    corrects_id bigint,
    organisation_id bigint NOT NULL,
    plan_action_id bigint NOT NULL
);

ALTER TABLE ONLY public.steering_declaredvalue FORCE ROW LEVEL SECURITY;

ALTER TABLE public.steering_declaredvalue ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.steering_declaredvalue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.steering_milestone (
    id bigint NOT NULL,
    title character varying(300) NOT NULL,
    due_on date NOT NULL,
    done_on date,
    dropped_on date,
    organisation_id bigint NOT NULL,
    owner_id bigint,
    plan_action_id bigint NOT NULL
);

ALTER TABLE ONLY public.steering_milestone FORCE ROW LEVEL SECURITY;

CREATE TABLE public.steering_milestone_depends_on (
    id bigint NOT NULL,
    from_milestone_id bigint NOT NULL,
    to_milestone_id bigint NOT NULL
);

ALTER TABLE public.steering_milestone_depends_on ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.steering_milestone_depends_on_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.steering_milestone ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.steering_milestone_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.steering_milestonestep (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    happened_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    due_on date,
    reason text NOT NULL,
    person_name character varying(200) NOT NULL,
    milestone_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.steering_milestonestep FORCE ROW LEVEL SECURITY;

ALTER TABLE public.steering_milestonestep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.steering_milestonestep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.steering_remark (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    about character varying(120) NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    person_name character varying(200) NOT NULL,
    answer_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE ONLY public.steering_remark FORCE ROW LEVEL SECURITY;

ALTER TABLE public.steering_remark ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.steering_remark_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.steering_risk (
    id bigint NOT NULL,
    title character varying(300) NOT NULL,
    level character varying(20) NOT NULL,
    response text NOT NULL,
    opened_on date NOT NULL,
    closed_on date,
    person_name character varying(200) NOT NULL,
    organisation_id bigint NOT NULL,
    plan_action_id bigint NOT NULL
);

ALTER TABLE ONLY public.steering_risk FORCE ROW LEVEL SECURITY;

ALTER TABLE public.steering_risk ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.steering_risk_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.steering_round (
    id bigint NOT NULL,
    number integer NOT NULL,
    label character varying(200) NOT NULL,
    asked text NOT NULL,
    topics character varying(40)[] NOT NULL,
    opened_on date NOT NULL,
    due_on date NOT NULL,
    committee_on date NOT NULL,
    state character varying(20) NOT NULL,
    opened_by_name character varying(200) NOT NULL,
    closed_at timestamp with time zone,
    closed_by_name character varying(200) NOT NULL,
    frozen jsonb,
    frozen_digest character varying(64) NOT NULL,
    organisation_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    CONSTRAINT steering_round_closed_is_frozen CHECK (((NOT ((state)::text = 'closed'::text)) OR ((closed_at IS NOT NULL) AND (frozen IS NOT NULL)))),
    CONSTRAINT steering_round_committee_after_due CHECK ((committee_on >= due_on)),
    CONSTRAINT steering_round_due_after_opening CHECK ((due_on >= opened_on)),
    CONSTRAINT steering_round_number_check CHECK ((number >= 0))
);

ALTER TABLE ONLY public.steering_round FORCE ROW LEVEL SECURITY;

ALTER TABLE public.steering_round ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.steering_round_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);

INSERT INTO public.auth_permission VALUES
	(1, 'Can add permission', 1, 'add_permission'),
	(2, 'Can change permission', 1, 'change_permission'),
	(3, 'Can delete permission', 1, 'delete_permission'),
	(4, 'Can view permission', 1, 'view_permission'),
	(5, 'Can add group', 2, 'add_group'),
	(6, 'Can change group', 2, 'change_group'),
	(7, 'Can delete group', 2, 'delete_group'),
	(8, 'Can view group', 2, 'view_group'),
	(9, 'Can add content type', 3, 'add_contenttype'),
	(10, 'Can change content type', 3, 'change_contenttype'),
	(11, 'Can delete content type', 3, 'delete_contenttype'),
	(12, 'Can view content type', 3, 'view_contenttype'),
	(13, 'Can add session', 4, 'add_session'),
	(14, 'Can change session', 4, 'change_session'),
	(15, 'Can delete session', 4, 'delete_session'),
	(16, 'Can view session', 4, 'view_session'),
	(17, 'Can add TOTP device', 5, 'add_totpdevice'),
	(18, 'Can change TOTP device', 5, 'change_totpdevice'),
	(19, 'Can delete TOTP device', 5, 'delete_totpdevice'),
	(20, 'Can view TOTP device', 5, 'view_totpdevice'),
	(21, 'Can add procrastinate event', 6, 'add_procrastinateevent'),
	(22, 'Can change procrastinate event', 6, 'change_procrastinateevent'),
	(23, 'Can delete procrastinate event', 6, 'delete_procrastinateevent'),
	(24, 'Can view procrastinate event', 6, 'view_procrastinateevent'),
	(25, 'Can add procrastinate job', 7, 'add_procrastinatejob'),
	(26, 'Can change procrastinate job', 7, 'change_procrastinatejob'),
	(27, 'Can delete procrastinate job', 7, 'delete_procrastinatejob'),
	(28, 'Can view procrastinate job', 7, 'view_procrastinatejob'),
	(29, 'Can add procrastinate periodic defer', 8, 'add_procrastinateperiodicdefer'),
	(30, 'Can change procrastinate periodic defer', 8, 'change_procrastinateperiodicdefer'),
	(31, 'Can delete procrastinate periodic defer', 8, 'delete_procrastinateperiodicdefer'),
	(32, 'Can view procrastinate periodic defer', 8, 'view_procrastinateperiodicdefer'),
	(33, 'Can add procrastinate worker', 9, 'add_procrastinateworker'),
	(34, 'Can change procrastinate worker', 9, 'change_procrastinateworker'),
	(35, 'Can delete procrastinate worker', 9, 'delete_procrastinateworker'),
	(36, 'Can view procrastinate worker', 9, 'view_procrastinateworker'),
	(37, 'Can add entry', 10, 'add_entry'),
	(38, 'Can change entry', 10, 'change_entry'),
	(39, 'Can delete entry', 10, 'delete_entry'),
	(40, 'Can view entry', 10, 'view_entry'),
	(41, 'Can add row change', 11, 'add_rowchange'),
	(42, 'Can change row change', 11, 'change_rowchange'),
	(43, 'Can delete row change', 11, 'delete_rowchange'),
	(44, 'Can view row change', 11, 'view_rowchange'),
	(45, 'Can add edition', 12, 'add_edition'),
	(46, 'Can change edition', 12, 'change_edition'),
	(47, 'Can delete edition', 12, 'delete_edition'),
	(48, 'Can view edition', 12, 'view_edition'),
	(49, 'Can add loaded file', 13, 'add_loadedfile'),
	(50, 'Can change loaded file', 13, 'change_loadedfile'),
	(51, 'Can delete loaded file', 13, 'delete_loadedfile'),
	(52, 'Can view loaded file', 13, 'view_loadedfile'),
	(53, 'Can add code change', 14, 'add_codechange'),
	(54, 'Can change code change', 14, 'change_codechange'),
	(55, 'Can delete code change', 14, 'delete_codechange'),
	(56, 'Can view code change', 14, 'view_codechange'),
	(57, 'Can add contour', 15, 'add_contour'),
	(58, 'Can change contour', 15, 'change_contour'),
	(59, 'Can delete contour', 15, 'delete_contour'),
	(60, 'Can view contour', 15, 'view_contour'),
	(61, 'Can add membership', 16, 'add_membership'),
	(62, 'Can change membership', 16, 'change_membership'),
	(63, 'Can delete membership', 16, 'delete_membership'),
	(64, 'Can view membership', 16, 'view_membership'),
	(65, 'Can add zone', 17, 'add_zone'),
	(66, 'Can change zone', 17, 'change_zone'),
	(67, 'Can delete zone', 17, 'delete_zone'),
	(68, 'Can view zone', 17, 'view_zone'),
	(69, 'Can add zone population', 18, 'add_zonepopulation'),
	(70, 'Can change zone population', 18, 'change_zonepopulation'),
	(71, 'Can delete zone population', 18, 'delete_zonepopulation'),
	(72, 'Can view zone population', 18, 'view_zonepopulation'),
	(73, 'Can add certification version', 19, 'add_certificationversion'),
	(74, 'Can change certification version', 19, 'change_certificationversion'),
	(75, 'Can delete certification version', 19, 'delete_certificationversion'),
	(76, 'Can view certification version', 19, 'view_certificationversion'),
	(77, 'Can add nomenclature', 20, 'add_nomenclature'),
	(78, 'Can change nomenclature', 20, 'change_nomenclature'),
	(79, 'Can delete nomenclature', 20, 'delete_nomenclature'),
	(80, 'Can view nomenclature', 20, 'view_nomenclature'),
	(81, 'Can add nomenclature link', 21, 'add_nomenclaturelink'),
	(82, 'Can change nomenclature link', 21, 'change_nomenclaturelink'),
	(83, 'Can delete nomenclature link', 21, 'delete_nomenclaturelink'),
	(84, 'Can view nomenclature link', 21, 'view_nomenclaturelink'),
	(85, 'Can add nomenclature term', 22, 'add_nomenclatureterm'),
	(86, 'Can change nomenclature term', 22, 'change_nomenclatureterm'),
	(87, 'Can delete nomenclature term', 22, 'delete_nomenclatureterm'),
	(88, 'Can view nomenclature term', 22, 'view_nomenclatureterm'),
	(89, 'Can add person', 23, 'add_person'),
	(90, 'Can change person', 23, 'change_person'),
	(91, 'Can delete person', 23, 'delete_person'),
	(92, 'Can view person', 23, 'view_person'),
	(93, 'Can add login link', 24, 'add_loginlink'),
	(94, 'Can change login link', 24, 'change_loginlink'),
	(95, 'Can delete login link', 24, 'delete_loginlink'),
	(96, 'Can view login link', 24, 'view_loginlink'),
	(97, 'Can add organisation', 25, 'add_organisation'),
	(98, 'Can change organisation', 25, 'change_organisation'),
	(99, 'Can delete organisation', 25, 'delete_organisation'),
	(100, 'Can view organisation', 25, 'view_organisation'),
	(101, 'Can add service', 26, 'add_service'),
	(102, 'Can change service', 26, 'change_service'),
	(103, 'Can delete service', 26, 'delete_service'),
	(104, 'Can view service', 26, 'view_service'),
	(105, 'Can add membership', 27, 'add_membership'),
	(106, 'Can change membership', 27, 'change_membership'),
	(107, 'Can delete membership', 27, 'delete_membership'),
	(108, 'Can view membership', 27, 'view_membership'),
	(109, 'Can add organisation name', 28, 'add_organisationname'),
	(110, 'Can change organisation name', 28, 'change_organisationname'),
	(111, 'Can delete organisation name', 28, 'delete_organisationname'),
	(112, 'Can view organisation name', 28, 'view_organisationname'),
	(113, 'Can add stand in', 29, 'add_standin'),
	(114, 'Can change stand in', 29, 'change_standin'),
	(115, 'Can delete stand in', 29, 'delete_standin'),
	(116, 'Can view stand in', 29, 'view_standin'),
	(117, 'Can add token bucket', 30, 'add_tokenbucket'),
	(118, 'Can change token bucket', 30, 'change_tokenbucket'),
	(119, 'Can delete token bucket', 30, 'delete_tokenbucket'),
	(120, 'Can view token bucket', 30, 'view_tokenbucket'),
	(121, 'Can add notice', 31, 'add_notice'),
	(122, 'Can change notice', 31, 'change_notice'),
	(123, 'Can delete notice', 31, 'delete_notice'),
	(124, 'Can view notice', 31, 'view_notice'),
	(125, 'Can add plan', 32, 'add_plan'),
	(126, 'Can change plan', 32, 'change_plan'),
	(127, 'Can delete plan', 32, 'delete_plan'),
	(128, 'Can view plan', 32, 'view_plan'),
	(129, 'Can add plan action', 33, 'add_planaction'),
	(130, 'Can change plan action', 33, 'change_planaction'),
	(131, 'Can delete plan action', 33, 'delete_planaction'),
	(132, 'Can view plan action', 33, 'view_planaction'),
	(133, 'Can add action person', 34, 'add_actionperson'),
	(134, 'Can change action person', 34, 'change_actionperson'),
	(135, 'Can delete action person', 34, 'delete_actionperson'),
	(136, 'Can view action person', 34, 'view_actionperson'),
	(137, 'Can add plan version', 35, 'add_planversion'),
	(138, 'Can change plan version', 35, 'change_planversion'),
	(139, 'Can delete plan version', 35, 'delete_planversion'),
	(140, 'Can view plan version', 35, 'view_planversion'),
	(141, 'Can add objective line', 36, 'add_objectiveline'),
	(142, 'Can change objective line', 36, 'change_objectiveline'),
	(143, 'Can delete objective line', 36, 'delete_objectiveline'),
	(144, 'Can view objective line', 36, 'view_objectiveline'),
	(145, 'Can add import run', 37, 'add_importrun'),
	(146, 'Can change import run', 37, 'change_importrun'),
	(147, 'Can delete import run', 37, 'delete_importrun'),
	(148, 'Can view import run', 37, 'view_importrun'),
	(149, 'Can add axis line', 38, 'add_axisline'),
	(150, 'Can change axis line', 38, 'change_axisline'),
	(151, 'Can delete axis line', 38, 'delete_axisline'),
	(152, 'Can view axis line', 38, 'view_axisline'),
	(153, 'Can add amount line', 39, 'add_amountline'),
	(154, 'Can change amount line', 39, 'change_amountline'),
	(155, 'Can delete amount line', 39, 'delete_amountline'),
	(156, 'Can view amount line', 39, 'view_amountline'),
	(157, 'Can add action line', 40, 'add_actionline'),
	(158, 'Can change action line', 40, 'change_actionline'),
	(159, 'Can delete action line', 40, 'delete_actionline'),
	(160, 'Can view action line', 40, 'view_actionline'),
	(161, 'Can add row line', 41, 'add_rowline'),
	(162, 'Can change row line', 41, 'change_rowline'),
	(163, 'Can delete row line', 41, 'delete_rowline'),
	(164, 'Can view row line', 41, 'view_rowline'),
	(165, 'Can add row lead', 42, 'add_rowlead'),
	(166, 'Can change row lead', 42, 'change_rowlead'),
	(167, 'Can delete row lead', 42, 'delete_rowlead'),
	(168, 'Can view row lead', 42, 'view_rowlead'),
	(169, 'Can add figure line', 43, 'add_figureline'),
	(170, 'Can change figure line', 43, 'change_figureline'),
	(171, 'Can delete figure line', 43, 'delete_figureline'),
	(172, 'Can view figure line', 43, 'view_figureline'),
	(173, 'Can add saved view', 44, 'add_savedview'),
	(174, 'Can change saved view', 44, 'change_savedview'),
	(175, 'Can delete saved view', 44, 'delete_savedview'),
	(176, 'Can view saved view', 44, 'view_savedview'),
	(177, 'Can add standing line', 45, 'add_standingline'),
	(178, 'Can change standing line', 45, 'change_standingline'),
	(179, 'Can delete standing line', 45, 'delete_standingline'),
	(180, 'Can view standing line', 45, 'view_standingline'),
	(181, 'Can add lineage line', 46, 'add_lineageline'),
	(182, 'Can change lineage line', 46, 'change_lineageline'),
	(183, 'Can delete lineage line', 46, 'delete_lineageline'),
	(184, 'Can view lineage line', 46, 'view_lineageline'),
	(185, 'Can add allocation rule', 47, 'add_allocationrule'),
	(186, 'Can change allocation rule', 47, 'change_allocationrule'),
	(187, 'Can delete allocation rule', 47, 'delete_allocationrule'),
	(188, 'Can view allocation rule', 47, 'view_allocationrule'),
	(189, 'Can add budget line', 48, 'add_budgetline'),
	(190, 'Can change budget line', 48, 'change_budgetline'),
	(191, 'Can delete budget line', 48, 'delete_budgetline'),
	(192, 'Can view budget line', 48, 'view_budgetline'),
	(193, 'Can add column mapping', 49, 'add_columnmapping'),
	(194, 'Can change column mapping', 49, 'change_columnmapping'),
	(195, 'Can delete column mapping', 49, 'delete_columnmapping'),
	(196, 'Can view column mapping', 49, 'view_columnmapping'),
	(197, 'Can add commitment', 50, 'add_commitment'),
	(198, 'Can change commitment', 50, 'change_commitment'),
	(199, 'Can delete commitment', 50, 'delete_commitment'),
	(200, 'Can view commitment', 50, 'view_commitment'),
	(201, 'Can add allocation', 51, 'add_allocation'),
	(202, 'Can change allocation', 51, 'change_allocation'),
	(203, 'Can delete allocation', 51, 'delete_allocation'),
	(204, 'Can view allocation', 51, 'view_allocation'),
	(205, 'Can add import run', 52, 'add_importrun'),
	(206, 'Can change import run', 52, 'change_importrun'),
	(207, 'Can delete import run', 52, 'delete_importrun'),
	(208, 'Can view import run', 52, 'view_importrun'),
	(209, 'Can add movement', 53, 'add_movement'),
	(210, 'Can change movement', 53, 'change_movement'),
	(211, 'Can delete movement', 53, 'delete_movement'),
	(212, 'Can view movement', 53, 'view_movement'),
	(213, 'Can add answer', 54, 'add_answer'),
	(214, 'Can change answer', 54, 'change_answer'),
	(215, 'Can delete answer', 54, 'delete_answer'),
	(216, 'Can view answer', 54, 'view_answer'),
	(217, 'Can add committee', 55, 'add_committee'),
	(218, 'Can change committee', 55, 'change_committee'),
	(219, 'Can delete committee', 55, 'delete_committee'),
	(220, 'Can view committee', 55, 'view_committee'),
	(221, 'Can add decision', 56, 'add_decision'),
	(222, 'Can change decision', 56, 'change_decision'),
	(223, 'Can delete decision', 56, 'delete_decision'),
	(224, 'Can view decision', 56, 'view_decision'),
	(225, 'Can add decision step', 57, 'add_decisionstep'),
	(226, 'Can change decision step', 57, 'change_decisionstep'),
	(227, 'Can delete decision step', 57, 'delete_decisionstep'),
	(228, 'Can view decision step', 57, 'view_decisionstep'),
	(229, 'Can add declared value', 58, 'add_declaredvalue'),
	(230, 'Can change declared value', 58, 'change_declaredvalue'),
	(231, 'Can delete declared value', 58, 'delete_declaredvalue'),
	(232, 'Can view declared value', 58, 'view_declaredvalue'),
	(233, 'Can add milestone', 59, 'add_milestone'),
	(234, 'Can change milestone', 59, 'change_milestone'),
	(235, 'Can delete milestone', 59, 'delete_milestone'),
	(236, 'Can view milestone', 59, 'view_milestone'),
	(237, 'Can add milestone step', 60, 'add_milestonestep'),
	(238, 'Can change milestone step', 60, 'change_milestonestep'),
	(239, 'Can delete milestone step', 60, 'delete_milestonestep'),
	(240, 'Can view milestone step', 60, 'view_milestonestep'),
	(241, 'Can add remark', 61, 'add_remark'),
	(242, 'Can change remark', 61, 'change_remark'),
	(243, 'Can delete remark', 61, 'delete_remark'),
	(244, 'Can view remark', 61, 'view_remark'),
	(245, 'Can add risk', 62, 'add_risk'),
	(246, 'Can change risk', 62, 'change_risk'),
	(247, 'Can delete risk', 62, 'delete_risk'),
	(248, 'Can view risk', 62, 'view_risk'),
	(249, 'Can add round', 63, 'add_round'),
	(250, 'Can change round', 63, 'change_round'),
	(251, 'Can delete round', 63, 'delete_round'),
	(252, 'Can view round', 63, 'view_round'),
	(253, 'Can add agenda item', 64, 'add_agendaitem'),
	(254, 'Can change agenda item', 64, 'change_agendaitem'),
	(255, 'Can delete agenda item', 64, 'delete_agendaitem'),
	(256, 'Can view agenda item', 64, 'view_agendaitem'),
	(257, 'Can add module', 65, 'add_module'),
	(258, 'Can change module', 65, 'change_module'),
	(259, 'Can delete module', 65, 'delete_module'),
	(260, 'Can view module', 65, 'view_module'),
	(261, 'Can add session', 66, 'add_session'),
	(262, 'Can change session', 66, 'change_session'),
	(263, 'Can delete session', 66, 'delete_session'),
	(264, 'Can view session', 66, 'view_session'),
	(265, 'Can add training', 67, 'add_training'),
	(266, 'Can change training', 67, 'change_training'),
	(267, 'Can delete training', 67, 'delete_training'),
	(268, 'Can view training', 67, 'view_training'),
	(269, 'Can add lot', 68, 'add_lot'),
	(270, 'Can change lot', 68, 'change_lot'),
	(271, 'Can delete lot', 68, 'delete_lot'),
	(272, 'Can view lot', 68, 'view_lot'),
	(273, 'Can add module attestation', 69, 'add_moduleattestation'),
	(274, 'Can change module attestation', 69, 'change_moduleattestation'),
	(275, 'Can delete module attestation', 69, 'delete_moduleattestation'),
	(276, 'Can view module attestation', 69, 'view_moduleattestation'),
	(277, 'Can add module block', 70, 'add_moduleblock'),
	(278, 'Can change module block', 70, 'change_moduleblock'),
	(279, 'Can delete module block', 70, 'delete_moduleblock'),
	(280, 'Can view module block', 70, 'view_moduleblock'),
	(281, 'Can add order', 71, 'add_order'),
	(282, 'Can change order', 71, 'change_order'),
	(283, 'Can delete order', 71, 'delete_order'),
	(284, 'Can view order', 71, 'view_order'),
	(285, 'Can add amendment', 72, 'add_amendment'),
	(286, 'Can change amendment', 72, 'change_amendment'),
	(287, 'Can delete amendment', 72, 'delete_amendment'),
	(288, 'Can view amendment', 72, 'view_amendment'),
	(289, 'Can add provider', 73, 'add_provider'),
	(290, 'Can change provider', 73, 'change_provider'),
	(291, 'Can delete provider', 73, 'delete_provider'),
	(292, 'Can view provider', 73, 'view_provider'),
	(293, 'Can add delivery', 74, 'add_delivery'),
	(294, 'Can change delivery', 74, 'change_delivery'),
	(295, 'Can delete delivery', 74, 'delete_delivery'),
	(296, 'Can view delivery', 74, 'view_delivery'),
	(297, 'Can add quarantined', 75, 'add_quarantined'),
	(298, 'Can change quarantined', 75, 'change_quarantined'),
	(299, 'Can delete quarantined', 75, 'delete_quarantined'),
	(300, 'Can view quarantined', 75, 'view_quarantined'),
	(301, 'Can add request', 76, 'add_request'),
	(302, 'Can change request', 76, 'change_request'),
	(303, 'Can delete request', 76, 'delete_request'),
	(304, 'Can view request', 76, 'view_request'),
	(305, 'Can add session places', 77, 'add_sessionplaces'),
	(306, 'Can change session places', 77, 'change_sessionplaces'),
	(307, 'Can delete session places', 77, 'delete_sessionplaces'),
	(308, 'Can view session places', 77, 'view_sessionplaces'),
	(309, 'Can add place entry', 78, 'add_placeentry'),
	(310, 'Can change place entry', 78, 'change_placeentry'),
	(311, 'Can delete place entry', 78, 'delete_placeentry'),
	(312, 'Can view place entry', 78, 'view_placeentry'),
	(313, 'Can add order line', 79, 'add_orderline'),
	(314, 'Can change order line', 79, 'change_orderline'),
	(315, 'Can delete order line', 79, 'delete_orderline'),
	(316, 'Can view order line', 79, 'view_orderline'),
	(317, 'Can add difference', 80, 'add_difference'),
	(318, 'Can change difference', 80, 'change_difference'),
	(319, 'Can delete difference', 80, 'delete_difference'),
	(320, 'Can view difference', 80, 'view_difference'),
	(321, 'Can add session step', 81, 'add_sessionstep'),
	(322, 'Can change session step', 81, 'change_sessionstep'),
	(323, 'Can delete session step', 81, 'delete_sessionstep'),
	(324, 'Can view session step', 81, 'view_sessionstep'),
	(325, 'Can add site', 82, 'add_site'),
	(326, 'Can change site', 82, 'change_site'),
	(327, 'Can delete site', 82, 'delete_site'),
	(328, 'Can view site', 82, 'view_site'),
	(329, 'Can add training quality', 83, 'add_trainingquality'),
	(330, 'Can change training quality', 83, 'change_trainingquality'),
	(331, 'Can delete training quality', 83, 'delete_trainingquality'),
	(332, 'Can view training quality', 83, 'view_trainingquality'),
	(333, 'Can add sheet draft', 84, 'add_sheetdraft'),
	(334, 'Can change sheet draft', 84, 'change_sheetdraft'),
	(335, 'Can delete sheet draft', 84, 'delete_sheetdraft'),
	(336, 'Can view sheet draft', 84, 'view_sheetdraft'),
	(337, 'Can add sheet', 85, 'add_sheet'),
	(338, 'Can change sheet', 85, 'change_sheet'),
	(339, 'Can delete sheet', 85, 'delete_sheet'),
	(340, 'Can view sheet', 85, 'view_sheet'),
	(341, 'Can add follow on', 86, 'add_followon'),
	(342, 'Can change follow on', 86, 'change_followon'),
	(343, 'Can delete follow on', 86, 'delete_followon'),
	(344, 'Can view follow on', 86, 'view_followon'),
	(345, 'Can add competence', 87, 'add_competence'),
	(346, 'Can change competence', 87, 'change_competence'),
	(347, 'Can delete competence', 87, 'delete_competence'),
	(348, 'Can view competence', 87, 'view_competence'),
	(349, 'Can add training action', 88, 'add_trainingaction'),
	(350, 'Can change training action', 88, 'change_trainingaction'),
	(351, 'Can delete training action', 88, 'delete_trainingaction'),
	(352, 'Can view training action', 88, 'view_trainingaction'),
	(353, 'Can add access word', 89, 'add_accessword'),
	(354, 'Can change access word', 89, 'change_accessword'),
	(355, 'Can delete access word', 89, 'delete_accessword'),
	(356, 'Can view access word', 89, 'view_accessword'),
	(357, 'Can add watch', 90, 'add_watch'),
	(358, 'Can change watch', 90, 'change_watch'),
	(359, 'Can delete watch', 90, 'delete_watch'),
	(360, 'Can view watch', 90, 'view_watch'),
	(361, 'Can add training source', 91, 'add_trainingsource'),
	(362, 'Can change training source', 91, 'change_trainingsource'),
	(363, 'Can delete training source', 91, 'delete_trainingsource'),
	(364, 'Can view training source', 91, 'view_trainingsource'),
	(365, 'Can add search stamp', 92, 'add_searchstamp'),
	(366, 'Can change search stamp', 92, 'change_searchstamp'),
	(367, 'Can delete search stamp', 92, 'delete_searchstamp'),
	(368, 'Can view search stamp', 92, 'view_searchstamp'),
	(369, 'Can add search word', 93, 'add_searchword'),
	(370, 'Can change search word', 93, 'change_searchword'),
	(371, 'Can delete search word', 93, 'delete_searchword'),
	(372, 'Can view search word', 93, 'view_searchword'),
	(373, 'Can add search text', 94, 'add_searchtext'),
	(374, 'Can change search text', 94, 'change_searchtext'),
	(375, 'Can delete search text', 94, 'delete_searchtext'),
	(376, 'Can view search text', 94, 'view_searchtext'),
	(377, 'Can add search row', 95, 'add_searchrow'),
	(378, 'Can change search row', 95, 'change_searchrow'),
	(379, 'Can delete search row', 95, 'delete_searchrow'),
	(380, 'Can view search row', 95, 'view_searchrow'),
	(381, 'Can add preparation', 96, 'add_preparation'),
	(382, 'Can change preparation', 96, 'change_preparation'),
	(383, 'Can delete preparation', 96, 'delete_preparation'),
	(384, 'Can view preparation', 96, 'view_preparation'),
	(385, 'Can add meeting', 97, 'add_meeting'),
	(386, 'Can change meeting', 97, 'change_meeting'),
	(387, 'Can delete meeting', 97, 'delete_meeting'),
	(388, 'Can view meeting', 97, 'view_meeting'),
	(389, 'Can add journey', 98, 'add_journey'),
	(390, 'Can change journey', 98, 'change_journey'),
	(391, 'Can delete journey', 98, 'delete_journey'),
	(392, 'Can view journey', 98, 'view_journey'),
	(393, 'Can add invitation', 99, 'add_invitation'),
	(394, 'Can change invitation', 99, 'change_invitation'),
	(395, 'Can delete invitation', 99, 'delete_invitation'),
	(396, 'Can view invitation', 99, 'view_invitation'),
	(397, 'Can add learner', 100, 'add_learner'),
	(398, 'Can change learner', 100, 'change_learner'),
	(399, 'Can delete learner', 100, 'delete_learner'),
	(400, 'Can view learner', 100, 'view_learner'),
	(401, 'Can add barrier', 101, 'add_barrier'),
	(402, 'Can change barrier', 101, 'change_barrier'),
	(403, 'Can delete barrier', 101, 'delete_barrier'),
	(404, 'Can view barrier', 101, 'view_barrier'),
	(405, 'Can add learner contact', 102, 'add_learnercontact'),
	(406, 'Can change learner contact', 102, 'change_learnercontact'),
	(407, 'Can delete learner contact', 102, 'delete_learnercontact'),
	(408, 'Can view learner contact', 102, 'view_learnercontact'),
	(409, 'Can add learner link', 103, 'add_learnerlink'),
	(410, 'Can change learner link', 103, 'change_learnerlink'),
	(411, 'Can delete learner link', 103, 'delete_learnerlink'),
	(412, 'Can view learner link', 103, 'view_learnerlink'),
	(413, 'Can add notebook line', 104, 'add_notebookline'),
	(414, 'Can change notebook line', 104, 'change_notebookline'),
	(415, 'Can delete notebook line', 104, 'delete_notebookline'),
	(416, 'Can view notebook line', 104, 'view_notebookline'),
	(417, 'Can add referent', 105, 'add_referent'),
	(418, 'Can change referent', 105, 'change_referent'),
	(419, 'Can delete referent', 105, 'delete_referent'),
	(420, 'Can view referent', 105, 'view_referent'),
	(421, 'Can add seat', 106, 'add_seat'),
	(422, 'Can change seat', 106, 'change_seat'),
	(423, 'Can delete seat', 106, 'delete_seat'),
	(424, 'Can view seat', 106, 'view_seat'),
	(425, 'Can add sensitive fact', 107, 'add_sensitivefact'),
	(426, 'Can change sensitive fact', 107, 'change_sensitivefact'),
	(427, 'Can delete sensitive fact', 107, 'delete_sensitivefact'),
	(428, 'Can view sensitive fact', 107, 'view_sensitivefact'),
	(429, 'Can add sensitive read', 108, 'add_sensitiveread'),
	(430, 'Can change sensitive read', 108, 'change_sensitiveread'),
	(431, 'Can delete sensitive read', 108, 'delete_sensitiveread'),
	(432, 'Can view sensitive read', 108, 'view_sensitiveread'),
	(433, 'Can add step', 109, 'add_step'),
	(434, 'Can change step', 109, 'change_step'),
	(435, 'Can delete step', 109, 'delete_step'),
	(436, 'Can view step', 109, 'view_step'),
	(437, 'Can add attendance week', 110, 'add_attendanceweek'),
	(438, 'Can change attendance week', 110, 'change_attendanceweek'),
	(439, 'Can delete attendance week', 110, 'delete_attendanceweek'),
	(440, 'Can view attendance week', 110, 'view_attendanceweek'),
	(441, 'Can add outgoing', 111, 'add_outgoing'),
	(442, 'Can change outgoing', 111, 'change_outgoing'),
	(443, 'Can delete outgoing', 111, 'delete_outgoing'),
	(444, 'Can view outgoing', 111, 'view_outgoing'),
	(445, 'Can add due', 112, 'add_due'),
	(446, 'Can change due', 112, 'change_due'),
	(447, 'Can delete due', 112, 'delete_due'),
	(448, 'Can view due', 112, 'view_due'),
	(449, 'Can add learner letter', 113, 'add_learnerletter'),
	(450, 'Can change learner letter', 113, 'change_learnerletter'),
	(451, 'Can delete learner letter', 113, 'delete_learnerletter'),
	(452, 'Can view learner letter', 113, 'view_learnerletter'),
	(453, 'Can add learner request', 114, 'add_learnerrequest'),
	(454, 'Can change learner request', 114, 'change_learnerrequest'),
	(455, 'Can delete learner request', 114, 'delete_learnerrequest'),
	(456, 'Can view learner request', 114, 'view_learnerrequest'),
	(457, 'Can add situation ask', 115, 'add_situationask'),
	(458, 'Can change situation ask', 115, 'change_situationask'),
	(459, 'Can delete situation ask', 115, 'delete_situationask'),
	(460, 'Can view situation ask', 115, 'view_situationask'),
	(461, 'Can add action count', 116, 'add_actioncount'),
	(462, 'Can change action count', 116, 'change_actioncount'),
	(463, 'Can delete action count', 116, 'delete_actioncount'),
	(464, 'Can view action count', 116, 'view_actioncount'),
	(465, 'Can add group tally', 117, 'add_grouptally'),
	(466, 'Can change group tally', 117, 'change_grouptally'),
	(467, 'Can delete group tally', 117, 'delete_grouptally'),
	(468, 'Can view group tally', 117, 'view_grouptally'),
	(469, 'Can add session tally', 118, 'add_sessiontally'),
	(470, 'Can change session tally', 118, 'change_sessiontally'),
	(471, 'Can delete session tally', 118, 'delete_sessiontally'),
	(472, 'Can view session tally', 118, 'view_sessiontally'),
	(473, 'Can add custody date', 119, 'add_custodydate'),
	(474, 'Can change custody date', 119, 'change_custodydate'),
	(475, 'Can delete custody date', 119, 'delete_custodydate'),
	(476, 'Can view custody date', 119, 'view_custodydate'),
	(477, 'Can add recommendation', 120, 'add_recommendation'),
	(478, 'Can change recommendation', 120, 'change_recommendation'),
	(479, 'Can delete recommendation', 120, 'delete_recommendation'),
	(480, 'Can view recommendation', 120, 'view_recommendation'),
	(481, 'Can add public result', 121, 'add_publicresult'),
	(482, 'Can change public result', 121, 'change_publicresult'),
	(483, 'Can delete public result', 121, 'delete_publicresult'),
	(484, 'Can view public result', 121, 'view_publicresult'),
	(485, 'Can add planned handover', 122, 'add_plannedhandover'),
	(486, 'Can change planned handover', 122, 'change_plannedhandover'),
	(487, 'Can delete planned handover', 122, 'delete_plannedhandover'),
	(488, 'Can view planned handover', 122, 'view_plannedhandover'),
	(489, 'Can add situation tally', 123, 'add_situationtally'),
	(490, 'Can change situation tally', 123, 'change_situationtally'),
	(491, 'Can delete situation tally', 123, 'delete_situationtally'),
	(492, 'Can view situation tally', 123, 'view_situationtally'),
	(493, 'Can add shown count', 124, 'add_showncount'),
	(494, 'Can change shown count', 124, 'change_showncount'),
	(495, 'Can delete shown count', 124, 'delete_showncount'),
	(496, 'Can view shown count', 124, 'view_showncount'),
	(497, 'Can add count publication', 125, 'add_countpublication'),
	(498, 'Can change count publication', 125, 'change_countpublication'),
	(499, 'Can delete count publication', 125, 'delete_countpublication'),
	(500, 'Can view count publication', 125, 'view_countpublication');
INSERT INTO public.auth_permission VALUES
	(501, 'Can add act file', 126, 'add_actfile'),
	(502, 'Can change act file', 126, 'change_actfile'),
	(503, 'Can delete act file', 126, 'delete_actfile'),
	(504, 'Can view act file', 126, 'view_actfile'),
	(505, 'Can add act file line', 127, 'add_actfileline'),
	(506, 'Can change act file line', 127, 'change_actfileline'),
	(507, 'Can delete act file line', 127, 'delete_actfileline'),
	(508, 'Can view act file line', 127, 'view_actfileline'),
	(509, 'Can add conventioned body', 128, 'add_conventionedbody'),
	(510, 'Can change conventioned body', 128, 'change_conventionedbody'),
	(511, 'Can delete conventioned body', 128, 'delete_conventionedbody'),
	(512, 'Can view conventioned body', 128, 'view_conventionedbody'),
	(513, 'Can add delivery', 129, 'add_delivery'),
	(514, 'Can change delivery', 129, 'change_delivery'),
	(515, 'Can delete delivery', 129, 'delete_delivery'),
	(516, 'Can view delivery', 129, 'view_delivery'),
	(517, 'Can add dossier reference', 130, 'add_dossierreference'),
	(518, 'Can change dossier reference', 130, 'change_dossierreference'),
	(519, 'Can delete dossier reference', 130, 'delete_dossierreference'),
	(520, 'Can view dossier reference', 130, 'view_dossierreference'),
	(521, 'Can add partner', 131, 'add_partner'),
	(522, 'Can change partner', 131, 'change_partner'),
	(523, 'Can delete partner', 131, 'delete_partner'),
	(524, 'Can view partner', 131, 'view_partner'),
	(525, 'Can add inbound', 132, 'add_inbound'),
	(526, 'Can change inbound', 132, 'change_inbound'),
	(527, 'Can delete inbound', 132, 'delete_inbound'),
	(528, 'Can view inbound', 132, 'view_inbound'),
	(529, 'Can add difference', 133, 'add_difference'),
	(530, 'Can change difference', 133, 'change_difference'),
	(531, 'Can delete difference', 133, 'delete_difference'),
	(532, 'Can view difference', 133, 'view_difference'),
	(533, 'Can add comparison', 134, 'add_comparison'),
	(534, 'Can change comparison', 134, 'change_comparison'),
	(535, 'Can delete comparison', 134, 'delete_comparison'),
	(536, 'Can view comparison', 134, 'view_comparison'),
	(537, 'Can add person reference', 135, 'add_personreference'),
	(538, 'Can change person reference', 135, 'change_personreference'),
	(539, 'Can delete person reference', 135, 'delete_personreference'),
	(540, 'Can view person reference', 135, 'view_personreference'),
	(541, 'Can add saved columns', 136, 'add_savedcolumns'),
	(542, 'Can change saved columns', 136, 'change_savedcolumns'),
	(543, 'Can delete saved columns', 136, 'delete_savedcolumns'),
	(544, 'Can view saved columns', 136, 'view_savedcolumns'),
	(545, 'Can add trace', 137, 'add_trace'),
	(546, 'Can change trace', 137, 'change_trace'),
	(547, 'Can delete trace', 137, 'delete_trace'),
	(548, 'Can view trace', 137, 'view_trace'),
	(549, 'Can add deliverable', 138, 'add_deliverable'),
	(550, 'Can change deliverable', 138, 'change_deliverable'),
	(551, 'Can delete deliverable', 138, 'delete_deliverable'),
	(552, 'Can view deliverable', 138, 'view_deliverable'),
	(553, 'Can add file', 139, 'add_file'),
	(554, 'Can change file', 139, 'change_file'),
	(555, 'Can delete file', 139, 'delete_file'),
	(556, 'Can view file', 139, 'view_file'),
	(557, 'Can add document', 140, 'add_document'),
	(558, 'Can change document', 140, 'change_document'),
	(559, 'Can delete document', 140, 'delete_document'),
	(560, 'Can view document', 140, 'view_document'),
	(561, 'Can add award', 141, 'add_award'),
	(562, 'Can change award', 141, 'change_award'),
	(563, 'Can delete award', 141, 'delete_award'),
	(564, 'Can view award', 141, 'view_award'),
	(565, 'Can add file deadline', 142, 'add_filedeadline'),
	(566, 'Can change file deadline', 142, 'change_filedeadline'),
	(567, 'Can delete file deadline', 142, 'delete_filedeadline'),
	(568, 'Can view file deadline', 142, 'view_filedeadline'),
	(569, 'Can add file step', 143, 'add_filestep'),
	(570, 'Can change file step', 143, 'change_filestep'),
	(571, 'Can delete file step', 143, 'delete_filestep'),
	(572, 'Can view file step', 143, 'view_filestep'),
	(573, 'Can add option', 144, 'add_option'),
	(574, 'Can change option', 144, 'change_option'),
	(575, 'Can delete option', 144, 'delete_option'),
	(576, 'Can view option', 144, 'view_option'),
	(577, 'Can add choice', 145, 'add_choice'),
	(578, 'Can change choice', 145, 'change_choice'),
	(579, 'Can delete choice', 145, 'delete_choice'),
	(580, 'Can view choice', 145, 'view_choice'),
	(581, 'Can add option criterion', 146, 'add_optioncriterion'),
	(582, 'Can change option criterion', 146, 'change_optioncriterion'),
	(583, 'Can delete option criterion', 146, 'delete_optioncriterion'),
	(584, 'Can view option criterion', 146, 'view_optioncriterion'),
	(585, 'Can add option score', 147, 'add_optionscore'),
	(586, 'Can change option score', 147, 'change_optionscore'),
	(587, 'Can delete option score', 147, 'delete_optionscore'),
	(588, 'Can view option score', 147, 'view_optionscore'),
	(589, 'Can add fact person', 148, 'add_factperson'),
	(590, 'Can change fact person', 148, 'change_factperson'),
	(591, 'Can delete fact person', 148, 'delete_factperson'),
	(592, 'Can view fact person', 148, 'view_factperson'),
	(593, 'Can add kept answer', 149, 'add_keptanswer'),
	(594, 'Can change kept answer', 149, 'change_keptanswer'),
	(595, 'Can delete kept answer', 149, 'delete_keptanswer'),
	(596, 'Can view kept answer', 149, 'view_keptanswer'),
	(597, 'Can add series', 150, 'add_series'),
	(598, 'Can change series', 150, 'change_series'),
	(599, 'Can delete series', 150, 'delete_series'),
	(600, 'Can view series', 150, 'view_series'),
	(601, 'Can add series break', 151, 'add_seriesbreak'),
	(602, 'Can change series break', 151, 'change_seriesbreak'),
	(603, 'Can delete series break', 151, 'delete_seriesbreak'),
	(604, 'Can view series break', 151, 'view_seriesbreak'),
	(605, 'Can add series point', 152, 'add_seriespoint'),
	(606, 'Can change series point', 152, 'change_seriespoint'),
	(607, 'Can delete series point', 152, 'delete_seriespoint'),
	(608, 'Can view series point', 152, 'view_seriespoint'),
	(609, 'Can add publication', 153, 'add_publication'),
	(610, 'Can change publication', 153, 'change_publication'),
	(611, 'Can delete publication', 153, 'delete_publication'),
	(612, 'Can view publication', 153, 'view_publication'),
	(613, 'Can add series split', 154, 'add_seriessplit'),
	(614, 'Can change series split', 154, 'change_seriessplit'),
	(615, 'Can delete series split', 154, 'delete_seriessplit'),
	(616, 'Can view series split', 154, 'view_seriessplit'),
	(617, 'Can add series import', 155, 'add_seriesimport'),
	(618, 'Can change series import', 155, 'change_seriesimport'),
	(619, 'Can delete series import', 155, 'delete_seriesimport'),
	(620, 'Can view series import', 155, 'view_seriesimport'),
	(621, 'Can add dispute', 156, 'add_dispute'),
	(622, 'Can change dispute', 156, 'change_dispute'),
	(623, 'Can delete dispute', 156, 'delete_dispute'),
	(624, 'Can view dispute', 156, 'view_dispute'),
	(625, 'Can add dispute record', 157, 'add_disputerecord'),
	(626, 'Can change dispute record', 157, 'change_disputerecord'),
	(627, 'Can delete dispute record', 157, 'delete_disputerecord'),
	(628, 'Can view dispute record', 157, 'view_disputerecord'),
	(629, 'Can add dispute side', 158, 'add_disputeside'),
	(630, 'Can change dispute side', 158, 'change_disputeside'),
	(631, 'Can delete dispute side', 158, 'delete_disputeside'),
	(632, 'Can view dispute side', 158, 'view_disputeside'),
	(633, 'Can add missing indicator', 159, 'add_missingindicator'),
	(634, 'Can change missing indicator', 159, 'change_missingindicator'),
	(635, 'Can delete missing indicator', 159, 'delete_missingindicator'),
	(636, 'Can view missing indicator', 159, 'view_missingindicator'),
	(637, 'Can add survey', 160, 'add_survey'),
	(638, 'Can change survey', 160, 'change_survey'),
	(639, 'Can delete survey', 160, 'delete_survey'),
	(640, 'Can view survey', 160, 'view_survey'),
	(641, 'Can add survey gap', 161, 'add_surveygap'),
	(642, 'Can change survey gap', 161, 'change_surveygap'),
	(643, 'Can delete survey gap', 161, 'delete_surveygap'),
	(644, 'Can view survey gap', 161, 'view_surveygap'),
	(645, 'Can add survey stratum', 162, 'add_surveystratum'),
	(646, 'Can change survey stratum', 162, 'change_surveystratum'),
	(647, 'Can delete survey stratum', 162, 'delete_surveystratum'),
	(648, 'Can view survey stratum', 162, 'view_surveystratum'),
	(649, 'Can add experiment', 163, 'add_experiment'),
	(650, 'Can change experiment', 163, 'change_experiment'),
	(651, 'Can delete experiment', 163, 'delete_experiment'),
	(652, 'Can view experiment', 163, 'view_experiment'),
	(653, 'Can add addendum', 164, 'add_addendum'),
	(654, 'Can change addendum', 164, 'change_addendum'),
	(655, 'Can delete addendum', 164, 'delete_addendum'),
	(656, 'Can view addendum', 164, 'view_addendum'),
	(657, 'Can add finding', 165, 'add_finding'),
	(658, 'Can change finding', 165, 'change_finding'),
	(659, 'Can delete finding', 165, 'delete_finding'),
	(660, 'Can view finding', 165, 'view_finding'),
	(661, 'Can add ownership', 166, 'add_ownership'),
	(662, 'Can change ownership', 166, 'change_ownership'),
	(663, 'Can delete ownership', 166, 'delete_ownership'),
	(664, 'Can view ownership', 166, 'view_ownership'),
	(665, 'Can add sheet version', 167, 'add_sheetversion'),
	(666, 'Can change sheet version', 167, 'change_sheetversion'),
	(667, 'Can delete sheet version', 167, 'delete_sheetversion'),
	(668, 'Can view sheet version', 167, 'view_sheetversion');

INSERT INTO public.django_content_type VALUES
	(1, 'auth', 'permission'),
	(2, 'auth', 'group'),
	(3, 'contenttypes', 'contenttype'),
	(4, 'sessions', 'session'),
	(5, 'otp_totp', 'totpdevice'),
	(6, 'procrastinate', 'procrastinateevent'),
	(7, 'procrastinate', 'procrastinatejob'),
	(8, 'procrastinate', 'procrastinateperiodicdefer'),
	(9, 'procrastinate', 'procrastinateworker'),
	(10, 'journal', 'entry'),
	(11, 'journal', 'rowchange'),
	(12, 'reference', 'edition'),
	(13, 'reference', 'loadedfile'),
	(14, 'reference', 'codechange'),
	(15, 'reference', 'contour'),
	(16, 'reference', 'membership'),
	(17, 'reference', 'zone'),
	(18, 'reference', 'zonepopulation'),
	(19, 'reference', 'certificationversion'),
	(20, 'reference', 'nomenclature'),
	(21, 'reference', 'nomenclaturelink'),
	(22, 'reference', 'nomenclatureterm'),
	(23, 'accounts', 'person'),
	(24, 'accounts', 'loginlink'),
	(25, 'accounts', 'organisation'),
	(26, 'accounts', 'service'),
	(27, 'accounts', 'membership'),
	(28, 'accounts', 'organisationname'),
	(29, 'accounts', 'standin'),
	(30, 'accounts', 'tokenbucket'),
	(31, 'notices', 'notice'),
	(32, 'plan', 'plan'),
	(33, 'plan', 'planaction'),
	(34, 'plan', 'actionperson'),
	(35, 'plan', 'planversion'),
	(36, 'plan', 'objectiveline'),
	(37, 'plan', 'importrun'),
	(38, 'plan', 'axisline'),
	(39, 'plan', 'amountline'),
	(40, 'plan', 'actionline'),
	(41, 'plan', 'rowline'),
	(42, 'plan', 'rowlead'),
	(43, 'plan', 'figureline'),
	(44, 'plan', 'savedview'),
	(45, 'plan', 'standingline'),
	(46, 'plan', 'lineageline'),
	(47, 'finance', 'allocationrule'),
	(48, 'finance', 'budgetline'),
	(49, 'finance', 'columnmapping'),
	(50, 'finance', 'commitment'),
	(51, 'finance', 'allocation'),
	(52, 'finance', 'importrun'),
	(53, 'finance', 'movement'),
	(54, 'steering', 'answer'),
	(55, 'steering', 'committee'),
	(56, 'steering', 'decision'),
	(57, 'steering', 'decisionstep'),
	(58, 'steering', 'declaredvalue'),
	(59, 'steering', 'milestone'),
	(60, 'steering', 'milestonestep'),
	(61, 'steering', 'remark'),
	(62, 'steering', 'risk'),
	(63, 'steering', 'round'),
	(64, 'steering', 'agendaitem'),
	(65, 'offer', 'module'),
	(66, 'offer', 'session'),
	(67, 'offer', 'training'),
	(68, 'offer', 'lot'),
	(69, 'offer', 'moduleattestation'),
	(70, 'offer', 'moduleblock'),
	(71, 'offer', 'order'),
	(72, 'offer', 'amendment'),
	(73, 'offer', 'provider'),
	(74, 'offer', 'delivery'),
	(75, 'offer', 'quarantined'),
	(76, 'offer', 'request'),
	(77, 'offer', 'sessionplaces'),
	(78, 'offer', 'placeentry'),
	(79, 'offer', 'orderline'),
	(80, 'offer', 'difference'),
	(81, 'offer', 'sessionstep'),
	(82, 'offer', 'site'),
	(83, 'offer', 'trainingquality'),
	(84, 'offer', 'sheetdraft'),
	(85, 'offer', 'sheet'),
	(86, 'offer', 'followon'),
	(87, 'offer', 'competence'),
	(88, 'offer', 'trainingaction'),
	(89, 'offer', 'accessword'),
	(90, 'offer', 'watch'),
	(91, 'offer', 'trainingsource'),
	(92, 'offer', 'searchstamp'),
	(93, 'offer', 'searchword'),
	(94, 'offer', 'searchtext'),
	(95, 'offer', 'searchrow'),
	(96, 'offer', 'preparation'),
	(97, 'agenda', 'meeting'),
	(98, 'journeys', 'journey'),
	(99, 'journeys', 'invitation'),
	(100, 'journeys', 'learner'),
	(101, 'journeys', 'barrier'),
	(102, 'journeys', 'learnercontact'),
	(103, 'journeys', 'learnerlink'),
	(104, 'journeys', 'notebookline'),
	(105, 'journeys', 'referent'),
	(106, 'journeys', 'seat'),
	(107, 'journeys', 'sensitivefact'),
	(108, 'journeys', 'sensitiveread'),
	(109, 'journeys', 'step'),
	(110, 'journeys', 'attendanceweek'),
	(111, 'journeys', 'outgoing'),
	(112, 'journeys', 'due'),
	(113, 'journeys', 'learnerletter'),
	(114, 'journeys', 'learnerrequest'),
	(115, 'journeys', 'situationask'),
	(116, 'journeys', 'actioncount'),
	(117, 'journeys', 'grouptally'),
	(118, 'journeys', 'sessiontally'),
	(119, 'journeys', 'custodydate'),
	(120, 'journeys', 'recommendation'),
	(121, 'journeys', 'publicresult'),
	(122, 'journeys', 'plannedhandover'),
	(123, 'journeys', 'situationtally'),
	(124, 'journeys', 'showncount'),
	(125, 'journeys', 'countpublication'),
	(126, 'liaison', 'actfile'),
	(127, 'liaison', 'actfileline'),
	(128, 'liaison', 'conventionedbody'),
	(129, 'liaison', 'delivery'),
	(130, 'liaison', 'dossierreference'),
	(131, 'liaison', 'partner'),
	(132, 'liaison', 'inbound'),
	(133, 'liaison', 'difference'),
	(134, 'liaison', 'comparison'),
	(135, 'liaison', 'personreference'),
	(136, 'liaison', 'savedcolumns'),
	(137, 'liaison', 'trace'),
	(138, 'procedures', 'deliverable'),
	(139, 'procedures', 'file'),
	(140, 'procedures', 'document'),
	(141, 'procedures', 'award'),
	(142, 'procedures', 'filedeadline'),
	(143, 'procedures', 'filestep'),
	(144, 'procedures', 'option'),
	(145, 'procedures', 'choice'),
	(146, 'procedures', 'optioncriterion'),
	(147, 'procedures', 'optionscore'),
	(148, 'indicators', 'factperson'),
	(149, 'indicators', 'keptanswer'),
	(150, 'indicators', 'series'),
	(151, 'indicators', 'seriesbreak'),
	(152, 'indicators', 'seriespoint'),
	(153, 'indicators', 'publication'),
	(154, 'indicators', 'seriessplit'),
	(155, 'indicators', 'seriesimport'),
	(156, 'indicators', 'dispute'),
	(157, 'indicators', 'disputerecord'),
	(158, 'indicators', 'disputeside'),
	(159, 'indicators', 'missingindicator'),
	(160, 'indicators', 'survey'),
	(161, 'indicators', 'surveygap'),
	(162, 'indicators', 'surveystratum'),
	(163, 'evaluation', 'experiment'),
	(164, 'evaluation', 'addendum'),
	(165, 'evaluation', 'finding'),
	(166, 'evaluation', 'ownership'),
	(167, 'evaluation', 'sheetversion');

INSERT INTO public.django_migrations VALUES
	(1, 'journal', '0001_tables', '2026-11-28 04:45:24.511783+00'),
	(2, 'journal', '0002_security', '2026-11-28 04:45:24.516571+00'),
	(3, 'journal', '0003_posts', '2026-11-28 04:45:24.518613+00'),
	(4, 'journal', '0004_statistics', '2026-11-28 04:45:24.52025+00'),
	(5, 'journal', '0005_signed_context', '2026-11-28 04:45:24.524119+00'),
	(6, 'accounts', '0001_tables', '2026-11-28 04:45:24.580705+00'),
	(7, 'accounts', '0002_security', '2026-11-28 04:45:24.584705+00'),
	(8, 'accounts', '0003_stand_ins', '2026-11-28 04:45:24.600857+00'),
	(9, 'accounts', '0004_ask_once', '2026-11-28 04:45:24.609326+00'),
	(10, 'accounts', '0005_one_spelling_of_an_email', '2026-11-28 04:45:24.631616+00'),
	(11, 'plan', '0001_tables', '2026-11-28 04:45:25.125767+00'),
	(12, 'plan', '0002_security', '2026-11-28 04:45:25.150592+00'),
	(13, 'plan', '0003_life', '2026-11-28 04:45:25.444479+00'),
	(14, 'offer', '0001_tables', '2026-11-28 04:45:27.678093+00'),
	(15, 'offer', '0002_security', '2026-11-28 04:45:27.728736+00'),
	(16, 'agenda', '0001_tables', '2026-11-28 04:45:27.7914+00'),
	(17, 'agenda', '0002_security', '2026-11-28 04:45:27.793988+00'),
	(18, 'agenda', '0003_ask_once', '2026-11-28 04:45:27.799359+00'),
	(19, 'contenttypes', '0001_initial', '2026-11-28 04:45:27.806301+00'),
	(20, 'contenttypes', '0002_remove_content_type_name', '2026-11-28 04:45:27.86172+00'),
	(21, 'auth', '0001_initial', '2026-11-28 04:45:27.887384+00'),
	(22, 'auth', '0002_alter_permission_name_max_length', '2026-11-28 04:45:27.893787+00'),
	(23, 'auth', '0003_alter_user_email_max_length', '2026-11-28 04:45:27.899678+00'),
	(24, 'auth', '0004_alter_user_username_opts', '2026-11-28 04:45:27.905374+00'),
	(25, 'auth', '0005_alter_user_last_login_null', '2026-11-28 04:45:27.910913+00'),
	(26, 'auth', '0006_require_contenttypes_0002', '2026-11-28 04:45:27.911794+00'),
	(27, 'auth', '0007_alter_validators_add_error_messages', '2026-11-28 04:45:27.917012+00'),
	(28, 'auth', '0008_alter_user_username_max_length', '2026-11-28 04:45:27.922271+00'),
	(29, 'auth', '0009_alter_user_last_name_max_length', '2026-11-28 04:45:27.92997+00'),
	(30, 'auth', '0010_alter_group_name_max_length', '2026-11-28 04:45:27.937998+00'),
	(31, 'auth', '0011_update_proxy_permissions', '2026-11-28 04:45:27.990071+00'),
	(32, 'auth', '0012_alter_user_first_name_max_length', '2026-11-28 04:45:27.996686+00'),
	(33, 'plan', '0004_publics', '2026-11-28 04:45:28.034194+00'),
	(34, 'plan', '0005_ask_once', '2026-11-28 04:45:28.053161+00'),
	(35, 'plan', '0006_action_codes', '2026-11-28 04:45:28.169539+00'),
	(36, 'evaluation', '0001_tables', '2026-11-28 04:45:28.797373+00'),
	(37, 'evaluation', '0002_security', '2026-11-28 04:45:28.811277+00'),
	(38, 'evaluation', '0003_counts', '2026-11-28 04:45:28.813877+00'),
	(39, 'evaluation', '0004_ask_once', '2026-11-28 04:45:28.828865+00'),
	(40, 'evaluation', '0005_action_codes', '2026-11-28 04:45:28.832571+00'),
	(41, 'finance', '0001_tables', '2026-11-28 04:45:29.977171+00'),
	(42, 'finance', '0002_security', '2026-11-28 04:45:29.991205+00'),
	(43, 'finance', '0003_ask_once', '2026-11-28 04:45:30.002134+00'),
	(44, 'indicators', '0001_tables', '2026-11-28 04:45:30.194164+00'),
	(45, 'indicators', '0002_security', '2026-11-28 04:45:30.198506+00'),
	(46, 'indicators', '0003_series', '2026-11-28 04:45:30.531872+00'),
	(47, 'indicators', '0004_series_security', '2026-11-28 04:45:30.542619+00'),
	(48, 'indicators', '0005_publication', '2026-11-28 04:45:30.645519+00'),
	(49, 'indicators', '0006_series_from_files', '2026-11-28 04:45:31.070248+00'),
	(50, 'indicators', '0007_gaps_and_disputes', '2026-11-28 04:45:32.461517+00'),
	(51, 'indicators', '0008_asked_once', '2026-11-28 04:45:32.465803+00'),
	(52, 'indicators', '0009_ask_once', '2026-11-28 04:45:32.51721+00'),
	(53, 'indicators', '0010_action_codes', '2026-11-28 04:45:32.610057+00'),
	(54, 'journal', '0006_ask_once', '2026-11-28 04:45:32.619961+00'),
	(55, 'offer', '0003_training_source', '2026-11-28 04:45:32.885719+00'),
	(56, 'offer', '0004_search', '2026-11-28 04:45:33.0733+00'),
	(57, 'offer', '0005_search_functions', '2026-11-28 04:45:33.077948+00'),
	(58, 'offer', '0006_search_boxes', '2026-11-28 04:45:33.112964+00'),
	(59, 'offer', '0007_search_open_until', '2026-11-28 04:45:33.208284+00'),
	(60, 'journeys', '0001_tables', '2026-11-28 04:45:36.682246+00'),
	(61, 'journeys', '0002_security', '2026-11-28 04:45:36.743462+00'),
	(62, 'journeys', '0003_owed', '2026-11-28 04:45:37.21375+00'),
	(63, 'journeys', '0004_owed_security', '2026-11-28 04:45:37.224413+00'),
	(64, 'journeys', '0005_trainees', '2026-11-28 04:45:39.155275+00'),
	(65, 'journeys', '0006_trainees_security', '2026-11-28 04:45:39.182791+00'),
	(66, 'journeys', '0007_counts', '2026-11-28 04:45:39.855256+00'),
	(67, 'journeys', '0008_counts_security', '2026-11-28 04:45:39.867979+00'),
	(68, 'journeys', '0009_retention', '2026-11-28 04:45:40.180636+00'),
	(69, 'journeys', '0010_forgetting', '2026-11-28 04:45:40.186722+00'),
	(70, 'journeys', '0011_advising', '2026-11-28 04:45:40.823722+00'),
	(71, 'journeys', '0012_advising_security', '2026-11-28 04:45:40.837948+00'),
	(72, 'journeys', '0013_results', '2026-11-28 04:45:41.056471+00'),
	(73, 'journeys', '0014_results_security', '2026-11-28 04:45:41.062243+00'),
	(74, 'journeys', '0015_referents_of_body', '2026-11-28 04:45:41.210374+00'),
	(75, 'journeys', '0016_ask_once', '2026-11-28 04:45:41.28462+00'),
	(76, 'journeys', '0017_machine_first', '2026-11-28 04:45:41.394463+00'),
	(77, 'journeys', '0018_planned_handover', '2026-11-28 04:45:41.617618+00'),
	(78, 'journeys', '0019_planned_handover_security', '2026-11-28 04:45:41.624043+00'),
	(79, 'journeys', '0020_situation_tally', '2026-11-28 04:45:42.195747+00'),
	(80, 'journeys', '0021_bodies_at_work', '2026-11-28 04:45:42.200149+00'),
	(81, 'journeys', '0022_dropout_reasons', '2026-11-28 04:45:42.319175+00'),
	(82, 'journeys', '0023_rows_of_the_person', '2026-11-28 04:45:42.49352+00'),
	(83, 'journeys', '0024_pace_of_links', '2026-11-28 04:45:42.684936+00'),
	(84, 'journeys', '0025_action_codes', '2026-11-28 04:45:43.158872+00'),
	(85, 'journeys', '0026_shown_counts', '2026-11-28 04:45:43.614544+00'),
	(86, 'liaison', '0001_tables', '2026-11-28 04:45:48.220777+00'),
	(87, 'liaison', '0002_security', '2026-11-28 04:45:48.266316+00'),
	(88, 'liaison', '0003_traces_forget', '2026-11-28 04:45:48.270401+00'),
	(89, 'liaison', '0004_counts', '2026-11-28 04:45:48.273972+00'),
	(90, 'liaison', '0005_ask_once', '2026-11-28 04:45:48.311491+00'),
	(91, 'notices', '0001_tables', '2026-11-28 04:45:48.492384+00'),
	(92, 'notices', '0002_security', '2026-11-28 04:45:48.499166+00'),
	(93, 'notices', '0003_ask_once', '2026-11-28 04:45:48.506072+00'),
	(94, 'offer', '0008_search_funders', '2026-11-28 04:45:48.7929+00'),
	(95, 'offer', '0009_two_people', '2026-11-28 04:45:49.351645+00'),
	(96, 'offer', '0010_ask_once', '2026-11-28 04:45:49.433961+00'),
	(97, 'otp_totp', '0001_initial', '2026-11-28 04:45:49.635882+00'),
	(98, 'otp_totp', '0002_auto_20190420_0723', '2026-11-28 04:45:49.903394+00'),
	(99, 'otp_totp', '0003_add_timestamps', '2026-11-28 04:45:49.975532+00'),
	(100, 'procedures', '0001_tables', '2026-11-28 04:45:54.964738+00'),
	(101, 'procedures', '0002_security', '2026-11-28 04:45:55.016331+00'),
	(102, 'procedures', '0003_counts', '2026-11-28 04:45:55.020057+00'),
	(103, 'procedures', '0004_requests', '2026-11-28 04:45:55.023653+00'),
	(104, 'procedures', '0005_ask_once', '2026-11-28 04:45:55.051775+00'),
	(105, 'procedures', '0006_action_codes', '2026-11-28 04:45:55.339096+00'),
	(106, 'procrastinate', '0001_initial', '2026-11-28 04:45:55.357714+00'),
	(107, 'procrastinate', '0002_drop_started_at_column', '2026-11-28 04:45:55.36262+00'),
	(108, 'procrastinate', '0003_drop_started_at_column', '2026-11-28 04:45:55.366975+00'),
	(109, 'procrastinate', '0004_drop_procrastinate_version_table', '2026-11-28 04:45:55.371169+00'),
	(110, 'procrastinate', '0005_fix_procrastinate_fetch_job', '2026-11-28 04:45:55.375301+00'),
	(111, 'procrastinate', '0006_fix_trigger_status_events_insert', '2026-11-28 04:45:55.380086+00'),
	(112, 'procrastinate', '0007_add_queueing_lock_column', '2026-11-28 04:45:55.384483+00'),
	(113, 'procrastinate', '0008_close_fetch_job_race_condition', '2026-11-28 04:45:55.38997+00'),
	(114, 'procrastinate', '0009_add_defer_job_function', '2026-11-28 04:45:55.394259+00'),
	(115, 'procrastinate', '0010_add_procrastinate_periodic_defers', '2026-11-28 04:45:55.401053+00'),
	(116, 'procrastinate', '0011_add_foreign_key_index', '2026-11-28 04:45:55.404757+00'),
	(117, 'procrastinate', '0012_add_locks_to_periodic_defer', '2026-11-28 04:45:55.409778+00'),
	(118, 'procrastinate', '0013_fix_procrastinate_defer_periodic_job', '2026-11-28 04:45:55.413378+00'),
	(119, 'procrastinate', '0014_add_finish_job_and_retry_job_functions', '2026-11-28 04:45:55.416331+00'),
	(120, 'procrastinate', '0015_add_trigger_on_job_deletion', '2026-11-28 04:45:55.41969+00'),
	(121, 'procrastinate', '0016_delete_finished_jobs', '2026-11-28 04:45:55.422672+00'),
	(122, 'procrastinate', '0017_add_checks_to_finish_job', '2026-11-28 04:45:55.425566+00'),
	(123, 'procrastinate', '0018_add_checks_to_retry_job', '2026-11-28 04:45:55.431414+00'),
	(124, 'procrastinate', '0019_fix_finish_job_compat_issue', '2026-11-28 04:45:55.435916+00'),
	(125, 'procrastinate', '0020_add_index_on_procrastinate_jobs', '2026-11-28 04:45:55.441027+00'),
	(126, 'procrastinate', '0021_add_kwargs_to_defer_periodic_job', '2026-11-28 04:45:55.451195+00'),
	(127, 'procrastinate', '0022_null_locks_excluded', '2026-11-28 04:45:55.456296+00'),
	(128, 'procrastinate', '0023_remove_old_finish_job_function', '2026-11-28 04:45:55.462146+00'),
	(129, 'procrastinate', '0024_job_id_bigint', '2026-11-28 04:45:55.47369+00'),
	(130, 'procrastinate', '0025_add_models', '2026-11-28 04:45:55.490532+00'),
	(131, 'procrastinate', '0026_add_job_priority', '2026-11-28 04:45:55.508384+00'),
	(132, 'procrastinate', '0027_add_periodic_job_priority', '2026-11-28 04:45:55.514277+00'),
	(133, 'procrastinate', '0028_add_cancel_states', '2026-11-28 04:45:55.535349+00'),
	(134, 'procrastinate', '0029_add_additional_params_to_retry_job', '2026-11-28 04:45:55.539398+00'),
	(135, 'procrastinate', '0030_alter_procrastinateevent_options', '2026-11-28 04:45:55.548022+00'),
	(136, 'procrastinate', '0031_add_indexes_for_fetch_job', '2026-11-28 04:45:55.555113+00'),
	(137, 'procrastinate', '0032_pre_cancel_notification', '2026-11-28 04:45:55.571207+00'),
	(138, 'procrastinate', '0033_post_cancel_notification', '2026-11-28 04:45:55.597363+00'),
	(139, 'procrastinate', '0034_pre_add_heartbeat', '2026-11-28 04:45:55.613884+00'),
	(140, 'procrastinate', '0035_post_add_heartbeat', '2026-11-28 04:45:55.618206+00'),
	(141, 'procrastinate', '0036_add_worker_model', '2026-11-28 04:45:55.631678+00'),
	(142, 'procrastinate', '0037_pre_batch_defer_jobs', '2026-11-28 04:45:55.6366+00'),
	(143, 'procrastinate', '0038_post_batch_defer_jobs', '2026-11-28 04:45:55.640977+00'),
	(144, 'procrastinate', '0039_pre_priority_lock_fetch_job', '2026-11-28 04:45:55.645598+00'),
	(145, 'procrastinate', '0040_pre_retry_failed_job', '2026-11-28 04:45:55.649409+00'),
	(146, 'procrastinate', '0041_post_retry_failed_job', '2026-11-28 04:45:55.652946+00'),
	(147, 'reference', '0001_tables', '2026-11-28 04:45:55.71209+00'),
	(148, 'reference', '0002_nomenclatures', '2026-11-28 04:45:55.759065+00'),
	(149, 'sessions', '0001_initial', '2026-11-28 04:45:55.769628+00'),
	(150, 'steering', '0001_tables', '2026-11-28 04:46:01.331096+00'),
	(151, 'steering', '0002_security', '2026-11-28 04:46:01.39651+00'),
	(152, 'steering', '0003_frozen_committees', '2026-11-28 04:46:01.403555+00'),
	(153, 'steering', '0004_frozen_rounds', '2026-11-28 04:46:01.41071+00'),
	(154, 'steering', '0005_ask_once', '2026-11-28 04:46:01.440949+00');

SELECT pg_catalog.setval('public.accounts_loginlink_id_seq', 1, false);

SELECT pg_catalog.setval('public.accounts_membership_id_seq', 1, false);

SELECT pg_catalog.setval('public.accounts_organisation_id_seq', 1, false);

SELECT pg_catalog.setval('public.accounts_organisationname_id_seq', 1, false);

SELECT pg_catalog.setval('public.accounts_person_id_seq', 1, false);

SELECT pg_catalog.setval('public.accounts_service_id_seq', 1, false);

SELECT pg_catalog.setval('public.accounts_standin_id_seq', 1, false);

SELECT pg_catalog.setval('public.agenda_meeting_id_seq', 1, false);

SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);

SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);

SELECT pg_catalog.setval('public.auth_permission_id_seq', 668, true);

SELECT pg_catalog.setval('public.django_content_type_id_seq', 167, true);

SELECT pg_catalog.setval('public.django_migrations_id_seq', 154, true);

SELECT pg_catalog.setval('public.evaluation_addendum_id_seq', 1, false);

SELECT pg_catalog.setval('public.evaluation_experiment_id_seq', 1, false);

SELECT pg_catalog.setval('public.evaluation_finding_id_seq', 1, false);

SELECT pg_catalog.setval('public.evaluation_ownership_id_seq', 1, false);

SELECT pg_catalog.setval('public.evaluation_sheetversion_id_seq', 1, false);

SELECT pg_catalog.setval('public.finance_allocation_id_seq', 1, false);

SELECT pg_catalog.setval('public.finance_allocationrule_id_seq', 1, false);

SELECT pg_catalog.setval('public.finance_budgetline_id_seq', 1, false);

SELECT pg_catalog.setval('public.finance_columnmapping_id_seq', 1, false);

SELECT pg_catalog.setval('public.finance_commitment_id_seq', 1, false);

SELECT pg_catalog.setval('public.finance_importrun_id_seq', 1, false);

SELECT pg_catalog.setval('public.finance_movement_id_seq', 1, false);

SELECT pg_catalog.setval('public.indicators_dispute_id_seq', 1, false);

SELECT pg_catalog.setval('public.indicators_disputerecord_id_seq', 1, false);

SELECT pg_catalog.setval('public.indicators_disputeside_id_seq', 1, false);

SELECT pg_catalog.setval('public.indicators_keptanswer_id_seq', 1, false);

SELECT pg_catalog.setval('public.indicators_missingindicator_id_seq', 1, false);

SELECT pg_catalog.setval('public.indicators_publication_id_seq', 1, false);

SELECT pg_catalog.setval('public.indicators_series_id_seq', 1, false);

SELECT pg_catalog.setval('public.indicators_seriesbreak_id_seq', 1, false);

SELECT pg_catalog.setval('public.indicators_seriesimport_id_seq', 1, false);

SELECT pg_catalog.setval('public.indicators_seriespoint_id_seq', 1, false);

SELECT pg_catalog.setval('public.indicators_seriessplit_id_seq', 1, false);

SELECT pg_catalog.setval('public.indicators_survey_id_seq', 1, false);

SELECT pg_catalog.setval('public.indicators_surveygap_id_seq', 1, false);

SELECT pg_catalog.setval('public.indicators_surveystratum_id_seq', 1, false);

SELECT pg_catalog.setval('public.journal_entry_id_seq', 1, false);

SELECT pg_catalog.setval('public.journal_rowchange_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_actioncount_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_attendanceweek_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_barrier_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_countpublication_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_custodydate_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_due_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_grouptally_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_invitation_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_invitation_meetings_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_journey_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_learner_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_learnercontact_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_learnerletter_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_learnerlink_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_learnerrequest_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_notebookline_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_outgoing_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_plannedhandover_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_publicresult_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_recommendation_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_referent_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_seat_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_sensitivefact_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_sensitiveread_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_showncount_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_situationask_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_situationtally_id_seq', 1, false);

SELECT pg_catalog.setval('public.journeys_step_id_seq', 1, false);

SELECT pg_catalog.setval('public.liaison_actfile_id_seq', 1, false);

SELECT pg_catalog.setval('public.liaison_actfileline_id_seq', 1, false);

SELECT pg_catalog.setval('public.liaison_comparison_id_seq', 1, false);

SELECT pg_catalog.setval('public.liaison_conventionedbody_id_seq', 1, false);

SELECT pg_catalog.setval('public.liaison_delivery_id_seq', 1, false);

SELECT pg_catalog.setval('public.liaison_difference_id_seq', 1, false);

SELECT pg_catalog.setval('public.liaison_dossierreference_id_seq', 1, false);

SELECT pg_catalog.setval('public.liaison_inbound_id_seq', 1, false);

SELECT pg_catalog.setval('public.liaison_partner_id_seq', 1, false);

SELECT pg_catalog.setval('public.liaison_personreference_id_seq', 1, false);

SELECT pg_catalog.setval('public.liaison_savedcolumns_id_seq', 1, false);

SELECT pg_catalog.setval('public.liaison_trace_id_seq', 1, false);

SELECT pg_catalog.setval('public.notices_notice_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_accessword_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_amendment_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_competence_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_delivery_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_difference_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_followon_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_lot_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_module_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_moduleattestation_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_moduleblock_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_order_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_orderline_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_placeentry_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_preparation_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_provider_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_quarantined_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_request_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_searchstamp_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_session_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_sessionstep_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_sheet_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_sheetdraft_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_site_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_training_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_trainingaction_id_seq', 1, false);

SELECT pg_catalog.setval('public.offer_watch_id_seq', 1, false);

SELECT pg_catalog.setval('public.otp_totp_totpdevice_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_actionline_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_actionperson_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_amountline_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_axisline_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_figureline_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_importrun_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_lineageline_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_objectiveline_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_plan_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_planaction_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_planversion_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_rowlead_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_rowline_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_savedview_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_standingline_id_seq', 1, false);

SELECT pg_catalog.setval('public.procedures_award_id_seq', 1, false);

SELECT pg_catalog.setval('public.procedures_choice_id_seq', 1, false);

SELECT pg_catalog.setval('public.procedures_deliverable_id_seq', 1, false);

SELECT pg_catalog.setval('public.procedures_document_id_seq', 1, false);

SELECT pg_catalog.setval('public.procedures_file_id_seq', 1, false);

SELECT pg_catalog.setval('public.procedures_filedeadline_id_seq', 1, false);

SELECT pg_catalog.setval('public.procedures_filestep_id_seq', 1, false);

SELECT pg_catalog.setval('public.procedures_option_id_seq', 1, false);

SELECT pg_catalog.setval('public.procedures_optioncriterion_id_seq', 1, false);

SELECT pg_catalog.setval('public.procedures_optionscore_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_events_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_jobs_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_periodic_defers_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_workers_id_seq', 1, false);

SELECT pg_catalog.setval('public.reference_certificationversion_id_seq', 1, false);

SELECT pg_catalog.setval('public.reference_codechange_id_seq', 1, false);

SELECT pg_catalog.setval('public.reference_contour_id_seq', 1, false);

SELECT pg_catalog.setval('public.reference_edition_id_seq', 1, false);

SELECT pg_catalog.setval('public.reference_loadedfile_id_seq', 1, false);

SELECT pg_catalog.setval('public.reference_membership_id_seq', 1, false);

SELECT pg_catalog.setval('public.reference_nomenclature_id_seq', 1, false);

SELECT pg_catalog.setval('public.reference_nomenclaturelink_id_seq', 1, false);

SELECT pg_catalog.setval('public.reference_nomenclatureterm_id_seq', 1, false);

SELECT pg_catalog.setval('public.reference_zone_id_seq', 1, false);

SELECT pg_catalog.setval('public.reference_zonepopulation_id_seq', 1, false);

SELECT pg_catalog.setval('public.steering_agendaitem_id_seq', 1, false);

SELECT pg_catalog.setval('public.steering_answer_id_seq', 1, false);

SELECT pg_catalog.setval('public.steering_committee_id_seq', 1, false);

SELECT pg_catalog.setval('public.steering_decision_id_seq', 1, false);

SELECT pg_catalog.setval('public.steering_decision_plan_actions_id_seq', 1, false);

SELECT pg_catalog.setval('public.steering_decisionstep_id_seq', 1, false);

SELECT pg_catalog.setval('public.steering_declaredvalue_id_seq', 1, false);

SELECT pg_catalog.setval('public.steering_milestone_depends_on_id_seq', 1, false);

SELECT pg_catalog.setval('public.steering_milestone_id_seq', 1, false);

SELECT pg_catalog.setval('public.steering_milestonestep_id_seq', 1, false);

SELECT pg_catalog.setval('public.steering_remark_id_seq', 1, false);

SELECT pg_catalog.setval('public.steering_risk_id_seq', 1, false);

SELECT pg_catalog.setval('public.steering_round_id_seq', 1, false);

ALTER TABLE ONLY pacte_private.context_key
    ADD CONSTRAINT context_key_pkey PRIMARY KEY (role);

ALTER TABLE ONLY public.accounts_loginlink
    ADD CONSTRAINT accounts_loginlink_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.accounts_loginlink
    ADD CONSTRAINT accounts_loginlink_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_organisation
    ADD CONSTRAINT accounts_organisation_code_key UNIQUE (code);

ALTER TABLE ONLY public.accounts_organisation
    ADD CONSTRAINT accounts_organisation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_organisation
    ADD CONSTRAINT accounts_organisation_siret_key UNIQUE (siret);

ALTER TABLE ONLY public.accounts_organisationname
    ADD CONSTRAINT accounts_organisationname_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_email_key UNIQUE (email);

ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_service
    ADD CONSTRAINT accounts_service_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_standin
    ADD CONSTRAINT accounts_standin_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_tokenbucket
    ADD CONSTRAINT accounts_tokenbucket_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.agenda_meeting
    ADD CONSTRAINT agenda_meeting_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reference_certificationversion
    ADD CONSTRAINT certification_once_an_edition UNIQUE (code, edition);

ALTER TABLE ONLY public.reference_codechange
    ADD CONSTRAINT code_change_once UNIQUE (old_code, new_code);

ALTER TABLE ONLY public.reference_contour
    ADD CONSTRAINT contour_once UNIQUE (kind, code, edition);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);

ALTER TABLE ONLY public.evaluation_addendum
    ADD CONSTRAINT evaluation_addendum_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.evaluation_experiment
    ADD CONSTRAINT evaluation_experiment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.evaluation_finding
    ADD CONSTRAINT evaluation_finding_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.evaluation_experiment
    ADD CONSTRAINT evaluation_number_once UNIQUE (plan_id, number);

ALTER TABLE ONLY public.evaluation_ownership
    ADD CONSTRAINT evaluation_ownership_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.evaluation_sheetversion
    ADD CONSTRAINT evaluation_sheetversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.evaluation_sheetversion
    ADD CONSTRAINT evaluation_version_once UNIQUE (experiment_id, number);

ALTER TABLE ONLY public.finance_allocation
    ADD CONSTRAINT finance_allocation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.finance_allocationrule
    ADD CONSTRAINT finance_allocationrule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.finance_budgetline
    ADD CONSTRAINT finance_budgetline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.finance_columnmapping
    ADD CONSTRAINT finance_columnmapping_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.finance_commitment
    ADD CONSTRAINT finance_commitment_once UNIQUE (organisation_id, number, post, year);

ALTER TABLE ONLY public.finance_commitment
    ADD CONSTRAINT finance_commitment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.finance_importrun
    ADD CONSTRAINT finance_importrun_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.finance_columnmapping
    ADD CONSTRAINT finance_mapping_name_once UNIQUE (organisation_id, name);

ALTER TABLE ONLY public.finance_movement
    ADD CONSTRAINT finance_movement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.indicators_keptanswer
    ADD CONSTRAINT indicators_answer_kept_once UNIQUE (organisation_id, person_name, digest);

ALTER TABLE ONLY public.indicators_keptanswer
    ADD CONSTRAINT indicators_answer_number_once UNIQUE (organisation_id, number);

ALTER TABLE ONLY public.indicators_dispute
    ADD CONSTRAINT indicators_dispute_number_once UNIQUE (organisation_id, number);

ALTER TABLE ONLY public.indicators_dispute
    ADD CONSTRAINT indicators_dispute_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.indicators_disputerecord
    ADD CONSTRAINT indicators_disputerecord_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.indicators_disputeside
    ADD CONSTRAINT indicators_disputeside_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.indicators_factperson
    ADD CONSTRAINT indicators_factperson_number_key UNIQUE (number);

ALTER TABLE ONLY public.indicators_factperson
    ADD CONSTRAINT indicators_factperson_pkey PRIMARY KEY (learner_id);

ALTER TABLE ONLY public.indicators_missingindicator
    ADD CONSTRAINT indicators_gap_number_once UNIQUE (plan_id, number);

ALTER TABLE ONLY public.indicators_keptanswer
    ADD CONSTRAINT indicators_keptanswer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.indicators_missingindicator
    ADD CONSTRAINT indicators_missingindicator_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.indicators_publication
    ADD CONSTRAINT indicators_publication_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.indicators_publication
    ADD CONSTRAINT indicators_published_once UNIQUE (organisation_id, code, year);

ALTER TABLE ONLY public.indicators_disputerecord
    ADD CONSTRAINT indicators_record_key_once UNIQUE (dispute_id, body_id, key);

ALTER TABLE ONLY public.indicators_series
    ADD CONSTRAINT indicators_series_code_once UNIQUE (organisation_id, code);

ALTER TABLE ONLY public.indicators_series
    ADD CONSTRAINT indicators_series_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.indicators_seriesbreak
    ADD CONSTRAINT indicators_seriesbreak_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.indicators_seriesimport
    ADD CONSTRAINT indicators_seriesimport_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.indicators_seriespoint
    ADD CONSTRAINT indicators_seriespoint_corrects_id_key UNIQUE (corrects_id);

ALTER TABLE ONLY public.indicators_seriespoint
    ADD CONSTRAINT indicators_seriespoint_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.indicators_seriessplit
    ADD CONSTRAINT indicators_seriessplit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.indicators_disputeside
    ADD CONSTRAINT indicators_side_version_once UNIQUE (dispute_id, body_id, version);

ALTER TABLE ONLY public.indicators_seriessplit
    ADD CONSTRAINT indicators_split_named_once UNIQUE (series_id, code);

ALTER TABLE ONLY public.indicators_surveygap
    ADD CONSTRAINT indicators_survey_aims_once UNIQUE (survey_id, gap_id);

ALTER TABLE ONLY public.indicators_survey
    ADD CONSTRAINT indicators_survey_number_once UNIQUE (plan_id, number);

ALTER TABLE ONLY public.indicators_survey
    ADD CONSTRAINT indicators_survey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.indicators_surveystratum
    ADD CONSTRAINT indicators_survey_stratum_once UNIQUE (survey_id, gap_id, batch, label);

ALTER TABLE ONLY public.indicators_surveygap
    ADD CONSTRAINT indicators_surveygap_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.indicators_surveystratum
    ADD CONSTRAINT indicators_surveystratum_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journal_entry
    ADD CONSTRAINT journal_entry_act_key_key UNIQUE (act_key);

ALTER TABLE ONLY public.journal_entry
    ADD CONSTRAINT journal_entry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journal_rowchange
    ADD CONSTRAINT journal_rowchange_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_actioncount
    ADD CONSTRAINT journeys_action_counted_once UNIQUE (plan_id, action_number);

ALTER TABLE ONLY public.journeys_actioncount
    ADD CONSTRAINT journeys_actioncount_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_attendanceweek
    ADD CONSTRAINT journeys_attendanceweek_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_barrier
    ADD CONSTRAINT journeys_barrier_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_countpublication
    ADD CONSTRAINT journeys_countpublication_organisation_id_key UNIQUE (organisation_id);

ALTER TABLE ONLY public.journeys_countpublication
    ADD CONSTRAINT journeys_countpublication_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_custodydate
    ADD CONSTRAINT journeys_custodydate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_due
    ADD CONSTRAINT journeys_due_once UNIQUE (step_id, what);

ALTER TABLE ONLY public.journeys_due
    ADD CONSTRAINT journeys_due_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_grouptally
    ADD CONSTRAINT journeys_grouptally_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_invitation_meetings
    ADD CONSTRAINT journeys_invitation_meet_invitation_id_meeting_id_c5f9e4b7_uniq UNIQUE (invitation_id, meeting_id);

ALTER TABLE ONLY public.journeys_invitation_meetings
    ADD CONSTRAINT journeys_invitation_meetings_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_invitation
    ADD CONSTRAINT journeys_invitation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_journey
    ADD CONSTRAINT journeys_journey_key_key UNIQUE (key);

ALTER TABLE ONLY public.journeys_journey
    ADD CONSTRAINT journeys_journey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_learner
    ADD CONSTRAINT journeys_learner_key_key UNIQUE (key);

ALTER TABLE ONLY public.journeys_learner
    ADD CONSTRAINT journeys_learner_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_learnercontact
    ADD CONSTRAINT journeys_learnercontact_learner_id_key UNIQUE (learner_id);

ALTER TABLE ONLY public.journeys_learnercontact
    ADD CONSTRAINT journeys_learnercontact_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_learnerletter
    ADD CONSTRAINT journeys_learnerletter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_learnerlink
    ADD CONSTRAINT journeys_learnerlink_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.journeys_learnerlink
    ADD CONSTRAINT journeys_learnerlink_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_learnerrequest
    ADD CONSTRAINT journeys_learnerrequest_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_notebookline
    ADD CONSTRAINT journeys_notebookline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_outgoing
    ADD CONSTRAINT journeys_outgoing_key_key UNIQUE (key);

ALTER TABLE ONLY public.journeys_outgoing
    ADD CONSTRAINT journeys_outgoing_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_outgoing
    ADD CONSTRAINT journeys_outgoing_step_id_key UNIQUE (step_id);

ALTER TABLE ONLY public.journeys_plannedhandover
    ADD CONSTRAINT journeys_plannedhandover_learner_id_key UNIQUE (learner_id);

ALTER TABLE ONLY public.journeys_plannedhandover
    ADD CONSTRAINT journeys_plannedhandover_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_publicresult
    ADD CONSTRAINT journeys_publicresult_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_recommendation
    ADD CONSTRAINT journeys_recommendation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_referent
    ADD CONSTRAINT journeys_referent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_publicresult
    ADD CONSTRAINT journeys_result_once UNIQUE (organisation_id, key);

ALTER TABLE ONLY public.journeys_seat
    ADD CONSTRAINT journeys_seat_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_sensitivefact
    ADD CONSTRAINT journeys_sensitivefact_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_sensitiveread
    ADD CONSTRAINT journeys_sensitiveread_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_sessiontally
    ADD CONSTRAINT journeys_sessiontally_pkey PRIMARY KEY (session_id);

ALTER TABLE ONLY public.journeys_showncount
    ADD CONSTRAINT journeys_shown_once UNIQUE (organisation_id, cut, year, key);

ALTER TABLE ONLY public.journeys_showncount
    ADD CONSTRAINT journeys_showncount_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_situationask
    ADD CONSTRAINT journeys_situation_asked_once UNIQUE (journey_id, months);

ALTER TABLE ONLY public.journeys_situationask
    ADD CONSTRAINT journeys_situationask_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_situationtally
    ADD CONSTRAINT journeys_situationtally_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.journeys_step
    ADD CONSTRAINT journeys_step_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.liaison_actfile
    ADD CONSTRAINT liaison_actfile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.liaison_actfileline
    ADD CONSTRAINT liaison_actfileline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.liaison_savedcolumns
    ADD CONSTRAINT liaison_columns_once UNIQUE (body_id, name);

ALTER TABLE ONLY public.liaison_comparison
    ADD CONSTRAINT liaison_comparison_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.liaison_conventionedbody
    ADD CONSTRAINT liaison_convention_once UNIQUE (organisation_id, siret, convention);

ALTER TABLE ONLY public.liaison_conventionedbody
    ADD CONSTRAINT liaison_conventionedbody_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.liaison_delivery
    ADD CONSTRAINT liaison_delivery_key_once UNIQUE (partner_id, key);

ALTER TABLE ONLY public.liaison_delivery
    ADD CONSTRAINT liaison_delivery_once UNIQUE (partner_id, outgoing_id);

ALTER TABLE ONLY public.liaison_delivery
    ADD CONSTRAINT liaison_delivery_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.liaison_delivery
    ADD CONSTRAINT liaison_delivery_rank_once UNIQUE (partner_id, journey_key, rank);

ALTER TABLE ONLY public.liaison_difference
    ADD CONSTRAINT liaison_difference_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.liaison_dossierreference
    ADD CONSTRAINT liaison_dossier_once UNIQUE (organisation_id, source, reference);

ALTER TABLE ONLY public.liaison_dossierreference
    ADD CONSTRAINT liaison_dossierreference_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.liaison_actfile
    ADD CONSTRAINT liaison_file_once UNIQUE NULLS NOT DISTINCT (organisation_id, body_id, source, digest);

ALTER TABLE ONLY public.liaison_inbound
    ADD CONSTRAINT liaison_inbound_once UNIQUE (partner_id, key);

ALTER TABLE ONLY public.liaison_inbound
    ADD CONSTRAINT liaison_inbound_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.liaison_partner
    ADD CONSTRAINT liaison_partner_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.liaison_partner
    ADD CONSTRAINT liaison_partner_slug_key UNIQUE (slug);

ALTER TABLE ONLY public.liaison_personreference
    ADD CONSTRAINT liaison_person_once UNIQUE (organisation_id, source, reference);

ALTER TABLE ONLY public.liaison_personreference
    ADD CONSTRAINT liaison_personreference_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.liaison_savedcolumns
    ADD CONSTRAINT liaison_savedcolumns_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.liaison_trace
    ADD CONSTRAINT liaison_trace_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reference_nomenclaturelink
    ADD CONSTRAINT link_once UNIQUE (source_code, relation, edition, target_code);

ALTER TABLE ONLY public.reference_membership
    ADD CONSTRAINT membership_once UNIQUE (kind, vintage, commune_code);

ALTER TABLE ONLY public.reference_nomenclature
    ADD CONSTRAINT nomenclature_once UNIQUE (scheme, edition);

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notice_once UNIQUE (person_id, key);

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_accessword
    ADD CONSTRAINT offer_accessword_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_accessword
    ADD CONSTRAINT offer_accessword_training_action_id_key UNIQUE (training_action_id);

ALTER TABLE ONLY public.offer_trainingaction
    ADD CONSTRAINT offer_action_number_once UNIQUE (number, training_id);

ALTER TABLE ONLY public.offer_amendment
    ADD CONSTRAINT offer_amendment_number_once UNIQUE (order_id, number);

ALTER TABLE ONLY public.offer_amendment
    ADD CONSTRAINT offer_amendment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_amendment
    ADD CONSTRAINT offer_amendment_preparation_id_key UNIQUE (preparation_id);

ALTER TABLE ONLY public.offer_moduleattestation
    ADD CONSTRAINT offer_attestation_once UNIQUE (module_id, text);

ALTER TABLE ONLY public.offer_competence
    ADD CONSTRAINT offer_competence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_competence
    ADD CONSTRAINT offer_competence_rank_once UNIQUE (training_id, rank);

ALTER TABLE ONLY public.offer_delivery
    ADD CONSTRAINT offer_delivery_once UNIQUE (organisation_id, digest);

ALTER TABLE ONLY public.offer_delivery
    ADD CONSTRAINT offer_delivery_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_difference
    ADD CONSTRAINT offer_difference_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_followon
    ADD CONSTRAINT offer_followon_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_lot
    ADD CONSTRAINT offer_lot_code_once UNIQUE (organisation_id, code);

ALTER TABLE ONLY public.offer_lot
    ADD CONSTRAINT offer_lot_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_moduleblock
    ADD CONSTRAINT offer_module_block_once UNIQUE (module_id, block_code);

ALTER TABLE ONLY public.offer_module
    ADD CONSTRAINT offer_module_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_module
    ADD CONSTRAINT offer_module_rank_once UNIQUE (training_id, rank);

ALTER TABLE ONLY public.offer_moduleattestation
    ADD CONSTRAINT offer_moduleattestation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_moduleblock
    ADD CONSTRAINT offer_moduleblock_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_orderline
    ADD CONSTRAINT offer_order_line_once UNIQUE (order_id, session_id);

ALTER TABLE ONLY public.offer_order
    ADD CONSTRAINT offer_order_number_once UNIQUE (organisation_id, number);

ALTER TABLE ONLY public.offer_order
    ADD CONSTRAINT offer_order_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_order
    ADD CONSTRAINT offer_order_preparation_id_key UNIQUE (preparation_id);

ALTER TABLE ONLY public.offer_orderline
    ADD CONSTRAINT offer_orderline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_placeentry
    ADD CONSTRAINT offer_placeentry_corrects_id_key UNIQUE (corrects_id);

ALTER TABLE ONLY public.offer_placeentry
    ADD CONSTRAINT offer_placeentry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_preparation
    ADD CONSTRAINT offer_preparation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_provider
    ADD CONSTRAINT offer_provider_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_provider
    ADD CONSTRAINT offer_provider_siret_once UNIQUE (siret);

ALTER TABLE ONLY public.offer_quarantined
    ADD CONSTRAINT offer_quarantined_once UNIQUE (delivery_id, rank);

ALTER TABLE ONLY public.offer_quarantined
    ADD CONSTRAINT offer_quarantined_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_request
    ADD CONSTRAINT offer_request_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_searchrow
    ADD CONSTRAINT offer_searchrow_pkey PRIMARY KEY (session_id);

ALTER TABLE ONLY public.offer_searchstamp
    ADD CONSTRAINT offer_searchstamp_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_searchtext
    ADD CONSTRAINT offer_searchtext_pkey PRIMARY KEY (training_id);

ALTER TABLE ONLY public.offer_searchword
    ADD CONSTRAINT offer_searchword_pkey PRIMARY KEY (word);

ALTER TABLE ONLY public.offer_session
    ADD CONSTRAINT offer_session_number_once UNIQUE (number, training_action_id);

ALTER TABLE ONLY public.offer_session
    ADD CONSTRAINT offer_session_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_sessionplaces
    ADD CONSTRAINT offer_sessionplaces_pkey PRIMARY KEY (session_id);

ALTER TABLE ONLY public.offer_sessionstep
    ADD CONSTRAINT offer_sessionstep_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_sheet
    ADD CONSTRAINT offer_sheet_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_sheet
    ADD CONSTRAINT offer_sheet_training_id_key UNIQUE (training_id);

ALTER TABLE ONLY public.offer_sheetdraft
    ADD CONSTRAINT offer_sheetdraft_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_sheetdraft
    ADD CONSTRAINT offer_sheetdraft_training_id_key UNIQUE (training_id);

ALTER TABLE ONLY public.offer_site
    ADD CONSTRAINT offer_site_key_once UNIQUE (key);

ALTER TABLE ONLY public.offer_site
    ADD CONSTRAINT offer_site_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_training
    ADD CONSTRAINT offer_training_number_once UNIQUE (number);

ALTER TABLE ONLY public.offer_training
    ADD CONSTRAINT offer_training_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_trainingaction
    ADD CONSTRAINT offer_trainingaction_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.offer_trainingquality
    ADD CONSTRAINT offer_trainingquality_pkey PRIMARY KEY (training_id);

ALTER TABLE ONLY public.offer_trainingsource
    ADD CONSTRAINT offer_trainingsource_pkey PRIMARY KEY (training_id);

ALTER TABLE ONLY public.offer_watch
    ADD CONSTRAINT offer_watch_once UNIQUE (session_id, person_id);

ALTER TABLE ONLY public.offer_watch
    ADD CONSTRAINT offer_watch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.accounts_organisationname
    ADD CONSTRAINT organisation_name_once UNIQUE (organisation_id, plain_name, valid_from);

ALTER TABLE ONLY public.otp_totp_totpdevice
    ADD CONSTRAINT otp_totp_totpdevice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_actionline
    ADD CONSTRAINT plan_action_line_once UNIQUE (version_id, plan_action_id);

ALTER TABLE ONLY public.plan_planaction
    ADD CONSTRAINT plan_action_number_once UNIQUE (plan_id, number);

ALTER TABLE ONLY public.plan_planaction
    ADD CONSTRAINT plan_action_order_once UNIQUE (plan_id, number_order);

ALTER TABLE ONLY public.plan_actionline
    ADD CONSTRAINT plan_actionline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_actionperson
    ADD CONSTRAINT plan_actionperson_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_amountline
    ADD CONSTRAINT plan_amountline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_axisline
    ADD CONSTRAINT plan_axis_code_once UNIQUE (version_id, code);

ALTER TABLE ONLY public.plan_axisline
    ADD CONSTRAINT plan_axisline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_figureline
    ADD CONSTRAINT plan_figureline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_importrun
    ADD CONSTRAINT plan_importrun_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_lineageline
    ADD CONSTRAINT plan_lineage_once UNIQUE (version_id, plan_action_id, kind, origin_plan, origin_number);

ALTER TABLE ONLY public.plan_lineageline
    ADD CONSTRAINT plan_lineageline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_objectiveline
    ADD CONSTRAINT plan_objective_code_once UNIQUE (version_id, code);

ALTER TABLE ONLY public.plan_objectiveline
    ADD CONSTRAINT plan_objectiveline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_plan
    ADD CONSTRAINT plan_plan_code_key UNIQUE (code);

ALTER TABLE ONLY public.plan_plan
    ADD CONSTRAINT plan_plan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_planaction
    ADD CONSTRAINT plan_planaction_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_planversion
    ADD CONSTRAINT plan_planversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_rowline
    ADD CONSTRAINT plan_row_key_once UNIQUE (version_id, key);

ALTER TABLE ONLY public.plan_rowlead
    ADD CONSTRAINT plan_rowlead_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_rowline
    ADD CONSTRAINT plan_rowline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_savedview
    ADD CONSTRAINT plan_savedview_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_standingline
    ADD CONSTRAINT plan_standing_once UNIQUE (version_id, plan_action_id);

ALTER TABLE ONLY public.plan_standingline
    ADD CONSTRAINT plan_standingline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_planversion
    ADD CONSTRAINT plan_version_number_once UNIQUE (plan_id, number);

ALTER TABLE ONLY public.procedures_award
    ADD CONSTRAINT procedures_award_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procedures_choice
    ADD CONSTRAINT procedures_choice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procedures_optioncriterion
    ADD CONSTRAINT procedures_criterion_rank_once UNIQUE (file_id, rank);

ALTER TABLE ONLY public.procedures_filedeadline
    ADD CONSTRAINT procedures_deadline_once UNIQUE (file_id, code);

ALTER TABLE ONLY public.procedures_deliverable
    ADD CONSTRAINT procedures_deliverable_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procedures_deliverable
    ADD CONSTRAINT procedures_deliverable_rank_once UNIQUE (file_id, rank);

ALTER TABLE ONLY public.procedures_document
    ADD CONSTRAINT procedures_document_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procedures_file
    ADD CONSTRAINT procedures_file_number_once UNIQUE (plan_id, number);

ALTER TABLE ONLY public.procedures_file
    ADD CONSTRAINT procedures_file_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procedures_filedeadline
    ADD CONSTRAINT procedures_filedeadline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procedures_filestep
    ADD CONSTRAINT procedures_filestep_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procedures_option
    ADD CONSTRAINT procedures_option_code_once UNIQUE (file_id, code);

ALTER TABLE ONLY public.procedures_option
    ADD CONSTRAINT procedures_option_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procedures_optioncriterion
    ADD CONSTRAINT procedures_optioncriterion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procedures_optionscore
    ADD CONSTRAINT procedures_optionscore_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);

ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reference_certificationversion
    ADD CONSTRAINT reference_certificationversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reference_codechange
    ADD CONSTRAINT reference_codechange_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reference_contour
    ADD CONSTRAINT reference_contour_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reference_edition
    ADD CONSTRAINT reference_edition_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reference_edition
    ADD CONSTRAINT reference_edition_year_key UNIQUE (year);

ALTER TABLE ONLY public.reference_loadedfile
    ADD CONSTRAINT reference_loadedfile_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.reference_loadedfile
    ADD CONSTRAINT reference_loadedfile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reference_membership
    ADD CONSTRAINT reference_membership_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reference_nomenclature
    ADD CONSTRAINT reference_nomenclature_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reference_nomenclaturelink
    ADD CONSTRAINT reference_nomenclaturelink_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reference_nomenclatureterm
    ADD CONSTRAINT reference_nomenclatureterm_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reference_zone
    ADD CONSTRAINT reference_zone_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.reference_zonepopulation
    ADD CONSTRAINT reference_zonepopulation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_savedview
    ADD CONSTRAINT saved_view_name_once UNIQUE (person_id, name);

ALTER TABLE ONLY public.journeys_sensitivefact
    ADD CONSTRAINT sensitive_fact_once UNIQUE (learner_id, kind, valid_from);

ALTER TABLE ONLY public.accounts_service
    ADD CONSTRAINT service_code_once UNIQUE (organisation_id, code);

ALTER TABLE ONLY public.steering_agendaitem
    ADD CONSTRAINT steering_agenda_rank_once UNIQUE (committee_id, rank);

ALTER TABLE ONLY public.steering_agendaitem
    ADD CONSTRAINT steering_agendaitem_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.steering_answer
    ADD CONSTRAINT steering_answer_once UNIQUE (round_id, plan_action_id);

ALTER TABLE ONLY public.steering_answer
    ADD CONSTRAINT steering_answer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.steering_committee
    ADD CONSTRAINT steering_committee_number_once UNIQUE (plan_id, number);

ALTER TABLE ONLY public.steering_committee
    ADD CONSTRAINT steering_committee_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.steering_decision
    ADD CONSTRAINT steering_decision_number_once UNIQUE (plan_id, number);

ALTER TABLE ONLY public.steering_decision
    ADD CONSTRAINT steering_decision_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.steering_decision_plan_actions
    ADD CONSTRAINT steering_decision_plan_a_decision_id_planaction_i_011508ec_uniq UNIQUE (decision_id, planaction_id);

ALTER TABLE ONLY public.steering_decision_plan_actions
    ADD CONSTRAINT steering_decision_plan_actions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.steering_decisionstep
    ADD CONSTRAINT steering_decisionstep_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.steering_declaredvalue
    ADD CONSTRAINT steering_declaredvalue_corrects_id_key UNIQUE (corrects_id);

ALTER TABLE ONLY public.steering_declaredvalue
    ADD CONSTRAINT steering_declaredvalue_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.steering_milestone_depends_on
    ADD CONSTRAINT steering_milestone_depen_from_milestone_id_to_mil_92730c10_uniq UNIQUE (from_milestone_id, to_milestone_id);

ALTER TABLE ONLY public.steering_milestone_depends_on
    ADD CONSTRAINT steering_milestone_depends_on_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.steering_milestone
    ADD CONSTRAINT steering_milestone_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.steering_milestonestep
    ADD CONSTRAINT steering_milestonestep_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.steering_remark
    ADD CONSTRAINT steering_remark_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.steering_risk
    ADD CONSTRAINT steering_risk_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.steering_round
    ADD CONSTRAINT steering_round_number_once UNIQUE (plan_id, number);

ALTER TABLE ONLY public.steering_round
    ADD CONSTRAINT steering_round_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.steering_committee
    ADD CONSTRAINT steering_statement_number_once UNIQUE (plan_id, statement_number);

ALTER TABLE ONLY public.reference_nomenclatureterm
    ADD CONSTRAINT term_once_an_edition UNIQUE (scheme, code, edition);

ALTER TABLE ONLY public.reference_zone
    ADD CONSTRAINT zone_once_an_edition UNIQUE (edition, kind, code);

ALTER TABLE ONLY public.reference_zonepopulation
    ADD CONSTRAINT zone_population_once UNIQUE (kind, code, year);

CREATE INDEX accounts_loginlink_digest_8e1daee4_like ON public.accounts_loginlink USING btree (digest varchar_pattern_ops);

CREATE INDEX accounts_loginlink_person_id_d428c5cc ON public.accounts_loginlink USING btree (person_id);

CREATE INDEX accounts_membership_host_id_f7ca4ec0 ON public.accounts_membership USING btree (host_id);

CREATE INDEX accounts_membership_organisation_id_98e5c22b ON public.accounts_membership USING btree (organisation_id);

CREATE INDEX accounts_membership_person_id_cd00e383 ON public.accounts_membership USING btree (person_id);

CREATE INDEX accounts_membership_service_id_ba49e431 ON public.accounts_membership USING btree (service_id);

CREATE INDEX accounts_organisation_code_84ebf02a_like ON public.accounts_organisation USING btree (code varchar_pattern_ops);

CREATE INDEX accounts_organisation_siret_c612c293_like ON public.accounts_organisation USING btree (siret varchar_pattern_ops);

CREATE INDEX accounts_organisationname_organisation_id_42954d28 ON public.accounts_organisationname USING btree (organisation_id);

CREATE INDEX accounts_organisationname_plain_name_c6a25d3b ON public.accounts_organisationname USING btree (plain_name);

CREATE INDEX accounts_organisationname_plain_name_c6a25d3b_like ON public.accounts_organisationname USING btree (plain_name varchar_pattern_ops);

CREATE INDEX accounts_person_email_7de6b04f_like ON public.accounts_person USING btree (email varchar_pattern_ops);

CREATE INDEX accounts_service_organisation_id_ff4eb487 ON public.accounts_service USING btree (organisation_id);

CREATE INDEX accounts_standin_host_id_b6cd9510 ON public.accounts_standin USING btree (host_id);

CREATE INDEX accounts_standin_person_id_bae6211e ON public.accounts_standin USING btree (person_id);

CREATE INDEX accounts_standin_substitute_id_547d6c4a ON public.accounts_standin USING btree (substitute_id);

CREATE INDEX accounts_tokenbucket_key_619757b9_like ON public.accounts_tokenbucket USING btree (key varchar_pattern_ops);

CREATE INDEX accounts_tokenbucket_refilled_at_1b504c13 ON public.accounts_tokenbucket USING btree (refilled_at);

CREATE INDEX agenda_meeting_held_by_id_6a1feaad ON public.agenda_meeting USING btree (held_by_id);

CREATE INDEX agenda_meeting_of_action ON public.agenda_meeting USING btree (training_action_id, starts_at);

CREATE INDEX agenda_meeting_organisation_id_8655eccc ON public.agenda_meeting USING btree (organisation_id);

CREATE INDEX agenda_meeting_provider_id_559649c2 ON public.agenda_meeting USING btree (provider_id);

CREATE INDEX agenda_meeting_session_id_64fd5ef6 ON public.agenda_meeting USING btree (session_id);

CREATE INDEX agenda_meeting_training_action_id_e25f6bdf ON public.agenda_meeting USING btree (training_action_id);

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);

CREATE INDEX certification_by_rome ON public.reference_certificationversion USING gin (rome_codes);

CREATE INDEX certification_by_same ON public.reference_certificationversion USING gin (same_as);

CREATE INDEX code_change_by_new_code ON public.reference_codechange USING btree (new_code);

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);

CREATE INDEX evaluation_addendum_experiment_id_cd9e5b6f ON public.evaluation_addendum USING btree (experiment_id);

CREATE INDEX evaluation_addendum_organisation_id_d755aabc ON public.evaluation_addendum USING btree (organisation_id);

CREATE INDEX evaluation_experiment_organisation_id_e8d2915d ON public.evaluation_experiment USING btree (organisation_id);

CREATE INDEX evaluation_experiment_plan_action_id_ad7c3853 ON public.evaluation_experiment USING btree (plan_action_id);

CREATE INDEX evaluation_experiment_plan_id_9dadde4f ON public.evaluation_experiment USING btree (plan_id);

CREATE INDEX evaluation_finding_experiment_id_2a3f2042 ON public.evaluation_finding USING btree (experiment_id);

CREATE INDEX evaluation_finding_organisation_id_dfbccbcb ON public.evaluation_finding USING btree (organisation_id);

CREATE INDEX evaluation_ownership_experiment_id_21677ee6 ON public.evaluation_ownership USING btree (experiment_id);

CREATE INDEX evaluation_ownership_organisation_id_5fd994e9 ON public.evaluation_ownership USING btree (organisation_id);

CREATE INDEX evaluation_ownership_person_id_eac09121 ON public.evaluation_ownership USING btree (person_id);

CREATE INDEX evaluation_sheetversion_experiment_id_f3c4e7c9 ON public.evaluation_sheetversion USING btree (experiment_id);

CREATE INDEX evaluation_sheetversion_organisation_id_6157e495 ON public.evaluation_sheetversion USING btree (organisation_id);

CREATE UNIQUE INDEX finance_allocated_once ON public.finance_allocation USING btree (commitment_id) WHERE (superseded_at IS NULL);

CREATE INDEX finance_allocation_budget_line_id_2ff8a40d ON public.finance_allocation USING btree (budget_line_id);

CREATE INDEX finance_allocation_commitment_id_5868872e ON public.finance_allocation USING btree (commitment_id);

CREATE INDEX finance_allocation_organisation_id_6a2d3bbb ON public.finance_allocation USING btree (organisation_id);

CREATE INDEX finance_allocation_rule_id_d1079471 ON public.finance_allocation USING btree (rule_id);

CREATE INDEX finance_allocationrule_organisation_id_801f416f ON public.finance_allocationrule USING btree (organisation_id);

CREATE INDEX finance_allocationrule_plan_action_id_e03930b9 ON public.finance_allocationrule USING btree (plan_action_id);

CREATE INDEX finance_allocationrule_plan_id_5b3b528c ON public.finance_allocationrule USING btree (plan_id);

CREATE INDEX finance_budgetline_financer_id_3c3920cc ON public.finance_budgetline USING btree (financer_id);

CREATE INDEX finance_budgetline_organisation_id_a04db575 ON public.finance_budgetline USING btree (organisation_id);

CREATE INDEX finance_budgetline_plan_action_id_e7ad1ad7 ON public.finance_budgetline USING btree (plan_action_id);

CREATE INDEX finance_budgetline_plan_id_0291526f ON public.finance_budgetline USING btree (plan_id);

CREATE INDEX finance_columnmapping_organisation_id_6b72b0fb ON public.finance_columnmapping USING btree (organisation_id);

CREATE INDEX finance_commitment_organisation_id_3e03836d ON public.finance_commitment USING btree (organisation_id);

CREATE UNIQUE INDEX finance_file_waits_once ON public.finance_importrun USING btree (organisation_id, digest) WHERE (written_at IS NULL);

CREATE UNIQUE INDEX finance_file_written_once ON public.finance_importrun USING btree (organisation_id, content_digest) WHERE (written_at IS NOT NULL);

CREATE INDEX finance_importrun_organisation_id_df4bdf90 ON public.finance_importrun USING btree (organisation_id);

CREATE INDEX finance_importrun_plan_id_be1c8fd9 ON public.finance_importrun USING btree (plan_id);

CREATE UNIQUE INDEX finance_line_of_action_once ON public.finance_budgetline USING btree (plan_id, plan_action_id, year, section, fund, financer_name) WHERE (plan_action_id IS NOT NULL);

CREATE UNIQUE INDEX finance_line_of_axis_once ON public.finance_budgetline USING btree (plan_id, axis_code, year, section, fund, financer_name) WHERE (plan_action_id IS NULL);

CREATE INDEX finance_movement_budget_line_id_cba4eaf8 ON public.finance_movement USING btree (budget_line_id);

CREATE INDEX finance_movement_commitment_id_98be261d ON public.finance_movement USING btree (commitment_id);

CREATE INDEX finance_movement_corrects_id_db6b7f14 ON public.finance_movement USING btree (corrects_id);

CREATE INDEX finance_movement_organisation_id_69c2667d ON public.finance_movement USING btree (organisation_id);

CREATE INDEX finance_movement_run_id_20a57bc9 ON public.finance_movement USING btree (run_id);

CREATE UNIQUE INDEX finance_rule_in_force_once ON public.finance_allocationrule USING btree (organisation_id, field, value) WHERE (ended_at IS NULL);

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);

CREATE INDEX indicators_dispute_organisation_id_0d5937b6 ON public.indicators_dispute USING btree (organisation_id);

CREATE INDEX indicators_disputerecord_body_id_a1c762a7 ON public.indicators_disputerecord USING btree (body_id);

CREATE INDEX indicators_disputerecord_dispute_id_4c982779 ON public.indicators_disputerecord USING btree (dispute_id);

CREATE INDEX indicators_disputeside_body_id_64780da5 ON public.indicators_disputeside USING btree (body_id);

CREATE INDEX indicators_disputeside_dispute_id_64dfa580 ON public.indicators_disputeside USING btree (dispute_id);

CREATE INDEX indicators_keptanswer_organisation_id_14ddc3fc ON public.indicators_keptanswer USING btree (organisation_id);

CREATE INDEX indicators_missingindicator_organisation_id_38c057a3 ON public.indicators_missingindicator USING btree (organisation_id);

CREATE INDEX indicators_missingindicator_plan_id_47d7dd47 ON public.indicators_missingindicator USING btree (plan_id);

CREATE UNIQUE INDEX indicators_point_once ON public.indicators_seriespoint USING btree (series_id, zone_kind, zone_code, split, first, last) WHERE (corrects_id IS NULL);

CREATE INDEX indicators_publication_organisation_id_8cb94268 ON public.indicators_publication USING btree (organisation_id);

CREATE INDEX indicators_series_code_7d38651a ON public.indicators_series USING btree (code);

CREATE INDEX indicators_series_code_7d38651a_like ON public.indicators_series USING btree (code varchar_pattern_ops);

CREATE INDEX indicators_series_organisation_id_74d0e966 ON public.indicators_series USING btree (organisation_id);

CREATE INDEX indicators_seriesbreak_series_id_9c456c29 ON public.indicators_seriesbreak USING btree (series_id);

CREATE INDEX indicators_seriesimport_organisation_id_43e04407 ON public.indicators_seriesimport USING btree (organisation_id);

CREATE INDEX indicators_seriespoint_series_id_c6c5917b ON public.indicators_seriespoint USING btree (series_id);

CREATE INDEX indicators_seriessplit_series_id_078d8fbc ON public.indicators_seriessplit USING btree (series_id);

CREATE INDEX indicators_survey_organisation_id_7c2b0412 ON public.indicators_survey USING btree (organisation_id);

CREATE INDEX indicators_survey_plan_id_a827c847 ON public.indicators_survey USING btree (plan_id);

CREATE INDEX indicators_surveygap_gap_id_521a1a57 ON public.indicators_surveygap USING btree (gap_id);

CREATE INDEX indicators_surveygap_survey_id_b1390b00 ON public.indicators_surveygap USING btree (survey_id);

CREATE INDEX indicators_surveystratum_gap_id_956ee2be ON public.indicators_surveystratum USING btree (gap_id);

CREATE INDEX indicators_surveystratum_survey_id_d823dd40 ON public.indicators_surveystratum USING btree (survey_id);

CREATE INDEX journal_ent_subject_a3d996_idx ON public.journal_entry USING btree (subject_kind, subject_id);

CREATE INDEX journal_entry_at_ec5880fa ON public.journal_entry USING btree (at);

CREATE INDEX journal_row_table_n_9cd536_idx ON public.journal_rowchange USING btree (table_name, row_id);

CREATE INDEX journal_rowchange_act_key_ae63275b ON public.journal_rowchange USING btree (act_key);

CREATE INDEX journeys_actioncount_plan_id_f4a2303a ON public.journeys_actioncount USING btree (plan_id);

CREATE INDEX journeys_advice_of_journey ON public.journeys_recommendation USING btree (journey_id, made_at DESC);

CREATE INDEX journeys_attendanceweek_journey_id_81d04757 ON public.journeys_attendanceweek USING btree (journey_id);

CREATE INDEX journeys_barrier_learner_id_13ddb485 ON public.journeys_barrier USING btree (learner_id);

CREATE INDEX journeys_barrier_noted_by_id_23f716a1 ON public.journeys_barrier USING btree (noted_by_id);

CREATE INDEX journeys_barrier_organisation_id_60559b9d ON public.journeys_barrier USING btree (organisation_id);

CREATE INDEX journeys_by_entry ON public.journeys_journey USING btree (organisation_id, entered_on);

CREATE INDEX journeys_contact_by_name ON public.journeys_learnercontact USING btree (last_name, first_name);

CREATE INDEX journeys_custodydate_body_id_65e34a91 ON public.journeys_custodydate USING btree (body_id);

CREATE INDEX journeys_custodydate_learner_id_36435ef1 ON public.journeys_custodydate USING btree (learner_id);

CREATE INDEX journeys_custodydate_organisation_id_7957c0ee ON public.journeys_custodydate USING btree (organisation_id);

CREATE INDEX journeys_due_journey_id_ac1b2660 ON public.journeys_due USING btree (journey_id);

CREATE INDEX journeys_due_step_id_5c79ec02 ON public.journeys_due USING btree (step_id);

CREATE INDEX journeys_dues_of_body ON public.journeys_due USING btree (body_id, due_on) WHERE (settled_on IS NULL);

CREATE INDEX journeys_group_by_year ON public.journeys_grouptally USING btree (organisation_id, year);

CREATE INDEX journeys_invitation_chosen_id_962dfaf4 ON public.journeys_invitation USING btree (chosen_id);

CREATE INDEX journeys_invitation_journey_id_d2ed0352 ON public.journeys_invitation USING btree (journey_id);

CREATE INDEX journeys_invitation_meetings_invitation_id_8bfcda5a ON public.journeys_invitation_meetings USING btree (invitation_id);

CREATE INDEX journeys_invitation_meetings_meeting_id_89483c5f ON public.journeys_invitation_meetings USING btree (meeting_id);

CREATE INDEX journeys_invitation_organisation_id_59d400fc ON public.journeys_invitation USING btree (organisation_id);

CREATE INDEX journeys_invitation_sender_id_6c081417 ON public.journeys_invitation USING btree (sender_id);

CREATE INDEX journeys_invitation_sent_by_id_ab13dd21 ON public.journeys_invitation USING btree (sent_by_id);

CREATE INDEX journeys_invitation_session_id_d8ad4004 ON public.journeys_invitation USING btree (session_id);

CREATE INDEX journeys_journey_follows_id_ef69d530 ON public.journeys_journey USING btree (follows_id);

CREATE INDEX journeys_journey_learner_id_2a820737 ON public.journeys_journey USING btree (learner_id);

CREATE INDEX journeys_journey_session_id_4a9a62f7 ON public.journeys_journey USING btree (session_id);

CREATE INDEX journeys_learner_opened_by_id_09e42a1a ON public.journeys_learner USING btree (opened_by_id);

CREATE INDEX journeys_learner_organisation_id_e554a83b ON public.journeys_learner USING btree (organisation_id);

CREATE INDEX journeys_learnercontact_organisation_id_bd9ccc63 ON public.journeys_learnercontact USING btree (organisation_id);

CREATE INDEX journeys_learnerletter_invitation_id_7003719c ON public.journeys_learnerletter USING btree (invitation_id);

CREATE INDEX journeys_learnerletter_learner_id_7288b00a ON public.journeys_learnerletter USING btree (learner_id);

CREATE INDEX journeys_learnerletter_organisation_id_962be166 ON public.journeys_learnerletter USING btree (organisation_id);

CREATE INDEX journeys_learnerletter_state_eeca5621 ON public.journeys_learnerletter USING btree (state);

CREATE INDEX journeys_learnerletter_state_eeca5621_like ON public.journeys_learnerletter USING btree (state varchar_pattern_ops);

CREATE INDEX journeys_learnerlink_digest_fe47bc30_like ON public.journeys_learnerlink USING btree (digest varchar_pattern_ops);

CREATE INDEX journeys_learnerlink_invitation_id_ae293f68 ON public.journeys_learnerlink USING btree (invitation_id);

CREATE INDEX journeys_learnerlink_learner_id_c3d4b203 ON public.journeys_learnerlink USING btree (learner_id);

CREATE INDEX journeys_learnerlink_made_by_id_11c56a53 ON public.journeys_learnerlink USING btree (made_by_id);

CREATE INDEX journeys_learnerlink_organisation_id_d3f59857 ON public.journeys_learnerlink USING btree (organisation_id);

CREATE INDEX journeys_learnerrequest_learner_id_2c39f756 ON public.journeys_learnerrequest USING btree (learner_id);

CREATE INDEX journeys_learnerrequest_organisation_id_71e86a81 ON public.journeys_learnerrequest USING btree (organisation_id);

CREATE INDEX journeys_learnerrequest_settled_by_id_aa63e3ec ON public.journeys_learnerrequest USING btree (settled_by_id);

CREATE INDEX journeys_notebookline_body_id_e4f64d33 ON public.journeys_notebookline USING btree (body_id);

CREATE INDEX journeys_notebookline_learner_id_fad5d432 ON public.journeys_notebookline USING btree (learner_id);

CREATE INDEX journeys_notebookline_organisation_id_ce4c704e ON public.journeys_notebookline USING btree (organisation_id);

CREATE INDEX journeys_of_provider ON public.journeys_journey USING btree (provider_body_id, state);

CREATE INDEX journeys_of_referrer ON public.journeys_journey USING btree (referrer_id, state, awaited_on);

CREATE UNIQUE INDEX journeys_one_seat_held ON public.journeys_seat USING btree (journey_id) WHERE (released_on IS NULL);

CREATE INDEX journeys_outgoing_created_at_6f66a0f2 ON public.journeys_outgoing USING btree (created_at);

CREATE INDEX journeys_outgoing_journey_id_61638075 ON public.journeys_outgoing USING btree (journey_id);

CREATE INDEX journeys_outgoing_key_d5ebeef4_like ON public.journeys_outgoing USING btree (key varchar_pattern_ops);

CREATE INDEX journeys_plannedhandover_giver_id_07d2d0cd ON public.journeys_plannedhandover USING btree (giver_id);

CREATE INDEX journeys_plannedhandover_on_80a5f2d1 ON public.journeys_plannedhandover USING btree ("on");

CREATE INDEX journeys_recommendation_body_id_dc9e615d ON public.journeys_recommendation USING btree (body_id);

CREATE INDEX journeys_recommendation_journey_id_c1da143e ON public.journeys_recommendation USING btree (journey_id);

CREATE INDEX journeys_recommendation_learner_id_676aad21 ON public.journeys_recommendation USING btree (learner_id);

CREATE INDEX journeys_recommendation_organisation_id_d2ae0580 ON public.journeys_recommendation USING btree (organisation_id);

CREATE INDEX journeys_referent_body_id_9e2fe549 ON public.journeys_referent USING btree (body_id);

CREATE INDEX journeys_referent_by_body ON public.journeys_referent USING btree (body_id);

CREATE INDEX journeys_referent_learner_id_b93e6bd5 ON public.journeys_referent USING btree (learner_id);

CREATE INDEX journeys_referent_of ON public.journeys_referent USING btree (body_id, person_id) WHERE (valid_until IS NULL);

CREATE INDEX journeys_referent_organisation_id_54ecd657 ON public.journeys_referent USING btree (organisation_id);

CREATE INDEX journeys_referent_person_id_26dd3234 ON public.journeys_referent USING btree (person_id);

CREATE INDEX journeys_request_of ON public.journeys_learnerrequest USING btree (learner_id, made_at);

CREATE UNIQUE INDEX journeys_seat_held_by_one ON public.journeys_seat USING btree (session_id, rank) WHERE (released_on IS NULL);

CREATE INDEX journeys_seat_journey_id_c4af65f1 ON public.journeys_seat USING btree (journey_id);

CREATE INDEX journeys_seat_session_id_87fc8543 ON public.journeys_seat USING btree (session_id);

CREATE INDEX journeys_sensitivefact_learner_id_be99bbdf ON public.journeys_sensitivefact USING btree (learner_id);

CREATE INDEX journeys_sensitivefact_organisation_id_50c491eb ON public.journeys_sensitivefact USING btree (organisation_id);

CREATE INDEX journeys_sensitivefact_recorded_by_id_fc0b3885 ON public.journeys_sensitivefact USING btree (recorded_by_id);

CREATE INDEX journeys_sensitiveread_at_9ff560a2 ON public.journeys_sensitiveread USING btree (at);

CREATE INDEX journeys_sensitiveread_learner_key_6ea59ae0 ON public.journeys_sensitiveread USING btree (learner_key);

CREATE INDEX journeys_sensitiveread_organisation_id_5372557e ON public.journeys_sensitiveread USING btree (organisation_id);

CREATE INDEX journeys_situationask_journey_id_8cd87eac ON public.journeys_situationask USING btree (journey_id);

CREATE INDEX journeys_situationask_organisation_id_de6fb01c ON public.journeys_situationask USING btree (organisation_id);

CREATE INDEX journeys_situationtally_year ON public.journeys_situationtally USING btree (organisation_id, months, year);

CREATE UNIQUE INDEX journeys_step_corrected_once ON public.journeys_step USING btree (corrects_id) WHERE (corrects_id IS NOT NULL);

CREATE INDEX journeys_step_journey_id_247b1c8f ON public.journeys_step USING btree (journey_id);

CREATE UNIQUE INDEX journeys_step_message_once ON public.journeys_step USING btree (message_key) WHERE (message_key IS NOT NULL);

CREATE INDEX journeys_tally_by_year ON public.journeys_sessiontally USING btree (organisation_id, year);

CREATE UNIQUE INDEX journeys_week_corrected_once ON public.journeys_attendanceweek USING btree (corrects_id) WHERE (corrects_id IS NOT NULL);

CREATE UNIQUE INDEX journeys_week_once ON public.journeys_attendanceweek USING btree (journey_id, monday) WHERE (corrects_id IS NULL);

CREATE INDEX liaison_actfile_body_id_c0c55c53 ON public.liaison_actfile USING btree (body_id);

CREATE INDEX liaison_actfile_organisation_id_ac3b6450 ON public.liaison_actfile USING btree (organisation_id);

CREATE INDEX liaison_actfileline_file_id_9188c23a ON public.liaison_actfileline USING btree (file_id);

CREATE INDEX liaison_comparison_organisation_id_04d08502 ON public.liaison_comparison USING btree (organisation_id);

CREATE INDEX liaison_comparison_partner_id_2de14ad3 ON public.liaison_comparison USING btree (partner_id);

CREATE INDEX liaison_conventionedbody_file_id_9b4e80c0 ON public.liaison_conventionedbody USING btree (file_id);

CREATE INDEX liaison_conventionedbody_organisation_id_6f28bbc5 ON public.liaison_conventionedbody USING btree (organisation_id);

CREATE INDEX liaison_delivery_by_state ON public.liaison_delivery USING btree (partner_id, state, owed_at DESC);

CREATE INDEX liaison_delivery_due ON public.liaison_delivery USING btree (partner_id, next_try_at) WHERE ((state)::text = ANY ((ARRAY['to_send'::character varying, 'sent'::character varying, 'corrected'::character varying])::text[]));

CREATE INDEX liaison_delivery_organisation_id_656a9084 ON public.liaison_delivery USING btree (organisation_id);

CREATE INDEX liaison_delivery_partner_id_510f0b21 ON public.liaison_delivery USING btree (partner_id);

CREATE INDEX liaison_difference_delivery_id_21fef38d ON public.liaison_difference USING btree (delivery_id);

CREATE UNIQUE INDEX liaison_difference_once ON public.liaison_difference USING btree (partner_id, key, kind) WHERE (settled_at IS NULL);

CREATE INDEX liaison_difference_organisation_id_4d65f181 ON public.liaison_difference USING btree (organisation_id);

CREATE INDEX liaison_difference_partner_id_f7e30824 ON public.liaison_difference USING btree (partner_id);

CREATE INDEX liaison_dossierreference_journey_id_cafc30e0 ON public.liaison_dossierreference USING btree (journey_id);

CREATE INDEX liaison_inbound_dossier ON public.liaison_inbound USING btree (partner_id, dossier, rank);

CREATE INDEX liaison_inbound_organisation_id_0e55bd78 ON public.liaison_inbound USING btree (organisation_id);

CREATE INDEX liaison_inbound_partner_id_b41374f7 ON public.liaison_inbound USING btree (partner_id);

CREATE INDEX liaison_inbound_state ON public.liaison_inbound USING btree (partner_id, state);

CREATE INDEX liaison_partner_body_id_139cd594 ON public.liaison_partner USING btree (body_id);

CREATE INDEX liaison_partner_organisation_id_a8a32c7d ON public.liaison_partner USING btree (organisation_id);

CREATE INDEX liaison_partner_slug_4471d988_like ON public.liaison_partner USING btree (slug varchar_pattern_ops);

CREATE INDEX liaison_personreference_learner_id_3c2f4764 ON public.liaison_personreference USING btree (learner_id);

CREATE INDEX liaison_savedcolumns_body_id_89c52f68 ON public.liaison_savedcolumns USING btree (body_id);

CREATE INDEX liaison_savedcolumns_organisation_id_4ccf265b ON public.liaison_savedcolumns USING btree (organisation_id);

CREATE INDEX liaison_trace_delivery_id_22a523f8 ON public.liaison_trace USING btree (delivery_id);

CREATE INDEX link_by_target ON public.reference_nomenclaturelink USING btree (target_code, relation);

CREATE INDEX membership_by_zone ON public.reference_membership USING btree (kind, vintage, zone_code);

CREATE INDEX notice_of_person ON public.notices_notice USING btree (person_id, created_at DESC);

CREATE INDEX notices_notice_organisation_id_2ca9aa8b ON public.notices_notice USING btree (organisation_id);

CREATE INDEX notices_notice_person_id_94368381 ON public.notices_notice USING btree (person_id);

CREATE INDEX offer_amendment_order_id_6b6d9707 ON public.offer_amendment USING btree (order_id);

CREATE INDEX offer_amendment_organisation_id_3edd3ec9 ON public.offer_amendment USING btree (organisation_id);

CREATE INDEX offer_competence_training_id_b8a365ae ON public.offer_competence USING btree (training_id);

CREATE INDEX offer_delivery_organisation_id_7f1b154f ON public.offer_delivery USING btree (organisation_id);

CREATE INDEX offer_delivery_provider_id_5490333b ON public.offer_delivery USING btree (provider_id);

CREATE INDEX offer_difference_organisation_id_c08c9f2f ON public.offer_difference USING btree (organisation_id);

CREATE INDEX offer_difference_provider_id_e3bbeed1 ON public.offer_difference USING btree (provider_id);

CREATE INDEX offer_difference_session_id_270c492d ON public.offer_difference USING btree (session_id);

CREATE INDEX offer_entry_by_order ON public.offer_placeentry USING btree (order_id, kind);

CREATE UNIQUE INDEX offer_follow_on_once ON public.offer_followon USING btree (earlier_id, later_id) WHERE (closed_on IS NULL);

CREATE INDEX offer_followon_earlier_id_222488ff ON public.offer_followon USING btree (earlier_id);

CREATE INDEX offer_followon_later_id_011eac65 ON public.offer_followon USING btree (later_id);

CREATE INDEX offer_lot_buyer_id_77615cc7 ON public.offer_lot USING btree (buyer_id);

CREATE INDEX offer_lot_organisation_id_1347cf86 ON public.offer_lot USING btree (organisation_id);

CREATE INDEX offer_lot_plan_action_id_f294df51 ON public.offer_lot USING btree (plan_action_id);

CREATE INDEX offer_lot_plan_id_87faa0ab ON public.offer_lot USING btree (plan_id);

CREATE INDEX offer_module_training_id_1f5a88a6 ON public.offer_module USING btree (training_id);

CREATE INDEX offer_moduleattestation_module_id_64694b34 ON public.offer_moduleattestation USING btree (module_id);

CREATE INDEX offer_moduleblock_module_id_25e33d4a ON public.offer_moduleblock USING btree (module_id);

CREATE UNIQUE INDEX offer_one_difference_at_a_time ON public.offer_difference USING btree (session_id, kind) WHERE ((state)::text = ANY ((ARRAY['open'::character varying, 'asked'::character varying])::text[]));

CREATE INDEX offer_order_buyer_id_12918c68 ON public.offer_order USING btree (buyer_id);

CREATE INDEX offer_order_by_date ON public.offer_order USING btree (organisation_id, signed_on DESC);

CREATE INDEX offer_order_lot_id_604b0141 ON public.offer_order USING btree (lot_id);

CREATE INDEX offer_order_organisation_id_54886e02 ON public.offer_order USING btree (organisation_id);

CREATE INDEX offer_order_plan_action_id_f70bbd38 ON public.offer_order USING btree (plan_action_id);

CREATE INDEX offer_order_plan_id_ca8873fb ON public.offer_order USING btree (plan_id);

CREATE INDEX offer_order_provider_id_c5366b02 ON public.offer_order USING btree (provider_id);

CREATE INDEX offer_orderline_order_id_ccef17a5 ON public.offer_orderline USING btree (order_id);

CREATE INDEX offer_orderline_organisation_id_bb59811c ON public.offer_orderline USING btree (organisation_id);

CREATE INDEX offer_orderline_session_id_bfe08b5c ON public.offer_orderline USING btree (session_id);

CREATE INDEX offer_placeentry_organisation_id_64cd7693 ON public.offer_placeentry USING btree (organisation_id);

CREATE INDEX offer_placeentry_other_session_id_86ebafa8 ON public.offer_placeentry USING btree (other_session_id);

CREATE INDEX offer_placeentry_provider_id_35a10a28 ON public.offer_placeentry USING btree (provider_id);

CREATE INDEX offer_placeentry_request_id_a247a542 ON public.offer_placeentry USING btree (request_id);

CREATE INDEX offer_placeentry_session_id_31c2cc69 ON public.offer_placeentry USING btree (session_id);

CREATE INDEX offer_preparation_buyer_id_0cbb6968 ON public.offer_preparation USING btree (buyer_id);

CREATE UNIQUE INDEX offer_preparation_key_once ON public.offer_preparation USING btree (organisation_id, key) WHERE (NOT ((state)::text = 'withdrawn'::text));

CREATE INDEX offer_preparation_order_id_8f4e42e0 ON public.offer_preparation USING btree (order_id);

CREATE INDEX offer_preparation_organisation_id_dfcd7f63 ON public.offer_preparation USING btree (organisation_id);

CREATE INDEX offer_preparation_prepared_by_id_b8523aee ON public.offer_preparation USING btree (prepared_by_id);

CREATE INDEX offer_preparation_provider_id_f8f56638 ON public.offer_preparation USING btree (provider_id);

CREATE INDEX offer_preparation_signed_by_id_042e94a5 ON public.offer_preparation USING btree (signed_by_id);

CREATE UNIQUE INDEX offer_prepared_number_once ON public.offer_preparation USING btree (organisation_id, number) WHERE (((kind)::text = 'order'::text) AND (NOT ((state)::text = 'withdrawn'::text)));

CREATE INDEX offer_provider_body_id_dfae7bde ON public.offer_provider USING btree (body_id);

CREATE INDEX offer_quarantined_delivery_id_b69a7870 ON public.offer_quarantined USING btree (delivery_id);

CREATE INDEX offer_quarantined_organisation_id_dbf207a1 ON public.offer_quarantined USING btree (organisation_id);

CREATE INDEX offer_quarantined_provider_id_72d230f0 ON public.offer_quarantined USING btree (provider_id);

CREATE INDEX offer_request_asked_by_id_e6d17fc5 ON public.offer_request USING btree (asked_by_id);

CREATE INDEX offer_request_order_id_244dd12c ON public.offer_request USING btree (order_id);

CREATE INDEX offer_request_organisation_id_553f4d85 ON public.offer_request USING btree (organisation_id);

CREATE INDEX offer_request_provider_id_638a4ffe ON public.offer_request USING btree (provider_id);

CREATE INDEX offer_request_session_id_8bf0a824 ON public.offer_request USING btree (session_id);

CREATE INDEX offer_search_by_date ON public.offer_searchrow USING btree (starts_on, session_id);

CREATE INDEX offer_search_by_place ON public.offer_searchrow USING btree (latitude, longitude);

CREATE INDEX offer_search_training ON public.offer_searchrow USING btree (training_id);

CREATE INDEX offer_search_words ON public.offer_searchtext USING gin (words);

CREATE INDEX offer_searchrow_training_id_2a3c3bca ON public.offer_searchrow USING btree (training_id);

CREATE INDEX offer_searchword_word_2eef8124_like ON public.offer_searchword USING btree (word varchar_pattern_ops);

CREATE INDEX offer_session_training_action_id_e1e28dfe ON public.offer_session USING btree (training_action_id);

CREATE INDEX offer_sessionstep_organisation_id_4266c887 ON public.offer_sessionstep USING btree (organisation_id);

CREATE INDEX offer_sessionstep_provider_id_e01aed65 ON public.offer_sessionstep USING btree (provider_id);

CREATE INDEX offer_sessionstep_request_id_2fb84e0c ON public.offer_sessionstep USING btree (request_id);

CREATE INDEX offer_sessionstep_session_id_56a1f47f ON public.offer_sessionstep USING btree (session_id);

CREATE INDEX offer_sheetdraft_organisation_id_df41bfa6 ON public.offer_sheetdraft USING btree (organisation_id);

CREATE INDEX offer_training_provider_id_1b57aa98 ON public.offer_training USING btree (provider_id);

CREATE INDEX offer_trainingaction_training_id_011efa9e ON public.offer_trainingaction USING btree (training_id);

CREATE INDEX offer_waiting_signature ON public.offer_preparation USING btree (organisation_id) WHERE ((state)::text = 'waiting'::text);

CREATE INDEX offer_watch_organisation_id_041fdf0e ON public.offer_watch USING btree (organisation_id);

CREATE INDEX offer_watch_person_id_79e84ee6 ON public.offer_watch USING btree (person_id);

CREATE INDEX offer_watch_provider_id_be4c118b ON public.offer_watch USING btree (provider_id);

CREATE INDEX offer_watch_session_id_d8406fb7 ON public.offer_watch USING btree (session_id);

CREATE INDEX otp_totp_totpdevice_user_id_0fb18292 ON public.otp_totp_totpdevice USING btree (user_id);

CREATE INDEX plan_actionline_plan_action_id_0a7a8e04 ON public.plan_actionline USING btree (plan_action_id);

CREATE INDEX plan_actionline_version_id_e99519b8 ON public.plan_actionline USING btree (version_id);

CREATE INDEX plan_actionperson_organisation_id_32a82780 ON public.plan_actionperson USING btree (organisation_id);

CREATE INDEX plan_actionperson_person_id_088083ac ON public.plan_actionperson USING btree (person_id);

CREATE INDEX plan_actionperson_plan_action_id_ebc085a6 ON public.plan_actionperson USING btree (plan_action_id);

CREATE INDEX plan_amountline_plan_action_id_b3f0c7b9 ON public.plan_amountline USING btree (plan_action_id);

CREATE INDEX plan_amountline_version_id_ed7e8943 ON public.plan_amountline USING btree (version_id);

CREATE INDEX plan_axisline_version_id_ceeeec5b ON public.plan_axisline USING btree (version_id);

CREATE INDEX plan_figureline_row_id_e9e34ccf ON public.plan_figureline USING btree (row_id);

CREATE INDEX plan_figureline_version_id_d0468b00 ON public.plan_figureline USING btree (version_id);

CREATE INDEX plan_importrun_organisation_id_a4a0d73c ON public.plan_importrun USING btree (organisation_id);

CREATE INDEX plan_importrun_plan_id_a8983534 ON public.plan_importrun USING btree (plan_id);

CREATE INDEX plan_importrun_written_version_id_99384f0b ON public.plan_importrun USING btree (written_version_id);

CREATE INDEX plan_lineageline_origin_id_9fbbb0d2 ON public.plan_lineageline USING btree (origin_id);

CREATE INDEX plan_lineageline_plan_action_id_455899cd ON public.plan_lineageline USING btree (plan_action_id);

CREATE INDEX plan_lineageline_version_id_613afe29 ON public.plan_lineageline USING btree (version_id);

CREATE INDEX plan_objectiveline_version_id_a9e558e0 ON public.plan_objectiveline USING btree (version_id);

CREATE UNIQUE INDEX plan_one_draft_at_a_time ON public.plan_planversion USING btree (plan_id) WHERE ((state)::text = 'draft'::text);

CREATE INDEX plan_plan_code_8594e291_like ON public.plan_plan USING btree (code varchar_pattern_ops);

CREATE INDEX plan_plan_organisation_id_bec0842c ON public.plan_plan USING btree (organisation_id);

CREATE INDEX plan_planaction_plan_id_0148038b ON public.plan_planaction USING btree (plan_id);

CREATE INDEX plan_planversion_base_id_9cb08fd8 ON public.plan_planversion USING btree (base_id);

CREATE INDEX plan_planversion_organisation_id_ce9d3f08 ON public.plan_planversion USING btree (organisation_id);

CREATE INDEX plan_planversion_plan_id_bfa84ce9 ON public.plan_planversion USING btree (plan_id);

CREATE INDEX plan_rowlead_body_id_d08b1dc7 ON public.plan_rowlead USING btree (body_id);

CREATE INDEX plan_rowlead_row_id_7c9a280e ON public.plan_rowlead USING btree (row_id);

CREATE INDEX plan_rowlead_service_id_2c38d907 ON public.plan_rowlead USING btree (service_id);

CREATE INDEX plan_rowlead_version_id_c7f6a441 ON public.plan_rowlead USING btree (version_id);

CREATE INDEX plan_rowline_plan_action_id_02c7130f ON public.plan_rowline USING btree (plan_action_id);

CREATE INDEX plan_rowline_version_id_651dde6c ON public.plan_rowline USING btree (version_id);

CREATE INDEX plan_savedview_person_id_b1506c64 ON public.plan_savedview USING btree (person_id);

CREATE INDEX plan_standingline_plan_action_id_516ce736 ON public.plan_standingline USING btree (plan_action_id);

CREATE INDEX plan_standingline_version_id_85303fd2 ON public.plan_standingline USING btree (version_id);

CREATE INDEX procedures_award_file_id_d0d02d6c ON public.procedures_award USING btree (file_id);

CREATE INDEX procedures_award_organisation_id_fc0fbc13 ON public.procedures_award USING btree (organisation_id);

CREATE INDEX procedures_choice_file_id_afad7ff6 ON public.procedures_choice USING btree (file_id);

CREATE INDEX procedures_choice_option_id_f3e4260d ON public.procedures_choice USING btree (option_id);

CREATE INDEX procedures_choice_organisation_id_444a326e ON public.procedures_choice USING btree (organisation_id);

CREATE INDEX procedures_deliverable_file_id_20d79c9e ON public.procedures_deliverable USING btree (file_id);

CREATE INDEX procedures_deliverable_organisation_id_57b3dbe3 ON public.procedures_deliverable USING btree (organisation_id);

CREATE INDEX procedures_document_deliverable_id_9400ed49 ON public.procedures_document USING btree (deliverable_id);

CREATE INDEX procedures_document_file_id_5e430b6e ON public.procedures_document USING btree (file_id);

CREATE UNIQUE INDEX procedures_document_once ON public.procedures_document USING btree (file_id, kind, digest) WHERE (NOT ((digest)::text = ''::text));

CREATE INDEX procedures_document_organisation_id_701c7499 ON public.procedures_document USING btree (organisation_id);

CREATE INDEX procedures_file_organisation_id_53c7d7cc ON public.procedures_file USING btree (organisation_id);

CREATE INDEX procedures_file_owner_id_f33b6d57 ON public.procedures_file USING btree (owner_id);

CREATE INDEX procedures_file_plan_action_id_9a66ec61 ON public.procedures_file USING btree (plan_action_id);

CREATE INDEX procedures_file_plan_id_71b3f645 ON public.procedures_file USING btree (plan_id);

CREATE INDEX procedures_filedeadline_file_id_5f7cab48 ON public.procedures_filedeadline USING btree (file_id);

CREATE INDEX procedures_filedeadline_organisation_id_1298ca8f ON public.procedures_filedeadline USING btree (organisation_id);

CREATE INDEX procedures_filestep_deliverable_id_846daf2e ON public.procedures_filestep USING btree (deliverable_id);

CREATE INDEX procedures_filestep_file_id_5994c238 ON public.procedures_filestep USING btree (file_id);

CREATE INDEX procedures_filestep_organisation_id_f5422f0f ON public.procedures_filestep USING btree (organisation_id);

CREATE INDEX procedures_option_file_id_6ca67138 ON public.procedures_option USING btree (file_id);

CREATE INDEX procedures_option_organisation_id_14f4b6d1 ON public.procedures_option USING btree (organisation_id);

CREATE INDEX procedures_optioncriterion_file_id_8494df23 ON public.procedures_optioncriterion USING btree (file_id);

CREATE INDEX procedures_optioncriterion_organisation_id_942e8c40 ON public.procedures_optioncriterion USING btree (organisation_id);

CREATE INDEX procedures_optionscore_criterion_id_bbc6ee2e ON public.procedures_optionscore USING btree (criterion_id);

CREATE INDEX procedures_optionscore_option_id_ef8bd68e ON public.procedures_optionscore USING btree (option_id);

CREATE INDEX procedures_optionscore_organisation_id_a20bf707 ON public.procedures_optionscore USING btree (organisation_id);

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);

CREATE INDEX reference_loadedfile_digest_7b46df85_like ON public.reference_loadedfile USING btree (digest varchar_pattern_ops);

CREATE UNIQUE INDEX referent_one_at_a_time ON public.journeys_referent USING btree (learner_id) WHERE (valid_until IS NULL);

CREATE INDEX steering_agendaitem_committee_id_ead7da91 ON public.steering_agendaitem USING btree (committee_id);

CREATE INDEX steering_agendaitem_organisation_id_574b1499 ON public.steering_agendaitem USING btree (organisation_id);

CREATE INDEX steering_agendaitem_plan_action_id_92fe9296 ON public.steering_agendaitem USING btree (plan_action_id);

CREATE INDEX steering_answer_lead_id_22064b71 ON public.steering_answer USING btree (lead_id);

CREATE INDEX steering_answer_organisation_id_1e1d58f6 ON public.steering_answer USING btree (organisation_id);

CREATE INDEX steering_answer_person_id_a5717503 ON public.steering_answer USING btree (person_id);

CREATE INDEX steering_answer_plan_action_id_e056385c ON public.steering_answer USING btree (plan_action_id);

CREATE INDEX steering_answer_round_id_5105920e ON public.steering_answer USING btree (round_id);

CREATE INDEX steering_committee_organisation_id_1d6d6b63 ON public.steering_committee USING btree (organisation_id);

CREATE INDEX steering_committee_plan_id_802c7fa0 ON public.steering_committee USING btree (plan_id);

CREATE INDEX steering_committee_round_id_01ee0e9e ON public.steering_committee USING btree (round_id);

CREATE INDEX steering_decision_asked_by_id_79292937 ON public.steering_decision USING btree (asked_by_id);

CREATE INDEX steering_decision_committee_id_6ec92dce ON public.steering_decision USING btree (committee_id);

CREATE INDEX steering_decision_organisation_id_8deaed24 ON public.steering_decision USING btree (organisation_id);

CREATE INDEX steering_decision_owner_body_id_77a544c4 ON public.steering_decision USING btree (owner_body_id);

CREATE INDEX steering_decision_owner_id_a2859700 ON public.steering_decision USING btree (owner_id);

CREATE INDEX steering_decision_plan_actions_decision_id_996f016f ON public.steering_decision_plan_actions USING btree (decision_id);

CREATE INDEX steering_decision_plan_actions_planaction_id_416dd438 ON public.steering_decision_plan_actions USING btree (planaction_id);

CREATE INDEX steering_decision_plan_id_84aa4d58 ON public.steering_decision USING btree (plan_id);

CREATE INDEX steering_decisionstep_decision_id_a6c9c5c8 ON public.steering_decisionstep USING btree (decision_id);

CREATE INDEX steering_decisionstep_organisation_id_ac60844f ON public.steering_decisionstep USING btree (organisation_id);

CREATE INDEX steering_declaredvalue_answer_id_228c9b87 ON public.steering_declaredvalue USING btree (answer_id);

CREATE INDEX steering_declaredvalue_organisation_id_fff628e8 ON public.steering_declaredvalue USING btree (organisation_id);

CREATE INDEX steering_declaredvalue_plan_action_id_ba8c79ee ON public.steering_declaredvalue USING btree (plan_action_id);

CREATE INDEX steering_milestone_depends_on_from_milestone_id_f8c43ac7 ON public.steering_milestone_depends_on USING btree (from_milestone_id);

CREATE INDEX steering_milestone_depends_on_to_milestone_id_fd7b35a2 ON public.steering_milestone_depends_on USING btree (to_milestone_id);

CREATE INDEX steering_milestone_organisation_id_3664f8ed ON public.steering_milestone USING btree (organisation_id);

CREATE INDEX steering_milestone_owner_id_662994f3 ON public.steering_milestone USING btree (owner_id);

CREATE INDEX steering_milestone_plan_action_id_07930179 ON public.steering_milestone USING btree (plan_action_id);

CREATE INDEX steering_milestonestep_milestone_id_b5c00ae3 ON public.steering_milestonestep USING btree (milestone_id);

CREATE INDEX steering_milestonestep_organisation_id_d350c827 ON public.steering_milestonestep USING btree (organisation_id);

CREATE INDEX steering_remark_answer_id_4db851cd ON public.steering_remark USING btree (answer_id);

CREATE INDEX steering_remark_organisation_id_b10eaaef ON public.steering_remark USING btree (organisation_id);

CREATE INDEX steering_risk_organisation_id_ab1d9440 ON public.steering_risk USING btree (organisation_id);

CREATE INDEX steering_risk_plan_action_id_b5ea88af ON public.steering_risk USING btree (plan_action_id);

CREATE INDEX steering_round_organisation_id_049db633 ON public.steering_round USING btree (organisation_id);

CREATE INDEX steering_round_plan_id_26dc0043 ON public.steering_round USING btree (plan_id);

CREATE INDEX term_by_edition ON public.reference_nomenclatureterm USING btree (scheme, edition);

CREATE INDEX term_by_parent ON public.reference_nomenclatureterm USING btree (parent_code, scheme);

CREATE INDEX zone_by_epci ON public.reference_zone USING btree (epci_code);

CREATE INDEX zone_by_name ON public.reference_zone USING btree (plain_name varchar_pattern_ops);

CREATE INDEX zone_by_place ON public.reference_zone USING btree (latitude, longitude);

CREATE INDEX zone_by_postal_code ON public.reference_zone USING gin (postal_codes);

CREATE TRIGGER evaluation_addendum_once BEFORE DELETE OR UPDATE ON public.evaluation_addendum FOR EACH ROW EXECUTE FUNCTION public.evaluation_refuse_rewriting();

CREATE TRIGGER evaluation_experiment_locked BEFORE DELETE OR UPDATE ON public.evaluation_experiment FOR EACH ROW EXECUTE FUNCTION public.evaluation_refuse_unlocking();

CREATE TRIGGER evaluation_finding_once BEFORE DELETE OR UPDATE ON public.evaluation_finding FOR EACH ROW EXECUTE FUNCTION public.evaluation_refuse_rewriting();

CREATE TRIGGER evaluation_ownership_once BEFORE DELETE OR UPDATE ON public.evaluation_ownership FOR EACH ROW EXECUTE FUNCTION public.evaluation_refuse_rewriting();

CREATE TRIGGER evaluation_sheetversion_late BEFORE INSERT ON public.evaluation_sheetversion FOR EACH ROW EXECUTE FUNCTION public.evaluation_refuse_late_version();

CREATE TRIGGER evaluation_sheetversion_once BEFORE DELETE OR UPDATE ON public.evaluation_sheetversion FOR EACH ROW EXECUTE FUNCTION public.evaluation_refuse_rewriting();

CREATE TRIGGER finance_allocation_frozen BEFORE DELETE OR UPDATE ON public.finance_allocation FOR EACH ROW EXECUTE FUNCTION public.finance_refuse_allocation_change();

CREATE TRIGGER finance_movement_frozen BEFORE DELETE OR UPDATE ON public.finance_movement FOR EACH ROW EXECUTE FUNCTION public.finance_refuse_change();

CREATE TRIGGER indicators_publication_stays BEFORE DELETE OR UPDATE ON public.indicators_publication FOR EACH ROW EXECUTE FUNCTION public.indicators_refuse_change();

CREATE TRIGGER journeys_step_grows BEFORE UPDATE ON public.journeys_step FOR EACH ROW EXECUTE FUNCTION public.journeys_refuse_change();

CREATE TRIGGER journeys_week_grows BEFORE UPDATE ON public.journeys_attendanceweek FOR EACH ROW EXECUTE FUNCTION public.journeys_refuse_change();

CREATE TRIGGER liaison_trace_grows BEFORE UPDATE ON public.liaison_trace FOR EACH ROW EXECUTE FUNCTION public.liaison_refuse_change();

CREATE TRIGGER offer_amendment_signed BEFORE INSERT OR UPDATE OF preparation_id ON public.offer_amendment FOR EACH ROW EXECUTE FUNCTION public.offer_require_signature();

CREATE TRIGGER offer_order_signed BEFORE INSERT OR UPDATE OF preparation_id ON public.offer_order FOR EACH ROW EXECUTE FUNCTION public.offer_require_signature();

CREATE TRIGGER offer_placeentry_grows BEFORE DELETE OR UPDATE ON public.offer_placeentry FOR EACH ROW EXECUTE FUNCTION public.offer_refuse_change();

CREATE TRIGGER offer_preparation_guarded BEFORE INSERT OR DELETE OR UPDATE ON public.offer_preparation FOR EACH ROW EXECUTE FUNCTION public.offer_guard_preparation();

CREATE TRIGGER offer_provider_changed AFTER UPDATE ON public.offer_provider REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.offer_keep_bulk_history();

CREATE TRIGGER offer_provider_removed AFTER DELETE ON public.offer_provider REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.offer_keep_bulk_history();

CREATE TRIGGER offer_session_changed AFTER UPDATE ON public.offer_session REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.offer_keep_bulk_history();

CREATE TRIGGER offer_session_removed AFTER DELETE ON public.offer_session REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.offer_keep_bulk_history();

CREATE TRIGGER offer_session_search AFTER UPDATE ON public.offer_session REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.offer_search_follows_session();

CREATE TRIGGER offer_sessionplaces_search AFTER INSERT OR UPDATE ON public.offer_sessionplaces FOR EACH ROW EXECUTE FUNCTION public.offer_search_follows_places();

CREATE TRIGGER offer_sessionstep_grows BEFORE DELETE OR UPDATE ON public.offer_sessionstep FOR EACH ROW EXECUTE FUNCTION public.offer_refuse_change();

CREATE TRIGGER offer_site_changed AFTER UPDATE ON public.offer_site REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.offer_keep_bulk_history();

CREATE TRIGGER offer_site_removed AFTER DELETE ON public.offer_site REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.offer_keep_bulk_history();

CREATE TRIGGER offer_training_changed AFTER UPDATE ON public.offer_training REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.offer_keep_bulk_history();

CREATE TRIGGER offer_training_removed AFTER DELETE ON public.offer_training REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.offer_keep_bulk_history();

CREATE TRIGGER offer_trainingaction_changed AFTER UPDATE ON public.offer_trainingaction REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.offer_keep_bulk_history();

CREATE TRIGGER offer_trainingaction_removed AFTER DELETE ON public.offer_trainingaction REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.offer_keep_bulk_history();

CREATE TRIGGER plan_actionline_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.plan_actionline FOR EACH ROW EXECUTE FUNCTION public.plan_refuse_frozen();

CREATE TRIGGER plan_amountline_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.plan_amountline FOR EACH ROW EXECUTE FUNCTION public.plan_refuse_frozen();

CREATE TRIGGER plan_axisline_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.plan_axisline FOR EACH ROW EXECUTE FUNCTION public.plan_refuse_frozen();

CREATE TRIGGER plan_figureline_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.plan_figureline FOR EACH ROW EXECUTE FUNCTION public.plan_refuse_frozen();

CREATE TRIGGER plan_lineageline_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.plan_lineageline FOR EACH ROW EXECUTE FUNCTION public.plan_refuse_frozen();

CREATE TRIGGER plan_objectiveline_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.plan_objectiveline FOR EACH ROW EXECUTE FUNCTION public.plan_refuse_frozen();

CREATE TRIGGER plan_planversion_frozen BEFORE DELETE OR UPDATE ON public.plan_planversion FOR EACH ROW EXECUTE FUNCTION public.plan_refuse_backwards();

CREATE TRIGGER plan_rowlead_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.plan_rowlead FOR EACH ROW EXECUTE FUNCTION public.plan_refuse_frozen();

CREATE TRIGGER plan_rowline_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.plan_rowline FOR EACH ROW EXECUTE FUNCTION public.plan_refuse_frozen();

CREATE TRIGGER plan_standingline_frozen BEFORE INSERT OR DELETE OR UPDATE ON public.plan_standingline FOR EACH ROW EXECUTE FUNCTION public.plan_refuse_frozen();

CREATE TRIGGER procedures_award_once BEFORE DELETE OR UPDATE ON public.procedures_award FOR EACH ROW EXECUTE FUNCTION public.procedures_refuse_rewriting();

CREATE TRIGGER procedures_choice_once BEFORE DELETE OR UPDATE ON public.procedures_choice FOR EACH ROW EXECUTE FUNCTION public.procedures_refuse_rewriting();

CREATE TRIGGER procedures_document_once BEFORE DELETE OR UPDATE ON public.procedures_document FOR EACH ROW EXECUTE FUNCTION public.procedures_refuse_rewriting();

CREATE TRIGGER procedures_filestep_once BEFORE DELETE OR UPDATE ON public.procedures_filestep FOR EACH ROW EXECUTE FUNCTION public.procedures_refuse_rewriting();

CREATE TRIGGER procedures_optionscore_once BEFORE DELETE OR UPDATE ON public.procedures_optionscore FOR EACH ROW EXECUTE FUNCTION public.procedures_refuse_rewriting();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();

CREATE TRIGGER steering_answer_kept BEFORE DELETE OR UPDATE ON public.steering_answer FOR EACH ROW EXECUTE FUNCTION public.steering_keep_answer();

CREATE TRIGGER steering_committee_kept BEFORE DELETE OR UPDATE ON public.steering_committee FOR EACH ROW EXECUTE FUNCTION public.steering_keep_committee();

CREATE TRIGGER steering_decision_kept BEFORE DELETE OR UPDATE ON public.steering_decision FOR EACH ROW EXECUTE FUNCTION public.steering_keep_decision();

CREATE TRIGGER steering_declaredvalue_kept BEFORE DELETE OR UPDATE ON public.steering_declaredvalue FOR EACH ROW EXECUTE FUNCTION public.steering_only_add();

CREATE TRIGGER steering_milestonestep_kept BEFORE DELETE OR UPDATE ON public.steering_milestonestep FOR EACH ROW EXECUTE FUNCTION public.steering_only_add();

CREATE TRIGGER steering_remark_kept BEFORE DELETE OR UPDATE ON public.steering_remark FOR EACH ROW EXECUTE FUNCTION public.steering_only_add();

CREATE TRIGGER steering_round_kept BEFORE DELETE OR UPDATE ON public.steering_round FOR EACH ROW EXECUTE FUNCTION public.steering_keep_round();

CREATE TRIGGER steering_step_kept BEFORE DELETE OR UPDATE ON public.steering_decisionstep FOR EACH ROW EXECUTE FUNCTION public.steering_keep_step();

ALTER TABLE ONLY public.accounts_loginlink
    ADD CONSTRAINT accounts_loginlink_person_id_d428c5cc_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_host_id_f7ca4ec0_fk_accounts_ FOREIGN KEY (host_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_organisation_id_98e5c22b_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_person_id_cd00e383_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_membership
    ADD CONSTRAINT accounts_membership_service_id_ba49e431_fk_accounts_service_id FOREIGN KEY (service_id) REFERENCES public.accounts_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_organisationname
    ADD CONSTRAINT accounts_organisatio_organisation_id_42954d28_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_service
    ADD CONSTRAINT accounts_service_organisation_id_ff4eb487_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_standin
    ADD CONSTRAINT accounts_standin_host_id_b6cd9510_fk_accounts_organisation_id FOREIGN KEY (host_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_standin
    ADD CONSTRAINT accounts_standin_person_id_bae6211e_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.accounts_standin
    ADD CONSTRAINT accounts_standin_substitute_id_547d6c4a_fk_accounts_person_id FOREIGN KEY (substitute_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.agenda_meeting
    ADD CONSTRAINT agenda_meeting_held_by_id_6a1feaad_fk_accounts_organisation_id FOREIGN KEY (held_by_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.agenda_meeting
    ADD CONSTRAINT agenda_meeting_organisation_id_8655eccc_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.agenda_meeting
    ADD CONSTRAINT agenda_meeting_provider_id_559649c2_fk_offer_provider_id FOREIGN KEY (provider_id) REFERENCES public.offer_provider(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.agenda_meeting
    ADD CONSTRAINT agenda_meeting_session_id_64fd5ef6_fk_offer_session_id FOREIGN KEY (session_id) REFERENCES public.offer_session(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.agenda_meeting
    ADD CONSTRAINT agenda_meeting_training_action_id_e25f6bdf_fk_offer_tra FOREIGN KEY (training_action_id) REFERENCES public.offer_trainingaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evaluation_addendum
    ADD CONSTRAINT evaluation_addendum_experiment_id_cd9e5b6f_fk_evaluatio FOREIGN KEY (experiment_id) REFERENCES public.evaluation_experiment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evaluation_addendum
    ADD CONSTRAINT evaluation_addendum_organisation_id_d755aabc_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evaluation_experiment
    ADD CONSTRAINT evaluation_experimen_organisation_id_e8d2915d_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evaluation_experiment
    ADD CONSTRAINT evaluation_experimen_plan_action_id_ad7c3853_fk_plan_plan FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evaluation_experiment
    ADD CONSTRAINT evaluation_experiment_plan_id_9dadde4f_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evaluation_finding
    ADD CONSTRAINT evaluation_finding_experiment_id_2a3f2042_fk_evaluatio FOREIGN KEY (experiment_id) REFERENCES public.evaluation_experiment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evaluation_finding
    ADD CONSTRAINT evaluation_finding_organisation_id_dfbccbcb_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evaluation_ownership
    ADD CONSTRAINT evaluation_ownership_experiment_id_21677ee6_fk_evaluatio FOREIGN KEY (experiment_id) REFERENCES public.evaluation_experiment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evaluation_ownership
    ADD CONSTRAINT evaluation_ownership_organisation_id_5fd994e9_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evaluation_ownership
    ADD CONSTRAINT evaluation_ownership_person_id_eac09121_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evaluation_sheetversion
    ADD CONSTRAINT evaluation_sheetvers_experiment_id_f3c4e7c9_fk_evaluatio FOREIGN KEY (experiment_id) REFERENCES public.evaluation_experiment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.evaluation_sheetversion
    ADD CONSTRAINT evaluation_sheetvers_organisation_id_6157e495_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_allocation
    ADD CONSTRAINT finance_allocation_budget_line_id_2ff8a40d_fk_finance_b FOREIGN KEY (budget_line_id) REFERENCES public.finance_budgetline(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_allocation
    ADD CONSTRAINT finance_allocation_commitment_id_5868872e_fk_finance_c FOREIGN KEY (commitment_id) REFERENCES public.finance_commitment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_allocation
    ADD CONSTRAINT finance_allocation_organisation_id_6a2d3bbb_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_allocation
    ADD CONSTRAINT finance_allocation_rule_id_d1079471_fk_finance_a FOREIGN KEY (rule_id) REFERENCES public.finance_allocationrule(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_allocationrule
    ADD CONSTRAINT finance_allocationru_organisation_id_801f416f_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_allocationrule
    ADD CONSTRAINT finance_allocationru_plan_action_id_e03930b9_fk_plan_plan FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_allocationrule
    ADD CONSTRAINT finance_allocationrule_plan_id_5b3b528c_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_budgetline
    ADD CONSTRAINT finance_budgetline_financer_id_3c3920cc_fk_accounts_ FOREIGN KEY (financer_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_budgetline
    ADD CONSTRAINT finance_budgetline_organisation_id_a04db575_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_budgetline
    ADD CONSTRAINT finance_budgetline_plan_action_id_e7ad1ad7_fk_plan_plan FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_budgetline
    ADD CONSTRAINT finance_budgetline_plan_id_0291526f_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_columnmapping
    ADD CONSTRAINT finance_columnmappin_organisation_id_6b72b0fb_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_commitment
    ADD CONSTRAINT finance_commitment_organisation_id_3e03836d_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_importrun
    ADD CONSTRAINT finance_importrun_organisation_id_df4bdf90_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_importrun
    ADD CONSTRAINT finance_importrun_plan_id_be1c8fd9_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_movement
    ADD CONSTRAINT finance_movement_budget_line_id_cba4eaf8_fk_finance_b FOREIGN KEY (budget_line_id) REFERENCES public.finance_budgetline(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_movement
    ADD CONSTRAINT finance_movement_commitment_id_98be261d_fk_finance_c FOREIGN KEY (commitment_id) REFERENCES public.finance_commitment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_movement
    ADD CONSTRAINT finance_movement_corrects_id_db6b7f14_fk_finance_movement_id FOREIGN KEY (corrects_id) REFERENCES public.finance_movement(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_movement
    ADD CONSTRAINT finance_movement_organisation_id_69c2667d_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.finance_movement
    ADD CONSTRAINT finance_movement_run_id_20a57bc9_fk_finance_importrun_id FOREIGN KEY (run_id) REFERENCES public.finance_importrun(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_dispute
    ADD CONSTRAINT indicators_dispute_organisation_id_0d5937b6_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_disputerecord
    ADD CONSTRAINT indicators_disputere_body_id_a1c762a7_fk_accounts_ FOREIGN KEY (body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_disputerecord
    ADD CONSTRAINT indicators_disputere_dispute_id_4c982779_fk_indicator FOREIGN KEY (dispute_id) REFERENCES public.indicators_dispute(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_disputeside
    ADD CONSTRAINT indicators_disputesi_body_id_64780da5_fk_accounts_ FOREIGN KEY (body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_disputeside
    ADD CONSTRAINT indicators_disputesi_dispute_id_64dfa580_fk_indicator FOREIGN KEY (dispute_id) REFERENCES public.indicators_dispute(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_keptanswer
    ADD CONSTRAINT indicators_keptanswe_organisation_id_14ddc3fc_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_missingindicator
    ADD CONSTRAINT indicators_missingin_organisation_id_38c057a3_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_missingindicator
    ADD CONSTRAINT indicators_missingindicator_plan_id_47d7dd47_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_publication
    ADD CONSTRAINT indicators_publicati_organisation_id_8cb94268_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_series
    ADD CONSTRAINT indicators_series_organisation_id_74d0e966_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_seriesbreak
    ADD CONSTRAINT indicators_seriesbre_series_id_9c456c29_fk_indicator FOREIGN KEY (series_id) REFERENCES public.indicators_series(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_seriesimport
    ADD CONSTRAINT indicators_seriesimp_organisation_id_43e04407_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_seriespoint
    ADD CONSTRAINT indicators_seriespoi_corrects_id_70a2d489_fk_indicator FOREIGN KEY (corrects_id) REFERENCES public.indicators_seriespoint(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_seriespoint
    ADD CONSTRAINT indicators_seriespoi_series_id_c6c5917b_fk_indicator FOREIGN KEY (series_id) REFERENCES public.indicators_series(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_seriessplit
    ADD CONSTRAINT indicators_seriesspl_series_id_078d8fbc_fk_indicator FOREIGN KEY (series_id) REFERENCES public.indicators_series(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_survey
    ADD CONSTRAINT indicators_survey_organisation_id_7c2b0412_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_survey
    ADD CONSTRAINT indicators_survey_plan_id_a827c847_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_surveygap
    ADD CONSTRAINT indicators_surveygap_gap_id_521a1a57_fk_indicator FOREIGN KEY (gap_id) REFERENCES public.indicators_missingindicator(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_surveygap
    ADD CONSTRAINT indicators_surveygap_survey_id_b1390b00_fk_indicators_survey_id FOREIGN KEY (survey_id) REFERENCES public.indicators_survey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_surveystratum
    ADD CONSTRAINT indicators_surveystr_gap_id_956ee2be_fk_indicator FOREIGN KEY (gap_id) REFERENCES public.indicators_missingindicator(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.indicators_surveystratum
    ADD CONSTRAINT indicators_surveystr_survey_id_d823dd40_fk_indicator FOREIGN KEY (survey_id) REFERENCES public.indicators_survey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_actioncount
    ADD CONSTRAINT journeys_actioncount_organisation_id_e699597d_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_actioncount
    ADD CONSTRAINT journeys_actioncount_plan_id_f4a2303a_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_attendanceweek
    ADD CONSTRAINT journeys_attendancew_journey_id_81d04757_fk_journeys_ FOREIGN KEY (journey_id) REFERENCES public.journeys_journey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_barrier
    ADD CONSTRAINT journeys_barrier_learner_id_13ddb485_fk_journeys_learner_id FOREIGN KEY (learner_id) REFERENCES public.journeys_learner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_barrier
    ADD CONSTRAINT journeys_barrier_noted_by_id_23f716a1_fk_accounts_ FOREIGN KEY (noted_by_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_barrier
    ADD CONSTRAINT journeys_barrier_organisation_id_60559b9d_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_countpublication
    ADD CONSTRAINT journeys_countpublic_organisation_id_e4512d1e_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_custodydate
    ADD CONSTRAINT journeys_custodydate_body_id_65e34a91_fk_accounts_ FOREIGN KEY (body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_custodydate
    ADD CONSTRAINT journeys_custodydate_learner_id_36435ef1_fk_journeys_learner_id FOREIGN KEY (learner_id) REFERENCES public.journeys_learner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_custodydate
    ADD CONSTRAINT journeys_custodydate_organisation_id_7957c0ee_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_due
    ADD CONSTRAINT journeys_due_body_id_def22a5b_fk_accounts_organisation_id FOREIGN KEY (body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_due
    ADD CONSTRAINT journeys_due_journey_id_ac1b2660_fk_journeys_journey_id FOREIGN KEY (journey_id) REFERENCES public.journeys_journey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_due
    ADD CONSTRAINT journeys_due_step_id_5c79ec02_fk_journeys_step_id FOREIGN KEY (step_id) REFERENCES public.journeys_step(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_grouptally
    ADD CONSTRAINT journeys_grouptally_organisation_id_725f3bfd_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_grouptally
    ADD CONSTRAINT journeys_grouptally_plan_id_fd9b1e05_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_grouptally
    ADD CONSTRAINT journeys_grouptally_referrer_id_6534e70f_fk_accounts_ FOREIGN KEY (referrer_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_invitation_meetings
    ADD CONSTRAINT journeys_invitation__invitation_id_8bfcda5a_fk_journeys_ FOREIGN KEY (invitation_id) REFERENCES public.journeys_invitation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_invitation_meetings
    ADD CONSTRAINT journeys_invitation__meeting_id_89483c5f_fk_agenda_me FOREIGN KEY (meeting_id) REFERENCES public.agenda_meeting(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_invitation
    ADD CONSTRAINT journeys_invitation_chosen_id_962dfaf4_fk_agenda_meeting_id FOREIGN KEY (chosen_id) REFERENCES public.agenda_meeting(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_invitation
    ADD CONSTRAINT journeys_invitation_journey_id_d2ed0352_fk_journeys_journey_id FOREIGN KEY (journey_id) REFERENCES public.journeys_journey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_invitation
    ADD CONSTRAINT journeys_invitation_organisation_id_59d400fc_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_invitation
    ADD CONSTRAINT journeys_invitation_sender_id_6c081417_fk_accounts_person_id FOREIGN KEY (sender_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_invitation
    ADD CONSTRAINT journeys_invitation_sent_by_id_ab13dd21_fk_accounts_ FOREIGN KEY (sent_by_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_invitation
    ADD CONSTRAINT journeys_invitation_session_id_d8ad4004_fk_offer_session_id FOREIGN KEY (session_id) REFERENCES public.offer_session(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_journey
    ADD CONSTRAINT journeys_journey_follows_id_ef69d530_fk_journeys_journey_id FOREIGN KEY (follows_id) REFERENCES public.journeys_journey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_journey
    ADD CONSTRAINT journeys_journey_learner_id_2a820737_fk_journeys_learner_id FOREIGN KEY (learner_id) REFERENCES public.journeys_learner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_journey
    ADD CONSTRAINT journeys_journey_organisation_id_f1d9cc7c_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_journey
    ADD CONSTRAINT journeys_journey_plan_id_11ee25d2_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_journey
    ADD CONSTRAINT journeys_journey_provider_body_id_ff71d1d8_fk_accounts_ FOREIGN KEY (provider_body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_journey
    ADD CONSTRAINT journeys_journey_referrer_id_e66e668f_fk_accounts_ FOREIGN KEY (referrer_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_journey
    ADD CONSTRAINT journeys_journey_session_id_4a9a62f7_fk_offer_session_id FOREIGN KEY (session_id) REFERENCES public.offer_session(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_learner
    ADD CONSTRAINT journeys_learner_opened_by_id_09e42a1a_fk_accounts_ FOREIGN KEY (opened_by_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_learner
    ADD CONSTRAINT journeys_learner_organisation_id_e554a83b_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_learnercontact
    ADD CONSTRAINT journeys_learnercont_learner_id_eef23a51_fk_journeys_ FOREIGN KEY (learner_id) REFERENCES public.journeys_learner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_learnercontact
    ADD CONSTRAINT journeys_learnercont_organisation_id_bd9ccc63_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_learnerletter
    ADD CONSTRAINT journeys_learnerlett_invitation_id_7003719c_fk_journeys_ FOREIGN KEY (invitation_id) REFERENCES public.journeys_invitation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_learnerletter
    ADD CONSTRAINT journeys_learnerlett_learner_id_7288b00a_fk_journeys_ FOREIGN KEY (learner_id) REFERENCES public.journeys_learner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_learnerletter
    ADD CONSTRAINT journeys_learnerlett_organisation_id_962be166_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_learnerlink
    ADD CONSTRAINT journeys_learnerlink_invitation_id_ae293f68_fk_journeys_ FOREIGN KEY (invitation_id) REFERENCES public.journeys_invitation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_learnerlink
    ADD CONSTRAINT journeys_learnerlink_learner_id_c3d4b203_fk_journeys_learner_id FOREIGN KEY (learner_id) REFERENCES public.journeys_learner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_learnerlink
    ADD CONSTRAINT journeys_learnerlink_made_by_id_11c56a53_fk_accounts_ FOREIGN KEY (made_by_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_learnerlink
    ADD CONSTRAINT journeys_learnerlink_organisation_id_d3f59857_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_learnerrequest
    ADD CONSTRAINT journeys_learnerrequ_learner_id_2c39f756_fk_journeys_ FOREIGN KEY (learner_id) REFERENCES public.journeys_learner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_learnerrequest
    ADD CONSTRAINT journeys_learnerrequ_organisation_id_71e86a81_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_learnerrequest
    ADD CONSTRAINT journeys_learnerrequ_settled_by_id_aa63e3ec_fk_accounts_ FOREIGN KEY (settled_by_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_notebookline
    ADD CONSTRAINT journeys_notebooklin_body_id_e4f64d33_fk_accounts_ FOREIGN KEY (body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_notebookline
    ADD CONSTRAINT journeys_notebooklin_learner_id_fad5d432_fk_journeys_ FOREIGN KEY (learner_id) REFERENCES public.journeys_learner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_notebookline
    ADD CONSTRAINT journeys_notebooklin_organisation_id_ce4c704e_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_outgoing
    ADD CONSTRAINT journeys_outgoing_journey_id_61638075_fk_journeys_journey_id FOREIGN KEY (journey_id) REFERENCES public.journeys_journey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_outgoing
    ADD CONSTRAINT journeys_outgoing_step_id_dfe89d82_fk_journeys_step_id FOREIGN KEY (step_id) REFERENCES public.journeys_step(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_plannedhandover
    ADD CONSTRAINT journeys_plannedhand_body_id_7461d397_fk_accounts_ FOREIGN KEY (body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_plannedhandover
    ADD CONSTRAINT journeys_plannedhand_giver_id_07d2d0cd_fk_accounts_ FOREIGN KEY (giver_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_plannedhandover
    ADD CONSTRAINT journeys_plannedhand_learner_id_1758f0a8_fk_journeys_ FOREIGN KEY (learner_id) REFERENCES public.journeys_learner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_plannedhandover
    ADD CONSTRAINT journeys_plannedhand_organisation_id_c0f5312d_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_plannedhandover
    ADD CONSTRAINT journeys_plannedhand_person_id_b78d785f_fk_accounts_ FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_publicresult
    ADD CONSTRAINT journeys_publicresul_organisation_id_2bf2ecc8_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_recommendation
    ADD CONSTRAINT journeys_recommendat_body_id_dc9e615d_fk_accounts_ FOREIGN KEY (body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_recommendation
    ADD CONSTRAINT journeys_recommendat_journey_id_c1da143e_fk_journeys_ FOREIGN KEY (journey_id) REFERENCES public.journeys_journey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_recommendation
    ADD CONSTRAINT journeys_recommendat_learner_id_676aad21_fk_journeys_ FOREIGN KEY (learner_id) REFERENCES public.journeys_learner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_recommendation
    ADD CONSTRAINT journeys_recommendat_organisation_id_d2ae0580_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_referent
    ADD CONSTRAINT journeys_referent_body_id_9e2fe549_fk_accounts_organisation_id FOREIGN KEY (body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_referent
    ADD CONSTRAINT journeys_referent_learner_id_b93e6bd5_fk_journeys_learner_id FOREIGN KEY (learner_id) REFERENCES public.journeys_learner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_referent
    ADD CONSTRAINT journeys_referent_named_by_id_19bbf83a_fk_accounts_ FOREIGN KEY (named_by_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_referent
    ADD CONSTRAINT journeys_referent_organisation_id_54ecd657_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_referent
    ADD CONSTRAINT journeys_referent_person_id_26dd3234_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_seat
    ADD CONSTRAINT journeys_seat_journey_id_c4af65f1_fk_journeys_journey_id FOREIGN KEY (journey_id) REFERENCES public.journeys_journey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_seat
    ADD CONSTRAINT journeys_seat_session_id_87fc8543_fk_offer_session_id FOREIGN KEY (session_id) REFERENCES public.offer_session(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_sensitivefact
    ADD CONSTRAINT journeys_sensitivefa_learner_id_be99bbdf_fk_journeys_ FOREIGN KEY (learner_id) REFERENCES public.journeys_learner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_sensitivefact
    ADD CONSTRAINT journeys_sensitivefa_organisation_id_50c491eb_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_sensitivefact
    ADD CONSTRAINT journeys_sensitivefa_recorded_by_id_fc0b3885_fk_accounts_ FOREIGN KEY (recorded_by_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_sensitiveread
    ADD CONSTRAINT journeys_sensitivere_organisation_id_5372557e_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_sessiontally
    ADD CONSTRAINT journeys_sessiontall_organisation_id_aa302299_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_sessiontally
    ADD CONSTRAINT journeys_sessiontall_provider_body_id_0580d1a2_fk_accounts_ FOREIGN KEY (provider_body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_sessiontally
    ADD CONSTRAINT journeys_sessiontally_lot_id_d6536d12_fk_offer_lot_id FOREIGN KEY (lot_id) REFERENCES public.offer_lot(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_sessiontally
    ADD CONSTRAINT journeys_sessiontally_order_id_aaa895de_fk_offer_order_id FOREIGN KEY (order_id) REFERENCES public.offer_order(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_sessiontally
    ADD CONSTRAINT journeys_sessiontally_plan_id_d50efce0_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_sessiontally
    ADD CONSTRAINT journeys_sessiontally_provider_id_7eef9609_fk_offer_provider_id FOREIGN KEY (provider_id) REFERENCES public.offer_provider(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_sessiontally
    ADD CONSTRAINT journeys_sessiontally_session_id_3b26aa9b_fk_offer_session_id FOREIGN KEY (session_id) REFERENCES public.offer_session(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_showncount
    ADD CONSTRAINT journeys_showncount_organisation_id_452aab31_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_situationask
    ADD CONSTRAINT journeys_situationas_journey_id_8cd87eac_fk_journeys_ FOREIGN KEY (journey_id) REFERENCES public.journeys_journey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_situationask
    ADD CONSTRAINT journeys_situationas_organisation_id_de6fb01c_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_situationtally
    ADD CONSTRAINT journeys_situationta_organisation_id_d95f93e7_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_situationtally
    ADD CONSTRAINT journeys_situationta_provider_body_id_00ef2110_fk_accounts_ FOREIGN KEY (provider_body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.journeys_step
    ADD CONSTRAINT journeys_step_journey_id_247b1c8f_fk_journeys_journey_id FOREIGN KEY (journey_id) REFERENCES public.journeys_journey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_actfile
    ADD CONSTRAINT liaison_actfile_body_id_c0c55c53_fk_accounts_organisation_id FOREIGN KEY (body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_actfile
    ADD CONSTRAINT liaison_actfile_organisation_id_ac3b6450_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_actfileline
    ADD CONSTRAINT liaison_actfileline_file_id_9188c23a_fk_liaison_actfile_id FOREIGN KEY (file_id) REFERENCES public.liaison_actfile(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_actfileline
    ADD CONSTRAINT liaison_actfileline_organisation_id_b6a55ed7_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_comparison
    ADD CONSTRAINT liaison_comparison_organisation_id_04d08502_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_comparison
    ADD CONSTRAINT liaison_comparison_partner_id_2de14ad3_fk_liaison_partner_id FOREIGN KEY (partner_id) REFERENCES public.liaison_partner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_conventionedbody
    ADD CONSTRAINT liaison_conventioned_organisation_id_6f28bbc5_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_conventionedbody
    ADD CONSTRAINT liaison_conventionedbody_file_id_9b4e80c0_fk_liaison_actfile_id FOREIGN KEY (file_id) REFERENCES public.liaison_actfile(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_delivery
    ADD CONSTRAINT liaison_delivery_organisation_id_656a9084_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_delivery
    ADD CONSTRAINT liaison_delivery_partner_id_510f0b21_fk_liaison_partner_id FOREIGN KEY (partner_id) REFERENCES public.liaison_partner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_difference
    ADD CONSTRAINT liaison_difference_delivery_id_21fef38d_fk_liaison_delivery_id FOREIGN KEY (delivery_id) REFERENCES public.liaison_delivery(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_difference
    ADD CONSTRAINT liaison_difference_organisation_id_4d65f181_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_difference
    ADD CONSTRAINT liaison_difference_partner_id_f7e30824_fk_liaison_partner_id FOREIGN KEY (partner_id) REFERENCES public.liaison_partner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_dossierreference
    ADD CONSTRAINT liaison_dossierrefer_journey_id_cafc30e0_fk_journeys_ FOREIGN KEY (journey_id) REFERENCES public.journeys_journey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_dossierreference
    ADD CONSTRAINT liaison_dossierrefer_organisation_id_395ba00d_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_inbound
    ADD CONSTRAINT liaison_inbound_organisation_id_0e55bd78_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_inbound
    ADD CONSTRAINT liaison_inbound_partner_id_b41374f7_fk_liaison_partner_id FOREIGN KEY (partner_id) REFERENCES public.liaison_partner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_partner
    ADD CONSTRAINT liaison_partner_body_id_139cd594_fk_accounts_organisation_id FOREIGN KEY (body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_partner
    ADD CONSTRAINT liaison_partner_organisation_id_a8a32c7d_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_personreference
    ADD CONSTRAINT liaison_personrefere_learner_id_3c2f4764_fk_journeys_ FOREIGN KEY (learner_id) REFERENCES public.journeys_learner(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_personreference
    ADD CONSTRAINT liaison_personrefere_organisation_id_23c13c91_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_savedcolumns
    ADD CONSTRAINT liaison_savedcolumns_body_id_89c52f68_fk_accounts_ FOREIGN KEY (body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_savedcolumns
    ADD CONSTRAINT liaison_savedcolumns_organisation_id_4ccf265b_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_trace
    ADD CONSTRAINT liaison_trace_delivery_id_22a523f8_fk_liaison_delivery_id FOREIGN KEY (delivery_id) REFERENCES public.liaison_delivery(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.liaison_trace
    ADD CONSTRAINT liaison_trace_organisation_id_2dddc2c2_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_organisation_id_2ca9aa8b_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.notices_notice
    ADD CONSTRAINT notices_notice_person_id_94368381_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_accessword
    ADD CONSTRAINT offer_accessword_training_action_id_cdaf4979_fk_offer_tra FOREIGN KEY (training_action_id) REFERENCES public.offer_trainingaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_amendment
    ADD CONSTRAINT offer_amendment_order_id_6b6d9707_fk_offer_order_id FOREIGN KEY (order_id) REFERENCES public.offer_order(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_amendment
    ADD CONSTRAINT offer_amendment_organisation_id_3edd3ec9_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_amendment
    ADD CONSTRAINT offer_amendment_preparation_id_687734ed_fk_offer_preparation_id FOREIGN KEY (preparation_id) REFERENCES public.offer_preparation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_competence
    ADD CONSTRAINT offer_competence_training_id_b8a365ae_fk_offer_training_id FOREIGN KEY (training_id) REFERENCES public.offer_training(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_delivery
    ADD CONSTRAINT offer_delivery_organisation_id_7f1b154f_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_delivery
    ADD CONSTRAINT offer_delivery_provider_id_5490333b_fk_offer_provider_id FOREIGN KEY (provider_id) REFERENCES public.offer_provider(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_difference
    ADD CONSTRAINT offer_difference_organisation_id_c08c9f2f_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_difference
    ADD CONSTRAINT offer_difference_provider_id_e3bbeed1_fk_offer_provider_id FOREIGN KEY (provider_id) REFERENCES public.offer_provider(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_difference
    ADD CONSTRAINT offer_difference_session_id_270c492d_fk_offer_session_id FOREIGN KEY (session_id) REFERENCES public.offer_session(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_followon
    ADD CONSTRAINT offer_followon_earlier_id_222488ff_fk_offer_training_id FOREIGN KEY (earlier_id) REFERENCES public.offer_training(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_followon
    ADD CONSTRAINT offer_followon_later_id_011eac65_fk_offer_training_id FOREIGN KEY (later_id) REFERENCES public.offer_training(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_lot
    ADD CONSTRAINT offer_lot_buyer_id_77615cc7_fk_accounts_organisation_id FOREIGN KEY (buyer_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_lot
    ADD CONSTRAINT offer_lot_organisation_id_1347cf86_fk_accounts_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_lot
    ADD CONSTRAINT offer_lot_plan_action_id_f294df51_fk_plan_planaction_id FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_lot
    ADD CONSTRAINT offer_lot_plan_id_87faa0ab_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_module
    ADD CONSTRAINT offer_module_training_id_1f5a88a6_fk_offer_training_id FOREIGN KEY (training_id) REFERENCES public.offer_training(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_moduleattestation
    ADD CONSTRAINT offer_moduleattestation_module_id_64694b34_fk_offer_module_id FOREIGN KEY (module_id) REFERENCES public.offer_module(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_moduleblock
    ADD CONSTRAINT offer_moduleblock_module_id_25e33d4a_fk_offer_module_id FOREIGN KEY (module_id) REFERENCES public.offer_module(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_order
    ADD CONSTRAINT offer_order_buyer_id_12918c68_fk_accounts_organisation_id FOREIGN KEY (buyer_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_order
    ADD CONSTRAINT offer_order_lot_id_604b0141_fk_offer_lot_id FOREIGN KEY (lot_id) REFERENCES public.offer_lot(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_order
    ADD CONSTRAINT offer_order_organisation_id_54886e02_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_order
    ADD CONSTRAINT offer_order_plan_action_id_f70bbd38_fk_plan_planaction_id FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_order
    ADD CONSTRAINT offer_order_plan_id_ca8873fb_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_order
    ADD CONSTRAINT offer_order_preparation_id_1815abb5_fk_offer_preparation_id FOREIGN KEY (preparation_id) REFERENCES public.offer_preparation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_order
    ADD CONSTRAINT offer_order_provider_id_c5366b02_fk_offer_provider_id FOREIGN KEY (provider_id) REFERENCES public.offer_provider(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_orderline
    ADD CONSTRAINT offer_orderline_order_id_ccef17a5_fk_offer_order_id FOREIGN KEY (order_id) REFERENCES public.offer_order(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_orderline
    ADD CONSTRAINT offer_orderline_organisation_id_bb59811c_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_orderline
    ADD CONSTRAINT offer_orderline_session_id_bfe08b5c_fk_offer_session_id FOREIGN KEY (session_id) REFERENCES public.offer_session(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_placeentry
    ADD CONSTRAINT offer_placeentry_actor_body_id_29e8533e_fk_accounts_ FOREIGN KEY (actor_body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_placeentry
    ADD CONSTRAINT offer_placeentry_amendment_id_b0222a73_fk_offer_amendment_id FOREIGN KEY (amendment_id) REFERENCES public.offer_amendment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_placeentry
    ADD CONSTRAINT offer_placeentry_buyer_id_7717ff84_fk_accounts_organisation_id FOREIGN KEY (buyer_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_placeentry
    ADD CONSTRAINT offer_placeentry_corrects_id_f33450ba_fk_offer_placeentry_id FOREIGN KEY (corrects_id) REFERENCES public.offer_placeentry(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_placeentry
    ADD CONSTRAINT offer_placeentry_order_id_e75b992f_fk_offer_order_id FOREIGN KEY (order_id) REFERENCES public.offer_order(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_placeentry
    ADD CONSTRAINT offer_placeentry_organisation_id_64cd7693_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_placeentry
    ADD CONSTRAINT offer_placeentry_other_session_id_86ebafa8_fk_offer_session_id FOREIGN KEY (other_session_id) REFERENCES public.offer_session(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_placeentry
    ADD CONSTRAINT offer_placeentry_provider_id_35a10a28_fk_offer_provider_id FOREIGN KEY (provider_id) REFERENCES public.offer_provider(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_placeentry
    ADD CONSTRAINT offer_placeentry_request_id_a247a542_fk_offer_request_id FOREIGN KEY (request_id) REFERENCES public.offer_request(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_placeentry
    ADD CONSTRAINT offer_placeentry_session_id_31c2cc69_fk_offer_session_id FOREIGN KEY (session_id) REFERENCES public.offer_session(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_preparation
    ADD CONSTRAINT offer_preparation_buyer_id_0cbb6968_fk_accounts_organisation_id FOREIGN KEY (buyer_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_preparation
    ADD CONSTRAINT offer_preparation_order_id_8f4e42e0_fk_offer_order_id FOREIGN KEY (order_id) REFERENCES public.offer_order(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_preparation
    ADD CONSTRAINT offer_preparation_organisation_id_dfcd7f63_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_preparation
    ADD CONSTRAINT offer_preparation_prepared_by_id_b8523aee_fk_accounts_person_id FOREIGN KEY (prepared_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_preparation
    ADD CONSTRAINT offer_preparation_provider_id_f8f56638_fk_offer_provider_id FOREIGN KEY (provider_id) REFERENCES public.offer_provider(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_preparation
    ADD CONSTRAINT offer_preparation_signed_by_id_042e94a5_fk_accounts_person_id FOREIGN KEY (signed_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_provider
    ADD CONSTRAINT offer_provider_body_id_dfae7bde_fk_accounts_organisation_id FOREIGN KEY (body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_quarantined
    ADD CONSTRAINT offer_quarantined_delivery_id_b69a7870_fk_offer_delivery_id FOREIGN KEY (delivery_id) REFERENCES public.offer_delivery(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_quarantined
    ADD CONSTRAINT offer_quarantined_organisation_id_dbf207a1_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_quarantined
    ADD CONSTRAINT offer_quarantined_provider_id_72d230f0_fk_offer_provider_id FOREIGN KEY (provider_id) REFERENCES public.offer_provider(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_request
    ADD CONSTRAINT offer_request_asked_by_id_e6d17fc5_fk_accounts_person_id FOREIGN KEY (asked_by_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_request
    ADD CONSTRAINT offer_request_order_id_244dd12c_fk_offer_order_id FOREIGN KEY (order_id) REFERENCES public.offer_order(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_request
    ADD CONSTRAINT offer_request_organisation_id_553f4d85_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_request
    ADD CONSTRAINT offer_request_provider_id_638a4ffe_fk_offer_provider_id FOREIGN KEY (provider_id) REFERENCES public.offer_provider(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_request
    ADD CONSTRAINT offer_request_session_id_8bf0a824_fk_offer_session_id FOREIGN KEY (session_id) REFERENCES public.offer_session(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_searchrow
    ADD CONSTRAINT offer_searchrow_session_id_2d8ce9a4_fk_offer_session_id FOREIGN KEY (session_id) REFERENCES public.offer_session(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_searchrow
    ADD CONSTRAINT offer_searchrow_training_id_2a3c3bca_fk_offer_training_id FOREIGN KEY (training_id) REFERENCES public.offer_training(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_searchtext
    ADD CONSTRAINT offer_searchtext_training_id_71600cc3_fk_offer_training_id FOREIGN KEY (training_id) REFERENCES public.offer_training(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_session
    ADD CONSTRAINT offer_session_site_id_59c51058_fk_offer_site_id FOREIGN KEY (site_id) REFERENCES public.offer_site(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_session
    ADD CONSTRAINT offer_session_training_action_id_e1e28dfe_fk_offer_tra FOREIGN KEY (training_action_id) REFERENCES public.offer_trainingaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_sessionplaces
    ADD CONSTRAINT offer_sessionplaces_session_id_a8feb482_fk_offer_session_id FOREIGN KEY (session_id) REFERENCES public.offer_session(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_sessionstep
    ADD CONSTRAINT offer_sessionstep_organisation_id_4266c887_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_sessionstep
    ADD CONSTRAINT offer_sessionstep_provider_id_e01aed65_fk_offer_provider_id FOREIGN KEY (provider_id) REFERENCES public.offer_provider(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_sessionstep
    ADD CONSTRAINT offer_sessionstep_request_id_2fb84e0c_fk_offer_request_id FOREIGN KEY (request_id) REFERENCES public.offer_request(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_sessionstep
    ADD CONSTRAINT offer_sessionstep_session_id_56a1f47f_fk_offer_session_id FOREIGN KEY (session_id) REFERENCES public.offer_session(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_sheet
    ADD CONSTRAINT offer_sheet_training_id_ac23b39a_fk_offer_training_id FOREIGN KEY (training_id) REFERENCES public.offer_training(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_sheetdraft
    ADD CONSTRAINT offer_sheetdraft_organisation_id_df41bfa6_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_sheetdraft
    ADD CONSTRAINT offer_sheetdraft_training_id_e08bd9fd_fk_offer_training_id FOREIGN KEY (training_id) REFERENCES public.offer_training(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_training
    ADD CONSTRAINT offer_training_provider_id_1b57aa98_fk_offer_provider_id FOREIGN KEY (provider_id) REFERENCES public.offer_provider(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_trainingaction
    ADD CONSTRAINT offer_trainingaction_site_id_b710cc11_fk_offer_site_id FOREIGN KEY (site_id) REFERENCES public.offer_site(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_trainingaction
    ADD CONSTRAINT offer_trainingaction_training_id_011efa9e_fk_offer_training_id FOREIGN KEY (training_id) REFERENCES public.offer_training(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_trainingquality
    ADD CONSTRAINT offer_trainingquality_training_id_6041abf1_fk_offer_training_id FOREIGN KEY (training_id) REFERENCES public.offer_training(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_trainingsource
    ADD CONSTRAINT offer_trainingsource_training_id_9b2f18eb_fk_offer_training_id FOREIGN KEY (training_id) REFERENCES public.offer_training(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_watch
    ADD CONSTRAINT offer_watch_organisation_id_041fdf0e_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_watch
    ADD CONSTRAINT offer_watch_person_id_79e84ee6_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_watch
    ADD CONSTRAINT offer_watch_provider_id_be4c118b_fk_offer_provider_id FOREIGN KEY (provider_id) REFERENCES public.offer_provider(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.offer_watch
    ADD CONSTRAINT offer_watch_session_id_d8406fb7_fk_offer_session_id FOREIGN KEY (session_id) REFERENCES public.offer_session(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.otp_totp_totpdevice
    ADD CONSTRAINT otp_totp_totpdevice_user_id_0fb18292_fk_accounts_person_id FOREIGN KEY (user_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_actionline
    ADD CONSTRAINT plan_actionline_plan_action_id_0a7a8e04_fk_plan_planaction_id FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_actionline
    ADD CONSTRAINT plan_actionline_version_id_e99519b8_fk_plan_planversion_id FOREIGN KEY (version_id) REFERENCES public.plan_planversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_actionperson
    ADD CONSTRAINT plan_actionperson_organisation_id_32a82780_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_actionperson
    ADD CONSTRAINT plan_actionperson_person_id_088083ac_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_actionperson
    ADD CONSTRAINT plan_actionperson_plan_action_id_ebc085a6_fk_plan_planaction_id FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_amountline
    ADD CONSTRAINT plan_amountline_plan_action_id_b3f0c7b9_fk_plan_planaction_id FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_amountline
    ADD CONSTRAINT plan_amountline_version_id_ed7e8943_fk_plan_planversion_id FOREIGN KEY (version_id) REFERENCES public.plan_planversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_axisline
    ADD CONSTRAINT plan_axisline_version_id_ceeeec5b_fk_plan_planversion_id FOREIGN KEY (version_id) REFERENCES public.plan_planversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_figureline
    ADD CONSTRAINT plan_figureline_row_id_e9e34ccf_fk_plan_rowline_id FOREIGN KEY (row_id) REFERENCES public.plan_rowline(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_figureline
    ADD CONSTRAINT plan_figureline_version_id_d0468b00_fk_plan_planversion_id FOREIGN KEY (version_id) REFERENCES public.plan_planversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_importrun
    ADD CONSTRAINT plan_importrun_organisation_id_a4a0d73c_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_importrun
    ADD CONSTRAINT plan_importrun_plan_id_a8983534_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_importrun
    ADD CONSTRAINT plan_importrun_written_version_id_99384f0b_fk_plan_plan FOREIGN KEY (written_version_id) REFERENCES public.plan_planversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_lineageline
    ADD CONSTRAINT plan_lineageline_origin_id_9fbbb0d2_fk_plan_planaction_id FOREIGN KEY (origin_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_lineageline
    ADD CONSTRAINT plan_lineageline_plan_action_id_455899cd_fk_plan_planaction_id FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_lineageline
    ADD CONSTRAINT plan_lineageline_version_id_613afe29_fk_plan_planversion_id FOREIGN KEY (version_id) REFERENCES public.plan_planversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_objectiveline
    ADD CONSTRAINT plan_objectiveline_version_id_a9e558e0_fk_plan_planversion_id FOREIGN KEY (version_id) REFERENCES public.plan_planversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_plan
    ADD CONSTRAINT plan_plan_organisation_id_bec0842c_fk_accounts_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_planaction
    ADD CONSTRAINT plan_planaction_plan_id_0148038b_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_planversion
    ADD CONSTRAINT plan_planversion_base_id_9cb08fd8_fk_plan_planversion_id FOREIGN KEY (base_id) REFERENCES public.plan_planversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_planversion
    ADD CONSTRAINT plan_planversion_organisation_id_ce9d3f08_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_planversion
    ADD CONSTRAINT plan_planversion_plan_id_bfa84ce9_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_rowlead
    ADD CONSTRAINT plan_rowlead_body_id_d08b1dc7_fk_accounts_organisation_id FOREIGN KEY (body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_rowlead
    ADD CONSTRAINT plan_rowlead_row_id_7c9a280e_fk_plan_rowline_id FOREIGN KEY (row_id) REFERENCES public.plan_rowline(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_rowlead
    ADD CONSTRAINT plan_rowlead_service_id_2c38d907_fk_accounts_service_id FOREIGN KEY (service_id) REFERENCES public.accounts_service(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_rowlead
    ADD CONSTRAINT plan_rowlead_version_id_c7f6a441_fk_plan_planversion_id FOREIGN KEY (version_id) REFERENCES public.plan_planversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_rowline
    ADD CONSTRAINT plan_rowline_plan_action_id_02c7130f_fk_plan_planaction_id FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_rowline
    ADD CONSTRAINT plan_rowline_version_id_651dde6c_fk_plan_planversion_id FOREIGN KEY (version_id) REFERENCES public.plan_planversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_savedview
    ADD CONSTRAINT plan_savedview_person_id_b1506c64_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_standingline
    ADD CONSTRAINT plan_standingline_plan_action_id_516ce736_fk_plan_planaction_id FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_standingline
    ADD CONSTRAINT plan_standingline_version_id_85303fd2_fk_plan_planversion_id FOREIGN KEY (version_id) REFERENCES public.plan_planversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_award
    ADD CONSTRAINT procedures_award_file_id_d0d02d6c_fk_procedures_file_id FOREIGN KEY (file_id) REFERENCES public.procedures_file(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_award
    ADD CONSTRAINT procedures_award_organisation_id_fc0fbc13_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_choice
    ADD CONSTRAINT procedures_choice_file_id_afad7ff6_fk_procedures_file_id FOREIGN KEY (file_id) REFERENCES public.procedures_file(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_choice
    ADD CONSTRAINT procedures_choice_option_id_f3e4260d_fk_procedures_option_id FOREIGN KEY (option_id) REFERENCES public.procedures_option(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_choice
    ADD CONSTRAINT procedures_choice_organisation_id_444a326e_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_deliverable
    ADD CONSTRAINT procedures_deliverab_organisation_id_57b3dbe3_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_deliverable
    ADD CONSTRAINT procedures_deliverable_file_id_20d79c9e_fk_procedures_file_id FOREIGN KEY (file_id) REFERENCES public.procedures_file(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_document
    ADD CONSTRAINT procedures_document_deliverable_id_9400ed49_fk_procedure FOREIGN KEY (deliverable_id) REFERENCES public.procedures_deliverable(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_document
    ADD CONSTRAINT procedures_document_file_id_5e430b6e_fk_procedures_file_id FOREIGN KEY (file_id) REFERENCES public.procedures_file(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_document
    ADD CONSTRAINT procedures_document_organisation_id_701c7499_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_file
    ADD CONSTRAINT procedures_file_organisation_id_53c7d7cc_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_file
    ADD CONSTRAINT procedures_file_owner_id_f33b6d57_fk_accounts_person_id FOREIGN KEY (owner_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_file
    ADD CONSTRAINT procedures_file_plan_action_id_9a66ec61_fk_plan_planaction_id FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_file
    ADD CONSTRAINT procedures_file_plan_id_71b3f645_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_filedeadline
    ADD CONSTRAINT procedures_filedeadl_organisation_id_1298ca8f_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_filedeadline
    ADD CONSTRAINT procedures_filedeadline_file_id_5f7cab48_fk_procedures_file_id FOREIGN KEY (file_id) REFERENCES public.procedures_file(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_filestep
    ADD CONSTRAINT procedures_filestep_deliverable_id_846daf2e_fk_procedure FOREIGN KEY (deliverable_id) REFERENCES public.procedures_deliverable(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_filestep
    ADD CONSTRAINT procedures_filestep_file_id_5994c238_fk_procedures_file_id FOREIGN KEY (file_id) REFERENCES public.procedures_file(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_filestep
    ADD CONSTRAINT procedures_filestep_organisation_id_f5422f0f_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_option
    ADD CONSTRAINT procedures_option_file_id_6ca67138_fk_procedures_file_id FOREIGN KEY (file_id) REFERENCES public.procedures_file(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_option
    ADD CONSTRAINT procedures_option_organisation_id_14f4b6d1_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_optioncriterion
    ADD CONSTRAINT procedures_optioncri_file_id_8494df23_fk_procedure FOREIGN KEY (file_id) REFERENCES public.procedures_file(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_optioncriterion
    ADD CONSTRAINT procedures_optioncri_organisation_id_942e8c40_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_optionscore
    ADD CONSTRAINT procedures_optionsco_criterion_id_bbc6ee2e_fk_procedure FOREIGN KEY (criterion_id) REFERENCES public.procedures_optioncriterion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_optionscore
    ADD CONSTRAINT procedures_optionsco_option_id_ef8bd68e_fk_procedure FOREIGN KEY (option_id) REFERENCES public.procedures_option(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procedures_optionscore
    ADD CONSTRAINT procedures_optionsco_organisation_id_a20bf707_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);

ALTER TABLE ONLY public.steering_agendaitem
    ADD CONSTRAINT steering_agendaitem_committee_id_ead7da91_fk_steering_ FOREIGN KEY (committee_id) REFERENCES public.steering_committee(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_agendaitem
    ADD CONSTRAINT steering_agendaitem_organisation_id_574b1499_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_agendaitem
    ADD CONSTRAINT steering_agendaitem_plan_action_id_92fe9296_fk_plan_plan FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_answer
    ADD CONSTRAINT steering_answer_lead_id_22064b71_fk_accounts_organisation_id FOREIGN KEY (lead_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_answer
    ADD CONSTRAINT steering_answer_organisation_id_1e1d58f6_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_answer
    ADD CONSTRAINT steering_answer_person_id_a5717503_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_answer
    ADD CONSTRAINT steering_answer_plan_action_id_e056385c_fk_plan_planaction_id FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_answer
    ADD CONSTRAINT steering_answer_round_id_5105920e_fk_steering_round_id FOREIGN KEY (round_id) REFERENCES public.steering_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_committee
    ADD CONSTRAINT steering_committee_organisation_id_1d6d6b63_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_committee
    ADD CONSTRAINT steering_committee_plan_id_802c7fa0_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_committee
    ADD CONSTRAINT steering_committee_round_id_01ee0e9e_fk_steering_round_id FOREIGN KEY (round_id) REFERENCES public.steering_round(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_decision
    ADD CONSTRAINT steering_decision_asked_by_id_79292937_fk_steering_answer_id FOREIGN KEY (asked_by_id) REFERENCES public.steering_answer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_decision
    ADD CONSTRAINT steering_decision_committee_id_6ec92dce_fk_steering_ FOREIGN KEY (committee_id) REFERENCES public.steering_committee(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_decision
    ADD CONSTRAINT steering_decision_organisation_id_8deaed24_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_decision
    ADD CONSTRAINT steering_decision_owner_body_id_77a544c4_fk_accounts_ FOREIGN KEY (owner_body_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_decision
    ADD CONSTRAINT steering_decision_owner_id_a2859700_fk_accounts_person_id FOREIGN KEY (owner_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_decision_plan_actions
    ADD CONSTRAINT steering_decision_pl_decision_id_996f016f_fk_steering_ FOREIGN KEY (decision_id) REFERENCES public.steering_decision(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_decision_plan_actions
    ADD CONSTRAINT steering_decision_pl_planaction_id_416dd438_fk_plan_plan FOREIGN KEY (planaction_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_decision
    ADD CONSTRAINT steering_decision_plan_id_84aa4d58_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_decisionstep
    ADD CONSTRAINT steering_decisionste_decision_id_a6c9c5c8_fk_steering_ FOREIGN KEY (decision_id) REFERENCES public.steering_decision(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_decisionstep
    ADD CONSTRAINT steering_decisionste_organisation_id_ac60844f_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_declaredvalue
    ADD CONSTRAINT steering_declaredval_corrects_id_4666930e_fk_steering_ FOREIGN KEY (corrects_id) REFERENCES public.steering_declaredvalue(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_declaredvalue
    ADD CONSTRAINT steering_declaredval_organisation_id_fff628e8_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_declaredvalue
    ADD CONSTRAINT steering_declaredval_plan_action_id_ba8c79ee_fk_plan_plan FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_declaredvalue
    ADD CONSTRAINT steering_declaredvalue_answer_id_228c9b87_fk_steering_answer_id FOREIGN KEY (answer_id) REFERENCES public.steering_answer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_milestone_depends_on
    ADD CONSTRAINT steering_milestone_d_from_milestone_id_f8c43ac7_fk_steering_ FOREIGN KEY (from_milestone_id) REFERENCES public.steering_milestone(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_milestone_depends_on
    ADD CONSTRAINT steering_milestone_d_to_milestone_id_fd7b35a2_fk_steering_ FOREIGN KEY (to_milestone_id) REFERENCES public.steering_milestone(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_milestone
    ADD CONSTRAINT steering_milestone_organisation_id_3664f8ed_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_milestone
    ADD CONSTRAINT steering_milestone_owner_id_662994f3_fk_accounts_person_id FOREIGN KEY (owner_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_milestone
    ADD CONSTRAINT steering_milestone_plan_action_id_07930179_fk_plan_plan FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_milestonestep
    ADD CONSTRAINT steering_milestonest_milestone_id_b5c00ae3_fk_steering_ FOREIGN KEY (milestone_id) REFERENCES public.steering_milestone(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_milestonestep
    ADD CONSTRAINT steering_milestonest_organisation_id_d350c827_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_remark
    ADD CONSTRAINT steering_remark_answer_id_4db851cd_fk_steering_answer_id FOREIGN KEY (answer_id) REFERENCES public.steering_answer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_remark
    ADD CONSTRAINT steering_remark_organisation_id_b10eaaef_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_risk
    ADD CONSTRAINT steering_risk_organisation_id_ab1d9440_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_risk
    ADD CONSTRAINT steering_risk_plan_action_id_b5ea88af_fk_plan_planaction_id FOREIGN KEY (plan_action_id) REFERENCES public.plan_planaction(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_round
    ADD CONSTRAINT steering_round_organisation_id_049db633_fk_accounts_ FOREIGN KEY (organisation_id) REFERENCES public.accounts_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.steering_round
    ADD CONSTRAINT steering_round_plan_id_26dc0043_fk_plan_plan_id FOREIGN KEY (plan_id) REFERENCES public.plan_plan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE public.accounts_membership ENABLE ROW LEVEL SECURITY;

CREATE POLICY accounts_membership_add ON public.accounts_membership FOR INSERT WITH CHECK ((( SELECT public.pacte_jobs() AS pacte_jobs) OR (( SELECT public.pacte_directory() AS pacte_directory) AND (host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])))));

CREATE POLICY accounts_membership_change ON public.accounts_membership FOR UPDATE USING ((( SELECT public.pacte_jobs() AS pacte_jobs) OR (( SELECT public.pacte_directory() AS pacte_directory) AND (host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[]))))) WITH CHECK ((( SELECT public.pacte_jobs() AS pacte_jobs) OR (( SELECT public.pacte_directory() AS pacte_directory) AND (host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])))));

CREATE POLICY accounts_membership_read ON public.accounts_membership FOR SELECT USING (((person_id = ( SELECT public.pacte_person() AS pacte_person)) OR (organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR (host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY accounts_membership_remove ON public.accounts_membership FOR DELETE USING ((( SELECT public.pacte_jobs() AS pacte_jobs) OR (( SELECT public.pacte_directory() AS pacte_directory) AND (host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])))));

ALTER TABLE public.accounts_organisationname ENABLE ROW LEVEL SECURITY;

CREATE POLICY accounts_organisationname_add ON public.accounts_organisationname FOR INSERT WITH CHECK (( SELECT public.pacte_directory() AS pacte_directory));

CREATE POLICY accounts_organisationname_change ON public.accounts_organisationname FOR UPDATE USING (( SELECT public.pacte_directory() AS pacte_directory)) WITH CHECK (( SELECT public.pacte_directory() AS pacte_directory));

CREATE POLICY accounts_organisationname_read ON public.accounts_organisationname FOR SELECT USING (true);

CREATE POLICY accounts_organisationname_remove ON public.accounts_organisationname FOR DELETE USING (( SELECT public.pacte_directory() AS pacte_directory));

ALTER TABLE public.accounts_service ENABLE ROW LEVEL SECURITY;

CREATE POLICY accounts_service_add ON public.accounts_service FOR INSERT WITH CHECK (( SELECT public.pacte_directory() AS pacte_directory));

CREATE POLICY accounts_service_change ON public.accounts_service FOR UPDATE USING (( SELECT public.pacte_directory() AS pacte_directory)) WITH CHECK (( SELECT public.pacte_directory() AS pacte_directory));

CREATE POLICY accounts_service_read ON public.accounts_service FOR SELECT USING (true);

CREATE POLICY accounts_service_remove ON public.accounts_service FOR DELETE USING (( SELECT public.pacte_directory() AS pacte_directory));

ALTER TABLE public.accounts_standin ENABLE ROW LEVEL SECURITY;

CREATE POLICY accounts_standin_add ON public.accounts_standin FOR INSERT WITH CHECK (((host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY accounts_standin_change ON public.accounts_standin FOR UPDATE USING (((host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY accounts_standin_read ON public.accounts_standin FOR SELECT USING (((person_id = ( SELECT public.pacte_person() AS pacte_person)) OR (substitute_id = ( SELECT public.pacte_person() AS pacte_person)) OR (host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY accounts_standin_remove ON public.accounts_standin FOR DELETE USING (((host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.agenda_meeting ENABLE ROW LEVEL SECURITY;

CREATE POLICY agenda_meeting_add ON public.agenda_meeting FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'adviser'::text]) AS pacte_hosts_as)::bigint[])) OR (held_by_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY agenda_meeting_change ON public.agenda_meeting FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'adviser'::text]) AS pacte_hosts_as)::bigint[])) OR (held_by_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'adviser'::text]) AS pacte_hosts_as)::bigint[])) OR (held_by_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY agenda_meeting_read ON public.agenda_meeting FOR SELECT USING (true);

CREATE POLICY agenda_meeting_remove ON public.agenda_meeting FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'adviser'::text]) AS pacte_hosts_as)::bigint[])) OR (held_by_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.evaluation_addendum ENABLE ROW LEVEL SECURITY;

CREATE POLICY evaluation_addendum_add ON public.evaluation_addendum FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY evaluation_addendum_change ON public.evaluation_addendum FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY evaluation_addendum_read ON public.evaluation_addendum FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY evaluation_addendum_remove ON public.evaluation_addendum FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.evaluation_experiment ENABLE ROW LEVEL SECURITY;

CREATE POLICY evaluation_experiment_add ON public.evaluation_experiment FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY evaluation_experiment_change ON public.evaluation_experiment FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY evaluation_experiment_read ON public.evaluation_experiment FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE ((v.plan_id = evaluation_experiment.plan_id) AND ((v.state)::text <> 'draft'::text))))));

CREATE POLICY evaluation_experiment_remove ON public.evaluation_experiment FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.evaluation_finding ENABLE ROW LEVEL SECURITY;

CREATE POLICY evaluation_finding_add ON public.evaluation_finding FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY evaluation_finding_change ON public.evaluation_finding FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY evaluation_finding_read ON public.evaluation_finding FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY evaluation_finding_remove ON public.evaluation_finding FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.evaluation_ownership ENABLE ROW LEVEL SECURITY;

CREATE POLICY evaluation_ownership_add ON public.evaluation_ownership FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY evaluation_ownership_change ON public.evaluation_ownership FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY evaluation_ownership_read ON public.evaluation_ownership FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY evaluation_ownership_remove ON public.evaluation_ownership FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.evaluation_sheetversion ENABLE ROW LEVEL SECURITY;

CREATE POLICY evaluation_sheetversion_add ON public.evaluation_sheetversion FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY evaluation_sheetversion_change ON public.evaluation_sheetversion FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY evaluation_sheetversion_read ON public.evaluation_sheetversion FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY evaluation_sheetversion_remove ON public.evaluation_sheetversion FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.finance_allocation ENABLE ROW LEVEL SECURITY;

CREATE POLICY finance_allocation_add ON public.finance_allocation FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_allocation_change ON public.finance_allocation FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_allocation_read ON public.finance_allocation FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_allocation_remove ON public.finance_allocation FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.finance_allocationrule ENABLE ROW LEVEL SECURITY;

CREATE POLICY finance_allocationrule_add ON public.finance_allocationrule FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_allocationrule_change ON public.finance_allocationrule FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_allocationrule_read ON public.finance_allocationrule FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_allocationrule_remove ON public.finance_allocationrule FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.finance_budgetline ENABLE ROW LEVEL SECURITY;

CREATE POLICY finance_budgetline_add ON public.finance_budgetline FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_budgetline_change ON public.finance_budgetline FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_budgetline_read ON public.finance_budgetline FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_budgetline_remove ON public.finance_budgetline FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.finance_columnmapping ENABLE ROW LEVEL SECURITY;

CREATE POLICY finance_columnmapping_add ON public.finance_columnmapping FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_columnmapping_change ON public.finance_columnmapping FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_columnmapping_read ON public.finance_columnmapping FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_columnmapping_remove ON public.finance_columnmapping FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.finance_commitment ENABLE ROW LEVEL SECURITY;

CREATE POLICY finance_commitment_add ON public.finance_commitment FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_commitment_change ON public.finance_commitment FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_commitment_read ON public.finance_commitment FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_commitment_remove ON public.finance_commitment FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.finance_importrun ENABLE ROW LEVEL SECURITY;

CREATE POLICY finance_importrun_add ON public.finance_importrun FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_importrun_change ON public.finance_importrun FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_importrun_read ON public.finance_importrun FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_importrun_remove ON public.finance_importrun FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.finance_movement ENABLE ROW LEVEL SECURITY;

CREATE POLICY finance_movement_add ON public.finance_movement FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_movement_change ON public.finance_movement FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_movement_read ON public.finance_movement FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY finance_movement_remove ON public.finance_movement FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.indicators_dispute ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicators_dispute_add ON public.indicators_dispute FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR (body_ids && ( SELECT public.pacte_own() AS pacte_own)) OR (arbiter_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_dispute_change ON public.indicators_dispute FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR (body_ids && ( SELECT public.pacte_own() AS pacte_own)) OR (arbiter_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR (body_ids && ( SELECT public.pacte_own() AS pacte_own)) OR (arbiter_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_dispute_read ON public.indicators_dispute FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text, 'auditor'::text, 'state_reader'::text]) AS pacte_hosts_as)::bigint[])) OR (body_ids && ( SELECT public.pacte_own() AS pacte_own)) OR (arbiter_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_dispute_remove ON public.indicators_dispute FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR (body_ids && ( SELECT public.pacte_own() AS pacte_own)) OR (arbiter_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.indicators_disputerecord ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicators_disputerecord_add ON public.indicators_disputerecord FOR INSERT WITH CHECK ((((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputerecord.dispute_id) AND true)))) OR (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputerecord.dispute_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR (t.arbiter_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system)))))));

CREATE POLICY indicators_disputerecord_change ON public.indicators_disputerecord FOR UPDATE USING ((((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputerecord.dispute_id) AND true)))) OR (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputerecord.dispute_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR (t.arbiter_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system))))))) WITH CHECK ((((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputerecord.dispute_id) AND true)))) OR (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputerecord.dispute_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR (t.arbiter_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system)))))));

CREATE POLICY indicators_disputerecord_read ON public.indicators_disputerecord FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputerecord.dispute_id) AND true))));

CREATE POLICY indicators_disputerecord_remove ON public.indicators_disputerecord FOR DELETE USING ((((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputerecord.dispute_id) AND true)))) OR (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputerecord.dispute_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR (t.arbiter_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system)))))));

ALTER TABLE public.indicators_disputeside ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicators_disputeside_add ON public.indicators_disputeside FOR INSERT WITH CHECK ((((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputeside.dispute_id) AND true)))) OR (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputeside.dispute_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR (t.arbiter_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system)))))));

CREATE POLICY indicators_disputeside_change ON public.indicators_disputeside FOR UPDATE USING ((((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputeside.dispute_id) AND true)))) OR (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputeside.dispute_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR (t.arbiter_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system))))))) WITH CHECK ((((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputeside.dispute_id) AND true)))) OR (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputeside.dispute_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR (t.arbiter_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system)))))));

CREATE POLICY indicators_disputeside_read ON public.indicators_disputeside FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputeside.dispute_id) AND true))));

CREATE POLICY indicators_disputeside_remove ON public.indicators_disputeside FOR DELETE USING ((((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputeside.dispute_id) AND true)))) OR (EXISTS ( SELECT 1
   FROM public.indicators_dispute t
  WHERE ((t.id = indicators_disputeside.dispute_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR (t.arbiter_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system)))))));

ALTER TABLE public.indicators_factperson ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicators_factperson_add ON public.indicators_factperson FOR INSERT WITH CHECK (( SELECT public.pacte_system() AS pacte_system));

CREATE POLICY indicators_factperson_change ON public.indicators_factperson FOR UPDATE USING (( SELECT public.pacte_system() AS pacte_system)) WITH CHECK (( SELECT public.pacte_system() AS pacte_system));

CREATE POLICY indicators_factperson_read ON public.indicators_factperson FOR SELECT USING (( SELECT public.pacte_system() AS pacte_system));

CREATE POLICY indicators_factperson_remove ON public.indicators_factperson FOR DELETE USING (( SELECT public.pacte_system() AS pacte_system));

ALTER TABLE public.indicators_keptanswer ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicators_keptanswer_add ON public.indicators_keptanswer FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_keptanswer_change ON public.indicators_keptanswer FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_keptanswer_read ON public.indicators_keptanswer FOR SELECT USING (((person_id = ( SELECT public.pacte_person() AS pacte_person)) OR (organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text, 'buyer'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_keptanswer_remove ON public.indicators_keptanswer FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.indicators_missingindicator ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicators_missingindicator_add ON public.indicators_missingindicator FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_missingindicator_change ON public.indicators_missingindicator FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_missingindicator_read ON public.indicators_missingindicator FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_missingindicator_remove ON public.indicators_missingindicator FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.indicators_publication ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicators_publication_add ON public.indicators_publication FOR INSERT WITH CHECK (( SELECT public.pacte_system() AS pacte_system));

CREATE POLICY indicators_publication_change ON public.indicators_publication FOR UPDATE USING (( SELECT public.pacte_system() AS pacte_system)) WITH CHECK (( SELECT public.pacte_system() AS pacte_system));

CREATE POLICY indicators_publication_read ON public.indicators_publication FOR SELECT USING (true);

CREATE POLICY indicators_publication_remove ON public.indicators_publication FOR DELETE USING (( SELECT public.pacte_system() AS pacte_system));

ALTER TABLE public.indicators_series ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicators_series_add ON public.indicators_series FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_series_change ON public.indicators_series FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_series_read ON public.indicators_series FOR SELECT USING ((is_public OR (organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_series_remove ON public.indicators_series FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.indicators_seriesbreak ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicators_seriesbreak_add ON public.indicators_seriesbreak FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.indicators_series s
  WHERE ((s.id = indicators_seriesbreak.series_id) AND ((s.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))))));

CREATE POLICY indicators_seriesbreak_change ON public.indicators_seriesbreak FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.indicators_series s
  WHERE ((s.id = indicators_seriesbreak.series_id) AND ((s.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.indicators_series s
  WHERE ((s.id = indicators_seriesbreak.series_id) AND ((s.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))))));

CREATE POLICY indicators_seriesbreak_read ON public.indicators_seriesbreak FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.indicators_series s
  WHERE (s.id = indicators_seriesbreak.series_id))));

CREATE POLICY indicators_seriesbreak_remove ON public.indicators_seriesbreak FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.indicators_series s
  WHERE ((s.id = indicators_seriesbreak.series_id) AND ((s.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))))));

ALTER TABLE public.indicators_seriesimport ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicators_seriesimport_add ON public.indicators_seriesimport FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_seriesimport_change ON public.indicators_seriesimport FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_seriesimport_read ON public.indicators_seriesimport FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_seriesimport_remove ON public.indicators_seriesimport FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.indicators_seriespoint ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicators_seriespoint_add ON public.indicators_seriespoint FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.indicators_series s
  WHERE ((s.id = indicators_seriespoint.series_id) AND ((s.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))))));

CREATE POLICY indicators_seriespoint_change ON public.indicators_seriespoint FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.indicators_series s
  WHERE ((s.id = indicators_seriespoint.series_id) AND ((s.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.indicators_series s
  WHERE ((s.id = indicators_seriespoint.series_id) AND ((s.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))))));

CREATE POLICY indicators_seriespoint_read ON public.indicators_seriespoint FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.indicators_series s
  WHERE (s.id = indicators_seriespoint.series_id))));

CREATE POLICY indicators_seriespoint_remove ON public.indicators_seriespoint FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.indicators_series s
  WHERE ((s.id = indicators_seriespoint.series_id) AND ((s.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))))));

ALTER TABLE public.indicators_seriessplit ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicators_seriessplit_add ON public.indicators_seriessplit FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.indicators_series s
  WHERE ((s.id = indicators_seriessplit.series_id) AND ((s.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))))));

CREATE POLICY indicators_seriessplit_change ON public.indicators_seriessplit FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.indicators_series s
  WHERE ((s.id = indicators_seriessplit.series_id) AND ((s.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.indicators_series s
  WHERE ((s.id = indicators_seriessplit.series_id) AND ((s.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))))));

CREATE POLICY indicators_seriessplit_read ON public.indicators_seriessplit FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.indicators_series s
  WHERE (s.id = indicators_seriessplit.series_id))));

CREATE POLICY indicators_seriessplit_remove ON public.indicators_seriessplit FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.indicators_series s
  WHERE ((s.id = indicators_seriessplit.series_id) AND ((s.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))))));

ALTER TABLE public.indicators_survey ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicators_survey_add ON public.indicators_survey FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_survey_change ON public.indicators_survey FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_survey_read ON public.indicators_survey FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY indicators_survey_remove ON public.indicators_survey FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.indicators_surveygap ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicators_surveygap_add ON public.indicators_surveygap FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.indicators_survey t
  WHERE ((t.id = indicators_surveygap.survey_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))))));

CREATE POLICY indicators_surveygap_change ON public.indicators_surveygap FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.indicators_survey t
  WHERE ((t.id = indicators_surveygap.survey_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.indicators_survey t
  WHERE ((t.id = indicators_surveygap.survey_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))))));

CREATE POLICY indicators_surveygap_read ON public.indicators_surveygap FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.indicators_survey t
  WHERE ((t.id = indicators_surveygap.survey_id) AND true))));

CREATE POLICY indicators_surveygap_remove ON public.indicators_surveygap FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.indicators_survey t
  WHERE ((t.id = indicators_surveygap.survey_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))))));

ALTER TABLE public.indicators_surveystratum ENABLE ROW LEVEL SECURITY;

CREATE POLICY indicators_surveystratum_add ON public.indicators_surveystratum FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.indicators_survey t
  WHERE ((t.id = indicators_surveystratum.survey_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))))));

CREATE POLICY indicators_surveystratum_change ON public.indicators_surveystratum FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.indicators_survey t
  WHERE ((t.id = indicators_surveystratum.survey_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.indicators_survey t
  WHERE ((t.id = indicators_surveystratum.survey_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))))));

CREATE POLICY indicators_surveystratum_read ON public.indicators_surveystratum FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.indicators_survey t
  WHERE ((t.id = indicators_surveystratum.survey_id) AND true))));

CREATE POLICY indicators_surveystratum_remove ON public.indicators_surveystratum FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.indicators_survey t
  WHERE ((t.id = indicators_surveystratum.survey_id) AND ((t.organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))))));

ALTER TABLE public.journal_entry ENABLE ROW LEVEL SECURITY;

CREATE POLICY journal_entry_add ON public.journal_entry FOR INSERT WITH CHECK (((organisation_id IS NULL) OR (organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY journal_entry_change ON public.journal_entry FOR UPDATE USING (((organisation_id IS NULL) OR (organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id IS NULL) OR (organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY journal_entry_read ON public.journal_entry FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR (person_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY journal_entry_remove ON public.journal_entry FOR DELETE USING (((organisation_id IS NULL) OR (organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.journal_rowchange ENABLE ROW LEVEL SECURITY;

CREATE POLICY journal_rowchange_add ON public.journal_rowchange FOR INSERT TO pacte_owner WITH CHECK (true);

CREATE POLICY journal_rowchange_change ON public.journal_rowchange FOR UPDATE TO pacte_owner USING (true) WITH CHECK (true);

CREATE POLICY journal_rowchange_read ON public.journal_rowchange FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY journal_rowchange_remove ON public.journal_rowchange FOR DELETE TO pacte_owner USING (true);

ALTER TABLE public.journeys_actioncount ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_actioncount_add ON public.journeys_actioncount FOR INSERT WITH CHECK (( SELECT public.pacte_jobs() AS pacte_jobs));

CREATE POLICY journeys_actioncount_change ON public.journeys_actioncount FOR UPDATE USING (( SELECT public.pacte_jobs() AS pacte_jobs)) WITH CHECK (( SELECT public.pacte_jobs() AS pacte_jobs));

CREATE POLICY journeys_actioncount_read ON public.journeys_actioncount FOR SELECT USING (true);

CREATE POLICY journeys_actioncount_remove ON public.journeys_actioncount FOR DELETE USING (( SELECT public.pacte_jobs() AS pacte_jobs));

ALTER TABLE public.journeys_attendanceweek ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_attendanceweek_add ON public.journeys_attendanceweek FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_attendanceweek.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

CREATE POLICY journeys_attendanceweek_change ON public.journeys_attendanceweek FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_attendanceweek.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL)))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_attendanceweek.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

CREATE POLICY journeys_attendanceweek_read ON public.journeys_attendanceweek FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE (j.id = journeys_attendanceweek.journey_id))) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_attendanceweek_remove ON public.journeys_attendanceweek FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_attendanceweek.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

ALTER TABLE public.journeys_barrier ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_barrier_add ON public.journeys_barrier FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_barrier.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE)))))));

CREATE POLICY journeys_barrier_change ON public.journeys_barrier FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_barrier.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_barrier.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE)))))));

CREATE POLICY journeys_barrier_own ON public.journeys_barrier FOR SELECT USING ((learner_id = ( SELECT public.pacte_learner() AS pacte_learner)));

CREATE POLICY journeys_barrier_read ON public.journeys_barrier FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_barrier.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE)))))));

CREATE POLICY journeys_barrier_remove ON public.journeys_barrier FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_barrier.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE)))))));

ALTER TABLE public.journeys_countpublication ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_countpublication_add ON public.journeys_countpublication FOR INSERT WITH CHECK (( SELECT public.pacte_jobs() AS pacte_jobs));

CREATE POLICY journeys_countpublication_change ON public.journeys_countpublication FOR UPDATE USING (( SELECT public.pacte_jobs() AS pacte_jobs)) WITH CHECK (( SELECT public.pacte_jobs() AS pacte_jobs));

CREATE POLICY journeys_countpublication_read ON public.journeys_countpublication FOR SELECT USING (( SELECT public.pacte_system() AS pacte_system));

CREATE POLICY journeys_countpublication_remove ON public.journeys_countpublication FOR DELETE USING (( SELECT public.pacte_jobs() AS pacte_jobs));

ALTER TABLE public.journeys_custodydate ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_custodydate_add ON public.journeys_custodydate FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_custodydate_change ON public.journeys_custodydate FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_custodydate_read ON public.journeys_custodydate FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_custodydate_remove ON public.journeys_custodydate FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

ALTER TABLE public.journeys_due ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_due_add ON public.journeys_due FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_due.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL)))) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))));

CREATE POLICY journeys_due_change ON public.journeys_due FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_due.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL)))) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_due.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL)))) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))));

CREATE POLICY journeys_due_read ON public.journeys_due FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE (j.id = journeys_due.journey_id))) OR ( SELECT public.pacte_system() AS pacte_system) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))));

CREATE POLICY journeys_due_remove ON public.journeys_due FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_due.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL)))) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))));

ALTER TABLE public.journeys_grouptally ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_grouptally_add ON public.journeys_grouptally FOR INSERT WITH CHECK (( SELECT public.pacte_jobs() AS pacte_jobs));

CREATE POLICY journeys_grouptally_change ON public.journeys_grouptally FOR UPDATE USING (( SELECT public.pacte_jobs() AS pacte_jobs)) WITH CHECK (( SELECT public.pacte_jobs() AS pacte_jobs));

CREATE POLICY journeys_grouptally_read ON public.journeys_grouptally FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT ( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text, 'action_lead'::text, 'finance_officer'::text, 'state_reader'::text]) AS pacte_hosts_as) AS pacte_hosts_as)::bigint[])) OR (referrer_id = ANY (( SELECT ( SELECT public.pacte_own() AS pacte_own) AS pacte_own)::bigint[])) OR ( SELECT ( SELECT public.pacte_system() AS pacte_system) AS pacte_system))));

CREATE POLICY journeys_grouptally_remove ON public.journeys_grouptally FOR DELETE USING (( SELECT public.pacte_jobs() AS pacte_jobs));

ALTER TABLE public.journeys_invitation ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_invitation_add ON public.journeys_invitation FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_invitation.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

CREATE POLICY journeys_invitation_change ON public.journeys_invitation FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_invitation.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL)))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_invitation.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

CREATE POLICY journeys_invitation_read ON public.journeys_invitation FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE (j.id = journeys_invitation.journey_id))) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_invitation_remove ON public.journeys_invitation FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_invitation.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

ALTER TABLE public.journeys_journey ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_journey_add ON public.journeys_journey FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((referrer_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_journey_change ON public.journeys_journey FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((referrer_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((referrer_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_journey_own ON public.journeys_journey FOR SELECT USING ((learner_id = ( SELECT public.pacte_learner() AS pacte_learner)));

CREATE POLICY journeys_journey_read ON public.journeys_journey FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (referrer_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_journey_remove ON public.journeys_journey FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((referrer_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

ALTER TABLE public.journeys_learner ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_learner_add ON public.journeys_learner FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (opened_by_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learner.id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learner.id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_learner_change ON public.journeys_learner FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (opened_by_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learner.id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learner.id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (opened_by_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learner.id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learner.id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_learner_own ON public.journeys_learner FOR SELECT USING ((id = ( SELECT public.pacte_learner() AS pacte_learner)));

CREATE POLICY journeys_learner_read ON public.journeys_learner FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (opened_by_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learner.id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learner.id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_learner_remove ON public.journeys_learner FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (opened_by_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learner.id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learner.id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system))));

ALTER TABLE public.journeys_learnercontact ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_learnercontact_add ON public.journeys_learnercontact FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnercontact.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learnercontact.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

CREATE POLICY journeys_learnercontact_change ON public.journeys_learnercontact FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnercontact.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learnercontact.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnercontact.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learnercontact.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

CREATE POLICY journeys_learnercontact_own ON public.journeys_learnercontact FOR SELECT USING ((learner_id = ( SELECT public.pacte_learner() AS pacte_learner)));

CREATE POLICY journeys_learnercontact_read ON public.journeys_learnercontact FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnercontact.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learnercontact.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

CREATE POLICY journeys_learnercontact_remove ON public.journeys_learnercontact FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnercontact.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learnercontact.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

ALTER TABLE public.journeys_learnerletter ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_learnerletter_add ON public.journeys_learnerletter FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnerletter.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learnerletter.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

CREATE POLICY journeys_learnerletter_change ON public.journeys_learnerletter FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnerletter.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learnerletter.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnerletter.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learnerletter.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

CREATE POLICY journeys_learnerletter_read ON public.journeys_learnerletter FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnerletter.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learnerletter.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR (learner_id = ( SELECT public.pacte_learner() AS pacte_learner)) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_learnerletter_remove ON public.journeys_learnerletter FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnerletter.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learnerletter.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

ALTER TABLE public.journeys_learnerlink ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_learnerlink_add ON public.journeys_learnerlink FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnerlink.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learnerlink.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

CREATE POLICY journeys_learnerlink_change ON public.journeys_learnerlink FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnerlink.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learnerlink.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnerlink.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learnerlink.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

CREATE POLICY journeys_learnerlink_read ON public.journeys_learnerlink FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY journeys_learnerlink_remove ON public.journeys_learnerlink FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnerlink.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_learnerlink.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

ALTER TABLE public.journeys_learnerrequest ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_learnerrequest_add ON public.journeys_learnerrequest FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnerrequest.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_learnerrequest_change ON public.journeys_learnerrequest FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnerrequest.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR ( SELECT public.pacte_system() AS pacte_system)))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnerrequest.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_learnerrequest_read ON public.journeys_learnerrequest FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnerrequest.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (learner_id = ( SELECT public.pacte_learner() AS pacte_learner)) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_learnerrequest_remove ON public.journeys_learnerrequest FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_learnerrequest.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR ( SELECT public.pacte_system() AS pacte_system))));

ALTER TABLE public.journeys_notebookline ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_notebookline_add ON public.journeys_notebookline FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_notebookline.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_notebookline.journey_id) AND (j.learner_id = journeys_notebookline.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_notebookline_change ON public.journeys_notebookline FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_notebookline.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_notebookline.journey_id) AND (j.learner_id = journeys_notebookline.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_notebookline.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_notebookline.journey_id) AND (j.learner_id = journeys_notebookline.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_notebookline_own ON public.journeys_notebookline FOR SELECT USING ((learner_id = ( SELECT public.pacte_learner() AS pacte_learner)));

CREATE POLICY journeys_notebookline_read ON public.journeys_notebookline FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_notebookline.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_notebookline.journey_id) AND (j.learner_id = journeys_notebookline.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_notebookline_remove ON public.journeys_notebookline FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_notebookline.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_notebookline.journey_id) AND (j.learner_id = journeys_notebookline.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system))));

ALTER TABLE public.journeys_outgoing ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_outgoing_add ON public.journeys_outgoing FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_outgoing.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

CREATE POLICY journeys_outgoing_change ON public.journeys_outgoing FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_outgoing.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL)))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_outgoing.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

CREATE POLICY journeys_outgoing_read ON public.journeys_outgoing FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE (j.id = journeys_outgoing.journey_id))) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_outgoing_remove ON public.journeys_outgoing FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_outgoing.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

ALTER TABLE public.journeys_plannedhandover ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_plannedhandover_add ON public.journeys_plannedhandover FOR INSERT WITH CHECK (((giver_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY journeys_plannedhandover_change ON public.journeys_plannedhandover FOR UPDATE USING (((giver_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((giver_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY journeys_plannedhandover_read ON public.journeys_plannedhandover FOR SELECT USING (((giver_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY journeys_plannedhandover_remove ON public.journeys_plannedhandover FOR DELETE USING (((giver_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.journeys_publicresult ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_publicresult_add ON public.journeys_publicresult FOR INSERT WITH CHECK (( SELECT public.pacte_jobs() AS pacte_jobs));

CREATE POLICY journeys_publicresult_change ON public.journeys_publicresult FOR UPDATE USING (( SELECT public.pacte_jobs() AS pacte_jobs)) WITH CHECK (( SELECT public.pacte_jobs() AS pacte_jobs));

CREATE POLICY journeys_publicresult_read ON public.journeys_publicresult FOR SELECT USING (true);

CREATE POLICY journeys_publicresult_remove ON public.journeys_publicresult FOR DELETE USING (( SELECT public.pacte_jobs() AS pacte_jobs));

ALTER TABLE public.journeys_recommendation ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_recommendation_add ON public.journeys_recommendation FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_recommendation_change ON public.journeys_recommendation FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_recommendation_read ON public.journeys_recommendation FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_recommendation.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_recommendation_remove ON public.journeys_recommendation FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

ALTER TABLE public.journeys_referent ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_referent_add ON public.journeys_referent FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (named_by_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_referent_change ON public.journeys_referent FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (named_by_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (named_by_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_referent_own ON public.journeys_referent FOR SELECT USING ((learner_id = ( SELECT public.pacte_learner() AS pacte_learner)));

CREATE POLICY journeys_referent_read ON public.journeys_referent FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR (organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (named_by_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.learner_id = journeys_referent.learner_id) AND (j.provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

CREATE POLICY journeys_referent_remove ON public.journeys_referent FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (named_by_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

ALTER TABLE public.journeys_seat ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_seat_add ON public.journeys_seat FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_seat.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

CREATE POLICY journeys_seat_change ON public.journeys_seat FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_seat.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL)))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_seat.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

CREATE POLICY journeys_seat_own ON public.journeys_seat FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_seat.journey_id) AND (j.learner_id = ( SELECT public.pacte_learner() AS pacte_learner))))));

CREATE POLICY journeys_seat_read ON public.journeys_seat FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_seat_remove ON public.journeys_seat FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_seat.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

ALTER TABLE public.journeys_sensitivefact ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_sensitivefact_add ON public.journeys_sensitivefact FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_sensitivefact.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE)))))));

CREATE POLICY journeys_sensitivefact_change ON public.journeys_sensitivefact FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_sensitivefact.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE))))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_sensitivefact.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE)))))));

CREATE POLICY journeys_sensitivefact_own ON public.journeys_sensitivefact FOR SELECT USING ((learner_id = ( SELECT public.pacte_learner() AS pacte_learner)));

CREATE POLICY journeys_sensitivefact_read ON public.journeys_sensitivefact FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_sensitivefact.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE)))))));

CREATE POLICY journeys_sensitivefact_remove ON public.journeys_sensitivefact FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_referent r
  WHERE ((r.learner_id = journeys_sensitivefact.learner_id) AND (r.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) AND ((r.valid_until IS NULL) OR (r.valid_until >= CURRENT_DATE)))))));

ALTER TABLE public.journeys_sensitiveread ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_sensitiveread_add ON public.journeys_sensitiveread FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_sensitiveread_change ON public.journeys_sensitiveread FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_sensitiveread_own ON public.journeys_sensitiveread FOR SELECT USING ((learner_key = ( SELECT l.key
   FROM public.journeys_learner l
  WHERE (l.id = ( SELECT public.pacte_learner() AS pacte_learner)))));

CREATE POLICY journeys_sensitiveread_read ON public.journeys_sensitiveread FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_sensitiveread_remove ON public.journeys_sensitiveread FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))));

ALTER TABLE public.journeys_sessiontally ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_sessiontally_add ON public.journeys_sessiontally FOR INSERT WITH CHECK (( SELECT public.pacte_jobs() AS pacte_jobs));

CREATE POLICY journeys_sessiontally_change ON public.journeys_sessiontally FOR UPDATE USING (( SELECT public.pacte_jobs() AS pacte_jobs)) WITH CHECK (( SELECT public.pacte_jobs() AS pacte_jobs));

CREATE POLICY journeys_sessiontally_read ON public.journeys_sessiontally FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((organisation_id = ANY (( SELECT ( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text, 'action_lead'::text, 'finance_officer'::text, 'state_reader'::text]) AS pacte_hosts_as) AS pacte_hosts_as)::bigint[])) OR (provider_body_id = ANY (( SELECT ( SELECT public.pacte_own() AS pacte_own) AS pacte_own)::bigint[])) OR ( SELECT ( SELECT public.pacte_system() AS pacte_system) AS pacte_system))));

CREATE POLICY journeys_sessiontally_remove ON public.journeys_sessiontally FOR DELETE USING (( SELECT public.pacte_jobs() AS pacte_jobs));

ALTER TABLE public.journeys_showncount ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_showncount_add ON public.journeys_showncount FOR INSERT WITH CHECK (( SELECT public.pacte_jobs() AS pacte_jobs));

CREATE POLICY journeys_showncount_change ON public.journeys_showncount FOR UPDATE USING (( SELECT public.pacte_jobs() AS pacte_jobs)) WITH CHECK (( SELECT public.pacte_jobs() AS pacte_jobs));

CREATE POLICY journeys_showncount_read ON public.journeys_showncount FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text, 'action_lead'::text, 'finance_officer'::text, 'state_reader'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY journeys_showncount_remove ON public.journeys_showncount FOR DELETE USING (( SELECT public.pacte_jobs() AS pacte_jobs));

ALTER TABLE public.journeys_situationask ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_situationask_add ON public.journeys_situationask FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_situationask.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

CREATE POLICY journeys_situationask_change ON public.journeys_situationask FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_situationask.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL)))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_situationask.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

CREATE POLICY journeys_situationask_read ON public.journeys_situationask FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE (j.id = journeys_situationask.journey_id))) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_situationask_remove ON public.journeys_situationask FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_situationask.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

ALTER TABLE public.journeys_situationtally ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_situationtally_add ON public.journeys_situationtally FOR INSERT WITH CHECK (( SELECT public.pacte_jobs() AS pacte_jobs));

CREATE POLICY journeys_situationtally_change ON public.journeys_situationtally FOR UPDATE USING (( SELECT public.pacte_jobs() AS pacte_jobs)) WITH CHECK (( SELECT public.pacte_jobs() AS pacte_jobs));

CREATE POLICY journeys_situationtally_read ON public.journeys_situationtally FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'analyst'::text, 'auditor'::text, 'action_lead'::text, 'finance_officer'::text, 'state_reader'::text]) AS pacte_hosts_as)::bigint[])) OR (provider_body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY journeys_situationtally_remove ON public.journeys_situationtally FOR DELETE USING (( SELECT public.pacte_jobs() AS pacte_jobs));

ALTER TABLE public.journeys_step ENABLE ROW LEVEL SECURITY;

CREATE POLICY journeys_step_add ON public.journeys_step FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_step.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

CREATE POLICY journeys_step_change ON public.journeys_step FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_step.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL)))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_step.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

CREATE POLICY journeys_step_read ON public.journeys_step FOR SELECT USING ((( SELECT public.pacte_system() AS pacte_system) OR ((EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE (j.id = journeys_step.journey_id))) OR ( SELECT public.pacte_system() AS pacte_system))));

CREATE POLICY journeys_step_remove ON public.journeys_step FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.journeys_journey j
  WHERE ((j.id = journeys_step.journey_id) AND (( SELECT public.pacte_learner() AS pacte_learner) IS NULL))))));

ALTER TABLE public.liaison_actfile ENABLE ROW LEVEL SECURITY;

CREATE POLICY liaison_actfile_add ON public.liaison_actfile FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_actfile_change ON public.liaison_actfile FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_actfile_read ON public.liaison_actfile FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_actfile_remove ON public.liaison_actfile FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.liaison_actfileline ENABLE ROW LEVEL SECURITY;

CREATE POLICY liaison_actfileline_add ON public.liaison_actfileline FOR INSERT WITH CHECK (((EXISTS ( SELECT 1
   FROM public.liaison_actfile f
  WHERE (f.id = liaison_actfileline.file_id))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_actfileline_change ON public.liaison_actfileline FOR UPDATE USING (((EXISTS ( SELECT 1
   FROM public.liaison_actfile f
  WHERE (f.id = liaison_actfileline.file_id))) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((EXISTS ( SELECT 1
   FROM public.liaison_actfile f
  WHERE (f.id = liaison_actfileline.file_id))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_actfileline_read ON public.liaison_actfileline FOR SELECT USING (((EXISTS ( SELECT 1
   FROM public.liaison_actfile f
  WHERE (f.id = liaison_actfileline.file_id))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_actfileline_remove ON public.liaison_actfileline FOR DELETE USING (((EXISTS ( SELECT 1
   FROM public.liaison_actfile f
  WHERE (f.id = liaison_actfileline.file_id))) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.liaison_comparison ENABLE ROW LEVEL SECURITY;

CREATE POLICY liaison_comparison_add ON public.liaison_comparison FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_comparison_change ON public.liaison_comparison FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_comparison_read ON public.liaison_comparison FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_comparison_remove ON public.liaison_comparison FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.liaison_conventionedbody ENABLE ROW LEVEL SECURITY;

CREATE POLICY liaison_conventionedbody_add ON public.liaison_conventionedbody FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_conventionedbody_change ON public.liaison_conventionedbody FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_conventionedbody_read ON public.liaison_conventionedbody FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_conventionedbody_remove ON public.liaison_conventionedbody FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.liaison_delivery ENABLE ROW LEVEL SECURITY;

CREATE POLICY liaison_delivery_add ON public.liaison_delivery FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_delivery_change ON public.liaison_delivery FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_delivery_read ON public.liaison_delivery FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_delivery_remove ON public.liaison_delivery FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.liaison_difference ENABLE ROW LEVEL SECURITY;

CREATE POLICY liaison_difference_add ON public.liaison_difference FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_difference_change ON public.liaison_difference FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_difference_read ON public.liaison_difference FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_difference_remove ON public.liaison_difference FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.liaison_dossierreference ENABLE ROW LEVEL SECURITY;

CREATE POLICY liaison_dossierreference_add ON public.liaison_dossierreference FOR INSERT WITH CHECK (( SELECT public.pacte_system() AS pacte_system));

CREATE POLICY liaison_dossierreference_change ON public.liaison_dossierreference FOR UPDATE USING (( SELECT public.pacte_system() AS pacte_system)) WITH CHECK (( SELECT public.pacte_system() AS pacte_system));

CREATE POLICY liaison_dossierreference_read ON public.liaison_dossierreference FOR SELECT USING (( SELECT public.pacte_system() AS pacte_system));

CREATE POLICY liaison_dossierreference_remove ON public.liaison_dossierreference FOR DELETE USING (( SELECT public.pacte_system() AS pacte_system));

ALTER TABLE public.liaison_inbound ENABLE ROW LEVEL SECURITY;

CREATE POLICY liaison_inbound_add ON public.liaison_inbound FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_inbound_change ON public.liaison_inbound FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_inbound_read ON public.liaison_inbound FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_inbound_remove ON public.liaison_inbound FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.liaison_partner ENABLE ROW LEVEL SECURITY;

CREATE POLICY liaison_partner_add ON public.liaison_partner FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_partner_change ON public.liaison_partner FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_partner_read ON public.liaison_partner FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_partner_remove ON public.liaison_partner FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.liaison_personreference ENABLE ROW LEVEL SECURITY;

CREATE POLICY liaison_personreference_add ON public.liaison_personreference FOR INSERT WITH CHECK (( SELECT public.pacte_system() AS pacte_system));

CREATE POLICY liaison_personreference_change ON public.liaison_personreference FOR UPDATE USING (( SELECT public.pacte_system() AS pacte_system)) WITH CHECK (( SELECT public.pacte_system() AS pacte_system));

CREATE POLICY liaison_personreference_read ON public.liaison_personreference FOR SELECT USING (( SELECT public.pacte_system() AS pacte_system));

CREATE POLICY liaison_personreference_remove ON public.liaison_personreference FOR DELETE USING (( SELECT public.pacte_system() AS pacte_system));

ALTER TABLE public.liaison_savedcolumns ENABLE ROW LEVEL SECURITY;

CREATE POLICY liaison_savedcolumns_add ON public.liaison_savedcolumns FOR INSERT WITH CHECK (((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_savedcolumns_change ON public.liaison_savedcolumns FOR UPDATE USING (((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_savedcolumns_read ON public.liaison_savedcolumns FOR SELECT USING (((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_savedcolumns_remove ON public.liaison_savedcolumns FOR DELETE USING (((body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.liaison_trace ENABLE ROW LEVEL SECURITY;

CREATE POLICY liaison_trace_add ON public.liaison_trace FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_trace_change ON public.liaison_trace FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_trace_read ON public.liaison_trace FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text, 'analyst'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY liaison_trace_remove ON public.liaison_trace FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.notices_notice ENABLE ROW LEVEL SECURITY;

CREATE POLICY notices_notice_add ON public.notices_notice FOR INSERT WITH CHECK (((( SELECT public.pacte_person() AS pacte_person) IS NOT NULL) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY notices_notice_change ON public.notices_notice FOR UPDATE USING (((( SELECT public.pacte_person() AS pacte_person) IS NOT NULL) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((( SELECT public.pacte_person() AS pacte_person) IS NOT NULL) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY notices_notice_read ON public.notices_notice FOR SELECT USING (((person_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY notices_notice_remove ON public.notices_notice FOR DELETE USING (((( SELECT public.pacte_person() AS pacte_person) IS NOT NULL) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.offer_accessword ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_accessword_add ON public.offer_accessword FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.offer_trainingaction a
  WHERE ((a.id = offer_accessword.training_action_id) AND (( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
           FROM (public.offer_training t
             JOIN public.offer_provider p ON ((p.id = t.provider_id)))
          WHERE ((t.id = a.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))))))));

CREATE POLICY offer_accessword_change ON public.offer_accessword FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.offer_trainingaction a
  WHERE ((a.id = offer_accessword.training_action_id) AND (( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
           FROM (public.offer_training t
             JOIN public.offer_provider p ON ((p.id = t.provider_id)))
          WHERE ((t.id = a.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.offer_trainingaction a
  WHERE ((a.id = offer_accessword.training_action_id) AND (( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
           FROM (public.offer_training t
             JOIN public.offer_provider p ON ((p.id = t.provider_id)))
          WHERE ((t.id = a.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))))))));

CREATE POLICY offer_accessword_read ON public.offer_accessword FOR SELECT USING (true);

CREATE POLICY offer_accessword_remove ON public.offer_accessword FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.offer_trainingaction a
  WHERE ((a.id = offer_accessword.training_action_id) AND (( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
           FROM (public.offer_training t
             JOIN public.offer_provider p ON ((p.id = t.provider_id)))
          WHERE ((t.id = a.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))))))));

ALTER TABLE public.offer_amendment ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_amendment_add ON public.offer_amendment FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_amendment_change ON public.offer_amendment FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_amendment_read ON public.offer_amendment FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.offer_order o
  WHERE (o.id = offer_amendment.order_id))));

CREATE POLICY offer_amendment_remove ON public.offer_amendment FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.offer_competence ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_competence_add ON public.offer_competence FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_competence.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))));

CREATE POLICY offer_competence_change ON public.offer_competence FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_competence.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_competence.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))));

CREATE POLICY offer_competence_read ON public.offer_competence FOR SELECT USING (true);

CREATE POLICY offer_competence_remove ON public.offer_competence FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_competence.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))));

ALTER TABLE public.offer_delivery ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_delivery_add ON public.offer_delivery FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_delivery.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_delivery_change ON public.offer_delivery FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_delivery.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_delivery.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_delivery_read ON public.offer_delivery FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text, 'analyst'::text, 'buyer'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_delivery.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_delivery_remove ON public.offer_delivery FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_delivery.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.offer_difference ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_difference_add ON public.offer_difference FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_difference.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_difference_change ON public.offer_difference FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_difference.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_difference.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_difference_read ON public.offer_difference FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'analyst'::text, 'buyer'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_difference.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_difference_remove ON public.offer_difference FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_difference.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.offer_followon ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_followon_add ON public.offer_followon FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_followon.earlier_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))));

CREATE POLICY offer_followon_change ON public.offer_followon FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_followon.earlier_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_followon.earlier_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))));

CREATE POLICY offer_followon_read ON public.offer_followon FOR SELECT USING (true);

CREATE POLICY offer_followon_remove ON public.offer_followon FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_followon.earlier_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))));

ALTER TABLE public.offer_lot ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_lot_add ON public.offer_lot FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_lot_change ON public.offer_lot FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_lot_read ON public.offer_lot FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'action_lead'::text, 'analyst'::text, 'buyer'::text, 'finance_officer'::text, 'state_reader'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_lot_remove ON public.offer_lot FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.offer_module ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_module_add ON public.offer_module FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_module.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))));

CREATE POLICY offer_module_change ON public.offer_module FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_module.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_module.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))));

CREATE POLICY offer_module_read ON public.offer_module FOR SELECT USING (true);

CREATE POLICY offer_module_remove ON public.offer_module FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_module.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))));

ALTER TABLE public.offer_moduleattestation ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_moduleattestation_add ON public.offer_moduleattestation FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.offer_module m
  WHERE ((m.id = offer_moduleattestation.module_id) AND (( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
           FROM (public.offer_training t
             JOIN public.offer_provider p ON ((p.id = t.provider_id)))
          WHERE ((t.id = m.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))))))));

CREATE POLICY offer_moduleattestation_change ON public.offer_moduleattestation FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.offer_module m
  WHERE ((m.id = offer_moduleattestation.module_id) AND (( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
           FROM (public.offer_training t
             JOIN public.offer_provider p ON ((p.id = t.provider_id)))
          WHERE ((t.id = m.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.offer_module m
  WHERE ((m.id = offer_moduleattestation.module_id) AND (( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
           FROM (public.offer_training t
             JOIN public.offer_provider p ON ((p.id = t.provider_id)))
          WHERE ((t.id = m.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))))))));

CREATE POLICY offer_moduleattestation_read ON public.offer_moduleattestation FOR SELECT USING (true);

CREATE POLICY offer_moduleattestation_remove ON public.offer_moduleattestation FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.offer_module m
  WHERE ((m.id = offer_moduleattestation.module_id) AND (( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
           FROM (public.offer_training t
             JOIN public.offer_provider p ON ((p.id = t.provider_id)))
          WHERE ((t.id = m.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))))))));

ALTER TABLE public.offer_moduleblock ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_moduleblock_add ON public.offer_moduleblock FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.offer_module m
  WHERE ((m.id = offer_moduleblock.module_id) AND (( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
           FROM (public.offer_training t
             JOIN public.offer_provider p ON ((p.id = t.provider_id)))
          WHERE ((t.id = m.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))))))));

CREATE POLICY offer_moduleblock_change ON public.offer_moduleblock FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.offer_module m
  WHERE ((m.id = offer_moduleblock.module_id) AND (( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
           FROM (public.offer_training t
             JOIN public.offer_provider p ON ((p.id = t.provider_id)))
          WHERE ((t.id = m.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))))))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.offer_module m
  WHERE ((m.id = offer_moduleblock.module_id) AND (( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
           FROM (public.offer_training t
             JOIN public.offer_provider p ON ((p.id = t.provider_id)))
          WHERE ((t.id = m.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))))))));

CREATE POLICY offer_moduleblock_read ON public.offer_moduleblock FOR SELECT USING (true);

CREATE POLICY offer_moduleblock_remove ON public.offer_moduleblock FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.offer_module m
  WHERE ((m.id = offer_moduleblock.module_id) AND (( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
           FROM (public.offer_training t
             JOIN public.offer_provider p ON ((p.id = t.provider_id)))
          WHERE ((t.id = m.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))))))));

ALTER TABLE public.offer_order ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_order_add ON public.offer_order FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_order_change ON public.offer_order FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_order_read ON public.offer_order FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'action_lead'::text, 'analyst'::text, 'buyer'::text, 'finance_officer'::text, 'state_reader'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_order.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_order_remove ON public.offer_order FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.offer_orderline ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_orderline_add ON public.offer_orderline FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_orderline_change ON public.offer_orderline FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_orderline_read ON public.offer_orderline FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.offer_order o
  WHERE (o.id = offer_orderline.order_id))));

CREATE POLICY offer_orderline_remove ON public.offer_orderline FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.offer_placeentry ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_placeentry_add ON public.offer_placeentry FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system) OR (((kind)::text = ANY (ARRAY[('opened'::character varying)::text, ('minimum'::character varying)::text, ('waiting'::character varying)::text])) AND ((EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_placeentry.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR (organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text]) AS pacte_hosts_as)::bigint[]))))));

CREATE POLICY offer_placeentry_change ON public.offer_placeentry FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system) OR (((kind)::text = ANY (ARRAY[('opened'::character varying)::text, ('minimum'::character varying)::text, ('waiting'::character varying)::text])) AND ((EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_placeentry.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR (organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text]) AS pacte_hosts_as)::bigint[])))))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system) OR (((kind)::text = ANY (ARRAY[('opened'::character varying)::text, ('minimum'::character varying)::text, ('waiting'::character varying)::text])) AND ((EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_placeentry.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR (organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text]) AS pacte_hosts_as)::bigint[]))))));

CREATE POLICY offer_placeentry_read ON public.offer_placeentry FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'action_lead'::text, 'analyst'::text, 'buyer'::text, 'finance_officer'::text, 'state_reader'::text, 'auditor'::text, 'administrator'::text, 'adviser'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_placeentry.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_placeentry_remove ON public.offer_placeentry FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system) OR (((kind)::text = ANY (ARRAY[('opened'::character varying)::text, ('minimum'::character varying)::text, ('waiting'::character varying)::text])) AND ((EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_placeentry.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR (organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text]) AS pacte_hosts_as)::bigint[]))))));

ALTER TABLE public.offer_preparation ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_preparation_add ON public.offer_preparation FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_preparation_change ON public.offer_preparation FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_preparation_read ON public.offer_preparation FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'action_lead'::text, 'analyst'::text, 'buyer'::text, 'finance_officer'::text, 'state_reader'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system) OR (((state)::text = 'signed'::text) AND (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_preparation.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))));

CREATE POLICY offer_preparation_remove ON public.offer_preparation FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.offer_provider ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_provider_add ON public.offer_provider FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text, 'administrator'::text]) AS pacte_hosts_as) <> '{}'::bigint[])));

CREATE POLICY offer_provider_change ON public.offer_provider FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text, 'administrator'::text]) AS pacte_hosts_as) <> '{}'::bigint[]))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text, 'administrator'::text]) AS pacte_hosts_as) <> '{}'::bigint[])));

CREATE POLICY offer_provider_read ON public.offer_provider FOR SELECT USING (true);

CREATE POLICY offer_provider_remove ON public.offer_provider FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text, 'administrator'::text]) AS pacte_hosts_as) <> '{}'::bigint[])));

ALTER TABLE public.offer_quarantined ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_quarantined_add ON public.offer_quarantined FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_quarantined.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_quarantined_change ON public.offer_quarantined FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_quarantined.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_quarantined.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_quarantined_read ON public.offer_quarantined FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['administrator'::text, 'region_pilot'::text, 'analyst'::text, 'buyer'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_quarantined.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_quarantined_remove ON public.offer_quarantined FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_quarantined.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.offer_request ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_request_add ON public.offer_request FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_request.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

CREATE POLICY offer_request_change ON public.offer_request FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_request.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_request.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

CREATE POLICY offer_request_read ON public.offer_request FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'buyer'::text, 'auditor'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_request.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_request_remove ON public.offer_request FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_request.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

ALTER TABLE public.offer_sessionplaces ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_sessionplaces_add ON public.offer_sessionplaces FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM ((public.offer_session s
     JOIN public.offer_trainingaction a ON ((a.id = s.training_action_id)))
     JOIN public.offer_training t ON ((t.id = a.training_id)))
  WHERE ((s.id = offer_sessionplaces.session_id) AND (t.host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])))))));

CREATE POLICY offer_sessionplaces_change ON public.offer_sessionplaces FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM ((public.offer_session s
     JOIN public.offer_trainingaction a ON ((a.id = s.training_action_id)))
     JOIN public.offer_training t ON ((t.id = a.training_id)))
  WHERE ((s.id = offer_sessionplaces.session_id) AND (t.host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[]))))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM ((public.offer_session s
     JOIN public.offer_trainingaction a ON ((a.id = s.training_action_id)))
     JOIN public.offer_training t ON ((t.id = a.training_id)))
  WHERE ((s.id = offer_sessionplaces.session_id) AND (t.host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])))))));

CREATE POLICY offer_sessionplaces_read ON public.offer_sessionplaces FOR SELECT USING (true);

CREATE POLICY offer_sessionplaces_remove ON public.offer_sessionplaces FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM ((public.offer_session s
     JOIN public.offer_trainingaction a ON ((a.id = s.training_action_id)))
     JOIN public.offer_training t ON ((t.id = a.training_id)))
  WHERE ((s.id = offer_sessionplaces.session_id) AND (t.host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])))))));

ALTER TABLE public.offer_sessionstep ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_sessionstep_add ON public.offer_sessionstep FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_sessionstep.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

CREATE POLICY offer_sessionstep_change ON public.offer_sessionstep FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_sessionstep.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_sessionstep.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

CREATE POLICY offer_sessionstep_read ON public.offer_sessionstep FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['region_pilot'::text, 'action_lead'::text, 'analyst'::text, 'buyer'::text, 'finance_officer'::text, 'state_reader'::text, 'auditor'::text, 'administrator'::text, 'adviser'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_sessionstep.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_sessionstep_remove ON public.offer_sessionstep FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_sessionstep.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))));

ALTER TABLE public.offer_sheet ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_sheet_add ON public.offer_sheet FOR INSERT WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_sheet.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))));

CREATE POLICY offer_sheet_change ON public.offer_sheet FOR UPDATE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_sheet.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])))))))) WITH CHECK ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_sheet.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))));

CREATE POLICY offer_sheet_read ON public.offer_sheet FOR SELECT USING (true);

CREATE POLICY offer_sheet_remove ON public.offer_sheet FOR DELETE USING ((( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM (public.offer_training t
     JOIN public.offer_provider p ON ((p.id = t.provider_id)))
  WHERE ((t.id = offer_sheet.training_id) AND ((t.host_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text, 'region_pilot'::text]) AS pacte_hosts_as)::bigint[])) OR (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))))));

ALTER TABLE public.offer_sheetdraft ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_sheetdraft_add ON public.offer_sheetdraft FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_sheetdraft_change ON public.offer_sheetdraft FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_sheetdraft_read ON public.offer_sheetdraft FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_sheetdraft_remove ON public.offer_sheetdraft FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.offer_watch ENABLE ROW LEVEL SECURITY;

CREATE POLICY offer_watch_add ON public.offer_watch FOR INSERT WITH CHECK (((person_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_watch_change ON public.offer_watch FOR UPDATE USING (((person_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((person_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_watch_read ON public.offer_watch FOR SELECT USING (((person_id = ( SELECT public.pacte_person() AS pacte_person)) OR (organisation_id = ANY (( SELECT public.pacte_hosts_as(VARIADIC ARRAY['buyer'::text]) AS pacte_hosts_as)::bigint[])) OR (EXISTS ( SELECT 1
   FROM public.offer_provider p
  WHERE ((p.id = offer_watch.provider_id) AND (p.body_id = ANY (( SELECT public.pacte_own() AS pacte_own)::bigint[]))))) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY offer_watch_remove ON public.offer_watch FOR DELETE USING (((person_id = ( SELECT public.pacte_person() AS pacte_person)) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.plan_actionline ENABLE ROW LEVEL SECURITY;

CREATE POLICY plan_actionline_add ON public.plan_actionline FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_actionline.version_id))));

CREATE POLICY plan_actionline_change ON public.plan_actionline FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_actionline.version_id)))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_actionline.version_id))));

CREATE POLICY plan_actionline_read ON public.plan_actionline FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_actionline.version_id))));

CREATE POLICY plan_actionline_remove ON public.plan_actionline FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_actionline.version_id))));

ALTER TABLE public.plan_actionperson ENABLE ROW LEVEL SECURITY;

CREATE POLICY plan_actionperson_add ON public.plan_actionperson FOR INSERT WITH CHECK (((host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY plan_actionperson_change ON public.plan_actionperson FOR UPDATE USING (((host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY plan_actionperson_read ON public.plan_actionperson FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR (host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY plan_actionperson_remove ON public.plan_actionperson FOR DELETE USING (((host_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.plan_amountline ENABLE ROW LEVEL SECURITY;

CREATE POLICY plan_amountline_add ON public.plan_amountline FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_amountline.version_id))));

CREATE POLICY plan_amountline_change ON public.plan_amountline FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_amountline.version_id)))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_amountline.version_id))));

CREATE POLICY plan_amountline_read ON public.plan_amountline FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_amountline.version_id))));

CREATE POLICY plan_amountline_remove ON public.plan_amountline FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_amountline.version_id))));

ALTER TABLE public.plan_axisline ENABLE ROW LEVEL SECURITY;

CREATE POLICY plan_axisline_add ON public.plan_axisline FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_axisline.version_id))));

CREATE POLICY plan_axisline_change ON public.plan_axisline FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_axisline.version_id)))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_axisline.version_id))));

CREATE POLICY plan_axisline_read ON public.plan_axisline FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_axisline.version_id))));

CREATE POLICY plan_axisline_remove ON public.plan_axisline FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_axisline.version_id))));

ALTER TABLE public.plan_figureline ENABLE ROW LEVEL SECURITY;

CREATE POLICY plan_figureline_add ON public.plan_figureline FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_figureline.version_id))));

CREATE POLICY plan_figureline_change ON public.plan_figureline FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_figureline.version_id)))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_figureline.version_id))));

CREATE POLICY plan_figureline_read ON public.plan_figureline FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_figureline.version_id))));

CREATE POLICY plan_figureline_remove ON public.plan_figureline FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_figureline.version_id))));

ALTER TABLE public.plan_importrun ENABLE ROW LEVEL SECURITY;

CREATE POLICY plan_importrun_add ON public.plan_importrun FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY plan_importrun_change ON public.plan_importrun FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY plan_importrun_read ON public.plan_importrun FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY plan_importrun_remove ON public.plan_importrun FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.plan_lineageline ENABLE ROW LEVEL SECURITY;

CREATE POLICY plan_lineageline_add ON public.plan_lineageline FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_lineageline.version_id))));

CREATE POLICY plan_lineageline_change ON public.plan_lineageline FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_lineageline.version_id)))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_lineageline.version_id))));

CREATE POLICY plan_lineageline_read ON public.plan_lineageline FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_lineageline.version_id))));

CREATE POLICY plan_lineageline_remove ON public.plan_lineageline FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_lineageline.version_id))));

ALTER TABLE public.plan_objectiveline ENABLE ROW LEVEL SECURITY;

CREATE POLICY plan_objectiveline_add ON public.plan_objectiveline FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_objectiveline.version_id))));

CREATE POLICY plan_objectiveline_change ON public.plan_objectiveline FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_objectiveline.version_id)))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_objectiveline.version_id))));

CREATE POLICY plan_objectiveline_read ON public.plan_objectiveline FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_objectiveline.version_id))));

CREATE POLICY plan_objectiveline_remove ON public.plan_objectiveline FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_objectiveline.version_id))));

ALTER TABLE public.plan_plan ENABLE ROW LEVEL SECURITY;

CREATE POLICY plan_plan_add ON public.plan_plan FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY plan_plan_change ON public.plan_plan FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY plan_plan_read ON public.plan_plan FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system) OR (EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.plan_id = plan_plan.id)))));

CREATE POLICY plan_plan_remove ON public.plan_plan FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.plan_planversion ENABLE ROW LEVEL SECURITY;

CREATE POLICY plan_planversion_add ON public.plan_planversion FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY plan_planversion_change ON public.plan_planversion FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY plan_planversion_read ON public.plan_planversion FOR SELECT USING ((((state)::text <> 'draft'::text) OR (organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY plan_planversion_remove ON public.plan_planversion FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.plan_rowlead ENABLE ROW LEVEL SECURITY;

CREATE POLICY plan_rowlead_add ON public.plan_rowlead FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_rowlead.version_id))));

CREATE POLICY plan_rowlead_change ON public.plan_rowlead FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_rowlead.version_id)))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_rowlead.version_id))));

CREATE POLICY plan_rowlead_read ON public.plan_rowlead FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_rowlead.version_id))));

CREATE POLICY plan_rowlead_remove ON public.plan_rowlead FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_rowlead.version_id))));

ALTER TABLE public.plan_rowline ENABLE ROW LEVEL SECURITY;

CREATE POLICY plan_rowline_add ON public.plan_rowline FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_rowline.version_id))));

CREATE POLICY plan_rowline_change ON public.plan_rowline FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_rowline.version_id)))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_rowline.version_id))));

CREATE POLICY plan_rowline_read ON public.plan_rowline FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_rowline.version_id))));

CREATE POLICY plan_rowline_remove ON public.plan_rowline FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_rowline.version_id))));

ALTER TABLE public.plan_savedview ENABLE ROW LEVEL SECURITY;

CREATE POLICY plan_savedview_add ON public.plan_savedview FOR INSERT WITH CHECK ((person_id = ( SELECT public.pacte_person() AS pacte_person)));

CREATE POLICY plan_savedview_change ON public.plan_savedview FOR UPDATE USING ((person_id = ( SELECT public.pacte_person() AS pacte_person))) WITH CHECK ((person_id = ( SELECT public.pacte_person() AS pacte_person)));

CREATE POLICY plan_savedview_read ON public.plan_savedview FOR SELECT USING ((person_id = ( SELECT public.pacte_person() AS pacte_person)));

CREATE POLICY plan_savedview_remove ON public.plan_savedview FOR DELETE USING ((person_id = ( SELECT public.pacte_person() AS pacte_person)));

ALTER TABLE public.plan_standingline ENABLE ROW LEVEL SECURITY;

CREATE POLICY plan_standingline_add ON public.plan_standingline FOR INSERT WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_standingline.version_id))));

CREATE POLICY plan_standingline_change ON public.plan_standingline FOR UPDATE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_standingline.version_id)))) WITH CHECK ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_standingline.version_id))));

CREATE POLICY plan_standingline_read ON public.plan_standingline FOR SELECT USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_standingline.version_id))));

CREATE POLICY plan_standingline_remove ON public.plan_standingline FOR DELETE USING ((EXISTS ( SELECT 1
   FROM public.plan_planversion v
  WHERE (v.id = plan_standingline.version_id))));

ALTER TABLE public.procedures_award ENABLE ROW LEVEL SECURITY;

CREATE POLICY procedures_award_add ON public.procedures_award FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_award_change ON public.procedures_award FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_award_read ON public.procedures_award FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_award_remove ON public.procedures_award FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.procedures_choice ENABLE ROW LEVEL SECURITY;

CREATE POLICY procedures_choice_add ON public.procedures_choice FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_choice_change ON public.procedures_choice FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_choice_read ON public.procedures_choice FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_choice_remove ON public.procedures_choice FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.procedures_deliverable ENABLE ROW LEVEL SECURITY;

CREATE POLICY procedures_deliverable_add ON public.procedures_deliverable FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_deliverable_change ON public.procedures_deliverable FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_deliverable_read ON public.procedures_deliverable FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_deliverable_remove ON public.procedures_deliverable FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.procedures_document ENABLE ROW LEVEL SECURITY;

CREATE POLICY procedures_document_add ON public.procedures_document FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_document_change ON public.procedures_document FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_document_read ON public.procedures_document FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_document_remove ON public.procedures_document FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.procedures_file ENABLE ROW LEVEL SECURITY;

CREATE POLICY procedures_file_add ON public.procedures_file FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_file_change ON public.procedures_file FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_file_read ON public.procedures_file FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_file_remove ON public.procedures_file FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.procedures_filedeadline ENABLE ROW LEVEL SECURITY;

CREATE POLICY procedures_filedeadline_add ON public.procedures_filedeadline FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_filedeadline_change ON public.procedures_filedeadline FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_filedeadline_read ON public.procedures_filedeadline FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_filedeadline_remove ON public.procedures_filedeadline FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.procedures_filestep ENABLE ROW LEVEL SECURITY;

CREATE POLICY procedures_filestep_add ON public.procedures_filestep FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_filestep_change ON public.procedures_filestep FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_filestep_read ON public.procedures_filestep FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_filestep_remove ON public.procedures_filestep FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.procedures_option ENABLE ROW LEVEL SECURITY;

CREATE POLICY procedures_option_add ON public.procedures_option FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_option_change ON public.procedures_option FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_option_read ON public.procedures_option FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_option_remove ON public.procedures_option FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.procedures_optioncriterion ENABLE ROW LEVEL SECURITY;

CREATE POLICY procedures_optioncriterion_add ON public.procedures_optioncriterion FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_optioncriterion_change ON public.procedures_optioncriterion FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_optioncriterion_read ON public.procedures_optioncriterion FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_optioncriterion_remove ON public.procedures_optioncriterion FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.procedures_optionscore ENABLE ROW LEVEL SECURITY;

CREATE POLICY procedures_optionscore_add ON public.procedures_optionscore FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_optionscore_change ON public.procedures_optionscore FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_optionscore_read ON public.procedures_optionscore FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY procedures_optionscore_remove ON public.procedures_optionscore FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.steering_agendaitem ENABLE ROW LEVEL SECURITY;

CREATE POLICY steering_agendaitem_add ON public.steering_agendaitem FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_agendaitem_change ON public.steering_agendaitem FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_agendaitem_read ON public.steering_agendaitem FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_agendaitem_remove ON public.steering_agendaitem FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.steering_answer ENABLE ROW LEVEL SECURITY;

CREATE POLICY steering_answer_add ON public.steering_answer FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_answer_change ON public.steering_answer FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_answer_read ON public.steering_answer FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_answer_remove ON public.steering_answer FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.steering_committee ENABLE ROW LEVEL SECURITY;

CREATE POLICY steering_committee_add ON public.steering_committee FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_committee_change ON public.steering_committee FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_committee_read ON public.steering_committee FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_committee_remove ON public.steering_committee FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.steering_decision ENABLE ROW LEVEL SECURITY;

CREATE POLICY steering_decision_add ON public.steering_decision FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_decision_change ON public.steering_decision FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_decision_read ON public.steering_decision FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_decision_remove ON public.steering_decision FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.steering_decisionstep ENABLE ROW LEVEL SECURITY;

CREATE POLICY steering_decisionstep_add ON public.steering_decisionstep FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_decisionstep_change ON public.steering_decisionstep FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_decisionstep_read ON public.steering_decisionstep FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_decisionstep_remove ON public.steering_decisionstep FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.steering_declaredvalue ENABLE ROW LEVEL SECURITY;

CREATE POLICY steering_declaredvalue_add ON public.steering_declaredvalue FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_declaredvalue_change ON public.steering_declaredvalue FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_declaredvalue_read ON public.steering_declaredvalue FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_declaredvalue_remove ON public.steering_declaredvalue FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.steering_milestone ENABLE ROW LEVEL SECURITY;

CREATE POLICY steering_milestone_add ON public.steering_milestone FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_milestone_change ON public.steering_milestone FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_milestone_read ON public.steering_milestone FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_milestone_remove ON public.steering_milestone FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.steering_milestonestep ENABLE ROW LEVEL SECURITY;

CREATE POLICY steering_milestonestep_add ON public.steering_milestonestep FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_milestonestep_change ON public.steering_milestonestep FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_milestonestep_read ON public.steering_milestonestep FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_milestonestep_remove ON public.steering_milestonestep FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.steering_remark ENABLE ROW LEVEL SECURITY;

CREATE POLICY steering_remark_add ON public.steering_remark FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_remark_change ON public.steering_remark FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_remark_read ON public.steering_remark FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_remark_remove ON public.steering_remark FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.steering_risk ENABLE ROW LEVEL SECURITY;

CREATE POLICY steering_risk_add ON public.steering_risk FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_risk_change ON public.steering_risk FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_risk_read ON public.steering_risk FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_risk_remove ON public.steering_risk FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

ALTER TABLE public.steering_round ENABLE ROW LEVEL SECURITY;

CREATE POLICY steering_round_add ON public.steering_round FOR INSERT WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_round_change ON public.steering_round FOR UPDATE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system))) WITH CHECK (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_round_read ON public.steering_round FOR SELECT USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

CREATE POLICY steering_round_remove ON public.steering_round FOR DELETE USING (((organisation_id = ANY (( SELECT public.pacte_reach() AS pacte_reach)::bigint[])) OR ( SELECT public.pacte_system() AS pacte_system)));

REVOKE ALL ON FUNCTION public.pacte_analyse(beginning text) FROM PUBLIC;
