"""Which of a sentence's dates and places an act takes: its own, not those of what it asks for or plans."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from graph.model import Place, When
from loaders.extract.act import Act
from loaders.extract.circumstances import Circumstance, Circumstances, of_act
from loaders.extract.mood import mood_of
from loaders.extract.passages import OCCASIONS
from loaders.extract.slots import Slots, slots_of
from loaders.extract.syntax import child, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Token


def placed_in_time(act: Act, found: Circumstances, published: date | None) -> Act:
    """The act with its date and place."""
    return replace(act, date=_date(act, found, published), place=_place(act, found))


def said_then(acts: list[Act]) -> list[Act]:
    """The acts of a sentence; "…, saying that …" has the day and place of the act that it was said with."""
    by_verb = {act.trigger.i: act for act in acts}
    told = []
    for act in acts:
        verb = act.trigger
        beside = verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.i > verb.head.i
        with_it = by_verb.get(verb.head.i) if beside and child(verb, "mark", "advmod") is None else None
        same = with_it is not None and {m.actor for m in with_it.sources} & {m.actor for m in act.sources}
        if with_it is not None and same and with_it.modality == "asserted":
            told.append(replace(act, date=act.date or with_it.date, place=act.place or with_it.place))
        else:
            told.append(act)
    return told


def _date(act: Act, found: Circumstances, published: date | None) -> When | None:
    # "agreed on Tuesday to leave" was on a Tuesday before; "will leave on Tuesday" is on one to come.
    coming = act.modality == "planned" and mood_of(act.trigger).modality == "planned"
    told = (found.ahead if coming else found.dates)[act.sentence.index]
    if not is_verb(act.trigger):
        one = of_act(act.trigger, told)
    elif act.relation == "AGREE" and not coming:
        one = _invited(act, slots_of(act.trigger), found)
    elif act.relation == "REQUEST":
        one = _asked(act, told, published)
    else:
        one = of_act(act.trigger, told)
    when = one.when if one else None
    late = when and published and when.start > published and act.modality == "asserted"
    return None if late else when


def _invited(act: Act, slots: Slots, found: Circumstances) -> Circumstance | None:
    """The day that somebody is invited for ("invited B to a summit on Sunday"), else that of the promise."""
    past = of_act(act.trigger, found.dates[act.sentence.index])
    behind = [t.i for t in slots.get("to", []) if not is_verb(t)]
    if not act.rule.endswith(":invite") or not behind:
        return past
    start = act.sentence.at(act.trigger.doc[min(behind)])[1]
    ahead = of_act(act.trigger, [one for one in found.ahead[act.sentence.index] if one.start >= start])
    return ahead or (past if past and past.start < start else None)


def _asked(act: Act, told: list[Circumstance], published: date | None) -> Circumstance | None:
    """The day somebody was asked on, not that of what he asked for ("called for the truce to begin on Monday")."""
    slots = slots_of(act.trigger)
    own = of_act(act.trigger, [one for one in told if not _of_matter(one, slots)])
    if own is not None or slots.get("for-clause"):
        return own
    # "called on X to help B on Monday": behind what is asked for, the day is still that of the asking.
    past = [one for one in told if one.when and (published is None or one.when.end <= published)]
    past = [one for one in past if not _of_matter(one, slots)]
    within = (*slots.get("to", []), *slots.get("obj/to-clause", []))
    return of_act(act.trigger, [one for one in past if not _right_behind(one, within)], within=within)


def _of_matter(one: Circumstance, slots: Slots) -> bool:
    """Whether a month or year behind the thing called for may be that thing's: "called for elections in December"."""
    matter = [t.i for t in slots.get("for", [])]
    long = one.when is not None and one.when.precision in ("month", "year")
    return long and bool(matter) and one.path[0].i > min(matter)


def _right_behind(one: Circumstance, verbs: "tuple[Token, ...]") -> bool:
    """Whether a date follows the asked-for verb at once: "to begin on Monday", "to leave on Friday"."""
    return any(one.path[-1] == verb and one.path[0].left_edge.i == verb.i + 1 for verb in verbs)


def _place(act: Act, found: Circumstances) -> Place | None:
    places = found.places[act.sentence.index]
    barred = (act.issue.start, act.issue.end) if act.issue else None
    where = of_act(act.trigger, places, barred=barred)
    if where is None and act.relation == "REQUEST" and is_verb(act.trigger):
        # "repeated his call to end the ban at the summit in X": where he said so, not where it shall end.
        slots = slots_of(act.trigger)
        within = (*slots.get("to", []), *slots.get("obj/to-clause", []))
        said = [one for one in places if any(t.lower_ in OCCASIONS for t in one.path)]
        where = of_act(act.trigger, said, within=within, barred=barred)
    if where is None and act.relation in ("CONSULT", "AGREE") and is_verb(act.trigger):
        # "hosted the conference in X": a conference is where those who held it were.
        held = [one for one in places if any(t.lower_ in OCCASIONS and t.dep_ == "dobj" for t in one.path)]
        where = of_act(act.trigger, held)
    taken = {(m.start, m.end) for m in act.targets}
    return where.place if where and (where.start, where.end) not in taken else None
