"""Money is for the organisations of the pact; a movement is added, never changed nor removed."""

from django.db import migrations

from pacte.journal.row_security import protect

TABLES = ("budgetline", "importrun", "commitment", "allocationrule", "allocation", "movement", "columnmapping")

# As everywhere, but asked once a query and not once a row: there are many movements.
REACH = "organisation_id = any((select pacte_reach())::bigint[]) or (select pacte_system())"

APPEND_ONLY = """
create function finance_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'a movement of money is only ever added' using errcode = 'check_violation';
end $$;

create trigger finance_movement_frozen before update or delete on finance_movement
for each row execute function finance_refuse_change();

-- An allocation ends once; everything else of it stays as it was.
create function finance_refuse_allocation_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.superseded_at is not null
        or (to_jsonb(new) - 'superseded_at') is distinct from (to_jsonb(old) - 'superseded_at')
    then
        raise exception 'an allocation of money is only ever replaced' using errcode = 'check_violation';
    end if;
    return new;
end $$;

create trigger finance_allocation_frozen before update or delete on finance_allocation
for each row execute function finance_refuse_allocation_change();
"""

REMOVE = """
drop trigger finance_movement_frozen on finance_movement;
drop trigger finance_allocation_frozen on finance_allocation;
drop function finance_refuse_change();
drop function finance_refuse_allocation_change();
"""


class Migration(migrations.Migration):
    dependencies = [("finance", "0001_tables"), ("accounts", "0002_security"), ("plan", "0002_security")]

    operations = [
        *(protect(f"finance_{table}", read=REACH, write=REACH) for table in TABLES),
        migrations.RunSQL(APPEND_ONLY, REMOVE),
    ]
