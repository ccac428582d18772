"""Movements of money are append-only; an allocation may only end, once."""

from django.db import migrations

FUNCTIONS = """
create function finance_refuse_change() returns trigger language plpgsql
as $$
begin
    raise exception 'a movement of money is only ever added' using errcode = 'check_violation';
end $$;

-- Only the end of an allocation may be set, once.
create function finance_refuse_allocation_change() returns trigger language plpgsql
as $$
begin
    if tg_op = 'DELETE' or old.superseded_at is not null
        or (to_jsonb(new) - 'superseded_at') is distinct from (to_jsonb(old) - 'superseded_at')
    then
        raise exception 'an allocation of money is only ever replaced' using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger finance_movement_frozen before delete or update on finance_movement
for each row execute function finance_refuse_change();
create trigger finance_allocation_frozen before delete or update on finance_allocation
for each row execute function finance_refuse_allocation_change();
"""


class Migration(migrations.Migration):
    dependencies = [("finance", "0001_tables"), ("audit", "0002_functions")]
    operations = [migrations.RunSQL(FUNCTIONS)]
