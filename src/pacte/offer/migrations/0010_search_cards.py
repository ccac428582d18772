"""The search lists trainings by title and town, and finds them by their codes as well as by their words."""

from django.db import migrations, models

# What ``services.search`` writes at the next change of each training.
CARDS = """
update offer_searchrow r set card = hashtextextended(offer_plain(t.title), 0)
from offer_training t where t.id = r.training_id
"""
CODES = """
update offer_searchtext x
set words = x.words
    || setweight(to_tsvector('french', concat_ws(' ',
        'xf' || t.formacodes[1],
        (select string_agg('xr' || lower(code), ' ') from unnest(t.rome_codes) as code),
        (select 'xn' || replace(min(r.nature), '_', '') from offer_searchrow r where r.training_id = t.id))), 'A')
    || setweight(to_tsvector('french', coalesce(
        (select string_agg('xf' || code, ' ') from unnest(t.formacodes[2:]) as code), '')), 'B')
from offer_training t where t.id = x.training_id
"""


class Migration(migrations.Migration):
    dependencies = [("offer", "0009_third_party_buyers")]

    operations = [
        migrations.AddField(model_name="searchrow", name="card", field=models.BigIntegerField(default=0)),
        migrations.RunSQL([CARDS, CODES], migrations.RunSQL.noop),
    ]
