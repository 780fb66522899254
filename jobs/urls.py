from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemaps
from django.urls import path

from config.replica import for_visitors
from jobs.conditions import views as conditions
from jobs.notices import views as notices
from jobs.postings import views as postings
from jobs.postings.sitemaps import SITEMAPS
from jobs.referrals import views as referrals

app_name = "jobs"
urlpatterns = [
    path("jobs/", postings.postings, name="postings"),
    path("jobs/saved/", postings.saved, name="saved"),
    path("jobs/<int:posting_id>/", postings.posting, name="posting"),
    path("jobs/<int:posting_id>/save/", postings.save, name="save"),
    path("jobs/<int:posting_id>/unsave/", postings.unsave, name="unsave"),
    path("jobs/<int:posting_id>/ask/", postings.ask, name="ask_for"),
    path("jobs/<int:posting_id>/take-back/", postings.take_back, name="take_back"),
    path("mypage/notices/jobs/", notices.notices, name="notices"),
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
    path("robots.txt", postings.robots, name="robots"),
    path("sitemap.xml", postings.sitemap_index, name="sitemap"),
    path(
        "sitemap-<section>.xml",
        login_not_required(for_visitors(sitemaps.sitemap)),
        {"sitemaps": SITEMAPS},
        name="sitemap_of",
    ),
]
