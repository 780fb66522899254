from django.db import migrations

# `search_fold` and `search_pieces` are those of members. Lines stay apart, so that no word reaches over two of them.
MAKE = [
    """
    ALTER TABLE jobs_company
    ADD COLUMN search_text text GENERATED ALWAYS AS (search_fold(name)) STORED
    """,
    """
    ALTER TABLE jobs_jobposting
    ADD COLUMN search_text text GENERATED ALWAYS AS (
        search_fold(title || E'\\n' || city || E'\\n' || description)
    ) STORED,
    ADD COLUMN search_pieces text[] GENERATED ALWAYS AS (
        search_pieces(search_fold(title || E'\\n' || city || E'\\n' || description), 2)
    ) STORED
    """,
    """
    CREATE INDEX jobposting_search ON jobs_jobposting USING gin (search_pieces)
    WITH (gin_pending_list_limit = 1024) WHERE status = 'open'
    """,
]
UNDO = [
    "ALTER TABLE jobs_jobposting DROP COLUMN search_pieces, DROP COLUMN search_text",
    "ALTER TABLE jobs_company DROP COLUMN search_text",
]


def on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    """Find postings by the words in them, on PostgreSQL (jobs/postings/search.py).

    As with members (accounts, 0004) the columns are the database's own affair: the models do not know them.
    """

    dependencies = [("jobs", "0002_who_may_what"), ("accounts", "0004_member_search")]

    operations = [migrations.RunPython(on_postgresql(MAKE), on_postgresql(UNDO))]
