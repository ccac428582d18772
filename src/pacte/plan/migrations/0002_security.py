"""Drafts are for the organisations concerned; what was voted is public and never changes."""

from django.db import migrations

from pacte.journal.row_security import WITHIN_REACH, protect

CHILDREN = ("axisline", "objectiveline", "actionline", "rowline", "rowlead", "figureline", "amountline")
# The policy of plan_planversion applies inside: a draft that is not seen hides all its lines.
SEEN = "exists (select 1 from plan_planversion v where v.id = {row}.version_id)"

FREEZE = """
create function plan_refuse_frozen() returns trigger language plpgsql as $$
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

-- After the vote only the later stages may be filled in, once each; and a voted version is never removed.
create function plan_refuse_backwards() returns trigger language plpgsql as $$
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

create trigger plan_planversion_frozen before update or delete on plan_planversion
for each row execute function plan_refuse_backwards();
""" + "".join(
    f"create trigger plan_{child}_frozen before insert or update or delete on plan_{child} "
    "for each row execute function plan_refuse_frozen();\n"
    for child in CHILDREN
)

THAW = (
    "".join(f"drop trigger plan_{child}_frozen on plan_{child};" for child in CHILDREN)
    + "drop trigger plan_planversion_frozen on plan_planversion;"
    "drop function plan_refuse_frozen(); drop function plan_refuse_backwards();"
)


class Migration(migrations.Migration):
    dependencies = [("plan", "0001_tables"), ("accounts", "0002_security")]

    operations = [
        protect("plan_planversion", read=f"state <> 'draft' or {WITHIN_REACH}", write=WITHIN_REACH),
        protect(
            "plan_plan",
            read=f"{WITHIN_REACH} or exists (select 1 from plan_planversion v where v.plan_id = plan_plan.id)",
            write=WITHIN_REACH,
        ),
        *(protect(f"plan_{child}", read=SEEN, write=SEEN) for child in CHILDREN),
        protect(
            "plan_actionperson",
            read="organisation_id = any(pacte_reach()) or host_id = any(pacte_reach()) or pacte_system()",
            write="host_id = any(pacte_reach()) or pacte_system()",
        ),
        protect("plan_savedview", read="person_id = pacte_person()", write="person_id = pacte_person()"),
        protect("plan_importrun", read=WITHIN_REACH, write=WITHIN_REACH),
        migrations.RunSQL(FREEZE, THAW),
    ]
