#!/usr/bin/env python3
"""strangers.py FILE: a capture of packets of which no two belong together, as scanners send them: what fills the tables of who listens.

15,000 datagrams and 5,000 SYNs with ports of their own, from one address to another; whoever sends it again changes the addresses.
"""
import struct
import sys

SOURCE = bytes([198, 18, 0, 1])
DESTINATION = bytes([198, 19, 255, 254])
UDP, TCP = 17, 6
SYN = 0x02
FIRST_PORT = 10_000
MICROSECONDS_APART = 40


def checksum(octets):
    total = sum(struct.unpack(f">{len(octets) // 2}H", octets))
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF


def frame(protocol, segment):
    def header(check):
        return struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(segment), 0, 0, 64, protocol, check, SOURCE, DESTINATION)

    ethernet = bytes.fromhex("020000000002 020000000001 0800")
    return (ethernet + header(checksum(header(0))) + segment).ljust(60, b"\0")


def datagram(number):
    return frame(UDP, struct.pack(">HHHH", FIRST_PORT + number, 9_000, 8 + 16, 0) + bytes(16))


def syn(number):
    return frame(TCP, struct.pack(">HHIIBBHHH", FIRST_PORT + number, 8_443, number, 0, 5 << 4, SYN, 65_535, 0, 0))


def packets():
    for number in range(5_000):
        yield syn(number)
        for further in range(3):
            yield datagram(3 * number + further)


with open(sys.argv[1], "wb") as file:
    file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65_535, 1))
    for place, packet in enumerate(packets()):
        file.write(struct.pack("<IIII", 0, place * MICROSECONDS_APART, len(packet), len(packet)) + packet)
