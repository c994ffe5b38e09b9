"""Page furniture in plain text: what is cut, and why.

Text that stays in costs a wrong claim at worst; an article's sentence that is cut is lost. So in doubt it stays:
running text goes only after a tail marker ("Check Also", "Leave a reply") that little of it follows. The words
looked for are data: data/languages/en/furniture.toml.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from graph.model import Article, Cut
from graph.resources import read_toml
from loaders.blocks import Block, blocks, plain
from loaders.phrases import phrases

# Prose after a tail marker, as a share of the prose before it, above which the marker is taken to stand inside the
# article (a "Check also" box between two paragraphs). Readers' comments may be as long as the article.
_TAIL_SHARE = {"comments": 1.0}
_TAIL_SHARE_ELSE = 0.25

_PATH = re.compile(r"\s+[/|>\\]\s+|\s*[»›→]\s*")
_SUFFIX = re.compile(r"\s+[|–—-]\s+")
_OPENER = re.compile(r"^([^:|»›→]{2,30}?)\s*[:|»›→]\s*\S")
_ITEM = re.compile(r"^(?:[-–—•*·▪●■]|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s|\(\()")
# The place and date line of an agency, alone on its line ("TUNIS, 9 November"): no furniture, it may date the text.
_PLACE_AND_DAY = re.compile(r"^[A-Z][A-Z .'’-]{2,},?\s.*\d")


# "TUNIS, Nov 9 (Baltic Wire) - " before the first sentence: the agency's, not the writer's. A place in capitals with a
# day or an agency, or any place with an agency in brackets; the dash must stand there.
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_AGENCY = r"\([^()\n]{2,50}\)"
_PLACE = r"[A-Z][\w.'’-]*(?:[ /][A-Z][\w.'’-]*){0,3}(?:, [A-Z][\w.]+(?: [A-Z]\w+)?)?"
_DATELINE = re.compile(
    rf"(?:[A-Z][A-Z.'’-]{{2,}}(?:[ /][A-Z.'’-]+){{0,3}}(?:, [A-Z][\w.]+)?(?:, {_DAY})?|{_PLACE}(?:, {_DAY})?(?= {_AGENCY}))"
    rf"(?: {_AGENCY})? ?[-–—]{{1,2}} (?=\S)"
)


def _dateline(block: Block) -> Iterator[tuple[int, int, str]]:
    """The agency's place, day and name before the first words of a paragraph."""
    match = _DATELINE.match(block.text)
    if match and block.prose:
        yield block.start, block.start + match.end(), "dateline"


def furniture(article: Article) -> tuple[Cut, ...]:
    """The stretches of the text that are no part of the article proper, in order, not overlapping."""
    page = blocks(article.text)
    reasons = _reasons(page, article.title) if len(page) > 1 else {}
    spans = [(page[i].start, page[i].end, reason) for i, reason in reasons.items()]
    spans += [span for i, block in enumerate(page) if i not in reasons for span in _credit(block)]
    first = next((block for i, block in enumerate(page) if i not in reasons and block.prose), None)
    spans += list(_dateline(first)) if first else []
    return tuple(Cut(article.id, start, end, reason) for start, end, reason in sorted(spans))


def _reasons(page: Sequence[Block], title: str | None) -> dict[int, str]:
    """Which blocks are furniture, and why."""
    found = {i: reason for i, block in enumerate(page) if (reason := _alone(block))}
    if not any(block.prose for i, block in enumerate(page) if i not in found):
        return found
    _teasers(page, found)
    _tail(page, found)
    head = _head(page, found)
    _titles(page, head, title, found)
    if not _listing(page, found):
        _headings(page, head, found)
    return found


def _alone(block: Block) -> str | None:
    """Why a block is furniture whatever stands around it."""
    return phrases().reason(block) or ("byline" if _is_byline(block) else _teaser(block) or _caption(block))


def _is_byline(block: Block) -> bool:
    if block.words > 16 or (block.closed and not block.text.startswith("(")):
        return False
    words = re.findall(r"[^\W\d_][\w.’'-]*", block.text)
    openers = phrases().words("byline", "opens")
    first = next((n for n in (3, 2, 1) if " ".join(words[:n]).casefold() in openers), 0)
    rest = words[first:]
    small = phrases().words("byline", "small")
    return bool(first and rest) and rest[0][0].isupper() and all(w[0].isupper() or w in small for w in rest)


def _teaser(block: Block) -> str | None:
    opener = _OPENER.match(block.text)
    named = opener and plain(opener.group(1)) in phrases().words("teaser", "opens")
    one_sentence = not re.search(r"[.!?][\"'”’]?\s+[A-Z“\"]", block.text)
    return "teaser" if named and one_sentence and block.words <= 40 else None


def _teasers(page: Sequence[Block], found: dict[int, str]) -> None:
    """The titles and broken-off summaries that follow a marker such as "Related" on a line of its own."""
    openers = phrases().words("teaser", "opens")
    following = False
    for i, block in enumerate(page):
        if block.plain in openers:
            found[i], following = "teaser", True
        elif following and (
            block.truncated or (not block.closed and not block.prose and not _is_item(block))
        ):
            found.setdefault(i, "teaser")
        else:
            following = following and i in found


def _tail(page: Sequence[Block], found: dict[int, str]) -> None:
    """Everything from the first tail marker on that only little prose follows."""
    sizes = [len(b.text) if b.prose and not b.truncated and i not in found else 0 for i, b in enumerate(page)]
    before, whole = 0, sum(sizes)
    for i, block in enumerate(page):
        before += sizes[i]
        reason = phrases().tail(block)
        share = _TAIL_SHARE.get(reason, _TAIL_SHARE_ELSE) if reason else 0.0
        if reason and before and whole - before <= share * before:
            for j in range(i, len(page)):
                reason = phrases().tail(page[j]) or phrases().reason(page[j]) or reason
                found[j] = reason
            return


def _head(page: Sequence[Block], found: dict[int, str]) -> range:
    """The blocks before the first running text."""
    first = next((i for i, block in enumerate(page) if block.prose and i not in found), 0)
    return range(first)


def _titles(page: Sequence[Block], head: range, title: str | None, found: dict[int, str]) -> None:
    """The path to the page, its title wherever it is repeated, and its date."""
    titles = {plain(title)} if title else set()
    for i in head:
        steps = [plain(step) for step in _PATH.split(page[i].text)]
        known = steps[0] in phrases().words("breadcrumb", "first")
        if len(steps) > 1 and not page[i].closed and (known or (len(steps) > 2 and i == 0)):
            found[i] = "breadcrumb"
            titles.add(steps[-1])
        elif _is_date(page[i]):
            found[i] = "dateline"
    lines = Counter(page[i].plain for i in head if not page[i].closed and i not in found)
    titles |= {line for line, times in lines.items() if times > 1}
    for i, block in enumerate(page):
        inside = i in head or not block.closed
        named = {block.plain, plain(_SUFFIX.split(block.text)[0]) if i in head else block.plain}
        if inside and not block.text.endswith(".") and titles & named - {""}:
            found.setdefault(i, "title")


def _headings(page: Sequence[Block], head: range, found: dict[int, str]) -> None:
    """Headlines, standfirsts without a stop and captions above the text; short headings inside it."""
    titled = "title" in found.values()
    for i in head:
        bare = not page[i].closed and not _is_item(page[i]) and not _PLACE_AND_DAY.match(page[i].text)
        if i not in found and bare:
            found[i] = "caption" if titled else "heading"
            titled = True
    for i in range(len(head), len(page) - 1):
        following = page[i + 1]
        if (
            i not in found
            and i + 1 not in found
            and following.prose
            and following.closed
            and _is_heading(page[i])
        ):
            found[i] = "heading"


def _is_heading(block: Block) -> bool:
    if block.closed or block.words > 8 or len(block.text) > 80 or _is_item(block):
        return False
    words = block.plain.split()
    telling = phrases().words("heading", "verbs") | phrases().words("heading", "pronouns") & set(words[:1])
    open_quote = sum(block.text.count(mark) for mark in '"“”') % 2
    return bool(words) and block.text[0].isupper() and not open_quote and telling.isdisjoint(words)


def _is_item(block: Block) -> bool:
    """Whether it is an item of a list, a question of an interview, or leads on to what follows."""
    return bool(_ITEM.match(block.text)) or block.text[-1] in ":;,"


def _listing(page: Sequence[Block], found: dict[int, str]) -> bool:
    """Whether most lines of sentence length have no stop: then a missing one says nothing."""
    left = [block for i, block in enumerate(page) if i not in found]
    unclosed = sum(not block.closed and block.words >= 9 for block in left)
    return unclosed > sum(block.closed for block in left)


def _is_date(block: Block) -> bool:
    """Whether the block is a date and no more, e.g. "Published: Monday, 4 January 2021, 10:30 GMT"."""
    if block.words > 14 or not re.search(r"\d", block.text):
        return False
    words = re.findall(r"[^\W\d_]+(?:\.m)?", block.text.casefold())
    return all(word in _date_words() for word in words) and bool(re.search(r"\b\d{1,2}\b", block.text))


@cache
def _date_words() -> frozenset[str]:
    dates = read_toml("languages/en/dates.toml")
    tables = ("months", "short_months", "weekdays", "short_weekdays")
    names = {name.casefold() for table in tables for name in dates.get(table, {})}
    beside = {part for entry in phrases().words("dateline", "beside") for part in entry.split()}
    return frozenset(names | beside | {"st", "nd", "rd", "th"})


def _caption(block: Block) -> str | None:
    """A caption that says no more than what its picture shows and who took it."""
    credit = _credit_at(block)
    if credit is None:
        return None
    rest = plain(block.text[:credit]).split()
    verbs = phrases().words("caption", "verbs")
    told = any(word in verbs or word.endswith("ed") for word in rest)
    return None if told or len(rest) > 25 else "caption"


def _credit(block: Block) -> Iterator[tuple[int, int, str]]:
    """The credit at the end of a caption that is a sentence and therefore stays."""
    credit = _credit_at(block)
    if credit is not None:
        yield block.start + credit, block.end, "credit"


def _credit_at(block: Block) -> int | None:
    """Where in the block a picture credit begins that ends it."""
    if block.words > 60:
        return None
    match = _credit_pattern().search(block.text)
    return match.start() if match else None


@cache
def _credit_pattern() -> re.Pattern[str]:
    words = "|".join(
        re.escape(w) for w in sorted(phrases().words("caption", "credits"), key=len, reverse=True)
    )
    name = r"[^\s:;,.]+(?:[ .,/]+[^\s:;,.]+){0,7}"
    return re.compile(rf"(?:^|(?<=\s))[(\[]?(?:{words})(?: by|\s*:|/|: ?by)\s?{name}[.)\]]*$")
