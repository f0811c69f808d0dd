"""The confined process that runs a submission, and the judge's end of the pipe to it.

Judge's side: ``launch`` starts processes, ``host`` speaks to one. Worker's side: ``template`` forks, ``confinement``
locks the door, ``guest`` loads the submission and answers. Both sides share ``wire`` alone.
"""
