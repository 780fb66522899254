from django.db import migrations, models

# Said to the database as it stands, since Django would rebuild the table on SQLite, where triggers read it.
ADD = "ALTER TABLE accounts_jobseeker ADD COLUMN is_notices_only bool DEFAULT false NOT NULL"
DROP = "ALTER TABLE accounts_jobseeker DROP COLUMN is_notices_only"


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0016_files'),
    ]

    operations = [
        migrations.RunSQL(
            ADD,
            DROP,
            state_operations=[
                migrations.AddField(
                    model_name='jobseeker',
                    name='is_notices_only',
                    field=models.BooleanField(db_default=False, default=False, help_text='Stay registered without contact by an advisor.', verbose_name='notices only'),
                ),
            ],
        ),
    ]
