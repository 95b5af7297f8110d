#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""./do itself, on a fresh copy of the tree: what it says and when, and what it does without apt.

The long form builds the release on a machine without apt and dpkg and installs it twice.
"""
import os
import re
import shutil
import signal
import subprocess
import sys
import time

SOURCE = os.environ["DOLBOM_SOURCE"]
sys.path += [os.path.join(SOURCE, "tests", folder) for folder in ("tools", "tree")]
import tree  # noqa: E402
from cases import run_cases  # noqa: E402

FIRST_WORD_SECONDS, SILENCE_SECONDS = 2, 15


def fresh_copy(folder):
    for path in tree.files():
        target = os.path.join(folder, "fresh", path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy2(os.path.join(SOURCE, path), target, follow_symlinks=False)
    return os.path.join(folder, "fresh")


def path_without_apt(folder):
    """PATH; a folder of it that has apt or dpkg is replaced by one of links to all the rest."""
    folders = []
    for i, place in enumerate(os.environ["PATH"].split(":")):
        names = os.listdir(place) if os.path.isdir(place) else []
        if any(name.startswith(("apt", "dpkg")) for name in names):
            place, original = os.path.join(folder, f"path{i}"), place
            os.mkdir(place)
            for name in names:
                if not name.startswith(("apt", "dpkg")):
                    os.symlink(os.path.join(original, name), os.path.join(place, name))
        folders.append(place)
    path = ":".join(folders)
    assert not shutil.which("apt-get", path=path) and not shutil.which("dpkg-query", path=path)
    return path


def do(root, *arguments, cwd=None, **environment):
    return subprocess.Popen([root + "/do", *arguments], cwd=cwd or root, text=True,
                            env=dict(os.environ, **environment), start_new_session=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def result(process):
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def stop(process):
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def it_explains_every_command(_):
    code, told, _ = result(do(SOURCE))
    handled = re.findall(r"^([a-z-]+)\) ", tree.read("do"), re.M)
    assert code == 0 and len(handled) >= 8, handled
    for name in handled:
        assert re.search(rf"^  {name} ", told, re.M), name
    code, _, wrong = result(do(SOURCE, "biuld"))
    assert code == 2 and "biuld" in wrong, wrong


def without_apt_it_lists_what_to_install(folder):
    root = fresh_copy(folder)
    path = path_without_apt(folder)
    code, told, reason = result(do(root, "build", PATH=path, PKG_CONFIG_LIBDIR=folder))
    assert code == 4 and "by hand" in reason, (code, reason)
    for module, package in (("icu-uc", "libicu-dev"), ("jansson", "libjansson-dev")):
        assert re.search(rf"missing: module {module} .*{package}$", told, re.M), told
    assert "program gcc" not in told and not os.path.exists(root + "/build"), told


def it_says_at_once_what_happens(folder):
    root = fresh_copy(folder)
    for command in ("build", "test"):
        started = time.monotonic()
        process = do(root, command)
        line = process.stdout.readline()
        seconds = time.monotonic() - started
        stop(process)
        assert line.strip() and seconds <= FIRST_WORD_SECONDS, (command, line, seconds)


def install(root, prefix, longest, **options):
    """Installs; what it says, and no longer silence than `longest` seconds."""
    process, told, spoken = do(root, "install", prefix, **options), "", time.monotonic()
    for line in process.stdout:
        now = time.monotonic()
        assert now - spoken <= longest, f"silent for {now - spoken:.0f} s before: {line}"
        told, spoken = told + line, now
    assert process.wait() == 0, told + process.stderr.read()
    return told


def it_builds_without_apt_and_installs_where_it_is_told(folder):
    root, path = fresh_copy(folder), path_without_apt(folder)
    told = install(root, folder + "/first", SILENCE_SECONDS, PATH=path)
    assert "building build/release" in told and folder + "/first" in told, told
    os.mkdir(folder + "/elsewhere")
    install(root, "second place", SILENCE_SECONDS, PATH=path, cwd=folder + "/elsewhere")
    for prefix in (folder + "/first", folder + "/elsewhere/second place"):
        for name in ("bin/dolbom", "lib/libdolbom.a", "lib/pkgconfig/dolbom.pc"):
            assert os.path.isfile(f"{prefix}/{name}"), (prefix, name)
        done = subprocess.run([prefix + "/bin/dolbom", "selftest"], capture_output=True, text=True)
        assert done.returncode == 0 and "all checks passed" in done.stdout, done


cases = [it_explains_every_command, without_apt_it_lists_what_to_install,
         it_says_at_once_what_happens]
long_cases = [it_builds_without_apt_and_installs_where_it_is_told]
run_cases(long_cases if os.environ.get("DOLBOM_LONG") else cases)
