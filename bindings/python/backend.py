# SPDX-License-Identifier: Apache-2.0
"""How the wheel is built: by meson-python, then made to stand alone.

A wheel must run where neither Debian's libraries nor a compiler are, so auditwheel puts into it
the shared libraries it needs. Of those ICU's data would be 30 MB; they are cut to the five items
that are ever opened (`ICU_ITEMS`).
"""
import os
import pathlib
import re
import subprocess
import tempfile

from mesonpy import *  # noqa: F401,F403 - the other hooks of a build backend
import mesonpy

# Normalisation forms of Unicode, and the converter with which `dolbom sample` writes windows-949.
ICU_ITEMS = ["nfkc.nrm", "nfkc_cf.nrm", "cnvalias.icu", "windows-949-2000.cnv",
             "ibm-1363_P11B-1998.cnv"]


def run(*command, **options):
    return subprocess.run([str(word) for word in command], check=True, **options)


def cut_icu_data(folder):
    """Write a libicudata with only our items, under the name the real one has; its folder."""
    archive = run("cc", "-print-file-name=libicudata.a", capture_output=True,
                  text=True).stdout.strip()
    run("ar", "x", archive, cwd=folder)
    whole = next(folder.glob("icudt*_dat.o"))
    name = whole.stem.removesuffix("_dat")  # icudt72l
    version = re.search(r"\d+", name)[0]
    run("objcopy", "-O", "binary", "-j", ".rodata", whole, folder / "whole.dat")
    os.rename(folder / "whole.dat", folder / f"{name}.dat")
    items, cut, library = folder / "items", folder / "cut", folder / "library"
    for place in (items, cut, library):
        place.mkdir()
    (folder / "items.txt").write_text("\n".join(ICU_ITEMS) + "\n")
    run("icupkg", "-d", items, "-x", folder / "items.txt", folder / f"{name}.dat")
    run("icupkg", "-tl", "-s", items, "-a", folder / "items.txt", "new", cut / f"{name}.dat")
    run("genccode", "-a", "gcc", "-e", f"icudt{version}", "-d", cut, cut / f"{name}.dat",
        stdout=subprocess.DEVNULL)
    run("cc", "-shared", "-nostdlib", "-Wl,-z,noexecstack",
        f"-Wl,-soname,libicudata.so.{version}", "-o", library / f"libicudata.so.{version}",
        cut / f"{name}_dat.S")
    return library


def stand_alone(wheel, target):
    """Put the libraries that a wheel needs into it; the name of the new wheel."""
    with tempfile.TemporaryDirectory() as place:
        data = cut_icu_data(pathlib.Path(place))
        env = dict(os.environ, LD_LIBRARY_PATH=str(data))
        before = set(os.listdir(target))
        run("auditwheel", "repair", "--strip", "--wheel-dir", target, wheel, env=env)
    made = sorted(set(os.listdir(target)) - before)
    return made[0] if made else os.path.basename(wheel)


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    with tempfile.TemporaryDirectory() as place:
        name = mesonpy.build_wheel(place, config_settings, metadata_directory)
        return stand_alone(os.path.join(place, name), wheel_directory)
