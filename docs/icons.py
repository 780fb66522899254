"""`python -m docs.icons`: the icons of phones' first screens, drawn from the mark of the site."""

from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "static/img"
SIZES = (180, 192, 512)
# The ground runs to the edge, and the mark stays inside the circle that every phone leaves.
PAGE = """<style>* {{ margin: 0 }} body {{ background: #0b5b4f }} svg {{ display: block; width: 100vw; height: 100vh }}
svg > * {{ transform: translate(12.8px, 12.8px) scale(.6) }} svg > rect:first-child {{ display: none }}</style>{mark}"""


def main() -> None:
    mark = (PICTURES / "favicon.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for size in SIZES:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(PAGE.format(mark=mark))
            page.screenshot(path=PICTURES / f"icon-{size}.png")
        browser.close()


if __name__ == "__main__":
    main()
