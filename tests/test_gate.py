"""The gate's own judgement, on claims made by hand: what is right, what is wrong, and when the gate shuts."""

from datetime import date
from pathlib import Path

import gate
import pytest
from gold_files import GOLD, all_gold

from graph.errors import InputError
from graph.model import Actor, Article, Claim, Modality, Party, Passage, Reading, When
from loaders.evaluation.counts import Count
from loaders.evaluation.gold import GoldActor, GoldArticle, GoldClaim, sentence_from
from loaders.evaluation.match import issue_f1, judge
from loaders.evaluation.report import Report, add

BODY = (
    "Menu | Home\n\n"
    "Aalto met Oran in Oslo on Monday. Finland accused Turkey of delaying the vote. "
    "Norway did not support the council, Lind said. Ice covered the bay.\n"
)
ARTICLE = Article("a1", BODY, title="Aalto sees Oran", published=date(2021, 3, 2))
NAMES = {
    "AALTO": ("Selma Aalto", "Aalto"),
    "ORAN": ("Kemal Oran", "Oran"),
    "FINLAND": ("Finland",),
    "TURKEY": ("Turkey", "Ankara"),
    "NORWAY": ("Norway",),
    "COUNCIL": ("Harbour Council", "the council"),
    "LIND": ("Tomas Lind", "Lind"),
}
PEOPLE = {"AALTO", "ORAN", "LIND"}
MET, ACCUSED, DENIED = "Aalto met Oran in Oslo", "Finland accused", "Norway did not"


def wanted(
    relation: str,
    sources: list[str],
    targets: list[str],
    words: str,
    *,
    issue: str = "",
    day: str = "?",
    modality: Modality = "asserted",
    by: tuple[str, ...] = (),
    optional: bool = False,
) -> GoldClaim:
    return GoldClaim(
        relation=relation,
        alt=(),
        sources=tuple((s,) for s in sources),
        targets=tuple((t,) for t in targets),
        also=(),
        issue=issue,
        date=day,
        place="",
        modality=modality,
        by=by,
        optional=optional,
        spans=(sentence_from(BODY, words),),
    )


GOLD_ARTICLE = GoldArticle(
    "01-oslo",
    ARTICLE,
    tuple(GoldActor(k, n, "person" if k in PEOPLE else "country") for k, n in NAMES.items()),
    (
        wanted("CONSULT", ["AALTO", "ORAN"], [], MET, day="2021-03-01"),
        wanted("ACCUSE", ["FINLAND"], ["TURKEY"], ACCUSED, issue="delaying the vote"),
        wanted("SUPPORT", ["NORWAY"], ["COUNCIL"], DENIED, modality="denied", by=("LIND",)),
    ),
    ((0, 11),),
)


def said(
    relation: str,
    sources: list[str],
    targets: list[str],
    words: str,
    *,
    issue: str | None = None,
    day: date | None = None,
    modality: Modality = "asserted",
) -> Claim:
    start, end = sentence_from(BODY, words)
    at = BODY.find(issue) if issue else 0
    return Claim(
        id=f"c-{relation}-{'-'.join(sources + targets)}-{start}",
        article=ARTICLE.id,
        relation=relation,
        sources=tuple(Party(f"x/{s}", s) for s in sources),
        targets=tuple(Party(f"x/{t}", t) for t in targets),
        evidence=(Passage(start, end, BODY[start:end]),),
        issue=Passage(at, at + len(issue), issue) if issue else None,
        date=When(day, day, "day", "on Monday") if day else None,
        modality=modality,
    )


def verdicts(*claims: Claim, actors: tuple[Actor, ...] = ()) -> list[str]:
    judged, _ = judge(GOLD_ARTICLE, Reading(ARTICLE, claims, actors))
    return [verdict for _, verdict, _ in judged]


def report(*claims: Claim) -> Report:
    found = Report()
    add(found, GOLD_ARTICLE, Reading(ARTICLE, claims))
    return found


MEETING = said("CONSULT", ["Aalto", "Oran"], [], MET, day=date(2021, 3, 1))
ACCUSATION = said("ACCUSE", ["Finland"], ["Turkey"], ACCUSED, issue="delaying the vote")
DENIAL = said("SUPPORT", ["Norway"], ["the council"], DENIED, modality="denied")


def test_a_reading_that_says_what_the_gold_says_is_wholly_right() -> None:
    found = report(MEETING, ACCUSATION, DENIAL)
    assert verdicts(MEETING, ACCUSATION, DENIAL) == ["right"] * 3
    assert found.family("all").f1 == 1.0
    assert set(found.grave.values()) == {0}
    assert found.details["dates"] == Count(right=1, said=1)


def test_an_accusation_in_the_wrong_direction_is_wrong() -> None:
    assert verdicts(said("ACCUSE", ["Turkey"], ["Finland"], ACCUSED, issue="delaying the vote")) == ["wrong"]


def test_a_meeting_may_name_its_parties_on_either_side() -> None:
    assert verdicts(said("CONSULT", ["Oran"], ["Aalto"], MET)) == ["right"]


def test_a_meeting_that_lacks_a_participant_is_wrong() -> None:
    assert verdicts(said("CONSULT", ["Oran"], [], MET)) == ["wrong"]


def test_a_meeting_with_somebody_who_was_not_there_is_wrong() -> None:
    assert verdicts(said("CONSULT", ["Aalto", "Oran", "Turkey"], [], MET)) == ["wrong"]


def test_a_source_nobody_knows_makes_a_claim_wrong() -> None:
    assert verdicts(said("CONSULT", ["Aalto", "Oran", "Oslo Fjord"], [], MET)) == ["wrong"]


def test_the_right_issue_makes_up_for_a_missing_target_but_not_for_a_wrong_one() -> None:
    bare = said("ACCUSE", ["Finland"], [], ACCUSED, issue="delaying the vote")
    astray = said("ACCUSE", ["Finland"], ["Norway"], ACCUSED, issue="delaying the vote")
    assert verdicts(bare) == ["right"]
    assert verdicts(astray) == ["wrong"]


def test_another_relation_is_wrong() -> None:
    assert verdicts(said("REJECT", ["Finland"], ["Turkey"], ACCUSED)) == ["wrong"]


def test_evidence_from_another_sentence_is_wrong() -> None:
    assert verdicts(said("ACCUSE", ["Finland"], ["Turkey"], "Ice covered", issue="delaying the vote")) == [
        "wrong"
    ]


def test_a_denied_claim_told_as_fact_is_counted_as_a_grave_error() -> None:
    found = report(said("SUPPORT", ["Norway"], ["the council"], DENIED))
    assert found.grave["told_as_fact"] == 1
    assert found.of("SUPPORT").wrong == 1
    assert found.of("SUPPORT").missed == 1


def test_a_fact_told_as_denied_is_wrong() -> None:
    assert verdicts(said("ACCUSE", ["Finland"], ["Turkey"], ACCUSED, modality="denied")) == ["wrong"]


def test_the_same_act_read_twice_counts_once() -> None:
    found = report(ACCUSATION, said("ACCUSE", ["Finland"], ["Turkey"], ACCUSED))
    assert found.of("ACCUSE").right == 1
    assert found.of("ACCUSE").wrong == 0
    assert found.uncounted == {"repeat": 1}


def test_a_statement_by_the_speaker_of_an_annotated_act_is_neither_right_nor_wrong() -> None:
    assert verdicts(said("STATEMENT", ["Lind"], [], DENIED, issue="Norway")) == ["implied"]
    assert verdicts(said("STATEMENT", ["Oran"], [], DENIED, issue="Norway")) == ["wrong"]


def test_a_claim_from_page_furniture_is_counted_as_a_grave_error() -> None:
    found = report(said("CONSULT", ["Aalto", "Oran"], [], "Menu | Home"))
    assert found.grave["from_furniture"] == 1


def test_a_wrong_date_and_an_invented_one_are_counted() -> None:
    assert report(said("CONSULT", ["Aalto", "Oran"], [], MET, day=date(2021, 3, 8))).grave["wrong_dates"] == 1
    assert report(said("CONSULT", ["Aalto", "Oran"], [], MET)).details["dates"] == Count(missed=1)


def test_an_actor_counts_under_any_name_that_the_article_gives_it() -> None:
    ankara = Actor("x/the Turks", "the Turks", "country", ("the Turks", "Ankara"))
    assert verdicts(said("ACCUSE", ["Finland"], ["the Turks"], ACCUSED), actors=(ankara,)) == ["right"]
    assert verdicts(said("CONSULT", ["Prime Minister Selma Aalto", "Kemal Oran"], [], MET)) == ["right"]


def test_an_optional_claim_neither_gains_nor_costs() -> None:
    optional = wanted("ACCUSE", ["FINLAND"], ["TURKEY"], ACCUSED, optional=True)
    article = GoldArticle("x", ARTICLE, GOLD_ARTICLE.actors, (optional,), ())
    found = Report()
    add(found, article, Reading(ARTICLE, (ACCUSATION,)))
    assert found.family("all") == Count()
    assert judge(article, Reading(ARTICLE))[1] == []


def test_one_claim_cannot_answer_for_two_gold_claims() -> None:
    twice = GoldArticle("x", ARTICLE, GOLD_ARTICLE.actors, (GOLD_ARTICLE.claims[1],) * 2, ())
    judged, missed = judge(twice, Reading(ARTICLE, (ACCUSATION,)))
    assert [v for _, v, _ in judged] == ["right"]
    assert len(missed) == 1


def test_issues_are_compared_by_their_content_words() -> None:
    assert issue_f1("the delay of the vote", "delay the vote||a new election") == 1.0
    assert issue_f1("the ice on the bay", "delay the vote||a new election") == 0.0


def test_the_gate_shuts_below_a_floor_and_above_a_ceiling() -> None:
    now = gate.figures(report(MEETING))
    assert gate.breaches(now, now) == []
    assert gate.breaches(now, {"interactions": {"recall": 0.9}}) == [
        "interactions recall: 0.333 is below its floor of 0.900"
    ]
    bad = gate.figures(report(said("SUPPORT", ["Norway"], ["the council"], DENIED)))
    assert gate.breaches(bad, {"at_most": {"told_as_fact": 0}}) == [
        "told_as_fact: 1 is above its ceiling of 0"
    ]


def test_floors_only_rise_unless_lowering_them_is_asked_for() -> None:
    good, poor = gate.figures(report(MEETING, ACCUSATION)), gate.figures(report(MEETING))
    assert gate.raised(good, poor) == good
    assert gate.raised(poor, good) == good
    assert gate.raised(poor, good, lower=True) == poor


def _run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: Report, *args: str) -> int:
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.toml")
    monkeypatch.setattr(gate, "measure", lambda articles: found)
    return gate.main(list(args))


def test_an_update_refuses_to_lower_a_floor_without_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, poor = report(MEETING, ACCUSATION, DENIAL), report(MEETING)
    assert _run(tmp_path, monkeypatch, good, "--update") == 0
    pinned = gate.read_floors(tmp_path / "floors.toml")
    assert pinned == gate.figures(good)
    assert _run(tmp_path, monkeypatch, poor) == 1
    assert _run(tmp_path, monkeypatch, poor, "--update") == 1
    assert gate.read_floors(tmp_path / "floors.toml") == pinned
    assert _run(tmp_path, monkeypatch, poor, "--update", "--allow-regression") == 0
    assert gate.read_floors(tmp_path / "floors.toml") == gate.figures(poor)


def test_a_changed_sample_makes_its_gold_file_fail_until_it_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = next(GOLD.glob("[0-9]*.toml")).name
    text = (GOLD / name).read_text(encoding="utf-8")
    mark = text.index('sha256 = "') + len('sha256 = "')
    (tmp_path / name).write_text(text[:mark] + "0" * 64 + text[mark + 64 :], encoding="utf-8")
    monkeypatch.setattr("gold_files.GOLD", tmp_path)
    with pytest.raises(InputError, match="has changed: check its claims"):
        all_gold()


def test_reading_the_gold_itself_passes_the_gate() -> None:
    found = Report()
    for gold in all_gold():
        add(
            found, gold, Reading(gold.article, tuple(_as_read(gold, c, i) for i, c in enumerate(gold.claims)))
        )
    assert found.family("all").f1 == 1.0
    assert set(found.grave.values()) == {0}


def _as_read(gold: GoldArticle, claim: GoldClaim, number: int) -> Claim:
    """A gold claim as a reader would hand it over that reads just this."""
    names = {actor.key: actor.names[0] for actor in gold.actors}
    start, end = claim.spans[0]
    issue = claim.issue.split("||")[0]
    return Claim(
        id=f"c{number}",
        article=gold.article.id,
        relation=claim.relation,
        sources=tuple(Party(names[g[0]], names[g[0]]) for g in claim.sources),
        targets=tuple(Party(names[g[0]], names[g[0]]) for g in claim.targets),
        evidence=(Passage(start, end, gold.article.text[start:end]),),
        issue=Passage(0, len(issue), issue) if issue else None,
        modality=claim.modality,  # type: ignore[arg-type]
    )


def test_every_gold_article_has_a_blind_second_annotation_of_its_text() -> None:
    report = gate.second()
    assert report.articles == len(list(all_gold())) >= 24
    # Two careful people agree; were the form read wrongly, they would not.
    assert report.family("all").f1 > 0.85
    assert report.grave["told_as_fact"] == 0
