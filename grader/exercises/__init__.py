"""The exercises: where their pieces lie, what their TOML files say, and the wrong variants of their references.

``catalogue`` is the only module that knows the folders. ``exercise`` and ``misconceptions`` read the TOML files.
``overlay`` (with ``splice`` and ``body``) renders wrong variants. ``datasets`` loads data. ``scaffold`` writes a new
exercise.
"""
