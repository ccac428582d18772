"""Catalogue files and their refused trainings are kept with those of every kind (``intake``, which copies these rows).

A row of the offer keeps the number of its file in that ledger. The history of rows finds their Region by their
training, no longer by their file.
"""

from django.db import migrations

JOIN = "left join offer_cataloguedelivery d on d.id = (to_jsonb({row}) ->> 'delivery_id')::bigint"
HOST = "coalesce((to_jsonb({row}) ->> 'host_id')::bigint, d.organisation_id)"
OF_TRAINING = """coalesce(
    (to_jsonb({row}) ->> 'host_id')::bigint,
    (select t.host_id from offer_training t where t.id = coalesce(
        (to_jsonb({row}) ->> 'training_id')::bigint,
        (select a.training_id from offer_trainingaction a where a.id = (to_jsonb({row}) ->> 'training_action_id')::bigint)
    )),
    case when tg_table_name = 'offer_provider' then
        (select min(t.host_id) from offer_training t where t.provider_id = {row}.id) end
)"""
PAIRS = [(text.format(row=row), new.format(row=row)) for row in "no" for text, new in ((JOIN, ""), (HOST, OF_TRAINING))]
HISTORY = f"""
do $do$
declare
    changed text := pg_get_functiondef('offer_keep_bulk_history'::regproc);
begin
    {" ".join(f"changed := replace(changed, $t${old}$t$, $t${new}$t$);" for old, new in PAIRS)}
    execute changed;
end $do$
"""
MODELS = ("provider", "training", "trainingaction", "session", "ledgerdifference")


class Migration(migrations.Migration):
    dependencies = [("offer", "0011_defect_keys")]

    operations = [
        migrations.RunSQL(HISTORY, migrations.RunSQL.noop),
        *(migrations.RenameField(model, "delivery_id", "file_id") for model in MODELS),
        migrations.DeleteModel("QuarantinedTraining"),
        migrations.DeleteModel("CatalogueDelivery"),
    ]
