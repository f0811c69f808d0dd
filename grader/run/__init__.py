"""A class from its folder to its reports, and the gradebook that commands look into.

``driver`` takes a class in, has it graded and reports; ``reports`` writes what the gradebook says; ``books`` finds the
gradebook that a command is about; ``documents`` are results as platforms read them. ``platform`` grades one submission
where a platform hands over one at a time; ``gradescope`` and ``classroom50`` are what such platforms run. The commands
of ``grader.commands`` use these and not one another.
"""
