"""LHÉO, the national format of the training offer: structure as data, streaming check, import and export."""
