from django.contrib.admin.apps import AdminConfig

from config import checks  # noqa: F401  registers them


class StaffAdminConfig(AdminConfig):
    default_site = "config.admin.site.StaffSite"
