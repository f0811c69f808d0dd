"""What runs in the untrusted process. It imports nothing else of ``grader``: an import contract checks that.

``template`` imports the libraries (``preload``) and forks; ``spawned`` does both for one submission alone. The new
process confines itself (``tmpfs``, ``confinement``, ``system_calls``). Then ``guest`` loads the submission and answers
calls over ``wire``. ``canary`` is a submission of ours that tries what must be refused. The judge's side is
``grader.worker``, which imports ``wire`` and ``confinement`` from here.
"""
