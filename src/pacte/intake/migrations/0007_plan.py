"""Plan files enter the one ledger; those that waited keep their content, their columns and their target.

The ledger says what each file wrote: the page of a plan file leads to its draft.
"""

import json
from datetime import timedelta

from django.db import migrations, models
from django.utils import timezone

WAITING_DELAY = timedelta(days=30)
NO_MAPPING = {"headings": {}, "words": {}, "columns": {}}


def line_of(run):
    """Fields of the ledger for a plan file. What a written one was said to be was not kept: it is recognised again."""
    version, plan = run.written_version, run.plan
    target = "nouveau" if run.as_new else plan.code if plan and version is None else ""
    return {
        "organisation_id": run.organisation_id,
        "host_id": run.organisation_id,
        "kind": "plan",
        "scope": json.dumps({"target": target}, sort_keys=True, ensure_ascii=False)[:120] if target else "",
        "options": {"target": target} if target else {},
        "file_name": run.file_name,
        "digest": run.digest,
        "size": len(run.data),
        "state": "done" if version else "received",
        "mapping": {**NO_MAPPING, "columns": run.mapping} if run.mapping else {},
        "note": f"gardé comme « {version.label} »" if version else "",
        "result": {"plan": version.plan.code, "version": version.number} if version else {},
        "person_name": run.person_name,
        "received_at": run.created_at,
        "written_at": version.created_at if version else None,
    }


def copy_files(apps, schema_editor):
    """Row-level security binds the owner too, and nobody acts during a migration: it is lifted for these rows."""
    imports, plans, versions, files, contents = (
        apps.get_model(room, name)
        for room, name in (
            ("plan", "PlanImport"), ("plan", "Plan"), ("plan", "PlanVersion"), ("intake", "ReceivedFile"),
            ("intake", "ReceivedContent"),
        )
    )  # fmt: skip
    tables = [model._meta.db_table for model in (imports, plans, versions, files, contents)]
    for table in tables:
        schema_editor.execute(f"alter table {table} no force row level security")
    alias = schema_editor.connection.alias
    runs = imports.objects.using(alias).select_related("plan", "written_version__plan").order_by("created_at", "pk")
    copy_rows(runs, files.objects.using(alias), contents.objects.using(alias))
    # Keys are checked now: a table with checks that wait cannot be altered.
    schema_editor.execute("set constraints all immediate")
    for table in tables:
        schema_editor.execute(f"alter table {table} force row level security")


def copy_rows(runs, files, contents):
    """The latest of the same bytes with the same target counts."""
    key = ("organisation_id", "host_id", "kind", "scope", "digest")
    for run in runs:
        line = line_of(run)
        file, _ = files.update_or_create(**{name: line.pop(name) for name in key}, defaults=line)
        contents.filter(file=file).delete()
        if line["state"] == "received":
            contents.create(
                file=file, organisation_id=run.organisation_id, host_id=run.organisation_id, is_personal=False,
                data=run.data, expires_at=timezone.now() + WAITING_DELAY,
            )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_reference"), ("plan", "0005_published_views")]
    run_before = [("plan", "0006_without_ledger_of_files")]

    operations = [
        migrations.AddField("receivedfile", "result", models.JSONField(default=dict)),
        migrations.RunPython(copy_files, migrations.RunPython.noop),
    ]
