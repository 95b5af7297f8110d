# SPDX-License-Identifier: Apache-2.0
"""Key files and what is made with their keys, by another implementation than the library's."""
import datetime
import hmac
import os
import struct
import unicodedata

TODAY = (datetime.date.today() - datetime.date(1970, 1, 1)).days


def field(data):
    return struct.pack(">I", len(data)) + data


def subkey(secret, domain, label, purpose=b"", version=1):
    """SP 800-108 in counter mode, as lib/key/derive.c says."""
    context = field(domain) + field(struct.pack(">I", version)) + field(purpose)
    return hmac.digest(secret, struct.pack(">I", 1) + label + b"\0" + context + struct.pack(">I", 256), "sha256")


def key_bytes(secret, first, last, domain=b"test-care"):
    """A key file of one key, used from the first day to the last."""
    head = (b"dolbkey1" + bytes([1, len(domain)]) + bytes(6) + domain).ljust(64, b"\0")
    entry = struct.pack(">IIii", 1, 10, first, last) + subkey(secret, domain, b"dolbom/1/fingerprint")[:8] + secret
    entry = entry.ljust(64, b"\0")
    return head + entry + hmac.digest(subkey(secret, domain, b"dolbom/1/file"), head + entry, "sha256")


def write_key(folder, name, secret, domain=b"test-care", first=TODAY - 2, last=TODAY + 2):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(key_bytes(secret, first, last, domain))
    os.chmod(path, 0o600)
    return path


def token(secret, domain, combination, parts):
    """32 hexadecimal digits, as lib/people/tokens.c says."""
    message = field(combination.encode()) + b"".join(field(part.encode()) for part in parts)
    return hmac.digest(subkey(secret, domain, b"dolbom/1/token", combination.encode()), message, "sha256")[:16].hex()


# What a fuzzy token is made of: the parts of its block, then (tag, form, bits) of each feature's part.
FUZZY = {"fuzzy_birth_sex": (("birth", "sex"), (("name", 1, "bigrams", 240), ("phone", 9, "digits", 160),
                                                ("emd", 10, "whole", 40), ("building", 11, "whole", 30))),
         "fuzzy_phone": (("phone",), (("name", 1, "bigrams", 240), ("birth", 4, "digits", 160), ("sex", 8, "whole", 30),
                                      ("emd", 10, "whole", 40), ("building", 11, "whole", 30)))}
MASK = (1 << 64) - 1


def siphash128(key, message):
    """SipHash-2-4 with 128 bits of output, as its authors define it."""
    k0, k1 = struct.unpack("<QQ", key)
    v = [k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d ^ 0xee, k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573]

    def rotated(x, by):
        return (x << by | x >> (64 - by)) & MASK

    def rounds(n):
        for _ in range(n):
            v[0] = (v[0] + v[1]) & MASK
            v[1] = rotated(v[1], 13) ^ v[0]
            v[0] = rotated(v[0], 32)
            v[2] = (v[2] + v[3]) & MASK
            v[3] = rotated(v[3], 16) ^ v[2]
            v[0] = (v[0] + v[3]) & MASK
            v[3] = rotated(v[3], 21) ^ v[0]
            v[2] = (v[2] + v[1]) & MASK
            v[1] = rotated(v[1], 17) ^ v[2]
            v[2] = rotated(v[2], 32)

    padded = message + bytes(7 - len(message) % 8) + bytes([len(message) & 255])
    for (word,) in struct.iter_unpack("<Q", padded):
        v[3] ^= word
        rounds(2)
        v[0] ^= word
    out = b""
    for place, mark in ((2, 0xee), (1, 0xdd)):
        v[place] ^= mark
        rounds(4)
        out += struct.pack("<Q", v[0] ^ v[1] ^ v[2] ^ v[3])
    return out


def values_of(form, text):
    """The values of a feature, each with the number of bits that it shares in."""
    if form == "bigrams":
        letters = [0, *map(ord, unicodedata.normalize("NFD", text)), 0]
        pairs = list(zip(letters, letters[1:]))
        return [struct.pack(">II", *pair) for pair in pairs], max(1, len(pairs))
    if form == "digits":
        digits = [c for c in text if c.isdigit()][-8:]
        return [bytes([8 - len(digits) + i, ord(c)]) for i, c in enumerate(digits)], 8
    return [text.encode()], 1


def fuzzy(secret, domain, column, parts):
    """272 hexadecimal digits, as lib/people/fuzzy.c says; parts by their names, "" where there is none."""
    block_parts, features = FUZZY[column]
    if not parts["name"] or not all(parts[p] for p in block_parts):
        return ""

    def digest(use, *fields):
        message = field(column.encode()) + b"".join(map(field, fields))
        return hmac.digest(subkey(secret, domain, b"dolbom/1/" + use, column.encode()), message, "sha256")[:16]

    block_fields = [parts[p].encode() for p in block_parts]
    block, salt = digest(b"block", *block_fields)[:8], digest(b"salt", *block_fields)
    bits = set()
    for part, tag, form, wanted in features:
        values, shares = values_of(form, parts[part]) if parts[part] else ([], 1)
        for value in values:
            for i in range(max(1, wanted // shares)):
                copy, place = divmod(i, 12)
                drawn = int.from_bytes(siphash128(salt, bytes([tag, copy]) + value), "little")
                bits.add(drawn >> 10 * place & 1023)
    wired = list(range(1024))
    for i in range(1023, 0, -1):
        j = int.from_bytes(digest(b"wiring", struct.pack(">H", i))[:8], "little") % i
        wired[i], wired[j] = wired[j], wired[i]
    filter_ = set(bits)
    for bit in bits:
        filter_ ^= {wired[bit]}
    words = [sum(1 << b % 64 for b in filter_ if b // 64 == w) for w in range(16)]
    return block[::-1].hex() + "".join(f"{w:016x}" for w in words)
