from django.urls import path

from withdrawals.erasure import views as erasure
from withdrawals.requests.views import deciding, leaving

app_name = "withdrawals"
urlpatterns = [
    path("withdraw/", leaving.withdraw, name="withdraw"),
    path("withdraw/received/", leaving.received, name="received"),
    path("withdraw/status/<str:token>/", leaving.status, name="status"),
    path("withdraw/link/<str:token>/", deciding.link, name="link"),
    path("withdraw/receipt/", leaving.verify, name="verify"),
    path("withdraw/return/", deciding.return_choice, name="return_choice"),
    path("mypage/withdrawal/stop/", deciding.cancel_own, name="cancel_own"),
    path("mypage/withdrawal/complete/", deciding.complete_own, name="complete_own"),
    path("mypage/data/", erasure.data, name="data"),
    path("mypage/data/download/", erasure.download, name="data_download"),
]
