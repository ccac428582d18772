"""A referent reads a person until a day of the trade: policies ask ``pacte_today()``, once a statement."""

from django.db import migrations

POLICIES = """
do $$
declare
    policy record;
begin
    for policy in
        select tablename, policyname, replace(qual, 'CURRENT_DATE', '(select pacte_today())') as reads,
            replace(with_check, 'CURRENT_DATE', '(select pacte_today())') as writes
        from pg_policies
        where schemaname = 'public' and (qual like '%CURRENT_DATE%' or with_check like '%CURRENT_DATE%')
    loop
        execute format('alter policy %I on %I', policy.policyname, policy.tablename)
            || coalesce(' using (' || policy.reads || ')', '') || coalesce(' with check (' || policy.writes || ')', '');
    end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("journeys", "0004_published_views"), ("audit", "0004_clock")]

    operations = [migrations.RunSQL(POLICIES, migrations.RunSQL.noop)]
