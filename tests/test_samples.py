"""The articles written for Legation: complete, dated, marked as illustrations, each in words of its own."""

import re
from datetime import date
from itertools import combinations

import pytest
from gold_files import all_gold, others, sample, stems, text_file

from loaders.sources.metadata import front_matter

# Two outlets that print the same wire text, so that copies can be shown.
COPIES = {frozenset({"08-paris-ceasefire", "09-paris-ceasefire-reprint"})}

_RUN = 8
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WRITTEN = (*stems(), *others())
# Furniture that a site repeats on each of its pages is no shared sentence.
_FURNITURE = "Home > News >"


def _words(stem: str) -> list[str]:
    lines = [line for line in sample(stem).text.splitlines() if not line.startswith(_FURNITURE)]
    return re.findall(r"[a-z0-9]+", " ".join(lines).lower())


def _runs(stem: str) -> set[tuple[str, ...]]:
    words = _words(stem)
    return {tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}


def test_there_are_at_least_24_samples() -> None:
    assert len(stems()) >= 24


@pytest.mark.parametrize("stem", WRITTEN)
def test_a_sample_is_as_long_as_a_short_news_item(stem: str) -> None:
    assert 150 <= len(sample(stem).text.split()) <= 400


@pytest.mark.parametrize("stem", WRITTEN)
def test_a_sample_says_what_it_is_and_what_it_rests_on(stem: str) -> None:
    file = text_file(stem)
    about, _ = front_matter(file.read_text(encoding="utf-8"), file.name)
    assert set(about) == {"title", "published", "publisher", "url", "note"}
    assert about["note"].startswith("Written for Legation as an illustration. Rests on: ")
    assert len(about["note"]) > 80
    assert about["publisher"].endswith(" (illustration)")
    assert about["url"].startswith("https://illustration.example/")


@pytest.mark.parametrize("stem", stems())
def test_a_sample_is_dated_within_the_story_and_its_url_agrees(stem: str) -> None:
    published = _published(stem)
    assert date(2015, 1, 1) <= published <= min(date(2021, 12, 31), date.today())


@pytest.mark.parametrize("stem", others())
def test_an_article_of_the_gate_is_dated_and_its_url_agrees(stem: str) -> None:
    assert date(2015, 1, 1) <= _published(stem) <= date.today()


def _published(stem: str) -> date:
    article = sample(stem)
    assert article.published is not None
    assert article.url is not None
    assert article.published.strftime("/%Y/%m/%d/") in article.url
    return article.published


@pytest.mark.parametrize("stem", WRITTEN)
def test_no_one_is_quoted_word_for_word(stem: str) -> None:
    assert not re.search(r'["“”«»]', sample(stem).text)


def test_urls_and_titles_are_unique() -> None:
    articles = [sample(stem) for stem in WRITTEN]
    assert len({a.url for a in articles}) == len(articles)
    assert len({a.title for a in articles}) == len(articles)


def test_no_two_samples_share_a_run_of_eight_words_unless_marked_as_copies() -> None:
    runs = {stem: _runs(stem) for stem in WRITTEN}
    shared = {frozenset(pair) for pair in combinations(runs, 2) if runs[pair[0]] & runs[pair[1]]}
    assert shared == COPIES


def test_the_story_is_told_in_order_of_publication() -> None:
    dates = [str(sample(stem).published) for stem in stems()]
    assert dates == sorted(dates)


def test_at_least_five_samples_carry_page_furniture() -> None:
    assert sum(sample(stem).text.startswith(_FURNITURE) for stem in stems()) >= 5


def test_most_samples_date_their_acts_by_weekday() -> None:
    weekdays = re.compile(rf"\bon (?:{'|'.join(_WEEKDAYS)})\b", re.IGNORECASE)
    assert sum(bool(weekdays.search(sample(stem).text)) for stem in stems()) >= 20


def test_each_article_of_the_gate_is_of_no_sample_and_has_its_gold() -> None:
    assert not set(others()) & set(stems())
    assert set(others()) <= {article.stem for article in all_gold()}


def test_eighteen_samples_and_six_articles_of_the_gate_carry_gold_claims_that_fit_their_text() -> None:
    articles = all_gold()
    assert len([a for a in articles if a.stem in stems()]) == 18
    assert len([a for a in articles if a.stem in others()]) == 6
    assert all(len([c for c in a.claims if not c.optional]) >= 6 for a in articles)


def test_a_gold_date_is_never_after_publication_unless_the_act_is_still_to_come() -> None:
    for article in all_gold():
        for claim in article.claims:
            if claim.date not in ("", "?") and claim.modality == "asserted":
                assert claim.date <= str(article.article.published), (article.stem, claim)
