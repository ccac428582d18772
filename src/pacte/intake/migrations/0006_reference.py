"""Loaded reference files enter the ledger of received files, as files of the Region of this installation.

Their defects are not copied: they held no cell, and no row can be given back without its cells. Their number stays.
What pacte ships was not received from anybody.
"""

from django.db import migrations

SHIPPED_KINDS = ("territory", "starter")


def line_of(loaded, region_id):
    """Fields of the ledger for a loaded file."""
    edition = loaded.release or (str(loaded.edition) if loaded.edition else "")
    counts = {"unchanged": max(loaded.line_count - loaded.defect_count, 0), "refused": loaded.defect_count}
    return {
        "organisation_id": region_id,
        "host_id": region_id,
        "kind": "reference",
        "options": {"edition": edition} if edition else {},
        "file_name": loaded.name,
        "digest": loaded.digest,
        "size": 0,
        "state": "done",
        "row_count": loaded.line_count,
        "counts": {name: count for name, count in counts.items() if count},
        "person_name": loaded.loaded_by,
        "received_at": loaded.loaded_at,
        "written_at": loaded.loaded_at,
    }


def copy_files(apps, schema_editor):
    alias = schema_editor.connection.alias
    region = apps.get_model("accounts", "Organisation").objects.using(alias).filter(is_host=True).order_by("pk").first()
    if region is None:
        return
    files = apps.get_model("reference", "LoadedFile").objects.using(alias).exclude(kind__in=SHIPPED_KINDS)
    received_file = apps.get_model("intake", "ReceivedFile")
    # Row-level security binds the owner too, and nobody acts during a migration: it is lifted for these rows.
    schema_editor.execute("alter table intake_receivedfile no force row level security")
    received_file.objects.using(alias).bulk_create(received_file(**line_of(each, region.pk)) for each in files)
    schema_editor.execute("set constraints all immediate")
    schema_editor.execute("alter table intake_receivedfile force row level security")


def remove_files(apps, schema_editor):
    schema_editor.execute("alter table intake_receivedfile no force row level security")
    schema_editor.execute("delete from intake_receivedfile where kind = 'reference'")
    schema_editor.execute("alter table intake_receivedfile force row level security")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"), ("intake", "0005_series"), ("reference", "0002_defect_keys"),
    ]  # fmt: skip
    run_before = [("reference", "0003_revisions")]

    operations = [migrations.RunPython(copy_files, remove_files)]
