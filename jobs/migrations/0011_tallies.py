"""What comes of referrals is counted by the month; what came before, by the rows that are left."""

from django.db import migrations

from jobs.migrations._tallies import count, hold, lift


class Migration(migrations.Migration):

    dependencies = [('jobs', '0010_notices_only_of_the_member'), ('advisors', '0022_tallies')]

    operations = [
        migrations.RunPython(count, migrations.RunPython.noop),
        migrations.RunPython(hold, lift),
    ]
