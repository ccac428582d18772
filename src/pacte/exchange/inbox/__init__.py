"""The inbox: what partners send is kept first, then understood, applied in the order of its dossier, or settled."""
