"""Members by the million, in plain SQL: what each of them has left behind, and a history as long as their list.

The number of open withdrawals is the same at every size: that many wait on a bad day, however long the history is.
"""

import psycopg

from accounts.models import ADVISORS, SUPPORT_DESK
from benchmarks import openings

OPEN_WITHDRAWALS = 1000
MEMBERS_OF_AN_ADVISOR = 200
DESK = 100_000_000
FIRST_ADVISOR = DESK + 1

# These rows fit together; to check each of them takes minutes. Only a superuser may say so.
UNCHECKED = """
    SELECT set_config('session_replication_role', 'replica', false)
    FROM pg_roles WHERE rolname = current_user AND rolsuper
"""
STATEMENTS = [
    """
    INSERT INTO accounts_user (id, password, is_superuser, email, language, is_staff, is_active, joined_at)
    SELECT n, '!', false, 'member' || n || '@example.com', 'ja', false, true, now() - n * interval '30 s'
    FROM generate_series(1, %(members)s) n
    """,
    """
    INSERT INTO accounts_user (id, password, is_superuser, email, language, is_staff, is_active, joined_at)
    SELECT %(desk)s + n, '!', false, 'staff' || n || '@example.com', 'ja', true, true, now()
    FROM generate_series(0, %(advisors)s) n
    """,
    """
    INSERT INTO accounts_user_groups (user_id, group_id)
    SELECT u.id, g.id FROM accounts_user u, auth_group g
    WHERE u.is_staff AND g.name = CASE WHEN u.id = %(desk)s THEN %(desk_group)s ELSE %(advisor_group)s END
    """,
    """
    INSERT INTO account_emailaddress (email, verified, "primary", user_id)
    SELECT email, true, true, id FROM accounts_user
    """,
    """
    INSERT INTO accounts_jobseeker (id, user_id, member_number, erasure_id, family_name, given_name, phone, birth_date,
        prefecture, advisor_gender, joined_at)
    SELECT n, n, to_char(n, 'FM0000"-"0000"-"00'), gen_random_uuid(),
        (ARRAY['見本', '例示', '試験', '標本', '模範', '仮名'])[1 + n %% 6] || chr(19968 + n %% 4999),
        chr(19968 + n %% 4993) || (ARRAY['子', '太郎', '美', '一', '香', '介', '奈'])[1 + n %% 7],
        '+8190' || lpad((10000000 + n)::text, 8, '0'), date '1998-01-01' + n %% 3000,
        lpad((1 + n %% 47)::text, 2, '0'), (ARRAY['any', 'female', 'male'])[1 + n %% 3], now() - n * interval '30 s'
    FROM generate_series(1, %(members)s) n
    """,
    """
    INSERT INTO accounts_session (session_key, session_data, expire_date, user_id, asked_email)
    SELECT md5(n::text), repeat('x', 200), now() + interval '1 h' + (n %% 2592000) * interval '1 s', n, ''
    FROM generate_series(1, %(members)s) n
    """,
    """
    INSERT INTO accounts_message (id, kind, recipient_id, to_email, language, context, status, queued_at, try_at, tries,
        finished_at)
    SELECT n, 'accounts/welcome', 1 + n %% %(members)s, '', 'ja', '{}', 'sent', at, at, 1, at
    FROM generate_series(1, 2 * %(members)s) n, LATERAL (SELECT now() - (n %% 2505600) * interval '1 s' AS at) AS sent
    """,
    """
    INSERT INTO django_admin_log (action_time, object_id, object_repr, action_flag, change_message, content_type_id,
        user_id)
    SELECT now(), n, 'a member', 2, '[]', type.id, %(desk)s
    FROM generate_series(1, %(members)s) n, django_content_type type
    WHERE type.app_label = 'accounts' AND type.model = 'jobseeker'
    """,
    """
    INSERT INTO accounts_stoppednotice (seeker_id, kind)
    SELECT n, 'job_notice' FROM generate_series(1, %(members)s, 10) n
    """,
    """
    INSERT INTO advisors_advisor (id, user_id, name, gender, fields_of_work, languages, introduction, photo,
        meeting_url, capacity, is_at_work)
    SELECT n, %(desk)s + n, '相談員' || n, (ARRAY['female', 'male'])[1 + n %% 2], '[]', '[]', '', '', '', 200, true
    FROM generate_series(1, %(advisors)s) n
    """,
    """
    INSERT INTO advisors_assignment (seeker_id, advisor_id, began_at, is_shared)
    SELECT n, 1 + n / %(each)s, now(), false FROM generate_series(1, %(members)s) n
    """,
    """
    INSERT INTO withdrawals_withdrawalrequest (id, reference, status, channel, reason, language, received_at, due_on,
        ended_at, closing, identity_checked, erased)
    SELECT n, 'H-' || lpad(to_hex(n), 8, '0'), 'completed', 'web', 'other', 'ja', at, at::date + 7, at + interval '1 d',
        '', false, '{}'
    FROM generate_series(1, %(members)s) n, LATERAL (SELECT now() - interval '2 d' - n * interval '30 s' AS at) AS came
    """,
    """
    INSERT INTO withdrawals_withdrawalevent (request_id, from_status, to_status, at, actor)
    SELECT id, 'scheduled', 'completed', ended_at, 'worker' FROM withdrawals_withdrawalrequest
    """,
    """
    INSERT INTO withdrawals_erasure (erasure_id, erased_at, listed_at)
    SELECT gen_random_uuid(), ended_at, ended_at FROM withdrawals_withdrawalrequest
    """,
    """
    INSERT INTO withdrawals_withdrawalrequest (id, reference, status, channel, reason, language, received_at, due_on,
        next_step_at, closing, identity_checked)
    SELECT %(members)s + n, 'N-' || lpad(to_hex(n), 8, '0'), 'needs_review', 'web', 'other', 'ja', now(),
        current_date + 7, now() + interval '3 d', '', false
    FROM generate_series(1, %(open)s) n
    """,
    """
    INSERT INTO withdrawals_withdrawalstatement (request_id, phone, email, comment)
    SELECT id, '+815012345678', 'nobody' || id || '@example.com', 'x'
    FROM withdrawals_withdrawalrequest WHERE status = 'needs_review'
    """,
    *openings.STATEMENTS,
]
COUNTED = (
    "accounts_user",
    "accounts_jobseeker",
    "advisors_advisor",
    "jobs_company",
    "withdrawals_withdrawalrequest",
)


def populate(database: psycopg.Connection, members: int) -> None:
    amounts = {
        "members": members,
        "open": OPEN_WITHDRAWALS,
        "advisors": 1 + members // MEMBERS_OF_AN_ADVISOR,
        "each": MEMBERS_OF_AN_ADVISOR,
        "desk": DESK,
        "desk_group": SUPPORT_DESK,
        "advisor_group": ADVISORS,
        **openings.amounts(members),
    }
    database.execute(UNCHECKED)
    for statement in STATEMENTS:
        database.execute(statement, amounts)
    for table in COUNTED:
        database.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    database.execute("VACUUM ANALYZE")
