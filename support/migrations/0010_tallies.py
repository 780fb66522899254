"""What support is used is counted by the month; what was used before, by the rows that are left."""

from django.db import migrations

from support.migrations._tallies import count, hold, lift


class Migration(migrations.Migration):

    dependencies = [('support', '0009_who_arranged'), ('advisors', '0022_tallies')]

    operations = [
        migrations.RunPython(count, migrations.RunPython.noop),
        migrations.RunPython(hold, lift),
    ]
