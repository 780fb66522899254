from django.db import migrations

# `RETURN` bodies are bound when the function is made, so that a restored dump, whose search path is empty, finds them.
MAKE = [
    """
    CREATE FUNCTION search_fold(word text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN replace(lower(normalize(word, NFKC)), ' ', '')
    """,
    """
    CREATE FUNCTION search_pieces(word text, size integer) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ARRAY(SELECT substr(word, n, size) FROM generate_series(1, length(word) - size + 1) AS n)
    """,
    """
    ALTER TABLE accounts_jobseeker
    ADD COLUMN search_text text GENERATED ALWAYS AS (
        search_fold(family_name || given_name) || ' ' || replace(member_number, '-', '') || ' 0' || substr(phone, 4)
    ) STORED,
    ADD COLUMN search_pieces text[] GENERATED ALWAYS AS (
        ARRAY['^' || left(search_fold(family_name), 1), '^' || left(search_fold(given_name), 1)]
        || search_pieces(search_fold(family_name || given_name), 2)
        || search_pieces(replace(member_number, '-', ''), 4)
        || search_pieces('0' || substr(phone, 4), 4)
    ) STORED
    """,
    """
    CREATE INDEX jobseeker_search ON accounts_jobseeker USING gin (search_pieces) WITH (gin_pending_list_limit = 1024)
    """,
]
UNDO = [
    "ALTER TABLE accounts_jobseeker DROP COLUMN search_pieces, DROP COLUMN search_text",
    "DROP FUNCTION search_pieces",
    "DROP FUNCTION search_fold",
]


def on_postgresql(statements):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    """Find members by parts of what is known of them, on PostgreSQL (accounts/users/search.py).

    Both columns are the database's own affair: generated from name, member number and phone, they change and vanish
    with them, and the model does not know them. To change the type of one of those four, drop the columns first.
    """

    dependencies = [("accounts", "0003_staff_log_by_object")]

    operations = [migrations.RunPython(on_postgresql(MAKE), on_postgresql(UNDO))]
