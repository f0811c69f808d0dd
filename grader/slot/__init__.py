"""A slot grades submissions one after another.

``slot`` starts workers, ``suite_run`` runs one suite on one submission's files, ``task`` has what travels to a slot and
what comes back.
"""
