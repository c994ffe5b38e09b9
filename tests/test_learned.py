"""The learned reader's parts: what it sees, how its heads compute, how its claims and the frames' are judged together."""

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from graph.errors import ModelError
from graph.model import Article, Claim, Passage
from graph.ontology import relations
from loaders import models
from loaders.cast import Cast, cast
from loaders.document import Document, parse
from loaders.extract import claims
from loaders.learned import acts, judge, model
from loaders.learned.hints import BLOCKS, hints
from loaders.learned.labels import DISTANCES, Labels, distance
from loaders.learned.network import Network
from loaders.learned.sight import Sight, sights, ways
from loaders.pipeline import Reader

TEXT = "Chad accused Mali of piracy on Monday, while weary dockers in Dakar blocked two ships."
ARTICLE = Article(id="t", text=TEXT, published=date(2021, 3, 5))


@cache
def looked_at() -> tuple[Document, Cast, list[Sight], tuple[Claim, ...]]:
    document = parse(ARTICLE, (), models.load(None))
    who = cast(document)
    told, wide = acts.widened(sights(document, who), who, ARTICLE)
    rules, _ = claims(document, who, steps=("offices", "patterns"))
    return document, wide, told, rules


def word(sight: Sight, text: str) -> int:
    return sight.words.index(text)


def test_nouns_that_mean_nobody_yet_may_be_parties_and_become_actors_of_the_article() -> None:
    _, wide, told, _ = looked_at()
    named = {c.mentions[0].text: wide.actor(c.mentions[0].actor) for c in told[0].candidates}
    assert {"Chad", "Mali", "weary dockers", "two ships"} <= set(named)
    assert named["weary dockers"].kind == "group"
    assert not named["weary dockers"].known
    assert named["Mali"].known
    assert "Monday" not in named


def test_a_noun_beside_the_word_for_a_country_may_be_a_party_and_the_country_stays_its_own() -> None:
    article = Article(
        id="t", text="Canada imposed sanctions on two new Syrian companies and the Danish Cod Board's owners."
    )
    document = parse(article, (), models.load(None))
    (sight,) = sights(document, cast(document))
    found = {c.mentions[0].text: (sight.words[c.first], sight.words[c.last]) for c in sight.candidates}
    assert found["two new Syrian companies"] == ("companies", "companies")
    assert found["Syrian"] == ("Syrian", "Syrian")
    assert found["Danish Cod Board's owners"] == ("owners", "owners")


def test_the_way_through_the_parse_tells_subject_from_object() -> None:
    sight = looked_at()[2][0]
    verb, chad, mali = (sight.tokens[word(sight, w)] for w in ("accused", "Chad", "Mali"))
    assert ways(verb, chad) == ("nsubj", "nsubj")
    assert ways(verb, mali) == ("dobj", "dobj")
    assert ways(chad, mali) == ("^nsubj dobj", "^nsubj dobj")


def test_hints_name_the_relations_a_word_can_tell_and_those_that_the_frames_read_there() -> None:
    _, _, told, rules = looked_at()
    rows = hints(told[0], rules)
    number, accuse = len(relations()), list(relations()).index("ACCUSE")
    assert rows.shape == (len(told[0].tokens), BLOCKS * number)
    assert rows[word(told[0], "accused"), accuse] == 1
    assert rows[word(told[0], "accused"), number + accuse] == 1
    assert not rows[word(told[0], "Monday")].any()


def test_a_word_of_the_lexicon_is_a_hint_though_no_frame_has_it() -> None:
    document = parse(Article("a", "Norway pilloried Denmark over the delay."), (), models.load(None))
    sight = next(sights(document, cast(document)))
    rows, number, accuse = hints(sight, ()), len(relations()), list(relations()).index("ACCUSE")
    assert rows[word(sight, "pilloried"), 2 * number + accuse] == 1


def test_of_a_relation_that_the_network_does_not_know_it_is_told_nothing() -> None:
    _, _, told, rules = looked_at()
    known = [name for name in relations() if name != "ACCUSE"]
    rows = hints(told[0], rules, known)
    assert rows.shape == (len(told[0].tokens), BLOCKS * len(known))
    whole, reject = hints(told[0], rules), list(relations()).index("REJECT")
    assert (rows[:, known.index("REJECT")] == whole[:, reject]).all()
    weights = {n: 0.1 for n in judge.FEATURES if n != "is ACCUSE"}
    figures = [float(n == "is ACCUSE") for n in judge.FEATURES]
    assert judge.sure(figures, weights) == 0.5
    with pytest.raises(KeyError, match="frames"):
        judge.sure(figures, {n: w for n, w in weights.items() if n != "frames"})


def test_distances_are_signed_and_grow_coarser() -> None:
    numbers = [distance(n) for n in range(-60, 61)]
    assert set(numbers) <= set(range(DISTANCES))
    assert distance(0) == 0
    assert distance(4) == distance(5) != distance(-4)


def network(seed: int = 0) -> Network:
    """Heads of random weights and of the real shapes."""
    labels = Labels.of([("nsubj", "nsubj"), ("dobj", "dobj")], least=1)
    number, rng = len(labels.relations), np.random.default_rng(seed)
    shapes = {
        "act.0.weight": (256, 384 + BLOCKS * (number - 1)), "act.3.weight": (number, 256),
        "role.0.weight": (256, 3 * 384 + 168), "role.3.weight": (3, 256),
        "modality.0.weight": (256, 384 + 64), "modality.3.weight": (6, 256),
        "mode.0.weight": (256, 384 + 48), "mode.3.weight": (len(labels.modes), 256),
        "relation.weight": (number, 48), "full.weight": (len(labels.full), 48), "plain.weight": (len(labels.plain), 32),
        "near.weight": (DISTANCES, 16), "kind.weight": (9, 16), "form.weight": (4, 8), "rule.weight": (5, 16),
        "asks.weight": (256, 384 + 48), "asks.bias": (256,), "answers.weight": (256, 384), "answers.bias": (256,),
        "none": (2, 128), "bias.weight": (DISTANCES, 2),
    }  # fmt: skip
    for name in ("act", "role", "modality", "mode"):
        shapes |= {f"{name}.{n}.bias": shapes[f"{name}.{n}.weight"][:1] for n in (0, 3)}
    return Network(labels, {k: rng.normal(0, 0.2, s).astype(np.float32) for k, s in shapes.items()})


def test_proposals_are_chances_over_what_the_sentence_has() -> None:
    _, _, told, rules = looked_at()
    sight = told[0]
    words = np.random.default_rng(1).normal(0, 1, (len(sight.tokens), 384)).astype(np.float32)
    found = network().proposals(words, sight, hints(sight, rules), 0.04)
    assert found
    for one in found:
        assert one.relation in relations()
        assert 0.04 <= one.chance <= 1
        assert one.roles.shape == (len(sight.candidates), 3)
        assert sum(one.modalities.values()) == pytest.approx(1, abs=1e-4)
        assert one.mode is None or one.mode in relations()[one.relation].modes
        assert one.issue is None or 0 <= one.issue[0] <= one.issue[1] < len(sight.tokens)
    assert network().proposals(words[:0], sight, hints(sight, rules), 0.04) == []


WEIGHTS = dict.fromkeys(judge.FEATURES, 0.0) | {"one": -1.0, "act": 1.0, "frames": 2.0}


def test_a_claim_that_both_tell_is_one_claim_and_surer_than_either() -> None:
    document, wide, told, rules = looked_at()
    accused = next(c for c in rules if c.relation == "ACCUSE")
    same = acts.Seen(replace(accused, id="x", method="learned:accuse", targets=()), 0.7, 0.9, 1.0)
    other = acts.Seen(replace(accused, id="y", relation="REJECT"), 0.7, 0.9, 1.0)
    joined = judge.heard([accused], [same, other], wide, TEXT)
    assert [h.claim.relation for h in joined] == ["ACCUSE", "REJECT"]
    assert joined[0].claim.targets == accused.targets
    alone = judge.heard([accused], [], wide, TEXT)[0]
    both, frames, network_only = (judge.sure(h.figures, WEIGHTS) for h in (joined[0], alone, joined[1]))
    assert both > network_only
    assert both > frames
    assert document.article is ARTICLE
    assert told


def test_of_two_statements_at_one_verb_the_one_of_its_subject_stands() -> None:
    text = "But advisers to Ilse Brandt say that the mayor is tired of the campaign."
    document = parse(Article(id="t", text=text), (), models.load(None))
    who = cast(document)
    (said,), _ = claims(document, who, steps=("patterns",))
    brandt = next(m for m in who.mentions if m.text == "Ilse Brandt")
    near = replace(
        said, id="y", method="learned:statement", sources=(replace(said.sources[0], actor=brandt.actor),)
    )
    both = judge.heard([said], [acts.Seen(near, 0.9, 0.9, 1.0)], who, text)
    assert len(both) == 2
    assert [h.claim.id for h in judge.judged(both, WEIGHTS, who)] == [said.id]


def damaged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model.load.cache_clear()
    monkeypatch.setattr(model, "resource", lambda _: folder)


def test_without_its_files_the_frames_read_alone_and_a_problem_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged(tmp_path, monkeypatch)
    try:
        reading = Reader(learned=True).read(ARTICLE)
    finally:
        model.load.cache_clear()
    assert reading.claims == Reader(learned=False).read(ARTICLE).claims
    assert any("reinstall legation" in p.what and "the frames read alone" in p.what for p in reading.problems)


def test_a_changed_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged(tmp_path, monkeypatch)
    (tmp_path / "model.json").write_text(json.dumps({"sha256": {"labels.json": "0" * 64}}))
    (tmp_path / "labels.json").write_text("{}")
    try:
        with pytest.raises(ModelError, match=r"labels\.json is not the pinned file"):
            model.load()
    finally:
        model.load.cache_clear()


def test_files_of_another_version_are_refused_with_advice() -> None:
    heads, weights = network(), dict.fromkeys(judge.FEATURES, 0.0)
    model._fits(heads, weights)
    narrow = Network(heads.labels, {**heads.weights, "act.0.weight": heads.weights["act.0.weight"][:, 1:]})
    for network_of_then, judge_of_then in ((narrow, weights), (heads, {"one": 1.0})):
        with pytest.raises(ModelError, match="another version of legation: reinstall"):
            model._fits(network_of_then, judge_of_then)


def test_every_claim_that_was_judged_names_the_model_in_its_version() -> None:
    found = Reader().read(ARTICLE).claims
    assert {c.version.rpartition(" ")[2] for c in found} == {model.load().name}
    assert any(not c.method.startswith("learned") for c in found)


def test_who_is_named_in_anothers_quote_did_not_say_it() -> None:
    text = "“The ships must leave. The envoy Jon Arason sees the port as a form of punishment,” Nadia Sorel said."
    document = parse(Article(id="t", text=text), (), models.load(None))
    who = cast(document)
    reading = acts.Reading.of(document, who)
    (said,), _ = claims(document, who, steps=("patterns",))
    arason = next(m for m in who.mentions if m.text == "Jon Arason")
    words = "the port as a form of punishment"
    start = text.index(words)
    false = replace(
        said,
        id="y",
        sources=(replace(said.sources[0], actor=arason.actor),),
        issue=Passage(start, start + len(words), words),
    )
    assert judge.heard([said], [acts.Seen(false, 0.9, 0.9, 1.0)], who, text, reading.said)[-1].claim is said
    true = replace(false, sources=said.sources)
    assert len(judge.heard([], [acts.Seen(true, 0.9, 0.9, 1.0)], who, text, reading.said)) == 1
