"""A file to begin with: the headers as the reader knows them, and two postings of one company."""

import csv
import io

from jobs.postings.imports.columns import COLUMNS

COMPANY = {
    "company_external_id": "C-001",
    "company_name": "株式会社見本商事",
    "industry": "卸売・小売",
    "company_prefecture": "東京都",
}
POSTINGS = [
    {
        **COMPANY,
        "external_id": "J-001",
        "title": "営業事務",
        "description": "見積書の作成と電話の応対をお願いします。",
        "category": "事務",
        "prefecture": "東京都",
        "city": "千代田区",
        "employment_type": "正社員",
        "pay_min": "210000",
        "pay_max": "24万円",
        "weekends_off": "はい",
        "days_off": "122",
        "night_work": "いいえ",
        "headcount": "2",
        "closes_on": "2027-03-31",
    },
    {
        "company_external_id": "C-001",
        "external_id": "J-002",
        "title": "倉庫スタッフ",
        "description": "商品の入荷と出荷をお願いします。",
        "category": "logistics",
        "prefecture": "13",
        "employment_type": "contract",
        "no_experience_needed": "○",
    },
]


def sample() -> bytes:
    """As CSV that Excel opens as it is meant."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([str(it.label) for it in COLUMNS])
    writer.writerows([[posting.get(it.name, "") for it in COLUMNS] for posting in POSTINGS])
    return text.getvalue().encode("utf-8-sig")
