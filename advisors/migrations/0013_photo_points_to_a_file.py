import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("advisors", "0012_called_off"), ("accounts", "0016_files")]

    operations = [
        migrations.RenameField("advisor", "photo", "former_photo"),
        migrations.AddField(
            "advisor",
            "photo",
            models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="advisor",
                to="accounts.file",
                verbose_name="photo",
            ),
        ),
    ]
