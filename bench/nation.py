#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Loads an invented nation's address files, looks addresses up in it, and checks what that may take.

usage: bench/nation.py BUILD [BUILDINGS]

BUILD is a build folder; by default the nation has 6,400,000 buildings, as the country has. The
files (1.1 GB) and the table are made in a temporary folder. Lines of JSON, the first one:

  {"bench": "juso load", "rows": 8191273, "ns_per_row": 1176.0, "seconds": 9.63, "peak_mb": 626,
   "index_bytes": 152182528}

and those of nation_lookups. Exit code 1 when the table of a whole nation is larger than 200,000,000
bytes, or loading takes more than 1 GB.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from whole_run import run_child

USUAL, BYTES_MAX, PEAK_MB_MAX = 6_400_000, 200_000_000, 1024


def count_rows(folder):
    return sum(path.read_bytes().count(b"\n") for path in folder.glob("*rnaddrkor_*.txt"))


def main(arguments):
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    build, buildings = pathlib.Path(arguments[0]), int((arguments[1:] or [USUAL])[0])
    with tempfile.TemporaryDirectory(prefix="dolbom-nation-") as name:
        folder, index = pathlib.Path(name), pathlib.Path(name) / "juso.idx"
        subprocess.run([build / "bench" / "make_nation", folder, str(buildings)], check=True,
                       stdout=subprocess.DEVNULL)
        files = sorted(map(str, folder.glob("*rnaddrkor_*.txt")))
        told = run_child([str(build / "tools" / "dolbom"), "juso", "load", *files, "--out",
                          str(index), "--quiet"])
        rows, size = count_rows(folder), os.path.getsize(index)
        print(json.dumps({"bench": "juso load", "rows": rows,
                          "ns_per_row": round(told["seconds"] / rows * 1e9, 1),
                          "seconds": round(told["seconds"], 2), "peak_mb": told["peak_mb"],
                          "index_bytes": size}), flush=True)
        subprocess.run([build / "bench" / "nation_lookups", index, folder], check=True)
    good = size <= BYTES_MAX and told["peak_mb"] <= PEAK_MB_MAX
    print(f"juso: {size} bytes, at most {BYTES_MAX}; {told['peak_mb']} MB, at most {PEAK_MB_MAX}: "
          f"{'good' if good else 'TOO MUCH'}", file=sys.stderr)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
