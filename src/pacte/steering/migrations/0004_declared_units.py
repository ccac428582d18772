from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("steering", "0003_security")]

    operations = [
        migrations.AddField(
            model_name="declaredvalue",
            name="about_key",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="declaredvalue",
            name="about_label",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
    ]
