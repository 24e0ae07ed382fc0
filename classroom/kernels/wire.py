"""Messages between a warm process and its owner: a length, then JSON."""

import json
import socket
import struct

_LENGTH = struct.Struct("!I")


def send(channel: socket.socket, message: dict) -> None:
    """Send one message."""
    content = json.dumps(message).encode()
    channel.sendall(_LENGTH.pack(len(content)) + content)


def receive(channel: socket.socket) -> dict | None:
    """Return the next message, or None when the other side has gone."""
    head = _exactly(channel, _LENGTH.size)
    content = head and _exactly(channel, _LENGTH.unpack(head)[0])
    return json.loads(content) if content else None


def _exactly(channel: socket.socket, size: int) -> bytes:
    content = b""
    while len(content) < size:
        part = channel.recv(size - len(content))
        if not part:
            return b""
        content += part
    return content
