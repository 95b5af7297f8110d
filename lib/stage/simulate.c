/* SPDX-License-Identifier: Apache-2.0 */
/*
 * simulate.c - what people may be entitled to, by what is known of them.
 *
 * The table `asked` names records; persons are formed as always, so a person is asked about with
 * what all agencies know. Each programme with conditions in force in the month gets one answer,
 * from the evaluator that the rules O11, O12 and O28 have. What the person has already, or has
 * applied for, stands beside it (simulate_services.c).
 */
#include "stage/simulate.h"

static const struct dlb_frame_column simulation_columns[] = {
    {"agency_id", DLB_FRAME_TEXT, 0},     {"record_id", DLB_FRAME_TEXT, 0},
    {"person_id", DLB_FRAME_TEXT, 0},     {"household_size", DLB_FRAME_INT32, 0},
    {"month", DLB_FRAME_TEXT, 0},         {"programme", DLB_FRAME_TEXT, 0},
    {"name", DLB_FRAME_TEXT, 0},          {"name_en", DLB_FRAME_TEXT, 0},
    {"layer", DLB_FRAME_TEXT, 0},         {"answer", DLB_FRAME_TEXT, 0},
    {"receiving", DLB_FRAME_TEXT, 0},     {"version", DLB_FRAME_TEXT, 0},
    {"legal_ref", DLB_FRAME_TEXT, 0},     {"missing", DLB_FRAME_TEXT, 0},
    {"near_fact", DLB_FRAME_TEXT, 0},     {"near_value", DLB_FRAME_DECIMAL, 6},
    {"near_limit", DLB_FRAME_DECIMAL, 6}, {"near_margin", DLB_FRAME_DECIMAL, 6},
    {"oldest_fact", DLB_FRAME_DAY, 0},    {"message_ko", DLB_FRAME_TEXT, 0},
    {"message_en", DLB_FRAME_TEXT, 0}};
static const struct dlb_frame_column test_columns[] = {
    {"agency_id", DLB_FRAME_TEXT, 0},  {"record_id", DLB_FRAME_TEXT, 0},
    {"month", DLB_FRAME_TEXT, 0},      {"programme", DLB_FRAME_TEXT, 0},
    {"clause", DLB_FRAME_TEXT, 0},     {"fact", DLB_FRAME_TEXT, 0},
    {"name", DLB_FRAME_TEXT, 0},       {"name_en", DLB_FRAME_TEXT, 0},
    {"op", DLB_FRAME_TEXT, 0},         {"value", DLB_FRAME_TEXT, 0},
    {"limit", DLB_FRAME_DECIMAL, 6},   {"known", DLB_FRAME_TEXT, 0},
    {"as_of", DLB_FRAME_DAY, 0},       {"answer", DLB_FRAME_TEXT, 0},
    {"lack", DLB_FRAME_TEXT, 0},       {"decides", DLB_FRAME_INT32, 0},
    {"message_ko", DLB_FRAME_TEXT, 0}, {"message_en", DLB_FRAME_TEXT, 0}};

/* ---- who is asked about ---------------------------------------------------------------------- */

static void read_asked(struct dlb_row *row, void *out)
{
    struct dlb_asked_row *asked = out;
    asked->agency = dlb_row_keep(row, dlb_row_text(row, DLB_ASKED_AGENCY_ID));
    asked->record = dlb_row_keep(row, dlb_row_text(row, DLB_ASKED_RECORD_ID));
    asked->month = dlb_row_month(row, DLB_ASKED_MONTH);
    asked->row = dlb_row_place(row);
}

static uint64_t in_order(const struct dlb_reader *reader, const void *out)
{
    (void)reader;
    return (uint64_t)((const struct dlb_asked_row *)out)->row;
}

static const struct dlb_reader asked_reader = {.schema = &dlb_schemas[DLB_TABLE_ASKED],
                                               .agency = -1,
                                               .id = -1,
                                               .row_bytes = sizeof(struct dlb_asked_row),
                                               .read = read_asked,
                                               .key = in_order};

static dolbom_status read_all_asked(struct dlb_simulation *simulation, dolbom_error *error)
{
    const struct dlb_intake *intake = &simulation->call.intake;
    void *rows = NULL;
    dolbom_status status = dlb_rows_read(intake, &asked_reader, NULL, &simulation->kept, error);
    if (status == DOLBOM_OK && !simulation->kept.given)
        status = dlb_fail(error, DOLBOM_E_SCHEMA, -1, NULL,
                          "the table asked is missing; it names the records to ask about");
    if (status == DOLBOM_OK)
        status = dlb_rows_settle(intake, &simulation->kept, &rows, &simulation->n_asked, error);
    simulation->asked = rows;
    if (status == DOLBOM_OK && !simulation->n_asked)
        status = dlb_fail(error, DOLBOM_E_INPUT, -1, NULL, "the table asked has no row");
    return status;
}

/* Records are looked up before the caseload gives their agencies other numbers. */
static dolbom_status find_records(struct dlb_simulation *simulation, dolbom_error *error)
{
    for (uint32_t i = 0; i < simulation->n_asked; i++) {
        struct dlb_asked_row *asked = &simulation->asked[i];
        asked->member =
            dlb_cleaned_find(&simulation->matched.cleaned, asked->agency, asked->record);
        if (asked->member == DLB_NO_CODE)
            return dlb_fail(error, DOLBOM_E_INPUT, asked->row, "asked.record_id",
                            "there is no such record in persons, or its row cannot be used");
        if (asked->month == DLB_NONE)
            asked->month = dlb_month_of(simulation->call.plan->value.as_of);
    }
    return DOLBOM_OK;
}

static dolbom_status read_all(struct dlb_simulation *simulation, dolbom_error *error)
{
    struct dlb_call *call = &simulation->call;
    dolbom_status status = read_all_asked(simulation, error);
    if (status == DOLBOM_OK)
        status = dlb_policy_read(&call->intake, &dlb_rule_catalogue, &simulation->policy, error);
    if (status == DOLBOM_OK && !(simulation->policy->tables & DLB_HAS_ELIGIBILITY))
        status = dlb_fail(error, DOLBOM_E_SCHEMA, -1, NULL,
                          "the policy has no table eligibility, which says who is entitled");
    if (status == DOLBOM_OK) status = dlb_match(call, &simulation->matched, error);
    if (status == DOLBOM_OK) status = find_records(simulation, error);
    if (status != DOLBOM_OK) return status;
    return dlb_caseload_read(&call->intake, simulation->policy, &simulation->matched.cleaned.people,
                             &simulation->caseload, error);
}

/* ---- answers --------------------------------------------------------------------------------- */

static void put_month(struct dlb_frame *frame, int32_t month)
{
    char text[10];
    dlb_day_write(dlb_month_start(month), text);
    dlb_frame_text(frame, (struct dlb_text){text, 7});
}

static struct dlb_text schema_word(enum dlb_table_number table, unsigned column, unsigned code)
{
    return dlb_text_of(dlb_schema_words(table, column)[code]);
}

static void put_said(struct dlb_simulation *simulation, struct dlb_frame *frame)
{
    dlb_frame_text(frame, dlb_writer_text(&simulation->sentence));
    dlb_writer_reset(&simulation->sentence);
}

static void put_test(struct dlb_simulation *simulation, const struct dlb_asked_row *asked,
                     uint32_t programme, const struct dlb_trial *trial)
{
    struct dlb_frame *frame = simulation->tests;
    const struct dlb_test *test = trial->test;
    dlb_frame_text(frame, asked->agency);
    dlb_frame_text(frame, asked->record);
    put_month(frame, asked->month);
    dlb_frame_text(frame, simulation->policy->programme_ids[programme]);
    dlb_frame_text(frame, trial->clause);
    dlb_frame_text(frame, test->fact);
    dlb_frame_text(frame, trial->name.ko);
    dlb_frame_text(frame, trial->name.en);
    dlb_frame_text(frame, schema_word(DLB_TABLE_ELIGIBILITY, DLB_ELIGIBILITY_OP, test->op));
    dlb_frame_text(frame, test->value);
    if (trial->has_limit)
        dlb_frame_int(frame, trial->limit);
    else
        dlb_frame_null(frame);
    dlb_say_known(&simulation->sentence, trial);
    if (trial->is_number || trial->text.data)
        put_said(simulation, frame);
    else
        dlb_frame_null(frame);
    dlb_writer_reset(&simulation->sentence);
    dlb_frame_day(frame, trial->as_of);
    dlb_frame_cstring(frame, dlb_answer_word(trial->answer));
    dlb_frame_cstring(frame, dlb_lack_word(trial->lack));
    dlb_frame_int(frame, trial->decides);
    dlb_say_trial(&simulation->sentence, trial, true);
    put_said(simulation, frame);
    dlb_say_trial(&simulation->sentence, trial, false);
    put_said(simulation, frame);
}

/* What is missing for an answer: facts, or the threshold where a fact is there. */
static void put_missing(struct dlb_simulation *simulation)
{
    const struct dlb_verdict *verdict = &simulation->verdict;
    const struct dlb_trial *trials = verdict->trials.data;
    struct dlb_writer *sentence = &simulation->sentence;
    for (size_t i = 0; i < verdict->trials.n; i++) {
        const struct dlb_trial *trial = &trials[i];
        bool lacks = trial->decides && trial->answer == DLB_ANSWER_UNKNOWN, said = false;
        for (size_t j = 0; j < i && lacks; j++)
            said |= trials[j].decides && dlb_text_equal(trials[j].test->fact, trial->test->fact);
        if (!lacks || said) continue;
        if (sentence->text.n) dlb_write(sentence, ";");
        bool size = trial->lack == DLB_LACK_THRESHOLD && dlb_facts_size(&simulation->facts) < 0;
        if (trial->lack == DLB_LACK_THRESHOLD)
            dlb_say_shown(sentence, size ? dlb_text_of("household_size") : trial->test->value);
        else
            dlb_say_shown(sentence, trial->test->fact);
    }
    if (sentence->text.n)
        put_said(simulation, simulation->answers);
    else
        dlb_frame_null(simulation->answers);
}

static void put_near(struct dlb_frame *frame, const struct dlb_trial *near)
{
    if (!near) {
        for (int i = 0; i < 4; i++) dlb_frame_null(frame);
        return;
    }
    dlb_frame_text(frame, near->test->fact);
    dlb_frame_int(frame, near->value);
    dlb_frame_int(frame, near->limit);
    dlb_frame_int(frame, dlb_trial_margin(near));
}

/* As_of of the oldest fact that decides; DLB_DAY_NONE: there is none. */
static int32_t oldest_fact(const struct dlb_verdict *verdict)
{
    const struct dlb_trial *trials = verdict->trials.data;
    int32_t oldest = DLB_DAY_NONE;
    for (size_t i = 0; i < verdict->trials.n; i++) {
        if (!trials[i].decides || trials[i].as_of == DLB_DAY_NONE) continue;
        if (oldest == DLB_DAY_NONE || trials[i].as_of < oldest) oldest = trials[i].as_of;
    }
    return oldest;
}

static void put_programme(struct dlb_simulation *simulation, uint32_t programme, int32_t month)
{
    const struct dlb_policy *policy = simulation->policy;
    const struct dlb_programme *row =
        dlb_policy_programme(policy, programme, dlb_month_start(month));
    dlb_frame_text(simulation->answers, policy->programme_ids[programme]);
    struct dlb_label label =
        dlb_programme_label(simulation->caseload, programme, dlb_month_start(month));
    dlb_frame_text(simulation->answers, label.ko);
    dlb_frame_text(simulation->answers, label.en);
    bool has_layer = row && row->layer != DLB_LAYER_NONE;
    dlb_frame_text(simulation->answers,
                   has_layer
                       ? schema_word(DLB_TABLE_PROGRAMMES, DLB_PROGRAMMES_LAYER, row->layer - 1u)
                       : (struct dlb_text){NULL, 0});
}

static void put_answer(struct dlb_simulation *simulation, const struct dlb_asked_row *asked,
                       uint32_t programme, const struct dlb_trial *near)
{
    struct dlb_frame *frame = simulation->answers;
    const struct dlb_verdict *verdict = &simulation->verdict;
    uint32_t person = simulation->caseload->members[asked->member].person;
    dlb_frame_text(frame, asked->agency);
    dlb_frame_text(frame, asked->record);
    dlb_frame_text(frame, simulation->matched.cleaned.people.person_ids[person]);
    int32_t size = dlb_facts_size(&simulation->facts);
    if (size > 0)
        dlb_frame_int(frame, size);
    else
        dlb_frame_null(frame);
    put_month(frame, asked->month);
    put_programme(simulation, programme, asked->month);
    dlb_frame_cstring(frame, dlb_answer_word(verdict->answer));
    dlb_frame_cstring(frame, dlb_simulation_receiving(simulation, programme));
    dlb_frame_text(frame, verdict->version);
    dlb_frame_text(frame, verdict->legal_ref);
    put_missing(simulation);
    put_near(frame, near);
    dlb_frame_day(frame, oldest_fact(verdict));
    for (unsigned english = 0; english < 2; english++) {
        dlb_say_verdict(&simulation->sentence, verdict, near, !english);
        put_said(simulation, frame);
    }
}

/* Ask about each programme whose conditions are in force; conditions lie by programme. */
static bool ask_all(struct dlb_simulation *simulation, const struct dlb_asked_row *asked)
{
    const struct dlb_policy *policy = simulation->policy;
    struct dlb_verdict *verdict = &simulation->verdict;
    for (uint32_t i = 0; i < policy->n_conditions; i++) {
        uint32_t programme = policy->conditions[i].programme;
        if (i && programme == policy->conditions[i - 1].programme) continue;
        enum dlb_asked answered =
            dlb_eligibility_ask(policy, &simulation->facts, programme, asked->month, verdict);
        if (answered == DLB_ASKED_NO_MEMORY) return false;
        if (answered != DLB_ASKED) continue;
        const struct dlb_trial *near = dlb_verdict_near(verdict, simulation->margin_ppm);
        dlb_verdict_mark(verdict, near);
        put_answer(simulation, asked, programme, near);
        const struct dlb_trial *trials = verdict->trials.data;
        for (size_t j = 0; j < verdict->trials.n; j++)
            put_test(simulation, asked, programme, &trials[j]);
    }
    return true;
}

static dolbom_status answer_all(struct dlb_simulation *simulation, dolbom_error *error)
{
    const struct dlb_caseload *caseload = simulation->caseload;
    for (uint32_t i = 0; i < simulation->n_asked; i++) {
        const struct dlb_asked_row *asked = &simulation->asked[i];
        uint32_t person = caseload->members[asked->member].person;
        bool room = dlb_simulation_services(simulation, asked) &&
                    dlb_facts_of_person(caseload, person, caseload->as_of, asked->month,
                                        &simulation->facts) &&
                    ask_all(simulation, asked);
        if (!room || simulation->sentence.failed)
            return dlb_fail_memory(error, simulation->call.env);
    }
    return DOLBOM_OK;
}

/* ---- the stage ------------------------------------------------------------------------------- */

static dolbom_status open_results(struct dlb_simulation *simulation, dolbom_error *error)
{
    struct dlb_env *env = simulation->call.env;
    simulation->facts.env = simulation->verdict.env = simulation->sentence.env = env;
    simulation->margin_ppm = dlb_policy_setting(simulation->policy, "O28", "margin");
    dolbom_status status = dlb_frame_open(env, simulation_columns,
                                          sizeof simulation_columns / sizeof *simulation_columns,
                                          &simulation->answers, error);
    if (status == DOLBOM_OK)
        status = dlb_frame_open(env, test_columns, sizeof test_columns / sizeof *test_columns,
                                &simulation->tests, error);
    return status == DOLBOM_OK ? dlb_simulation_services_open(simulation, error) : status;
}

/* A table of the result, given away in any case. */
static dolbom_status give(struct dlb_simulation *simulation, const char *name,
                          struct dlb_frame **frame, dolbom_error *error)
{
    struct dlb_frame *given = *frame;
    *frame = NULL;
    return dlb_call_give(&simulation->call, name, given, error);
}

static dolbom_status give_all(struct dlb_simulation *simulation, dolbom_error *error)
{
    dolbom_status status = give(simulation, "simulation", &simulation->answers, error);
    if (status == DOLBOM_OK)
        status = give(simulation, "simulation_tests", &simulation->tests, error);
    if (status == DOLBOM_OK)
        status = give(simulation, "simulation_services", &simulation->services, error);
    return status == DOLBOM_OK ? dlb_call_give_log(&simulation->call, error) : status;
}

static void close(struct dlb_simulation *simulation)
{
    struct dlb_env *env = simulation->call.env;
    dlb_frame_free(simulation->answers);
    dlb_frame_free(simulation->tests);
    dlb_frame_free(simulation->services);
    dlb_facts_clear(&simulation->facts);
    dlb_verdict_clear(&simulation->verdict);
    dlb_writer_clear(&simulation->sentence);
    if (env) dlb_array_clear(env, &simulation->had, sizeof(struct dlb_had));
    if (env) dlb_array_clear(env, &simulation->mates, sizeof(uint32_t));
    dlb_free(env, simulation->asked, simulation->n_asked * sizeof *simulation->asked);
    dlb_rows_clear(&simulation->kept);
    dlb_caseload_free(simulation->caseload);
    dlb_policy_free(simulation->policy);
    dlb_matched_clear(&simulation->matched);
}

dolbom_status dolbom_simulate(const dolbom_plan *plan, dolbom_table *in, size_t n_in,
                              dolbom_table *out, size_t out_cap, size_t *n_out, dolbom_error *error)
{
    struct dlb_simulation simulation = {.margin_ppm = 0};
    dolbom_status status =
        dlb_call_open(plan, in, n_in, out, out_cap, n_out, &simulation.call, error);
    if (status == DOLBOM_OK) status = dlb_call_need_as_of(&simulation.call, error);
    if (status == DOLBOM_OK) status = read_all(&simulation, error);
    if (status == DOLBOM_OK) status = open_results(&simulation, error);
    if (status == DOLBOM_OK) status = answer_all(&simulation, error);
    if (status == DOLBOM_OK) status = give_all(&simulation, error);
    close(&simulation);
    return dlb_call_close(&simulation.call, n_out, status);
}
