"""The pages of the editor in their order, and what a member has answered on each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.noted import listed, up_to
from config.typed import Text
from support.resume import forms
from support.resume.models import Resume, ResumeEntry

Kind = ResumeEntry.Kind
RESUME, WORK_HISTORY = "resume", "work-history"
SHEETS: dict[str, Text] = {RESUME: _("Résumé"), WORK_HISTORY: _("Work history")}


@dataclass(frozen=True)
class Step:
    """One page: a form, or the list of entries of a `kind`, or, with neither, the photo."""

    slug: str
    sheet: str
    title: Text
    lead: Text
    form: type[forms.StepForm] | None = None
    kind: str = ""


STEPS = {
    step.slug: step
    for step in (
        Step(
            "name",
            RESUME,
            _("Name and date of birth"),
            _("Filled in from your profile. Write the name as it stands in your papers, 髙 and 﨑 included."),
            forms.NameForm,
        ),
        Step("address", RESUME, _("Address and phone"), _("Where post and calls reach you."), forms.AddressForm),
        Step(
            "contact",
            RESUME,
            _("Other contact"),
            _("Only if you want to be reached elsewhere. Otherwise leave it all empty."),
            forms.ContactForm,
        ),
        Step("education", RESUME, _("Schools attended"), _("Begin with high school."), kind=Kind.EDUCATION),
        Step("work", RESUME, _("Work"), _("Every job of some months, part-time ones included."), kind=Kind.WORK),
        Step("licences", RESUME, _("Licences and qualifications"), _("None is fine."), kind=Kind.LICENCE),
        Step(
            "motivation",
            RESUME,
            _("Motivation and strengths"),
            _("The one box on the paper in which you speak for yourself."),
            forms.MotivationForm,
        ),
        Step("wishes", RESUME, _("Wishes"), _("What must be so, if anything."), forms.WishesForm),
        Step("photo", RESUME, _("Photo"), _("Only where one is asked for.")),
        Step("date", RESUME, _("Date and years"), _("For both papers."), forms.DateForm),
        Step("about", WORK_HISTORY, _("Form of the work history"), _("Two forms, one for each path."), forms.AboutForm),
        Step("summary", WORK_HISTORY, _("Summary"), _("What somebody reads first."), forms.SummaryForm),
        Step("skills", WORK_HISTORY, _("Skills"), _("What you can do."), forms.SkillsForm),
        Step("self-pr", WORK_HISTORY, _("Self-PR"), _("Why it is good to work with you."), forms.SelfPrForm),
    )
}


def following(slug: str) -> Step | None:
    """The next page, or None after the last."""
    slugs = list(STEPS)
    return STEPS[slugs[slugs.index(slug) + 1]] if slug != slugs[-1] else None


@dataclass(frozen=True)
class Answer:
    """What a member has said to one question, and the page on which it is changed."""

    question: Text
    said: str
    page: str


@dataclass(frozen=True)
class Answered:
    """One step with its answers; `adds` is where another entry is added."""

    step: Step
    answers: list[Answer]
    adds: str = ""


def answered(resume: Resume, entries: Sequence[ResumeEntry]) -> dict[str, list[Answered]]:
    """By paper, all that there is to check."""
    found: dict[str, list[Answered]] = {sheet: [] for sheet in SHEETS}
    for step in STEPS.values():
        found[step.sheet].append(one_answered(step, resume, entries))
    jobs = [entry for entry in entries if entry.kind == Kind.WORK]
    details = [answer for job in jobs for answer in of_details(job)]
    work = Step("work", WORK_HISTORY, _("What you did in each job"), "", kind=Kind.WORK)
    found[WORK_HISTORY].insert(2, Answered(work, details))
    return found


def one_answered(step: Step, resume: Resume, entries: Sequence[ResumeEntry]) -> Answered:
    page = reverse("support:resume_step", args=[step.slug])
    if step.kind:
        its = [Answer(entry.name, months(entry), page_of(entry)) for entry in entries if entry.kind == step.kind]
        return Answered(step, its, adds=reverse("support:resume_add", args=[step.slug]))
    if step.form is None:
        return Answered(step, [Answer(step.title, gettext("There is one") if resume.photo else "", page)])
    fields = step.form.base_fields.items()
    return Answered(
        step, [Answer(field.label or "", shown(resume, name), f"{page}#id_{name}") for name, field in fields]
    )


def of_details(job: ResumeEntry) -> list[Answer]:
    page = reverse("support:resume_details", args=[job.pk])
    return [
        Answer(gettext("%(job)s: what I did") % {"job": job.name}, job.tasks, f"{page}#id_tasks"),
        Answer(gettext("%(job)s: what came of it") % {"job": job.name}, job.results, f"{page}#id_results"),
    ]


def page_of(entry: ResumeEntry) -> str:
    return reverse("support:resume_entry", args=[entry.pk])


def shown(resume: Resume, name: str) -> str:
    """What is held in a column, as people read it."""
    if name == "in_eras":
        return gettext("By era") if resume.in_eras else gettext("Western")
    if name == "about":
        return str(resume.get_about_display())
    value: Any = getattr(resume, name)
    if not value:
        return gettext("The day on which the file is made") if name == "dated_on" else ""
    return date_format(value) if isinstance(value, date) else str(value)


def months(entry: ResumeEntry) -> str:
    """From when until when, and how it ended."""
    began = date_format(entry.began_on, "YEAR_MONTH_FORMAT")
    if entry.kind == Kind.LICENCE:
        return began
    ended = date_format(entry.ended_on, "YEAR_MONTH_FORMAT") if entry.ended_on else gettext("now")
    words = [up_to(began, ended), entry.get_ending_display(), entry.get_employment_display()]
    return listed(word for word in words if word)
