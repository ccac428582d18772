"""Runs a command of the program as if it were a year later: python -m tests.demo.a_year_ahead demo --small …"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import time_machine

from pacte.cli.main import main
from tests.a_year_ahead import DAYS

if __name__ == "__main__":
    with time_machine.travel(datetime.now(tz=UTC) + timedelta(days=DAYS), tick=True):
        raise SystemExit(main(sys.argv[1:]))
