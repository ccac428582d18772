"""The stored defects of a loaded file take the keys of every other defect of a file (``kernel.defects``)."""

from django.db import migrations

TO_SHARED_KEYS = """
update reference_loadedfile set defects = (
    select jsonb_agg(
        case when d ? 'file' then jsonb_build_object(
            'sheet', d -> 'file', 'row', d -> 'line', 'column', d -> 'column', 'code', d -> 'code',
            'message', d -> 'message', 'value', '', 'hint', '', 'severity', 'error'
        ) else d end order by rank
    ) from jsonb_array_elements(defects) with ordinality as each (d, rank)
) where defects <> '[]'
"""
TO_LINES = """
update reference_loadedfile set defects = (
    select jsonb_agg(
        jsonb_build_object(
            'file', d -> 'sheet', 'line', d -> 'row', 'column', d -> 'column', 'code', d -> 'code',
            'message', d -> 'message'
        ) order by rank
    ) from jsonb_array_elements(defects) with ordinality as each (d, rank)
) where defects <> '[]'
"""


class Migration(migrations.Migration):
    dependencies = [("reference", "0001_tables")]

    operations = [migrations.RunSQL(TO_SHARED_KEYS, TO_LINES)]
