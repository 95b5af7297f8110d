# SPDX-License-Identifier: Apache-2.0
"""The `dolbom` command: `python -m dolbom reconcile --help`."""
import sys

from . import _native


def main() -> int:
    """Run the command line; the exit code."""
    return _native.command(["dolbom", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
