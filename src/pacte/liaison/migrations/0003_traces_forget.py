"""A trace is never told otherwise, and may be emptied of its words on the day when a person is erased."""

from django.db import migrations

EMPTIED = """
create or replace function liaison_refuse_change() returns trigger language plpgsql as $$
begin
    if new.detail = '' and new.person_name = ''
        and (to_jsonb(new) - 'detail' - 'person_name') = (to_jsonb(old) - 'detail' - 'person_name') then
        return new;
    end if;
    raise exception 'a trace is never changed' using errcode = 'check_violation';
end $$;
"""
BEFORE = """
create or replace function liaison_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'a trace is never changed' using errcode = 'check_violation';
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("liaison", "0002_security")]

    operations = [migrations.RunSQL(EMPTIED, BEFORE)]
