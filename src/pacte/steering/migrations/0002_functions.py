"""Closed rounds, past committees and issued decisions are frozen."""

from django.db import migrations

FUNCTIONS = """
create function steering_keep_committee() returns trigger language plpgsql
as $$
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

create function steering_keep_decision() returns trigger language plpgsql
as $$
begin
    if tg_op <> 'DELETE' and (tg_op = 'INSERT' or new.committee_id <> old.committee_id) and exists (
            select 1 from steering_committee where id = new.committee_id and state = 'issued') then
        raise exception 'an issued statement takes no other decision' using errcode = '23514';
    end if;
    if tg_op = 'INSERT' or not exists (
            select 1 from steering_committee where id = old.committee_id and state = 'issued') then
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

create function steering_keep_step() returns trigger language plpgsql
as $$
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

create function steering_keep_round() returns trigger language plpgsql
as $$
begin
    if old.state = 'closed' and (tg_op = 'DELETE' or new is distinct from old) then
        raise exception 'a closed round is frozen' using errcode = '23514';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;

create function steering_keep_answer() returns trigger language plpgsql
as $$
begin
    if exists (select 1 from steering_round where id in (old.round_id, new.round_id) and state = 'closed') then
        raise exception 'an answer of a closed round is frozen' using errcode = '23514';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;

-- Milestone events, declared values and remarks are append-only.
create function steering_only_add() returns trigger language plpgsql
as $$
begin
    raise exception 'a line of % is added, never changed', tg_table_name using errcode = '23514';
end $$;

create trigger steering_committee_kept before delete or update on steering_committee
for each row execute function steering_keep_committee();
create trigger steering_decision_kept before insert or delete or update on steering_decision
for each row execute function steering_keep_decision();
create trigger steering_step_kept before delete or update on steering_decisionevent
for each row execute function steering_keep_step();
create trigger steering_round_kept before delete or update on steering_round
for each row execute function steering_keep_round();
create trigger steering_roundanswer_kept before insert or delete or update on steering_roundanswer
for each row execute function steering_keep_answer();
create trigger steering_milestoneevent_kept before delete or update on steering_milestoneevent
for each row execute function steering_only_add();
create trigger steering_declaredvalue_kept before delete or update on steering_declaredvalue
for each row execute function steering_only_add();
create trigger steering_remark_kept before delete or update on steering_remark
for each row execute function steering_only_add();
"""


class Migration(migrations.Migration):
    dependencies = [("steering", "0001_tables"), ("audit", "0002_functions")]
    operations = [migrations.RunSQL(FUNCTIONS)]
