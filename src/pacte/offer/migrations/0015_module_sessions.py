"""A module keeps its identifier and is closed, never deleted; a session may be the session of one module."""

import django.db.models.deletion
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security

# A buyer of the Region and the provider concerned, and only for a module of the training of that session.
OF_THE_SAME_TRAINING = (
    "exists (select 1 from offer_session s join offer_trainingaction a on a.id = s.training_action_id"
    " join offer_module m on m.training_id = a.training_id join offer_training t on t.id = a.training_id"
    " join offer_provider p on p.id = t.provider_id where s.id = {row}.session_id and m.id = {row}.module_id"
    " and (pacte_system() or t.host_id = any(pacte_hosts_as('buyer', 'region_pilot')) or p.body_id = any(pacte_own())))"
)


class Migration(migrations.Migration):
    dependencies = [("offer", "0014_versions_security")]

    operations = [
        migrations.RemoveConstraint(model_name="module", name="offer_module_rank_once"),
        migrations.AddField(model_name="module", name="closed_on", field=models.DateField(blank=True, null=True)),
        migrations.AddConstraint(
            model_name="module",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on__isnull", True)),
                fields=("training", "rank"),
                name="offer_module_rank_once",
            ),
        ),
        migrations.CreateModel(
            name="ModuleSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="offer.session",
                    ),
                ),
                ("said_on", models.DateField()),
                ("said_by_name", models.CharField(max_length=200)),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="module_sessions",
                        to="offer.module",
                    ),
                ),
            ],
        ),
        enable_row_security("offer_modulesession", read="true", write=OF_THE_SAME_TRAINING),
    ]
