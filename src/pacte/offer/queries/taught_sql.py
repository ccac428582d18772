"""SQL of what a training teaches now, as JSON: two contents are the same when these values are equal.

A certification is a code (« RNCP34502 »). Hours are those of the training actions; a closed training still has those
that were closed with it, so that closing it and opening it again changes nothing.
"""

from __future__ import annotations

_CERTIFICATIONS = """(
    select coalesce(jsonb_agg(distinct r.name || regexp_replace(upper(r.code), '^(RNCP|RS)', '')), '[]')
    from jsonb_array_elements(t.certifications) c, lateral (values ('RNCP', c ->> 'rncp'), ('RS', c ->> 'rs'))
        as r (name, code)
    where r.code <> ''
)"""
_HOURS = """(
    select coalesce(jsonb_agg(distinct coalesce(a.hours_total, a.hours_centre + coalesce(a.hours_company, 0)))
        filter (where coalesce(a.hours_total, a.hours_centre) is not null), '[]')
    from offer_trainingaction a
    where a.training_id = t.id and a.closed_on is not distinct from t.closed_on
)"""
_MODULES = """(
    select coalesce(jsonb_agg(jsonb_build_object(
        'title', m.title, 'hours', m.hours, 'reference', m.reference,
        'attestations', (
            select coalesce(jsonb_agg(w.text order by w.text), '[]')
            from offer_moduleattestation w where w.module_id = m.id
        ),
        'blocks', (
            select coalesce(jsonb_agg(b.block_code order by b.block_code), '[]')
            from offer_moduleblock b where b.module_id = m.id
        )
    ) order by m.rank), '[]')
    from offer_module m where m.training_id = t.id and m.closed_on is null
)"""
# Of the row « t » of the trainings.
TAUGHT = f"""jsonb_build_object(
    'title', t.title, 'objective', t.objective, 'expected_results', t.expected_results, 'content', t.content,
    'certifications', {_CERTIFICATIONS}, 'hours', {_HOURS}, 'modules', {_MODULES}
)"""
TAUGHT_NOW = f"select t.id, {TAUGHT} from offer_training t where t.id = any(%(ids)s)"  # noqa: S608 - our own columns
