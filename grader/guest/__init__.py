"""What runs in the untrusted process. It imports nothing else of ``grader``: an import contract checks that.

``template`` (or ``spawned``, for one submission alone) starts with the libraries of ``preload`` and forks; the fork
confines itself (``confinement``, ``room``, ``system_calls``); ``guest`` loads the submission and answers calls over
``wire``. ``canary`` is a submission of ours that tries what must be refused. The judge's side is ``grader.worker``; it
imports ``wire`` and ``confinement`` from here.
"""
