"""Executors: how tasks reach slots, on this machine (``local``) or on many (``dask``).

``protocol`` says what an executor is. ``grader`` grades tasks in one slot; ``settings`` is what every slot is told and
``bundle`` what travels to another machine.
"""
