"""One idea walked from sign-up to paid, by clicking; with scripts and without.

Every row of the chain: account, submit, publish, support, goal, take up, review, deed,
roadmap, Friday build, product, sales, run, statement, paid; the books are clean after.
"""

from datetime import timedelta

import pytest

from app.kernel import clock
from app.people import queries as people_queries
from tests.journeys import people
from tests.journeys.site import Site, Walker

WHY = (
    "Three people asked for it, the joints hold four kilograms, and we can make it at "
    "the price that you named: we will build it together, Friday by Friday."
)

REFUSAL = (
    "This is an offer of goods and no idea for a product that we could make together, "
    "so it stays off the site."
)


class Story:
    """The people of one walk and the numbers they meet on the way."""

    def __init__(self, site: Site, *, scripted: bool) -> None:
        self.site = site
        self.scripted = scripted
        self.cast: dict[str, Walker] = {}
        self.numbers: dict[str, int] = {}
        self.period = ""

    def __getattr__(self, name: str) -> Walker:
        return self.cast[name]

    def join(self, *names: str) -> None:
        for name in names:
            walker = people.join(self.site, name, scripted=self.scripted)
            self.cast[name] = walker


@pytest.mark.browser
@pytest.mark.allow_hosts(["127.0.0.1"])
def test_chain(site, scripted):
    story = Story(site, scripted=scripted)
    accounts(story)
    a_space(story)
    submit(story)
    publish(story)
    support(story)
    goal(story)
    review(story)
    deed(story)
    friday_build(story)
    product(story)
    sales(story)
    run(story)
    statement(story)
    paid(story)
    books(story)
    take_up(story)
    assert site.errors == []


def accounts(story: Story) -> None:
    """Everybody joins; the admin grants roles; finance proves a second factor."""
    story.cast["ada"] = people.first_admin(story.site, "ada", scripted=story.scripted)
    story.join("ana", "ben", "tess", "mo", "priya", "paul", "finn", "fay", "eddy")
    roles = {
        "mo": "Moderator",
        "priya": "Product",
        "paul": "Product",
        "finn": "Finance",
        "fay": "Finance",
        "eddy": "Engineer",
    }
    for name, role in roles.items():
        story.ada.go(f"/staff/people?q={name}").click(name)
        story.ada.choose("Role", role).click("Grant role")
        people.step_up(story.ada)
        if "roles" not in story.ada.page.url and role not in story.ada.text():
            story.ada.choose("Role", role).click("Grant role")
        people.sign_in(story.cast[name])
    story.finn.refused("/staff/royalties", 403)
    for name in ("finn", "fay"):
        people.enrol(story.cast[name])
    story.finn.go("/staff/royalties")


def a_space(story: Story) -> None:
    """The admin names the firm and makes a space with the ladder 1, 2, 3."""
    story.ada.go("/staff/site").fill("Legal entity", "Halden Labs GmbH")
    story.ada.page.locator("#part-firm button[type=submit]").click()
    story.ada.go("/staff/spaces/new").fill("Name", "Lamps").fill("Address", "lamps")
    story.ada.choose("Signs for the product", "priya")
    story.ada.choose("Signs for the budget", "paul")
    story.ada.page.locator("main form button[type=submit]").last.click()
    story.ada.go("/staff/spaces/lamps/rules").fill("Goals", "1 2 3")
    story.ada.fill("Days for each", "30 30 30").click("See what changes")
    story.ada.see("1, 2, 3").click("Save as a new version")
    story.ada.go("/staff/spaces").see("Lamps")


def submit(story: Story) -> None:
    """A draft with a picture, in Markdown, is sent; a bad form loses nothing."""
    ana = story.ana.go("/ideas/new?space=lamps")
    ana.fill("Title", "A lamp with magnetic joints")
    ana.choose("Where it belongs", "Lamps").tick("A new product")
    ana.fill("What bothers you today?", "I own four lamps because none fits twice.")
    ana.fill("Your idea", "**Short arms** that meet in round joints.")
    ana.page.locator("#picture-0").set_input_files(people.picture())
    ana.page.locator("#alt-0").fill("A lamp of four short arms")
    ana.click("Go on to send it")
    if "/submission" not in ana.page.url:
        ana.click("Send it")
    ana.see("A lamp with magnetic joints")
    story.numbers["idea"] = ana.number()
    ana.tick("I accept these terms").click("Send it")
    ana.see("A lamp with magnetic joints")


def publish(story: Story) -> None:
    """The moderator reads it and publishes it; the author may not."""
    idea = story.numbers["idea"]
    story.ana.refused("/staff/queue", 403)
    story.mo.go("/staff/queue").click("A lamp with magnetic joints").click(
        "Publish"
    ).see("Published.")
    story.site.work()
    story.ben.go(f"/ideas/{idea}").see("Gathering support", "Short arms")


def support(story: Story) -> None:
    """One tap counts once; a visitor joins in the same act; one takes it back."""
    idea = story.numbers["idea"]
    story.ben.go(f"/ideas/{idea}").click("Support this idea").see("You support this")
    story.ben.click("Take it back").see("Support this idea")
    story.ben.click("Support this idea").see("You support this")
    story.tess.go(f"/ideas/{idea}").click("Support this idea").see("You support this")
    kim = story.site.visitor(scripted=story.scripted).go(f"/ideas/{idea}")
    story.cast["kim"] = kim
    kim.name = "kim"
    kim.click("Support this idea").see("Join to support this idea")
    kim.fill("Name", "kim").fill("Password", people.PASSWORD)
    kim.fill("Year of birth", "1992").click("Join and support")
    kim.see("You support this")
    story.site.work()
    kim.go(f"/ideas/{idea}").see("3")


def goal(story: Story) -> None:
    """At the top goal two people of the team sign, neither author nor supporter."""
    idea = story.numbers["idea"]
    story.mo.go(f"/ideas/{idea}").click("Sign the goal")
    story.priya.go(f"/ideas/{idea}").click("Sign the goal")
    story.site.work()
    story.ana.go(f"/ideas/{idea}").see("In review")


def review(story: Story) -> None:
    """Four score cards, a public reason, a second signature by the budget owner."""
    for name in ("priya", "paul", "eddy", "finn"):
        judge = _staff(story, name).go("/staff/reviews")
        judge.click("A lamp with magnetic joints")
        for place in range(6):
            judge.page.locator("fieldset").nth(place).get_by_label("4").check()
        judge.click("Seal my card")
    priya = story.priya.go("/staff/reviews").click("A lamp with magnetic joints")
    priya.tick("Make it").tick("A new product").fill("Public reason", WHY)
    priya.click("Put forward")
    story.paul.go("/staff/reviews").click("A lamp with magnetic joints")
    story.paul.click("Sign and publish").see("Decided")
    story.site.work()
    story.ana.go(f"/ideas/{story.numbers['idea']}").see("Planned")
    story.ana.go(f"/ideas/{story.numbers['idea']}/more").see(WHY)


def deed(story: Story) -> None:
    """Parties, product and finance sign explicit shares; only then may work begin."""
    item = story.priya.go("/staff/roadmap")
    item.click("Move").choose("To", "In the making").fill("Reason", "We begin.")
    item.click("Move and tell").see("the revenue agreement is not signed by all")
    priya = _staff(story, "priya").go("/staff/deeds")
    priya.click("A lamp with magnetic joints")
    priya.fill("Share of net sales", "1").fill("Least amount we pay out", "25.00")
    rows = priya.page.locator(".share-row")
    for place, (who, weight) in enumerate((("ana", "60"), ("ben", "40"))):
        row = rows.nth(place)
        row.locator("[name=person]").fill(who)
        row.locator("[name=group]").select_option(index=0)
        row.locator("[name=weight]").fill(weight)
    priya.click("Save the draft").click("Fix the text and ask everybody to sign")
    story.numbers["deed"] = priya.number()
    path = f"/deeds/{story.numbers['deed']}"
    story.tess.refused(path, 404)
    for name in ("ana", "ben", "priya", "finn"):
        signer = _staff(story, name).go(path)
        signer.tick("I have read this agreement").click("Sign this agreement")
        people.step_up(signer)
    story.site.work()
    priya = _staff(story, "priya").go("/staff/roadmap").click("Move")
    priya.choose("To", "In the making").fill("Reason", "All have signed: we begin.")
    priya.click("Move and tell")
    story.ana.go(f"/ideas/{story.numbers['idea']}").see("In the making")


def friday_build(story: Story) -> None:
    """The week's build goes out on Friday at 17:00; readers vote, a bug is fixed."""
    idea = story.numbers["idea"]
    priya = _staff(story, "priya").go("/staff/builds")
    day = _next_monday()
    priya.choose("Space", "Lamps").fill("Any day of the week", f"{day:%Y-%m-%d}")
    priya.click("Plan")
    story.numbers["build"] = priya.number()
    build = story.numbers["build"]
    priya.go(f"/staff/builds/{build}/items/new")
    priya.fill("What changes", "Joints that click").choose(
        "From which idea?", "magnetic"
    )
    priya.click("Add").see("Joints that click")
    priya.go("/staff/roadmap").click("Move").choose("Change in a build", "click")
    priya.click("Link").see("Linked")
    _until_friday(story, day)
    story.ben.go(f"/builds/{build}").see("Joints that click").click("Keep")
    story.ben.go(f"/builds/{build}").click("Like: Joints that click")
    story.ben.go(f"/builds/{build}")
    story.ben.page.locator("textarea[name=body]").first.fill("It clicks well.")
    story.ben.page.locator(".composer button[type=submit]").first.click()
    story.ben.go(f"/builds/{build}").see("It clicks well.")
    story.ana.go(f"/ideas/{idea}").see("In the making")
    bug(story, build)


def bug(story: Story, build: int) -> None:
    """A tester files a bug, a named engineer fixes it, the reporter verifies."""
    tess = story.tess.go(f"/builds/{build}/bugs/new")
    tess.fill("What goes wrong", "The second joint squeaks")
    tess.fill("What happens?", "A squeak at each turn.")
    tess.page.locator("main form button[type=submit]").last.click()
    tess.see("The second joint squeaks")
    story.numbers["bug"] = tess.number()
    path = f"/staff/bugs/{story.numbers['bug']}"
    eddy = _staff(story, "eddy").go(path)
    eddy.choose("Move to", "Confirmed").choose("Engineer", "eddy").click("Move")
    eddy.go(path).choose("Move to", "In work").click("Move")
    eddy.go(path).choose("Move to", "Fixed").choose("Fixed in", ".").click("Move")
    tess.go(f"/bugs/{story.numbers['bug']}").see("The fix comes with build")
    priya = _staff(story, "priya").go(f"/staff/builds/{build + 1}/items/new")
    priya.choose("Kind", "Fix").fill("What changes", "A joint that does not squeak")
    priya.fill("Credit: name or number", "tess").click("Add")
    story.site.shift(timedelta(days=7))
    story.site.work()
    tess.go(f"/bugs/{story.numbers['bug']}")
    tess.click("Yes, it works").see("Fixed and tried")


def product(story: Story) -> None:
    """Two sign the freeze with its codes; price, credits, then it is on sale."""
    path = "/staff/products/1"
    priya = _staff(story, "priya").go(path)
    priya.fill("Price", "129.00").click("Save")
    story.ana.go("/products/1").click("Yes, the credits are right")
    priya.go(path).fill("Words for the launch", "It is here.").click("Put it on sale")
    priya.see("not frozen with its product codes")
    _freeze(story, "priya", "Put these codes forward", codes="LAMP-1")
    _freeze(story, "finn", "Confirm and put in force")
    story.site.work()
    priya = _staff(story, "priya").go(path).fill("Words for the launch", "It is here.")
    priya.click("Put it on sale")
    story.kim.go("/products/1").see("Made by", "ana")
    story.kim.go(f"/ideas/{story.numbers['idea']}").see("Out now")


def _freeze(story: Story, name: str, button: str, codes: str = "") -> None:
    """One of the two who put the agreement in force, stepped up first."""
    signer = _stepped_up(story, name).go(f"/staff/deeds/{story.numbers['deed']}")
    if codes:
        signer.fill("Product codes in sales files", codes)
    signer.click(button)


def _stepped_up(story: Story, name: str) -> Walker:
    """A member of the team who proved again who they are, just now."""
    walker = _staff(story, name).go("/step-up")
    people.step_up(walker)
    return walker


def _next_monday():
    today = clock.today()
    return today + timedelta(days=7 - today.weekday())


def _until_friday(story: Story, monday) -> None:
    """Half a minute before 17:00 nothing is out; half a minute after, it is."""
    friday = clock.parse(f"{monday + timedelta(days=4)}T17:00:00+00:00")
    story.site.shift(friday - clock.now() - timedelta(seconds=30))
    story.site.work()
    story.site.shift(timedelta(seconds=60))
    story.site.work()


def take_up(story: Story) -> None:
    """An improvement: changes asked and answered, then taken up by two, at any count.

    Another one is refused, with a reason that its author reads.
    """
    number = _send_improvement(story, "A longer cable for the lamp")
    mo = _staff(story, "mo").go(f"/staff/queue/{number}")
    mo.page.locator("summary", has_text="Ask for changes").click()
    mo.fill("What to change", "Say how long it should be.").click("Send back").see(
        "Sent back to its author."
    )
    story.site.work()
    ana = _staff(story, "ana").go(f"/ideas/{number}/edit")
    ana.fill("Say how long it should be.", "Three metres.").click("Go on to send it")
    ana.click("Send it")
    _staff(story, "mo").go(f"/staff/queue/{number}").see("Three metres.").click(
        "Publish"
    ).see("Published.")
    paul = _staff(story, "paul").go(f"/staff/ideas/{number}/take-up")
    paul.tick("Take it up").fill("Public reason", "It is small and right: we make it.")
    paul.click("Put forward")
    _staff(story, "priya").go(f"/staff/ideas/{number}/take-up").click(
        "Sign and publish"
    )
    story.kim.go("/roadmap").see("A longer cable for the lamp")
    refused = _send_improvement(story, "Buy my cheap lamps", by="ben")
    mo = _staff(story, "mo").go(f"/staff/queue/{refused}")
    mo.page.locator("summary", has_text="Refuse").click()
    mo.fill("Why, in words", "No.").click("Refuse").see("80")
    mo.fill("Why, in words", REFUSAL).click("Refuse").see("Refused, with your reason.")
    _staff(story, "ben").go(f"/ideas/{refused}/history").see(REFUSAL)
    _staff(story, "ana").go("/")
    story.ana.page.locator("summary.me").click()
    story.ana.click("Sign out", within="body")
    story.ana.go("/me/earnings").see("Sign in")


def _send_improvement(story: Story, title: str, by: str = "ana") -> int:
    author = _staff(story, by).go("/ideas/new?space=lamps").fill("Title", title)
    author.choose("Where it belongs", "Lamps").tick("An improvement")
    author.fill("What bothers you today?", "The plug is too far away.")
    author.fill("Your idea", "Make it longer.").click("Go on to send it")
    number = author.number()
    if author.page.get_by_label("I accept these terms.").count():
        author.tick("I accept these terms.")
    author.click("Send it")
    return number


def _staff(story: Story, name: str) -> Walker:
    """A member of the team, signed in again where the session was too old."""
    walker = story.cast[name]
    walker.page.goto("/me/settings")
    if "/sign-in" in walker.page.url:
        people.sign_in(walker)
    return walker


def sales(story: Story) -> None:
    """A file with control totals: a dry run, then kept, then a second person."""
    day = clock.today()
    quarter = f"{day.year}Q{(day.month + 2) // 3}"
    story.period = quarter
    finn = _staff(story, "finn").go("/staff/sales")
    finn.fill("Shop or system", "web shop")
    upload = {"name": "q.csv", "mimeType": "text/csv", "buffer": _sales(day).encode()}
    finn.page.locator("input[type=file]").set_input_files(upload)
    finn.click("Only check").see("45,520.00")
    finn.fill("Shop or system", "web shop")
    finn.page.locator("input[type=file]").set_input_files(upload)
    finn.click("Check and keep").see("45,520.00")
    story.numbers["sales"] = finn.number()
    path = f"/staff/sales/{story.numbers['sales']}"
    finn.go(path).see("second person")
    _staff(story, "fay").go(path).click("Accept this file").see("Accepted")


def run(story: Story) -> None:
    """A period is computed, approved by another who saw it, and posted."""
    story.site.shift(timedelta(days=100))
    finn = _staff(story, "finn").go("/staff/royalties")
    finn.fill("Quarter", story.period).click("Compute").see("455.20")
    story.numbers["run"] = finn.number()
    path = f"/staff/royalties/{story.numbers['run']}"
    fay = _stepped_up(story, "fay").go(path).see("273.12", "182.08")
    if fay.page.locator("main input[name=read]").count():
        fay.tick("I have read everything")
    fay.click("Approve exactly this").see("Approved")
    _stepped_up(story, "finn").go(path).click("Post and issue the statements")
    story.site.work()


def statement(story: Story) -> None:
    """One sentence, and how each cent came about; nobody else reads it."""
    ana = _staff(story, "ana").go("/me/earnings").see("273.12")
    link = ana.page.locator("main a[href*='/statements/']").first
    story.numbers["statement"] = int(link.get_attribute("href").split("/")[2])
    path = f"/statements/{story.numbers['statement']}"
    ana.go(path).see("You earned 273.12: 60 % of 1 % of 45,520.00")
    _staff(story, "ben").refused(path, 404)


def paid(story: Story) -> None:
    """Details, papers, a batch by two, a file, a confirmation by somebody else."""
    ana = _stepped_up(story, "ana").go("/me/payee")
    ana.fill("Legal name", "Ana Lind").fill("Address", "Lindweg 1\n10115 Berlin")
    ana.choose("Country", "Germany").fill("IBAN", "DE89370400440532013000")
    ana.fill("BIC", "COBADEFFXXX")
    ana.page.locator("main form button[type=submit]").last.click()
    story.site.work()
    finn = _stepped_up(story, "finn").go("/staff/payees").click("ana")
    payee = finn.page.url.removeprefix(story.site.url)
    finn.click("These details are right")
    finn.choose("Kind of papers", "").fill("Signed on", f"{clock.today():%Y-%m-%d}")
    finn.page.locator("section[aria-labelledby=tax] button[type=submit]").click()
    _stepped_up(story, "fay").go(payee).click("Release")
    story.site.shift(timedelta(hours=73))
    finn = _stepped_up(story, "finn").go("/staff/payouts").click("Plan a batch")
    finn.see("273.12")
    story.numbers["batch"] = finn.number()
    batch = f"/staff/payouts/{story.numbers['batch']}"
    _stepped_up(story, "fay").go(batch).click("Approve this list")
    _stepped_up(story, "fay").go(batch).click("Export the bank file")
    finn = _stepped_up(story, "finn").go(batch)
    finn.click(story.period)
    finn.fill("Bank reference", "BANK-1")
    finn.fill("Value date", f"{clock.today():%Y-%m-%d}")
    finn.page.locator("section[aria-labelledby=yes] button[type=submit]").click()
    story.site.work()
    _staff(story, "ana").go("/me/payee").see("Paid", "273.12")
    story.ana.go("/me/earnings").see("273.12")


def books(story: Story) -> None:
    """The ledger verifies, and says where every cent is."""
    assert "whole and in order" in story.site.run("ledger", "verify")
    found = dict(
        reversed(line.split("EUR", 1))
        for line in story.site.run("ledger", "balances").splitlines()
    )
    balances = {code.strip(): amount.strip() for code, amount in found.items()}
    people_of = {name: _person_number(story, name) for name in ("ana", "ben")}
    assert {code: amount for code, amount in balances.items() if amount != "0.00"} == {
        "expense:royalty:PROD1:EUR": "455.20",
        f"liability:payable:P{people_of['ben']}:EUR": "-182.08",
        "asset:bank:EUR": "-273.12",
    }


def _person_number(story: Story, name: str) -> int:
    with story.site.app.app_context():
        person = people_queries.by_sign_in_name(name)
        return person.number


def _sales(day) -> str:
    start, end = day.replace(day=1), day
    return (
        "external_line_id,period_start,period_end,sku,channel,territory,line_type,"
        "currency,units,gross_amount,discount_amount,tax_amount,freight_amount,"
        "other_deduction_amount,original_line_id,note\n"
        f"L1,{start},{end},LAMP-1,web,DE,sale,EUR,600,60000.00,2400.00,9580.00,"
        "1000.00,0.00,,\n"
        f"L2,{start},{end},LAMP-1,web,DE,return,EUR,-15,-1500.00,0.00,0.00,0.00,"
        "0.00,L1,\n"
        "#TOTAL,2,EUR,585,58500.00,45520.00\n"
    )
