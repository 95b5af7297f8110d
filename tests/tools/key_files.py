# SPDX-License-Identifier: Apache-2.0
"""Key files and what is made with their keys, by another implementation than the library's."""
import datetime
import hmac
import os
import struct

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
