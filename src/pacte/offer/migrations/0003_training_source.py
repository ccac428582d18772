"""What a file says of a training and the columns do not hold. It goes with its training: no history of its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("offer", "0002_security")]

    operations = [
        migrations.CreateModel(
            name="TrainingSource",
            fields=[
                (
                    "training",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="source",
                        serialize=False,
                        to="offer.training",
                    ),
                ),
                ("data", models.BinaryField()),
            ],
        ),
    ]
