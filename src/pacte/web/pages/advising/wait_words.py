"""Columns of the dashboard: URL words and labels. Pure."""

from pacte.journeys.records.advising import Wait

WAIT_WORDS = {Wait.TO_DO: "a-faire", Wait.AWAITED: "en-attente", Wait.SILENT: "sans-nouvelles"}
WAIT_LABELS = {Wait.TO_DO: "À faire", Wait.AWAITED: "En attente", Wait.SILENT: "Sans nouvelles"}
