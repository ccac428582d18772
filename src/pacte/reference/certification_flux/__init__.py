"""XML feed (« flux ») of the national registers (RNCP and RS, version 4.1), streamed by a sandboxed worker."""
