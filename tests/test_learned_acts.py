"""From a network's proposal to a claim: who may be its source, and who stands beside whom."""

from collections.abc import Mapping

import numpy as np

from graph.model import Article, Claim
from loaders import models
from loaders.cast import cast
from loaders.document import parse
from loaders.learned import acts
from loaders.learned.network import Proposal
from loaders.learned.sight import sights


def told(
    text: str, word: str, relation: str, chances: Mapping[str, tuple[float, float]], issue: str | None = None
) -> list[Claim]:
    """The claims of one proposal at a word: chances as source and as target by the words of a candidate."""
    article = Article(id="t", text=text)
    document = parse(article, (), models.load(None))
    who = cast(document)
    (sight,), wide = acts.widened(sights(document, who), who, article)
    roles = np.zeros((len(sight.candidates), 3), dtype=np.float32)
    for n, candidate in enumerate(sight.candidates):
        roles[n, :2] = chances.get(candidate.mentions[0].text, (0.0, 0.0))
    at = sight.words.index(issue) if issue else None
    one = Proposal(
        word=sight.words.index(word),
        relation=relation,
        chance=0.9,
        roles=roles,
        modalities={"asserted": 1.0},
        former=0.0,
        mode=None,
        issue=None if at is None else (at, at),
    )
    return [s.claim for s in acts.seen(sight, [one], acts.Reading.of(document, wide), "test")]


def test_what_is_written_says_something_but_is_nobody() -> None:
    text = "The report on Mali says that Chad attacked Sudan."
    assert told(text, "says", "STATEMENT", {"report": (0.9, 0.0)}, "attacked") == []
    (claim,) = told(text.replace("report", "envoy"), "says", "STATEMENT", {"envoy": (0.9, 0.0)}, "attacked")
    assert [p.name for p in claim.sources] == ["envoy"]


def test_of_two_who_are_not_named_side_by_side_one_holds_the_office() -> None:
    text = "The Secretary-General Jon Arason succeeds the diplomat Karl Oster at the United Nations."
    chances = {"Jon Arason": (0.9, 0.0), "Karl Oster": (0.7, 0.0), "United Nations": (0.0, 0.9)}
    (claim,) = told(text, "succeeds", "HOLDS_OFFICE", chances, "Secretary")
    assert [p.name for p in claim.sources] == ["Jon Arason"]


def test_two_in_a_list_hold_theirs_together() -> None:
    text = "The ministers Jon Arason and Karl Oster spoke for the United Nations."
    chances = {"Jon Arason": (0.9, 0.0), "Karl Oster": (0.7, 0.0), "United Nations": (0.0, 0.9)}
    (claim,) = told(text, "spoke", "HOLDS_OFFICE", chances, "ministers")
    assert [p.name for p in claim.sources] == ["Jon Arason", "Karl Oster"]


def test_a_company_named_by_its_country_may_be_hit_without_the_country() -> None:
    text = "Canada imposed sanctions on two new Syrian companies."
    chances = {"Canada": (0.9, 0.0), "two new Syrian companies": (0.0, 0.9)}
    (claim,) = told(text, "imposed", "SANCTION", chances)
    assert [p.name for p in claim.targets] == ["two new Syrian companies"]


def test_a_joint_act_of_one_takes_its_likeliest_second_and_a_promise_does_not() -> None:
    text = "President Nadia Sorel held a meeting with members of a delegation."
    chances = {"Nadia Sorel": (0.9, 0.0), "members": (0.3, 0.0)}
    (met,) = told(text, "held", "CONSULT", chances)
    assert [p.name for p in met.sources] == ["Nadia Sorel", "members"]
    (agreed,) = told(text, "held", "AGREE", chances)
    assert [p.name for p in agreed.sources] == ["Nadia Sorel"]


def test_who_only_says_who_the_source_is_has_nothing_done_to_it() -> None:
    text = "The African Union envoy Karl Oster backed Chad."
    chances = {"Karl Oster": (0.9, 0.0), "African Union": (0.0, 0.9), "Chad": (0.0, 0.8)}
    (claim,) = told(text, "backed", "SUPPORT", chances)
    assert [p.name for p in claim.targets] == ["Chad"]


def test_whose_supporters_somebody_is_stands_in_the_phrase_and_is_supported() -> None:
    text = "The supporters of Karl Oster gathered."
    chances = {"supporters": (0.9, 0.0), "Karl Oster": (0.0, 0.9)}
    (claim,) = told(text, "supporters", "SUPPORT", chances)
    assert [p.name for p in claim.targets] == ["Karl Oster"]
