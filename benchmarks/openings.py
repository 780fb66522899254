"""Postings and wishes, in plain SQL: as many open ones at every size, and what two hundred thousand members want."""

POSTINGS = 50_000
FRESH = 500
CHOOSERS = 200_000
AREAS = 47
FIELDS = ["office", "sales", "service", "it", "manufacturing", "construction", "logistics", "care", "creative"]

STATEMENTS = [
    """
    INSERT INTO jobs_company (id, name, industry, prefecture, city, website, about)
    SELECT n, '株式会社見本' || n, (ARRAY['it', 'food', 'retail', 'logistics'])[1 + n %% 4],
        lpad((1 + n %% 47)::text, 2, '0'), '', '', ''
    FROM generate_series(1, 2000) n
    """,
    # The first of them have just opened.
    """
    INSERT INTO jobs_jobposting (company_id, title, description, category, prefecture, city, employment_type,
        pay_min, weekends_off, days_off, overtime_hours, night_work, remote, no_experience_needed, education, training,
        headcount, filled, status, opened_at, closing)
    SELECT 1 + n %% 2000, (ARRAY['事務', '営業', '販売', '製造'])[1 + n %% 4] || 'スタッフ' || n,
        '書類の作成と電話の応対をお願いします。', (%(fields)s::text[])[1 + (n / 3) %% 9],
        lpad((1 + (n * 31) %% 47)::text, 2, '0'), '見本市', (ARRAY['permanent', 'contract', 'part_time'])[1 + n %% 3],
        CASE WHEN n %% 7 > 0 THEN 170000 + 10000 * (n %% 13) END, (ARRAY[true, false, NULL])[1 + n %% 3],
        CASE WHEN n %% 5 > 0 THEN 105 + 5 * (n %% 4) END, CASE WHEN n %% 4 > 0 THEN 5 * (n %% 9) END,
        (ARRAY[true, false, NULL])[1 + n %% 3], (ARRAY['none', 'partly', 'full', ''])[1 + n %% 4],
        (ARRAY[true, NULL])[1 + n %% 2], (ARRAY['none', 'high_school', ''])[1 + n %% 3],
        (ARRAY[true, false, NULL])[1 + n %% 3], 1, 0, 'open',
        now() - CASE WHEN n > %(fresh)s THEN interval '2 d' + n * interval '1 min' ELSE n * interval '1 s' END, ''
    FROM generate_series(1, %(postings)s) n
    """,
    # Must-haves: two fields of work, three neighbouring prefectures, a pay; most members leave out one of them.
    """
    INSERT INTO jobs_desiredcondition (seeker_id, kind, number, is_must, rank, reason)
    SELECT n, wish.kind, wish.number, wish.is_must, wish.rank, '大切にしたいことです。'
    FROM generate_series(1, %(choosers)s) n, LATERAL (VALUES
        ('category', (1 << n %% 9 | 1 << n / 9 %% 9)::bigint, true, 1, n %% 2 > 0),
        ('prefecture', 7::bigint << n %% 45, true, 2, n %% 5 > 0),
        ('pay', 180000 + 10000 * (n %% 8), true, 3, n %% 3 > 0),
        ('weekends_off', 1, false, 1, true),
        ('days_off', 110 + 5 * (n %% 3), false, 2, true),
        ('training', 1, false, 3, n %% 2 > 0)
    ) AS wish (kind, number, is_must, rank, is_had) WHERE wish.is_had
    """,
    """
    INSERT INTO jobs_noticerhythm (seeker_id, frequency, is_notices_only, told_until)
    SELECT n, 'daily', false, now() - interval '1 d' FROM generate_series(1, %(choosers)s) n
    """,
]


def amounts(members: int) -> dict:
    return {"postings": POSTINGS, "fresh": FRESH, "fields": FIELDS, "choosers": min(CHOOSERS, members)}
