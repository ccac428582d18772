"""Imported files of series enter the one ledger; their size was not kept."""

from django.db import migrations

# Row-level security binds the owner too: it is lifted for this statement. Constraints are checked at once, for a table
# with checks to come cannot be altered.
COPY = """
alter table indicators_seriesimport no force row level security;
alter table intake_receivedfile no force row level security;

insert into intake_receivedfile (
    organisation_id, host_id, kind, options, file_name, digest, size, state, mapping, agreements, headings, position,
    row_count, counts, person_name, received_at, written_at
)
select distinct on (organisation_id, digest)
    organisation_id, organisation_id, 'series', jsonb_build_object('source', source_code), file_name, digest, 0, 'done',
    '{}'::jsonb, '{}'::jsonb, '[]'::jsonb, 1, coalesce((counts ->> 'lines')::bigint, 0),
    jsonb_build_object(
        'added', coalesce((counts ->> 'added')::bigint, 0),
        'changed', coalesce((counts ->> 'corrected')::bigint, 0),
        'unchanged', coalesce((counts ->> 'known')::bigint, 0),
        'refused', coalesce((counts ->> 'errors')::bigint, 0)
    ),
    person_name, imported_at, imported_at
from indicators_seriesimport order by organisation_id, digest, imported_at desc, id desc;

set constraints all immediate;
alter table intake_receivedfile force row level security;
alter table indicators_seriesimport force row level security
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_accounts"), ("indicators", "0005_found_gaps")]
    run_before = [("indicators", "0006_without_ledger_of_files")]

    operations = [migrations.RunSQL(COPY, migrations.RunSQL.noop)]
