"""One window of VS Code, driven as a person would: keys, menus, and what is to be seen on the screen."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect
from playwright.sync_api import TimeoutError as NotSeenError

from scripts.code_server import CodeServer

PATIENCE_MS = 60_000
"""For what waits on a cold start of the editor, of the extension or of the server."""

SQUIGGLES = {"error": ".squiggly-error", "warning": ".squiggly-warning", "info": ".squiggly-info"}


class Window:
    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    def open(cls, browser: Browser, server: CodeServer, folder: Path, size: ViewportSize | None = None) -> "Window":
        context = browser.new_context(viewport=size or {"width": 1280, "height": 800})
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.goto(server.url(folder))
        page.locator(".monaco-workbench").wait_for(timeout=PATIENCE_MS)
        return cls(page)

    def close(self) -> None:
        self.page.context.close()

    # --- doing ---

    def press(self, keys: str) -> None:
        self.page.keyboard.press(keys)

    def open_file(self, name: str) -> None:
        # Until the explorer shows it, the file is not found by name either.
        self.page.locator(f'.explorer-folders-view .monaco-list-row[aria-label*="{name}"]').first.wait_for(
            timeout=PATIENCE_MS
        )
        self._quick_input("Control+P", name, name)
        self.page.locator(f'.tab[data-resource-name="{name}"]').wait_for()

    def command(self, title: str) -> None:
        self._quick_input("F1", f">{title}", title)

    def save(self) -> None:
        self.press("Control+s")
        self.page.locator(".tab.active:not(.dirty)").first.wait_for()

    def go_to(self, line: int, column: int) -> None:
        self.page.keyboard.press("Control+g")
        field = self.page.locator(".quick-input-widget .quick-input-box input")
        field.wait_for()
        field.fill(f":{line}:{column}")
        self.press("Enter")
        self.page.locator(f'.statusbar-item:has-text("Ln {line}, Col {column}")').wait_for()

    def quick_fix(self, title: str) -> None:
        """Open the light bulb's menu at the cursor and choose an entry."""
        menu = self.page.locator(".action-widget .monaco-list-row")
        entry = menu.filter(has_text=title).first
        for patience in (5_000, 5_000, 5_000, PATIENCE_MS):
            # The editor loses the keys if the focus has not reached it yet, and says nothing: press them again.
            self.page.locator(".monaco-editor.focused").first.wait_for()
            self.press("Control+.")
            try:
                entry.wait_for(timeout=patience)
                break
            except NotSeenError:
                if patience == PATIENCE_MS:
                    raise
                self.press("Escape")
        # By keys: a click on the menu is lost while it moves.
        for _ in range(menu.count()):
            if "focused" in (entry.get_attribute("class") or ""):
                break
            self.press("ArrowDown")
        self.press("Enter")
        menu.first.wait_for(state="detached")

    def _quick_input(self, keys: str, text: str, row: str) -> None:
        self.press(keys)
        widget = self.page.locator(".quick-input-widget")
        field = widget.locator(".quick-input-box input")
        field.wait_for()
        field.fill(text)
        widget.locator(f'.monaco-list-row.focused[aria-label*="{row}"]').first.wait_for()
        self.press("Enter")
        field.wait_for(state="hidden")

    # --- seeing ---

    def status(self, label: str) -> Locator:
        """Lossguard's item in the status bar, in a state."""
        return self.page.locator(f'.statusbar-item a[aria-label^="Lossguard: {label}"]')

    def wait_until_ready(self) -> None:
        self.status("ready").wait_for(timeout=PATIENCE_MS)

    def squiggles(self, severity: str) -> Locator:
        return self.page.locator(f".monaco-editor {SQUIGGLES[severity]}")

    def expect_no_squiggles(self, severity: str) -> None:
        expect(self.squiggles(severity)).to_have_count(0, timeout=PATIENCE_MS)

    def problems(self) -> Locator:
        """The rows of the Problems view, which this opens."""
        self.command("Problems: Focus on Problems View")
        self.page.locator(".markers-panel").wait_for()
        return self.page.locator(".markers-panel .monaco-list-row")

    def toast(self, text: str) -> Locator:
        return self.page.locator(".notification-toast", has_text=text)

    def hover_squiggle(self, severity: str) -> None:
        # The text lies above the squiggle, so Playwright's own hover finds it covered.
        box = self.squiggles(severity).first.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + 10, box["y"] + box["height"] / 2)

    def hover_status(self, label: str) -> Locator:
        # From elsewhere: an item that the mouse rests on already shows no tooltip anew.
        self.page.mouse.move(400, 300)
        self.status(label).hover()
        return self.page.locator(".monaco-hover:visible", has_text="Lossguard").first

    def screenshot(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path)


def wait_for(condition: Callable[[], bool], page: Page, what: str, patience_ms: int = 20_000) -> None:
    """For what is not on the screen, such as a file on disk."""
    for _ in range(patience_ms // 100):
        if condition():
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not within {patience_ms} ms: {what}")
