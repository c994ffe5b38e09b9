"""The network component in a real Chromium, on the page of tests/app_network.py."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import launched
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from graph.drawing import tie_id
from graph.model import Tie

pytestmark = pytest.mark.browser

PAGE = Path(__file__).resolve().parent / "app_network.py"
TURKEY, COUNCIL, FINLAND = "country/tr", "organization/harbour-council", "country/fi"
ACCUSED = tie_id(Tie(FINLAND, TURKEY, "ACCUSE", 1, 1))


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", str(PAGE), *options]
    command += ["--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    process = subprocess.Popen(
        command, cwd=PAGE.parent.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(url + "/_stcore/health", process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "streamlit ended before it answered"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.2)
    pytest.fail("streamlit did not answer within a minute")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as found:
        yield found


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1440, "height": 1000})
    yield made
    made.close()


class Net:
    """The network on a page: where things are, and what Python heard."""

    def __init__(self, context: BrowserContext, url: str, query: str = "") -> None:
        self.page: Page = context.new_page()
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.note(request.url))
        self.page.goto(f"{url}/?{query}")
        self.root: Locator = self.page.locator(".network")
        self.root.wait_for(timeout=60_000)
        self.settle()

    def note(self, url: str) -> None:
        if not url.startswith(("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")):
            self.outside.append(url)

    def ask(self, what: str) -> Any:
        return self.root.evaluate(f"node => node.__network.{what}()")

    def settle(self) -> None:
        self.page.wait_for_timeout(250)
        handle = self.root.element_handle(timeout=60_000)
        self.page.wait_for_function("node => node.__network.ready()", arg=handle, timeout=60_000)

    def leave(self) -> None:
        """Go to a page without the picture."""
        self.page.get_by_text("Away", exact=True).click()
        self.root.wait_for(state="detached")

    def come_back(self) -> None:
        self.page.get_by_text("Away", exact=True).click()
        self.root.wait_for()
        self.settle()

    def tie(self, tie: str) -> dict[str, Any]:
        return next(found for found in self.ask("ties") if tie in found["ties"])

    def click(self, spot: dict[str, Any], *, double: bool = False) -> None:
        (self.page.mouse.dblclick if double else self.page.mouse.click)(spot["x"], spot["y"])

    def heard(self, text: str) -> None:
        """Wait until Python has written `text` on the page."""
        self.page.get_by_text(text, exact=True).wait_for(timeout=20_000)

    def switch(self, label: str) -> None:
        self.page.get_by_text(label, exact=True).click()
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=20_000)
        self.settle()


def test_every_actor_of_a_small_network_is_named_at_first_sight(context: BrowserContext, server: str) -> None:
    net = Net(context, server)
    assert sorted(net.ask("names")) == sorted(net.ask("nodes"))
    assert len(net.ask("names")) == 7
    drawn = net.root.locator("canvas").evaluate_all(
        "all => all.some(c => new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer).some(Boolean))"
    )
    assert drawn
    assert net.errors == []


def test_most_actors_of_a_hundred_ties_are_named_at_first_sight(context: BrowserContext, server: str) -> None:
    net = Net(context, server, "ties=100")
    assert len(net.ask("names")) >= 0.85 * len(net.ask("nodes"))


@pytest.mark.parametrize("size", [(1440, 1000), (390, 844)], ids=["laptop", "phone"])
@pytest.mark.parametrize("ties", [100, 300])
def test_the_most_prominent_always_have_their_names_and_none_hides_another(
    browser: Browser, server: str, size: tuple[int, int], ties: int
) -> None:
    made = browser.new_context(viewport={"width": size[0], "height": size[1]})
    net = Net(made, server, f"ties={ties}")
    claims = net.ask("claims")
    # Of several with as many claims any may be among the twelve.
    least = sorted(claims.values(), reverse=True)[11]
    sure = {actor for actor, count in claims.items() if count > least}
    assert sure <= set(net.ask("names"))
    boxes = list(net.ask("boxes").values())
    overlaps = [
        (a, b)
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if a["left"] < b["right"]
        and b["left"] < a["right"]
        and a["top"] < b["bottom"]
        and b["top"] < a["bottom"]
    ]
    assert len(overlaps) <= (0 if size[0] > 1000 and ties == 100 else 3)
    made.close()


def test_lines_and_arrowheads_can_be_seen_when_all_is_shown(context: BrowserContext, server: str) -> None:
    net = Net(context, server, "ties=300")
    assert net.ask("view")["zoom"] < 0.8
    pens = net.ask("pens")
    assert min(pen["width"] for pen in pens) >= 1.2
    assert min(pen["head"] for pen in pens) >= 7


def test_the_picture_uses_the_room_it_has(context: BrowserContext, server: str) -> None:
    net = Net(context, server, "ties=100")
    stage = net.root.locator(".canvas").bounding_box()
    assert stage
    spots = net.ask("nodes").values()
    across = max(s["x"] for s in spots) - min(s["x"] for s in spots)
    down = max(s["y"] for s in spots) - min(s["y"] for s in spots)
    assert across > 0.7 * stage["width"] or down > 0.7 * stage["height"]
    assert across > 0.45 * stage["width"] and down > 0.45 * stage["height"]


def test_actors_and_their_ties_can_be_picked_with_the_keyboard(context: BrowserContext, server: str) -> None:
    net = Net(context, server)
    claims = net.ask("claims")
    ranked = sorted(claims, key=lambda actor: (-claims[actor], actor))
    net.root.locator(".stage").focus()
    net.page.keyboard.press("n")
    net.heard(f"nodes=['{ranked[0]}']")
    net.page.keyboard.press("n")
    net.heard(f"nodes=['{ranked[1]}']")
    net.page.keyboard.press("p")
    net.heard(f"nodes=['{ranked[0]}']")
    net.page.keyboard.press("t")
    net.heard("nodes=[]")
    picked = net.ask("selected")
    assert len(picked["edges"]) >= 1
    assert net.root.locator(".spoken").inner_text().startswith("Selected: ")


def test_a_filter_that_leaves_only_actors_out_of_sight_moves_the_window(
    context: BrowserContext, server: str
) -> None:
    net = Net(context, server, "ties=100&newcomer")
    net.root.get_by_role("button", name="Zoom in (+)").click(click_count=9, delay=20)
    net.settle()
    net.root.locator(".stage").focus()
    for _ in range(60):
        net.page.keyboard.press("ArrowRight")
    net.settle()
    before = net.ask("positions")
    net.switch("Conflict only")
    stage = net.root.locator(".canvas").bounding_box()
    assert stage
    spots = net.ask("nodes").values()
    assert all(stage["x"] < s["x"] < stage["x"] + stage["width"] for s in spots)
    after = net.ask("positions")
    assert after == {actor: before[actor] for actor in after}


def test_a_click_on_a_tie_tells_python_which(context: BrowserContext, server: str) -> None:
    net = Net(context, server)
    net.click(net.tie(ACCUSED))
    net.heard(f"edges=['{ACCUSED}']")


def test_a_click_on_an_actor_tells_python_which_and_escape_takes_it_back(
    context: BrowserContext, server: str
) -> None:
    net = Net(context, server)
    net.click(net.ask("nodes")[FINLAND])
    net.heard(f"nodes=['{FINLAND}']")
    net.page.keyboard.press("Escape")
    net.heard("nodes=[]")


def test_shift_and_a_second_click_select_two_actors(context: BrowserContext, server: str) -> None:
    net = Net(context, server)
    net.click(net.ask("nodes")[FINLAND])
    net.page.keyboard.down("Shift")
    net.click(net.ask("nodes")[TURKEY])
    net.page.keyboard.up("Shift")
    net.heard(f"nodes=['{FINLAND}', '{TURKEY}']")


def test_a_double_click_on_an_actor_asks_once_for_more(context: BrowserContext, server: str) -> None:
    net = Net(context, server)
    net.click(net.ask("nodes")[COUNCIL], double=True)
    net.heard(f"expanded=['{COUNCIL}']")
    net.switch("One tie per pair")
    net.heard(f"expanded=['{COUNCIL}']")


def test_each_parallel_tie_can_be_clicked(context: BrowserContext, server: str) -> None:
    net = Net(context, server)
    pair = {
        tie_id(Tie(a, b, relation, 1, 1))
        for a, b, relation in (
            (TURKEY, COUNCIL, "CONSULT"),
            (TURKEY, COUNCIL, "REJECT"),
            (COUNCIL, TURKEY, "REQUEST"),
            (COUNCIL, TURKEY, "CONSULT"),
        )
    }
    here = [found for found in net.ask("ties") if set(found["ties"]) & pair]
    assert len(here) == 3
    for found in here:
        net.click(found)
        net.heard(f"edges={found['ties']}")


def test_many_ties_of_a_pair_are_one_line_that_opens(context: BrowserContext, server: str) -> None:
    net = Net(context, server, "ties=100")
    bundle = max(net.ask("ties"), key=lambda found: len(found["ties"]))
    assert len(bundle["ties"]) > 4
    net.click(bundle)
    net.heard(f"edges={sorted(bundle['ties'])}")
    net.page.wait_for_timeout(600)
    net.click(bundle, double=True)
    net.settle()
    apart = [found for found in net.ask("ties") if found["ties"][0] in bundle["ties"]]
    assert len({(round(found["x"]), round(found["y"])) for found in apart}) == len(bundle["ties"])


def test_a_filter_moves_nothing(context: BrowserContext, server: str) -> None:
    net = Net(context, server, "ties=100")
    before, view = net.ask("nodes"), net.ask("view")
    net.switch("Conflict only")
    during = net.ask("nodes")
    assert 0 < len(during) < len(before)
    assert during == {actor: before[actor] for actor in during}
    net.switch("Conflict only")
    assert net.ask("nodes") == before
    assert net.ask("view") == view


def test_a_newcomer_stands_beside_its_neighbour_and_moves_nobody(
    context: BrowserContext, server: str
) -> None:
    net = Net(context, server, "ties=100&newcomer")
    before = net.ask("positions")
    net.switch("Newcomer")
    after = net.ask("positions")
    new = after.pop("person/new")
    assert after == before
    assert min(abs(new["x"] - p["x"]) + abs(new["y"] - p["y"]) for p in before.values()) < 400


def test_who_comes_back_to_the_page_finds_places_view_and_selection(
    context: BrowserContext, server: str
) -> None:
    net = Net(context, server)
    net.root.get_by_role("button", name="Zoom in (+)").click()
    net.settle()
    net.click(net.ask("nodes")[FINLAND])
    net.heard(f"nodes=['{FINLAND}']")
    before = net.ask("nodes")
    net.leave()
    net.come_back()
    net.heard(f"nodes=['{FINLAND}']")
    assert net.ask("nodes") == before


def test_a_page_that_takes_its_width_in_steps_shows_the_view_that_was_left(
    context: BrowserContext, server: str
) -> None:
    net = Net(context, server)
    net.root.get_by_role("button", name="Zoom in (+)").click()
    net.settle()
    before = net.ask("nodes")
    net.leave()
    net.page.set_viewport_size({"width": 1300, "height": 1000})
    net.come_back()
    narrower = net.ask("nodes")
    assert round(narrower["country/tr"]["x"] - narrower[FINLAND]["x"]) == round(
        before["country/tr"]["x"] - before[FINLAND]["x"]
    )
    net.page.set_viewport_size({"width": 1440, "height": 1000})
    net.settle()
    assert {actor: rounded(spot) for actor, spot in net.ask("nodes").items()} == {
        actor: rounded(spot) for actor, spot in before.items()
    }


def rounded(spot: dict[str, float]) -> tuple[int, int]:
    return round(spot["x"]), round(spot["y"])


def test_the_same_data_give_the_same_picture_on_each_visit(browser: Browser, server: str) -> None:
    seen = []
    for _ in range(2):
        fresh = browser.new_context(viewport={"width": 1440, "height": 1000})
        seen.append(Net(fresh, server, "ties=100").ask("nodes"))
        fresh.close()
    assert seen[0] == seen[1]


def test_a_box_drawn_around_everything_selects_all_actors(context: BrowserContext, server: str) -> None:
    net = Net(context, server)
    net.root.get_by_role("button", name="Select by drawing a box").click()
    stage = net.root.locator(".canvas").bounding_box()
    assert stage
    net.page.mouse.move(stage["x"] + 5, stage["y"] + 60)
    net.page.mouse.down()
    net.page.mouse.move(stage["x"] + stage["width"] - 5, stage["y"] + stage["height"] - 5, steps=6)
    net.page.mouse.up()
    net.heard(f"nodes={sorted(net.ask('nodes'))}")


def test_the_keyboard_moves_and_zooms(context: BrowserContext, server: str) -> None:
    net = Net(context, server)
    net.root.locator(".stage").focus()
    before = net.ask("view")
    net.page.keyboard.press("ArrowRight")
    net.page.keyboard.press("+")
    after = net.ask("view")
    assert after["pan"] != before["pan"]
    assert after["zoom"] > before["zoom"]
    net.page.keyboard.press("0")
    assert net.ask("view") == before


def test_the_wheel_scrolls_the_page_until_the_picture_is_in_use(context: BrowserContext, server: str) -> None:
    net = Net(context, server)
    node = net.ask("nodes")[FINLAND]
    net.page.mouse.move(node["x"] - 300, node["y"] + 60)
    before = net.ask("view")["zoom"]
    net.page.mouse.wheel(0, -120)
    net.page.wait_for_timeout(300)
    assert net.ask("view")["zoom"] == before
    net.click({"x": node["x"] - 300, "y": node["y"] + 60})
    net.page.mouse.wheel(0, -120)
    net.page.wait_for_timeout(300)
    assert net.ask("view")["zoom"] > before


def test_a_hostile_name_stays_text(context: BrowserContext, server: str) -> None:
    net = Net(context, server, "hostile")
    nodes = net.ask("nodes")
    for spot in nodes.values():
        net.page.mouse.move(spot["x"], spot["y"], steps=3)
        net.page.wait_for_timeout(200)
        if "onerror" in net.root.locator(".tooltip").inner_text():
            break
    assert '<img src=x onerror="window.hacked=1">' in net.root.locator(".tooltip").inner_text()
    assert net.root.locator("img").count() == 0
    assert net.page.evaluate("window.hacked") is None


def test_the_picture_can_be_saved(context: BrowserContext, server: str, tmp_path: Path) -> None:
    net = Net(context, server)
    with net.page.expect_download() as waiting:
        net.root.get_by_role("button", name="Save as PNG picture").click()
    saved = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(saved)
    assert saved.suffix == ".png"
    assert saved.read_bytes().startswith(b"\x89PNG")
    assert saved.stat().st_size > 20_000


def test_on_a_phone_the_legend_is_folded_and_nothing_is_wider_than_the_screen(
    browser: Browser, server: str
) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 844})
    net = Net(phone, server, "ties=100")
    legend = net.root.locator(".legend")
    assert not legend.is_visible()
    net.root.get_by_role("button", name="Legend").click()
    assert legend.is_visible()
    assert net.page.evaluate("document.documentElement.scrollWidth") <= 390
    spots = net.ask("nodes").values()
    assert all(0 < spot["x"] < 390 for spot in spots)
    phone.close()


def test_people_who_cannot_see_it_are_told_what_it_shows(context: BrowserContext, server: str) -> None:
    net = Net(context, server)
    label = net.root.locator(".stage").get_attribute("aria-label") or ""
    assert label.startswith("Network of 7 actors and 10 ties")
    net.click(net.ask("nodes")[FINLAND])
    net.page.wait_for_timeout(200)
    assert net.root.locator(".spoken").inner_text() == "Selected: Finland."


def test_a_focus_given_by_the_page_is_selected(context: BrowserContext, server: str) -> None:
    net = Net(context, server, f"focus={FINLAND}")
    net.heard(f"nodes=['{FINLAND}']")


def test_the_dark_picture_has_dark_paper(context: BrowserContext, server: str) -> None:
    net = Net(context, server, "dark")
    assert net.root.evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(14, 17, 23)"


def test_nothing_is_fetched_from_elsewhere(context: BrowserContext, server: str) -> None:
    net = Net(context, server, "ties=100")
    net.switch("Conflict only")
    assert net.outside == []
    assert net.errors == []
