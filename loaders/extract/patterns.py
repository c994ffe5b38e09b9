"""Claims from frames: every act a document tells, with its mood, speakers, date and place."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.model import Article, Claim, Mention, Modality, Passage, Problem
from graph.ontology import relations
from loaders.cast import Cast
from loaders.document import Document, Sentence
from loaders.extract.act import Act, distinct, to_claim
from loaders.extract.circumstances import Circumstances, circumstances
from loaders.extract.mood import mood_of
from loaders.extract.nouns import noun_acts
from loaders.extract.passages import content, infinitive
from loaders.extract.quotes import Quote, quotes
from loaders.extract.scene import Scene
from loaders.extract.slots import slots_of
from loaders.extract.speech import statements
from loaders.extract.syntax import is_verb
from loaders.extract.trace import Trace
from loaders.extract.verbs import verb_acts
from loaders.extract.vouching import chain
from loaders.extract.when import placed_in_time, said_then

if TYPE_CHECKING:
    from spacy.tokens import Token

# A cooperative act not yet done is AGREE with the act as its mode, a hostile one THREATEN (relations.md, rule 15).
_AGREED = {"CONSULT": "meet", "AID": "aid", "SUPPORT": "support", "COOPERATE": "cooperate"}
_REFUSED = {
    "AID": "assist",
    "SUPPORT": "assist",
    "COOPERATE": "assist",
    "CONSULT": "meet",
    "RETREAT": "yield",
}
_THREATENED = {
    ("SANCTION", "expel"): "expel", ("SANCTION", "discontinue"): "relations", ("SANCTION", "withdraw"): "relations",
    ("COERCE", "arrest"): "arrest",
}  # fmt: skip
_THREAT = {
    "SANCTION": "restrict",
    "COERCE": "restrict",
    "ASSAULT": "violence",
    "MOBILIZE": "violence",
    "PROTEST": None,
}


def planned(act: Act) -> Act:
    """An act not yet done under the relation it has by then: AGREE, CONCEDE or THREATEN."""
    if act.relation in _AGREED:
        mode: str | None = "visit" if act.mode == "visit" else _AGREED[act.relation]
        if act.relation == "COOPERATE" and "sign" in act.predicate:
            mode = "sign"
        sources, targets = act.sources, act.targets
        if act.relation == "CONSULT" and len(sources) > 1 and not targets and act.mode in ("visit", "phone"):
            sources, targets = sources[:1], sources[1:]
        return replace(act, relation="AGREE", mode=mode, sources=sources, targets=targets, modality="planned")
    if act.relation == "RETREAT":
        mode = act.mode if act.mode in relations()["CONCEDE"].modes else None
        # "agreed to disarm fighters": the fighters alone would be no concession.
        to = is_verb(act.trigger) and any(c.tag_ == "TO" for c in act.trigger.children)
        issue = infinitive(act.trigger, act.sentence) if to and act.issue else act.issue
        return replace(act, relation="CONCEDE", mode=mode, issue=issue or act.issue, modality="planned")
    if act.relation in _THREAT:
        mode = _THREATENED.get((act.relation, act.mode or ""), _THREAT[act.relation])
        return replace(act, relation="THREATEN", mode=mode, modality="planned")
    return replace(act, modality="planned")


def _demanded(act: Act, speakers: tuple[Mention, ...], sentence: Sentence) -> Act | None:
    """ "X must withdraw, said Y" is Y's demand; without a speaker it is the writer's own remark and no claim."""
    if not speakers:
        return None
    doers = {m.actor for m in act.sources}
    by = tuple(m for m in speakers if m.actor not in doers)
    issue = content(act.trigger, sentence)
    if not by or issue is None:
        return None
    return replace(
        act, relation="REQUEST", mode=None, sources=by[:1], targets=act.sources, issue=issue, modality="asserted",
        rule="patterns:must", predicate="must", speakers=(),
    )  # fmt: skip


def _refusal(act: Act) -> Act:
    """ "X will not send aid to Y" is a refusal, with what is refused as its issue (relations.md, rule 15)."""
    issue = infinitive(act.trigger, act.sentence) or act.issue
    mode = _REFUSED.get(act.relation)
    return replace(
        act, relation="REJECT", mode=mode, issue=issue, modality="asserted", rule="patterns:will_not"
    )


def _dropped(why: str, act: Act, scene: Scene, *, quiet: bool = False) -> None:
    scene.drop(why, act.sentence, act.trigger, act.relation, act.rule.partition(":")[2], quiet=quiet)


def _with_mood(act: Act, scene: Scene, said: list[Quote]) -> Act | None:
    """The act under its modality, with its speakers; None if it is only another act's content."""
    mood = mood_of(act.trigger)
    speakers = chain(act, scene, said)
    if is_verb(act.trigger):
        if mood.governed:
            _dropped(f"content of another act ({mood.governed})", act, scene)
            return None
        if mood.purpose:
            _dropped("only a purpose", act, scene)
            return None
        negated = act.takes_no or (mood.refused and act.relation == "REJECT")
        modality: Modality = "asserted" if negated and mood.modality == "denied" else mood.modality
    else:
        modality = act.modality
    if mood.refused and act.relation != "REJECT" and relations()[act.relation].sign >= 0:
        return _refusal(act).with_speakers(speakers)
    if modality == "requested":
        demand = _demanded(act, speakers, act.sentence)
        if demand is None:
            _dropped("a demand without a speaker", act, scene)
        return demand
    told = planned(act) if modality == "planned" else replace(act, modality=modality)
    return told.with_speakers(speakers)


def _without_wrappers(acts: list[Act]) -> list[Act]:
    """Leave out "agreed" where the act agreed on was read itself: "agreed to send aid" is one act."""
    inner = {act.trigger.i for act in acts}
    kept = []
    for act in acts:
        if act.relation == "AGREE" and is_verb(act.trigger) and act.modality == "asserted":
            clauses = slots_of(act.trigger).get("to", [])
            if any(c.i in inner for c in clauses):
                continue
            kept.append(replace(act, modality="planned") if clauses else act)
        else:
            kept.append(act)
    return kept


def _allowed(act: Act, scene: Scene) -> bool:
    """Whether the parties are of kinds the relation allows and nobody acts on himself."""
    relation = relations()[act.relation]
    for mentions, kinds in ((act.sources, relation.source_kinds), (act.targets, relation.target_kinds)):
        for mention in mentions:
            if kinds and scene.cast.actor(mention.actor).kind not in kinds:
                _dropped("a party of a kind the relation does not allow", act, scene)
                return False
    return True


def _nameless(act: Act, scene: Scene) -> bool:
    """Whether only unnamed ones of no country meet: "protesters clashed with police" (relations.md, rule 12)."""
    both = (*act.sources, *act.targets)
    if not act.targets and len(act.sources) < 2:
        return False
    actors = [scene.cast.actor(m.actor) for m in both]
    if any(m.form == "name" for m in both) or any(a.kind != "group" or a.country for a in actors):
        return False
    if any(" " in a.name for a in actors):
        return False  # "trade union leaders" are told well enough
    _dropped("only unnamed parties", act, scene)
    return True


def _note_pair(acts: Iterable[Act], scene: Scene) -> None:
    for act in acts:
        if act.relation == "CONSULT" and len(distinct(act.sources)) == 2:
            scene.pair, scene.pair_at = distinct(act.sources), act.sentence.index


def _read(
    sentence: Sentence, scene: Scene, said: list[Quote], found: Circumstances, article: Article
) -> Iterator[Act]:
    text, published = article.text, article.published
    raw: list[Act] = []
    asked = sentence.text[sentence.start : sentence.end].rstrip(" \n”\"'’)").endswith("?")
    for act in () if asked else verb_acts(sentence, scene):
        raw.append(act)
        _note_pair([act], scene)
    for act in verb_acts(sentence, replace(scene, trace=Trace())) if asked else ():
        _dropped("a question", act, scene, quiet=True)
    nouns = [a for a in noun_acts(sentence, scene) if not _told_by_verb(a, raw)]
    _note_pair(nouns, scene)
    acts = [told for act in (*raw, *nouns) if (told := _with_mood(act, scene, said)) is not None]
    acts = _without_wrappers(acts)
    taken = {act.trigger.i for act in raw if act.relation != "STATEMENT" or not _has_clause(act.trigger)}
    spoken = list(statements(sentence, scene, said, text, taken))
    for again in [a for a in spoken if _said_by_act(a, acts)]:
        _dropped("another claim tells all that is said", again, scene, quiet=True)
        spoken.remove(again)
    own = {a.trigger.i for a in spoken}
    acts = [a for a in acts if not (a.relation == "STATEMENT" and a.trigger.i in own)]
    everything = [one for told in (*acts, *spoken) for one in _one_by_one(told)]
    for placed in said_then([placed_in_time(act, found, published) for act in everything]):
        if _allowed(placed, scene) and not _nameless(placed, scene):
            yield placed


def _one_by_one(act: Act) -> list[Act]:
    """ "Merkel spoke with both of them separately" is a talk with each, not a meeting of the three."""
    apart = is_verb(act.trigger) and any(
        c.lower_ in ("separately", "individually") for c in act.trigger.children
    )
    if act.relation != "CONSULT" or not apart or len(act.sources) < 3:
        return [act]
    first, *others = act.sources
    return [replace(act, sources=(first, other)) for other in others]


def _said_by_act(statement: Act, acts: list[Act]) -> bool:
    """Whether an act already tells all that is said: "Aalto said Finland supported X" is SUPPORT, said by Aalto."""
    clauses = [c for c in statement.trigger.children if c.dep_ == "ccomp"]
    heads = {t.i for c in clauses for t in (c, *(x for x in c.children if x.dep_ == "xcomp"))}
    doers = {m.actor for m in statement.sources}
    return any(
        a.trigger.i in heads
        and a.modality in ("asserted", "planned")
        and doers & {m.actor for m in (*a.speakers, *a.sources)}
        for a in acts
    )


def _has_clause(verb: "Token") -> bool:
    return any(c.dep_ == "ccomp" for c in verb.children)


def _told_by_verb(act: Act, verbs: list[Act]) -> bool:
    """Whether the noun is the object of a light verb that told the same act: "held talks with"."""
    doers = {m.actor for m in act.sources}
    return any(
        v.relation == act.relation and doers & {m.actor for m in v.sources} and act.trigger.head == v.trigger
        for v in verbs
    )


def _evidence(act: Act, document: Document) -> tuple[Passage, ...]:
    """The sentence that tells the act, and those that hold the words of its issue and content."""
    words = [(p.start, p.end) for p in (act.issue, act.content) if p]
    return tuple(
        s.passage
        for s in document.sentences
        if s == act.sentence or any(s.start < end and start < s.end for start, end in words)
    )


def patterns(document: Document, who: Cast, version: str, trace: Trace) -> tuple[list[Claim], list[Problem]]:
    """All claims that the frames read in a document, and what was dropped, counted by reason; each one in the trace."""
    article = document.article
    scene = Scene(who, trace=trace)
    found = circumstances(document)
    said = quotes(document, scene)
    trace.said, trace.found = said, found
    acts = [act for s in document.sentences for act in _read(s, scene, said, found, article)]
    acts = [replace(act, evidence=_evidence(act, document)) for act in acts]
    claims = [to_claim(act, who, article.id, version) for act in acts]
    problems = [
        Problem(article.id, "extract", f"{count} act{'s' if count > 1 else ''} dropped: {why}")
        for why, count in sorted(Counter(d.why for d in trace.drops if not d.quiet).items())
    ]
    return claims, [*found.problems, *problems]
