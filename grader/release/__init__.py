"""What leaves the instructor's checkout: handouts for students, and bundles that bring the grader to a platform.

``handout`` writes what students receive. Each other module writes the bundle of one platform.
"""
