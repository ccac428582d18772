"""Published tables are frozen."""

from django.db import migrations

FUNCTIONS = """
create function indicators_refuse_change() returns trigger language plpgsql
as $$
begin
    raise exception 'a published table is never changed' using errcode = 'check_violation';
end $$;

create trigger indicators_publication_stays before delete or update on indicators_publication
for each row execute function indicators_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_tables"), ("audit", "0002_functions")]
    operations = [migrations.RunSQL(FUNCTIONS)]
