from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("advisors", "0014_photos_become_files")]

    operations = [migrations.RemoveField("advisor", "former_photo")]
