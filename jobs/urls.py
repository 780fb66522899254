from django.urls import path

from jobs.views import conditions

app_name = "jobs"
urlpatterns = [
    path("mypage/conditions/", conditions.conditions, name="conditions"),
    path("mypage/conditions/ask/", conditions.ask, name="ask"),
    path("mypage/conditions/<str:kind>/", conditions.condition, name="condition"),
]
