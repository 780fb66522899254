from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL("CREATE TABLE changing_half (id integer)", "DROP TABLE changing_half"),
        migrations.RunSQL(
            "ALTER TABLE accounts_pulse ADD COLUMN remark text", "ALTER TABLE accounts_pulse DROP COLUMN remark"
        ),
    ]
