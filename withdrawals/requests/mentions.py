"""Where a member's advisors may have named them in what they wrote about others: for the desk, before the erasure.

Found anew each time somebody looks, and stored nowhere: so the list ends with the withdrawal, and what has been blacked
out is no longer on it. Wishes for another advisor are the members' own words and are never searched.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    F,
    Func,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, TruncDate, Upper
from django.urls import reverse

from accounts.models import JobSeeker, User
from advisors.models import Advisor, Assignment, ConversationEntry, CounselingNotes
from config.numbered import numbered
from jobs.models import CompanyNote, JobInterview, Referral
from support.models import DocumentReview, InterviewFeedback
from withdrawals.erasure.each import Query, leavers
from withdrawals.requests.naming import Naming, Subject

MOST = 50


@dataclass(frozen=True)
class Kind:
    """A column of free text that staff write. An interview names no `writer`: it is of whoever accompanies the seeker,
    or did so.
    """

    model: type[Model]
    column: str
    about: str  # the path to the seeker
    of: F | TruncDate  # its date
    page: str  # on which its writer blacks it out
    writer: str = ""  # the path to the advisor
    only: Q = Q()

    def about_others(self, than: int, by: QuerySet[Advisor, Any]) -> QuerySet[Any]:
        """Those that these advisors wrote about others than this member."""
        if self.writer:
            theirs = Q(**{f"{self.writer}__in": by})
        else:
            theirs = Q(**{f"{self.about}__in": Assignment.objects.filter(advisor__in=by).values("seeker")})
        rows: QuerySet[Any] = self.model._default_manager.filter(theirs, self.only)
        others: QuerySet[Any] = rows.exclude(**{self.about: than}).order_by()
        return others

    def with_writer(self, texts: QuerySet[Any], advisors: QuerySet[Advisor, Any]) -> QuerySet[Any]:
        """Whose of these advisors each is, and whether they still accompany whom it is about."""
        by: F | Subquery
        ties = Assignment.objects.filter(seeker=OuterRef(self.about))
        if self.writer:
            by, ties = F(f"{self.writer}__name"), ties.filter(advisor=OuterRef(self.writer))
        else:
            ties = ties.filter(advisor__in=advisors)
            by = Subquery(ties.order_by(F("ended_at").desc(nulls_first=True)).values("advisor__name")[:1])
        described: QuerySet[Any] = texts.annotate(by=by, is_theirs=Exists(ties.current()))
        return described


KINDS = {
    "notes": Kind(
        CounselingNotes,
        "text",
        "booking__seeker",
        F("booking__slot__held_on"),
        "advisors_counselingbooking_black_out",
        "assignment__advisor",
    ),
    "message": Kind(
        ConversationEntry,
        "text",
        "seeker",
        TruncDate("written_at"),
        "advisors_conversationentry_black_out",
        "assignment__advisor",
        Q(is_from_seeker=False),
    ),
    "company": Kind(
        CompanyNote,
        "text",
        "referral__seeker",
        TruncDate("written_at"),
        "jobs_referral_black_out",
        "written_by__advisor",
    ),
    "referral": Kind(
        Referral,
        "note",
        "seeker",
        TruncDate("proposed_at"),
        "jobs_referral_black_out_note",
        "referred_by__advisor",
    ),
    "interview": Kind(
        JobInterview, "notes", "referral__seeker", TruncDate("starts_at"), "jobs_referral_black_out_interview"
    ),
    "place": Kind(JobInterview, "place", "referral__seeker", TruncDate("starts_at"), "jobs_referral_black_out_place"),
    "review": Kind(
        DocumentReview,
        "comment",
        "document__seeker",
        TruncDate("ended_at"),
        "support_documentreview_black_out",
        "returned_by__advisor",
    ),
    **{
        f"sheet_{column}": Kind(
            InterviewFeedback,
            column,
            "assignment__seeker",
            TruncDate("sent_at"),
            f"support_interviewfeedback_black_out_{column}",
            "assignment__advisor",
        )
        for column in ("first_strength", "second_strength", "third_strength", "to_practise")
    },
}


@dataclass(frozen=True)
class Found:
    """A text that holds a word which leads to the member, with what it says: not to be shown to the desk."""

    kind: str
    key: int
    text: str
    at: date
    by: str
    is_theirs: bool
    about: Subject


@dataclass(frozen=True)
class Mention:
    """A text that may name the member: what and which it is, of when and whose. Not what it says, nor about whom."""

    kind: str
    key: int
    what: str
    at: date
    advisor: str
    path: str  # of the page on which its writer blacks it out; nothing once they accompany whom it is about no more
    is_for_desk: bool  # to black it out unseen: nobody else can, and it is not just part of a longer name


def mentions_of(member: JobSeeker, *, to: User) -> list[Mention]:
    """What the member's advisors, of now and before, wrote about others: the newest of each kind. Two queries.

    Somebody at the desk who is or was one of them is shown their own only: who came after them is not theirs to learn.
    """
    found = sorted(find(member, to=to), key=lambda it: (list(KINDS).index(it.kind), -it.key))
    shown = [it for name in KINDS for it in [one for one in found if one.kind == name][:MOST]]
    naming = Naming(member)
    return [mention(it, naming) for it in shown]


def mention(found: Found, naming: Naming) -> Mention:
    kind = KINDS[found.kind]
    path = reverse(f"admin:{kind.page}", args=[found.key]) if found.is_theirs else ""
    is_for_desk = not path and naming.sure_or_called(found.about).search(found.text) is not None
    what = numbered(kind.model(pk=found.key))
    return Mention(found.kind, found.key, what, found.at, found.by, path, is_for_desk)


def find(member: JobSeeker, *, to: User | None = None) -> list[Found]:
    """All of them, or those that `to` may learn of, in one statement and in any order."""
    advisors = Advisor.objects.filter(assignments__seeker=member)
    if to and member.has_had(to):
        advisors = advisors.filter(user=to)
    naming = Naming(member)
    return naming_them(naming, holding_one(naming.words(), of=member.pk, by=advisors))


def find_each(members: Sequence[JobSeeker]) -> list[list[Found]]:
    """Of each of them, the texts that hold what leads to nobody else.

    On PostgreSQL one statement asks first whom that is anywhere: hardly anybody.
    """
    named = those_named(members) if connection.vendor == "postgresql" else range(len(members))
    return [find(member) if n in named else [] for n, member in enumerate(members)]


def those_named(members: Sequence[JobSeeker]) -> set[int]:
    """Their places in the list. One statement, written once in the life of a process."""
    table, values = leavers([[member.pk, [*map(anywhere, Naming(member).sure_words())]] for member in members])
    texts, own = compiled().of_each()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {table} SELECT DISTINCT leaver.n FROM leaver, {texts} AS text", [*values, *own])
        return {n for (n,) in cursor.fetchall()}


@cache
def compiled() -> Query:
    """For somebody who stands for everybody. Each text is put into capitals once, not once for each word."""
    nobody, words = -(2**62), "(their words)"
    advisors = Advisor.objects.filter(assignments__seeker=nobody).values("pk")
    holding = [
        kind.about_others(nobody, advisors).filter(LikeAny(Upper(kind.column), Value(words))).values("pk")
        for kind in KINDS.values()
    ]
    return Query(*holding[0].union(*holding[1:], all=True).query.sql_with_params(), places=(nobody, words))


class LikeAny(Func):
    """A text is like one of an array of patterns."""

    template, arg_joiner = "(%(expressions)s))", " LIKE ANY ("
    output_field = BooleanField()


def anywhere(word: str) -> str:
    """As `icontains` asks for it, letters put into capitals as PostgreSQL does: each by one."""
    capitals = "".join(capital if len(capital := letter.upper()) == 1 else letter for letter in word)
    return f"%{connection.ops.prep_for_like_query(capitals)}%"


def naming_them(naming: Naming, rows: Iterable[Sequence[Any]]) -> list[Found]:
    """Those that do, by what the member is called and whom each is about."""
    found = [
        Found(kind, key, text, at, by, is_theirs, Subject(*about))
        for kind, key, text, at, by, is_theirs, *about in rows
    ]
    return [it for it in found if naming.is_in(it.text, it.about)]


def holding_one(words: Sequence[str], *, of: int, by: QuerySet[Advisor, Any]) -> QuerySet[Any, tuple[Any, ...]]:
    """Texts `by` these advisors that hold one of the words `of` a member in any place, and are about others."""
    first, *others = [holding(name, words, of, by.values("pk")) for name in KINDS]
    return first.union(*others, all=True)


def holding(
    name: str, words: Sequence[str], member: int, advisors: QuerySet[Advisor, Any]
) -> QuerySet[Any, tuple[Any, ...]]:
    """Texts of one kind: what each says, of when and about whom."""
    kind = KINDS[name]
    word = reduce(or_, (Q(**{f"{kind.column}__icontains": word}) for word in words))
    texts = kind.with_writer(kind.about_others(member, advisors).filter(word), advisors)
    rows: QuerySet[Any, tuple[Any, ...]] = texts.annotate(
        kind=Value(name, CharField()), said=Cast(kind.column, TextField()), at=kind.of
    ).values_list(
        "kind",
        "pk",
        "said",
        "at",
        "by",
        "is_theirs",
        f"{kind.about}__family_name",
        f"{kind.about}__given_name",
        f"{kind.about}__phone",
    )
    return rows
