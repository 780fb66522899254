"""Jobs: a visitor who looks around, a member who saves, and the desk that imports them."""

import re

from playwright.sync_api import expect

from jobs.models import JobPosting
from tests import factories
from tests.jobs.postings.test_importing import ROW, as_csv
from tests.journeys.person import Person


def finds(person: Person, *titles: str) -> None:
    expect(person.page.get_by_role("main").get_by_role("heading", level=3)).to_have_text(list(titles))


def test_visitor_searches_opens_a_job_and_is_led_on(arrive, db):
    factories.JobPostingFactory(title="経理アシスタント", prefecture="27", weekends_off=True)
    factories.JobPostingFactory(title="製造スタッフ", prefecture="27")
    visitor = arrive("visitor@example.com")
    visitor.opens("/")
    visitor.follows("Look at the jobs first")
    visitor.sees("Jobs")
    finds(visitor, "製造スタッフ", "経理アシスタント")
    visitor.enters({"Words": "ｱｼｽﾀﾝﾄ"})
    visitor.chooses("Prefecture", "Tokyo")
    visitor.presses("Search")
    visitor.reads("No job fits all of this")
    visitor.meets_no_barrier()
    visitor.page.get_by_role("link", name=re.compile("without “Tokyo”")).click()
    finds(visitor, "経理アシスタント")
    visitor.follows("経理アシスタント")
    visitor.sees("経理アシスタント")
    assert visitor.value_of("Weekends off") == "Yes"
    expect(visitor.page.get_by_text("Dormitory")).to_be_visible()
    visitor.follows("Sign in")
    visitor.arrives_at("Sign in")


def test_visitor_without_script_narrows_the_list(arrive, db):
    factories.JobPostingFactory(title="寮のある仕事", dormitory=True)
    factories.JobPostingFactory(title="寮のない仕事", dormitory=False)
    visitor = arrive("visitor@example.com", java_script_enabled=False)
    visitor.opens("/jobs/")
    visitor.page.locator("main summary").click()
    visitor.ticks("Dormitory")
    visitor.presses("Search")
    finds(visitor, "寮のある仕事")


def test_member_saves_a_job_and_finds_it_on_their_page(member):
    posting = factories.JobPostingFactory()
    member.opens(posting.get_absolute_url())
    member.presses("Save this job")
    member.is_told("The job is saved. You find it on your page.")
    member.sees(posting.title)
    member.opens("/mypage/")
    member.follows_on_page("Saved jobs")
    member.follows(posting.title)
    member.arrives_at(posting.title)
    member.presses("No longer save it")
    member.sees("Saved jobs")
    member.reads("Nothing is saved yet.")


def upload(staff: Person, *rows: dict) -> None:
    file = {"name": "postings.csv", "mimeType": "text/csv", "buffer": as_csv(*rows)}
    staff.field("File").set_input_files([file])
    staff.presses("Check the file")


def test_desk_imports_a_file_once_it_is_right_and_opens_a_posting(arrive, desk, client):
    staff = arrive(user=desk)
    staff.opens("/admin/jobs/jobposting/")
    staff.follows("Import postings")
    staff.sees("Import postings")
    upload(staff, ROW, {**ROW, "external_id": "J-2", "prefecture": "東狂都"})
    staff.sees("What the file would change")
    row = staff.page.get_by_role("row").filter(has_text="東狂都")
    expect(row.get_by_role("cell")).to_have_text(["3", "prefecture", "“東狂都” is not one of the choices."])
    staff.follows("Choose the corrected file")
    upload(staff, ROW, {**ROW, "external_id": "J-2"})
    expect(staff.button("Import it")).to_be_visible()
    staff.meets_no_barrier()
    staff.presses("Import it")
    expect(staff.page.locator(".messagelist")).to_contain_text("2 new postings as drafts")
    posting = JobPosting.objects.get(external_id="J-2")
    staff.opens(f"/admin/jobs/jobposting/{posting.pk}/change/")
    staff.follows("Open it to everybody")
    staff.sees("Open it to everybody")
    staff.presses("Open it to everybody")
    expect(staff.page.locator(".messagelist")).to_contain_text("The posting is open.")
    assert client.get(posting.get_absolute_url()).status_code == 200
