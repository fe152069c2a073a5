"""A real Chromium over the DevTools protocol: opens a page, runs a line in it, presses keys, and keeps what it complained of."""

import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from websocket import create_connection

PROGRAM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")


class Browser:
    """One headless Chromium with one tab: `errors` of console and scripts, `requests` for anything but the page itself."""

    def __init__(self) -> None:
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
        remote = ["--remote-debugging-port=0", "--remote-allow-origins=*"]
        command = [str(PROGRAM), *flags, *remote, f"--user-data-dir={self._profile.name}", "about:blank"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._socket = create_connection(self._address(), timeout=30)
        self._number = 0
        self.errors: list[str] = []
        self.requests: list[str] = []
        self._page = ""
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Performance.enable", timeDomain="threadTicks")

    def _address(self) -> str:
        port_file = Path(self._profile.name) / "DevToolsActivePort"
        for _ in range(200):
            if port_file.exists() and port_file.read_text().strip():
                port = port_file.read_text().split()[0]
                tabs = json.load(urlopen(f"http://127.0.0.1:{port}/json/list", timeout=10))
                pages = [tab for tab in tabs if tab["type"] == "page"]
                if pages:
                    return str(pages[0]["webSocketDebuggerUrl"])
            time.sleep(0.1)
        raise TimeoutError("Chromium did not start")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of one protocol command; events that come meanwhile are kept."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == self._number:
                assert "error" not in message, message
                return dict(message["result"])
            self._note(message)

    def _note(self, event: dict[str, Any]) -> None:
        method, params = event.get("method"), event.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(params["exceptionDetails"], ensure_ascii=False))
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning"):
            self.errors.append(json.dumps(params["args"], ensure_ascii=False))
        elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            self.errors.append(params["entry"]["text"])
        elif method == "Network.requestWillBeSent" and not self._own(params["request"]["url"]):
            self.requests.append(params["request"]["url"])

    def _own(self, url: str) -> bool:
        """The page itself, or a picture that is part of it."""
        return url.split("#")[0] == self._page or url.startswith(("data:image/png", "data:image/svg+xml"))

    def open(self, path: Path, width: int = 1440, height: int = 900) -> float:
        """Opens a file; returns the seconds that the page itself worked (not waited) until it was loaded and laid out."""
        self._page = path.as_uri()
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600)
        began = time.monotonic()
        self.call("Page.navigate", url=self._page)
        while self.run("document.readyState") != "complete" or self.run("location.href.split('#')[0]") != self._page:
            if time.monotonic() - began > 30:
                raise TimeoutError(f"{path} was not opened")
            time.sleep(0.02)
        self.run("new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))")
        return self.worked()

    def worked(self) -> float:
        """Seconds of processor time that the page has used since it was opened."""
        return float({m["name"]: m["value"] for m in self.call("Performance.getMetrics")["metrics"]}["TaskDuration"])

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression; promises are awaited."""
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def press(self, key: str) -> None:
        """One key, as from a keyboard."""
        text = {"text": key} if len(key) == 1 else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def click(self, selector: str) -> None:
        """A mouse click in the middle of the first element that matches."""
        script = f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'center'}}); "
        script += "const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        x, y = self.run(script)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def close(self) -> None:
        self._socket.close()
        self._process.terminate()
        self._process.wait(10)
        self._profile.cleanup()
