"""One file per partner: its names, codes, formats, and their certainty. Discovered by walking the folder."""
