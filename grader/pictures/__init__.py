"""Pictures of a student's own results, made by the student's own functions, for the desk and for reports.

``table``        which exercises have a picture, and of which functions
``given``        seed, epochs and data of a picture, and what may go wrong with the student's functions
``make``         from functions to results, from results to the bytes of a PNG
``exercises``    one module an exercise, each with ``gather`` (functions to results) and ``draw`` (results to a figure)
``checks``       what functions returned, refused where it cannot be drawn
``canvas``       size, colours and fonts of all pictures
``from_worker``  the same with functions that run in a confined worker
"""
