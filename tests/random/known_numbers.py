#!/usr/bin/env python3
"""Writes known_numbers.inc: normals and uniforms at a few addresses, from an implementation of its own.

Everything here follows the definitions in fokker/random (philox.hpp, address.hpp, transform_lane.hpp) with Python's
integers and 60 digits, and shares no code with them.    known_numbers.py > known_numbers.inc
"""
from decimal import Decimal, getcontext

getcontext().prec = 60
PI = Decimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899")
MASK = 0xFFFFFFFF


def philox(counter, key):
    for _ in range(10):
        a, b = 0xD2511F53 * counter[0], 0xCD9E8D57 * counter[2]
        counter = [(b >> 32) ^ counter[1] ^ key[0], b & MASK, (a >> 32) ^ counter[3] ^ key[1], a & MASK]
        key = [(key[0] + 0x9E3779B9) & MASK, (key[1] + 0xBB67AE85) & MASK]
    return counter


def words(seed, stream, purpose, particle, step, slot, uniform):
    third = purpose << 28 | uniform << 27 | slot
    w = philox([particle, step >> 1, third, stream], [seed & MASK, seed >> 32])
    return w[0] << 32 | w[1], w[2] << 32 | w[3]


def cosine(x):
    total = term = Decimal(1)
    n = 0
    while abs(term) > Decimal(10) ** -58:
        n += 2
        term *= -x * x / (n * (n - 1))
        total += term
    return total


def normal(*address):
    first, second = words(*address, 0)
    u = Decimal((first >> 11) + 1) / 2**53
    # The quadrant, and the place in it from -pi/4 on.
    angle = PI / 2 * ((second >> 62) + Decimal(second >> 10 & 2**52 - 1) / 2**52 - Decimal("0.5"))
    if address[4] & 1:
        angle -= PI / 2
    return (-2 * u.ln()).sqrt() * cosine(angle)


def uniform(*address):
    return Decimal(words(*address, 1)[address[4] & 1] >> 11) / 2**53


ADDRESSES = [
    (0, 0, 0, 0, 0, 0),
    (0, 0, 0, 0, 1, 0),
    (42, 0, 0, 9999, 2998, 1),
    (42, 7, 1, 31, 0, 2),
    (0xFEDCBA9876543210, 3, 2, 123456789, 4294967297, 77),
    (2**64 - 1, 2**32 - 1, 3, 2**32 - 1, 2**33 - 1, 2**24 - 1),
]
PURPOSES = ["dynamics", "start", "accept", "data"]
for a in ADDRESSES:
    where = f"{a[0]}U, {a[1]}U, Purpose::{PURPOSES[a[2]]}, {a[3]}U, {a[4]}U, {a[5]}U"
    print("{" + where + f", {float(normal(*a))!r}, {float(uniform(*a))!r}" + "},")
