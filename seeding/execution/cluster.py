"""The executor on a Dask cluster. It needs packages of its own, the extra `cluster`, and is only imported when used."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import TypeVar

from distributed import Client, LocalCluster, as_completed
from distributed.scheduler import KilledWorker

from seeding.execution.errors import WorkersLostError
from seeding.execution.messages import Listener, ignore

T = TypeVar("T")

LOCAL = "local:"
"""An address that begins like this asks for a cluster on this machine; the number of its workers follows."""

RETRIES = 2
"""How often a task is run again that fails, as a store of objects may do for a moment."""


class Cluster:
    """Runs tasks on a Dask cluster: a running one at an address, or one of its own.

    Dask runs the tasks of a worker that dies again on another one. `say` receives the address of the dashboard.
    """

    def __init__(self, address: str, say: Callable[[str], object]) -> None:
        self._address, self._say = address, say

    def run(self, task: Callable[[int], T], numbers: Sequence[int], listener: Listener = ignore) -> Iterator[T]:
        """Yield what the task returns for each number, in the order in which the tasks end.

        The listener receives nothing: Dask reports tasks that have ended, and its dashboard shows the others.

        Raises the errors of the task, and WorkersLostError.
        """
        with ExitStack() as opened:
            client = opened.enter_context(self._client(opened))
            self._say(f"cluster {client.scheduler.address}, dashboard {client.dashboard_link}")
            # Not pure: a key made of the arguments would give the results of an earlier export.
            futures = client.map(task, numbers, pure=False, retries=RETRIES)
            try:
                for future in as_completed(futures):
                    yield future.result()
            except KilledWorker as error:
                raise WorkersLostError(f"workers died while they ran {error.task}; they may lack memory") from error
            finally:
                client.cancel(futures)

    def _client(self, opened: ExitStack) -> Client:
        """Return the client of the cluster. Raises WorkersLostError where there is none."""
        try:
            if not self._address.startswith(LOCAL):
                return Client(self._address)
            workers = int(self._address.removeprefix(LOCAL))
            # One thread each, for Python runs one at a time; no limit, for it counts what is left of the others.
            cluster = LocalCluster(workers, threads_per_worker=1, memory_limit=0, dashboard_address="127.0.0.1:0")
        except (OSError, ValueError) as error:
            raise WorkersLostError(f"the cluster {self._address} cannot be reached: {error}") from error
        return Client(opened.enter_context(cluster))
