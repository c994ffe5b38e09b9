"""Why an article was read as it was: by sentence, on the command line and on the page of the app."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest
from test_learned import WEIGHTS, network

from graph import session
from graph.cli import main
from graph.errors import ModelError, StoreError
from graph.model import Article, Claim, Party, Passage, Reading
from graph.store import open_store
from loaders.document import parse
from loaders.explanation import Explanation, Told, explain, explained, stored
from loaders.explanation.show import MOST_DOUBTED, as_json, as_text, names_of, remarks
from loaders.extract.trace import Trace, Weighed
from loaders.learned import model
from loaders.models import load
from loaders.pipeline import Reader

PAGE = Path(__file__).resolve().parent.parent / "loaders" / "pages" / "explain.py"
PATIENCE = 180  # seconds; a shared machine may be busy
TEXT = (
    "Norwegian Prime Minister Ida Berg met Chilean President Luis Prado in Oslo on Monday. "
    "Ida Berg accused Chile of blocking the vote. It rained."
)
HOSTILE = (
    "Ida Berg accused Chile of <script>alert(1)</script> ![x](https://evil.example/x.png) \x1b[31m\u202e."
)


def why(text: str, published: date | None = date(2021, 3, 5)) -> Explanation:
    """What the frames make of a text, with reasons."""
    return explain(Article("t", text, published=published), Reader(learned=False))


def sentence(text: str) -> Told:
    """What became of the one sentence of a text."""
    (told,) = why(text).sentences
    return told


def reasons(text: str) -> set[tuple[str, str, str]]:
    return {(d.word.text, d.relation, d.why) for told in why(text).sentences for d in told.dropped}


def test_every_sentence_is_there_with_its_own_claims() -> None:
    met, accused, rained = why(TEXT).sentences
    assert {f.claim.relation for f in met.found} == {"CONSULT", "HOLDS_OFFICE"}
    assert [f.claim.relation for f in accused.found] == ["ACCUSE"]
    assert (rained.found, rained.dropped, rained.words) == ((), (), ())
    assert [TEXT[t.start : t.end] for t in (met, accused, rained)] == [t.text for t in (met, accused, rained)]


def test_an_explained_reading_is_the_reading() -> None:
    article = Article("t", TEXT, published=date(2021, 3, 5))
    for reader in (Reader(learned=False), Reader(learned=False, threshold=0.85)):
        assert explain(article, reader).reading == reader.read(article)


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        (
            "Norway accused Chile of blocking the vote.",
            ("blocking", "REJECT", "content of another act (accused)"),
        ),
        ("Three people were expelled.", ("expelled", "SANCTION", "nobody known who does it")),
        ("Did Norway accuse Chile of blocking the vote?", ("accuse", "ACCUSE", "a question")),
        ("Chile must withdraw its troops.", ("withdraw", "RETREAT", "a demand without a speaker")),
        (
            "Norway met on Friday.",
            ("met", "CONSULT", "a party that it cannot do without is missing"),
        ),
    ],
)
def test_an_act_that_is_left_out_is_told_with_its_word_and_reason(
    text: str, dropped: tuple[str, str, str]
) -> None:
    assert dropped in reasons(text)


def test_what_is_counted_as_a_problem_is_what_is_traced_and_not_quiet() -> None:
    text = "Three people were expelled. Norway met on Friday. Two men were expelled."
    told = why(text)
    loud = [d for each in told.sentences for d in each.dropped if not d.quiet]
    assert len(loud) == 2
    assert [p.what for p in told.reading.problems] == ["2 acts dropped: nobody known who does it"]


def test_a_claim_told_twice_stands_with_both_sentences() -> None:
    first, second = why(
        "Norway accused Chile of blocking the vote. Norway accused Chile of blocking the vote."
    ).sentences
    assert [f.again for f in first.found] == [False]
    assert [f.again for f in second.found] == [True]


def test_a_sentence_with_two_actors_and_a_word_for_an_act_but_no_claim_is_marked() -> None:
    told = sentence("The list of Norway and Chile names those that were sanctioned.")
    assert told.found == ()
    assert told.silent
    assert "sanctioned" in {*told.words, *(d.word.text for d in told.dropped)}


# A judge's figures, as the learned reader leaves them in the trace.


def judged(confidence: float, *, act: float | None = 0.31, framed: bool = False) -> Explanation:
    """A sentence with one claim kept and one weighed at `confidence` against a threshold of one half."""
    text = "Norway accused Chile."
    article, proof = Article("t", text), (Passage(0, len(text), text),)
    kept = Claim(
        "k",
        "t",
        "ACCUSE",
        (Party("country/no", "Norway"),),
        (Party("country/cl", "Chile"),),
        proof,
        confidence=0.9,
    )
    other = Claim(
        "o",
        "t",
        "REJECT",
        (Party("country/no", "Norway"),),
        (Party("country/cl", "Chile"),),
        proof,
        confidence=confidence,
    )
    weighed = [
        Weighed(kept, 0.97, 0.99, 0.98, framed=True),
        Weighed(other, act, None if act is None else 0.88, None if act is None else 0.4, framed=framed),
    ]
    document = parse(article, (), load(None))
    return explained(Reading(article, (kept,)), document, Trace([], weighed, 0.5, network=True))


def lines(explanation: Explanation) -> list[str]:
    return [
        f"{each.kind}: {each.relation} {each.told}: {each.why}"
        for told in explanation.sentences
        for each in remarks(told, explanation, names_of(explanation))
    ]


def test_a_claim_below_the_threshold_is_told_with_its_figures() -> None:
    found, doubted = lines(judged(0.23))[:2]
    assert "confidence 90%" in found
    assert "the network: act 97%, source 99%, target 98%; the frames tell it, too" in found
    assert doubted.startswith(
        "doubted: REJECT Norway rejected Chile: confidence 23%, below the threshold of 50%"
    )
    assert "the network: act 31%, source 88%, target 40%; the frames do not" in doubted


def test_a_claim_of_the_frames_that_the_network_does_not_see_says_so() -> None:
    assert "the network does not see it; the frames do" in lines(judged(0.23, act=None, framed=True))[1]


def test_a_claim_that_was_joined_to_another_is_not_told_as_doubted() -> None:
    assert not any(line.startswith("doubted") for line in lines(judged(0.7)))


def test_of_many_claims_below_the_threshold_the_surest_are_told_and_the_rest_counted() -> None:
    few = judged(0.23)
    (told,) = few.sentences
    again = [
        replace(w, claim=replace(w.claim, id=f"o{n}", confidence=n / 100))
        for n in range(6)
        for w in told.doubted
    ]
    many = replace(few, sentences=(replace(told, doubted=tuple(reversed(again))),))
    doubted = [line for line in lines(many) if line.startswith("doubted")]
    assert len(doubted) == MOST_DOUBTED + 1
    assert "confidence 5%" in doubted[0]
    assert doubted[-1] == "doubted:  3 more: confidence 2% or less"


def test_with_the_frames_alone_a_threshold_tells_of_what_is_below_it_and_of_no_network() -> None:
    article = Article("t", TEXT, published=date(2021, 3, 5))
    unsure = [c for c in Reader(learned=False).read(article).claims if c.confidence < 0.9]
    assert unsure
    told = explain(article, Reader(learned=False, threshold=0.9))
    assert {w.claim.id for each in told.sentences for w in each.doubted} == {c.id for c in unsure}
    assert any("below the threshold of 90%" in line for line in lines(told))
    assert not any("network" in line for line in lines(told))


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A learned reader with heads of random weights."""

    def words(sentences: Sequence[Sequence[str]]) -> list[NDArray[np.float32]]:
        rng = np.random.default_rng(7)
        return [rng.normal(0, 1, (len(each), 384)).astype(np.float32) for each in sentences]

    made = SimpleNamespace(words=words, network=network(3), judge=WEIGHTS, threshold=0.5, name="toy")
    monkeypatch.setattr(model, "load", lambda: made)


def test_all_that_the_learned_reader_weighs_is_a_claim_or_told_as_doubted(toy: None) -> None:
    article = Article("t", TEXT, published=date(2021, 3, 5))
    reader = Reader(learned=True)
    reading, document, trace = reader.traced(article)
    told = explained(reading, document, trace)
    assert reading == reader.read(article)
    assert trace.network
    assert {w.framed for w in trace.weighed} == {True, False}
    below = {w.claim.id for w in trace.weighed if w.claim.confidence < 0.5}
    assert below
    assert {w.claim.id for each in told.sentences for w in each.doubted} == below
    assert all(c.confidence >= 0.5 for c in reading.claims)
    assert all(
        0 <= chance <= 1
        for w in trace.weighed
        for chance in (w.act, w.source, w.target)
        if chance is not None
    )
    assert {
        w.claim.id
        for each in explain(article, Reader(learned=True, threshold=0)).sentences
        for w in each.doubted
    } == set()
    assert as_json(told)["network"] is True
    assert "the network: act" in as_text(told)


# The command.


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An article with what a terminal or a page must not obey."""
    path = tmp_path / "fjord.txt"
    path.write_text(
        f'+++\ntitle = "Talks \\u001b[31m"\npublished = 2021-03-05\n+++\n{TEXT} {HOSTILE.replace(chr(27), "")}'
    )
    return path


def test_the_command_shows_each_sentence_with_what_was_found(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(file), "--frames"]) == 0
    out = capsys.readouterr().out
    assert "  1  Norwegian Prime Minister Ida Berg met" in out
    assert "+ CONSULT Ida Berg met Luis Prado: confidence 8" in out
    assert "by “met”; frame meet; told as fact; 1 March 2021 (“on Monday”); in Oslo" in out
    assert "  3  It rained.\n     –\n" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_json_has_claims_drops_and_offsets(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(file), "--json", "--frames"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    first = found["sentences"][0]
    assert {each["claim"]["relation"] for each in first["found"]} == {"CONSULT", "HOLDS_OFFICE"}
    drops = [drop for each in found["sentences"] for drop in each["left_out"]]
    assert {"word", "relation", "frame", "why", "problem"} == set(drops[0])
    assert found["threshold"] is None
    assert as_json(judged(0.23))["threshold"] == 0.5


def test_an_article_of_a_store_is_found_by_its_id_and_its_address(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"text": TEXT, "url": "https://www.fjord.example/1?utm_source=x", "title": "Fjord"}
    (tmp_path / "in.jsonl").write_text(json.dumps(row))
    place = str(tmp_path / "store")
    assert main(["load", str(tmp_path / "in.jsonl"), "--store", place, "--quiet", "--frames"]) == 0
    ident = next(open_store(place).view().articles()).id
    for name in (ident, "http://fjord.example/1"):
        assert main(["explain", name, "--store", place, "--frames"]) == 0
        assert capsys.readouterr().out.startswith(f"Fjord · {ident}")
    assert main(["explain", "nobody", "--store", place]) == 2
    assert "the store has no article 'nobody'" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(tmp_path / "none.txt")]) == 2
    assert "does not exist" in capsys.readouterr().err
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": "Norway met Chile."}) + "\n{\n")
    assert main(["explain", str(tmp_path / "in.jsonl")]) == 1
    out, err = capsys.readouterr()
    assert "Norway met Chile." in out
    assert "is no JSON" in err


# The page.


def _none() -> None:
    """The page's words are those of the frames, whatever model is there."""
    raise ModelError("no model in this test: do nothing")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store folder of its own for each test."""
    monkeypatch.setenv("LEGATION_STORE", str(tmp_path / "own"))
    monkeypatch.setattr(model, "load", _none)
    yield tmp_path / "own"
    session._store.clear()


def opened(**query: str) -> AppTest:
    at = AppTest.from_file(str(PAGE), default_timeout=PATIENCE)
    for key, value in query.items():
        at.query_params[key] = value
    return at.run()


def seen(at: AppTest) -> str:
    """All text on the page, as it stands in Markdown."""
    assert not at.exception, at.exception
    return "\n".join(str(e.value) for e in [*at.markdown, *at.caption, *at.info, *at.error, *at.warning])


def plain(at: AppTest) -> str:
    return seen(at).replace("\\", "").replace("\u2060", "")


def asked(text: str) -> AppTest:
    at = opened()
    at.text_area(key="own-text").input(text)
    return at.button[0].click().run()


def test_a_pasted_text_is_explained_without_a_store(folder: Path) -> None:
    text = plain(asked(TEXT))
    assert "3 sentences, " in text
    assert "`CONSULT` **Ida Berg met Luis Prado**" in text
    assert "by “met”; frame meet" in text
    assert not folder.exists()


def test_nothing_of_a_hostile_text_formats_or_embeds() -> None:
    at = asked(HOSTILE)
    assert "**Ida Berg accused Chile of “<script”**" in plain(at)
    assert "> Ida Berg accused Chile of <script>alert(1)</script> !" in plain(at)
    assert r"confidence 80\%\; by “accused”" in seen(at)
    assert not re.search(r"(?<!\\)<", seen(at))
    for raw in ("![x](", "https://evil", "\x1b", "\u202e"):
        assert raw not in seen(at)


def test_an_empty_text_is_refused_in_one_line() -> None:
    assert "There is nothing to read" in seen(asked("  "))


def test_an_article_that_the_address_names_is_explained_at_once(folder: Path) -> None:
    store = open_store(folder, create=True)
    with store.writer() as writer:
        writer.put(Reader().read(Article("fjord", TEXT, title="Fjord talks", published=date(2021, 3, 5))))
    store.close()
    at = opened(article="fjord")
    assert "Fjord talks" in plain(at)
    assert "`ACCUSE` **Ida Berg accused Chile" in plain(at)
    assert "the store has no article 'other'" in plain(opened(article="other"))
    with pytest.raises(StoreError):
        stored(open_store(folder).view(), "\0")


def test_without_a_store_an_article_of_it_cannot_be_asked_for() -> None:
    assert "there is no store" in plain(opened(article="fjord"))


def test_text_for_the_terminal_has_cuts_and_problems() -> None:
    text = as_text(why("Menu | Home\n\nThree people were expelled from Norway."))
    assert "problem (extract): 1 act dropped: nobody known who does it" in text


def test_an_article_with_the_latest_claims_can_be_chosen_and_stands_in_the_address(folder: Path) -> None:
    store = open_store(folder, create=True)
    with store.writer() as writer:
        for name in ("fjord", "other"):
            writer.put(Reader().read(Article(name, f"{TEXT} In {name}.", title=f"The {name} talks")))
    store.close()
    at = opened(article="fjord")
    at.selectbox(key="stored-choice").select("other")
    at = at.button[0].click().run()
    assert "The other talks" in plain(at)
    assert at.query_params["article"] == "other"
    at.text_input(key="stored-name").input("fjord")
    assert "The fjord talks" in plain(at.button[0].click().run())
