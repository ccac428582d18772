"""Import and export formats, one file each: label, standard, reader and writer."""
