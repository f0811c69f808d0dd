"""Results as text: pure functions, each takes results and returns something to print or to write.

Only the command line touches files. ``terminal`` and ``gradebook_csv`` need nothing beyond what a student installs;
``feedback`` and ``class_page`` need Jinja2, which they import when called.
"""
