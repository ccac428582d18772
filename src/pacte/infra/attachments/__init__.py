"""Files that somebody attaches: what they are is read from their bytes, and nothing active is kept.

``inspection`` starts the reader of a format in the sandbox; text, which needs no parser, is read in the process. The
rooms above give bytes and the format that the name announces, and get the bytes to keep.
"""
