"""A TCP proxy in front of a server, which can be told to fail as networks and servers do."""

import enum
import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"
END_OF_HEAD = b"\r\n\r\n"
BODY_503 = b'{"error":{"type":"unavailable","reason":"by order of the test"},"status":503}'
ANSWER_503 = (
    b"HTTP/1.1 503 Service Unavailable\r\nX-Elastic-Product: Elasticsearch\r\nConnection: close\r\n"
    b"Content-Type: application/vnd.elasticsearch+json;compatible-with=9\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(BODY_503), BODY_503)
)


class Fault(enum.Enum):
    """What the proxy does with a connection."""

    PASS = "hand on both ways"
    REFUSE = "the port is closed"
    HANG = "accept, take what is sent, never answer"
    SLOW = "hand on each answer after a delay"
    CUT = "close in the middle of an answer's body"
    UNAVAILABLE = "answer 503 to everything"


class TcpProxy:
    """`with TcpProxy("127.0.0.1", 9200) as proxy:` listens at `proxy.url` and hands on; `proxy.turn(Fault.HANG)` makes it fail.

    `turn` ends the connections there are, so that clients that keep theirs meet the new state too. The
    port stays ours while it is closed. `connections` counts those accepted since the last turn.
    """

    def __init__(self, host: str, port: int) -> None:
        self.server = (host, port)
        self.connections = 0
        self._fault = Fault.PASS
        self._delay = 0.0
        self._turned = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = _bound(0)
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        self._listen()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._drop_all()

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"http://{LOOPBACK}:{self.port}"

    def turn(self, fault: Fault, *, seconds: float = 0.0) -> None:
        """From now on fail like this, or, with PASS, no more; `seconds` is the delay of SLOW."""
        self._drop_all()
        self._fault, self._delay, self.connections = fault, seconds, 0
        self._turned = threading.Event()
        self._listener = _bound(self.port)
        if fault is not Fault.REFUSE:  # what is bound and does not listen refuses
            self._listen()

    def _listen(self) -> None:
        self._listener.listen(128)
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _drop_all(self) -> None:
        self._turned.set()
        with self._lock:
            ending, self._open = {*self._open, self._listener}, set()
        for end in ending:
            _close(end)

    def _accept(self, listener: socket.socket) -> None:
        turned = self._turned
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            if not self._keep(client, turned):
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client, turned), daemon=True).start()

    def _keep(self, end: socket.socket, turned: threading.Event) -> bool:
        """Remember what to close at the next turn; false, and closed, when that has been."""
        with self._lock:
            if not turned.is_set():
                self._open.add(end)
                return True
        _close(end)
        return False

    def _serve(self, client: socket.socket, turned: threading.Event) -> None:
        with suppress(OSError):
            if self._fault is Fault.HANG:
                while client.recv(65536):
                    pass
            elif self._fault is Fault.UNAVAILABLE:
                _read_request(client)
                client.sendall(ANSWER_503)
            else:
                self._hand_on(client, turned)
        self._forget(client)

    def _hand_on(self, client: socket.socket, turned: threading.Event) -> None:
        server = socket.create_connection(self.server)
        if not self._keep(server, turned):
            return
        asked = threading.Event()
        there = threading.Thread(target=_pump, args=(client, server, asked), daemon=True)
        there.start()
        try:
            self._hand_back(server, client, asked, turned)
        finally:
            self._forget(server)
            _close(client)
            there.join()

    def _hand_back(
        self,
        server: socket.socket,
        client: socket.socket,
        asked: threading.Event,
        turned: threading.Event,
    ) -> None:
        head = b""
        while data := server.recv(65536):
            if asked.is_set():  # the first piece of an answer
                asked.clear()
                head = b""
                if self._fault is Fault.SLOW and turned.wait(self._delay):
                    return
            if self._fault is Fault.CUT:
                before, head = len(head), head + data
                begins = head.find(END_OF_HEAD) + len(END_OF_HEAD)
                if END_OF_HEAD in head and len(head) > begins:
                    client.sendall(data[: max(begins - before, 0) + (len(head) - begins) // 2])
                    return
            client.sendall(data)

    def _forget(self, end: socket.socket) -> None:
        with self._lock:
            self._open.discard(end)
        _close(end)


def _bound(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((LOOPBACK, port))
    return listener


def _close(end: socket.socket) -> None:
    """Close it under whoever waits for it in another thread."""
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


def _pump(source: socket.socket, target: socket.socket, asked: threading.Event) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            asked.set()
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def _read_request(client: socket.socket) -> None:
    """Take a whole request, so that closing does not overtake the answer."""
    data = b""
    while END_OF_HEAD not in data:
        piece = client.recv(65536)
        if not piece:
            return
        data += piece
    head, _, body = data.partition(END_OF_HEAD)
    length = next(
        (
            int(line.partition(b":")[2])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ),
        0,
    )
    while len(body) < length and (piece := client.recv(65536)):
        body += piece
