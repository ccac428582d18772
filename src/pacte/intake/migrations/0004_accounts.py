"""Accounting extracts enter the one ledger, and the latest columns of each Region the one table of mappings.

An extract that waited is dropped again: its content is not copied.
"""

from django.db import migrations

# Row-level security binds the owner too: it is lifted for these statements. Constraints are checked at once, for a
# table with checks to come cannot be altered.
COPY = """
alter table finance_accountingimport no force row level security;
alter table finance_columnmapping no force row level security;
alter table intake_receivedfile no force row level security;
alter table intake_savedmapping no force row level security;

insert into intake_receivedfile (
    organisation_id, host_id, kind, options, file_name, digest, size, state, mapping, agreements, headings, position,
    row_count, counts, person_name, received_at, written_at
)
select distinct on (organisation_id, digest)
    organisation_id, organisation_id, 'accounts', '{}'::jsonb, file_name, digest, length(data),
    case when written_at is null then 'received' else 'done' end,
    '{}'::jsonb, '{}'::jsonb, '[]'::jsonb, 0, coalesce((outcome ->> 'lines')::bigint, 0),
    case when written_at is null then '{}'::jsonb else jsonb_build_object(
        'added', coalesce((outcome ->> 'added')::bigint, 0),
        'changed', coalesce((outcome ->> 'changed')::bigint, 0),
        'unchanged', coalesce((outcome ->> 'known')::bigint, 0),
        'refused', coalesce((outcome ->> 'left')::bigint, 0)
    ) end,
    person_name, created_at, written_at
from finance_accountingimport order by organisation_id, digest, written_at desc nulls last, created_at desc;

insert into intake_savedmapping (organisation_id, host_id, kind, mapping, saved_at, person_name)
select distinct on (organisation_id) organisation_id, organisation_id, 'accounts',
    jsonb_build_object('headings', '{}'::jsonb, 'words', '{}'::jsonb, 'columns', columns), recorded_at, person_name
from finance_columnmapping order by organisation_id, recorded_at desc, id desc;

set constraints all immediate;
"""
# Movements are frozen.
NUMBER_MOVEMENTS = """
alter table {movement} no force row level security;
alter table {movement} disable trigger finance_movement_frozen;
update {movement} as movement set file_id = file.id
from finance_accountingimport as imported join intake_receivedfile as file
    on file.kind = 'accounts' and file.organisation_id = imported.organisation_id and file.digest = imported.digest
where movement.file_id = imported.id;
alter table {movement} enable trigger finance_movement_frozen;
alter table {movement} force row level security;
"""
PROTECT = """
alter table intake_savedmapping force row level security;
alter table intake_receivedfile force row level security;
alter table finance_columnmapping force row level security;
alter table finance_accountingimport force row level security
"""


def number_movements(apps, schema_editor):
    """Movements take the numbers of their files in this ledger."""
    schema_editor.execute(
        NUMBER_MOVEMENTS.format(movement=apps.get_model("finance", "Movement")._meta.db_table), params=None
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_acts"), ("finance", "0004_file_of_movements")]
    run_before = [("finance", "0005_without_ledger_of_files")]

    operations = [
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.RunPython(number_movements, migrations.RunPython.noop),
        migrations.RunSQL(PROTECT, migrations.RunSQL.noop),
    ]
