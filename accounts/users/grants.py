"""What a group of staff may do, as the migrations of each app grant it."""

from django.apps.registry import Apps
from django.contrib.auth.models import Permission


def grant(apps: Apps, group: str, app_label: str, may: dict[str, str]) -> None:
    """Let a group do what `may` says of models: `{"jobseeker": "view change"}`. Safe to run twice; takes nothing away.

    `apps` is the migration's. A permission that does not exist yet is made here: on an empty database Django makes them
    only after the last migration, and then leaves the ones it finds.
    """
    permissions = [
        permission(apps, app_label, model, action) for model, actions in may.items() for action in actions.split()
    ]
    apps.get_model("auth", "Group").objects.get_or_create(name=group)[0].permissions.add(*permissions)


def permission(apps: Apps, app_label: str, model: str, action: str) -> Permission:
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    name = f"Can {action} {apps.get_model(app_label, model)._meta.verbose_name_raw}"
    made: tuple[Permission, bool] = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=f"{action}_{model}", defaults={"name": name}
    )
    return made[0]
