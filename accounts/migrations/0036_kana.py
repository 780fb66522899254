from django.db import migrations, models

# Said to the database as it stands, since Django would rebuild the table on SQLite, where triggers read it.
ADD = "ALTER TABLE accounts_jobseeker ADD COLUMN {} varchar(60) DEFAULT '' NOT NULL"
DROP = "ALTER TABLE accounts_jobseeker DROP COLUMN {}"
KANA = {"family_kana": "family name in kana", "given_kana": "given name in kana"}


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0035_messages_given_up'),
    ]

    operations = [
        migrations.RunSQL(
            ADD.format(name),
            DROP.format(name),
            state_operations=[
                migrations.AddField(
                    model_name='jobseeker',
                    name=name,
                    field=models.CharField(blank=True, db_default='', default='', max_length=60, verbose_name=said),
                ),
            ],
        )
        for name, said in KANA.items()
    ]
