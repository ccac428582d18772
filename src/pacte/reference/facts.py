"""What the reference tables export for the figures: what each occupation of the ROME takes, by edition."""

from pacte.kernel.fact_export import FACT_COLUMNS, FactExport
from pacte.reference.records import Relation

# Specific items are asked of some posts only. Links of other relations come as withdrawn rows: they are not kept, but
# their identifiers are read, which would otherwise be gaps to look into at each refresh.
OCCUPATION_ITEMS = FactExport(
    "occupation_items",
    "reference_nomenclaturelink",
    FACT_COLUMNS | {"rome": "VARCHAR", "competence_code": "VARCHAR"},
    f"""
select e.id as fact, null::bigint as host, n.starts_on as happened_on,
    n.loaded_at at time zone 'UTC' as recorded_at, null::bigint as corrects,
    e.relation <> '{Relation.ROME_ITEM}' or e.kind = 'specific' or n.id is null as withdrawn, e.source_code as rome,
    e.target_code as competence_code
from reference_nomenclaturelink e
left join reference_nomenclature n on n.scheme = e.relation and n.edition = e.edition
where {{rows}}""",  # noqa: S608 - fixed names of columns
)

EXPORTS = (OCCUPATION_ITEMS,)
