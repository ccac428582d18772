"""Loaded reference files enter the ledger of received files, as files of the Region of this installation.

Their defects are not copied: they held no cell, and no row can be given back without its cells. Their number stays.
What pacte ships was not received from anybody.
"""

from django.db import migrations

# Row-level security binds the owner too, and nobody acts during a migration: it is lifted for this statement.
COPY = """
alter table intake_receivedfile no force row level security;
insert into intake_receivedfile (
    organisation_id, host_id, kind, options, file_name, digest, size, state, mapping, agreements, headings, position,
    row_count, counts, note, person_name, received_at, written_at
)
select region.id, region.id, 'reference',
    case when loaded.release <> '' then jsonb_build_object('edition', loaded.release)
        when loaded.edition is not null then jsonb_build_object('edition', loaded.edition::text) else '{}'::jsonb end,
    loaded.name, loaded.digest, 0, 'done', '{}'::jsonb, '{}'::jsonb, '[]'::jsonb, 0, loaded.line_count,
    jsonb_build_object(
        'unchanged', greatest(loaded.line_count - loaded.defect_count, 0), 'refused', loaded.defect_count
    ),
    '', loaded.loaded_by, loaded.loaded_at, loaded.loaded_at
from reference_loadedfile as loaded
cross join (select id from accounts_organisation where is_host order by id limit 1) as region
where loaded.kind not in ('territory', 'starter');
set constraints all immediate;
alter table intake_receivedfile force row level security
"""
REMOVE = """
alter table intake_receivedfile no force row level security;
delete from intake_receivedfile where kind = 'reference';
alter table intake_receivedfile force row level security
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_security"), ("reference", "0002_defect_keys")]
    run_before = [("reference", "0003_revisions")]

    operations = [migrations.RunSQL(COPY, REMOVE)]
