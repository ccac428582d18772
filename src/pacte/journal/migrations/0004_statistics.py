"""Lets the application have the planner's figures made again after it loaded much: it does not own the tables."""

from django.db import migrations

# Nobody may call it but whom ``prepare_database`` grants it to. It says nothing of what it reads.
FUNCTION = """
create function pacte_analyse(beginning text) returns void language plpgsql security definer
set search_path = pg_catalog, public as $$
declare
    name text;
begin
    for name in
        select relname from pg_class
        where relkind = 'r' and relnamespace = 'public'::regnamespace and starts_with(relname, beginning)
            and pg_has_role(current_user, relowner, 'usage')
        order by relname
    loop
        execute format('analyze public.%I', name);
    end loop;
end $$;
revoke all on function pacte_analyse(text) from public;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_posts")]

    operations = [migrations.RunSQL(FUNCTION, "drop function pacte_analyse(text);")]
