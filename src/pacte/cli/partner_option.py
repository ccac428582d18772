"""Option « --partner »: the partner whose codes a catalogue uses, shared by the commands that read or write one."""

from __future__ import annotations

import argparse

from pacte.exchange.lheo.dialects import dialects


def add_partner_argument(parser: argparse.ArgumentParser, help_prefix: str) -> None:
    """Add the option. ``help_prefix`` starts its help: « le fichier vient de » or « le fichier est pour »."""
    parser.add_argument(
        "--partner",
        default="",
        metavar="NOM",
        help=f"{help_prefix} ce partenaire, dont les codes ne sont pas ceux de la norme : {', '.join(dialects())}",
    )
