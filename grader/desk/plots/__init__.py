"""``xorcise plot``: a picture of a student's own results, made at the student's desk.

``run``    asks for a picture: a plain child process with a deadline makes it
``child``  that process: loads the student's file, makes the picture, or says in one line why there is none
"""
