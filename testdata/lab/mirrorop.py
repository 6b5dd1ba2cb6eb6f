#!/usr/bin/env python3
"""A MirrorOp receiver and a sender that looks for it, as far as discovery goes: "WPPS" to UDP 1047, "AWPP" back to the sender's 1047.

mirrorop.py receive ADDRESS       answers for ever
mirrorop.py find ADDRESS          asks three times; says whether the receiver answered, exit code 0 or 1
"""
import socket
import sys

PORT = 1047
PROBE = b"WPPS"
TRIES = 3
PATIENCE_SECONDS = 1.5


def opened(address):
    port = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    port.bind((address, PORT))
    return port


def receive(address):
    answer = (b"AWPP" + socket.inet_aton(address) + bytes([0x01, 0xBB, 0x7C, 0x79, 0x04, 0x11, 0x27, 0x0C])
              + b"Lab receiver".ljust(40, b"\0") + b"Lab".ljust(42, b"\0")
              + b"LAB-1".ljust(16, b"\0") + bytes([2, 4, 1, 19])).ljust(128, b"\0")
    port = opened(address)
    while True:
        probe, sender = port.recvfrom(2048)
        if probe[:4] == PROBE:
            port.sendto(answer, (sender[0], PORT))


def find(address):
    port = opened("")
    port.settimeout(PATIENCE_SECONDS)
    for _ in range(TRIES):
        port.sendto(PROBE, (address, PORT))
        try:
            answer, receiver = port.recvfrom(2048)
        except (socket.timeout, ConnectionRefusedError):
            continue
        if answer[:4] == b"AWPP" and receiver[0] == address:
            return True
    return False


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("receive", "find"):
        sys.exit(__doc__)
    if sys.argv[1] == "receive":
        receive(sys.argv[2])
    sys.exit(0 if find(sys.argv[2]) else 1)
