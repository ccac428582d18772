"""``python -m pacte``: what ``./pacte`` runs once everything is installed."""

import sys

from pacte.cli.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
