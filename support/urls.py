from django.urls import path

from support import views
from support.suits import views as suits

app_name = "support"
urlpatterns = [
    path("support/", views.support, name="support"),
    path("support/suits/", suits.suits, name="suits"),
    path("support/suits/size/", suits.size, name="suit_size"),
    path("support/suits/<int:loan_id>/move/", suits.move, name="move_suit"),
    path("support/suits/<int:loan_id>/cancel/", suits.cancel, name="cancel_suit"),
    path("support/suits/<int:loan_id>/calendar/", suits.calendar, name="suit_calendar"),
]
