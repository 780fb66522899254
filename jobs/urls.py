from django.urls import path

from jobs.views import conditions, referrals

app_name = "jobs"
urlpatterns = [
    path("mypage/conditions/", conditions.conditions, name="conditions"),
    path("mypage/conditions/ask/", conditions.ask, name="ask"),
    path("mypage/conditions/<str:kind>/", conditions.condition, name="condition"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/<int:referral_id>/", referrals.referral, name="referral"),
    path("referrals/<int:referral_id>/apply/", referrals.apply, name="apply"),
    path("referrals/<int:referral_id>/decline/", referrals.decline, name="decline"),
    path("referrals/<int:referral_id>/step-back/", referrals.step_back, name="step_back"),
    path("referrals/<int:referral_id>/accept/", referrals.accept, name="accept"),
    path("referrals/interviews/<int:interview_id>.ics", referrals.interview_file, name="interview_file"),
]
