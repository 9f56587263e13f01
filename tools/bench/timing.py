"""How long things take and what they send, in numbers that a bench prints."""

import json
import os
import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any

RUNS = 3


class Watch:
    """What is sent to Elasticsearch, and how long it says that it took. The tests count requests by it too."""

    def __init__(self) -> None:
        #: Of each request: milliseconds by its own count, and the bytes of the largest query in it.
        self.took: list[int] = []
        self.sizes: list[int] = []

    def begin(self) -> None:
        """Note every request from now on."""
        from elastic_transport import Urllib3HttpNode

        send = Urllib3HttpNode.perform_request

        def noting(
            node: Any, method: str, target: str, body: bytes | None = None, **more: Any
        ) -> Any:
            answer = send(node, method, target, body, **more)
            if target.partition("?")[0].endswith(("/_search", "/_msearch")):
                self.sizes.append(max(map(len, (body or b"").split(b"\n"))))
                self.took.append(json.loads(answer.body)["took"])
            return answer

        Urllib3HttpNode.perform_request = noting  # type: ignore[method-assign]
        self._send = send

    def end(self) -> None:
        """Note none from now on."""
        from elastic_transport import Urllib3HttpNode

        Urllib3HttpNode.perform_request = self._send  # type: ignore[method-assign]


class Times:
    """The medians of some things that were done again and again, by wall and by CPU; printed as they come."""

    def __init__(self, name: str) -> None:
        self.name, self.wall, self.cpu = name, list[float](), list[float]()

    def time(self, act: Callable[[], Any], runs: int = RUNS) -> None:
        """Do it some times and note the medians, in milliseconds."""
        walls, cpus = [], []
        for _run in range(runs):
            wall, cpu = time.perf_counter(), time.process_time()
            act()
            walls.append((time.perf_counter() - wall) * 1000)
            cpus.append((time.process_time() - cpu) * 1000)
        self.wall.append(statistics.median(walls))
        self.cpu.append(statistics.median(cpus))

    def p95(self) -> float:
        """What nineteen of twenty do not exceed. On SQLite of the CPU, since all the work is this process's own, and others may keep it waiting."""
        from django.db import connection

        return share(self.cpu if connection.vendor == "sqlite" else self.wall, 95)

    def tell(self, aim: int | None = None) -> "Times":
        """Print p50, p95 and p99, of all the CPU of this process p95."""
        parts = "".join(f"{share(self.wall, part):>9.1f}" for part in (50, 95, 99))
        print(
            f"{self.name:<42}{parts}{share(self.cpu, 95):>9.1f}" + (f"   aim {aim}" if aim else "")
        )
        return self


def share(values: Iterable[float], percent: int) -> float:
    """The value that so many of a hundred do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def heading() -> None:
    """What the columns are, and how busy the machine is."""
    print(f"\n{'milliseconds; load ' + ' '.join(f'{one:.1f}' for one in os.getloadavg()):<42}"
          f"{'p50':>9}{'p95':>9}{'p99':>9}{'CPU p95':>9}")  # fmt: skip


def told(name: str, act: Callable[[], Any], counted: Any = None) -> None:
    """Do it, and print how long it took and how many a second."""
    start, cpu = time.perf_counter(), time.process_time()
    act()
    taken, cpu = time.perf_counter() - start, time.process_time() - cpu
    each = f", {counted.objects.count() / taken:,.0f} a second" if counted else ""
    print(f"{name}: {taken:.0f} s, {cpu:.0f} s of CPU{each}")
