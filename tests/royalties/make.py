"""Deeds, sales files and runs for tests, by the real commands."""

from app.comments import commands as comments
from app.ideas import commands as ideas
from app.kernel import ids, site
from app.kernel.actor import SYSTEM
from app.kernel.db import db
from app.roadmap.models import Product, RoadmapItem, RoadmapItemIdea
from app.royalties import commands, queries
from app.royalties.commands import NewShare, Upload
from app.royalties.engine.salesfile import HEADER
from app.royalties.engine.terms import Terms

FIRM = "Halden Labs GmbH"
QUARTERS = {
    "2026Q1": ("2026-01-01", "2026-03-31"),
    "2026Q2": ("2026-04-01", "2026-06-30"),
    "2026Q3": ("2026-07-01", "2026-09-30"),
}


def product(author, space, name="Clip Lamp"):
    """A planned product of one idea of an author."""
    words = ideas.Words(title=name, problem="No room.", body="It *clips*.", lang="en")
    idea = ideas.draft(author, space, words)
    thread = comments.open_thread(author, space.id, "roadmap_item", "/roadmap")
    item = RoadmapItem(
        number=ids.next_number("roadmap_item"),
        space_id=space.id,
        thread_id=thread.id,
        title=name,
    )
    item.set_body("We make it.")
    db.session.add(item)
    db.session.flush()
    db.session.add(RoadmapItemIdea(item_id=item.id, idea_id=idea.id))
    row = Product(
        number=ids.next_number("product"), item_id=item.id, space_id=space.id, name=name
    )
    db.session.add(row)
    db.session.flush()
    return row


def draft(priya, made, shares, **terms):
    """A draft with (person, weight) creators, or (person, weight, "other")."""
    version = commands.draft_deed(priya, made)
    table = [
        NewShare(person.id, rest[0] if rest else "creator", weight)
        for person, weight, *rest in shares
    ]
    terms = Terms(**{"rate_bp": 100, "wait_days": 0, **terms})
    return commands.set_terms(priya, version, terms, table)


def open_for_signing(priya, made, shares, **terms):
    site.put(SYSTEM, "legal_entity", FIRM)
    return commands.open_signing(priya, draft(priya, made, shares, **terms))


def signed(cast, made, shares, **terms):
    version = open_for_signing(cast["priya"], made, shares, **terms)
    parties = {person.id: person for person, *_ in shares}
    for signer in (*parties.values(), cast["priya"], cast["finn"]):
        version = commands.sign(signer, version, version.sha256)
    return version


def frozen(cast, made, shares, skus, **terms):
    """A deed that parties, priya and finn signed, frozen by priya and paul."""
    version = signed(cast, made, shares, **terms)
    commands.freeze(cast["priya"], version, skus)
    return commands.freeze(cast["paul"], version, skus)


def line(line_id, sku, gross, *, period="2026Q1", kind="sale", **cells):
    """One row of a sales file."""
    starts, ends = QUARTERS[period]
    row = {
        "external_line_id": line_id,
        "period_start": starts,
        "period_end": ends,
        "sku": sku,
        "line_type": kind,
        "currency": "EUR",
        "units": "-1" if kind == "return" else "1",
        "gross_amount": gross,
        "discount_amount": "0.00",
        "tax_amount": "0.00",
        "freight_amount": "0.00",
        "other_deduction_amount": "0",
        **cells,
    }
    return ",".join(str(row.get(column, "")) for column in HEADER)


def sales_file(*rows, totals=()):
    """The bytes of a file: header, rows, control totals."""
    lines = [",".join(HEADER), *rows, *(f"#TOTAL,{total}" for total in totals)]
    return ("\n".join(lines) + "\n").encode()


FIRST = sales_file(
    line(
        "1",
        "CL-1",
        "60000.00",
        units="900",
        discount_amount="2400.00",
        tax_amount="9580.00",
        freight_amount="1000.00",
    ),
    line("2", "CL-1", "-1500.00", kind="return", units="-20"),
    line("3", "CN-1", "12345.67", currency="USD", units="100"),
    totals=("2,EUR,880,58500.00,45520.00", "1,USD,100,12345.67,12345.67"),
)
SECOND = sales_file(
    line("4", "CL-1", "5950.00", tax_amount="950.00", units="50", period="2026Q2"),
    line(
        "5",
        "CL-1",
        "-21000.00",
        kind="return",
        tax_amount="-3352.94",
        units="-200",
        period="2026Q2",
    ),
    line("6", "CN-1", "15000.00", currency="USD", units="120", period="2026Q2"),
    totals=("2,EUR,-150,-15050.00,-12647.06", "1,USD,120,15000.00,15000.00"),
)


def two_products(cast, space):
    """MONEY 9, P1 and P2: a lamp in EUR 60:40, a nest in USD 1:1:1."""
    ana, ben, tess = cast["ana"], cast["ben"], cast["tess"]
    lamp = product(ana, space, "Clip Lamp")
    nest = product(ana, space, "Cable Nest")
    frozen(cast, lamp, [(ana, 60), (ben, 40)], ["CL-1"], minimum="50.00")
    frozen(cast, nest, [(ana, 1), (ben, 1), (tess, 1)], ["CN-1"], minimum="50.00")
    return lamp, nest


def accepted(cast, content, source="shop"):
    kept = commands.upload_sales(cast["finn"], Upload(content, source))
    return commands.accept_sales(cast["fay"], kept)


def posted(cast, period):
    run = commands.compute(cast["finn"], period)
    run = commands.approve(cast["fay"], run, run.input_sha256)
    return commands.post(cast["finn"], run)


def parts_of(run):
    """{(product, currency): [minor, ...]} in the order of the share table."""
    return {
        (pool.version.deed.product.name, pool.currency): (
            pool.pool_minor,
            [part.minor for part in pool.parts],
        )
        for pool in queries.runs.pools_of([run.id])
    }
