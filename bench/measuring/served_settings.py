"""The settings of the product for a served site that also has the bare view of the benches."""

from pacte.config.settings import *  # noqa: F403 — every setting of the product, then what differs.

ROOT_URLCONF = "bench.measuring.page_urls"
