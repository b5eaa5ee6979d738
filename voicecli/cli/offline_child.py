"""Runs one command where there is no network, and writes down what it saw of sockets.

Started by `doctor --offline` as a process of its own: python -m voicecli.cli.offline_child
REPORT COMMAND…
"""

import ctypes
import json
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000  # linux/sched.h
NETWORK = {socket.AF_INET, socket.AF_INET6}
NOWHERE = ("192.0.2.1", 9)
"""An address that is nobody's (RFC 5737)."""
_TABLES = ("tcp", "tcp6", "udp", "udp6", "raw", "raw6", "icmp", "icmp6", "packet")


def main() -> None:
    """Leave the network, run the command, write the report."""
    report, command = Path(sys.argv[1]), sys.argv[2:]
    seen: dict[str, Any] = {"namespace": leave_network(), "sockets": 0, "processes": 0}
    if seen["namespace"]:
        seen["interfaces"] = interfaces()
        seen["connecting"] = connecting()

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.__new__" and arguments[1] in NETWORK:
            seen["sockets"] += 1
            if not seen["namespace"]:
                raise OSError("voicecli doctor --offline: no network here")
        elif event in ("subprocess.Popen", "os.fork", "os.posix_spawn"):
            seen["processes"] += 1

    before = kernel_sockets()
    sys.addaudithook(watch)
    from voicecli.cli.app import run

    code = run(command)
    seen["exit_code"] = int(code)
    if seen["namespace"]:
        seen["kernel_sockets"] = kernel_sockets() - before
    report.write_text(json.dumps(seen), encoding="utf-8")
    with suppress(OSError):
        sys.stdout.flush()
    os._exit(int(code))


def leave_network() -> bool:
    """Move this process into a network namespace of its own; False where the system forbids it."""
    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (OSError, AttributeError):  # no Linux
        return False
    return any(unshare(flags) == 0 for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET))


def interfaces() -> list[str]:
    """The network interfaces that are up. A new namespace has only a loopback that is down."""
    up = []
    for _, name in socket.if_nameindex():
        with suppress(OSError):
            state = Path("/proc/self/net/route").read_text(encoding="utf-8")
            if any(line.startswith(name) for line in state.splitlines()):
                up.append(name)
    return up


def connecting() -> str:
    """What a connection to elsewhere meets: the name of the error, or "" if it was begun."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        try:
            one.connect(NOWHERE)
        except OSError as error:
            return os.strerror(error.errno or 0)
    return ""


def kernel_sockets() -> int:
    """How many network sockets the kernel knows in this namespace, whoever opened them."""
    count = 0
    for name in _TABLES:
        with suppress(OSError):
            count += len(Path(f"/proc/self/net/{name}").read_bytes().splitlines()) - 1
    return count


if __name__ == "__main__":
    main()
