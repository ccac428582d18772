"""What the end of its retention takes from a case: the machine alone, through one function of the owner of the tables.

Write-once rows keep their trigger: it lets the owner change a row, never delete one, while that function runs.
"""

from django.db import migrations

FUNCTIONS = """
create function procedures_forgets(of_table oid) returns boolean language sql stable
as $$
select current_setting('pacte.forgets_cases', true) = 'on'
    and current_user = (select pg_get_userbyid(relowner) from pg_class where oid = of_table)
$$;

create or replace function procedures_refuse_rewriting() returns trigger language plpgsql
as $$
begin
    if tg_op = 'UPDATE' and procedures_forgets(tg_relid) then
        return new;
    end if;
    raise exception '% is written once', tg_table_name using errcode = 'check_violation';
end $$;

create or replace function procedures_keep_document() returns trigger language plpgsql
as $$
declare
    untouched procedures_casedocument;
    infected boolean;
begin
    if tg_op = 'UPDATE' then
        if procedures_forgets(tg_relid) then
            return new;
        end if;
        untouched := new;
        untouched.data := old.data;
        infected := exists (
            select from procedures_documentcheck c
            where c.document_id = old.id and c.kind = 'scan' and c.result = 'infected'
        );
        if untouched is not distinct from old and (
            (new.data is null and infected)
            or (not infected and encode(sha256(new.data), 'hex') = old.digest)
        ) then
            return new;
        end if;
    end if;
    raise exception '% is written once', tg_table_name using errcode = 'check_violation';
end $$;

-- The answers to the fields of ``kept``: "field", or "lines.column" in each of the repeated lines, whose number stays.
create function procedures_kept_answers(given jsonb, kept text[]) returns jsonb language sql immutable
as $$
select coalesce(jsonb_object_agg(a.key, case
    when a.key = any(kept) then a.value
    else (
        select coalesce(jsonb_agg(coalesce((
            select jsonb_object_agg(c.key, c.value) from jsonb_each(l.line) c where a.key || '.' || c.key = any(kept)
        ), '{}'::jsonb) order by l.rank), '[]'::jsonb)
        from jsonb_array_elements(a.value) with ordinality as l(line, rank)
    )
end), '{}'::jsonb)
from jsonb_each(given) a
where a.key = any(kept) or (
    jsonb_typeof(a.value) = 'array' and jsonb_typeof(a.value -> 0) = 'object'
    and exists (select from unnest(kept) k where split_part(k, '.', 1) = a.key)
)
$$;

create function procedures_forgotten(given text) returns text language sql immutable
as $$ select case when given = '' then '' else 'Effacé' end $$;

-- Drafts that were deleted: their rows are gone, what the audit log says of them goes too.
create function procedures_forget_drafts(of_applications bigint[]) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
begin
    if not pacte_system() then
        raise exception 'only the machine forgets' using errcode = 'insufficient_privilege';
    end if;
    update audit_auditentry set subject_label = 'Demande effacée', reason = '', detail = '{}',
        person_name = case when person_id is null then '' else person_name end
    where subject_kind = 'application' and subject_id = any(of_applications::text[]);
end $$;

create function procedures_forget(of_cases bigint[], kept text[]) returns void
language plpgsql security definer set search_path = public, pg_temp
as $$
declare
    former text := coalesce(current_setting('pacte.forgets_cases', true), '');
begin
    if not pacte_system() then
        raise exception 'only the machine forgets' using errcode = 'insufficient_privilege';
    end if;
    perform set_config('pacte.forgets_cases', 'on', true);
    update audit_auditentry set subject_label = 'Demande effacée', reason = '', detail = '{}',
        person_name = case when person_id is null then '' else person_name end
    where subject_kind = 'application'
        and subject_id in (select a.id::text from procedures_application a where a.case_id = any(of_cases));
    update audit_auditentry set subject_label = 'Dossier effacé', reason = '', detail = '{}',
        person_name = case when person_id is null then '' else person_name end
    where subject_kind = 'file' and subject_id = any(of_cases::text[]);

    update procedures_case set title = 'Dossier n° ' || number, applicant_name = '',
        held_until_what = procedures_forgotten(held_until_what), values = procedures_kept_answers(values, kept)
    where id = any(of_cases);
    update procedures_caseversion set values = procedures_kept_answers(values, kept), person_name = ''
    where case_id = any(of_cases);
    update procedures_casereport set values = procedures_kept_answers(values, kept), person_name = ''
    where case_id = any(of_cases);
    update procedures_caseamendment set before = procedures_kept_answers(before, kept),
        after = procedures_kept_answers(after, kept), reason = procedures_forgotten(reason), person_name = ''
    where case_id = any(of_cases);
    update procedures_caseevent set before = '', after = '', reason = procedures_forgotten(reason), person_name = ''
    where case_id = any(of_cases) and kind not in ('moved', 'deliverable_moved', 'payment_moved', 'granted');
    update procedures_caseevent set reason = procedures_forgotten(reason), person_name = ''
    where case_id = any(of_cases);
    update procedures_casemessage set text = 'Effacé', person_name = '' where case_id = any(of_cases);
    -- Without a digest the nightly comparison does not look for bytes that are no longer there.
    update procedures_casedocument set title = 'Pièce effacée', name = '', data = null, digest = '',
        reference = 'Effacé', person_name = ''
    where case_id = any(of_cases);
    update procedures_award set reason = procedures_forgotten(reason), person_name = '' where case_id = any(of_cases);
    update procedures_grant set reason = procedures_forgotten(reason), person_name = '' where case_id = any(of_cases);
    update procedures_paymentorder set reason = procedures_forgotten(reason) where case_id = any(of_cases);
    update procedures_payeeaccount set iban = right(iban, 4), holder = '', contact_id = null, person_name = ''
    where case_id = any(of_cases);
    update procedures_deliverable set title = 'Livrable ' || rank where case_id = any(of_cases);
    update procedures_caseoption set title = code, description = '', enables = '' where case_id = any(of_cases);
    update procedures_optioncriterion set label = 'Critère ' || rank, meaning = '' where case_id = any(of_cases);
    update procedures_casechoice set text = 'Effacé', enables = '', decision_reference = '', reason = 'Effacé',
        person_name = ''
    where case_id = any(of_cases);
    update procedures_readerassignment set end_reason = procedures_forgotten(end_reason) where case_id = any(of_cases);
    update procedures_conflictdeclaration set text = procedures_forgotten(text) where case_id = any(of_cases);
    update procedures_readingscore set comment = procedures_forgotten(comment), criteria = coalesce((
        select jsonb_agg(each.criterion || '{"words": ""}' order by each.rank)
        from jsonb_array_elements(criteria) with ordinality as each(criterion, rank)
    ), '[]')
    where case_id = any(of_cases);
    update procedures_committeedecision set reason = procedures_forgotten(reason) where case_id = any(of_cases);
    -- What was signed keeps its digest, whatever is left of its words.
    update procedures_casepaper set source = '{}', person_name = '',
        content = '{"title": "Document effacé", "parties": [], "parts": []}'
    where case_id = any(of_cases);
    update procedures_papersignatory s set name = 'Effacé'
    from procedures_casepaper p where p.id = s.paper_id and p.case_id = any(of_cases);
    update procedures_paperanswer a set reason = procedures_forgotten(a.reason), person_name = ''
    from procedures_papersignatory s join procedures_casepaper p on p.id = s.paper_id
    where s.id = a.signatory_id and p.case_id = any(of_cases);
    update procedures_reportjudgement j set reason = procedures_forgotten(j.reason), person_name = ''
    from procedures_casereport r where r.id = j.report_id and r.case_id = any(of_cases);
    update procedures_optionscore s set source = 'Effacé', person_name = ''
    from procedures_caseoption o where o.id = s.option_id and o.case_id = any(of_cases);
    update procedures_scorestrike s set reason = procedures_forgotten(s.reason)
    from procedures_readingscore r where r.id = s.score_id and r.case_id = any(of_cases);

    -- Last: the lines above wrote what was there before.
    delete from audit_rowchange where table_name = 'procedures_case' and row_id = any(of_cases::text[]);
    delete from audit_rowchange where starts_with(table_name, 'procedures_')
        and coalesce(after, before) ->> 'case_id' = any(of_cases::text[]);
    delete from audit_rowchange where table_name = 'procedures_reportjudgement' and row_id in (
        select j.id::text from procedures_reportjudgement j join procedures_casereport r on r.id = j.report_id
        where r.case_id = any(of_cases)
    );
    delete from audit_rowchange where table_name = 'procedures_optionscore' and row_id in (
        select s.id::text from procedures_optionscore s join procedures_caseoption o on o.id = s.option_id
        where o.case_id = any(of_cases)
    );
    delete from audit_rowchange where table_name = 'procedures_scorestrike' and row_id in (
        select s.id::text from procedures_scorestrike s join procedures_readingscore r on r.id = s.score_id
        where r.case_id = any(of_cases)
    );
    perform set_config('pacte.forgets_cases', former, true);
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0016_fast_lists")]
    operations = [migrations.RunSQL(FUNCTIONS)]
