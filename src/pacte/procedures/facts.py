"""What the procedures export for the figures: the occupations that firms asked for in a case."""

from pacte.kernel.fact_export import FACT_COLUMNS, FactExport

# By procedure, the field of its form in which a firm names the occupation that it needs. One line a source.
OCCUPATION_FIELDS = {"custom_training": "occupation", "workplace_training": "trade"}
_CASES = " ".join(f"when '{code}' then e.values ->> '{field}'" for code, field in OCCUPATION_FIELDS.items())
_OCCUPATION = f"case c.procedure_code {_CASES} end"

# A need counts from the day its case was opened; another version of the answers replaces the one before. The versions
# of other cases come as withdrawn rows, so that their identifiers are read once.
EMPLOYER_NEEDS = FactExport(
    "employer_needs",
    "procedures_caseversion",
    FACT_COLUMNS | {"rome": "VARCHAR", "kind": "VARCHAR"},
    f"""
select e.id as fact, e.organisation_id as host, c.opened_on as happened_on,
    e.recorded_at at time zone 'UTC' as recorded_at,
    (select max(v.id) from procedures_caseversion v where v.case_id = e.case_id and v.id < e.id) as corrects,
    coalesce({_OCCUPATION}, '') = '' as withdrawn, {_OCCUPATION} as rome, c.procedure_code as kind
from procedures_caseversion e join procedures_case c on c.id = e.case_id
where {{rows}}""",  # noqa: S608 - fixed names of columns
)

EXPORTS = (EMPLOYER_NEEDS,)
