"""External series, one file per source: its producer, the headings that identify its file, the values of a row."""
