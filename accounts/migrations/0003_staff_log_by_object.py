from django.db import migrations


class Migration(migrations.Migration):
    """Find what the admin's log says of one object without reading the whole log: erasure does so for every member."""

    dependencies = [
        ("accounts", "0002_staff_groups"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX admin_log_by_object ON django_admin_log (content_type_id, object_id)",
            "DROP INDEX admin_log_by_object",
        )
    ]
