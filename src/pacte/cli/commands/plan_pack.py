"""Makes the committee pack of a closed round: PDF, slides and workbook with the same figures."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from django.conf import settings

from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.exchange.pack_files import EXTENSIONS, pack_file_name, write_pack
from pacte.infra.atomic_files import write_atomically
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ValidationError
from pacte.plan.queries import main_plan, plan_by_code
from pacte.steering.queries.rounds import round_summaries
from pacte.workflows.committee_pack import get_or_make_pack_of_round

HELP = "Fait le dossier d’un comité à partir d’un tour clos : PDF, diapositives et classeur."
EXAMPLE = "./pacte plan pack --round 3 --format pdf,pptx --out dossier/"
NEEDS = "database"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--round", type=int, required=True, metavar="N", help="numéro du tour, clos")
    parser.add_argument("--plan", metavar="CODE", help="plan (sinon celui qui court)")
    parser.add_argument("--format", default=",".join(EXTENSIONS), metavar="LISTE", help="pdf, pptx, xlsx (tous)")
    parser.add_argument("--out", default=".", metavar="DOSSIER", help="où écrire les fichiers (ici)")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    extensions = _parse_formats(options.format)
    ensure_database_ready()
    started = time.monotonic()
    with acting_as(actor):
        plan = plan_by_code(actor=actor, code=options.plan) if options.plan else main_plan(actor=actor)
        if plan is None:
            raise ValidationError(
                "no_plan", "Aucun plan n’est chargé.", hint="Importez-en un : ./pacte import plan FICHIER."
            )
        _refuse_unknown_round(options.round, [line.number for line in round_summaries(actor=actor, plan=plan)])
        committee_pack = get_or_make_pack_of_round(
            actor=actor, plan=plan, number=options.round, synthetic=settings.INSTANCE.name == "demo"
        )
        digest = committee_pack.committee.frozen_digest
    _progress("Dossier figé" if committee_pack.is_new else "Dossier déjà figé, repris tel quel")
    files = []
    folder = Path(options.out)
    for extension in extensions:
        path = folder / pack_file_name(committee_pack.pack, extension)
        data = write_pack(committee_pack.pack, extension)
        write_atomically(path, data)
        files.append({"file": str(path), "bytes": len(data)})
        _progress(f"Écrit : {path}, {len(data)} octets")
    print(
        f"{committee_pack.pack.title}, édition {committee_pack.pack.edition} : "
        f"{len(committee_pack.pack.actions)} actions, "
        f"{len(committee_pack.pack.matters)} à regarder, {len(committee_pack.pack.figures())} références."
    )
    if options.json:
        result = {
            "plan": plan.code,
            "round": options.round,
            "committee": committee_pack.pack.committee_number,
            "edition": committee_pack.pack.edition,
            "digest": digest,
            "frozen_now": committee_pack.is_new,
            "actions": len(committee_pack.pack.actions),
            "matters": len(committee_pack.pack.matters),
            "references": len(committee_pack.pack.figures()),
            "files": files,
            "seconds": round(time.monotonic() - started, 2),
        }
        print(json.dumps(result, ensure_ascii=False))
    return 0


def _parse_formats(text: str) -> list[str]:
    """Return the requested formats, without duplicates, in the standard order. Raise ``ValidationError`` if unknown."""
    extensions = {word.strip().lower().lstrip(".") for word in text.split(",") if word.strip()}
    unknown = sorted(extensions - set(EXTENSIONS))
    if unknown or not extensions:
        raise ValidationError(
            "pack_format",
            f"Le format « {unknown[0] if unknown else text} » n’est pas connu.",
            hint=f"Choisissez parmi : {', '.join(EXTENSIONS)}.",
        )
    return [each for each in EXTENSIONS if each in extensions]


def _refuse_unknown_round(number: int, round_numbers: list[int]) -> None:
    if number not in round_numbers:
        known_rounds = ", ".join(str(each) for each in sorted(round_numbers)) or "aucun"
        raise ValidationError("round_unknown", f"Ce plan n’a pas de tour {number}.", f"Tours connus : {known_rounds}.")


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(text, file=sys.stderr, flush=True)
