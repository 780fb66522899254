"""Japanese data on a page in another language says that it is Japanese, wherever the page has it from."""

import pytest
from django.urls import reverse

from config.japanese import marked
from tests import factories, source


@pytest.mark.parametrize(
    "text", ["雛型 ひかり", "株式会社ABC", "ラウンジ", "ｶﾌｪ", "𠮷", "Javaを使うWeb開発、週3日。", "東京都 1-2-3"]
)
def test_element_that_holds_nothing_but_japanese_says_so(text):
    assert marked(f"<p>{text}</p>") == f'<p lang="ja">{text}</p>'
    assert marked(f'<td class="a">\n {text} </td>') == f'<td class="a" lang="ja">\n {text} </td>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "With 雛型 ひかり, at 渋谷拠点",
            '<span>With <span lang="ja">雛型 ひかり</span>, at <span lang="ja">渋谷拠点</span></span>',
        ),
        ("12. 雛型<br>見本", '<span lang="ja">12. 雛型</span><br><span lang="ja">見本</span>'),
        ("雛型 ひかり<br>見本", '<span lang="ja">雛型 ひかり</span><br><span lang="ja">見本</span>'),
        (
            " Said by 株式会社ABC &amp; 見本 ",
            ' <span>Said by <span lang="ja">株式会社ABC</span> &amp; <span lang="ja">見本</span></span> ',
        ),
        ("The item （見本） is one", '<span>The item <span lang="ja">（見本）</span> is one</span>'),
    ],
)
def test_words_among_others_say_so_by_themselves(text, expected):
    assert marked(f"<p>{text}</p>") == f"<p>{expected}</p>"


def test_text_beside_a_box_to_tick_stays_one_piece(page):
    """A label lays out what is in it side by side; in pieces, its words would stand in columns."""
    label = marked('<label style="display: flex"><input type="checkbox"> Clerk 見本 at 例示, in selection</label>')
    page.set_content(label)
    assert page.evaluate("document.querySelector('label').children.length") == 2
    assert page.locator("label").inner_text().strip() == "Clerk 見本 at 例示, in selection"


@pytest.mark.parametrize(
    "page",
    [
        "<p>Tokyo 1-2-3</p>",
        '<p lang="ja">見本 and more</p>',
        "<script>const a = '<p>見本</p>';</script>",
        "<style>a::after { content: '見本'; }</style>",
        "<!-- <p>見本</p> -->",
        '<img alt="雛型 ひかり">',
        "<title>Messages with 雛型 ひかり</title>",
        "<option>Posting 見本</option>",
        "<svg><text>Office 渋谷</text></svg>",
        "見本",
    ],
)
def test_what_is_not_japanese_or_bears_no_mark_stays_as_it_is(page):
    assert marked(page) == page


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<option selected>見本</option>", '<option selected lang="ja">見本</option>'),
        ("<textarea>Java と Python</textarea>", '<textarea lang="ja">Java と Python</textarea>'),
        ('<input value="雛型" required>', '<input value="雛型" required lang="ja">'),
        ("<text>渋谷</text>", '<text lang="ja">渋谷</text>'),
    ],
)
def test_where_no_element_may_stand_the_one_around_says_it(page, expected):
    assert marked(page) == expected


@pytest.mark.django_db
def test_posting_says_so_in_english_alone(client):
    posting = factories.JobPostingFactory(title="受付スタッフ")
    address = reverse("jobs:posting", args=[posting.pk])
    assert '<h1 lang="ja">受付スタッフ</h1>' in client.get(address, headers={"accept-language": "en"}).content.decode()
    assert "<h1>受付スタッフ</h1>" in client.get(address, headers={"accept-language": "ja"}).content.decode()


@pytest.mark.django_db
def test_admin_says_so_too(administrator_client):
    factories.JobPostingFactory(title="受付スタッフ")
    page = administrator_client.get(reverse("admin:jobs_jobposting_changelist")).content.decode()
    assert 'lang="ja">受付スタッフ</a>' in page


@pytest.mark.django_db
def test_page_says_how_many_bytes_it_has_after_that(client):
    factories.JobPostingFactory(title="受付スタッフ")
    page = client.get(reverse("jobs:postings"), headers={"accept-language": "en"})
    assert int(page["Content-Length"]) == len(page.content)


def test_no_template_says_it_by_hand():
    """But the button for Japanese, which is in Japanese on every page."""
    said = {source.named(path) for path in source.templates() if 'lang="ja"' in path.read_text()}
    assert said == {"templates/components/_languages.html"}
