"""The student's own desk: public tests run beside the student's code, and give no points."""
