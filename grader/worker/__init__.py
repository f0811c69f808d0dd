"""The judge's side of the wire: starting confined processes, and calling the student's code in them.

``launch`` starts processes and ``host`` speaks to one. ``folder``, ``holds``, ``group`` and ``watch`` bound what it
takes from the machine, ``bounds`` what it says. What runs in the process itself is ``grader.guest``.
"""
