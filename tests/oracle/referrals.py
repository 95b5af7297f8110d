# SPDX-License-Identifier: Apache-2.0
"""What became of referrals: O07 nobody answers, O09 refused and nothing else."""
from finding import Finding
from needs import is_for, known_persons

DROPPED = ("rejected_client", "rejected_provider", "cancelled")
URGENCIES = ["emergency", "high", "normal", "low"]


def most_urgent(needs):
    def order(need):
        return URGENCIES.index(need["urgency"] or "normal"), need["identified_on"], need.place

    return min(needs, key=order, default=None)


def is_urgent(run, referral):
    """Its own, else its need's, else the most urgent open need's of its class (R16)."""
    return urgency(run, referral) == "emergency"


def need_behind(run, referral):
    """The need it names, else, where it has no urgency of its own, the most urgent open one of its class."""
    if run.need_of(referral) or referral["urgency"]:
        return run.need_of(referral)
    return most_urgent([n for n in run.open_needs(referral.person) if n["need_class"] == referral["need_class"]])


def urgency(run, referral):
    """Its own, else its need's (R16); of one that has neither nobody knows it: deadlines for all others hold."""
    need = need_behind(run, referral)
    return referral["urgency"] or (need["urgency"] or "normal" if need else "")


def o07(run):
    found = []
    for person in run.world.persons:
        for referral in run.world.happened(person, "referrals"):
            if referral["status"] in ("sent", "received") and not run.world.is_dead(person):
                due = run.policy.due("O07", urgency(run, referral), referral["sent_on"])
                if run.as_of > due:
                    need = need_behind(run, referral)
                    rows = [(referral, "referral")] + ([(need, "need")] if need else [])
                    found.append(Finding("O07", "omission", person, "/".join(referral.place), referral["sent_on"],
                                         None, rows, due=due, owner=referral.agency))
    return found


def o09(run):
    found = []
    for person in known_persons(run):
        groups = {}
        for referral in run.world.happened(person, "referrals"):
            if is_dropped(run, referral):
                groups.setdefault((class_of(run, referral), counted_from(referral)), []).append(referral)
        for (need_class, day), referrals in groups.items():
            found += dropped(run, person, need_class, day, referrals)
    return found


def counted_from(referral):
    return referral["responded_on"] or referral["sent_on"]


def is_dropped(run, referral):
    """Rejected or cancelled, its need open, and nothing newer for it."""
    if referral["status"] not in DROPPED or run.world.is_dead(referral.person):
        return False
    need, person = run.need_of(referral), referral.person
    if need:
        if not run.world.is_open_need(need):
            return False
        need_class = need["need_class"]
    else:
        need_class = referral["need_class"]
        of_class = [n for n in run.world.happened(person, "needs") if need_class in (None, n["need_class"])]
        if of_class and not any(run.world.is_open_need(n) for n in of_class):
            return False
    day = counted_from(referral)
    newer = [r for r in run.world.happened(person, "referrals") if is_newer(r, referral) and
             (names_nothing(run, r) or not need_class
              or (is_for(run, r, need) if need else class_of(run, r) == need_class))]
    services = run.answering(person, need_class) if need_class else run.reaching(person)
    return not newer and not any(s.last >= s.start >= day for s in services)  # what death emptied cancels nothing


def is_newer(other, referral):
    """Sent later, or on the same day and not dropped itself."""
    return other["sent_on"] > referral["sent_on"] or (
        other["sent_on"] == referral["sent_on"] and other["status"] not in DROPPED)


def class_of(run, referral):
    need = run.need_of(referral)
    return need["need_class"] if need else referral["need_class"]


def names_nothing(run, referral):
    """It may be for this need as for any other."""
    return run.need_of(referral) is None and not referral["need_class"]


def dropped(run, person, need_class, day, referrals):
    from days import day_text
    due = min(run.policy.due("O09", urgency(run, r), day) for r in referrals)
    if run.as_of <= due:
        return []
    needs = {need_behind(run, r) for r in referrals} - {None}
    rows = [(r, "referral") for r in referrals] + [(n, "need") for n in needs]
    return [Finding("O09", "omission", person, f"{need_class or ''} {day_text(day)}".strip(), day, None, rows, due=due,
                    owner=min(referrals).agency)]
