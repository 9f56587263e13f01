"""A mail server for tests, which takes, refuses, hangs up or is not there, as it is told.

    with SmtpServer() as server:
        server.turn(Fault.LATER)

`server.taken` are the mails it said yes to, each as bytes.
"""

import socketserver
import threading
from enum import Enum, auto
from types import TracebackType
from typing import Self


class Fault(Enum):
    """What is wrong with it."""

    NONE = auto()
    #: Not now: 451 to each mail.
    LATER = auto()
    #: Hangs up in the middle of a mail.
    CUT = auto()
    #: Nobody listens.
    AWAY = auto()


class _Conversation(socketserver.StreamRequestHandler):
    server: "_Listener"

    def handle(self) -> None:
        """As much of SMTP as a client needs that sends plain mail."""
        self._say("220 here")
        while line := self.rfile.readline():
            word = line.strip().upper().split(b" ")[0]
            if word == b"QUIT":
                self._say("221 bye")
                return
            if word == b"DATA":
                if not self._data():
                    return
            else:
                self._say("250 yes")

    def _data(self) -> bool:
        self._say("354 go on")
        fault = self.server.owner.fault
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            if fault is Fault.CUT:
                return False
            lines.append(line)
        if fault is Fault.LATER:
            self._say("451 later")
        else:
            self.server.owner.taken.append(b"".join(lines))
            self._say("250 taken")
        return True

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    owner: "SmtpServer"


class SmtpServer:
    """It listens on a free port of this machine while it is entered."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.fault = Fault.NONE
        self.port = 0
        self._listener: _Listener | None = None

    def __enter__(self) -> Self:
        self._listen()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._leave()

    def turn(self, fault: Fault) -> None:
        """Be wrong in another way from now on."""
        if fault is Fault.AWAY:
            self._leave()
        elif self._listener is None:
            self._listen()
        self.fault = fault

    def _listen(self) -> None:
        listener = _Listener(("127.0.0.1", self.port), _Conversation)
        listener.owner = self
        self._listener, self.port = listener, listener.server_address[1]
        threading.Thread(target=listener.serve_forever, daemon=True).start()

    def _leave(self) -> None:
        if self._listener is not None:
            self._listener.shutdown()
            self._listener.server_close()
            self._listener = None
