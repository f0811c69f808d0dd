"""Flaws as code: each module is written into a file beside the reference, which it makes wrong in one way.

``flawed`` takes a function, or a class's method, and returns a wrong one. It runs in a worker, which has NumPy and
nothing of grader: what a module takes from ``common`` is written into the file too.
"""
