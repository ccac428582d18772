"""The telephone of an organisation: whom to call where nobody of it has an account."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_clock")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="phone",
            field=models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        )
    ]
