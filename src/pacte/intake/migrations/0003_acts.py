"""Files of acts, of trainees and of conventions enter the ledger, with the columns that networks kept for each tool.

The remarks on their rows are not copied: they held no cell, and no row can be given back without its cells. Their
numbers stay, in the counts.
"""

import json

from django.db import migrations

from pacte.audit.row_security import qualify_columns

KINDS = {
    "orientation_acts": "acts",
    "trainees_pe": "trainees",
    "trainees_idf": "trainees",
    "kairos_organisations": "conventions",
}
TOOLS = {"Kairos": "kairos", "Ouiform": "ouiform", "i-Milo": "imilo", "un autre outil": "reseau"}
# Everybody at the Region is of the organisation that owns its files: those about people are of those who send them.
SENDERS_OF_THE_REGION = """
not is_personal or organisation_id <> host_id or host_id = any(pacte_hosts_as('administrator', 'region_pilot'))
or pacte_system()
"""


def restrict_to_senders(table):
    condition = qualify_columns(table, SENDERS_OF_THE_REGION)
    return migrations.RunSQL(
        f"create policy {table}_senders on {table} as restrictive using ({condition})",
        f"drop policy {table}_senders on {table}",
    )


def line_of(file, network_name):
    """Fields of the ledger for a file of acts. ``network_name``: the network that follows unknown people, or nothing.

    A file of a network is its own; the others are those of the Region. One that was not read to its end is dropped
    again: its content was not kept here.
    """
    kind = KINDS.get(file.format, "acts")
    options = {"tool": file.source} if kind == "acts" else {}
    if kind == "trainees" and network_name:
        options["network"] = network_name
    is_done = file.state == "done"
    counts = file.counts if is_done else {}
    refused = counts.get("to_settle", 0) + counts.get("error", 0)
    totals = {
        "added": counts.get("new", 0), "changed": counts.get("changed", 0), "unchanged": counts.get("same", 0),
        "refused": refused,
    }  # fmt: skip
    return {
        "organisation_id": file.body_id if kind == "acts" and file.body_id else file.organisation_id,
        "host_id": file.organisation_id,
        "kind": kind,
        "scope": json.dumps(options, sort_keys=True, ensure_ascii=False)[:120] if options else "",
        "options": options,
        "file_name": file.file_name,
        "digest": file.digest,
        "size": 0,
        "state": "done" if is_done else "received",
        "row_count": counts.get("rows", 0),
        "counts": {name: count for name, count in totals.items() if count},
        "person_name": file.person_name,
        "received_at": file.received_at,
        "written_at": file.ended_at if is_done else None,
    }


def mapping_of(saved):
    """Fields of the saved mapping of a network, or None for one kept under another name than that of a tool."""
    if saved.name not in TOOLS:
        return None
    return {
        "organisation_id": saved.body_id,
        "host_id": saved.organisation_id,
        "kind": "acts",
        "scope": TOOLS[saved.name],
        "mapping": {"headings": saved.columns, "words": saved.codes, "columns": {}},
        "saved_at": saved.saved_at,
        "person_name": saved.person_name,
    }


def copy_files(apps, schema_editor):
    """Row-level security binds the owner too, and nobody acts during a migration: it is lifted for these rows."""
    models = {
        name: apps.get_model(room, name)
        for room, name in (
            ("interop", "ActFile"), ("interop", "SavedColumnMapping"), ("interop", "KairosConvention"),
            ("intake", "ReceivedFile"), ("intake", "SavedMapping"),
        )
    }  # fmt: skip
    for model in models.values():
        schema_editor.execute(f"alter table {model._meta.db_table} no force row level security")
    alias = schema_editor.connection.alias
    names = apps.get_model("accounts", "OrganisationName").objects.using(alias).order_by("-pk")
    copy_rows(
        {name: model.objects.using(alias) for name, model in models.items()},
        dict(names.values_list("organisation_id", "name")),
    )
    # Keys are checked now: a table with checks that wait cannot be altered.
    schema_editor.execute("set constraints all immediate")
    for model in models.values():
        schema_editor.execute(f"alter table {model._meta.db_table} force row level security")


def copy_rows(rows, network_names):
    """``rows``: manager of each model, by its name."""
    key = ("organisation_id", "host_id", "kind", "scope", "digest")
    numbers = {}
    for file in rows["ActFile"].order_by("received_at"):
        line = line_of(file, network_names.get(file.body_id, ""))
        line_key = {name: line.pop(name) for name in key}
        received, _ = rows["ReceivedFile"].update_or_create(**line_key, defaults=line)
        numbers[file.pk] = received.pk
    for pk, file_id in rows["KairosConvention"].values_list("pk", "file_id"):
        rows["KairosConvention"].filter(pk=pk).update(file_id=numbers[file_id])
    for saved in rows["SavedColumnMapping"].all():
        if values := mapping_of(saved):
            rows["SavedMapping"].create(**values)


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_security"), ("interop", "0005_convention_file_numbers"), ("accounts", "0002_security"),
    ]  # fmt: skip
    run_before = [("interop", "0006_files_moved")]

    operations = [
        migrations.RunPython(copy_files, migrations.RunPython.noop),
        *(restrict_to_senders(f"intake_{table}") for table in ("receivedcontent", "refusedrow", "appliedchange")),
    ]
