"""Who may file, sort, mend, try and reopen a bug."""

from app.builds import queries as builds
from app.builds.models import Build
from app.feedback import queries
from app.feedback.models import Bug, FourSquare, Question
from app.kernel.actor import SYSTEM_ID, Actor
from app.kernel.policies import even_suspended


def may_file(actor: Actor, build: Build) -> bool:
    """Everyone signed in who may see the build, once it is out; the crew before."""
    if not actor.is_person:
        return False
    return build.is_published or builds.is_crew(actor, build.space_id)


def may_see_triage(actor: Actor) -> bool:
    """The doors of the team's pages: crew, here or in some space."""
    grants = getattr(actor, "grants", [])
    return any(builds.is_crew(actor, grant.space_id) for grant in grants)


def may_triage(actor: Actor, bug: Bug) -> bool:
    """Product and engineers of the space."""
    return builds.is_crew(actor, bug.space_id)


def may_fix(actor: Actor, bug: Bug) -> bool:
    """Only the engineer who is named on it: so the fixer has a name."""
    return bug.assignee_id == actor.id and actor.has_role("engineer", bug.space_id)


def may_verify(actor: Actor, bug: Bug) -> bool:
    """The reporter or another tester, never who mended it."""
    if not actor.is_person or actor.id in (None, bug.assignee_id):
        return False
    return actor.id == bug.reporter_id or _tests_it(actor, bug)


def may_reopen(actor: Actor, bug: Bug) -> bool:
    """The reporter, the team, and a tester who still sees what was mended."""
    if actor.id == bug.reporter_id or may_triage(actor, bug):
        return True
    return bug.state in ("fixed", "verified") and _tests_it(actor, bug)


def may_answer(actor: Actor, bug: Bug) -> bool:
    """Whoever reported it was asked."""
    return actor.is_person and actor.id == bug.reporter_id


def may_sight(actor: Actor, bug: Bug) -> bool:
    """Everyone signed in who sees it: "mine is another one"."""
    return actor.is_person and bug.state != "duplicate"


def may_attach(actor: Actor, bug: Bug) -> bool:
    """Whoever reports it."""
    return actor.is_person and actor.id == bug.reporter_id


def may_read_log(actor: Actor, bug: Bug) -> bool:
    """Whoever reported it, and the crew."""
    return may_attach(actor, bug) or may_triage(actor, bug)


def may_remove_log(actor: Actor, bug: Bug) -> bool:
    """Whoever sent it."""
    return may_attach(actor, bug)


def may_make_private(actor: Actor, bug: Bug) -> bool:
    """Whoever reported it, and the crew: before more people read it."""
    return may_read_log(actor, bug)


def may_make_public(actor: Actor, bug: Bug) -> bool:
    """Only whoever reported it: it may be about him."""
    return may_attach(actor, bug)


def may_conceal(actor: Actor) -> bool:
    """The system, by the rules."""
    return actor.id == SYSTEM_ID


def may_watch(actor: Actor) -> bool:
    """The system, which raises alarms."""
    return actor.id == SYSTEM_ID


def may_clear(actor: Actor, space_id: int) -> bool:
    """Product and engineers of the space."""
    return builds.is_crew(actor, space_id)


def may_import(actor: Actor) -> bool:
    """The system: whoever imports asked his own policy."""
    return actor.id == SYSTEM_ID


@even_suspended
def may_erase(actor: Actor, person_id: int) -> bool:
    """Oneself, and the system on one's behalf."""
    return actor.id in (person_id, SYSTEM_ID)


def may_send_foursquare(actor: Actor, build: Build) -> bool:
    """Everyone signed in who may see a build that is out; who ran it, says so."""
    return actor.is_person and build.is_published


def may_see_live(actor: Actor, build: Build) -> bool:
    """The crew, while reports come in: so nobody copies the herd."""
    return builds.is_crew(actor, build.space_id)


def may_see_hidden(actor: Actor, build: Build) -> bool:
    """The crew and the moderators of the space."""
    is_moderator = actor.has_role("moderator", build.space_id)
    return is_moderator or builds.is_crew(actor, build.space_id)


def may_close_standings(actor: Actor) -> bool:
    """Only the clock."""
    return actor.id == SYSTEM_ID


def may_see_awards(actor: Actor) -> bool:
    """The doors of the team's pages about awards."""
    return may_see_triage(actor)


def may_award(actor: Actor, build: Build) -> bool:
    """The crew of the space names the tester of the week."""
    return builds.is_crew(actor, build.space_id)


def may_announce(actor: Actor) -> bool:
    """Only the clock."""
    return actor.id == SYSTEM_ID


def may_conceal_words(actor: Actor, found: FourSquare, build: Build) -> bool:
    """A moderator of the space hides words, but never of oneself."""
    is_own = found.person_id == actor.id
    return actor.has_role("moderator", build.space_id) and not is_own


def _tests_it(actor: Actor, bug: Bug) -> bool:
    build = queries.build_of(bug)
    if build is None or actor.id is None:
        return False
    return builds.is_tester(actor.id, build)


def may_ask(actor: Actor) -> bool:
    """Only the clock asks what comes next."""
    return actor.id == SYSTEM_ID


def may_choose(actor: Actor) -> bool:
    """Everyone signed in who may see the space."""
    return actor.is_person


def may_answer_question(actor: Actor, question: Question) -> bool:
    """The product team of the space."""
    return actor.has_role("product", question.space_id)


def may_see_questions(actor: Actor) -> bool:
    """The doors of the team's pages of questions: product, here or in some space."""
    grants = getattr(actor, "grants", [])
    return any(actor.has_role("product", grant.space_id) for grant in grants)
