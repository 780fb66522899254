"""What jobs counts, by triggers; see `advisors/migrations/_tallies.py`, and there what a migration has to do.

A referral, and each step from it on, is of whoever referred, and of the office of the counseling before it.
"""

from collections.abc import Iterator

from advisors.migrations._tallies import Sql, Tallied, counting, holding, lifting

ADVISOR = "(SELECT advisor.id FROM advisors_advisor advisor WHERE advisor.user_id = {it}.referred_by_id)"
OFFICE = """(SELECT slot.office_id FROM advisors_counselingbooking held
    JOIN advisors_counselingslot slot ON slot.id = held.slot_id WHERE held.seeker_id = {it}.seeker_id
    AND held.status = 'completed' AND held.purpose = 'counseling' AND held.ended_at <= {it}.proposed_at
    ORDER BY held.ended_at DESC, held.id DESC LIMIT 1)"""


def tallies(sql: Sql) -> Iterator[Tallied]:
    yield Tallied(
        name="tally_referred",
        table="jobs_referral",
        what="'referred'",
        month=sql.month_of(sql.day_of("{row}.proposed_at")),
        office=OFFICE.replace("{it}", "{row}"),
        advisor=ADVISOR.replace("{it}", "{row}"),
        bulk=True,
    )
    yield Tallied(
        name="tally_selection",
        table="jobs_referralevent",
        what="CASE {row}.to_status WHEN 'interview' THEN 'interviewed' ELSE {row}.to_status END",
        when="{row}.to_status IN ('applied', 'interview', 'offered', 'accepted')",
        beside="jobs_referral referral",
        where="referral.id = {row}.referral_id",
        month=sql.month_of(sql.day_of("{row}.at")),
        office=OFFICE.replace("{it}", "referral"),
        advisor=ADVISOR.replace("{it}", "referral"),
        bulk=True,
    )


hold, lift, count = holding(tallies), lifting(tallies), counting(tallies)
