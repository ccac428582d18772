"""The next due date of a case, by which lists are ordered, and the day of its first answer; both computed once here."""

from django.db import migrations, models

from pacte.procedures.rules.catalogue import procedure_editions

# Row-level security binds the owner too: it is lifted for these statements.
TABLES = ("procedures_case", "procedures_casedeadline", "procedures_deliverable", "procedures_caseevent")
COMPUTE = """
update procedures_case f set next_due_on = least(
    (
        select min(d.due_on) from procedures_casedeadline d
        join unnest(%(codes)s::text[], %(editions)s::int[], %(deadlines)s::text[], %(stages)s::text[])
            as k(procedure_code, edition, code, stage)
            on k.procedure_code = f.procedure_code and k.edition = f.edition and k.code = d.code and k.stage = f.stage
        where d.case_id = f.id
    ),
    (
        select min(w.due_on) from procedures_deliverable w
        where w.case_id = f.id and w.state in ('expected', 'refused')
    )
)
where f.ended_on is null
"""
ANSWERED = """
update procedures_case f set answered_on = m.first_on
from (
    select e.case_id, min(e.happened_on) as first_on
    from procedures_caseevent e join procedures_case c on c.id = e.case_id
    join unnest(%(codes)s::text[], %(editions)s::int[], %(transitions)s::text[]) as k(procedure_code, edition, code)
        on k.procedure_code = c.procedure_code and k.edition = c.edition and k.code = e.code
    where e.kind = 'moved' group by e.case_id
) m
where m.case_id = f.id
"""


def deadline_columns():
    """The deadlines of every edition. Which stage each belongs to is in its description, not in the tables."""
    kinds = [
        (code, edition, each.code, each.stage)
        for (code, edition), procedure in procedure_editions().items()
        for each in procedure.deadlines
    ]
    columns = [list(column) for column in zip(*kinds, strict=True)] or [[], [], [], []]
    return dict(zip(("codes", "editions", "deadlines", "stages"), columns, strict=True))


def transition_columns():
    """The transitions of every edition that those who instruct make: not those of the applicant alone."""
    kinds = [
        (code, edition, each.code)
        for (code, edition), procedure in procedure_editions().items()
        for each in procedure.transitions
        if each.roles
    ]
    columns = [list(column) for column in zip(*kinds, strict=True)] or [[], [], []]
    return dict(zip(("codes", "editions", "transitions"), columns, strict=True))


def compute_next_due(apps, schema_editor):
    """Once, for the cases there are."""
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"alter table {table} no force row level security")
        cursor.execute(COMPUTE, deadline_columns())
        cursor.execute(ANSWERED, transition_columns())
        cursor.execute("set constraints all immediate")
        for table in TABLES:
            cursor.execute(f"alter table {table} force row level security")


class Migration(migrations.Migration):
    dependencies = [("procedures", "0010_peers")]

    operations = [
        migrations.AddField(model_name="case", name="next_due_on", field=models.DateField(blank=True, null=True)),
        migrations.AddField(model_name="case", name="answered_on", field=models.DateField(blank=True, null=True)),
        migrations.RunPython(compute_next_due, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["plan", "-ended_on", "next_due_on", "number"], name="procedures_case_in_order"),
        ),
    ]
