"""Texts of odd form: without line breaks, without stops, all in capitals, with other line ends."""

import time

from graph.model import Article
from loaders import models
from loaders.document import LONGEST, MOST_WORDS, parse
from loaders.pipeline import Reader

MET = "Turkish President Kemal Oran met Selma Aalto in Oslo. "


def test_a_text_without_line_breaks_is_parsed_in_pieces_that_end_with_sentences() -> None:
    text = MET * (3 * LONGEST // len(MET))
    document = parse(Article("x", text), (), models.load())
    assert {len(sentence.span.doc.text) <= LONGEST for sentence in document.sentences} == {True}
    assert {text[s.start : s.end] for s in document.sentences} == {MET.strip()}
    assert {s.paragraph for s in document.sentences} == {0}
    assert document.problems == ()


def test_what_stands_behind_a_word_without_end_is_read() -> None:
    text = "x" * (2 * LONGEST) + "\n\n" + MET
    (claim,) = (c for c in Reader().read(Article("x", text)).claims if c.relation == "CONSULT")
    assert claim.evidence[0].text == MET.strip()


def test_a_sentence_without_end_is_told_and_left_out() -> None:
    text = MET + "\n\n" + "Norway, " * (MOST_WORDS + 1) + "met Chad.\n\n" + MET
    reading = Reader().read(Article("x", text))
    (problem,) = (p for p in reading.problems if p.stage == "parse")
    assert "'Norway, Norway, Norway" in problem.what
    assert {c.evidence[0].text for c in reading.claims} == {MET.strip()}


def test_a_page_of_capitals_is_read_in_the_time_of_other_pages() -> None:
    begin = time.process_time()
    Reader().read(Article("x", "Aa " * 7000))
    assert time.process_time() - begin < 20  # a second or two; once it was minutes


def test_evidence_ends_with_its_sentence_whatever_the_line_ends() -> None:
    text = f"{MET.strip()}\r\nShe called  on Chad\r\nto release the convoy.  {MET}"
    document = parse(Article("x", text), (), models.load())
    ends = [sentence.passage.text for sentence in document.sentences]
    assert ends == [MET.strip(), "She called  on Chad\r\nto release the convoy.", MET.strip()]
