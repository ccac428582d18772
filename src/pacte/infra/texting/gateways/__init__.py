"""One file a provider; each defines ``GATEWAY``."""
