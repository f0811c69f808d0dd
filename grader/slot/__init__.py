"""One place where submissions are graded one after another.

``slot`` starts workers, ``suite_run`` runs one suite on one submission's files, ``task`` is what travels to a slot and
what comes back.
"""
