"""Xorcise: graded deep-learning exercises and the autograder that scores them.

The way of the data, one package or module a station:
``submission`` -> ``worker`` -> ``suite`` -> ``result`` -> ``report``.

This file imports nothing: a guest process imports ``grader.guest`` and must get nothing else with it.
"""

__version__ = "0.2.0"
