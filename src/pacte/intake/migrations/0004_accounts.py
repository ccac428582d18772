"""Accounting extracts enter the one ledger, and the latest columns of each Region the one table of mappings."""

from django.db import migrations

# Row-level security binds the owner too, and movements are frozen: both are lifted for these statements. Constraints
# are checked at once, for a table with checks to come cannot be altered.
COPY = """
alter table finance_accountingimport no force row level security;
alter table finance_columnmapping no force row level security;
alter table finance_movement no force row level security;
alter table finance_movement disable trigger finance_movement_frozen;
alter table intake_receivedfile no force row level security;
alter table intake_receivedcontent no force row level security;
alter table intake_savedmapping no force row level security;

insert into intake_receivedfile (
    organisation_id, host_id, kind, options, file_name, digest, size, state, mapping, agreements, headings, position,
    row_count, counts, person_name, received_at, written_at
)
select distinct on (imported.organisation_id, imported.digest)
    imported.organisation_id, imported.organisation_id, 'accounts',
    jsonb_strip_nulls(jsonb_build_object('plan', plan.code, 'extracted_on', imported.extracted_on)),
    imported.file_name, imported.digest, length(imported.data),
    case when imported.written_at is null then 'received' else 'done' end,
    jsonb_build_object('headings', '{}'::jsonb, 'words', '{}'::jsonb, 'columns', imported.mapping),
    '{}'::jsonb, '[]'::jsonb, 0,
    coalesce((imported.outcome ->> 'lines')::bigint, 0),
    case when imported.written_at is null then '{}'::jsonb else jsonb_build_object(
        'added', coalesce((imported.outcome ->> 'added')::bigint, 0),
        'changed', coalesce((imported.outcome ->> 'changed')::bigint, 0),
        'unchanged', coalesce((imported.outcome ->> 'known')::bigint, 0),
        'refused', coalesce((imported.outcome ->> 'left')::bigint, 0)
    ) end,
    imported.person_name, imported.created_at, imported.written_at
from finance_accountingimport as imported left join plan_plan as plan on plan.id = imported.plan_id
order by imported.organisation_id, imported.digest, imported.written_at desc nulls last, imported.created_at desc;

insert into intake_receivedcontent (file_id, organisation_id, host_id, is_personal, data, expires_at)
select file.id, file.organisation_id, file.host_id, false, imported.data, now() + interval '30 days'
from intake_receivedfile as file join finance_accountingimport as imported
    on imported.organisation_id = file.organisation_id and imported.digest = file.digest
where file.kind = 'accounts' and file.state = 'received';

insert into intake_savedmapping (organisation_id, host_id, kind, mapping, saved_at, person_name)
select distinct on (organisation_id) organisation_id, organisation_id, 'accounts',
    jsonb_build_object('headings', '{}'::jsonb, 'words', '{}'::jsonb, 'columns', columns), recorded_at, person_name
from finance_columnmapping order by organisation_id, recorded_at desc, id desc;

update finance_movement set file_id = file.id
from finance_accountingimport as imported join intake_receivedfile as file
    on file.kind = 'accounts' and file.organisation_id = imported.organisation_id and file.digest = imported.digest
where finance_movement.file_id = imported.id;

set constraints all immediate;
alter table intake_savedmapping force row level security;
alter table intake_receivedcontent force row level security;
alter table intake_receivedfile force row level security;
alter table finance_movement enable trigger finance_movement_frozen;
alter table finance_movement force row level security;
alter table finance_columnmapping force row level security;
alter table finance_accountingimport force row level security
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_security"), ("finance", "0004_file_of_movements")]
    run_before = [("finance", "0005_without_ledger_of_files")]

    operations = [migrations.RunSQL(COPY, migrations.RunSQL.noop)]
