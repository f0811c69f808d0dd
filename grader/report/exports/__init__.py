"""The class for spreadsheets, scripts and learning platforms: each format is a generator of lines.

``table`` has what they share: whose line is whose, what a platform calls an exercise, and what it is worth there.
"""
