"""Computes indicators: which ones, where, when, split by what, and as known on which day."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.exchange.indicator_files import indicators_as_csv, indicators_as_xlsx
from pacte.indicators.facts.tables import TABLES
from pacte.indicators.queries import answer_document, explain_change, find_zone, indicator, saved_answer
from pacte.indicators.records import STATE_LABELS, IndicatorQuestion, TerritoryRule, ValueState
from pacte.indicators.records.changes import CAUSE_LABELS
from pacte.indicators.rules.answer_document import explanation_to_json
from pacte.indicators.rules.evidence import measured_value_text
from pacte.indicators.rules.periods import months_before, parse_period_day
from pacte.indicators.services import save_indicator_answer
from pacte.infra.atomic_files import write_atomically
from pacte.kernel.action_codes import ActionCode, normalise_action_code
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_number
from pacte.plan.queries import content_of_version, main_plan, version_on

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor

HELP = "Répond par des chiffres : quels indicateurs, où, quand, ventilés comment, connus quel jour."
EXAMPLE = "./pacte indicators --code low_qualified_share --zone Cher --from 2020 --to 2020 --where fund=pact"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--code", action="append", default=[], metavar="CODE", help="indicateur (sinon tous ; répétable)"
    )
    parser.add_argument(
        "--action",
        type=normalise_action_code,
        metavar="CODE",
        help="les indicateurs des cibles d’une action, demandés d’elle sur le fonds du pacte",
    )
    parser.add_argument("--zone", metavar="ZONE", help="nom ou code, ou découpage:code (department:18)")
    parser.add_argument("--zone-kind", default="department", metavar="DÉCOUPAGE", help="découpage de « --by zone »")
    parser.add_argument(
        "--by",
        default="",
        metavar="A,B",
        help="level,public,sex,age,fund,action,lot,funder,objective,provider,zone,month…",
    )
    parser.add_argument(
        "--where", action="append", default=[], metavar="A=X,Y", help="ne garde que ces valeurs (répétable)"
    )
    parser.add_argument("--from", dest="first", metavar="JOUR", help="premier jour : 2020, 2020-03 ou 2020-03-15")
    parser.add_argument("--to", dest="last", metavar="JOUR", help="dernier jour")
    parser.add_argument("--as-of", metavar="JOUR", help="ce qui était connu ce jour-là (aujourd’hui)")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--residence", action="store_true", help="compte au lieu de résidence")
    place.add_argument("--session", action="store_true", help="compte au lieu de la session")
    parser.add_argument(
        "--since", metavar="JOUR", help="pourquoi le chiffre a changé depuis ce jour (un seul indicateur)"
    )
    parser.add_argument("--answer", type=int, metavar="N", help="redonne telle quelle la réponse gardée sous ce numéro")
    parser.add_argument("--format", choices=("text", "json", "csv", "xlsx"), default="text", help="forme de la réponse")
    parser.add_argument("--json", action="store_true", help="comme --format json")
    parser.add_argument("--output", metavar="FICHIER", help="écrit dans un fichier")


def run(options: argparse.Namespace, actor: Actor) -> int:
    ensure_database_ready()
    with acting_as(actor):
        region = host_organisation()
        if region is None:
            raise ValidationError(
                "no_host", "Aucune Région n’est installée.", hint="Lancez ./pacte start ou ./pacte demo."
            )
        if options.since:
            return _print_explanation(options, actor, region)
        rank, text = _answer_document(options, actor, region)
    _output_document(options, rank, text)
    return 0


def _answer_document(options: argparse.Namespace, actor: Actor, region: Organisation) -> tuple[int | None, str]:
    if options.answer:
        return options.answer, saved_answer(actor=actor, host_id=region.pk, number=options.answer).document
    question = _question(options, actor)
    if options.action is not None:
        question = _question_of_action(actor, options.action, question)
    computed_answer = answer_document(actor=actor, host_id=region.pk, question=question)
    answer_record = save_indicator_answer(actor=actor, host=region, question=question, document=computed_answer)
    return answer_record.number, answer_record.text


def _question(options: argparse.Namespace, actor: Actor) -> IndicatorQuestion:
    known_on = parse_period_day(options.as_of, last=True) if options.as_of else today()
    if known_on > today():
        raise ValidationError(
            "as_of_future",
            "Le jour demandé est à venir.",
            "On ne sait pas encore ce qui sera connu.",
            "Choisissez aujourd’hui ou un jour passé.",
        )
    plan = main_plan(actor=actor)
    default_period = (
        (f"{plan.first_year}", f"{plan.last_year}") if plan else (months_before(known_on, 12).isoformat(), None)
    )
    first = parse_period_day(options.first or default_period[0])
    last = parse_period_day(options.last or default_period[1] or known_on.isoformat(), last=True)
    if last < first:
        raise ValidationError(
            "period_reversed", "La période finit avant de commencer.", hint="Donnez --from, puis --to."
        )
    territory = TerritoryRule.RESIDENCE if options.residence else TerritoryRule.SESSION if options.session else None
    return IndicatorQuestion(
        first=first,
        last=last,
        known_on=known_on,
        codes=tuple(options.code),
        zone=find_zone(options.zone) if options.zone else None,
        zone_kind=options.zone_kind,
        by=tuple(word.strip() for word in options.by.split(",") if word.strip()),
        where=tuple(_parse_filter(text) for text in options.where),
        territory=territory,
    )


def _print_explanation(options: argparse.Namespace, actor: Actor, region: Organisation) -> int:
    if len(options.code) != 1:
        raise ValidationError(
            "since_code", "On explique un chiffre à la fois.", hint="Donnez un seul --code avec --since."
        )
    question, since = _question(options, actor), parse_period_day(options.since, last=True)
    change = explain_change(actor=actor, host_id=region.pk, code=options.code[0], question=question, since=since)
    if options.json or options.format == "json":
        print(json.dumps(explanation_to_json(change), ensure_ascii=False))
        return 0
    unit = indicator(change.code).unit_word
    for label, value in (
        (f"connu au {change.since}", change.before),
        (f"le {change.since}, su depuis", change.known_since),
        (f"connu au {change.until}", change.after),
    ):
        print(f"{label} : {measured_value_text(value, unit) or STATE_LABELS[value.state]}")
    for line in change.changes:
        detail = f"{format_number(line.count)}, {TABLES[line.table].label}" if line.table else line.note
        print(f"  {CAUSE_LABELS[line.cause]} : {detail}")
    for each in change.contributions:
        if each.number is not None:
            detail = "" if each.denominator is None else f" ({_signed(each.numerator)} / {_signed(each.denominator)})"
            print(
                f"  effet, {CAUSE_LABELS[each.cause]} : {_signed(each.number)} "
                f"{indicator(change.code).difference_unit}{detail}"
            )
    return 0


def _signed(gap: Fraction | float) -> str:
    return f"{'+' if gap > 0 else ''}{format_number(float(gap), 0 if gap == int(gap) else 2)}"


def _question_of_action(actor: Actor, number: ActionCode, question: IndicatorQuestion) -> IndicatorQuestion:
    """The indicators of the targets of an action of the main plan, asked of what it bought on the fund of the pact.

    Filters of the question on the action or the fund stay. Raise ``ValidationError`` when the action has no indicator.
    """
    plan = main_plan(actor=actor)
    filters = {"action": (str(number),), "fund": ("pact",)} | dict(question.where)
    content = content_of_version(version_on(actor=actor, plan=plan, on=question.known_on)) if plan else None
    rows = content.rows_of(number) if content else ()
    codes = [figure.indicator_code for row in rows for figure in row.figures if figure.indicator_code]
    if not codes:
        raise ValidationError(
            "action_codes", f"L’action {number} n’a pas de cible qu’un indicateur mesure.",
            hint="Choisissez une action du plan, ou un indicateur avec --code.",
        )  # fmt: skip
    return replace(
        question, codes=tuple(dict.fromkeys(codes)), where=tuple(filters.items()), plan=plan.pk if plan else None
    )


def _parse_filter(text: str) -> tuple[str, tuple[str, ...]]:
    name, equal, values = text.partition("=")
    if not equal or not values:
        raise ValidationError(
            "where", f"« {text} » n’est pas un filtre.", hint="Écrivez par exemple --where fund=pact."
        )
    return name.strip(), tuple(value.strip() for value in values.split(","))


def _output_document(options: argparse.Namespace, rank: int | None, text: str) -> None:
    form = "json" if options.json else options.format
    if form == "text" and not options.output:
        _print_document(json.loads(text))
        print(f"Réponse gardée sous le numéro {rank}.")
        return
    data = {
        "json": lambda: text.encode() + b"\n",
        "csv": lambda: indicators_as_csv(json.loads(text)),
        "xlsx": lambda: indicators_as_xlsx(json.loads(text)),
        "text": lambda: text.encode() + b"\n",
    }[form]()
    if options.output:
        _write_file(Path(options.output), data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _write_file(path: Path, data: bytes) -> None:
    write_atomically(path, data)
    print(f"Écrit : {path}, {format_number(len(data))} octets.", file=sys.stderr)


def _print_document(document: dict[str, Any]) -> None:
    if document["synthetic"]:
        print("Données fictives.")
    question = document["question"]
    where = question["zone_label"] or "toute la région"
    print(f"Du {question['from']} au {question['to']}, {where}, connu au {document['as_of']}.")
    for line in document["indicators"]:
        split = ", ".join(line["split_labels"].values())
        print(f"{line['number']:<6} {line['label']}{' — ' + split if split else ''} : {_value_text(line)}")
    for note in document.get("notes", ()):
        print(note)


def _value_text(line: dict[str, Any]) -> str:
    state = ValueState(line["state"])
    if line.get("refused"):
        return f"sans objet, {line['refused']}"
    if state is not ValueState.NUMBER:
        detail = (
            f" ({line['received']} sur {line['expected']})" if state is ValueState.MISSING and line["expected"] else ""
        )
        return STATE_LABELS[state] + detail + (f", à fournir par {line['owed_by']}" if "owed_by" in line else "")
    value = line["value"]
    text = f"{format_number(value, 0 if isinstance(value, int) and line['denominator'] is None else 1)} {line['unit']}"
    if line["denominator"] is not None:
        text += f" ({format_number(line['numerator'])} / {format_number(line['denominator'])})"
    return text
