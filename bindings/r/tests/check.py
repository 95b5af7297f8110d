#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Everything that is tested of the R package, from a fresh R library; ends with `N passed, N failed`.

usage: check.py [--long] [STEP ...]

Works in build/r-check of the source tree. Needs what `./do r` and `./do python` install, and
PyPI for rpy2 and pyarrow.
--long: ten thousand random sequences of calls, and all tests under the address sanitizer.
"""
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
WORK = os.path.join(TREE, "build", "r-check")
LIBRARY = os.path.join(WORK, "library")
COUNTS = re.compile(r"^(\d+) passed, (\d+) failed", re.M)
RPY2 = "rpy2==3.5.17"  # later ones need a later R than Debian's
CTRL_C_SECONDS = 0.2


def environment(**more):
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("DOLBOM_", "R_"))}
    return {**keep, "R_LIBS": LIBRARY, "LC_ALL": "C.UTF-8", **more}


def run(command, cwd=TREE, **more):
    done = subprocess.run(command, cwd=cwd, env=environment(**more), stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace")
    return done.returncode, done.stdout


def must(command, **more):
    code, output = run(command, **more)
    if code:
        raise RuntimeError(f"{' '.join(command)}: exit code {code}\n{output[-4000:]}")
    return output


def counted(command, **more):
    """(passed, failed) as a program's last line says."""
    code, output = run(command, **more)
    counts = COUNTS.findall(output)
    passed, failed = (int(n) for n in counts[-1]) if counts else (0, 1)
    if code and not failed:
        failed = 1
    if failed:
        print(output[-6000:])
    return passed, failed


def all_of(problems, n):
    for problem in problems:
        print("FAILED", problem)
    return n - len(problems), len(problems)


# ---- the steps -----------------------------------------------------------------------------------------

def install(long):
    shutil.rmtree(WORK, ignore_errors=True)
    os.makedirs(LIBRARY)
    output = must(["R", "CMD", "INSTALL", "bindings/r"])
    return all_of([line for line in output.splitlines() if "warning:" in line], 1)


def unit_tests(long):
    return counted(["Rscript", "bindings/r/tests/tree/count.R", "bindings/r/tests/testthat"],
                   **({"DOLBOM_LONG": "1"} if long else {}))


def c_locale(long):
    """Texts are read as what they are in a session that knows no encoding."""
    return counted(["Rscript", "bindings/r/tests/tree/count.R", "bindings/r/tests/testthat",
                    "value|columns|policy|stages|stream"], LC_ALL="C")


def vectors(long):
    return counted(["python3", "tests/vectors/run_vectors.py", "Rscript", "bindings/r/tests/tree/value_filter.R"])


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def as_files(text):
    """R's `row` of rejects, from 1, as the command's file and line: the header is line 1."""
    header, *rows = text.splitlines()
    moved = []
    for row in rows:
        table, at, rest = row.split(",", 2)
        moved.append(f"{table},{table}.csv,{int(at) + 1},{rest}")
    return "\n".join([header.replace("row,", "file,line,", 1), *moved]) + "\n"


def same_world(agencies, world):
    """What is not the same, and how many tables were compared."""
    problems, n = [], 0
    must(["python3", os.path.join(HERE, "tree", "make_world.py"), agencies, world + "/in"])
    must(["build/r/tools/dolbom", "reconcile", "--in", world + "/in", "--policy", "policy", "--as-of", "2026-06-30",
          "--out", world + "/command", "--raw", "--quiet", "--max-rejects", "100"])
    for threads in ("1", "2"):
        ours = world + "/r" + threads
        must(["Rscript", os.path.join(HERE, "tree", "write_world.R"), world + "/in", "policy", ours, threads])
        # a worklist is a choice of findings that the command writes beside the tables; a trend is of its runs
        for name in sorted(f for f in os.listdir(world + "/command")
                           if f.endswith(".csv") and not f.startswith(("worklist_", "trend"))):
            expected, got = read(os.path.join(world, "command", name)), read(os.path.join(ours, name))
            if name == "rejects.csv":
                got = as_files(got)
            if name == "table_counts.csv":  # the command has an order of its own
                expected, got = sorted(expected.splitlines()), sorted(got.splitlines())
            n += 1
            if expected != got:
                problems.append(f"{name} of R on {threads} threads is not the command's, of {agencies}")
    if n < 20:
        problems.append("the command wrote too few tables")
    return problems, n


def same_answers(long):
    """The tables of R are those of the command, byte by byte, on one thread and on two."""
    must(["ninja", "-C", "build/r", "tools/dolbom"])
    problems, n = same_world("examples/namyangju", os.path.join(WORK, "world"))
    for seed in ("1", "2"):
        sample = os.path.join(WORK, "sample" + seed)
        must(["build/r/tools/dolbom", "sample", "--people", "300", "--seed", seed, "--out", sample, "--quiet"])
        more, m = same_world(sample, os.path.join(WORK, "world" + seed))
        problems, n = problems + more, n + m
    return all_of(problems, max(n, 1))


def streams(long):
    venv = os.path.join(TREE, "build", "r-venv")
    python = os.path.join(venv, "bin", "python")
    if not os.path.exists(python) or run([python, "-c", "import rpy2, pyarrow"])[0]:
        must([sys.executable, "-m", "venv", "--clear", venv])
        must([python, "-m", "pip", "install", "--quiet", RPY2, "pyarrow"])
    must([python, "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", "bindings/python"])
    with_pyarrow = counted([python, "bindings/r/tests/tree/streams.py", LIBRARY])
    with_python = counted([python, "bindings/r/tests/tree/streams_python.py", LIBRARY])
    return with_pyarrow[0] + with_python[0], with_pyarrow[1] + with_python[1]


def interrupts(long):
    """Ctrl-C at any moment of a run ends it soon. The median, since the machine may be busy."""
    random.seed(1)
    latencies = []
    with subprocess.Popen(["Rscript", "bindings/r/tests/tree/interrupted.R"], cwd=TREE, env=environment(),
                          stdout=subprocess.PIPE, text=True) as child:
        while len(latencies) < 25 and child.stdout.readline() == "begun\n":
            time.sleep(random.uniform(0.02, 1.2))
            sent = time.monotonic()
            child.send_signal(signal.SIGINT)
            if child.stdout.readline() != "interrupted\n":
                break
            latencies.append(time.monotonic() - sent)
        child.kill()
    if len(latencies) < 25:
        return all_of(["a run was not interrupted"], 1)
    median = statistics.median(latencies)
    print(f"Ctrl-C to its end: median {median * 1000:.0f} ms, worst {max(latencies) * 1000:.0f} ms")
    return all_of([f"{median:.2f} s is too long"] if median > CTRL_C_SECONDS else [], 1)


def quick_start(long):
    """The code of docs/r.md, run as it stands."""
    blocks = re.findall(r"^```r\n(.*?)^```$", read(os.path.join(TREE, "docs", "r.md")), re.M | re.S)
    script = os.path.join(WORK, "quick_start.R")
    with open(script, "w", encoding="utf-8") as file:
        file.write(f"pdf('{WORK}/quick_start.pdf')\noptions(warn = 2)\n" + "\n".join(blocks))
    code, output = run(["Rscript", script])
    expected = ("김순자", "D03", "its bytes are not UTF-8")
    missing = [text for text in expected if text not in output]
    return all_of(["docs/r.md: " + output[-3000:]] if code or missing or len(blocks) < 4 else [], 1)


def install_library():
    """The library as ./do install lays it out, in a folder of ours; the environment that finds it."""
    must(["ninja", "-C", "build/r"])
    must(["meson", "install", "-C", "build/r", "--no-rebuild", "--quiet"], DESTDIR=WORK + "/root")
    found = [folder for folder, _, files in os.walk(WORK + "/root") if "dolbom.pc" in files]
    return {"PKG_CONFIG_PATH": found[0]}


def checkbashisms():
    """A PATH with the script that R CMD check wants for configure, out of its package alone."""
    if not shutil.which("checkbashisms"):
        must(["apt-get", "download", "--quiet", "devscripts"], cwd=WORK)
        package = next(f for f in os.listdir(WORK) if f.startswith("devscripts"))
        must(["dpkg", "--extract", package, "devscripts"], cwd=WORK)
    return {"PATH": os.environ["PATH"] + ":" + os.path.join(WORK, "devscripts", "usr", "bin")}


def cran_check(long):
    """R CMD check of the tarball, which has no source tree around it, against an installed library."""
    offline = {"_R_CHECK_CRAN_INCOMING_": "false", "_R_CHECK_CRAN_INCOMING_REMOTE_": "false",
               "_R_CHECK_SYSTEM_CLOCK_": "0", "_R_CHECK_FUTURE_FILE_TIMESTAMPS_": "false"}
    installed = install_library()
    must(["R", "CMD", "build", os.path.join(TREE, "bindings", "r")], cwd=WORK, **installed)
    tarball = next(f for f in os.listdir(WORK) if f.endswith(".tar.gz"))
    code, output = run(["R", "CMD", "check", "--as-cran", "--no-manual", tarball], cwd=WORK, **installed, **offline,
                       **checkbashisms())
    contents = must(["tar", "tzf", tarball], cwd=WORK)
    problems = [] if re.search(r"^Status: OK$", output, re.M) and not code else [output[-5000:]]
    problems += [] if "inst/doc/dolbom.html" in contents else ["the vignette was not built"]
    leftover = [f for f in contents.split() if f.endswith((".o", ".so", ".py", "Makevars"))]
    problems += [f"the tarball has {leftover}"] if leftover else []
    return all_of(problems, 3)


def without_library(long):
    """A package that finds no library says what to do."""
    bare = os.path.join(WORK, "bare")
    shutil.copytree(os.path.join(TREE, "bindings", "r"), bare)
    code, output = run(["R", "CMD", "INSTALL", "--library=" + WORK, "."], cwd=bare)
    says = all(word in output for word in ("./do install", "PKG_CONFIG_PATH", "DOLBOM_CFLAGS"))
    return all_of([] if code and says else ["configure without a library: " + output[-2000:]], 1)


def our_leaks(output):
    """What the sanitizer says of blocks that the package or the library asked for; R leaves some of its own."""
    reports = re.split(r"\n(?=(?:Direct|Indirect) leak of)", output)[1:]
    return [report for report in reports if re.search(r"^ +#1 .*(dolbom[.]so|bindings/r/src)", report, re.M)]


def sanitized(long):
    """All tests with the package's C under the sanitizers, and no block of its or the library's left behind."""
    if not long:
        return 0, 0
    library, archive = os.path.join(WORK, "sanitized"), os.path.join(TREE, "build", "r", "packaging")
    shutil.rmtree(library, ignore_errors=True)
    os.makedirs(library)
    stands_on = re.search(r"^Libs.private: (.*)$", read(archive + "/dolbom.pc"), re.M).group(1)
    must(["R", "CMD", "INSTALL", "--no-test-load", "--library=" + library, "bindings/r"],
         DOLBOM_CFLAGS=f"-I{TREE}/include -fsanitize=address,undefined -fno-omit-frame-pointer",
         DOLBOM_LIBS=f"{archive}/libdolbom.a {stands_on} -fsanitize=address,undefined")
    runtime = must(["gcc", "-print-file-name=libasan.so"]).strip()
    # The shell script in front of R goes without, so what it sets is set here.
    home = must(["R", "RHOME"]).strip()
    code, output = run([home + "/bin/exec/R", "--no-echo", "--no-restore", "-f", "bindings/r/tests/tree/count.R",
                        "--args", "bindings/r/tests/testthat"],
                       LD_PRELOAD=runtime, R_LIBS=library, R_HOME=home, R_SHARE_DIR="/usr/share/R/share",
                       LD_LIBRARY_PATH=home + "/lib", ASAN_OPTIONS="detect_leaks=1", LSAN_OPTIONS="exitcode=0")
    counts = COUNTS.findall(output)
    spoke = re.search(r"ERROR: AddressSanitizer|runtime error:", output)
    problems = our_leaks(output)
    if spoke or code or not counts:
        problems.append("under the sanitizers: " + output[-6000:])
    if "LeakSanitizer" not in output:  # R itself always leaves something
        problems.append("the leak sanitizer did not run")
    return all_of(problems, 1) if problems else tuple(int(n) for n in counts[-1])


STEPS = (install, unit_tests, c_locale, vectors, same_answers, streams, interrupts, quick_start, without_library,
         cran_check, sanitized)


def main(names, long):
    passed = failed = 0
    for step in [step for step in STEPS if not names or step.__name__ in names]:
        started = time.monotonic()
        try:
            counts = step(long)
        except (OSError, RuntimeError) as error:
            counts = all_of([f"{step.__name__}: {error}"], 1)
        passed, failed = passed + counts[0], failed + counts[1]
        print(f"{step.__name__:16} {counts[0]:5} passed {counts[1]:3} failed {time.monotonic() - started:7.1f} s",
              flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main([name for name in given if name != "--long"], "--long" in given))
