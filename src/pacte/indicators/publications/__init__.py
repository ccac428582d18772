"""Public tables: a fixed set, one per file, so that no choice of filters discloses a suppressed count."""
