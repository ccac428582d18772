"""The XML flux of the national registers (RNCP and RS, version 4.1), read as a stream in a bounded child process."""
