"""The keyboard: palette, list of keys, and keys that rest while one writes."""

import pytest
from playwright.sync_api import expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.nodb,
    pytest.mark.allow_hosts(["127.0.0.1"]),
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def page(demo_site):
    """The front page of the demo world on a desk; no error on its console."""
    context = demo_site.browser.new_context(
        viewport=DESK, base_url=demo_site.url, reduced_motion="reduce"
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.goto("/", wait_until="networkidle")
    yield page
    context.close()
    assert errors == []


def test_the_palette_finds_chooses_and_goes(page):
    page.keyboard.press("Control+k")
    field = page.locator("#palette input")
    expect(field).to_be_focused()
    expect(page.locator("#palette [role=option]").first).to_be_visible()
    field.press_sequentially("roadm")
    expect(page.locator("#palette [role=option]")).to_have_count(1)
    field.press("ArrowDown")
    chosen = field.get_attribute("aria-activedescendant")
    assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    field.press("Enter")
    page.wait_for_url("**/roadmap")


def test_enter_without_a_choice_searches(page):
    page.keyboard.press("Control+k")
    page.locator("#palette input").press_sequentially("lamp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=lamp")


def test_escape_closes_it_and_gives_focus_back(page):
    link = page.locator(".logo").first
    link.focus()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette input")).to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_have_count(1)
    page.keyboard.type("lamp")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_have_count(0)
    expect(link).to_be_focused()


def test_nothing_is_asked_while_an_input_method_composes(page):
    page.keyboard.press("Control+k")
    expect(page.locator("#palette input")).to_be_focused()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "palette?q" in r.url else None)
    page.evaluate(
        """() => {
          const field = document.querySelector("#palette input");
          const typed = new InputEvent("input", {isComposing: true, bubbles: true});
          field.value = "deng";
          field.dispatchEvent(typed);
          const down = {key: "Enter", isComposing: true, bubbles: true};
          field.dispatchEvent(new KeyboardEvent("keydown", down));
        }"""
    )
    page.wait_for_timeout(500)
    assert asked == []
    assert page.url.endswith("/")


def test_single_keys_go_search_and_help(page):
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("header input[name=q]")).to_be_focused()
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/builds")


def test_keys_rest_in_fields_and_when_switched_off(page):
    page.goto("/search", wait_until="networkidle")
    field = page.locator("main input[name=q]")
    field.press_sequentially("g?b/")
    expect(field).to_have_value("g?b/")
    expect(page.locator("#keys")).to_have_count(0)
    page.evaluate("document.documentElement.dataset.keys = 'off'")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.wait_for_timeout(300)
    expect(page.locator("#keys")).to_have_count(0)
