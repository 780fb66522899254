from django.db import migrations

# All hours of all advisors on one line, so that no operator class beside PostgreSQL's own is needed.
ON_POSTGRESQL = """
    ALTER TABLE advisors_weeklyhours ADD CONSTRAINT weeklyhours_do_not_overlap EXCLUDE USING gist (
        int8range(advisor_id * 168 + weekday * 24 + from_hour, advisor_id * 168 + weekday * 24 + until_hour) WITH &&
    )
"""
ON_SQLITE = """
    CREATE TRIGGER weeklyhours_do_not_overlap_{event} BEFORE {event} ON advisors_weeklyhours
    WHEN EXISTS (
        SELECT 1 FROM advisors_weeklyhours AS other
        WHERE other.advisor_id = NEW.advisor_id AND other.weekday = NEW.weekday AND other.id IS NOT NEW.id
        AND other.from_hour < NEW.until_hour AND other.until_hour > NEW.from_hour
    )
    BEGIN SELECT RAISE(ABORT, 'weeklyhours_do_not_overlap'); END
"""
EVENTS = ("INSERT", "UPDATE")


def shorten_overlapping(apps, schema_editor):
    """As the slots were made of them: the hours that begin first count."""
    busy = {}
    for it in apps.get_model("advisors", "WeeklyHours").objects.order_by("from_hour", "pk"):
        begins = max(it.from_hour, busy.get((it.advisor_id, it.weekday), 0))
        busy[it.advisor_id, it.weekday] = max(begins, it.until_hour)
        if begins >= it.until_hour:
            it.delete()
        elif begins > it.from_hour:
            it.from_hour = begins
            it.save(update_fields=["from_hour"])


def refuse_overlap(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ON_POSTGRESQL)
        return
    for event in EVENTS:
        schema_editor.execute(ON_SQLITE.format(event=event))


def allow_overlap(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE advisors_weeklyhours DROP CONSTRAINT weeklyhours_do_not_overlap")
        return
    for event in EVENTS:
        schema_editor.execute(f"DROP TRIGGER weeklyhours_do_not_overlap_{event}")


class Migration(migrations.Migration):
    """An advisor's weekly hours do not overlap, whoever writes them."""

    dependencies = [("advisors", "0009_weekend_hours")]

    operations = [
        migrations.RunPython(shorten_overlapping, migrations.RunPython.noop),
        migrations.RunPython(refuse_overlap, allow_overlap),
    ]
