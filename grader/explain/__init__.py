"""Why a test failed: ``tables`` keep what each misconception does, ``diagnosis`` compares a submission's run with them.

``missing_tables`` makes the tables of a seed or a data set that has none.
"""
