"""What support counts, by triggers; see `advisors/migrations/_tallies.py`, and there what a migration has to do."""

from collections.abc import Iterator

from advisors.migrations._tallies import Sql, Tallied, becoming, counting, holding, lifting


def tallies(sql: Sql) -> Iterator[Tallied]:
    reviewed = Tallied(
        name="tally_document_reviewed",
        table="support_documentreview",
        what="'document_reviewed'",
        beside="support_document document",
        where="document.id = {row}.document_id",
        month=sql.month_of(sql.day_of("{row}.ended_at")),
        advisor="(SELECT advisor.id FROM advisors_advisor advisor WHERE advisor.user_id = {row}.returned_by_id)",
        kind="document.kind",
    )
    seat = Tallied(
        name="tally_seat_used",
        table="support_seminarseat",
        what="'seat_used'",
        beside="support_seminar seminar",
        where="seminar.id = {row}.seminar_id",
        month=sql.month_of(sql.day_of("seminar.starts_at")),
        office="seminar.office_id",
        kind="seminar.kind",
    )
    suit = Tallied(
        name="tally_suit_lent",
        table="support_suitloan",
        what="'suit_lent'",
        month=sql.month_of(sql.day_of("{row}.lent_at")),
        office="{row}.office_id",
    )
    yield from becoming(reviewed, "status", "({row}.status = 'returned')")
    yield from becoming(seat, "status", "({row}.status = 'attended')", undone=True)
    yield from becoming(suit, "lent_at", "({row}.lent_at IS NOT NULL)")


hold, lift, count = holding(tallies), lifting(tallies), counting(tallies)
