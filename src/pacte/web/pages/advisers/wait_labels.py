"""Columns of the dashboard: URL words and labels. Pure."""

from pacte.journeys.records.adviser_desk import WaitStatus

WAIT_URL_WORDS = {WaitStatus.TO_DO: "a-faire", WaitStatus.AWAITED: "en-attente", WaitStatus.SILENT: "sans-nouvelles"}
WAIT_LABELS = {WaitStatus.TO_DO: "À faire", WaitStatus.AWAITED: "En attente", WaitStatus.SILENT: "Sans nouvelles"}
