"""The page in a real browser: headless Chromium, driven by Selenium, judged by axe-core.

Opt-in: `apt-get install chromium chromium-driver`, `pip install selenium`, and `npm install --no-save axe-core` in
the root of the project (or AXE_CORE, the path of axe.min.js).
"""

import importlib.util
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.cases.case import FIELDS, case
from contracts.exchanges.traffic import Role
from contracts.judging.finding import Finding, Verdict
from contracts.judging.violations import broken
from reports.choices.options import RunOptions
from reports.renderings.history import history, write_history
from reports.renderings.html import html
from reports.runs import summary
from reports.runs.tally import Tally
from tests.unit.reports.builders import finding, result

ROOT = Path(__file__).parents[3]
AXE = Path(os.environ.get("AXE_CORE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
MISSING = [
    name
    for name, there in (
        ("chromium", shutil.which("chromium")),
        ("chromedriver", shutil.which("chromedriver")),
        ("selenium", importlib.util.find_spec("selenium")),
        ("axe-core", AXE.is_file()),
    )
    if not there
]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"opt-in: needs {', '.join(MISSING)}")
EVIL = "</script><img src=x onerror=document.title='ran'><svg onload=document.title='ran'>\"'`{{7*7}}"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a failing run, in which everything that comes from outside tries to be markup."""
    tally = Tally()
    sent = case(dict.fromkeys(FIELDS, EVIL))
    answer = {"identity": EVIL.upper(), "attributes": EVIL}
    tally.start(EVIL, ["C301", "C229"])
    tally.add(EVIL, result(sent, 201, answer, (broken("C301", expected=EVIL, actual=EVIL),)))
    tally.findings += [Finding("C301", EVIL, Verdict.FAIL, EVIL, EVIL, sent, "3/3"), finding("C207")]
    tally.leave_out(EVIL, EVIL)
    path = tmp_path_factory.mktemp("page") / "report.html"
    found = summary.summary(tally, RunOptions(f"http://{EVIL}"), 7, 1.0, {Role.CASE: 2})
    found["changes"] = {"against": EVIL, "lines": [EVIL]}
    path.write_text(html(found), "utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless Chromium."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    yield driver
    driver.quit()


def show(
    browser: Any, page: Path, *, dark: bool = False, wide: int = 1280, high: int = 900, scripts: bool = True
) -> None:
    """Opens the page, in a scheme of colours and a width."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
    metrics = {"width": wide, "height": high, "deviceScaleFactor": 1, "mobile": wide < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    browser.get("about:blank")
    browser.get(page.as_uri())


def test_no_payload_runs_and_our_script_does(browser: Any, page: Path) -> None:
    """The title is ours, no element came of a payload, nothing was refused by the policy or failed."""
    browser.get_log("browser")
    show(browser, page)
    assert browser.title.startswith("VIOLATES")
    counts = browser.execute_script(
        "return ['img', 'script', 'svg[onload]'].map(one => document.querySelectorAll(one).length)"
    )
    assert counts == [0, 1, 0]
    assert browser.get_log("browser") == []
    assert browser.execute_script("return !document.querySelector('.tools').hidden")
    assert EVIL in browser.execute_script("return document.body.textContent")


@pytest.mark.parametrize(("wide", "high"), [(1280, 900), (390, 844)], ids=["desktop", "phone"])
def test_the_first_screen_answers(browser: Any, tmp_path: Path, wide: int, high: int) -> None:
    """Did it conform, what broke, what was not judged, how is it seen again: seen without scrolling."""
    tally = Tally()
    tally.add("identity-too-long", result())
    tally.findings += [finding("C229", "identity-too-long"), finding("C229", "pairs")]
    tally.leave_out("whatsapp-other-proxy", "only one whatsapp sender in CONTRACT_PROXY_ADDRESSES", chosen=True)
    path = tmp_path / "report.html"
    path.write_text(html(summary.summary(tally, RunOptions("http://127.0.0.1:8080"), 7, 1.0, {Role.CASE: 2})))
    show(browser, path, wide=wide, high=high)
    places = "return ['h1', '#broke', '#unjudged', '#again'].map(one => document.querySelector(one)"
    ends = browser.execute_script(f"{places}.getBoundingClientRect().bottom)")
    assert all(0 < end < high for end in ends)
    assert ends == sorted(ends) if wide < 600 else len(set(ends[1:])) == 1
    browser.find_element("css selector", "[aria-labelledby=broke] a").click()
    browser.execute_async_script("setTimeout(arguments[0], 200)")
    assert browser.execute_script("return document.getElementById(location.hash.slice(1)).open") is True


def test_from_matrix_to_finding_to_copy(browser: Any, page: Path) -> None:
    """A cell leads to its rule, the rule to its finding, and the button copies what replays it."""
    show(browser, page)
    grant = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    browser.execute_cdp_cmd("Browser.grantPermissions", grant)
    label = browser.find_element("css selector", "#matrix-picture a[href='#C301'] text")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", label)
    label.click()
    rule = browser.find_element("id", "C301")
    browser.execute_async_script("setTimeout(arguments[0], 200)")
    assert rule.get_attribute("open") is not None
    link = rule.find_element("css selector", ".inside a[href^='#C301-']")
    browser.execute_script("arguments[0].click()", link)
    browser.execute_async_script("setTimeout(arguments[0], 200)")
    found = browser.find_element("id", link.get_attribute("href").partition("#")[2])
    assert found.get_attribute("open") is not None
    assert found.find_elements("css selector", "td mark")
    button = found.find_element("css selector", "button.copy[data-from$='-replay']")
    browser.execute_script("arguments[0].click()", button)
    browser.execute_async_script("setTimeout(arguments[0], 300)")
    assert button.text == "Copied"
    copied = browser.execute_async_script(
        "const done = arguments[0]; navigator.clipboard.readText().then(done, error => done(String(error)))"
    )
    assert copied.startswith("contract replay ")


def test_the_filter_and_the_keys(browser: Any, page: Path) -> None:
    """`/` goes to the filter, what does not fit goes, Escape brings it back, `n` goes to the next finding."""
    from selenium.webdriver.common.keys import Keys

    show(browser, page)
    shown = "return [...document.querySelectorAll('#rules details')].filter(one => one.offsetParent).length"
    every = browser.execute_script(shown)
    browser.find_element("tag name", "body").send_keys("/")
    search = browser.switch_to.active_element
    assert search.get_attribute("id") == "search"
    search.send_keys("C229 256")
    assert 0 < browser.execute_script(shown) < every
    search.send_keys(Keys.ESCAPE)
    assert browser.execute_script(shown) == every
    browser.find_element("tag name", "body").send_keys("n")
    assert browser.execute_script("return document.activeElement.closest('#findings') !== null")


def test_it_is_readable_without_script(browser: Any, page: Path) -> None:
    """Verdict, matrix, rules and sentences are there, and no button that would do nothing."""
    show(browser, page, scripts=False)
    text = browser.find_element("tag name", "main").text
    assert "An identity of over 256 characters is refused" in text
    assert not [one for one in browser.find_elements("tag name", "button") if one.is_displayed()]
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def judged(browser: Any) -> Any:
    """What axe finds: WCAG 2.1 A and AA and its best practices, every detail open."""
    browser.execute_script("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    browser.set_script_timeout(120)
    tags = json.dumps(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"])
    return browser.execute_async_script(
        f"const done = arguments[0]; axe.run({{runOnly: {tags}, resultTypes: ['violations']}})"
        ".then(all => done(all.violations.map(v => [v.id, v.nodes.map(node => node.html)])))"
    )


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("wide", [1280, 390], ids=["desktop", "phone"])
def test_axe_has_nothing_to_say(browser: Any, page: Path, dark: bool, wide: int) -> None:
    """And the page is no wider than it may."""
    show(browser, page, dark=dark, wide=wide)
    assert judged(browser) == []
    assert browser.execute_script("return document.documentElement.scrollWidth") <= wide


@pytest.mark.parametrize("wide", [1280, 390], ids=["desktop", "phone"])
def test_the_time_line_of_runs(browser: Any, tmp_path: Path, wide: int) -> None:
    """A run of each verdict, in the colour of its verdict; axe has nothing to say."""
    for verdict in ("conforms", "violates", "inconclusive"):
        found = summary.summary(Tally(), RunOptions(), 7, 1.0, {Role.CASE: 2})
        summary.write(tmp_path / verdict, found | {"verdict": verdict}, [])
    show(browser, write_history(tmp_path, history(tmp_path)), dark=True, wide=wide)
    colours = "return [...document.querySelectorAll('.strip rect')].map(one => getComputedStyle(one).fill)"
    assert len(set(browser.execute_script(colours))) == 3
    assert judged(browser) == []
    assert browser.execute_script("return document.documentElement.scrollWidth") <= wide
