"""The judge's side of the wire: starting confined guest processes, and calling the student's code in them.

::

    worker           the judge's handle on one submission's guest process
    conversation     requests, callbacks and answers: the judge's half of the protocol
    connection       frames by a deadline, and what is printed
    messages         packing and reading, within bounds of the judge's memory
    faults           what an exception or the end of a process means; source_lines: the line that it is about
    launch           what all ways of starting share; template_launcher, spawn_launcher, bubblewrap: the ways
    resources        one guest's disk, memory and threads
    enforcement      what enforces limits on this machine: control_group, guest.tmpfs, or else
    monitor          looking at what a guest uses; disk_usage: counting its files
    folder           laying out and removing a guest's files
    auditing         which system calls the filter refused

What runs in the guest process itself is ``grader.guest``.
"""
