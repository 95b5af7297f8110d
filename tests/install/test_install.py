#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is installed works where it lies: the command, and the examples built against it.

The build is installed below a temporary folder, so nowhere near the prefix it was set up for.
"""
import glob
import os
import re
import shutil
import subprocess
import sys

SOURCE, BUILD = os.environ["DOLBOM_SOURCE"], os.environ["DOLBOM_BUILD"]
sys.path.insert(0, os.path.join(SOURCE, "tests", "tools"))
from cases import run_cases  # noqa: E402

EXAMPLES = os.path.join(SOURCE, "examples", "c")
STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wno-sign-conversion", "-Werror"]
EXPECTED = ["김 순자 어르신 is 김순자", "김 순자 어르신 and 金順子 agree: exact",
            "D03\tcity-hall;food-bank\tcity-hall, food-bank "]
OUTSIDE = ("LD_LIBRARY_PATH", "PKG_CONFIG_PATH", "CMAKE_PREFIX_PATH")


def run(*command, code=0, **environment):
    """Output of a command; nothing about libraries or packages is taken over from outside."""
    env = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
    done = subprocess.run(command, env=dict(env, **environment), capture_output=True, text=True,
                          timeout=120)
    assert done.returncode == code, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def install(folder):
    """The prefix below `folder`, and its folder of libraries."""
    run("meson", "install", "-C", BUILD, "--no-rebuild", "--quiet", "--destdir", folder)
    command = glob.glob(folder + "/**/bin/dolbom", recursive=True)[0]
    prefix = os.path.dirname(os.path.dirname(command))
    return prefix, os.path.dirname(glob.glob(prefix + "/lib*/**/libdolbom.a", recursive=True)[0])


def flags(lib, *arguments):
    return run("pkg-config", *arguments, "dolbom", PKG_CONFIG_PATH=lib + "/pkgconfig").split()


def expect_findings(output):
    lines = output.splitlines()
    assert len(lines) == len(EXPECTED) and all(map(str.startswith, lines, EXPECTED)), output


def everything_promised_is_there(folder):
    prefix, lib = install(folder)
    version = run(BUILD + "/tools/dolbom", "version").split()[-1]
    for path in ("bin/dolbom", "include/dolbom/dolbom.h", "share/man/man1/dolbom.1",
                 "share/dolbom/policy/rules.csv", "share/dolbom/docs/tables.md"):
        assert os.path.isfile(f"{prefix}/{path}"), path
    for path in ("libdolbom.so", f"libdolbom.so.{version}", "libdolbom.a", "pkgconfig/dolbom.pc",
                 "cmake/dolbom/dolbomConfig.cmake"):
        assert os.path.exists(f"{lib}/{path}"), path
    assert flags(lib, "--modversion") == [version]


def the_command_finds_its_library_wherever_it_is_moved(folder):
    prefix, lib = install(folder + "/first")
    shutil.move(prefix, folder + "/second")
    lib = folder + "/second" + lib[len(prefix):]
    command = folder + "/second/bin/dolbom"
    assert "all checks passed" in run(command, "selftest")
    loaded = re.search(r"libdolbom\.so\.\d+ => (\S+)", run("ldd", command)).group(1)
    assert os.path.realpath(loaded).startswith(os.path.realpath(lib)), loaded
    assert run(command, "plan") == run(BUILD + "/tools/dolbom", "plan")


def examples_build_with_pkg_config_and_find(folder):
    _, lib = install(folder)
    both = flags(lib, "--cflags", "--libs")
    run("cc", "-std=c17", *STRICT, EXAMPLES + "/twice.c", *both, "-o", folder + "/c")
    run("c++", "-std=c++17", *STRICT, EXAMPLES + "/twice.cpp", *both, "-o", folder + "/cpp")
    for program in ("c", "cpp"):
        expect_findings(run(f"{folder}/{program}", LD_LIBRARY_PATH=lib))


def a_static_program_needs_no_library_at_all(folder):
    _, lib = install(folder)
    static = flags(lib, "--static", "--cflags", "--libs")
    run("cc", "-static", EXAMPLES + "/twice.c", *static, "-o", folder + "/c")
    assert "NEEDED" not in run("readelf", "-d", folder + "/c")
    expect_findings(run(folder + "/c"))


def examples_build_with_cmake_and_find(folder):
    prefix, lib = install(folder)
    run("cmake", "-S", EXAMPLES, "-B", folder + "/build", "-DCMAKE_PREFIX_PATH=" + prefix)
    run("cmake", "--build", folder + "/build")
    for program in ("c_dolbom", "cpp_dolbom", "c_dolbom_static", "cpp_dolbom_static"):
        expect_findings(run(f"{folder}/build/{program}"))
        shared = "libdolbom" in run("ldd", f"{folder}/build/{program}")
        assert shared != program.endswith("static"), program
    assert lib in run("ldd", folder + "/build/c_dolbom")


def cmake_refuses_a_version_it_does_not_serve(folder):
    prefix, _ = install(folder)
    for version, code in (("0.1", 0), ("0.1.0 EXACT", 0), ("0.2", 1), ("1.0", 1)):
        os.makedirs(folder + "/asks", exist_ok=True)
        with open(folder + "/asks/CMakeLists.txt", "w", encoding="ascii") as file:
            file.write("cmake_minimum_required(VERSION 3.13)\nproject(asks C)\n"
                       f"find_package(dolbom {version} REQUIRED)\n")
        run("cmake", "-S", folder + "/asks", "-B", f"{folder}/asks {version}",
            "-DCMAKE_PREFIX_PATH=" + prefix, code=code)


def the_archive_shows_public_names_only_and_holds_its_own_judy(folder):
    _, lib = install(folder)
    with open(SOURCE + "/lib/dolbom.map", encoding="ascii") as file:
        exported = re.findall(r"\b(dolbom_\w+);", file.read())
    listing = [line.split() for line in run("nm", lib + "/libdolbom.a").splitlines()]
    symbols = [words[-2:] for words in listing if len(words) >= 2]
    shown = sorted(name for kind, name in symbols if kind.isupper() and kind != "U")
    assert shown == sorted(exported), set(shown) ^ set(exported)
    asked = [name for kind, name in symbols if kind == "U" and "udy" in name]
    assert not asked, f"left to the user's link: {asked}"
    assert [kind for kind, name in symbols if name == "JudyMalloc"] == ["t"]


def the_manual_tells_every_command_and_option(folder):
    prefix, _ = install(folder)
    page = prefix + "/share/man/man1/dolbom.1"
    if not shutil.which("man"):
        return "skipped"
    env = dict(os.environ, MANWIDTH="200", LC_ALL="C.UTF-8")
    read = subprocess.run(["man", "--warnings", "-l", page], env=env, capture_output=True,
                          text=True, check=True)
    assert not read.stderr, read.stderr
    text, dolbom = re.sub(r"\s+", " ", read.stdout), BUILD + "/tools/dolbom"
    summary = run(dolbom, "help")
    for name, about in re.findall(r"^  ([a-z]\w+) +(\S.*)$", summary, re.M):
        assert about in text, about
        told = run(dolbom, name, "--help")
        for option in re.findall(r"^  (--[\w-]+)", told, re.M):
            assert option in text, (name, option)
        for line in told.split("example:\n")[1].splitlines():
            assert line.strip() in text, line
    for about in re.findall(r"^  (\d .+)$", summary, re.M):
        assert about in text, about
    return None


run_cases([everything_promised_is_there, the_command_finds_its_library_wherever_it_is_moved,
           examples_build_with_pkg_config_and_find, a_static_program_needs_no_library_at_all,
           examples_build_with_cmake_and_find, cmake_refuses_a_version_it_does_not_serve,
           the_archive_shows_public_names_only_and_holds_its_own_judy,
           the_manual_tells_every_command_and_option])
