# SPDX-License-Identifier: Apache-2.0
"""A Chromium without a window, driven through the pipe of its DevTools protocol."""
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
LONGEST = 60


def program():
    """The browser's path, or None."""
    return next((path for path in map(shutil.which, PROGRAMS) if path), None)


class Browser:
    """One page; what it complains of is kept in `told`."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="dolbom-browser-")
        (theirs, self.to), (self.back, ours) = os.pipe(), os.pipe()
        # The browser reads commands from 3 and answers on 4, whatever numbers the pipe has here.
        command = f"exec {program()} --headless --no-sandbox --disable-gpu --disable-dev-shm-usage " \
                  f"--remote-debugging-pipe --user-data-dir={self.folder} about:blank 3<&{theirs} 4>&{ours}"
        self.child = subprocess.Popen(["bash", "-c", command], pass_fds=(theirs, ours), stdin=subprocess.DEVNULL,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(theirs)
        os.close(ours)
        self.number, self.rest, self.session, self.told = 0, b"", None, []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.ask(domain + ".enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.to)
        try:
            self.child.wait(10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        os.close(self.back)
        shutil.rmtree(self.folder, ignore_errors=True)

    def next(self):
        while b"\0" not in self.rest:
            ready, _, _ = select.select([self.back], [], [], LONGEST)
            assert ready, "the browser says nothing any more"
            piece = os.read(self.back, 1 << 16)
            assert piece, "the browser has ended"
            self.rest += piece
        message, _, self.rest = self.rest.partition(b"\0")
        message = json.loads(message)
        if message.get("method") == "Runtime.exceptionThrown":
            self.told.append(message["params"]["exceptionDetails"])
        if message.get("method") == "Log.entryAdded" and message["params"]["entry"]["level"] != "verbose":
            self.told.append(message["params"]["entry"]["text"])
        return message

    def ask(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while (answer := self.next()).get("id") != self.number:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def open(self, path):
        for url in ("about:blank", "file://" + path):  # to another place of the same page nothing would be loaded
            self.ask("Page.navigate", url=url)
            while self.next().get("method") != "Page.loadEventFired":
                pass

    def run(self, expression):
        """The value of an expression of JavaScript."""
        result = self.ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait(self, expression):
        """Until it holds: what follows a key or a click may follow a little later."""
        end = time.monotonic() + LONGEST
        while not self.run(expression):
            assert time.monotonic() < end, f"never so: {expression}"
            time.sleep(0.02)

    def size(self, width, height=800):
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                 mobile=width < 600)

    def press(self, key, text=None, code=None):
        known = {"text": text} if text else {}
        self.ask("Input.dispatchKeyEvent", type="keyDown", key=key, code=code or key, **known,
                 windowsVirtualKeyCode={"Tab": 9, "Enter": 13, " ": 32, "ArrowRight": 39}.get(key, 0))
        self.ask("Input.dispatchKeyEvent", type="keyUp", key=key, code=code or key)

    def download(self, folder, expression):
        """The path of the file that an expression makes the page offer."""
        before = set(os.listdir(folder))
        self.ask("Page.setDownloadBehavior", behavior="allow", downloadPath=folder)
        self.run(expression)
        end = time.monotonic() + LONGEST
        while True:
            new = [name for name in set(os.listdir(folder)) - before if not name.endswith(".crdownload")]
            if new and os.path.getsize(os.path.join(folder, new[0])):
                return os.path.join(folder, new[0])
            assert time.monotonic() < end, "nothing was downloaded"
            time.sleep(0.02)

    def give(self, selector, path):
        """Choose a file in a field."""
        root = self.ask("DOM.getDocument")["root"]["nodeId"]
        field = self.ask("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.ask("DOM.setFileInputFiles", nodeId=field, files=[path])
