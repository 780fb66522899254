"""Which members new postings reach: those of whose must-haves one of the postings meets every one. All at once.

What a condition means is asked of `matching`, with the condition's number as a column of another row.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Case, Exists, Model, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.aggregates import Aggregate
from django.db.models.expressions import RawSQL

from jobs.conditions.matching import TESTS
from jobs.conditions.models import DesiredCondition
from jobs.notices.models import NoticeRhythm
from jobs.postings.models import JobPosting

Statement = tuple[str, tuple[Any, ...]]
Postings = QuerySet[JobPosting]
Rhythms = QuerySet[NoticeRhythm]


def reached(batch: Rhythms, told: Rhythms, fresh: Postings) -> Rhythms:
    """Those of a batch who may be `told` and have a posting among the fresh, opened after they were told last.

    IS TRUE lets PostgreSQL look each of the batch up in what was found: it would expect to have found two hundred.
    """
    if connection.vendor == "postgresql":
        sql, params = reached_by_bits(told, fresh)
        return batch.filter(RawSQL(f"(jobs_noticerhythm.seeker_id IN ({sql})) IS TRUE", params, BooleanField()))
    return told.filter(Exists(fresh.filter(opened_at__gt=OuterRef("told_until")).filter(~Exists(broken()))))


def broken() -> QuerySet[DesiredCondition]:
    """The must-haves of the member outside that the posting outside does not meet: as plainly as can be asked."""
    itself = JobPosting.objects.filter(pk=OuterRef(OuterRef("pk")))
    meets = [Q(kind=kind) & Exists(itself.filter(test.satisfies(OuterRef("number")))) for kind, test in TESTS.items()]
    return DesiredCondition.objects.must_haves().filter(~reduce(or_, meets), seeker=OuterRef(OuterRef("seeker")))


# On PostgreSQL members who want the same are matched once: a string of bits for each different must-have, a bit for
# each fresh posting; and-ed for each different set of them. Of ten thousand members and five hundred postings the
# plain form above takes 13.7 s and this 0.3 s; of a million members this takes 2.6 s.


class Bits(Aggregate):
    """A one or a nought for each posting, in the order of their ids."""

    template = "string_agg(%(expressions)s, '' ORDER BY jobs_jobposting.id)::varbit"
    output_field = TextField()


def reached_by_bits(rhythms: Rhythms, fresh: Postings) -> Statement:
    """One statement. Within it `jobs_jobposting` is the fresh ones only, kept in memory and read for each must-have.

    What a member wants is a number for each kind of must-have, NULL where there is none; `one` stands for all alike.
    """
    told, told_params = compiled(rhythms.order_by().values("seeker_id", "told_until"))
    postings, posting_params = compiled(fresh.order_by().values(*columns_of(JobPosting)))
    since, since_params = bits_where(Q(opened_at__gt=RawSQL("moment.told_until", ())))
    kinds = [(kind, *bits_where(test.satisfies(RawSQL("atom.number", ())))) for kind, test in TESTS.items()]
    numbers = ", ".join(f"max(number) FILTER (WHERE kind = '{kind}')" for kind in TESTS)
    hits = " ".join(f"WHEN '{kind}' THEN ({sql})" for kind, sql, _params in kinds)
    statement = f"""
        WITH told AS MATERIALIZED ({told}),
        jobs_jobposting AS MATERIALIZED ({postings}),
        member AS MATERIALIZED (
            SELECT told.seeker_id, told_until, ARRAY[{numbers}] AS wishes
            FROM told LEFT JOIN jobs_desiredcondition wish ON wish.seeker_id = told.seeker_id AND wish.is_must
            GROUP BY told.seeker_id, told_until
        ),
        alike AS MATERIALIZED (
            SELECT told_until, array_agg(seeker_id) AS members, min(seeker_id) AS one
            FROM member GROUP BY wishes, told_until
        ),
        moment AS MATERIALIZED (
            SELECT told_until, ({since}) AS bits FROM (SELECT DISTINCT told_until FROM alike) AS moment
        ),
        wish AS MATERIALIZED (
            SELECT one, kind, number FROM alike JOIN jobs_desiredcondition ON seeker_id = one AND is_must
        ),
        hit AS MATERIALIZED (
            SELECT kind, number, CASE kind {hits} END AS bits FROM (SELECT DISTINCT kind, number FROM wish) AS atom
        ),
        met AS MATERIALIZED (SELECT one, bit_and(bits) AS bits FROM wish JOIN hit USING (kind, number) GROUP BY one)
        SELECT unnest(members) FROM alike JOIN moment USING (told_until) LEFT JOIN met USING (one)
        WHERE position(B'1' IN COALESCE(met.bits & moment.bits, moment.bits)) > 0
    """
    params = (*told_params, *posting_params, *since_params, *(part for *_, params in kinds for part in params))
    return statement, params


def bits_where(satisfied: Q) -> Statement:
    one_or_nought = Case(When(satisfied, then=Value("1")), default=Value("0"), output_field=TextField())
    all_together = JobPosting.objects.order_by().annotate(every=Value(1)).values("every")
    return compiled(all_together.annotate(bits=Bits(one_or_nought)).values("bits"))


def columns_of(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def compiled(rows: QuerySet[Any, Any]) -> Statement:
    """The statement that fetches these rows, to stand within another."""
    return rows.query.sql_with_params()
