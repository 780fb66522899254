"""Two years of figures, in plain SQL: of each advisor, month, and thing that is counted."""

from django.db.models import Model

from advisors.models import Tally

WHATS = ["counseled", "referred", "applied", "interviewed", "offered", "accepted", "slot_offered", "slot_used"]

ROWS: list[tuple[type[Model], dict[str, str], str]] = [
    (
        Tally,
        {
            "id": "gen_random_uuid()",
            "what": "what",
            "month": "(date_trunc('month', current_date) - month * interval '1 month')::date",
            "advisor_id": "n",
            "days": "CASE WHEN what = 'counseled' THEN (n + month) %% 20 END",
            "amount": "1 + (n + month) %% 30",
        },
        "FROM generate_series(1, %(advisors)s) n, generate_series(0, 23) month, unnest(%(whats)s::text[]) what",
    )
]
