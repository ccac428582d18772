"""Size limits of a flux. Real ones weigh half a gigabyte, and a record some hundred kilobytes."""

FLUX_VERSION = "4.1"
ROOT_ELEMENT = "FICHES"
RECORD_ELEMENT = "FICHE"

MAX_BYTES = 4 * 1024**3
MAX_UNPACK_RATIO = 200
"""Unpacked size over packed size."""
RATIO_CHECKED_FROM_BYTES = 16 * 1024**2
MAX_DEPTH = 12
MAX_RECORD_NODES = 500_000
"""Elements of one record, partners included."""
MAX_RECORD_LENGTH = 8_000_000
MAX_RECORDS = 500_000

WORKER_ADDRESS_SPACE = 512 * 1024**2
WORKER_CPU_SECONDS = 1_200
SILENCE_TIMEOUT_SECONDS = 120.0
"""A worker silent for this long is stopped."""
MAX_MESSAGE_BYTES = 16 * 1024**2
