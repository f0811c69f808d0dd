"""Bytes from nowhere against everything of the judge's that reads what a stranger wrote.

``targets.py`` says what must hold for any bytes. Two drivers search for bytes for which it does not: hypothesis for
seconds in ``make test``, and atheris (libFuzzer, guided by the lines that were reached) for as long as one likes::

    python -m tests.attacks.fuzz --minutes 60

What either finds is mended, and its bytes are kept in ``regressions/<target>/``, which every run tries first.
"""
