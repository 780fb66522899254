"""Members by the million, in plain SQL: what each of them has left behind, and a history as long as their list.

The number of open withdrawals is the same at every size: that many wait on a bad day, however long the history is.
"""

import psycopg
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.db.models import AutoField, Model

from accounts.models import ADVISORS, SUPPORT_DESK, JobSeeker, Message, Pulse, Session, StoppedNotice, User
from advisors.models import Advisor, Assignment
from benchmarks import histories, openings, tally_rows
from benchmarks.rows import counted, insert
from withdrawals.models import Erasure, WithdrawalEvent, WithdrawalRequest, WithdrawalStatement

OPEN_WITHDRAWALS = 1000
MEMBERS_OF_AN_ADVISOR = 200
DESK = 100_000_000
FIRST_ADVISOR = DESK + 1

# These rows fit together; to check each of them takes minutes. Only a superuser may say so.
UNCHECKED = """
    SELECT set_config('session_replication_role', 'replica', false)
    FROM pg_roles WHERE rolname = current_user AND rolsuper
"""
HAS_HAD_AN_ADVISOR = "n %% 100 > 0"
ENDED = "now() - (n %% 7919) * interval '50 min'"
WITHOUT_ADVISOR = 50  # every so many
ROOMY = 20  # advisors with room, as many at every size
EACH_MEMBER = "FROM generate_series(1, %(members)s) n"
EACH_ADVISOR = "FROM generate_series(1, %(advisors)s) n"
EACH_OPEN = "FROM generate_series(1, %(open)s) n"

ROWS: list[tuple[type[Model], dict[str, str], str]] = [
    (
        User,
        {
            "id": "n",
            "password": "'!'",
            "email": "'member' || n || '@example.com'",
            "joined_at": "now() - n * interval '30 s'",
        },
        EACH_MEMBER,
    ),
    (
        User,
        {"id": "%(desk)s + n", "password": "'!'", "email": "'staff' || n || '@example.com'", "is_staff": "true"},
        "FROM generate_series(0, %(advisors)s) n",
    ),
    (
        User.groups.through,
        {"user_id": "u.id", "group_id": "g.id"},
        "FROM accounts_user u, auth_group g WHERE u.is_staff"
        " AND g.name = CASE WHEN u.id = %(desk)s THEN %(desk_group)s ELSE %(advisor_group)s END",
    ),
    (
        EmailAddress,
        {"email": "email", "verified": "true", "primary": "true", "user_id": "id"},
        "FROM accounts_user",
    ),
    (
        JobSeeker,
        {
            "id": "n",
            "user_id": "n",
            "member_number": """to_char(n, 'FM0000"-"0000"-"00')""",
            "erasure_id": "gen_random_uuid()",
            "family_name": "(ARRAY['見本', '例示', '試験', '標本', '模範', '仮名'])[1 + n %% 6]"
            " || chr(19968 + n %% 4999)",
            "given_name": "chr(19968 + n %% 4993) || (ARRAY['子', '太郎', '美', '一', '香', '介', '奈'])[1 + n %% 7]",
            "phone": "'+8190' || lpad((10000000 + n)::text, 8, '0')",
            "birth_date": "date '1998-01-01' + n %% 3000",
            "prefecture": "lpad((1 + n %% 47)::text, 2, '0')",
            "advisor_gender": "(ARRAY['any', 'female', 'male'])[1 + n %% 3]",
            "joined_at": "now() - n * interval '30 s'",
            "unassigned_since": f"CASE n %% 100 WHEN 0 THEN now() - n * interval '30 s' WHEN 50 THEN {ENDED} END",
        },
        EACH_MEMBER,
    ),
    (
        Session,
        {
            "session_key": "md5(n::text)",
            "session_data": "repeat('x', 200)",
            "expire_date": "now() + interval '1 h' + (n %% 2592000) * interval '1 s'",
            "user_id": "n",
        },
        EACH_MEMBER,
    ),
    (
        Message,
        {
            "id": "n",
            "kind": "'accounts/welcome'",
            "recipient_id": "1 + n %% %(members)s",
            "status": "'sent'",
            "queued_at": "at",
            "try_at": "at",
            "tries": "1",
            "finished_at": "at",
        },
        "FROM generate_series(1, 2 * %(members)s) n,"
        " LATERAL (SELECT now() - (n %% 2505600) * interval '1 s' AS at) AS sent",
    ),
    # A night: every fifth member has a notice that waits for the morning, and some mails are not taken.
    (
        Message,
        {
            "id": "2 * %(members)s + n",
            "kind": "'jobs/job_notice'",
            "recipient_id": "n",
            "queued_at": "now() - interval '3 h'",
            "try_at": "now() + interval '1 d'",
            "waits_until": "now() + interval '1 d'",
        },
        "FROM generate_series(1, %(members)s, 5) n",
    ),
    (
        Message,
        {
            "id": "3 * %(members)s + n",
            "kind": "'accounts/welcome'",
            "to_email": "'nobody' || n || '@example.com'",
            "queued_at": "now() - n * interval '1 min'",
            "try_at": "now() + interval '1 d'",
            "tries": "5",
        },
        EACH_OPEN,
    ),
    (
        LogEntry,
        {
            "object_id": "n",
            "object_repr": "'a member'",
            "action_flag": "2",
            "change_message": "'[]'",
            "content_type_id": "type.id",
            "user_id": "%(desk)s",
        },
        f"{EACH_MEMBER}, django_content_type type WHERE type.app_label = 'accounts' AND type.model = 'jobseeker'",
    ),
    (
        StoppedNotice,
        {"seeker_id": "n", "kind": "'job_notice'"},
        "FROM generate_series(1, %(members)s, 10) n",
    ),
    (
        Advisor,
        {
            "id": "n",
            "user_id": "%(desk)s + n",
            "name": "'相談員' || n",
            "gender": "(ARRAY['female', 'male'])[1 + n %% 2]",
            "capacity": "CASE WHEN n <= %(roomy)s THEN 2 * %(each)s ELSE 1 END",
            "load": "(SELECT count(*) FROM generate_series(greatest(1, (n - 1) * %(each)s),"
            " least(%(members)s, n * %(each)s - 1)) seeker WHERE seeker %% 50 > 0)",
        },
        EACH_ADVISOR,
    ),
    # One in fifty has no advisor: half of them never had one, and the others lost theirs, some of them long ago.
    (
        Assignment,
        {
            "id": "n",
            "seeker_id": "n",
            "advisor_id": "1 + n / %(each)s",
            "began_at": "now() - interval '900 d'",
            "ended_at": f"CASE WHEN n %% 100 = 50 THEN {ENDED} END",
        },
        f"{EACH_MEMBER} WHERE {HAS_HAD_AN_ADVISOR}",
    ),
    (
        WithdrawalRequest,
        {
            "id": "n",
            "reference": "'H-' || lpad(to_hex(n), 8, '0')",
            "status": "'completed'",
            "channel": "'web'",
            "reason": "'other'",
            "received_at": "at",
            "due_on": "at::date + 7",
            "next_step_at": "NULL",
            "ended_at": "at + interval '1 d'",
            "erased": "'{}'",
        },
        f"{EACH_MEMBER}, LATERAL (SELECT now() - interval '2 d' - n * interval '30 s' AS at) AS came",
    ),
    (
        WithdrawalEvent,
        {
            "request_id": "id",
            "from_status": "'scheduled'",
            "to_status": "'completed'",
            "at": "ended_at",
            "actor": "'worker'",
        },
        "FROM withdrawals_withdrawalrequest",
    ),
    (
        Erasure,
        {"erasure_id": "gen_random_uuid()", "erased_at": "ended_at", "listed_at": "ended_at", "told_at": "ended_at"},
        "FROM withdrawals_withdrawalrequest",
    ),
    (
        WithdrawalRequest,
        {
            "id": "%(members)s + n",
            "reference": "'N-' || lpad(to_hex(n), 8, '0')",
            "status": "'needs_review'",
            "channel": "'web'",
            "reason": "'other'",
            "due_on": "current_date + 7",
            "next_step_at": "now() + interval '3 d'",
            "tries": "CASE WHEN n %% 20 = 0 THEN 6 ELSE 0 END",
        },
        EACH_OPEN,
    ),
    (
        WithdrawalStatement,
        {
            "request_id": "id",
            "phone": "'+8150' || lpad(id::text, 8, '0')",
            "email": "'nobody' || id || '@example.com'",
            "comment": "'x'",
        },
        "FROM withdrawals_withdrawalrequest WHERE status = 'needs_review'",
    ),
    (Pulse, {"name": "name", "at": "now()"}, "FROM unnest(%(pulses)s::text[]) name"),
    *openings.ROWS,
    *histories.ROWS,
    *tally_rows.ROWS,
]


def populate(database: psycopg.Connection, members: int, *, postings: int = openings.POSTINGS) -> None:
    amounts = {
        "members": members,
        "open": OPEN_WITHDRAWALS,
        "advisors": max(1 + members // MEMBERS_OF_AN_ADVISOR, ROOMY),
        "each": MEMBERS_OF_AN_ADVISOR,
        "roomy": ROOMY,
        "desk": DESK,
        "desk_group": SUPPORT_DESK,
        "advisor_group": ADVISORS,
        "pulses": Pulse.Name.values,
        "whats": tally_rows.WHATS,
        **openings.amounts(members, postings),
    }
    database.execute(UNCHECKED)
    for model, given, source in ROWS:
        sql, values = insert(model, given, source)
        database.execute(sql, amounts | values)
    for model in {model for model, given, _ in ROWS if "id" in given and isinstance(model._meta.pk, AutoField)}:
        database.execute(counted(model))
    database.execute("VACUUM ANALYZE")
