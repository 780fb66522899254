from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.utils.module_loading import import_string

from config import checks  # noqa: F401  registers them


class StaffAdminConfig(AdminConfig):
    default_site = "config.admin.site.StaffSite"

    def ready(self) -> None:
        super().ready()
        if settings.SENTRY_DSN:  # what knows Sentry is only then loaded, and need not be installed otherwise
            import_string("config.reporting.begin")(settings.SENTRY_DSN)
