"""Runs a fictitious partner on this machine, to see and test exchanges."""

from __future__ import annotations

import argparse
import json
import os
import signal

from pacte.cli.listen_address import check_port_is_free
from pacte.demo.partner_simulator import FaultRates, PartnerRecords, UnreliableTransport, partner_server
from pacte.kernel.french_numbers import DecimalMark, parse_french_number

HELP = "Lance un partenaire fictif qui perd, double, retarde et mélange les messages."
EXAMPLE = "./pacte partners simulate --port 8107 --seed 7 --lose 0.1 --double 0.1"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8107, help="port d’écoute, sur cette machine (8107)")
    parser.add_argument("--seed", type=int, default=1, help="graine : la même donne les mêmes accidents (1)")
    for name, help_text in (
        ("lose", "part des messages, ou de leurs réponses, qui se perdent"),
        ("double", "part des messages qui arrivent deux fois"),
        ("delay", "part des messages qui arrivent après d’autres"),
        ("later", "part des réponses « reçu », sans décision"),
        ("reject", "part des messages refusés la première fois"),
    ):
        parser.add_argument(
            f"--{name}", type=_parse_share, default=0.0, metavar="PART", help=f"{help_text}, de 0 à 1 (0)"
        )
    parser.add_argument("--require", action="append", default=[], metavar="CHAMP", help="champ obligatoire")
    parser.add_argument(
        "--slug", default="", help="nom court du partenaire ; son secret se lit dans PACTE_PARTNER_SECRET"
    )
    parser.add_argument("--json", action="store_true", help="à l’arrêt, dernière ligne : les comptes en JSON")


def run(options: argparse.Namespace) -> int:
    weather = FaultRates(
        options.seed, options.lose, options.double, options.delay, options.later, options.reject,
        tuple(options.require),
    )  # fmt: skip
    if options.port:
        check_port_is_free("127.0.0.1", options.port)
    wire = UnreliableTransport(PartnerRecords(weather))
    http_server = partner_server(
        wire, port=options.port, slug=options.slug, secret=os.environ.get("PACTE_PARTNER_SECRET", "")
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print(f"Partenaire fictif : http://127.0.0.1:{http_server.server_address[1]} (Ctrl-C pour arrêter)", flush=True)
    try:
        http_server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        http_server.server_close()
    wire.deliver_late()
    if options.json:
        print(json.dumps(wire.records.counts(), ensure_ascii=False))
    return 0


def _parse_share(text: str) -> float:
    value = parse_french_number(text, mark=DecimalMark.EITHER)
    if value is None or not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("une part va de 0 à 1")
    return float(value)
