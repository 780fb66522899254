from allauth.account import views as account_views
from django.contrib import admin
from django.urls import include, path

from accounts.profile.views import set_language
from accounts.registration.views import register
from accounts.sign_in.views.by_code import ask_for_code, enter_code
from accounts.sign_in.views.prove_again import prove_again
from config import about
from config.health import healthz, readyz
from config.metrics import metrics

handler500 = "config.errors.failed"
urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("advisors.urls")),
    path("", include("jobs.urls")),
    path("", include("support.urls")),
    path("", include("withdrawals.urls")),
    path("login/", ask_for_code, name="account_login"),
    path("login/", ask_for_code, name="account_request_login_code"),
    path("login/code/", enter_code, name="account_confirm_login_code"),
    path("login/again/", prove_again, name="account_reauthenticate"),
    path("register/", register, name="account_signup"),  # where allauth sends who has no account
    path("logout/", account_views.logout, name="account_logout"),
    path("mypage/security/", include("accounts.sign_in.security_urls")),
    path("mypage/security/", include("allauth.mfa.urls")),
    path("i18n/setlang/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
    path("i18n/kana/", about.kana, name="kana"),
    path("manifest.webmanifest", about.manifest, name="manifest"),
    path("privacy/", about.privacy, name="privacy"),
    path("terms/", about.terms, name="terms"),
    path("operator/", about.operator, name="operator"),
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
]
