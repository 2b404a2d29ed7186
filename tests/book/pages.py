"""Open a built page as a reader does, and note what goes wrong on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from playwright.sync_api import Browser, Page

from tools.pages import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
NO_AXE = "axe-core is not here: install Node.js, which brings npm, and run make test again"
PATIENCE = 120_000  # milliseconds; for a machine that is busy
WIDTHS = {"wide": 1300, "phone": 390}
PHONES = (390, 360, 320)  # pixels
READY = """async () => {
  await window.MathJax?.startup?.promise;
  const views = document.querySelectorAll('script[type$="widget-view+json"]');
  const drawn = () => document.querySelectorAll(".widget-subarea > *").length >= views.length;
  for (let i = 0; i < 200 && !drawn(); i++) await new Promise((done) => setTimeout(done, 50));
  if (!drawn()) throw new Error("a widget was not drawn");
}"""
# Two frames later whatever was done is drawn, and then whatever fades in has faded in.
SETTLED = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame(); await frame();
  await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  await frame();
}"""
FINDINGS = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.filter((v) => ["serious", "critical"].includes(v.impact)).flatMap((v) =>
    v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)} ${n.any[0]?.message ?? ""}`));
}"""


TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TRACKS = """all => all.filter((e) => e.getClientRects().length > 0)
  .map((e) => Math.round(e.getBoundingClientRect().width))"""


class Noted(NamedTuple):
    """An open page, and what it has asked for and complained of so far."""

    page: Page
    complaints: list[str]  # errors on the console, exceptions, files that are missing
    requests: list[str]


@contextmanager
def opened(
    browser: Browser, address: str, *, width: str = "wide", scheme: str = "light", **options
) -> Iterator[Noted]:
    """A page in a fresh profile, wide or phone, light or dark, with everything drawn."""
    context = browser.new_context(
        viewport={"width": WIDTHS[width], "height": 900}, reduced_motion="reduce", **options
    )
    context.set_default_timeout(PATIENCE)
    context.add_init_script(
        f"localStorage.setItem('mode', '{scheme}'); localStorage.setItem('theme', '{scheme}');"
    )
    noted = Noted(context.new_page(), [], [])
    note(noted)
    noted.page.goto(address)
    noted.page.evaluate(READY)
    yield noted
    context.close()


def note(noted: Noted) -> None:
    """Listen to a page before it loads."""
    say = noted.complaints.append
    noted.page.on("console", lambda m: say(m.text) if m.type == "error" else None)
    noted.page.on("pageerror", lambda error: say(str(error)))
    noted.page.on("request", lambda request: noted.requests.append(request.url))
    noted.page.on("response", lambda r: say(f"{r.status} {r.url}") if r.status >= 400 else None)


def findings(page: Page) -> list[str]:
    """What axe-core finds serious or critical in the page's present state."""
    assert AXE.exists(), NO_AXE
    if page.evaluate("typeof axe === 'undefined'"):
        page.add_script_tag(path=AXE)
    return page.evaluate(FINDINGS)


def narrowed(page: Page, width: int) -> Page:
    """The page on a screen of another width, drawn anew."""
    page.set_viewport_size({"width": width, "height": 900})
    settle(page)
    return page


def open_details(page: Page) -> None:
    """Unfold everything that is folded, and wait until it has faded in."""
    page.evaluate("document.querySelectorAll('main details').forEach((d) => (d.open = true))")
    settle(page)


def settle(page: Page) -> None:
    """Wait until what was done to a page is drawn."""
    page.evaluate(SETTLED)
