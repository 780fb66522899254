"""Postings and wishes, in plain SQL: as many open ones at every size, and what two hundred thousand members want."""

from jobs.models import Company, DesiredCondition, JobPosting, NoticeRhythm

POSTINGS = 50_000
FRESH = 500
CHOOSERS = 200_000
AREAS = 47
FIELDS = ["office", "sales", "service", "it", "manufacturing", "construction", "logistics", "care", "creative"]

ROWS = [
    (
        Company,
        {
            "id": "n",
            "name": "'株式会社見本' || n",
            "industry": "(ARRAY['it', 'food', 'retail', 'logistics'])[1 + n %% 4]",
            "prefecture": "lpad((1 + n %% 47)::text, 2, '0')",
        },
        "FROM generate_series(1, 2000) n",
    ),
    # The first of them have just opened.
    (
        JobPosting,
        {
            "company_id": "1 + n %% 2000",
            "title": "(ARRAY['事務', '営業', '販売', '製造'])[1 + n %% 4] || 'スタッフ' || n",
            "description": "'書類の作成と電話の応対をお願いします。'",
            "category": "(%(fields)s::text[])[1 + (n / 3) %% 9]",
            "prefecture": "lpad((1 + (n * 31) %% 47)::text, 2, '0')",
            "city": "'見本市'",
            "employment_type": "(ARRAY['permanent', 'contract', 'part_time'])[1 + n %% 3]",
            "pay_min": "CASE WHEN n %% 7 > 0 THEN 170000 + 10000 * (n %% 13) END",
            "weekends_off": "(ARRAY[true, false, NULL])[1 + n %% 3]",
            "days_off": "CASE WHEN n %% 5 > 0 THEN 105 + 5 * (n %% 4) END",
            "overtime_hours": "CASE WHEN n %% 4 > 0 THEN 5 * (n %% 9) END",
            "night_work": "(ARRAY[true, false, NULL])[1 + n %% 3]",
            "remote": "(ARRAY['none', 'partly', 'full', ''])[1 + n %% 4]",
            "no_experience_needed": "(ARRAY[true, NULL])[1 + n %% 2]",
            "education": "(ARRAY['none', 'high_school', ''])[1 + n %% 3]",
            "training": "(ARRAY[true, false, NULL])[1 + n %% 3]",
            "headcount": "1",
            "status": "'open'",
            "opened_at": "now() - CASE WHEN n > %(fresh)s THEN interval '2 d' + n * interval '1 min'"
            " ELSE n * interval '1 s' END",
        },
        "FROM generate_series(1, %(postings)s) n",
    ),
    # Must-haves: two fields of work, three neighbouring prefectures, a pay; most members leave out one of them.
    (
        DesiredCondition,
        {
            "seeker_id": "n",
            "kind": "wish.kind",
            "number": "wish.number",
            "is_must": "wish.is_must",
            "rank": "wish.rank",
            "reason": "'大切にしたいことです。'",
        },
        """
        FROM generate_series(1, %(choosers)s) n, LATERAL (VALUES
            ('category', ((1 << n %% 9) | (1 << n / 9 %% 9))::bigint, true, 1, n %% 2 > 0),
            ('prefecture', 7::bigint << n %% 45, true, 2, n %% 5 > 0),
            ('pay', 180000 + 10000 * (n %% 8), true, 3, n %% 3 > 0),
            ('weekends_off', 1, false, 1, true),
            ('days_off', 110 + 5 * (n %% 3), false, 2, true),
            ('training', 1, false, 3, n %% 2 > 0)
        ) AS wish (kind, number, is_must, rank, is_had) WHERE wish.is_had
        """,
    ),
    (
        NoticeRhythm,
        {"seeker_id": "n", "frequency": "'daily'", "told_until": "now() - interval '1 d'"},
        "FROM generate_series(1, %(choosers)s) n",
    ),
]


def amounts(members: int, postings: int) -> dict[str, object]:
    return {"postings": postings, "fresh": FRESH, "fields": FIELDS, "choosers": min(CHOOSERS, members)}
