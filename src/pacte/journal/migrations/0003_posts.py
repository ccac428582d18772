"""Whose the actor is, apart from whom they serve: a provider has the Region within reach and is not of it."""

from django.db import migrations

FUNCTIONS = """
create function pacte_own() returns bigint[] language sql stable parallel safe
as $$ select coalesce(pacte_setting('organisations')::bigint[], '{}') $$;

create function pacte_hosts_as(variadic roles text[]) returns bigint[] language sql stable parallel safe
as $$
select coalesce(array_agg(split_part(post, '@', 2)::bigint), '{}')
from unnest(pacte_setting('roles')::text[]) as post
where split_part(post, '@', 1) = any(roles)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_security")]

    operations = [
        migrations.RunSQL(FUNCTIONS, "drop function pacte_hosts_as(text[]); drop function pacte_own();"),
    ]
