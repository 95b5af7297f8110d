/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_clashes.c - rows of a policy that cannot be meant together.
 *
 *   overlap         two rows with the same key hold on one day and differ
 *   itself          a is b
 *   contradiction   a pair is exclusive and may be had together; or goes together and is exclusive
 *   no effect       a limit of nothing; an interval that a limit of the same key silences; a clause
 *                   whose upper bound lies below its lower one
 *
 * Lines are sorted by what they are about, so that only neighbours are compared.
 */
#include "policy/policy_tables.h"

#include <string.h>

enum { KEY_MAX = 6 };

/* What tells rows of a table apart; two rows that agree in all of it are about the same. */
static const struct {
    const char *table, *columns[KEY_MAX];
} keys[] = {{"rules", {"rule", "param", "key", "centre_type"}},
            {"programmes", {"programme"}},
            {"need_map", {"need_class", "service_class"}},
            {"caps", {"rule", "programme", "service_class", "scope", "window_days", "period"}},
            {"deadlines", {"rule", "key", "centre_type"}},
            {"thresholds", {"code", "household_size"}},
            {"life_events", {"kind", "expects"}},
            {"signal_weights", {"signal"}},
            {"domains", {"domain"}},
            {"zones", {"zone_id"}}};

static const char *const *key_of(const struct dlb_policy_line *line)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (dlb_line_is_of(line, keys[i].table)) return keys[i].columns;
    return NULL;
}

static int compare(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

/* By table and key; rows of no key come last. */
static int key_order(const void *left_row, const void *right_row)
{
    const struct dlb_policy_line *left = left_row, *right = right_row;
    const char *const *columns = key_of(left);
    int order = strcmp(left->schema->table, right->schema->table);
    for (size_t i = 0; !order && columns && i < KEY_MAX && columns[i]; i++)
        order = dlb_text_order(dlb_line_cell(left, columns[i]), dlb_line_cell(right, columns[i]));
    if (!order) order = compare(left->valid.from, right->valid.from);
    return order ? order : compare(left->row, right->row);
}

static bool is_same_key(const struct dlb_policy_line *left, const struct dlb_policy_line *right)
{
    const char *const *columns = key_of(left);
    if (!columns || left->schema != right->schema) return false;
    for (size_t i = 0; i < KEY_MAX && columns[i]; i++)
        if (!dlb_text_equal(dlb_line_cell(left, columns[i]), dlb_line_cell(right, columns[i])))
            return false;
    return true;
}

static bool meet(const struct dlb_policy_line *left, const struct dlb_policy_line *right)
{
    return left->valid.from < right->valid.to && right->valid.from < left->valid.to;
}

/* Do they say different things? Dates, references and notes do not count. */
static bool differ(const struct dlb_policy_line *left, const struct dlb_policy_line *right)
{
    static const char *const other[] = {"valid_from", "valid_to", "legal_ref", "note"};
    for (size_t c = 0; c < left->schema->n_columns; c++) {
        bool counts = true;
        for (size_t i = 0; i < sizeof other / sizeof *other; i++)
            counts &= strcmp(left->schema->columns[c].name, other[i]) != 0;
        if (counts && !dlb_text_equal(left->cells[c], right->cells[c])) return true;
    }
    return false;
}

static void add(struct dlb_policy_problems *problems, const struct dlb_policy_line *line,
                const struct dlb_policy_line *other, const char *column,
                enum dlb_policy_fault fault)
{
    struct dlb_text value = dlb_line_cell(line, column);
    struct dlb_policy_problem problem = {line->schema->table, column, line->row, -1,
                                         (uint8_t)fault,      value,  {NULL, 0}, {NULL, 0}};
    if (other && other->schema == line->schema) problem.other = other->row;
    if (fault == DLB_FAULT_CONTRADICTION) problem.beside = dlb_line_cell(line, "b");
    dlb_policy_problem_add(problems, &problem);
}

static void find_overlaps(const struct dlb_policy_line *lines, size_t n,
                          struct dlb_policy_problems *problems)
{
    for (size_t i = 1, first = 0; i < n; i++) {
        if (!is_same_key(&lines[first], &lines[i])) {
            first = i;
            continue;
        }
        for (size_t j = i; j-- > first;) {
            if (!meet(&lines[j], &lines[i]) || !differ(&lines[j], &lines[i])) continue;
            const char *column = key_of(&lines[i])[0];
            if (dlb_line_is_of(&lines[i], "rules")) column = "param";
            if (dlb_line_is_of(&lines[i], "caps") && dlb_line_cell(&lines[i], "programme").data)
                column = "programme";
            else if (dlb_line_is_of(&lines[i], "caps"))
                column = "service_class";
            add(problems, &lines[i], &lines[j], column, DLB_FAULT_OVERLAP);
            break; /* one of them is enough */
        }
    }
}

/* ---- pairs ----------------------------------------------------------------------------------- */

static bool is_word(const struct dlb_policy_line *line, const char *column, const char *word)
{
    char room[64];
    struct dlb_text text = dlb_line_cell(line, column);
    return dlb_text_equal(dlb_code_fold(text, room, sizeof room), dlb_text_of(word));
}

static bool is_pair(const struct dlb_policy_line *line)
{
    return (dlb_line_is_of(line, "mutex") || dlb_line_is_of(line, "implies")) &&
           dlb_line_cell(line, "a").data && dlb_line_cell(line, "b").data;
}

/* The smaller side first. */
static void sides(const struct dlb_policy_line *line, struct dlb_text side[2])
{
    side[0] = dlb_line_cell(line, "a");
    side[1] = dlb_line_cell(line, "b");
    if (dlb_text_order(side[0], side[1]) <= 0) return;
    struct dlb_text last = side[0];
    side[0] = side[1];
    side[1] = last;
}

static int pair_order(const void *left_row, const void *right_row)
{
    const struct dlb_policy_line *left = left_row, *right = right_row;
    struct dlb_text l[2], r[2];
    sides(left, l);
    sides(right, r);
    int order = dlb_text_order(l[0], r[0]);
    if (!order) order = dlb_text_order(l[1], r[1]);
    if (!order) order = strcmp(right->schema->table, left->schema->table); /* mutex first */
    return order ? order : compare(left->row, right->row);
}

static bool is_same_pair(const struct dlb_policy_line *left, const struct dlb_policy_line *right)
{
    struct dlb_text l[2], r[2];
    sides(left, l);
    sides(right, r);
    return dlb_text_equal(l[0], r[0]) && dlb_text_equal(l[1], r[1]);
}

static bool is_exclusive(const struct dlb_policy_line *line)
{
    return dlb_line_is_of(line, "mutex") && is_word(line, "kind", "exclusive");
}

static bool goes_together(const struct dlb_policy_line *line)
{
    bool implies = dlb_line_is_of(line, "implies") && !is_word(line, "kind", "one_of");
    return implies || (dlb_line_is_of(line, "mutex") && is_word(line, "kind", "together"));
}

static void find_pairs(const struct dlb_policy_line *pairs, size_t n,
                       struct dlb_policy_problems *problems)
{
    for (size_t i = 0, first = 0; i < n; i++) {
        if (dlb_text_equal(dlb_line_cell(&pairs[i], "a"), dlb_line_cell(&pairs[i], "b")) &&
            !goes_together(&pairs[i]))
            add(problems, &pairs[i], NULL, "a", DLB_FAULT_ITSELF);
        if (!is_same_pair(&pairs[first], &pairs[i])) first = i;
        for (size_t j = first; j < i; j++) {
            bool opposite = (is_exclusive(&pairs[j]) && goes_together(&pairs[i])) ||
                            (goes_together(&pairs[j]) && is_exclusive(&pairs[i]));
            if (!opposite || !meet(&pairs[j], &pairs[i])) continue;
            add(problems, &pairs[i], &pairs[j], "a", DLB_FAULT_CONTRADICTION);
            break;
        }
    }
}

/* ---- rows without effect --------------------------------------------------------------------- */

static bool is_zero(const struct dlb_policy_line *line, const char *column)
{
    int64_t number;
    struct dlb_text text = dlb_line_cell(line, column);
    return text.data && dlb_decimal_parse(text, DLB_FACT_DECIMALS, &number) && number == 0;
}

/* Does a cap of D05 name the key, and so silence the shortest interval of D06? */
static bool is_silenced(const struct dlb_policy_line *lines, size_t n,
                        const struct dlb_policy_line *line)
{
    struct dlb_text key = dlb_line_cell(line, "key");
    bool asks = dlb_line_is_of(line, "rules") && key.data && is_word(line, "rule", "d06") &&
                is_word(line, "param", "min_days");
    for (size_t i = 0; i < n && asks; i++)
        if (dlb_line_is_of(&lines[i], "caps") && is_word(&lines[i], "rule", "d05") &&
            meet(&lines[i], line) &&
            (dlb_text_equal(dlb_line_cell(&lines[i], "programme"), key) ||
             dlb_text_equal(dlb_line_cell(&lines[i], "service_class"), key)))
            return true;
    return false;
}

static void find_without_effect(const struct dlb_policy_line *lines, size_t n,
                                struct dlb_policy_problems *problems)
{
    for (size_t i = 0; i < n; i++) {
        const struct dlb_policy_line *line = &lines[i];
        bool cap = dlb_line_is_of(line, "caps") &&
                   (is_zero(line, "max_count") || is_zero(line, "max_amount_won"));
        const char *column = dlb_line_cell(line, "programme").data ? "programme" : "service_class";
        if (cap) add(problems, line, NULL, column, DLB_FAULT_NEVER);
        if (is_silenced(lines, n, line)) add(problems, line, NULL, "key", DLB_FAULT_NEVER);
    }
}

/* ---- clauses --------------------------------------------------------------------------------- */

static bool is_upper(unsigned op)
{
    return op == DLB_OP_LESS || op == DLB_OP_AT_MOST;
}

static bool is_lower(unsigned op)
{
    return op == DLB_OP_MORE || op == DLB_OP_AT_LEAST;
}

static bool is_of_one_clause(const struct dlb_condition *left, const struct dlb_condition *right)
{
    return left->programme == right->programme && dlb_text_equal(left->version, right->version) &&
           dlb_text_equal(left->clause, right->clause) &&
           dlb_text_equal(left->test.fact, right->test.fact) &&
           left->valid.from < right->valid.to && right->valid.from < left->valid.to;
}

static bool exclude(const struct dlb_test *upper, const struct dlb_test *lower)
{
    bool strict = upper->op == DLB_OP_LESS || lower->op == DLB_OP_MORE;
    return upper->number < lower->number || (upper->number == lower->number && strict);
}

/* Conditions lie by programme, version, clause and fact. */
static void find_empty_clauses(const struct dlb_policy *policy,
                               struct dlb_policy_problems *problems)
{
    const struct dlb_condition *rows = policy->conditions;
    for (uint32_t i = 1, first = 0; i < policy->n_conditions; i++) {
        if (!is_of_one_clause(&rows[first], &rows[i])) first = i;
        for (uint32_t j = first; j < i; j++) {
            const struct dlb_test *l = &rows[j].test, *r = &rows[i].test;
            bool numbers = l->limit == DLB_LIMIT_NUMBER && r->limit == DLB_LIMIT_NUMBER;
            bool empty = numbers && ((is_upper(l->op) && is_lower(r->op) && exclude(l, r)) ||
                                     (is_lower(l->op) && is_upper(r->op) && exclude(r, l)));
            if (!empty) continue;
            dlb_policy_problem_add(problems, &(struct dlb_policy_problem){"eligibility",
                                                                          "fact",
                                                                          rows[i].row,
                                                                          rows[j].row,
                                                                          DLB_FAULT_NEVER,
                                                                          l->fact,
                                                                          {NULL, 0},
                                                                          {NULL, 0}});
            break;
        }
    }
}

/* ---- all of it ------------------------------------------------------------------------------- */

void dlb_policy_find_clashes(const struct dlb_policy *policy, const struct dlb_policy_lines *lines,
                             struct dlb_policy_problems *problems)
{
    size_t n = lines->list.n, n_pairs = 0;
    const struct dlb_policy_line *list = lines->list.data;
    struct dlb_policy_line *sorted = dlb_alloc_array(lines->env, n, sizeof *sorted);
    problems->failed |= !sorted;
    if (!sorted) return;
    if (n) memcpy(sorted, list, n * sizeof *sorted);
    problems->failed |= dlb_order_rows(lines->env, sorted, (uint32_t)n, sizeof *sorted, key_order,
                                       NULL) != DOLBOM_OK;
    find_overlaps(sorted, n, problems);
    for (size_t i = 0; i < n; i++)
        if (is_pair(&list[i])) sorted[n_pairs++] = list[i];
    problems->failed |= dlb_order_rows(lines->env, sorted, (uint32_t)n_pairs, sizeof *sorted,
                                       pair_order, NULL) != DOLBOM_OK;
    find_pairs(sorted, n_pairs, problems);
    find_without_effect(list, n, problems);
    find_empty_clauses(policy, problems);
    dlb_free(lines->env, sorted, n * sizeof *sorted);
}
