"""HTTP/1.1 by the standard library, each request with a deadline for the whole of it.

Libraries bound each read of a socket, so a server that sends a byte now and then is waited for without end. Here every
operation gets the time that is left. The resolution of a name alone is the system's, and is not bounded here.
"""

from __future__ import annotations

import http.client
import io
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any, cast

from staffroom_client._options import address

MAX_BYTES = 4_194_304
"""The bytes of a response that are read. The largest page of the API has less than half of this."""
# API Gateway closes a connection that is idle for longer.
_MAX_IDLE_SECONDS = 30.0
_MAX_IDLE = 8


class TooLargeError(Exception):
    """A response that is too large. The same request would have the same one."""


@dataclass(frozen=True)
class Response:
    """A response as it came."""

    status: int
    headers: Message
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type, without parameters."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()


class Http:
    """Connections to one address."""

    def __init__(
        self, name: str, url: str, *, allow_http: bool, context: ssl.SSLContext | None, maximum: int = MAX_BYTES
    ) -> None:
        """Nothing is opened yet. `name` is that of the option that has the address."""
        if context is not None and not isinstance(context, ssl.SSLContext):
            raise ValueError("ssl_context must be an ssl.SSLContext")
        parts = address(name, url, allow_http=allow_http)
        self._maximum = maximum
        self._host, self._prefix = parts.hostname or "", parts.path.rstrip("/")
        self._context = (context or ssl.create_default_context()) if parts.scheme == "https" else None
        self._port = parts.port or (443 if self._context else 80)
        self._idle: list[tuple[_Connection, float]] = []
        self.reset()

    def reset(self) -> None:
        """Leaves open connections to the process that this one was forked from."""
        self._lock = threading.Lock()
        self.close()

    def close(self) -> None:
        """Closes the connections that are idle."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection, _ in idle:
            connection.close()

    def send(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None, deadline: float
    ) -> Response:
        """The response to a request. Raises `OSError`, `HTTPException` or `TooLargeError` if there is none."""
        connection = self._take() or _Connection(self._host, self._port, self._context, deadline, self._maximum)
        kept = False
        try:
            response = connection.exchange(method, self._prefix + target, headers, body, deadline)
            kept = connection.is_reusable
            return response
        finally:
            if kept:
                self._keep(connection)
            else:
                connection.close()

    def _take(self) -> _Connection | None:
        while True:
            with self._lock:
                if not self._idle:
                    return None
                connection, since = self._idle.pop()
            if time.monotonic() - since < _MAX_IDLE_SECONDS and connection.is_silent():
                return connection
            connection.close()

    def _keep(self, connection: _Connection) -> None:
        with self._lock:
            if len(self._idle) < _MAX_IDLE:
                self._idle.append((connection, time.monotonic()))
                return
        connection.close()


class _Connection:
    """An open connection."""

    def __init__(self, host: str, port: int, context: ssl.SSLContext | None, deadline: float, maximum: int) -> None:
        """Connects."""
        self._maximum = maximum
        raw = _connected(host, port, deadline)
        try:
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            raw.settimeout(_left(deadline))
            self._wire = _Wire(context.wrap_socket(raw, server_hostname=host) if context else raw)
        except BaseException:
            raw.close()
            raise
        self._http = http.client.HTTPConnection(host, port)
        self._http.auto_open = 0
        self._http.sock = cast(socket.socket, self._wire)
        self.is_reusable = False

    def exchange(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None, deadline: float
    ) -> Response:
        """Sends a request and reads its response."""
        self.is_reusable, self._wire.deadline = False, deadline
        self._http.request(method, target, body, dict(headers))
        response = self._http.getresponse()
        read = response.read(self._maximum + 1)
        if len(read) > self._maximum:
            raise TooLargeError(f"the response has more than {self._maximum} bytes")
        if response.length:
            raise http.client.IncompleteRead(read, response.length)
        self.is_reusable = response.isclosed() and not response.will_close
        return Response(response.status, response.headers, read)

    def is_silent(self) -> bool:
        """Whether an idle connection is open: one that has something to read was closed by the server."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._wire.socket, selectors.EVENT_READ)
            return not selector.select(0)

    def close(self) -> None:
        """Closes the connection."""
        self._http.close()
        self._wire.close()


class _Wire:
    """What `http.client` uses of a socket, with the time that is left for each operation."""

    def __init__(self, connected: socket.socket) -> None:
        self.socket, self.deadline = connected, 0.0

    def sendall(self, data: Any) -> None:
        self.socket.settimeout(_left(self.deadline))
        self.socket.sendall(data)

    def makefile(self, mode: str) -> IO[bytes]:
        raw = self.socket.makefile(cast(Any, mode), buffering=0)
        return io.BufferedReader(cast(Any, _Reader(cast(io.RawIOBase, raw), self)))

    def close(self) -> None:
        self.socket.close()


class _Reader(io.RawIOBase):
    """Reads a socket, with the time that is left."""

    def __init__(self, raw: io.RawIOBase, wire: _Wire) -> None:
        super().__init__()
        self._raw, self._wire = raw, wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._wire.socket.settimeout(_left(self._wire.deadline))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def _connected(host: str, port: int, deadline: float) -> socket.socket:
    """A socket to one of the addresses of a host, each of which gets its share of the time."""
    addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for remaining, (family, kind, protocol, _, place) in zip(range(len(addresses), 0, -1), addresses, strict=True):
        candidate = socket.socket(family, kind, protocol)
        try:
            candidate.settimeout(_left(deadline) / remaining)
            candidate.connect(place)
            return candidate
        except OSError:
            candidate.close()
            if remaining == 1:
                raise
    raise OSError(f"{host} has no address")


def _left(deadline: float) -> float:
    """The seconds that are left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("no response in time")
    return left
