"""Catalogue files enter the one ledger, and their refused trainings the one quarantine.

A catalogue that was loaded and not published waits: the next one of its Region publishes what it brought.
"""

import shutil

from django.conf import settings
from django.db import migrations, models

# Row-level security binds the owner too: it is lifted for these statements. Constraints are checked at once, for a
# table with checks to come cannot be altered.
PROTECTED = (
    ("offer", "CatalogueDelivery"), ("offer", "QuarantinedTraining"), ("offer", "Provider"),
    ("offer", "LedgerDifference"), ("intake", "ReceivedFile"), ("intake", "RefusedRow"),
)  # fmt: skip
NUMBERED = ("Provider", "Training", "TrainingAction", "Session", "LedgerDifference")
FILES = """
insert into intake_receivedfile (
    organisation_id, host_id, kind, options, file_name, digest, size, state, mapping, agreements, headings, position,
    row_count, counts, result, person_name, received_at, written_at
)
select coalesce(p.body_id, d.organisation_id), d.organisation_id, 'lheo',
    case when d.is_full then '{"is_full": "on"}'::jsonb else '{}'::jsonb end,
    d.file_name, d.digest, d.size, case when d.state = 'done' then 'done' else 'received' end,
    '{}'::jsonb, '{}'::jsonb, '["Numéro", "Intitulé", "SIRET de l’organisme"]'::jsonb, d.position, d.position,
    d.counts || jsonb_build_object(
        'added', coalesce((d.counts ->> 'trainings_added')::bigint, 0),
        'changed', coalesce((d.counts ->> 'trainings_changed')::bigint, 0)
            + coalesce((d.counts ->> 'trainings_closed')::bigint, 0),
        'unchanged', coalesce((d.counts ->> 'trainings_unchanged')::bigint, 0)
            + coalesce((d.counts ->> 'trainings_of_others')::bigint, 0),
        'refused', coalesce((d.counts ->> 'quarantined')::bigint, 0)
    ),
    '{}'::jsonb, d.person_name, d.received_at, d.ended_at
from offer_cataloguedelivery d left join {providers} p on p.id = d.provider_id
"""
ROWS = """
insert into intake_refusedrow (
    file_id, organisation_id, host_id, is_personal, position, sheet, row, key, label, cells, text, defects, settled_at,
    expires_at
)
select f.id, f.organisation_id, f.host_id, false, q.rank, '', coalesce((q.defects -> 0 ->> 'row')::bigint, 0), q.number,
    coalesce(nullif(q.title, ''), q.number), jsonb_build_array(q.number, q.title, q.provider_siret), q.text, q.defects,
    coalesce(q.replayed_at, q.dropped_at), now() + interval '365 days'
from offer_quarantinedtraining q
join offer_cataloguedelivery d on d.id = q.delivery_id
join intake_receivedfile f on f.kind = 'lheo' and f.host_id = d.organisation_id and f.digest = d.digest
"""
NUMBER = """
alter table {table} disable trigger user;
update {table} set delivery_id = f.id
from offer_cataloguedelivery d
join intake_receivedfile f on f.kind = 'lheo' and f.host_id = d.organisation_id and f.digest = d.digest
where {table}.delivery_id = d.id;
alter table {table} enable trigger user
"""


def copy_catalogues(apps, schema_editor):
    def table_of(room, name):
        return apps.get_model(room, name)._meta.db_table

    protected = [table_of(*names) for names in PROTECTED]
    for table in protected:
        schema_editor.execute(f"alter table {table} no force row level security")
    schema_editor.execute(FILES.replace("{providers}", table_of("offer", "Provider")), params=None)
    schema_editor.execute(ROWS, params=None)
    schema_editor.execute("set constraints all immediate")
    for name in NUMBERED:
        schema_editor.execute(NUMBER.format(table=table_of("offer", name)), params=None)
    schema_editor.execute("set constraints all immediate")
    for table in protected:
        schema_editor.execute(f"alter table {table} force row level security")


def forget_checked_files(apps, schema_editor):
    """Files used to wait in a folder, a day at most, which nothing empties any more."""
    shutil.rmtree(settings.INSTANCE.folder / "checked", ignore_errors=True)


class Migration(migrations.Migration):
    dependencies = [("intake", "0007_plan"), ("offer", "0011_defect_keys")]
    run_before = [("offer", "0012_files_of_catalogues")]

    operations = [
        migrations.AddField("refusedrow", "key", models.CharField(blank=True, db_default="", default="", max_length=60)),
        migrations.AddField(
            "refusedrow", "label", models.CharField(blank=True, db_default="", default="", max_length=255)
        ),
        migrations.AddField("refusedrow", "text", models.TextField(blank=True, db_default="", default="")),
        migrations.AddIndex(
            "refusedrow",
            models.Index(
                condition=models.Q(("settled_at", None), models.Q(("key", ""), _negated=True)), fields=["key"],
                name="intake_refused_waiting",
            ),
        ),
        migrations.RunPython(copy_catalogues, migrations.RunPython.noop),
        migrations.RunPython(forget_checked_files, migrations.RunPython.noop),
    ]  # fmt: skip
