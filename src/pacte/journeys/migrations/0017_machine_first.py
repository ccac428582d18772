"""Policies of people and journeys ask first whether the machine acts: it then looks for no journey, row by row.

PostgreSQL reads the branches of « or » from left to right and stops at the first that holds. The conditions stay what
they were; a load of two million steps looked for each one's journey before it was told that the machine may write it.
"""

from django.db import migrations

MACHINE_FIRST = r"""
do $do$
declare
    policy record;
begin
    for policy in
        select * from pg_policies where schemaname = 'public' and tablename like 'journeys\_%'
            and concat(qual, with_check) like '%pacte\_system()%'
    loop
        execute format('alter policy %I on %I', policy.policyname, policy.tablename)
            || case when policy.qual like '%pacte\_system()%'
                then ' using ((select pacte_system()) or (' || policy.qual || '))' else '' end
            || case when policy.with_check like '%pacte\_system()%'
                then ' with check ((select pacte_system()) or (' || policy.with_check || '))' else '' end;
    end loop;
end $do$
"""


class Migration(migrations.Migration):
    dependencies = [("journeys", "0016_ask_once")]

    operations = [migrations.RunSQL(MACHINE_FIRST, migrations.RunSQL.noop)]
