"""Policies of people and journeys ask who acts once a query, not once a row: the same conditions, as subqueries.

PostgreSQL runs a subquery without outer column once; a function, even stable, is run again for each row that no index
picked, and a desk reads thousands.
"""

from django.db import migrations

ASK_ONCE = r"""
do $do$
declare
    policy record;
    parts text[];
    part text;
begin
    for policy in select * from pg_policies where schemaname = 'public' and tablename like 'journeys\_%' loop
        parts := '{}';
        foreach part in array array[policy.qual, policy.with_check] loop
            part := regexp_replace(
                part, 'pacte_hosts_as\(VARIADIC ([^()]*)\)', '((select pacte_hosts_as(variadic \1))::bigint[])', 'g'
            );
            part := regexp_replace(part, 'pacte_own\(\)', '((select pacte_own())::bigint[])', 'g');
            part := regexp_replace(part, 'pacte_reach\(\)', '((select pacte_reach())::bigint[])', 'g');
            part := regexp_replace(part, 'pacte_system\(\)', '(select pacte_system())', 'g');
            parts := parts || part;
        end loop;
        execute format('alter policy %I on %I', policy.policyname, policy.tablename)
            || coalesce(' using (' || parts[1] || ')', '')
            || coalesce(' with check (' || parts[2] || ')', '');
    end loop;
end $do$
"""


class Migration(migrations.Migration):
    dependencies = [("journeys", "0015_referents_of_body")]

    operations = [migrations.RunSQL(ASK_ONCE, migrations.RunSQL.noop)]
