#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Links of a page to files of the tree lead to one, and each picture is shown by a page."""
import os
import re

import tree

LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.M | re.S)
ELSEWHERE = re.compile(r"^(?:\w+:|#)")


def links_of(page):
    """Paths in the tree that the page links to."""
    for match in LINK.finditer(CODE.sub("", tree.read(page))):
        link = (match[1] or match[2]).partition("#")[0]
        if link and not ELSEWHERE.match(link):
            yield os.path.normpath(os.path.join(os.path.dirname(page), link))


def main():
    n, problems, linked = 0, [], set()
    for page in tree.files(".md"):
        for path in links_of(page):
            n += 1
            linked.add(path)
            if not os.path.exists(os.path.join(tree.SOURCE, path)):
                problems.append(f"{page}: links to {path}, which is not there")
    for picture in tree.files(".png"):
        n += 1
        if picture not in linked:
            problems.append(f"{picture}: no page shows it")
    tree.finish(n, problems)


main()
