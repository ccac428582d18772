"""Who pays, by the codes of LHÉO: a box of the search for each kind of funder, where there was the Region only."""

import django.contrib.postgres.fields
from django.db import migrations, models

# records.search.BITS and FUNDERS, as they were when this migration was written. The Region's bit was there.
BITS = {
    8192: "4",
    16384: "11,12,13,19,20",
    32768: "3,14",
    65536: "7",
    131072: "5,16",
    262144: "17",
    524288: "8,9,15",
    1048576: "10",
    2097152: "0,1,6,18",
}
FILL = f"""
update offer_searchrow r set funder_codes = array(
    select distinct (f ->> 'code')::smallint from jsonb_array_elements(a.funders) as f
    where f ->> 'code' ~ '^[0-9]{{1,2}}$'
)
from offer_session s join offer_trainingaction a on a.id = s.training_action_id
where s.id = r.session_id;
update offer_searchrow set boxes = boxes
    {" ".join(f"| case when funder_codes && '{{{codes}}}'::smallint[] then {bit} else 0 end" for bit, codes in BITS.items())};
"""


class Migration(migrations.Migration):
    dependencies = [("offer", "0007_search_open_until")]

    operations = [
        migrations.AddField(
            "searchrow",
            "funder_codes",
            django.contrib.postgres.fields.ArrayField(models.SmallIntegerField(), default=list),
        ),
        migrations.RemoveField("searchrow", "is_paid_by_region"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
