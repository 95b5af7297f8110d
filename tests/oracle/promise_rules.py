# SPDX-License-Identifier: Apache-2.0
"""What was promised: O25 not delivered."""
from days import add_months
from finding import Finding
from needs import known_persons


def o25(run):
    """Planned, or approved once or by voucher, its time over, and nothing delivered since shortly before its start."""
    found, since = [], add_months(run.as_of, -int(run.number("*", "lookback_months")))
    for person in known_persons(run):
        for service in run.services(person):
            if since <= service.start <= min(run.as_of, service.last) and is_promise(service):
                due = run.policy.due("O25", "", service.start)
                if run.as_of > due and not is_delivered(run, service, due - service.start):
                    code = service.name
                    found.append(Finding("O25", "omission", person, f"{code} {service.agency}", service.start, None,
                                         [(service.row, "promised")], due=due, owner=service.agency,
                                         service_class=service.service_class, programme=code))
    return found


def is_promise(service):
    if service.status == "planned":
        return True
    return service.status == "approved" and (service.grain == "one_off" or service.of_programme("kind") == "voucher")


def is_delivered(run, promise, window):
    return any(s.status in ("delivered", "active", "ended") and s.agency == promise.agency and s.last >= s.start
               and promise.start - window <= s.start <= run.as_of
               and (s.code or s.row["programme"]) == (promise.code or promise.row["programme"])
               for s in run.services(promise.person))
