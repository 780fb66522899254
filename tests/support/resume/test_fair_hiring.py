"""Nothing asks what may not be asked of an applicant (公正な採用選考の基本, 厚生労働省): its fourteen points.

Every form, model and column of an import of the whole project, and the papers, in both languages.
"""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.utils import translation

from jobs.postings.imports.columns import COLUMNS
from tests import source

pytestmark = pytest.mark.django_db
# 1-11 are asked of somebody; 12 is done behind their back; 13 and 14 are papers and examinations.
POINTS = {
    "1 registered domicile and birthplace": (
        "本籍|出生地|出身地|国籍|戸籍",
        "birthplace|domicile|place of birth|nationalit",
    ),
    "2 family": (
        "家族|続柄|配偶者|扶養|父親|母親|両親|保護者|世帯|兄弟|姉妹|既婚|未婚|婚姻",
        "famil(?!y.(?:name|kana))|spouse|dependant|dependent|parents|guardian|household|sibling|marri|marital",
    ),
    "3 housing": ("間取り|住宅の種類|住居|持ち家|同居|略図", "housing|floor plan|home.?owner|lives? with"),
    "4 circumstances at home": ("生活環境|家庭環境|生い立ち|通勤時間", "home environment|upbringing|commuting time"),
    "5 religion": ("宗教|信仰|宗派", "religio|faith|church"),
    "6 political party": ("支持政党|政党", "politic"),
    "7 view of life": ("人生観|生活信条|座右の銘", "view of life|philosophy|motto"),
    "8 whom one admires": ("尊敬する", "admire|respected person|role model"),
    "9 thought": ("思想|信条", "ideolog|creed|beliefs"),
    "10 unions and movements": ("労働組合|学生運動|社会運動", "trade union|labou?r union|activis|student movement"),
    "11 what one reads": ("購読|愛読|新聞", "newspaper|subscri|favou?rite book"),
    "12 enquiries": ("身元|身辺", "background check|credit check|private enquir"),
    "13 papers of another kind": ("戸籍謄本|住民票|マイナンバー|個人番号", "resident.s card|family register|my number"),
    "14 examinations of health": (
        "健康診断|健康状態|病歴|既往症|血液型|障害|持病",
        "medical (?:exam|history|certificate)|health check|illness|blood type|disabilit",
    ),
}


def all_forms(kind: type = forms.BaseForm) -> set[type]:
    return {it for sub in kind.__subclasses__() for it in {sub, *all_forms(sub)} if is_ours(it)}


def is_ours(kind: type) -> bool:
    return kind.__module__.split(".")[0] in source.APPS


def load_everything() -> None:
    for path in source.modules(*source.APPS):
        if not {"migrations", "press.py", "photo.py", "__main__.py"} & {path.name, *path.parts}:
            import_module(".".join(path.relative_to(source.ROOT).with_suffix("").parts).removesuffix(".__init__"))


def asked() -> list[tuple[str, str]]:
    """Where something is asked, and in which words, in the language of now."""
    load_everything()
    found = []
    for form in all_forms():
        for name, field in form.base_fields.items():
            choices = [str(label) for _value, label in getattr(field, "choices", []) if isinstance(label, str)]
            writing = [text for it in getattr(field, "writing", ()) for text in (it.title, it.advice, *it.examples)]
            words = [name.replace("_", " "), field.label, field.help_text, *choices, *writing]
            found.append((f"{form.__module__}.{form.__name__}.{name}", words))
    for model in apps.get_models():
        if is_ours(model):
            columns = [(field.name, field.verbose_name, field.help_text) for field in model._meta.fields]
            found += [(f"{model._meta.label}.{name}", [name.replace("_", " "), *said]) for name, *said in columns]
    found += [(f"import: {column.name}", [column.name.replace("_", " "), column.label]) for column in COLUMNS]
    return [(where, " | ".join(str(word) for word in words if word)) for where, words in found]


def papers() -> list[tuple[str, str]]:
    """The sheets, what is said around a field in the templates of the editor, and the words of the lines."""
    room = source.ROOT / "support/resume"
    files = [*room.glob("sheets/*.typ"), *room.glob("*.py"), *(source.ROOT / "templates/support/resume").glob("*.html")]
    return [(source.named(path), Path(path).read_text()) for path in files]


# What the words above mean where they are no question to an applicant.
ABOUT_SOMETHING_ELSE: dict[str, str] = {}


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_asks_for_what_is_not_the_applicants_ability(point, language):
    pattern = re.compile("|".join(POINTS[point]), re.IGNORECASE)
    with translation.override(language):
        wrong = [(where, pattern.findall(words)) for where, words in [*asked(), *papers()] if pattern.search(words)]
    assert [place for place in wrong if place[0] not in ABOUT_SOMETHING_ELSE] == []


def test_search_looks_where_it_should():
    places = {where for where, _ in asked()}
    for expected in (
        "accounts.profile.forms.MemberForm.family_name",
        "support.resume.forms.NameForm.gender",
        "support.Resume.motivation",
        "accounts.JobSeeker.birth_date",
    ):
        assert expected in places
    assert sum(where.startswith("import: ") for where in places) > 10


@pytest.mark.parametrize("word", ["配偶者の有無", "Number of dependants", "本籍地", "blood type", "愛読書", "religion"])
def test_question_of_tomorrow_would_be_found(word):
    assert any(re.search("|".join(point), word, re.IGNORECASE) for point in POINTS.values())
