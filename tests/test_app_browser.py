"""The app in a real browser: every page with real data, a tie clicked, an article added, hostile names, no request out."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import networkx as nx
import pytest
from chromium import launched
from playwright import sync_api

from graph.model import Article, Claim, Passage, Reading
from graph.store import open_store

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60_000  # milliseconds; two cores shared with a parser are slow

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

# Text that a page could turn into something else: markup, links, pictures, formulas, shortcodes, typography.
NASTY = (
    "<script>window.hacked=1</script>",
    '<img src=x onerror="window.hacked=1">',
    "[click](javascript:window.hacked=1)",
    "![pixel](https://evil.example/p.png)",
    "https://evil.example/path?a=b www.evil.example mail@evil.example",
    "**bold** _it_ ~~no~~ `code` $x^2$ $$y$$",
    ":smile: :material/home: :red[red] :streamlit: ::leaf[x] {.cls}",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "# heading",
    "1. list",
    "- [ ] task",
    "| a | b |",
    "&lt;b&gt; &amp; &#60;",
    "\\* \\[ x \\]",
    "=== --- *** ___",
    "> quote",
    "[^1] [ref]: https://evil.example",
)


@dataclass
class Visit:
    """A page in the browser, and what went wrong on it."""

    page: sync_api.Page
    address: str
    outside: list[str] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)

    def dismiss(self, dialog: sync_api.Dialog) -> None:
        """Note that a dialog opened, which only hostile text would make, and close it."""
        self.outside.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def go(self, path: str = "") -> None:
        """Open a page of the app and wait until it has run."""
        self.page.goto(f"{self.address}/{path}")
        self.page.wait_for_selector(".stMainBlockContainer", timeout=PATIENCE)
        self.settle()

    def settle(self) -> None:
        """Wait until the page's script has ended."""
        self.page.wait_for_timeout(300)
        self.page.wait_for_selector(
            '[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=PATIENCE
        )

    def text(self) -> str:
        """What is to be read on the page."""
        return self.page.inner_text(".stMainBlockContainer").replace("\u2060", "")

    def sees(self, words: str) -> None:
        """Wait until the words are on the page."""
        self.page.get_by_text(words, exact=False).first.wait_for(timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from story import readings

    folder = tmp_path_factory.mktemp("app") / "store"
    store = open_store(folder, create=True)
    with store.writer() as writer:
        for reading in (*readings(), nasty_reading()):
            writer.put(reading)
    store.close()
    return folder


def nasty_reading() -> Reading:
    """An article whose text is nothing but traps, all of it evidence of one claim."""
    from story import FINLAND, HOSTILE, _party

    text = "\n\n".join(NASTY)
    article = Article("nasty", text, title=NASTY[2], publisher=NASTY[1], url="javascript:window.hacked=1")
    proof = tuple(Passage(text.index(line), text.index(line) + len(line), line) for line in NASTY[::2])
    claim = Claim(
        "cnasty", "nasty", "ACCUSE", (_party(article, HOSTILE),), (_party(article, FINLAND),), proof
    )
    return Reading(article, (claim,), (HOSTILE, FINLAND))


@pytest.fixture(scope="module")
def address(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app as the command serves it, started in a folder that is not the checkout."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "graph",
        "app",
        "--store",
        str(folder),
        "--port",
        str(port),
        "--no-browser",
    ]
    server = subprocess.Popen(
        command,
        cwd=tmp_path_factory.mktemp("elsewhere"),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert server.stdout
    lines = [server.stdout.readline(), server.stdout.readline()]
    assert f"http://127.0.0.1:{port}" in lines[1], lines
    yield f"http://127.0.0.1:{port}"
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=30) == 0
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and _answers(port):
        time.sleep(0.1)
    assert not _answers(port), "the server outlived its command"


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def chromium() -> Iterator[sync_api.Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(params=[(1440, 900)], ids=["laptop"])
def visit(request: pytest.FixtureRequest, chromium: sync_api.Browser, address: str) -> Iterator[Visit]:
    """A visitor; at the end nothing hostile has run, and nothing has left for another server."""
    width, height = request.param
    context = chromium.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    one = Visit(page, address)
    ours = (address, address.replace("http", "ws"), "data:", "blob:")
    page.on("request", lambda r: None if r.url.startswith(ours) else one.outside.append(r.url))
    page.on("console", lambda m: one.blocked.append(m.text) if "Content Security Policy" in m.text else None)
    page.on("dialog", one.dismiss)
    yield one
    assert one.outside == []
    assert one.blocked == []
    assert page.evaluate("window.hacked") is None
    context.close()


def network(visit: Visit) -> sync_api.Locator:
    """The network, once it is drawn."""
    root = visit.page.locator(".network").first
    root.wait_for()
    for _ in range(200):
        if root.evaluate("e => !!e.__network && e.__network.ready()"):
            return root
        visit.page.wait_for_timeout(100)
    raise AssertionError("the network was never drawn")


def test_the_first_screen_shows_how_much_the_network_and_the_latest_claims(visit: Visit) -> None:
    visit.go()
    visit.sees("12 claims about")
    assert len(network(visit).evaluate("e => e.__network.nodes()")) == 7
    assert "The Baltic Union promised aid to Finland" in visit.text()
    assert "The Baltic Union will send aid to Finland." in visit.text()


def test_clicking_a_tie_shows_its_sentence_marked_in_the_article(visit: Visit) -> None:
    visit.go("?relation=SUPPORT")
    lines = network(visit).evaluate("e => e.__network.ties()")
    visit.page.mouse.click(lines[0]["x"], lines[0]["y"])
    visit.sees("Finland → Harbour Council: support")
    visit.page.get_by_text("In the article").first.click()
    shown = visit.page.locator(".stMarkdownColoredBackground").first
    shown.wait_for()
    assert shown.inner_text() == "Aalto said Finland supported the Harbour Council."
    link = visit.page.get_by_role("link", name="Source").first
    assert link.get_attribute("href") == "https://gazette.example/2021/aalto-oran?utm_source=x"


def test_clicking_an_actor_leads_to_its_page(visit: Visit) -> None:
    visit.go()
    where = network(visit).evaluate("e => e.__network.nodes()")["person/kemal-oran"]
    visit.page.mouse.click(where["x"], where["y"])
    visit.page.get_by_role("button", name="Open its page").click()
    visit.page.wait_for_url(re.compile("/actor.*actor=person(%2F|/)kemal-oran"))
    visit.page.get_by_role("heading", name="Kemal Oran").wait_for()
    visit.sees("Met or spoke with")
    visit.page.locator(".stVegaLiteChart canvas, .stVegaLiteChart svg").first.wait_for()


def test_a_filter_moves_nobody_and_goes_into_the_address(visit: Visit) -> None:
    visit.go()
    before = network(visit).evaluate("e => e.__network.positions()")
    visit.page.get_by_role("button", name="accusation", exact=True).click()
    visit.page.wait_for_url(re.compile("relation=ACCUSE"))
    visit.settle()
    visit.page.wait_for_timeout(500)
    after = network(visit).evaluate("e => e.__network.positions()")
    assert 0 < len(after) < len(before)
    assert all(after[actor] == before[actor] for actor in after)


def test_the_table_twin_shows_the_same_and_its_rows_can_be_chosen(visit: Visit) -> None:
    visit.go("?relation=SUPPORT")
    network(visit)
    visit.page.get_by_text("Table", exact=True).click()
    table = visit.page.locator(".stDataFrame canvas").first
    table.wait_for()
    visit.settle()
    box = table.bounding_box()
    assert box
    visit.page.mouse.click(box["x"] + 16, box["y"] + 52)
    visit.sees("Finland → Harbour Council: support")


def test_the_view_is_downloaded_as_graphml_that_networkx_reads(visit: Visit, tmp_path: Path) -> None:
    visit.go("?relation=CONSULT")
    network(visit)
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="GraphML").click()
    download.value.save_as(tmp_path / "view.graphml")
    found = nx.read_graphml(tmp_path / "view.graphml", force_multigraph=True)
    assert {data["relation"] for *_, data in found.edges(data=True)} == {"CONSULT"}
    assert found.number_of_edges() == 3


def test_a_data_package_of_the_view_is_downloaded(visit: Visit, tmp_path: Path) -> None:
    visit.go()
    network(visit)
    visit.page.get_by_role("button", name="More formats").click()
    button = visit.page.get_by_role("button", name="Download", exact=True)
    button.wait_for()
    with visit.page.expect_download() as started:
        button.click()
    file = tmp_path / "view.zip"
    started.value.save_as(file)
    assert started.value.suggested_filename == "legation.zip"
    assert "datapackage.json" in zipfile.ZipFile(file).namelist()


def test_a_question_is_answered_and_its_query_shown(visit: Visit) -> None:
    visit.go("ask?question=who-accused-whom")
    visit.sees("3 rows")
    visit.page.get_by_text("The query behind this").click()
    visit.sees("leg:accused")


def test_the_days_of_a_question_are_read_from_its_address(visit: Visit) -> None:
    visit.go("ask?question=who-met-whom&since=2021-03-01&until=not-a-day&limit=3")
    visit.page.locator(".stDateInput input").first.wait_for()
    given = [box.input_value() for box in visit.page.locator(".stDateInput input").all()]
    assert given == ["2021-03-01", ""]
    assert visit.page.locator(".stNumberInput input").input_value() == "3"
    assert "since=2021-03-01" in visit.page.url


def test_an_article_is_pasted_read_and_stored(visit: Visit, folder: Path) -> None:
    before = open_store(folder).view().stats().articles
    visit.go("add")
    visit.page.get_by_label("Text", exact=True).fill(
        "Home / World\n\nNorwegian Prime Minister Ida Berg met Chilean President Luis Prado in Oslo on Monday."
    )
    visit.page.get_by_label("Title").fill("Berg and Prado meet")
    visit.page.get_by_role("button", name="Read", exact=False).click()
    visit.sees("Ida Berg met Luis Prado")
    assert open_store(folder).view().stats().articles == before
    visit.page.get_by_role("button", name="Store it").click()
    visit.sees("Stored: 1 added")
    assert open_store(folder).view().stats().articles == before + 1
    visit.page.get_by_role("link", name="Explore").click()
    visit.sees("Ida Berg")


def test_hostile_text_is_shown_letter_by_letter_and_runs_nothing(visit: Visit) -> None:
    visit.go("actor?actor=organization/script-alert-1-script")
    for summary in visit.page.locator(".stMainBlockContainer details summary").all():
        summary.click()
    visit.sees("1. list")
    shown = " ".join(visit.text().split())
    for line in NASTY:
        assert " ".join(line.split()) in shown, line
    main = visit.page.locator(".stMainBlockContainer")
    assert main.locator('a[href*="evil"], a[href^="javascript"], a[href^="mailto"]').count() == 0
    assert (
        main.locator("img, [data-testid=stMarkdownContainer] :is(table, li, code, del, h1, .katex)").count()
        == 0
    )


def test_a_hostile_text_is_explained_letter_by_letter(visit: Visit) -> None:
    visit.go("explain")
    text = "\n\n".join(f"Ida Berg accused Chile of a plot called {line} on Monday." for line in NASTY)
    visit.page.get_by_label("Text", exact=True).fill(text)
    visit.page.get_by_role("button", name="Explain", exact=False).last.click()
    visit.sees("for an act but no claim")
    visit.settle()
    shown = " ".join(visit.text().split())
    for word in {word.lstrip("!") for line in NASTY for word in line.split()}:  # sentences part after "!"
        assert word in shown, word
    main = visit.page.locator(".stMainBlockContainer")
    assert main.locator('a[href*="evil"], a[href^="javascript"], a[href^="mailto"]').count() == 0
    assert main.locator("img, [data-testid=stMarkdownContainer] :is(table, li, del, h1, .katex)").count() == 0


@pytest.mark.parametrize("visit", [(390, 844)], indirect=True, ids=["phone"])
@pytest.mark.parametrize("page", ["", "actor?actor=country/fi", "ask", "explain", "add"])
def test_no_page_scrolls_sideways_on_a_phone(visit: Visit, page: str) -> None:
    visit.go(page)
    visit.page.wait_for_timeout(500)
    wide = visit.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1]


@pytest.mark.parametrize("visit", [(390, 844)], indirect=True, ids=["phone"])
def test_on_a_phone_a_line_at_the_lower_edge_leads_to_the_sentences(visit: Visit) -> None:
    visit.go()
    where = network(visit).evaluate("e => e.__network.nodes()")["person/kemal-oran"]
    visit.page.mouse.click(where["x"], where["y"])
    link = visit.page.get_by_role("link", name="Read the sentences")
    link.wait_for()
    box = link.bounding_box()
    assert box and box["y"] > 700
    link.click()
    visit.page.wait_for_timeout(1000)
    heading = visit.page.get_by_role("heading", name="Kemal Oran").bounding_box()
    assert heading and 40 < heading["y"] < 400


def test_an_address_sent_to_somebody_shows_the_same_view(visit: Visit) -> None:
    visit.go()
    network(visit)
    visit.page.get_by_role("button", name="support", exact=True).click()
    visit.page.wait_for_url(re.compile("relation=SUPPORT"))
    visit.settle()
    shown = network(visit).evaluate("e => e.__network.ties().map(t => t.ties)")
    other = visit.page.context.new_page()
    other.goto(visit.page.url)
    second = Visit(other, visit.address)
    second.settle()
    assert network(second).evaluate("e => e.__network.ties().map(t => t.ties)") == shown


def test_every_page_tells_the_browser_to_load_nothing_from_elsewhere(visit: Visit) -> None:
    answer = visit.page.goto(visit.address)
    assert answer
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
