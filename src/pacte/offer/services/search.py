"""Builds the search tables from the catalogue, for some trainings after a change or for all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from django.db import connection, transaction
from psycopg import Cursor

from pacte.audit.planner_statistics import analyze_tables
from pacte.infra.staged_copy import copy_row
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.french import fold_text
from pacte.offer.models import SearchStamp, Training, TrainingDescription
from pacte.offer.records.search import FACET_BITS, FUNDER_CODES_BY_FACET, SearchFacet
from pacte.offer.rules.nature import nature_of
from pacte.offer.rules.search import (
    LEVELS,
    PART_TIME_HOURS,
    formacode_lexeme,
    nature_lexeme,
    occupation_lexeme,
)
from pacte.reference.queries import certifications_by_code, occupation_search_words

_CREATE_EXTRA = """
create temporary table search_extra (
    training_id bigint primary key, nature text, names text, certified text, level smallint,
    main_codes text, other_codes text
) on commit drop
"""
_INSERT_TEXT = """
insert into offer_searchtext (training_id, words)
select t.id,
    setweight(to_tsvector('french', offer_plain(t.title) || ' ' || e.main_codes), 'A')
    || setweight(to_tsvector('french', e.names || ' ' || e.other_codes), 'B')
    || setweight(to_tsvector('french', offer_plain(e.certified || ' ' || coalesce(c.texts, '') || ' '
        || coalesce(s.summary, ''))), 'C')
    || setweight(to_tsvector('french', offer_plain(t.objective || ' ' || t.content || ' ' || p.name)), 'D')
from search_extra e
join offer_training t on t.id = e.training_id
join offer_provider p on p.id = t.provider_id
left join offer_trainingdescription s on s.training_id = t.id
left join (select training_id, string_agg(text, ' ') as texts from offer_competence group by training_id) c
    on c.training_id = t.id
on conflict (training_id) do update set words = excluded.words
"""
# SQL condition of each facet on a row; bits are in ``records.search.FACET_BITS``.
_FACET_SQL = {
    SearchFacet.SEATS_LEFT: '"left" > 0',
    SearchFacet.ROLLING: "is_rolling",
    SearchFacet.CERTIFYING: "is_certifying",
    SearchFacet.ATTESTING: "nature in ('qualifying', 'upskilling', 'basic_skills', 'literacy')",
    SearchFacet.TRYING: "nature in ('prequalifying', 'remobilisation')",
    SearchFacet.PART_TIME: "is_part_time",
    SearchFacet.EVENING: "is_evening",
    SearchFacet.REMOTE: "modality > 0",
    SearchFacet.WHEELCHAIR: "wheelchair",
    # Declared by the provider or unknown: only trainings that declare a licence requirement are excluded.
    SearchFacet.NO_LICENCE: "needs_licence is not true",
    SearchFacet.WITHOUT_CAR: "without_car",
    SearchFacet.READING: "nature in ('literacy', 'basic_skills')",
    **{
        facet: f"funder_codes && '{{{','.join(map(str, codes))}}}'::smallint[]"
        for facet, codes in FUNDER_CODES_BY_FACET.items()
    },
}
_FACET_BITS_SQL = " + ".join(
    f"case when {meaning} then {FACET_BITS[facet]} else 0 end" for facet, meaning in _FACET_SQL.items()
)
# Time of day and pace come from the text of the file only; nothing else is inferred.
_INSERT_ROWS = f"""
insert into offer_searchrow (
    session_id, training_id, host_id, commune_code, department_code, latitude, longitude, starts_on, ends_on,
    is_rolling, state, "left", nature, is_certifying, level, hours, modality, is_evening, is_part_time,
    funder_codes, costs_nothing, public_codes, rome_codes, needs_licence, without_car, wheelchair,
    card, open_until, boxes
)
select made.*, offer_open_until(state, is_rolling, starts_on, ends_on), {_FACET_BITS_SQL} from (
select s.id, t.id as training_id, t.host_id, coalesce(i.commune_code, ''),
    left(coalesce(nullif(i.commune_code, ''), i.postal_code, ''), 2) as department, i.latitude, i.longitude,
    s.starts_on, s.ends_on, a.entry_mode = 1 as is_rolling, s.state,
    case when pl.session_id is null then s.places_given else greatest(0, pl.opened - pl.occupied) end as "left",
    e.nature, t.is_certifying, e.level, a.hours_total, a.modality,
    offer_plain(a.pace) ~ '\\m(soir|soiree|soirs)\\M' as is_evening,
    offer_plain(a.pace) ~ '\\m(temps partiel|mi temps|a son rythme)\\M'
        -- Null with an unknown date or unknown hours: nothing then says that it is part-time.
        or coalesce(s.ends_on > s.starts_on
            and a.hours_total * 7.0 / nullif(s.ends_on - s.starts_on, 0) < %(part_time)s, false) as is_part_time,
    array(
        select distinct (f ->> 'code')::smallint from jsonb_array_elements(a.funders) as f
        where f ->> 'code' ~ '^[0-9]{{1,2}}$'
    ) as funder_codes,
    case when a.costs_may_be_paid then true when a.price_total_cents = 0 then true
        when a.price_total_cents > 0 then false end as costs_nothing,
    a.public_codes, t.rome_codes, w.licence_required as needs_licence, w.reached_without_car as without_car,
    w.wheelchair, hashtextextended(offer_plain(t.title), 0) as card
from search_extra e
join offer_training t on t.id = e.training_id
join offer_trainingaction a on a.training_id = t.id and a.closed_on is null
join offer_session s on s.training_action_id = a.id and s.closed_on is null
left join offer_site i on i.id = coalesce(s.site_id, a.site_id)
left join offer_sessionplaces pl on pl.session_id = s.id
left join offer_accessinformation w on w.training_action_id = a.id
where t.closed_on is null
) as made
"""  # noqa: S608 — fixed pieces
_INSERT_WORDS = """
insert into offer_searchword (word, trainings)
select word, count(*) from (
    select distinct t.id, w.word
    from offer_training t
    cross join lateral regexp_split_to_table(offer_plain(t.title), ' ') as w(word)
    where t.closed_on is null and length(w.word) between 3 and 60
    union
    select distinct e.training_id, w.word
    from search_extra e
    cross join lateral regexp_split_to_table(e.names || ' ' || offer_plain(e.certified), ' ') as w(word)
    where length(w.word) between 3 and 60
) as found
group by word
on conflict (word) do update set trainings = excluded.trainings
"""


def refresh_search(*, actor: Actor, host_id: int, training_ids: Collection[int] | None = None) -> int:
    """Rebuild the rows of these trainings (by default all of the Region) and return their number of sessions.

    Triggers update the places left from the ledger. A full rebuild recreates the vocabulary; a partial one extends it.
    """
    del actor  # Public data copied from public data; the permission was checked when the catalogue changed.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CREATE_EXTRA)
        _fill_extra(cast("Cursor", cursor.cursor), host_id, training_ids)
        _delete_rows(cursor, host_id, training_ids)
        cursor.execute(_INSERT_TEXT)
        cursor.execute(_INSERT_ROWS, {"part_time": PART_TIME_HOURS})
        count: int = cursor.rowcount
        cursor.execute(_INSERT_WORDS)
        cursor.execute("drop table search_extra")
        SearchStamp.objects.update_or_create(pk=1, defaults={"made_at": now()})
        if training_ids is None:
            analyze_tables("offer_search")
    return count


def _delete_rows(cursor: Any, host_id: int, training_ids: Collection[int] | None) -> None:
    if training_ids is None:
        cursor.execute("delete from offer_searchrow where host_id = %s", [host_id])
        cursor.execute(
            "delete from offer_searchtext x using offer_training t where t.id = x.training_id and t.host_id = %s",
            [host_id],
        )
        cursor.execute("delete from offer_searchword")
        return
    cursor.execute("delete from offer_searchrow where training_id = any(%s)", [list(training_ids)])
    cursor.execute("delete from offer_searchtext where training_id = any(%s)", [list(training_ids)])


def _fill_extra(cursor: Cursor, host_id: int, training_ids: Collection[int] | None) -> None:
    """Values computed in Python: nature, everyday names of the occupations, titles of the certifications."""
    trainings = Training.objects.filter(host_id=host_id, closed_on=None)
    if training_ids is not None:
        trainings = trainings.filter(pk__in=training_ids)
    rows = list(
        trainings.values_list(
            "pk", "formacodes", "general_objective", "is_certifying", "rome_codes", "certifications", "level_out"
        )
    )
    set_by_hand = dict(TrainingDescription.objects.exclude(nature="").values_list("training_id", "nature"))
    names = occupation_search_words({code for row in rows for code in row[4]})
    titles = _titles(row[5] for row in rows)
    with cursor.copy("copy search_extra from stdin") as copy:
        for line_of in _copy_lines(rows, set_by_hand, names, titles):
            copy.write(line_of)
    # Without statistics, the planner would scan the catalogue row by row.
    cursor.execute("analyze search_extra")


def _copy_lines(
    rows: Iterable[tuple[Any, ...]],
    set_by_hand: Mapping[int, str],
    names: Mapping[str, tuple[str, ...]],
    titles: Mapping[str, str],
) -> Iterator[str]:
    plain_names = {code: _plain_words(" ".join(words)) for code, words in names.items()}
    for pk, formacodes, objective, is_certifying, romes, certified, level in rows:
        nature = set_by_hand.get(pk) or nature_of(
            formacodes=formacodes, general_objective=objective, is_certifying=is_certifying
        )
        occupation_names = " ".join(plain_names.get(code, "") for code in romes)
        certification = " ".join(titles.get(code, "") for code in _certification_codes(certified))
        codes = _code_lexemes(formacodes, romes, nature)
        yield copy_row((pk, nature, occupation_names, _plain_words(certification), LEVELS.get(level or 0), *codes))


def _code_lexemes(formacodes: Sequence[str], romes: Sequence[str], nature: str) -> tuple[str, str]:
    """Codes to search as words: what the training is about, then what it only touches (Formacodes after the first)."""
    main = [*map(formacode_lexeme, formacodes[:1]), *map(occupation_lexeme, romes), nature_lexeme(nature)]
    return " ".join(main), " ".join(map(formacode_lexeme, formacodes[1:]))


def _titles(all_certified: Iterable[list[dict[str, str]]]) -> dict[str, str]:
    codes = {code for certified in all_certified for code in _certification_codes(certified)}
    return {code: certification.title for code, certification in certifications_by_code(codes).items()}


def _certification_codes(certified: Iterable[Mapping[str, str]]) -> list[str]:
    codes = []
    for each in certified:
        for key, prefix in (("rncp", "RNCP"), ("rs", "RS")):
            if each.get(key):
                codes.append(prefix + str(each[key]).upper().removeprefix(prefix))
    return codes


def _plain_words(text: str) -> str:
    """Words without accents or punctuation, as in the SQL function ``offer_plain``."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold_text(text)).split())
