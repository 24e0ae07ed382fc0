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
    content = memoryview(bytearray(size))  # one buffer: released data may be large
    done = 0
    while done < size:
        count = channel.recv_into(content[done:])
        if not count:
            return b""
        done += count
    return bytes(content)
