from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act_key", models.UUIDField(unique=True)),
                ("at", models.DateTimeField(db_index=True)),
                ("act", models.CharField(max_length=80)),
                ("person_id", models.BigIntegerField(null=True)),
                ("person_name", models.CharField(max_length=200)),
                ("organisation_id", models.BigIntegerField(null=True)),
                ("subject_kind", models.CharField(max_length=60)),
                ("subject_id", models.CharField(max_length=60)),
                ("subject_label", models.CharField(max_length=300)),
                ("reason", models.TextField(blank=True)),
                ("detail", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["subject_kind", "subject_id"], name="audit_audit_subject_511b39_idx")],
            },
        ),
        migrations.CreateModel(
            name="RowChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("act_key", models.UUIDField(db_index=True, null=True)),
                ("table_name", models.CharField(max_length=63)),
                ("row_id", models.CharField(max_length=60)),
                ("operation", models.CharField(max_length=6)),
                ("organisation_id", models.BigIntegerField(null=True)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["table_name", "row_id"], name="audit_rowch_table_n_2deaf7_idx")],
            },
        ),
    ]
