"""The exercises: where their pieces lie, what they say of themselves, and the wrong variants of their references.

``catalogue`` is the only module that knows the folders. ``exercise`` and ``misconceptions`` read what it finds;
``overlay`` (with ``splice`` and ``statements``) renders wrong variants; ``datasets`` loads data; ``scaffold`` writes a
new exercise.
"""
