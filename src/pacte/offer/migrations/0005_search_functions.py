"""Words without accent for the search, and places left that follow the ledger in the same transaction."""

from django.db import migrations

FORWARD = r"""
create function offer_plain(text) returns text language sql immutable parallel safe as $$
select regexp_replace(
    regexp_replace(normalize(replace(replace(lower($1), 'œ', 'oe'), 'æ', 'ae'), nfd), '[\u0300-\u036f]', '', 'g'),
    '[^a-z0-9]+', ' ', 'g')
$$;

create function offer_search_follows_places() returns trigger language plpgsql as $$
begin
    update offer_searchrow set "left" = greatest(0, coalesce(new.opened, 0) - new.held)
    where session_id = new.session_id and new.opened is not null;
    return null;
end $$;
create trigger offer_sessionplaces_search after insert or update on offer_sessionplaces
for each row execute function offer_search_follows_places();

create function offer_search_follows_session() returns trigger language plpgsql as $$
begin
    update offer_searchrow r
    set state = n.state, starts_on = n.starts_on, ends_on = n.ends_on
    from new_rows n
    where r.session_id = n.id
        and (r.state, r.starts_on, r.ends_on) is distinct from (n.state, n.starts_on, n.ends_on);
    return null;
end $$;
create trigger offer_session_search after update on offer_session
referencing new table as new_rows for each statement execute function offer_search_follows_session();
"""
BACKWARD = """
drop trigger offer_session_search on offer_session;
drop function offer_search_follows_session();
drop trigger offer_sessionplaces_search on offer_sessionplaces;
drop function offer_search_follows_places();
drop function offer_plain(text);
"""


class Migration(migrations.Migration):
    dependencies = [("offer", "0004_search")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
