"""Statement history of bulk tables is dated by the clock of the trade."""

from django.db import migrations

FUNCTION = """
do $$
begin
    execute replace(pg_get_functiondef('offer_keep_bulk_history'::regproc), 'clock_timestamp()', 'pacte_now()');
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("offer", "0004_published_views"), ("audit", "0004_clock")]

    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
