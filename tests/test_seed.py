"""The article this project began with comes out right to the last claim.

Its text belongs to its publisher and is not part of the project; the test runs where it lies beside the checkout.
"""

from datetime import date
from pathlib import Path

import pytest
from reading import names, short

from graph.model import Article, Claim, Reading
from loaders.pipeline import Reader

SEED = Path(__file__).resolve().parents[2] / "shared" / "seed" / "libyan-gazette.txt"

pytestmark = pytest.mark.skipif(
    not SEED.is_file(), reason="the seed article does not lie beside this checkout"
)


@pytest.fixture(scope="module")
def seed() -> Reading:
    # The page bears no date; the issue it appeared in is that of Friday, 16 December 2016.
    text = SEED.read_text(encoding="utf-8")
    return Reader().read(
        Article(id="seed", text=text, published=date(2016, 12, 16), publisher="Libyan Gazette")
    )


def find(seed: Reading, relation: str, *sources: str) -> list[Claim]:
    return [c for c in seed.claims if c.relation == relation and set(sources) <= set(names(c.sources))]


def one(seed: Reading, relation: str, *sources: str) -> Claim:
    found = find(seed, relation, *sources)
    assert len(found) == 1, [short(c) for c in seed.claims if c.relation == relation]
    return found[0]


def test_nothing_comes_from_the_pages_furniture(seed: Reading) -> None:
    start = seed.article.text.index("Ahmed Maiteeq, Deputy")
    end = seed.article.text.index("Leave your vote")
    caption = seed.article.text.index("Egyptian President Abdel Fattah El-Sisi with")
    for claim in seed.claims:
        for proof in claim.evidence:
            inside = start <= proof.start and proof.end <= end
            assert inside or proof.start == caption, short(claim)


def test_kobler_met_bogdanov_in_moscow_on_thursday(seed: Reading) -> None:
    claim = one(seed, "CONSULT", "Martin Kobler", "Mikhail Bogdanov")
    assert claim.place is not None
    assert claim.date is not None
    assert (claim.place.name, claim.date.start, claim.modality) == ("Moscow", date(2016, 12, 15), "asserted")


def test_sisi_and_sarraj_met_in_cairo_on_saturday(seed: Reading) -> None:
    claim = one(seed, "CONSULT", "Fayez al-Sarraj", "Abdel Fattah el-Sisi")
    assert claim.place is not None
    assert claim.date is not None
    assert (claim.place.name, claim.date.start) == ("Cairo", date(2016, 12, 10))


def test_putin_and_sisi_spoke_by_phone_about_libya_and_syria_as_reuters_reports(seed: Reading) -> None:
    claim = one(seed, "CONSULT", "Vladimir Putin", "Abdel Fattah el-Sisi")
    assert claim.issue is not None
    assert claim.date is not None
    assert "Libya and Syria" in claim.issue.text
    assert (names(claim.attributed_to), claim.mode, claim.date.start) == (
        ["Reuters"],
        "phone",
        date(2016, 12, 13),
    )


def test_maiteeq_called_on_russia_for_help_against_terrorism(seed: Reading) -> None:
    claim = next(
        c for c in find(seed, "REQUEST", "Ahmed Maiteeq") if "help Libya" in (c.issue.text if c.issue else "")
    )
    assert claim.date is not None
    assert (names(claim.targets), claim.date.start) == (["Russia"], date(2016, 12, 12))
    assert "terrorism" in (claim.issue.text if claim.issue else "")


def test_egypt_supports_the_presidential_council_says_sisi(seed: Reading) -> None:
    claim = one(seed, "SUPPORT", "Egypt")
    assert (names(claim.targets), names(claim.attributed_to)) == (
        ["Presidential Council"],
        ["Abdel Fattah el-Sisi"],
    )


def test_sisi_and_sarraj_called_for_the_arms_embargo_to_be_lifted(seed: Reading) -> None:
    for person in ("Abdel Fattah el-Sisi", "Fayez al-Sarraj"):
        claim = one(seed, "REQUEST", person)
        assert "arms embargo" in (claim.issue.text if claim.issue else ""), short(claim)


@pytest.mark.parametrize(
    ("person", "office", "body"),
    [
        ("Ahmed Maiteeq", "Deputy Prime Minister", "Government of National Accord"),
        ("Fayez al-Sarraj", "Prime Minister", "Libya"),
        ("Abdel Fattah el-Sisi", "President", "Egypt"),
        ("Vladimir Putin", "President", "Russia"),
        ("Mikhail Bogdanov", "Deputy Foreign Minister", "Russia"),
    ],
)
def test_the_offices_are_right(seed: Reading, person: str, office: str, body: str) -> None:
    claim = one(seed, "HOLDS_OFFICE", person)
    assert claim.issue is not None
    assert (claim.issue.text, names(claim.targets)) == (office, [body])


def test_kobler_heads_the_united_nations_mission(seed: Reading) -> None:
    assert names(one(seed, "LEADS", "Martin Kobler").targets) == ["United Nations Support Mission in Libya"]


def test_the_council_is_part_of_the_government_of_national_accord(seed: Reading) -> None:
    assert names(one(seed, "PART_OF", "Presidential Council").targets) == ["Government of National Accord"]
