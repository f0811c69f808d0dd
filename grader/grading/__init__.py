"""Executors, which bring tasks to slots on this machine (``local``) or on many machines (``dask``).

``protocol`` defines what an executor is. ``grader`` grades tasks in one slot. ``settings`` holds what every slot of a
run needs to know. ``bundle`` packs the exercises for other machines.
"""
