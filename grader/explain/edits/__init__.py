"""Single edits of a student's function, to find the place of its fault.

``edit`` has the record, ``site`` what an operator is given, ``operators`` the edits themselves in the order in which
they are tried, ``transplant`` takes expressions from right solutions, and ``making`` makes all of them for one file.
"""
