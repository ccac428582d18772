"""The last day on which one may enter, kept beside the state: a search compares one date. What sorts is indexed."""

from django.db import migrations, models

UNTIL = """
create function offer_open_until(state text, is_rolling boolean, starts date, ends date) returns date
language sql immutable parallel safe as $$
select case
    when state in ('cancelled', 'ended') then null
    when starts is null or is_rolling then coalesce(ends, date '9999-12-31')
    else starts
end
$$;

create or replace function offer_search_follows_session() returns trigger language plpgsql as $$
begin
    update offer_searchrow r
    set state = n.state, starts_on = n.starts_on, ends_on = n.ends_on,
        open_until = offer_open_until(n.state, r.is_rolling, n.starts_on, n.ends_on)
    from new_rows n
    where r.session_id = n.id
        and (r.state, r.starts_on, r.ends_on) is distinct from (n.state, n.starts_on, n.ends_on);
    return null;
end $$;
"""
BEFORE = """
create or replace function offer_search_follows_session() returns trigger language plpgsql as $$
begin
    update offer_searchrow r
    set state = n.state, starts_on = n.starts_on, ends_on = n.ends_on
    from new_rows n
    where r.session_id = n.id
        and (r.state, r.starts_on, r.ends_on) is distinct from (n.state, n.starts_on, n.ends_on);
    return null;
end $$;
drop function offer_open_until(text, boolean, date, date);
"""
FILL = "update offer_searchrow set open_until = offer_open_until(state, is_rolling, starts_on, ends_on)"


class Migration(migrations.Migration):
    dependencies = [("offer", "0006_search_boxes")]

    operations = [
        migrations.AddField("searchrow", "open_until", models.DateField(null=True)),
        migrations.AddIndex("searchrow", models.Index(fields=["starts_on", "session"], name="offer_search_by_date")),
        migrations.AddIndex("searchrow", models.Index(fields=["latitude", "longitude"], name="offer_search_by_place")),
        migrations.RunSQL(UNTIL, BEFORE),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
