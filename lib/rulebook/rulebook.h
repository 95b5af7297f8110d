/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rulebook.h - what a rule says of itself: parameters, deadlines, tables, texts.
 *
 * A rule declares everything that others need to know of it, and lib/rule only adds the
 * kernel: the policy reads rows against the parameters, findings are written with the texts.
 */
#ifndef DLB_RULEBOOK_H
#define DLB_RULEBOOK_H

#include "schema/schema.h"

/* ---- deadlines (deadline.c) --------------------------------------------------------------- */

enum dlb_deadline_mode {
    DLB_DEADLINE_CALENDAR,
    DLB_DEADLINE_CALENDAR_ROLL,
    DLB_DEADLINE_BUSINESS,
    DLB_DEADLINE_WORK_HOURS,
    DLB_DEADLINE_ELAPSED_HOURS
};

struct dlb_deadline {
    int32_t amount; /* less than 0: there is none */
    uint8_t month;  /* 1: amount counts months */
    uint8_t mode;   /* enum dlb_deadline_mode */
};

/* The last day on which an event is still in time, DLB_DAY_OPEN without a deadline; holidays
 * sorted. */
int32_t dlb_deadline_due(struct dlb_deadline deadline, int32_t from, const int32_t *holidays,
                         size_t n_holidays);

/* ---- rules (rulebook.c) -------------------------------------------------------------------- */

enum dlb_finding_kind {
    DLB_FINDING_DUPLICATE,
    DLB_FINDING_OMISSION,
    DLB_FINDING_IDENTITY,
    DLB_FINDING_DATA
};

/* A default for one key: a class of service, a programme, a kind of benefit. */
struct dlb_keyed_value {
    const char *key;
    int64_t value;
};

/* What the key of a row of `rules` has to be. */
enum dlb_param_key {
    DLB_KEY_NONE,      /* the parameter has none */
    DLB_KEY_DOMAIN,    /* a class of two digits */
    DLB_KEY_CLASS,     /* a class of two or four digits; the longest that fits holds */
    DLB_KEY_SERVICE,   /* a programme, else a class of two or four digits */
    DLB_KEY_PROGRAMME, /* a programme */
    DLB_KEY_NEED,      /* a class of need */
    DLB_KEY_SIGNAL,    /* a signal that has a weight */
    DLB_KEY_BENEFIT,   /* a kind of benefit: cash, in_kind ... */
    DLB_KEY_WORD       /* one of the parameter's `words` */
};

/* What the value of a row of `rules` has to be. */
enum dlb_param_form {
    DLB_FORM_NUMBER,
    DLB_FORM_CLASS,   /* a class of two or four digits, as a number */
    DLB_FORM_CLASSES, /* a text: classes joined by ; */
    DLB_FORM_TEXT     /* any text */
};

/* A parameter of a rule: a row of `rules` sets it, for all keys or for one. */
struct dlb_param {
    const char *name;
    uint8_t decimals;         /* of the text in the table: 6 for shares and probabilities */
    uint8_t key;              /* enum dlb_param_key */
    uint8_t form;             /* enum dlb_param_form */
    bool keyed;               /* a row without a key says nothing */
    bool by_centre;           /* asked for the centre_type of the agency that owns a row */
    int64_t least, most;      /* what a row may say, times 10^decimals */
    int64_t step;             /* from `least` on; 0: any number between them */
    int64_t value;            /* where no row says anything */
    const char *text;         /* the same where the value is a text; NULL: none */
    const char *const *words; /* of DLB_KEY_WORD, then NULL */
    const struct dlb_keyed_value *special; /* NULL: none */
    uint32_t n_special;
};

/* What every rule has; a rule's own parameters follow. */
enum dlb_common_param {
    DLB_PARAM_ENABLED,
    DLB_PARAM_SEVERITY, /* -1: the rule's own */
    DLB_PARAM_THETA_HIGH,
    DLB_PARAM_LOOKBACK_MONTHS,
    DLB_PARAM_MONEY_EXPOSURE_WON,
    DLB_PARAM_FIRST_ACTION_DAYS,
    DLB_PARAM_STALE_DAYS,   /* -1: nothing ever is */
    DLB_PARAM_EVIDENCE_MAX, /* rows of a finding that are listed */
    DLB_PARAM_OWN           /* the first of a rule's own */
};

enum { DLB_PARAM_DAYS_MAX = 36600, DLB_PARAM_SHARE = 1000000 }; /* a hundred years; all of it */

/* A deadline where `deadlines` has no row; key NULL: all others, and the last of its rule. Without
 * one of those, other keys have a deadline only where a row says so. Rows may have these keys,
 * urgencies, case classes and levels of agencies. */
struct dlb_deadline_default {
    const char *key;
    struct dlb_deadline deadline;
};

/* What messages say for a word that stands in a rule's details. */
struct dlb_phrase {
    const char *word, *ko, *en;
};

struct dlb_rule;
struct dlb_rule_work;

/* What a row of `caps` says for a rule. */
enum dlb_cap_kind {
    DLB_CAP_NONE,  /* rows of `caps` do not name the rule */
    DLB_CAP_COUNT, /* max_count within window_days */
    DLB_CAP_MONEY  /* max_amount_won within a period, or what `thresholds` says */
};

/* Looks at one subject and opens findings; may run on any thread, in any order. */
typedef void (*dlb_kernel)(struct dlb_rule_work *work, const struct dlb_rule *rule,
                           uint32_t subject);

enum dlb_rule_scope {
    DLB_SCOPE_PERSON,
    DLB_SCOPE_HOUSEHOLD, /* kin.c of lib/rule: the household, or a person who has none */
    DLB_SCOPE_AGENCY,
    DLB_SCOPE_CHANNEL, /* a telephone number or a flat that several persons share */
    DLB_SCOPE_REVIEW_PAIR,
    DLB_SCOPE_RUN /* asked once, last */
};
enum dlb_rule_stage { DLB_STAGE_DUPLICATES, DLB_STAGE_OMISSIONS };

/* When a finding is left out because findings of other rules about the same subject say it. */
enum dlb_yield {
    DLB_YIELDS_NEVER,
    DLB_YIELDS_WHOLE, /* all its days and all its rows are in theirs */
    DLB_YIELDS_CLASS, /* the same, and their classes begin with its own */
    DLB_YIELDS_NEED   /* one of its needs is in one of theirs */
};

/* May a policy have rules of its own that work as this one does, and how do they say what they look
 * at? */
enum dlb_local {
    DLB_LOCAL_NEVER,
    DLB_LOCAL_ROWS,     /* by their rows of `caps` and `deadlines`, or the keys of parameters */
    DLB_LOCAL_SERVICES, /* beside that by the parameter `only`: programmes and classes, */
    DLB_LOCAL_NEEDS,    /* classes of need, */
    DLB_LOCAL_SIGNALS   /* or signals */
};

struct dlb_rule {
    char id[4];            /* "D03" */
    uint8_t version;       /* major; part of the finding id */
    uint8_t kind;          /* enum dlb_finding_kind */
    uint8_t severity;      /* base; `severity` in the policy replaces it */
    uint8_t stage;         /* enum dlb_rule_stage */
    uint8_t scope;         /* enum dlb_rule_scope: what a subject is */
    uint8_t caps;          /* enum dlb_cap_kind */
    uint8_t local;         /* enum dlb_local */
    bool absence;          /* not asked about a person with an incomplete upload (rules.md 7) */
    uint8_t yields;        /* enum dlb_yield */
    const char *yields_to; /* "D04 D20 D21"; NULL: to none */
    uint64_t tables;       /* DLB_HAS_… that must all be there for the rule to run */
    uint64_t half; /* DLB_HAS_… without which half of it does not run; 0: it has no halves */
    const char *half_name, *half_ko; /* "moves", "전출": that half */
    uint64_t traits; /* DLB_TRAIT_… of lib/rule: of who has none of them there is nothing to judge;
                      * 0: everybody is looked at */
    /* "no open need": what was missing when there was nothing to judge */
    const char *nothing, *nothing_ko;
    const struct dlb_param *params; /* its own, numbered from DLB_PARAM_OWN */
    uint32_t n_params;
    uint32_t n_deadlines;
    const struct dlb_deadline_default *deadlines; /* NULL: rows of `deadlines` do not name it */
    dlb_kernel kernel;
    dlb_kernel at_end; /* asked once, last, beside its own subjects; NULL: nothing to add */
    const char *name_ko, *name_en;
    const struct dlb_rule *works_as;  /* a policy's own rule: the one of the catalogue; else NULL */
    const struct dlb_phrase *phrases; /* NULL: its details hold no words */
    uint32_t n_phrases;
    /*
     * "{key}" stands for a detail of that key (a word as its phrase), or for class, programme,
     * service, agencies, owner, period, start, end, days ("5일", "1 day"), due
     * (finding_message.c); never for anything personal. In Korean, "{key:은}" adds the particle
     * that fits the word (은/는, 이/가, 을/를, 과/와, 으로/로).
     */
    const char *message_ko, *message_en;
};

/* The rules there are, ordered by id. */
struct dlb_rule_catalogue {
    const struct dlb_rule *const *rules;
    size_t n;
};
/* The place in the catalogue of a rule that is in it. */
size_t dlb_rule_number(const struct dlb_rule_catalogue *catalogue, const struct dlb_rule *rule);
/* The parameter that a row of `rules` names ("*": one that all rules have), or NULL. */
const struct dlb_param *dlb_param_find(const struct dlb_rule_catalogue *catalogue,
                                       struct dlb_text rule, struct dlb_text name);
/* How many parameters it has, those that all have included; rule NULL: only those. */
unsigned dlb_rule_n_params(const struct dlb_rule *rule);
/* A parameter by its number, also of no rule (NULL: "*"); NULL past the last. */
const struct dlb_param *dlb_param_at(const struct dlb_rule *rule, unsigned number);
/* The rule of the catalogue whose kernel and texts it has: itself, unless it is a policy's own. */
const struct dlb_rule *dlb_rule_works_as(const struct dlb_rule *rule);
enum { DLB_LOCAL_RULES_MAX = 99 }; /* L01 to L99 */
/* The parameters that a policy's own rule has after those of the one that it works as, in this
 * order; how many. */
enum dlb_local_param { DLB_LOCAL_KERNEL, DLB_LOCAL_NAME, DLB_LOCAL_NAME_EN, DLB_LOCAL_ONLY };
size_t dlb_local_params(const struct dlb_rule *works_as, const struct dlb_param **params);
/* The number of one of them in a policy's own rule. */
unsigned dlb_local_number(const struct dlb_rule *rule, enum dlb_local_param param);
/* The rule of an id, or NULL. */
const struct dlb_rule *dlb_rule_find(const struct dlb_rule_catalogue *catalogue,
                                     struct dlb_text id);
/* Does it yield to the other one? */
bool dlb_rule_yields(const struct dlb_rule *rule, const struct dlb_rule *other);

#endif
