"""Files of rows from outside (trainees, conventions, acts): read in a bounded child, checked row by row."""
