"""Outside series, one file a source: whose it is, the headings that tell its file, how a line gives values."""
