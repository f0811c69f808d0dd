"""The student's own desk.

Public tests beside the student's code give no points. Here are the plugin behind a test button, the check cells of
notebooks, and what is handed in.
"""
