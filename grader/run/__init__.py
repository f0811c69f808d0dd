"""A class from its folder to its reports, and the gradebook that commands look into.

``driver`` takes a class in, has it graded and reports; ``reports`` writes what the gradebook says; ``books`` finds the
gradebook that a command is about. The commands of ``grader.commands`` use these and not one another.
"""
