#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Python package: one wheel that stands alone, installed into an empty environment and tested.
Then random sequences of calls of an extension that is built with sanitizers.

The last line is `N passed, N failed`.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile

SOURCE = pathlib.Path(os.environ["DOLBOM_SOURCE"])
TESTS = SOURCE / "bindings/python/tests"
WHEEL_BYTES_MAX = 5_000_000
# What every Linux has, as the manylinux policies count it, so that auditwheel leaves it out; the dynamic linker is
# named by its path.
EVERYWHERE = re.compile(r"^(libc|libm|libpthread|libdl|libstdc\+\+|libgcc_s|libz|libexpat|ld-linux-.*)\.so|^linux-vdso")
failures = []
n_passed = 0


def check(good, message):
    global n_passed
    n_passed += bool(good)
    if not good:
        failures.append(message)


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **options)
    if done.returncode != 0:
        print(done.stdout[-4000:])
    return done


def environment(place):
    """The interpreter of a new, empty environment."""
    run(sys.executable, "-m", "venv", place)
    return place / "bin/python"


def check_wheel(folder):
    """One wheel for all versions, small; its path."""
    folder.mkdir()
    done = run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", folder,
               SOURCE / "bindings/python")
    wheels = sorted(folder.glob("*.whl"))
    check(done.returncode == 0 and len(wheels) == 1, f"one wheel is wanted, not {wheels}")
    if not wheels:
        return None
    check("-cp311-abi3-manylinux" in wheels[0].name, f"{wheels[0].name}: not for every version")
    size = wheels[0].stat().st_size
    print(f"{wheels[0].name}: {size:,} bytes")
    check(size <= WHEEL_BYTES_MAX, f"the wheel has {size} bytes")
    return wheels[0]


def check_stands_alone(wheel, folder):
    """What its files are linked to is in the wheel, or on every Linux."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    libraries = [path for path in folder.rglob("*.so*") if path.is_file()]
    inside = {path.name for path in libraries}
    check(len(libraries) > 4, "the libraries are not in the wheel")
    for path in libraries:
        listing = run("readelf", "-d", path).stdout
        needed = re.findall(r"\(NEEDED\).*\[(.+)\]", listing)
        for name in needed:
            check(name in inside or EVERYWHERE.match(name), f"{path.name} needs {name}")


def check_import(interpreter):
    """Without any package, and where the linker looks nowhere."""
    program = "import dolbom as db; print(db.normalize.name('김 순자 어르신'))"
    done = run(interpreter, "-I", "-c", program, env={"LD_LIBRARY_PATH": "/nowhere"})
    check(done.stdout.strip() == "김순자", "a bare import does not work")


def check_policy(interpreter):
    """The starter policy is in the wheel."""
    program = "import dolbom as db; print(len(db.read(db.STARTER_POLICY)['programmes']) > 50)"
    check(run(interpreter, "-I", "-c", program).stdout.strip() == "True", "no starter policy")


def check_tests(interpreter, folder, *arguments, **options):
    """The package's own tests; they count one by one. What pytest with these arguments writes."""
    global n_passed
    report = folder / "report.xml"
    report.unlink(missing_ok=True)
    done = run(interpreter, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}",
               *arguments, cwd=folder, **options)
    if not report.exists():
        failures.append("pytest did not run to its end")
        return done.stdout
    suite = xml.parse(report).getroot().find("testsuite")
    n, n_bad = int(suite.get("tests")), int(suite.get("failures")) + int(suite.get("errors"))
    n_passed += n - n_bad - int(suite.get("skipped"))
    if n_bad or done.returncode:
        failures.extend(["a test of the package fails"] * max(n_bad, 1))
    return done.stdout


def build_sanitized(interpreter, folder):
    """The package with an extension that tells of mistakes with memory; the folder it is in."""
    run(interpreter, "-m", "pip", "install", "-q", "meson>=1.3", "ninja")
    build, site = folder / "sanitized", folder / "site"
    env = dict(os.environ, PATH=f"{interpreter.parent}:{os.environ['PATH']}")
    run("meson", "setup", build, SOURCE / "bindings/python", "-Ddolbom:tests=false",
        "-Db_sanitize=address,undefined", "-Db_lundef=false", "-Dbuildtype=debugoptimized",
        "-Doptimization=1", "-Dc_args=-fno-sanitize-recover=all -g1",
        f"-Dpython.platlibdir={site}", f"-Dpython.purelibdir={site}", env=env)
    done = run("meson", "install", "-C", build, "--skip-subprojects", env=env)
    check(done.returncode == 0, "the extension does not build with sanitizers")
    return site


def leaked(output):
    """What is told to be left at the end."""
    return re.findall(r"^SUMMARY: AddressSanitizer: (\d+ byte.* leaked .*)$", output, re.M)


def check_sanitized(interpreter, folder):
    """Sequences of calls end without a report, and leave what importing leaves behind: numpy's.

    What is left must not count as an error, so no report gives an exit code; one that ends the
    program keeps pytest from writing its own.
    """
    site = build_sanitized(interpreter, folder)
    runtime = [run("cc", f"-print-file-name=lib{name}.so").stdout.strip()
               for name in ("asan", "ubsan", "stdc++")]
    env = dict(os.environ, LD_PRELOAD=" ".join(runtime), PYTHONPATH=str(site), PYTHONMALLOC="malloc",
               ASAN_OPTIONS="exitcode=0:allocator_may_return_null=1", DOLBOM_SEQUENCES="100")
    program = "import pandas, polars, pyarrow; import dolbom; print(dolbom._native.__file__)"
    imported = run(interpreter, "-c", program, cwd=folder, env=env).stdout
    check(str(site) in imported, "the extension with sanitizers is not the one that is tested")
    told = check_tests(interpreter, folder, "-s", TESTS / "test_sequences.py", env=env)
    check(not re.search(r"ERROR: AddressSanitizer|runtime error:", told), told[-4000:])
    check(leaked(told) == leaked(imported), f"{leaked(told)} and not {leaked(imported)}")


def main():
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        wheel = check_wheel(folder / "wheels")
        if wheel:
            check_stands_alone(wheel, folder / "unpacked")
            interpreter = environment(folder / "venv")
            check(run(interpreter, "-m", "pip", "install", "-q", wheel).returncode == 0, "pip install")
            check_import(interpreter)
            check_policy(interpreter)
            run(interpreter, "-m", "pip", "install", "-q", f"{wheel}[test]")
            check_tests(interpreter, folder, TESTS)
            check_sanitized(interpreter, folder)
    for failure in failures:
        print(failure)
    print(f"{n_passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
