"""LHÉO, the national format of the training offer: its structure as data, a check in stream, import and export."""
