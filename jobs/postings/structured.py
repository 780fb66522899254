"""A posting as search engines read it: schema.org `JobPosting`, as JSON inside the page."""

import json
from typing import Any

from django.conf import settings
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from jobs.postings.facts import Education, EmploymentType, Remote
from jobs.postings.models import Company, JobPosting

EMPLOYMENT: dict[str, list[str]] = {
    EmploymentType.PERMANENT: ["FULL_TIME"],
    EmploymentType.CONTRACT: ["FULL_TIME", "CONTRACTOR"],
    EmploymentType.TEMP_TO_PERM: ["FULL_TIME", "TEMPORARY"],
    EmploymentType.TEMPORARY: ["TEMPORARY"],
    EmploymentType.PART_TIME: ["PART_TIME"],
}
CREDENTIAL: dict[str, str] = {
    Education.HIGH_SCHOOL: "high school",
    Education.VOCATIONAL: "associate degree",
    Education.UNIVERSITY: "bachelor degree",
}
# Nothing in it may end the element it stands in.
HARMLESS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def json_ld(posting: JobPosting) -> SafeString:
    """The posting comes with its company. What it does not state is left out."""
    with override("ja"):
        stated = {name: value for name, value in said_of(posting).items() if value not in (None, "")}
    text = json.dumps({"@context": "https://schema.org", "@type": "JobPosting", **stated}, ensure_ascii=False)
    return mark_safe(text.translate(HARMLESS))


Said = dict[str, Any]  # as JSON says it


def said_of(posting: JobPosting) -> Said:
    return {
        "title": posting.title,
        "description": linebreaks(posting.description, autoescape=True),
        "url": settings.SITE_URL + posting.get_absolute_url(),
        "identifier": {"@type": "PropertyValue", "name": str(settings.SERVICE_NAME), "value": str(posting.pk)},
        "datePosted": posting.shown_since.date().isoformat(),
        "validThrough": f"{posting.closes_on.isoformat()}T23:59:59+09:00" if posting.closes_on else None,
        "employmentType": EMPLOYMENT[posting.employment_type],
        "hiringOrganization": organization(posting.company),
        "jobLocation": {"@type": "Place", "address": address(posting)},
        "baseSalary": salary(posting),
        "totalJobOpenings": posting.headcount,
        "directApply": False,
        **requirements(posting),
    }


def organization(company: Company) -> Said:
    site = {"sameAs": company.website} if company.website else {}
    return {"@type": "Organization", "name": company.name, **site}


def address(posting: JobPosting) -> Said:
    town = {"addressLocality": posting.city} if posting.city else {}
    region = posting.get_prefecture_display()
    return {"@type": "PostalAddress", "addressCountry": "JP", "addressRegion": region, **town}


def salary(posting: JobPosting) -> Said | None:
    stated = {"minValue": posting.pay_min, "maxValue": posting.pay_max}
    stated = {name: yen for name, yen in stated.items() if yen is not None}
    if not stated:
        return None
    value = {"@type": "QuantitativeValue", "unitText": "MONTH", **stated}
    return {"@type": "MonetaryAmount", "currency": "JPY", "value": value}


def requirements(posting: JobPosting) -> Said:
    said: Said = {}
    if posting.remote == Remote.FULL:
        said["jobLocationType"] = "TELECOMMUTE"
        said["applicantLocationRequirements"] = {"@type": "Country", "name": "JP"}
    if posting.no_experience_needed:
        said["experienceRequirements"] = "no requirements"
    if posting.education in CREDENTIAL:
        category = CREDENTIAL[posting.education]
        said["educationRequirements"] = {"@type": "EducationalOccupationalCredential", "credentialCategory": category}
    return said
