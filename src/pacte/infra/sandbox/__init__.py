"""The one sandbox: files from outside are parsed in a child process that can compute and answer, and nothing else.

``parent`` starts the child and reads its answer, ``worker`` runs in the child, ``protocol`` is what they speak. A
reader of files is a function marked ``@sandbox_entry`` in a module whose name ends with ``worker``.
"""
