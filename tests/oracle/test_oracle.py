#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Invented worlds, judged by the command and, day by day, by the oracle in this folder.

DOLBOM_WORLDS sets how many; DOLBOM_LONG=1 asks for 1,500.
"""
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
dolbom = os.path.join(os.environ.get("DOLBOM_BUILD", "build/test"), "tools/dolbom")
worlds = os.environ.get("DOLBOM_WORLDS") or ("1500" if os.environ.get("DOLBOM_LONG") else "60")
with tempfile.TemporaryDirectory() as folder:
    command = [sys.executable, os.path.join(HERE, "compare_worlds.py"), dolbom, "--worlds", worlds, "--table",
               "--keep", os.path.join(folder, "world")]
    sys.exit(subprocess.run(command).returncode)
