"""Files of rows (trainees, conventions, acts): parsed in a sandbox, checked row by row."""
