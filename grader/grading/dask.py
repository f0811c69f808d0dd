"""Slots on other machines. dask.distributed finds them, sends them tasks, and repeats the tasks of a lost worker.

The driver keeps a limited number of tasks with the scheduler, so that its memory does not grow with the class. Dask's
pickles are exchanged only between the judge's own processes. The workers that run submissions never take part.

In this module *worker* means a Dask worker, unless stated otherwise.
"""

from __future__ import annotations

import asyncio
import logging
import re
import uuid
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from grader.errors import GraderError, UsageError, XorciseError
from grader.grading.bundle import bundle_digest, pack_exercises
from grader.grading.dask_slot import grade_group
from grader.grading.dask_tls import knock, refuse_unencrypted, security_for, why_not
from grader.grading.protocol import Executor
from grader.grading.settings import Settings
from grader.language import _
from grader.slot.task import Graded, Task, given_up

GROUP = 4
"""Maximum number of tasks that are sent together. Sending costs Dask a few milliseconds, whatever the size."""

GROUP_S = 0.25
"""Seconds that grading a group may take, so that sending it costs only a few percent of that. At the end of a run all
workers wait for the last group, so tasks that take longer are sent alone."""

IN_HAND = 2
"""Groups with the scheduler for each thread of a worker: the one that is being graded and the next one."""

LOOK_EVERY = 50
"""Answers after which the driver asks again how many workers there are."""

SCATTERS = 5
"""Times that the bundle is sent out in one run. It is lost if the only worker that holds it dies, as may happen to the
first worker of a cluster. Five such losses are not chance."""

ADDRESS = re.compile(r"([a-z]+://)?[^\s/]+:\d+")

CONNECT_S = 20
"""Seconds for the scheduler to answer, and for its first worker to appear."""


class DaskExecutor(Executor):
    """The slots of a Dask cluster. It connects to the cluster when there is something to grade.

    Args:
        settings: the settings of the run.
        address: the scheduler's address, ``tcp://host:8786``, or ``tls://host:8786`` to encrypt everything.
        security: Dask's ``Security`` with the certificates; by default they are taken from Dask's configuration.
    """

    def __init__(self, settings: Settings, address: str, security: Any = None) -> None:
        self.settings = settings
        self.address = address
        self.security = security

    def run(self, tasks: Iterable[Task]) -> Generator[Graded, None, None]:
        """Yield the grading of each task; see ``Executor.run``."""
        client = self._connect()
        try:
            yield from _DaskRun(client, self.settings, iter(tasks), self.address).go()
        finally:
            client.close()

    def _connect(self) -> Any:
        try:
            from distributed import Client  # an extra: where it is missing, one line says so
        except ImportError:
            raise UsageError(_("--scheduler needs Dask: install xorcise[cluster]")) from None
        if not ADDRESS.fullmatch(self.address):
            raise UsageError(
                _("--scheduler {address} is no address: write it like tcp://host:8786", address=repr(self.address))
            )
        security = security_for(self.address, self.security)
        # Dask logs lost and restored connections; what the caller must know becomes an error of one line
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            # connect without a client first: a client that cannot connect prints a traceback when it is deleted
            asyncio.run(knock(self.address, security, CONNECT_S))
            client = Client(self.address, timeout=CONNECT_S, set_as_default=False, security=security)
        except (OSError, ValueError) as error:
            raise UsageError(why_not(self.address, error)) from None
        try:
            client.wait_for_workers(1, timeout=CONNECT_S)
            refuse_unencrypted(self.address, client.nthreads())
        except UsageError:
            client.close()
            raise
        except TimeoutError:
            client.close()
            raise UsageError(
                _(
                    "the Dask scheduler at {address} has no workers: start `dask worker {address} --nthreads 1`",
                    address=self.address,
                )
            ) from None
        return client


class _DaskRun:
    """The tasks of one run: sends groups of them to the scheduler and receives the gradings."""

    def __init__(self, client: Any, settings: Settings, tasks: Iterator[Task], address: str) -> None:
        self._client = client
        self._address = address
        self._settings = settings
        self._tasks = tasks
        self._name = f"xorcise-{uuid.uuid4()}"
        self._sent = 0
        self._groups: dict[str, Sequence[Task]] = {}
        self._packed = pack_exercises(settings)
        self._digest = bundle_digest(self._packed)
        self._scattered = 0
        self._heard_of = 0
        self._took_s = 0.0
        self._scatter()

    def go(self) -> Iterator[Graded]:
        from distributed import as_completed  # an extra, see _connect

        window = self._window()
        futures = [f for f in (self._send_next() for _ in range(window)) if f is not None]
        answers = as_completed(futures, loop=self._client.loop, raise_errors=False)
        del futures
        for count, future in enumerate(answers):
            if count % LOOK_EVERY == LOOK_EVERY - 1:
                window = self._window()
            again, gradings = self._heard(future)
            del future
            for group in again:
                answers.add(self._send(group))
            while len(self._groups) < window and (more := self._send_next()) is not None:
                answers.add(more)
            yield from gradings

    def _scatter(self) -> None:
        """Send the bundle to the workers.

        Raises:
            GraderError: there are no workers, or the bundle was lost with a worker too often.
        """
        self._scattered += 1
        if self._scattered > SCATTERS:
            raise GraderError(_("the Dask cluster lost its workers again and again: what was graded is kept"))
        try:
            self._bundle = self._client.scatter(self._packed, broadcast=True)
        except TimeoutError:
            raise GraderError(_("the Dask cluster has no workers left: what was graded is kept")) from None
        self._of_bundle: set[str] = set()

    def _window(self) -> int:
        """Return how many groups may be with the scheduler now.

        Raises:
            UsageError: the scheduler uses TLS and a new worker does not.
        """
        threads = self._client.nthreads()
        refuse_unencrypted(self._address, threads)
        return int(IN_HAND * max(1, sum(threads.values())))

    def _send_next(self) -> Any | None:
        group = list(islice(self._tasks, self._together()))
        return self._send(group) if group else None

    def _together(self) -> int:
        """Return how many tasks to send together: one, until the first answers tell how long a task takes."""
        if not self._took_s:
            return 1
        return max(1, min(GROUP, int(GROUP_S * self._heard_of / self._took_s)))

    def _send(self, group: Sequence[Task]) -> Any:
        key = f"{self._name}-{self._sent}"
        self._sent += 1
        self._groups[key] = group
        self._of_bundle.add(key)
        return self._client.submit(grade_group, self._settings, self._bundle, self._digest, group, key=key, pure=False)

    def _heard(self, future: Any) -> tuple[list[Sequence[Task]], list[Graded]]:
        """Return the groups to send again and the gradings in the result of a finished future.

        Raises:
            XorciseError: a slot cannot grade, or the cluster failed.
        """
        from distributed.scheduler import KilledWorker  # an extra, see _connect

        group = self._groups.pop(future.key)
        if future.status == "finished":
            gradings = list(future.result())
            self._heard_of += len(gradings)
            self._took_s += sum(graded.duration_s for graded in gradings)
            return [], gradings
        if future.status in ("cancelled", "lost"):  # a worker was lost, and the bundle with it
            if future.key in self._of_bundle:
                self._scatter()
            return [group], []
        error = future.exception() if future.status == "error" else None
        if isinstance(error, KilledWorker):
            if len(group) > 1:  # one of the tasks kills workers; sent alone, it does not affect the others
                return [[task] for task in group], []
            why = _("every worker that tried this died: {why}", why=error)
            return [], [given_up(task, why) for task in group]
        if isinstance(error, XorciseError):
            raise error
        what = f"{type(error).__name__}: {error}" if error is not None else future.status
        raise GraderError(_("the Dask cluster failed ({what}): what was graded is kept; run the same again", what=what))
