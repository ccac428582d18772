"""Official files that pacte reads: one layout a file, found by walking this folder."""
