from django.db import migrations, models
from django.db.models import Q


def end_offers(apps, schema_editor) -> None:
    """Of several to one the last could be kept; but they hold for ten minutes, and who writes again gets a new one."""
    apps.get_model("accounts", "LineLinking").objects.filter(asked_at=None).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0033_line_pulse")]

    operations = [
        migrations.RunPython(end_offers, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="linelinking",
            constraint=models.UniqueConstraint(
                fields=["line_user_id"], condition=Q(asked_at=None), name="linelinking_one_offer_each"
            ),
        ),
    ]
