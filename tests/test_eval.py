"""`legation eval`: claims held against a user's own gold, and every way in which the two may not fit together."""

import json
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from gold_files import HELD_OUT

from graph.cli import main
from graph.model import Actor, Article, Claim, Mention, Modality, Party, Passage, Place, Reading, When
from loaders.commands.eval import gold_articles
from loaders.evaluation.counts import Count
from loaders.evaluation.gold import GoldActor, GoldArticle, GoldClaim, read_gold, sentence_from
from loaders.evaluation.report import Report, add
from loaders.evaluation.show import as_json, table
from loaders.evaluation.unread import Unread, silent

TEXT = (
    "Selma Aalto met Kemal Oran in Oslo on Monday. Finland accused Turkey of delaying the vote. "
    "Norway warned Sweden on the bridge. Ice covered the bay.\n"
)
GOLD = """
article = "fjord"

[[actors]]
key = "AALTO"
names = ["Selma Aalto", "Aalto"]
kind = "person"

[[actors]]
key = "ORAN"
names = ["Kemal Oran"]
kind = "person"

[[actors]]
key = "FINLAND"
names = ["Finland"]
kind = "country"

[[actors]]
key = "TURKEY"
names = ["Turkey"]
kind = "country"

[[claims]]
relation = "CONSULT"
sources = ["AALTO", "ORAN"]
date = 2021-03-01
place = "Oslo"
evidence = ["Selma Aalto met"]

[[claims]]
relation = "ACCUSE"
sources = [["FINLAND"]]
targets = [["TURKEY"]]
issue = "delaying the vote"
date = "?"
evidence = ["Finland accused"]
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder with an article, its gold, and what `legation extract` wrote of it."""
    (tmp_path / "fjord.txt").write_text(f"+++\npublished = 2021-03-02\n+++\n{TEXT}")
    (tmp_path / "fjord.gold.toml").write_text(GOLD)
    assert (
        main(
            [
                "extract",
                str(tmp_path / "fjord.txt"),
                "-o",
                str(tmp_path / "claims.jsonl"),
                "--quiet",
                "--frames",
                "--frames",
            ]
        )
        == 0
    )
    capsys.readouterr()
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Exit code, output and errors of a call of `legation eval`."""

    def called(*words: str | Path) -> tuple[int, str, str]:
        code = main(["eval", *map(str, words)])
        out, err = capsys.readouterr()
        return code, out, err

    return called


def test_claims_that_say_what_the_gold_says_are_wholly_right(folder: Path, run: Run) -> None:
    code, out, err = run(folder, folder / "claims.jsonl", "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert found["relations"]["CONSULT"] == {
        "precision": 1.0, "recall": 1.0, "f1": 1.0, "right": 1, "wrong": 0, "missed": 0,
    }  # fmt: skip
    assert found["families"]["all"]["recall"] == 1.0
    assert [found[name]["right"] for name in ("modality", "dates", "places", "actors")] == [2, 1, 1, 4]
    assert found["speakers"]["recall"] is None


def test_a_sentence_with_two_actors_and_a_word_for_an_act_but_no_claim_is_told_as_unread(
    folder: Path,
) -> None:
    article = Article("t", TEXT)
    spots = [(TEXT.index(name), name) for name in ("Norway", "Sweden")]
    mentions = tuple(Mention("t", at, at + len(name), name, f"x/{name}") for at, name in spots)
    (found,) = silent(Reading(article, mentions=mentions))
    assert (found.triggers, found.actors) == (("warned",), ("Norway", "Sweden"))
    assert TEXT[found.start : found.end] == found.text == "Norway warned Sweden on the bridge."
    read = Claim(
        "c",
        "t",
        "THREATEN",
        (Party("x/Norway", "Norway"),),
        (),
        (Passage(found.start, found.end, found.text),),
    )
    assert silent(Reading(article, (read,), mentions=mentions)) == []
    assert silent(Reading(article, mentions=mentions[:1])) == []


def test_a_word_for_an_act_inside_a_name_is_no_sign_of_one() -> None:
    text = "The Accord Party of Finland is in Sweden."
    names = ("Accord Party", "Finland", "Sweden")
    mentions = tuple(Mention("t", text.index(n), text.index(n) + len(n), n, f"x/{n}") for n in names)
    assert silent(Reading(Article("t", text), mentions=mentions)) == []


def test_parties_without_an_entry_in_the_register_are_counted_with_their_claims() -> None:
    left = Unread()
    actors = (Actor("country/fi", "Finland", "country", known=True), Actor("person/x", "Ilo Rask", "person"))
    proof = (Passage(0, 4, "Text"),)
    claim = Claim(
        "c", "t", "SUPPORT", (Party("person/x", "Ilo Rask"),), (Party("country/fi", "Finland"),), proof
    )
    left.add(Reading(Article("t", "Text"), (claim,), actors))
    assert dict(left.unlinked) == {("Ilo Rask", "person"): 1}
    assert left.linked == {"country/fi"}
    assert "sentences without a claim: not told" in table(Report(unread=left))
    assert as_json(Report(unread=left))["unread"] is None


def test_what_is_wrong_and_missed_is_listed_when_asked_for(folder: Path, run: Run) -> None:
    text = GOLD.replace('relation = "ACCUSE"', 'relation = "REJECT"')
    (folder / "fjord.gold.toml").write_text(text)
    code, out, _ = run(folder, folder / "claims.jsonl", "--explain")
    assert code == 0
    assert "fjord: wrong: ACCUSE(Finland -> Turkey) “delaying the vote” [asserted] patterns:accuse |" in out
    assert "fjord: missed: REJECT(FINLAND -> TURKEY)" in out
    _, out, _ = run(folder, folder / "claims.jsonl", "--explain", "--json")
    findings = {
        (row["article"], row["verdict"], row["what"].partition("(")[0]) for row in json.loads(out)["findings"]
    }
    assert {("fjord", "wrong", "ACCUSE"), ("fjord", "missed", "REJECT")} <= findings


def test_texts_may_lie_elsewhere_and_are_found_by_their_hash(folder: Path, tmp_path: Path, run: Run) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    digest = sha256(TEXT.encode()).hexdigest()
    (gold / "a.toml").write_text(
        GOLD.replace('article = "fjord"', f'article = "no such"\nsha256 = "{digest}"')
    )
    assert run(gold, folder / "claims.jsonl", "--texts", folder / "fjord.txt")[0] == 0
    code, _, err = run(gold, folder / "claims.jsonl")
    assert code == 2
    assert "the text of 'no such' is not there" in err


def test_gold_may_stand_off_from_the_text_by_offsets(folder: Path, run: Run) -> None:
    start = TEXT.index("Finland")
    issue = TEXT.index("delaying")
    text = GOLD.replace('evidence = ["Finland accused"]', f"evidence_at = [[{start}, {start + 40}]]").replace(
        'issue = "delaying the vote"', f"issue_at = [[{issue}, {issue + 17}]]"
    )
    (folder / "fjord.gold.toml").write_text(text)
    _, out, _ = run(folder, folder / "claims.jsonl", "--json")
    assert json.loads(out)["relations"]["ACCUSE"]["f1"] == 1.0


def test_articles_without_gold_are_left_aside_and_said(folder: Path, run: Run) -> None:
    with (folder / "claims.jsonl").open("a") as file:
        file.write('{"kind": "cut", "article": "other", "start": 0, "end": 1, "reason": "x"}\n')
    code, _, err = run(folder, folder / "claims.jsonl")
    assert (code, err) == (0, "1 article has claims but no gold: left aside\n")


def test_a_gold_article_of_which_there_is_no_line_counts_as_missed_and_fails(folder: Path, run: Run) -> None:
    (folder / "quiet.txt").write_text("Finland accused Turkey of delaying the vote.")
    head, _, _ = GOLD.partition("[[claims]]")
    rest = GOLD.rpartition("[[claims]]")[2]
    (folder / "quiet.gold.toml").write_text(head.replace("fjord", "quiet") + "[[claims]]" + rest)
    code, out, err = run(folder, folder / "claims.jsonl", "--json")
    assert (code, err) == (1, "quiet: no line of it: counted as read without a claim\n")
    assert json.loads(out)["relations"]["ACCUSE"]["missed"] == 1


BAD_GOLD = {
    "is no TOML": ("[[claims]]", "[[claims"),
    "claim 1 (MEET): 'MEET' is no relation": ('"CONSULT"', '"MEET"'),
    "'relaton' is no key; did you mean 'relation'?": ('relation = "CONSULT"', 'relaton = "CONSULT"'),
    "no actor has the key ORAL": ('"ORAN"]', '"ORAL"]'),
    "'Selma met' stands 0 times": ("Selma Aalto met", "Selma met"),
    "'e' stands": ("Selma Aalto met", "e"),
    "date is 'Monday'": ("2021-03-01", '"Monday"'),
    "'people' is no kind of actor": ('kind = "person"', 'kind = "people"'),
    "'sources' is no list of actors": ('["AALTO", "ORAN"]', '"AALTO"'),
    "it has no sources": ('sources = ["AALTO", "ORAN"]', ""),
    "'names' is no list of texts": ('["Kemal Oran"]', "7"),
    "'claims' is no list of tables": (GOLD[GOLD.index("[[claims]]") :], ""),
    "has changed: check its claims": ('article = "fjord"', f'article = "fjord"\nsha256 = "{"0" * 64}"'),
    "'evidence_at' is no list of stretches": ('evidence = ["Selma Aalto met"]', "evidence_at = [[0, 9000]]"),
    "the text of '../fjord' is not there": ('"fjord"', '"../fjord"'),
}


@pytest.mark.parametrize("message", BAD_GOLD)
def test_a_wrong_gold_file_is_told_in_one_line(folder: Path, run: Run, message: str) -> None:
    old, new = BAD_GOLD[message]
    text = GOLD.replace(old, new, 1)
    if "list of tables" in message:
        text = "claims = 3\n" + text
    (folder / "fjord.gold.toml").write_text(text)
    code, out, err = run(folder, folder / "claims.jsonl")
    assert (code, out) == (2, "")
    assert message in err
    assert "fjord.gold.toml" in err
    assert err.count("\n") == 1


def _changed(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the first line of the claims."""
    path = folder / "claims.jsonl"
    first, *rest = path.read_text().splitlines()
    row = json.loads(first)
    change(row)
    path.write_text("\n".join([json.dumps(row), *rest]))


BAD_CLAIMS: dict[str, Callable[[dict[str, Any]], object]] = {
    "claims.jsonl:1: MEET, asserted: no relation": lambda row: row.update(relation="MEET"),
    "claims.jsonl:1: its evidence does not stand there": lambda row: row["evidence"].update(start=3),
    "claims.jsonl:1: an offset in it is no number": lambda row: row["evidence"].update(start="3"),
    "claims.jsonl:1: a name in it is no text": lambda row: row["sources"][0].update(name=7),
    "line 1 (claim): KeyError": lambda row: row.pop("modality"),
    "line 1 (fact): KeyError": lambda row: row.update(kind="fact"),
    "claims.jsonl:1: is no line of what was read": lambda row: row.pop("article"),
}


@pytest.mark.parametrize("message", BAD_CLAIMS)
def test_a_wrong_line_of_claims_is_told_with_its_number(folder: Path, run: Run, message: str) -> None:
    _changed(folder, BAD_CLAIMS[message])
    code, out, err = run(folder, folder / "claims.jsonl")
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_calls_that_cannot_be_meant_are_refused(folder: Path, run: Run) -> None:
    claims = folder / "claims.jsonl"
    for words, message in (
        ((claims, folder / "fjord.gold.toml"), "the order is legation eval GOLD CLAIMS"),
        ((claims, claims), "is no gold"),
        ((folder / "none", claims), "does not exist"),
        ((folder, folder / "none.jsonl"), "does not exist"),
        ((folder, folder / "fjord.txt"), "is no JSON"),
        ((folder, claims, "--texts", folder / "none"), "does not exist"),
    ):
        code, _, err = run(*words)
        assert (code, message in err) == (2, True), err


def test_gold_and_claims_of_other_articles_do_not_fit(folder: Path, run: Run) -> None:
    (folder / "claims.jsonl").write_text(
        '{"kind": "cut", "article": "other", "start": 0, "end": 1, "reason": "x"}'
    )
    code, _, err = run(folder, folder / "claims.jsonl")
    assert code == 2
    assert "has no line of any article of the gold" in err


def test_two_gold_files_about_one_article_are_refused(folder: Path, run: Run) -> None:
    (folder / "again.gold.toml").write_text(GOLD)
    assert "is about the same article as" in run(folder, folder / "claims.jsonl")[2]


def test_gold_that_would_be_taken_for_metadata_is_refused_with_a_better_name(folder: Path, run: Run) -> None:
    (folder / "fjord.gold.toml").rename(folder / "fjord.toml")
    code, _, err = run(folder, folder / "claims.jsonl")
    assert code == 2
    assert "call it fjord.gold.toml" in err


def test_a_hostile_name_does_not_reach_the_terminal(folder: Path, run: Run) -> None:
    _changed(folder, lambda row: row.update(relation="REJECT", method="x\x1b[31m\u202egone"))
    _, out, _ = run(folder, folder / "claims.jsonl", "--explain")
    assert "gone" in out
    assert "\x1b" not in out
    assert "\u202e" not in out


# The details, on claims made by hand.

PARTIES = {"AALTO": "Selma Aalto", "ORAN": "Kemal Oran", "LIND": "Tomas Lind"}


def _gold(*claims: GoldClaim) -> GoldArticle:
    actors = tuple(GoldActor(key, (name,), "person") for key, name in PARTIES.items())
    return GoldArticle("x", Article("t", TEXT), actors, claims, ())


def _wanted(
    *, modality: Modality = "asserted", by: tuple[str, ...] = (), place: str = "", day: str = ""
) -> GoldClaim:
    spans = (sentence_from(TEXT, "Selma Aalto met"),)
    both = (("AALTO",), ("ORAN",))
    return GoldClaim("CONSULT", (), both, (), (), "", day, place, modality, by, False, spans)


def _said(
    *,
    modality: Modality = "asserted",
    by: tuple[str, ...] = (),
    place: str | None = None,
    day: date | None = None,
) -> Claim:
    start, end = sentence_from(TEXT, "Selma Aalto met")
    return Claim(
        "c",
        "t",
        "CONSULT",
        tuple(Party(f"x/{PARTIES[k]}", PARTIES[k]) for k in ("AALTO", "ORAN")),
        (),
        (Passage(start, end, TEXT[start:end]),),
        modality=modality,
        attributed_to=tuple(Party(f"x/{PARTIES[k]}", PARTIES[k]) for k in by),
        place=Place(place, 0, 1) if place else None,
        date=When(day, day, "day", "on Monday") if day else None,
    )


def _report(wanted: GoldClaim, *said: Claim) -> Report:
    found = Report()
    add(found, _gold(wanted), Reading(Article("t", TEXT), said))
    return found


def test_the_order_of_claims_makes_no_difference() -> None:
    plans = _said(modality="planned")
    both = (_wanted(), _wanted(modality="planned"))
    for said in ((_said(), replace(plans, id="b")), (replace(plans, id="z"), _said())):
        found = Report()
        add(found, _gold(*both), Reading(Article("t", TEXT), said))
        assert found.modality == Count(right=2, said=2)
        assert found.family("all").f1 == 1.0


def test_a_modality_is_wrong_where_it_stands_and_missed_where_it_should() -> None:
    found = _report(_wanted(modality="denied"), _said())
    assert found.modalities == {"asserted": Count(wrong=1), "denied": Count(missed=1)}
    assert found.modality.f1 == 0.0
    assert _report(_wanted(modality="denied"), _said(modality="denied")).modality == Count(right=1, said=1)


def test_a_speaker_is_right_wrong_missed_or_invented() -> None:
    def speakers(wanted: tuple[str, ...], said: tuple[str, ...]) -> Count:
        return _report(_wanted(by=wanted), _said(by=said)).details["speakers"]

    assert speakers(("LIND",), ("LIND",)) == Count(right=1, said=1)
    assert speakers(("LIND",), ("ORAN",)) == Count(wrong=1, missed=1)
    assert speakers(("LIND",), ()) == Count(missed=1)
    assert speakers((), ("LIND",)) == Count(wrong=1)
    assert speakers((), ()) == Count()


def test_a_date_that_cannot_be_known_is_wrong_but_nothing_is_missed() -> None:
    def dates(wanted: str, said: date | None) -> Count:
        return _report(_wanted(day=wanted), _said(day=said)).details["dates"]

    monday = date(2021, 3, 1)
    assert dates("2021-03", monday) == Count(right=1, said=1)
    assert dates("2021-03-02", monday) == Count(wrong=1, missed=1)
    assert dates("", monday) == Count(wrong=1)
    assert dates("2021-03-01", None) == Count(missed=1)
    assert dates("?", monday) == Count()


def test_a_place_counts_where_the_gold_names_one() -> None:
    def places(wanted: str, said: str | None) -> Count:
        return _report(_wanted(place=wanted), _said(place=said)).details["places"]

    assert places("Oslo||the capital", "oslo") == Count(right=1, said=1)
    assert places("Oslo", "Bergen") == Count(wrong=1, missed=1)
    assert places("Oslo", None) == Count(missed=1)
    assert places("", "Oslo") == Count()


def test_one_actor_read_as_two_is_wrong_once_and_one_not_read_is_missed() -> None:
    split = _said()
    twice = Claim("d", "t", "SUPPORT", (Party("x/other", "Selma Aalto"),), (), split.evidence)
    assert _report(_wanted(), split).details["actors"] == Count(right=2, said=2)
    found = _report(_wanted(), split, twice)
    assert found.details["actors"] == Count(right=2, said=2, wrong=1)
    assert any("is AALTO over again" in each.words for each in found.why)
    alone = Claim("e", "t", "SUPPORT", (Party("x/Kemal Oran", "Kemal Oran"),), (), split.evidence)
    assert _report(_wanted(), alone).details["actors"] == Count(right=1, said=1, missed=1)


def test_the_example_of_the_handbook_is_gold(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parent.parent / "docs" / "reading.md").read_text(encoding="utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    (tmp_path / "fjord.gold.toml").write_text(example)
    (tmp_path / "fjord.txt").write_text("In Oslo, Aalto accused Turkey of delaying the vote.")
    (found,) = gold_articles(tmp_path, ())
    assert found.claims[0].spans == ((9, 51),)


def read_copy(text: str, article: Article) -> GoldArticle:
    """The gold of a text of TOML."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "copy.toml"
        path.write_text(text, encoding="utf-8")
        return read_gold(path, lambda *_: article)


@pytest.mark.parametrize("path", sorted(HELD_OUT.glob("*.toml")), ids=lambda path: path.stem)
def test_the_held_out_annotations_are_gold_of_the_same_form(path: Path) -> None:
    """Their texts are not part of the project: one of the right length without their words stands in."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    longest = max(end for row in rows["claims"] for _, end in row["evidence_at"])
    text = "x" * (longest + 1)
    copy = path.read_text(encoding="utf-8").replace(rows["sha256"], sha256(text.encode()).hexdigest())
    found = read_copy(copy, Article(rows["article"], text))
    assert len(found.claims) == len(rows["claims"])
