"""The stored defects of a quarantined training take the keys of every other defect of a file (``kernel.defects``)."""

from django.db import migrations

# line, path, fix and is_advice become row, column, hint and severity; the sheet of an XML file has no name. Row-level
# security binds the owner too, and nobody acts during a migration: it is lifted for these statements.
TO_SHARED_KEYS = """
alter table offer_quarantinedtraining no force row level security;
update offer_quarantinedtraining set defects = (
    select jsonb_agg(
        case when d ? 'line' then jsonb_build_object(
            'sheet', '', 'row', d -> 'line', 'column', d -> 'path', 'code', d -> 'code', 'message', d -> 'message',
            'value', d -> 'value', 'hint', d -> 'fix',
            'severity', case when d -> 'is_advice' = 'true' then 'warning' else 'error' end
        ) else d end order by rank
    ) from jsonb_array_elements(defects) with ordinality as each (d, rank)
) where defects <> '[]';
alter table offer_quarantinedtraining force row level security
"""
TO_LINES = """
alter table offer_quarantinedtraining no force row level security;
update offer_quarantinedtraining set defects = (
    select jsonb_agg(
        jsonb_build_object(
            'line', d -> 'row', 'path', d -> 'column', 'code', d -> 'code', 'message', d -> 'message',
            'value', d -> 'value', 'fix', d -> 'hint', 'is_advice', d ->> 'severity' = 'warning'
        ) order by rank
    ) from jsonb_array_elements(defects) with ordinality as each (d, rank)
) where defects <> '[]';
alter table offer_quarantinedtraining force row level security
"""


class Migration(migrations.Migration):
    dependencies = [("offer", "0010_search_cards")]

    operations = [migrations.RunSQL(TO_SHARED_KEYS, TO_LINES)]
