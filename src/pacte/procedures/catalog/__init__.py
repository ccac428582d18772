"""One procedure a file: its entry is ``PROCEDURE``. Adding a file adds a scheme, without migration."""
