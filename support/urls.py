from django.urls import path

from support import views
from support.documents import views as documents
from support.mock_interviews import views as mock_interviews
from support.resume import views as resume
from support.seminars import views as seminars
from support.suits import views as suits

app_name = "support"
urlpatterns = [
    path("support/", views.support, name="support"),
    path("support/mock-interviews/", mock_interviews.mock_interviews, name="mock_interviews"),
    path("support/mock-interviews/times/", mock_interviews.times, name="mock_interview_times"),
    path("support/mock-interviews/times/<int:slot_id>/", mock_interviews.book, name="book_mock_interview"),
    path("support/mock-interviews/<int:interview_id>/change/", mock_interviews.change, name="change_mock_interview"),
    path("support/mock-interviews/sheets/<int:feedback_id>/", mock_interviews.sheet, name="interview_sheet"),
    path("support/documents/", documents.documents, name="documents"),
    path("support/documents/<int:document_id>/file/", documents.file, name="document_file"),
    path("support/documents/<int:document_id>/ask/", documents.ask, name="document_ask"),
    path("support/documents/<int:document_id>/delete/", documents.delete, name="document_delete"),
    path("support/documents/reviews/<int:review_id>/take-back/", documents.take_back, name="review_take_back"),
    path("support/documents/reviews/<int:review_id>/file/", documents.marked_up, name="review_file"),
    path("support/suits/", suits.suits, name="suits"),
    path("support/suits/size/", suits.size, name="suit_size"),
    path("support/suits/<int:loan_id>/move/", suits.move, name="move_suit"),
    path("support/suits/<int:loan_id>/cancel/", suits.cancel, name="cancel_suit"),
    path("support/suits/<int:loan_id>/calendar/", suits.calendar, name="suit_calendar"),
    path("support/resume/", resume.resume, name="resume"),
    path("support/resume/photo.jpg", resume.photo, name="resume_photo"),
    path("support/resume/photo/remove/", resume.remove_photo, name="resume_remove_photo"),
    path("support/resume/entries/<int:line_id>/", resume.entry, name="resume_entry"),
    path("support/resume/entries/<int:line_id>/details/", resume.details, name="resume_details"),
    path("support/resume/entries/<int:line_id>/remove/", resume.remove, name="resume_remove"),
    path("support/resume/<slug:sheet>.pdf", resume.paper, name="resume_paper"),
    path("support/resume/<slug:sheet>.png", resume.preview, name="resume_preview"),
    path("support/resume/<slug:sheet>/send/", resume.send, name="resume_send"),
    path("support/resume/<slug:step>/", resume.step, name="resume_step"),
    path("support/resume/<slug:step>/add/", resume.add, name="resume_add"),
    path("support/seminars/", seminars.seminars, name="seminars"),
    path("support/seminars/<int:seminar_id>/", seminars.seminar, name="seminar"),
    path("support/seminars/<int:seminar_id>/join/", seminars.join, name="join_seminar"),
    path("support/seminars/<int:seminar_id>/leave/", seminars.leave, name="leave_seminar"),
    path("support/seminars/<int:seminar_id>/accept/", seminars.accept, name="accept_seat"),
    path("support/seminars/<int:seminar_id>/seminar.ics", seminars.calendar, name="seminar_calendar"),
    path("support/seminars/materials/<int:material_id>/", seminars.material, name="seminar_material"),
    path("support/seminars/leave/<str:token>/", seminars.leave_by_link, name="leave_by_link"),
]
