"""« --partner »: whose codes a catalogue is written in. The same words for each command that reads or writes one."""

from __future__ import annotations

import argparse

from pacte.exchange.lheo.dialects import dialects


def partner_argument(parser: argparse.ArgumentParser, what: str) -> None:
    """``what`` says which file it is: « le fichier vient de » or « le fichier est pour »."""
    parser.add_argument(
        "--partner",
        default="",
        metavar="NOM",
        help=f"{what} ce partenaire, dont les codes ne sont pas ceux de la norme : {', '.join(dialects())}",
    )
