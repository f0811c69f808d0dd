"""What two students' work has in common that others' has not: code, and rare mistakes. Evidence to read, not proof.

Pure functions over texts and verdicts; ``grader.run.similar`` reads them from a gradebook, and
``grader.report.similar_page`` shows what was found.
"""
