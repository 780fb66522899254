from django.urls import path

from accounts.line import views as line
from accounts.profile import views as profile
from accounts.registration import views as registration
from accounts.sign_in.views import by_code, sign_out

app_name = "accounts"
urlpatterns = [
    path("", profile.landing, name="landing"),
    path("register/", registration.register, name="register"),
    path("register/code/", registration.register_code, name="register_code"),
    path("login/link/<str:token>/", by_code.mailed_link, name="mailed_link"),
    path("logout/everywhere/", sign_out.everywhere, name="sign_out_everywhere"),
    path("welcome/", profile.after_sign_in, name="after_sign_in"),
    path("mypage/", profile.mypage, name="mypage"),
    path("mypage/profile/", profile.profile, name="profile"),
    path("mypage/profile/code/", profile.contact_code, name="contact_code"),
    path("mypage/notices/", profile.notices, name="notices"),
    path("mypage/line/", line.line, name="line"),
    path("mypage/line/link/", line.link, name="line_link"),
    path("mypage/line/unlink/", line.unlink, name="line_unlink"),
    path("line/webhook/", line.webhook, name="line_webhook"),
    path("notices/stop/<str:token>/", profile.stop_notice, name="stop_notice"),
]
