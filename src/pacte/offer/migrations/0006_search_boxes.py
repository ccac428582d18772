"""One bit for each box of the search; the one of the places left follows the ledger."""

from django.db import migrations, models

# records.search.BITS[Facet.SEATS_LEFT], as it was when this migration was written.
SEATS = 1

FORWARD = f"""
create or replace function offer_search_follows_places() returns trigger language plpgsql as $$
declare
    free integer := greatest(0, coalesce(new.opened, 0) - new.held);
begin
    update offer_searchrow
    set "left" = free, boxes = case when free > 0 then boxes | {SEATS} else boxes & ~{SEATS} end
    where session_id = new.session_id and new.opened is not null;
    return null;
end $$;
"""
BACKWARD = """
create or replace function offer_search_follows_places() returns trigger language plpgsql as $$
begin
    update offer_searchrow set "left" = greatest(0, coalesce(new.opened, 0) - new.held)
    where session_id = new.session_id and new.opened is not null;
    return null;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("offer", "0005_search_functions")]

    operations = [
        migrations.AddField("searchrow", "boxes", models.IntegerField(default=0)),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
