from django.contrib import admin
from django.urls import path

from advisors.conversation import views as conversation
from advisors.counseling import views as counseling
from advisors.handover import views as handover
from advisors.invitation import views as invitation
from advisors.people import views as people
from advisors.today import views as today

app_name = "advisors"
urlpatterns = [
    path("counseling/", counseling.counseling, name="counseling"),
    path("counseling/<int:slot_id>/book/", counseling.book, name="book"),
    path("counseling/wait/", counseling.wait, name="wait"),
    path("counseling/wait/stop/", counseling.stop_waiting, name="stop_waiting"),
    path("counseling/any-advisor/", counseling.lift_wish, name="lift_wish"),
    path("counseling/bookings/<int:booking_id>/move/", counseling.move, name="move"),
    path("counseling/bookings/<int:booking_id>/move/<int:slot_id>/", counseling.move_to, name="move_to"),
    path("counseling/bookings/<int:booking_id>/cancel/", counseling.cancel, name="cancel"),
    path("counseling/bookings/<int:booking_id>/counseling.ics", counseling.calendar, name="calendar"),
    path("counseling/advisors/<int:advisor_id>/photo/", people.photo, name="photo"),
    path("admin/advisors/week/", admin.site.admin_view(today.week), name="week"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("advisor/", conversation.advisor, name="advisor"),
    path("advisor/change/", handover.change, name="change"),
    path("advisor/change/<int:request_id>/take-back/", handover.take_back, name="take_back"),
    path("advisor/quiet/", conversation.quiet, name="quiet"),
    path("advisor/file/<int:entry_id>/", conversation.sent_file, name="sent_file"),
    path("advisor/former/<int:assignment_id>/", conversation.former, name="former"),
    path("advisor/former/<int:assignment_id>/share/", conversation.share, name="share"),
]
