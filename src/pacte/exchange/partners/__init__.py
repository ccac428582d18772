"""One file a partner: its names, codes, formats, and how sure each is. Found by walking the folder."""
