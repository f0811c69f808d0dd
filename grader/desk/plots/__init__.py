"""Pictures of a student's own results, made by the student's own functions.

``table``     which exercises have a picture, and of which functions
``run``       asks for a picture: a plain child process with a deadline makes it
``child``     that process: loads the student's file, makes the picture, or says in one line why there is none
``given``     seed, epochs and data of a picture, and what may go wrong with the student's functions
``make``      from functions to results, from results to the bytes of a PNG
``pictures``  one module an exercise, each with ``gather`` (functions to results) and ``draw`` (results to a figure)
``checks``    what functions returned, refused where it cannot be drawn
``canvas``    size, colours and fonts of all pictures
"""
