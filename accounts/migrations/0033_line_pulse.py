from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0032_looks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='pulse',
            name='name',
            field=models.CharField(choices=[('beat', 'Beat'), ('messages', 'Sweep of the messages'), ('withdrawals', 'Sweep of the withdrawals'), ('press', 'Trial of the press for résumés'), ('counseling_reminders', 'Reminders of counseling'), ('seminar_reminders', 'Reminders of seminars'), ('suit_reminders', 'Reminders of suits'), ('seats', 'Sweep of the seminars'), ('postings', 'Closing of postings'), ('slots', 'Making of slots'), ('waiting', 'Mails about slots that are free'), ('job_notices', 'Round of job notices'), ('seminar_notices', 'Round of seminar notices'), ('typed', 'Forgetting what was typed to withdraw'), ('expired', 'Forgetting what has run out'), ('invitations', 'Ending of invitations'), ('uploads', 'Forgetting uploaded postings'), ('strays', 'Search for stray files'), ('tallies', 'Gathering of the figures'), ('line', 'Question to LINE, once a day')], max_length=20, primary_key=True, serialize=False, verbose_name='name'),
        ),
    ]
