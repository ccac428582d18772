"""A voted version of a plan is frozen; its later stages are filled in once."""

from django.db import migrations

FUNCTIONS = """
create function plan_refuse_frozen() returns trigger language plpgsql
as $$
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

-- After the vote only the later stages may be filled in, once each. A voted version is never deleted.
create function plan_refuse_backwards() returns trigger language plpgsql
as $$
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

create trigger plan_planversion_frozen before delete or update on plan_planversion
for each row execute function plan_refuse_backwards();
create trigger plan_versionactiontitle_frozen before insert or delete or update on plan_versionactiontitle
for each row execute function plan_refuse_frozen();
create trigger plan_versionamount_frozen before insert or delete or update on plan_versionamount
for each row execute function plan_refuse_frozen();
create trigger plan_versionaxis_frozen before insert or delete or update on plan_versionaxis
for each row execute function plan_refuse_frozen();
create trigger plan_versionfigure_frozen before insert or delete or update on plan_versionfigure
for each row execute function plan_refuse_frozen();
create trigger plan_versionlineagelink_frozen before insert or delete or update on plan_versionlineagelink
for each row execute function plan_refuse_frozen();
create trigger plan_versionobjective_frozen before insert or delete or update on plan_versionobjective
for each row execute function plan_refuse_frozen();
create trigger plan_rowlead_frozen before insert or delete or update on plan_rowlead
for each row execute function plan_refuse_frozen();
create trigger plan_versionrow_frozen before insert or delete or update on plan_versionrow
for each row execute function plan_refuse_frozen();
create trigger plan_versionactionstatus_frozen before insert or delete or update on plan_versionactionstatus
for each row execute function plan_refuse_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("plan", "0001_tables"), ("audit", "0002_functions")]
    operations = [migrations.RunSQL(FUNCTIONS)]
