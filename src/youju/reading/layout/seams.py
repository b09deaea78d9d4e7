"""How well one line goes on where another stopped.

The weight of a seam is a sum of simple evidence: words cut by the seam, numbers and brackets
that wait for their other half, marks no line begins with. It is a log-likelihood only in its
word part; the other parts were set by hand and are checked by cutting and shuffling clean text.
"""

from __future__ import annotations

from youju.reading import words
from youju.reading.layout.halves import Beginning, Ending

NEVER, STRONG, NO_NUMBER = -12.0, 3.0, -4.0


def never(tail: Ending, head: Beginning) -> bool:
    """Whether nothing goes on from `tail`, or `head` goes on from nothing."""
    return tail.closed or head.sets_out


def weight(tail: Ending, head: Beginning) -> float:
    """The evidence that `head` continues the unfinished `tail`; 0 is no evidence, 3 is good."""
    if never(tail, head):
        return NEVER
    total = words.crossing_gain(tail.run, head.run)
    if head.inside:
        total += 4 if head.first not in "”)’》" else (5 if tail.is_open else -4)
    total += number_weight(tail, head) + bracket_weight(tail, head) + passive_weight(tail, head)
    if head.is_dashed:
        total -= 4
    return total


def number_weight(tail: Ending, head: Beginning) -> float:
    """A number waits for its unit, a verb of growth for its number; half a number waits for its first half."""
    if tail.cuts_number:
        return head.after_digit
    if head.ends_number and tail.last != head.first:
        return 1.0 if tail.is_numeral else -6.0
    if tail.counts and head.counts:
        return NO_NUMBER  # 三十余名 waits for whom it counts, and not for another number
    if tail.waits_for_number:
        return 3.0 if head.is_number and (not tail.waits_for_each or head.is_pair) else NO_NUMBER
    return 3.0 if tail.spends and head.is_amount else 0.0


def passive_weight(tail: Ending, head: Beginning) -> float:
    """被 waits for a verb or for who did it; a verb of naming hardly stands without it."""
    if tail.is_passive:
        return head.after_passive
    return -2.0 if head.names_as and not tail.before_verb else 0.0


def bracket_weight(tail: Ending, head: Beginning) -> float:
    """A bracket left open is closed by its continuation, and the other way round."""
    if tail.bracket and head.bracket:
        return 4.0 if tail.bracket == head.bracket else -2.0
    if head.first == "“" and tail.before_act:
        return -3.0
    return -1.5 if tail.bracket or head.bracket else 0.0


def doubled(tail: str, head: str) -> int:
    """How many characters at the head repeat the end of the tail by mistake.

    Two and more are a repetition wherever they stand; a single character only where the tail
    ends in a whole word with it and a mark follows it in the head.
    """
    for length in range(min(12, len(tail), len(head)), 1, -1):
        if tail.endswith(head[:length]) and not head[:length].isdigit():
            return length
    if len(head) > 1 and len(tail) > 1 and tail[-1] == head[0] and "\u4e00" <= head[0] <= "\u9fff":
        doubled_word = words.is_word(head[0] * 2)
        if head[1] in ",。、;:!?)”" and words.is_word(tail[-2:]) and not doubled_word:
            return 1
    return 0
