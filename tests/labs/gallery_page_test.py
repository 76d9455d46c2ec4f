"""Opens a page of labs in headless Chromium and holds it to what the page promises.

    gallery_page_test.py INDEX.HTML [FOLDER FOR SCREENSHOTS]

At 1200 and 400 px wide, light and dark: every picture and film loads, at the shape that the page keeps room for;
nothing is said on the console; nothing is asked of the network; nothing sticks out sideways; no type is smaller than
15 px, but scripts; every link has its target. Needs the program `chromium` and Python's own library: the browser is spoken to over
its debugging pipe.
"""
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

PATIENCE = 60_000  # ms that the page may take

# Runs in the page. Lazy pictures load when they are eager.
CHECK = """(async () => {
    const wrong = [];
    const settled = (element, good, name) => new Promise(resolve => {
        element.addEventListener(good, resolve, {once: true});
        element.addEventListener('error', () => { wrong.push(name + ' does not load'); resolve(); }, {once: true});
    });
    const same_shape = (element, width, height, name) => {
        const asked = element.getAttribute('width') / element.getAttribute('height');
        if (!(Math.abs(asked * height / width - 1) < 0.02)) {
            wrong.push(`${name} is ${width} x ${height}, the page keeps room for another shape`);
        }
    };
    for (const image of document.images) {
        const name = image.getAttribute('src');
        image.loading = 'eager';
        if (!image.complete) await settled(image, 'load', name);
        await image.decode().catch(() => {});  // what failed is named below
        if (image.naturalWidth === 0) wrong.push(name + ' is not there');
        else same_shape(image, image.naturalWidth, image.naturalHeight, name);
        if (!image.alt) wrong.push(name + ' has no words for those who do not see it');
    }
    for (const video of document.querySelectorAll('video')) {
        const name = video.getAttribute('src');
        if (video.readyState === 0) {
            const ready = settled(video, 'loadedmetadata', name);
            video.preload = 'metadata';
            video.load();
            await ready;
        }
        if (!video.videoWidth) wrong.push(name + ' has no picture');
        else same_shape(video, video.videoWidth, video.videoHeight, name);
    }
    for (const details of document.querySelectorAll('details')) details.open = true;
    const wide = document.scrollingElement.scrollWidth;
    if (wide > WINDOW) wrong.push(`the page is ${wide} px wide in a window of WINDOW px`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
        const least = node.parentElement.closest('sub, sup') ? 11 : 15;
        if (node.data.trim() && size < least) wrong.push(`"${node.data.trim().slice(0, 30)}" is set in ${size} px`);
    }
    for (const link of document.querySelectorAll('a[href^="#"]')) {
        const name = decodeURIComponent(link.getAttribute('href').slice(1));
        if (!document.getElementById(name)) wrong.push(`nothing has the name #${name}`);
    }
    if (document.images.length + document.querySelectorAll('video').length === 0) wrong.push('no picture at all');
    for (const details of document.querySelectorAll('details')) details.open = false;
    return wrong;
})()"""


class Browser:
    """Chromium, told what to do by JSON messages that end in a zero byte: read from its descriptor 3, written to 4."""

    def __init__(self, program, profile):
        self.read_end, to_us = os.pipe()
        from_us, self.write_end = os.pipe()

        def connect():  # both are moved out of the way first, for either may be 3 or 4
            commands, answers = os.dup(from_us), os.dup(to_us)
            while commands in (3, 4):
                commands = os.dup(commands)
            while answers in (3, 4):
                answers = os.dup(answers)
            os.dup2(commands, 3)
            os.dup2(answers, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--hide-scrollbars", "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=connect, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_us)
        os.close(from_us)
        self.pending = b""
        self.number = 0
        self.events = []

    def receive(self):
        while b"\0" not in self.pending:
            piece = os.read(self.read_end, 1 << 20)
            if not piece:
                sys.exit("chromium ended before the page was looked at")
            self.pending += piece
        message, self.pending = self.pending.split(b"\0", 1)
        return json.loads(message)

    def ask(self, method, session=None, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.write_end, data):]
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    sys.exit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.receive())

    def close(self):
        self.process.kill()
        self.process.wait()


def complaints_of(events):
    for event in events:
        what, told = event.get("method"), event.get("params", {})
        if what == "Runtime.exceptionThrown":
            yield "exception: " + told["exceptionDetails"]["text"]
        if what == "Runtime.consoleAPICalled":
            yield "console: " + json.dumps(told["args"])
        if what == "Log.entryAdded":
            yield "log: " + told["entry"]["text"] + " " + told["entry"].get("url", "")
        if what == "Network.requestWillBeSent" and not told["request"]["url"].startswith(("file:", "data:")):
            yield "asks the network for " + told["request"]["url"]


def look(browser, page, width, scheme, screenshot):
    target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
    session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def tell(method, **parameters):
        return browser.ask(method, session, **parameters)

    for domain in ("Page", "Runtime", "Log", "Network"):
        tell(domain + ".enable")
    tell("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
    tell("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.events.clear()
    tell("Page.navigate", url=page.resolve().as_uri())
    browser.wait_for("Page.loadEventFired")
    checked = tell("Runtime.evaluate", expression=CHECK.replace("WINDOW", str(width)), awaitPromise=True,
                   returnByValue=True, timeout=PATIENCE)
    wrong = checked["result"].get("value")
    if wrong is None:
        wrong = ["the page could not be checked: " + json.dumps(checked)]
    wrong += complaints_of(browser.events)
    if screenshot:
        picture = tell("Page.captureScreenshot", captureBeyondViewport=True)
        screenshot.write_bytes(base64.b64decode(picture["data"]))
    browser.ask("Target.closeTarget", targetId=target)
    return [f"{width} px, {scheme}: {what}" for what in wrong]


def main():
    page = pathlib.Path(sys.argv[1])
    pictures = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    program = shutil.which("chromium")
    if program is None:
        sys.exit("the program chromium is not on PATH; on Debian: apt-get install chromium")
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    wrong = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        try:
            for width in (1200, 400):
                for scheme in ("light", "dark"):
                    screenshot = pictures / f"{scheme}-{width}.png" if pictures else None
                    wrong += look(browser, page, width, scheme, screenshot)
        finally:
            browser.close()
    print("\n".join(wrong) or f"{page}: as it should be")
    sys.exit(1 if wrong else 0)


main()
