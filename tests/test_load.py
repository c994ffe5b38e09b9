"""`legation load`: batches into a store, what is said at the end, and what a failure leaves."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from graph.cli import main
from graph.errors import InputError, ModelError, StoreError
from graph.ids import claim_id
from graph.model import Actor, Article, Claim, Cut, Party, Passage, Problem, Reading
from graph.store import open_store
from loaders.commands.load import configure, report
from loaders.commands.load import run as run_command
from loaders.run import Summary, load

ONE = "Selma Aalto met Kemal Oran in Oslo on Monday."
TWO = "Selma Aalto spoke in Ankara on Friday."
AALTO = Actor("person/selma-aalto", "Selma Aalto", "person", ("Selma Aalto",))


@dataclass
class FirstWords:
    """A reader that claims of every article that its first two words met nobody; "break" breaks it."""

    seen: list[str] = field(default_factory=list)
    version: str = "0"

    def read(self, article: Article) -> Reading:
        """One claim with the whole text as its evidence."""
        self.seen.append(article.text)
        if "break" in article.text:
            raise KeyError("lost")
        if "no model" in article.text:
            raise ModelError("no language model found: install one")
        if "stop" in article.text:
            os.kill(os.getpid(), signal.SIGINT)
        party = Party(AALTO.id, AALTO.name, read_as=AALTO.id)
        made = claim_id(article.id, "CONSULT", None, "asserted", [AALTO.id], [], 0, "met")
        claim = Claim(
            id=made,
            article=article.id,
            relation="CONSULT",
            sources=(party,),
            targets=(),
            evidence=(Passage(0, len(article.text), article.text),),
            predicate="met",
            version=self.version,
        )
        cut, problem = (
            Cut(article.id, 0, 1, "heading"),
            Problem(article.id, "dates", "'on Monday' has no date"),
        )
        return Reading(article, (claim,), (AALTO,), cuts=(cut,), problems=(problem,))


def command(*words: str | Path, reader: FirstWords | None = None) -> int:
    """The exit code of `legation load` with that reader."""
    import argparse

    parser = argparse.ArgumentParser()
    configure(parser)
    return run_command(parser.parse_args([str(word) for word in words]), reader or FirstWords())


def texts(place: Path) -> list[str]:
    """The texts of a store's articles."""
    store = open_store(place)
    try:
        return sorted(article.text for article in store.view().articles())
    finally:
        store.close()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of two articles."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "one.txt").write_text(ONE)
    (folder / "two.txt").write_text(TWO)
    return folder


def test_a_batch_is_stored_and_counted(files: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "store", create=True)
    summary = load([files], store, FirstWords())
    store.close()
    assert (summary.read, summary.changes, summary.claims, summary.cuts, summary.stages, summary.failed) == (
        2,
        {"added": 2},
        {"CONSULT": 2},
        {"heading": 2},
        {"dates": 2},
        0,
    )
    assert texts(tmp_path / "store") == [ONE, TWO]


def test_the_same_articles_again_change_nothing(files: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "store", create=True)
    load([files], store, FirstWords())
    before = store.view().revision()
    assert load([files], store, FirstWords()).changes == {"unchanged": 2}
    assert store.view().revision() == before
    store.close()


def test_a_changed_file_replaces_its_article(files: Path, tmp_path: Path) -> None:
    command(files, "--store", tmp_path / "store")
    (files / "one.txt").write_text("Kemal Oran left Oslo.")
    assert command(files, "--store", tmp_path / "store") == 0
    assert texts(tmp_path / "store") == ["Kemal Oran left Oslo.", TWO]


def test_an_article_that_breaks_the_reader_is_a_problem_and_the_others_are_stored(
    files: Path, tmp_path: Path
) -> None:
    (files / "a.txt").write_text("This will break.")
    store = open_store(tmp_path / "store", create=True)
    summary = load([files], store, FirstWords())
    store.close()
    (failure,) = summary.failures
    assert (failure.stage, failure.what) == (
        "run",
        f"{files / 'a.txt'} could not be read (KeyError: 'lost'): report it with the article",
    )
    assert (summary.read, summary.exit_code) == (2, 1)
    assert texts(tmp_path / "store") == [ONE, TWO]


def test_without_a_model_the_batch_ends_and_keeps_what_was_read(files: Path, tmp_path: Path) -> None:
    (files / "z.txt").write_text("There is no model.")
    with pytest.raises(ModelError):
        command(files, "--store", tmp_path / "store")
    assert texts(tmp_path / "store") == [ONE, TWO]


def test_the_same_article_in_two_files_is_read_once(files: Path, tmp_path: Path) -> None:
    (files / "three.txt").write_text(ONE)
    reader = FirstWords()
    store = open_store(tmp_path / "store", create=True)
    summary = load([files], store, reader)
    store.close()
    assert (summary.exit_code, summary.stages["skipped"], len(reader.seen)) == (0, 1, 2)


def test_the_same_article_with_another_end_is_the_same(files: Path, tmp_path: Path) -> None:
    (files / "three.txt").write_text(ONE + "\n\n")
    store = open_store(tmp_path / "store", create=True)
    summary = load([files], store, FirstWords())
    store.close()
    assert (summary.exit_code, summary.stages["skipped"]) == (0, 1)


def test_one_id_for_two_texts_is_a_failure(tmp_path: Path) -> None:
    for name, text in (("a", ONE), ("b", TWO)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"id": "1", "text": text}))
    store = open_store(tmp_path / "store", create=True)
    summary = load([tmp_path / "a.jsonl", tmp_path / "b.jsonl"], store, FirstWords())
    store.close()
    assert [failure.article for failure in summary.failures] == [str(tmp_path / "b.jsonl")]
    assert [failure.what.rpartition(": ")[2] for failure in summary.failures] == [
        "give each article its own id"
    ]
    assert texts(tmp_path / "store") == [ONE]


def test_ctrl_c_lets_the_article_in_hand_be_finished_and_keeps_it(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "one.txt").write_text("Please stop here.")
    assert command(files, "--store", tmp_path / "store") == 130
    assert texts(tmp_path / "store") == ["Please stop here."]
    assert "1 article read" in capsys.readouterr().out
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_the_exit_code_says_whether_all_some_or_nothing_was_read(files: Path, tmp_path: Path) -> None:
    store = ("--store", tmp_path / "store")
    assert command(files, *store) == 0
    assert command(files, tmp_path / "nowhere", *store) == 1
    assert command(tmp_path / "nowhere", *store) == 2


def test_where_nothing_is_to_be_read_no_store_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(tmp_path / "nowhere", "--store", tmp_path / "store") == 2
    assert not (tmp_path / "store").exists()
    assert capsys.readouterr().err == f"{tmp_path / 'nowhere'}: does not exist: check the path\n"


def test_the_summary_is_a_table_and_the_failures_are_lines(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "empty.txt").write_text("")
    command(files, "--store", tmp_path / "store")
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "2 articles read: 2 new; 1 failed",
        "2 claims",
        "  CONSULT            2",
        "2 stretches of page furniture cut: heading 2",
        "3 problems by stage: dates 2, source 1",
        "  what was left out, and why (one problem may stand for several acts):",
        "       2  dates: … has no date",
        f"The store is in {tmp_path / 'store'}",
    ]
    assert err == f"{files / 'empty.txt'}: is empty: give a file with an article's text\n"


def test_quiet_says_only_what_failed(files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command(files, tmp_path / "nowhere", "--store", tmp_path / "store", "--quiet")
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)


def test_many_failures_are_cut_short_on_the_terminal_and_whole_in_the_file(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(30):
        (files / f"empty{number}.txt").write_text("")
    command(files, "--store", tmp_path / "store", "--problems", tmp_path / "problems.jsonl")
    assert len(capsys.readouterr().err.splitlines()) == 21
    lines = [json.loads(line) for line in (tmp_path / "problems.jsonl").read_text().splitlines()]
    assert len(lines) == 32
    assert set(lines[0]) == {"kind", "article", "stage", "what"}


def test_dates_and_publishers_of_the_command_line_are_stored(files: Path, tmp_path: Path) -> None:
    command(files, "--store", tmp_path / "store", "--published", "2021-03-02", "--publisher", "Gazette")
    store = open_store(tmp_path / "store")
    assert {(str(a.published), a.publisher) for a in store.view().articles()} == {("2021-03-02", "Gazette")}
    store.close()


@pytest.mark.parametrize("day", ["2099-01-01", "soon", "0021-03-02"])
def test_a_wrong_date_on_the_command_line_is_refused(
    files: Path, tmp_path: Path, day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        command(files, "--store", tmp_path / "store", "--published", day)
    assert left.value.code == 2
    assert "argument --published" in capsys.readouterr().err
    assert not (tmp_path / "store").exists()


def test_a_folder_that_is_no_store_is_left_alone(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(path.name for path in files.iterdir())
    assert main(["load", str(files), "--store", str(files)]) == 2
    err = capsys.readouterr().err
    assert err.startswith("legation load: ")
    assert err.count("\n") == 1
    assert sorted(path.name for path in files.iterdir()) == before


def test_a_store_that_another_process_writes_is_left_alone(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "store"
    open_store(place, create=True).close()
    code = (
        "import sys; from graph.store import open_store; w = open_store(sys.argv[1]).writer();"
        "print('held', flush=True); sys.stdin.read()"
    )
    root = Path(__file__).resolve().parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", code, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == b"held\n"
        assert main(["load", str(files), "--store", str(place)]) == 2
        other.stdin.close()
    err = capsys.readouterr().err
    assert f"process {other.pid} is writing to the store" in err
    assert err.count("\n") == 1


def test_two_writers_in_one_process_are_refused(files: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "store", create=True)
    with store.writer(), pytest.raises(StoreError):
        load([files], open_store(tmp_path / "store"), FirstWords())
    store.close()


def test_a_store_made_for_articles_of_which_none_was_read_does_not_stay(files: Path, tmp_path: Path) -> None:
    for each in files.iterdir():
        each.write_text("")
    assert command(files, "--store", tmp_path / "store") == 2
    assert not (tmp_path / "store").exists()
    open_store(tmp_path / "store", create=True).close()
    assert command(files, "--store", tmp_path / "store") == 2
    assert (tmp_path / "store").is_dir()


def test_a_summary_of_nothing_is_short() -> None:
    assert report(Summary()) == ["0 articles read", "0 claims"]


def test_real_articles_are_read_into_a_store_that_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(
        '+++\npublished = 2021-03-03\npublisher = "Island Gazette"\n+++\nHome / Politics / Talks\n\n'
        "Finnish Prime Minister Selma Aalto met Turkish President Kemal Oran in Oslo on Monday.\n\nLog In\n"
    )
    assert main(["load", str(tmp_path / "a.txt"), "--store", str(tmp_path / "store")]) == 0
    assert "page furniture cut: breadcrumb 1, login 1" in capsys.readouterr().out
    store = open_store(tmp_path / "store")
    claims = list(store.view().claims())
    store.close()
    assert "CONSULT" in {claim.relation for claim in claims}
    assert all("Home" not in passage.text for claim in claims for passage in claim.evidence)


def test_problems_that_cannot_be_written_are_told_before_anything_is_read(
    files: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        command(files, "--store", tmp_path / "store", "--problems", tmp_path / "no" / "such.jsonl")
    assert not (tmp_path / "store").exists()


def test_a_model_that_is_not_there_leaves_no_store_behind(files: Path, tmp_path: Path) -> None:
    assert main(["load", str(files), "--store", str(tmp_path / "store"), "--model", "nope"]) == 2
    assert not (tmp_path / "store").exists()


def test_bytes_that_are_no_text_make_no_publisher(files: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["load", str(files), "--store", str(tmp_path / "store"), "--publisher", "Pub\udcff"])


def test_the_summary_counts_what_was_dropped_by_reason() -> None:
    summary = Summary()
    for what in ("3 acts dropped: only a purpose", "1 act dropped: only a purpose"):
        summary.problems.append(Problem("a", "extract", what))
    for word in ("Monday", "Friday"):
        summary.problems.append(Problem("a", "dates", f"'on {word}' has no publication date"))
    assert summary.reasons == {"act dropped: only a purpose": 4, "dates: … has no publication date": 2}
    assert any("4  act dropped: only a purpose" in line for line in report(summary))
