"""Fuzzing of all code in the judge that reads data from a submission.

``targets.py`` lists the targets, which state what must hold for any bytes. Two drivers search for bytes for which a
target fails: hypothesis for some seconds in ``make test``, and atheris (libFuzzer, guided by coverage) for any time::

    python -m tests.attacks.fuzz --minutes 60

After a fault is fixed, the bytes that showed it are kept in ``regressions/<target>/``. Every run tries these first.
"""
