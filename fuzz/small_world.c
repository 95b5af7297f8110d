/* SPDX-License-Identifier: Apache-2.0 */
/*
 * small_world.c - any bytes as tables of a few rows.
 */
#include "small_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule/rule.h"

/* What the columns of a kind may hold, by the letter after the column's name. */
static const struct kind {
    char letter;
    const char *words, *rare; /* separated by bars; rare ones come with high bytes only */
} kinds[] = {
    {'a', "A|B|C", "D||E"},
    {'r', "1|2|3|4", "5|"},
    {'i', "a|b|c|d|e|f|g|h|i|j", "k|"},
    {'n', "김순자|김 순자|金順子|박영호|박영후|이철수|NGUYEN THI LAN|응우옌티란|김*자", "미상|"},
    {'s', "여|남|F|M|", "모름"},
    {'d', "2026-01-05|2026-03-02|2026-05-29|2026-06-26|2026-06-30|2025-11-30|2025-06-01|2026-04-10",
     "|2024.2.29|2026-06-31|2027-01-01|9999-12-31|0001-01-01"},
    {'D', "|2026-05-29|2026-06-26|2026-06-30|2026-08-31|2026-03-31", "2026-06-31|1900-01-01|x"},
    {'b', "1945-03-15|1945.3.15|음력 1945.02.02|1950-10-02|2020-01-01|1945-03-16|", "3월"},
    {'R', "||450315-2******|450315-2999996|501002-1999990", "000000-0000000|450315-2999990"},
    {'h', "010-1234-5678|+82 10 1234 5678|010-2222-3333|02-123-4567|", "없음"},
    {'A',
     "경기도 남양주시 화도읍 경춘로 2121|남양주시 화도읍 경춘로 2121|"
     "경기 남양주시 수동면 운수리 803|서울 중구 세종대로 110|",
     "모름"},
    {'z', "east|west|", "north"},
    {'H', "H1|H2|", "H3"},
    {'l', "head|spouse|child|parent|", "friend"},
    {'f', "1|0|", "x"},
    {'p', "meals|lunch|visit|rent|rent_local|counsel|도시락 배달", "|Meals"},
    {'c', "3101|3102|4001|3201|1001|2001|", "31|99999"},
    {'m', "2026-05|2026-06|2025-12|", "2026-13"},
    {'t', "09:00|12:30||23:59", "25:00"},
    {'q', "1|2|0.5|100|", "-1|99999999999999999999"},
    {'w', "10000|1000000|0|9000000000000000000|", "-5|9223372036854775807|many"},
    {'S', "delivered|active|ended|approved|planned|cancelled|reversed", "|제공"},
    {'N', "safety_check|living_costs|food", "unknown|"},
    {'u', "emergency|high|normal|low|", "now"},
    {'T', "open|met|partly|withdrawn|refused|transferred|", "x"},
    {'F', "sent|received|accepted|rejected_client|rejected_provider|completed|cancelled", "|x"},
    {'C', "emergency|focused|general|public", "other|"},
    {'y', "hospital|facility|prison|abroad", "home|"},
    {'e', "birth|discharge|release|move_in|move_out|meeting|visit|contact|failed_contact", "x|"},
    {'U', "persons|services|needs|cases", "|nothing"},
    {'k', "complete|failed|", "x"},
    {'g', "D05|O03|O05|O06|O07|O09|O10", "D99|*|"},
    {'v', "0|1|2|4|30", "0.8|-1|x|"},
    {'K', "|emergency|focused|general|public|high|normal", "x"},
    {'L', "statutory|local|private", "x|"},
    {'j', "person|household", "|x"},
    {'B', "cash|in_kind|service|voucher|loan|counsel", "|x"},
    {'G', "day|month|hour|one_off", "|x"},
    {'x', "exclusive|top_up", "state||x"},
    {'M', "meals|lunch|rent|rent_local|class:31|class:3101|visit", "stay:hospital|x|"},
    {'J', "day|month|", "x"},
    {'W', "30|7|1|365|", "0|-3|x"},
    {'O', "month|quarter|year|episode|", "x"},
    {'o', "day|month|", "x"},
    {'E', "calendar|calendar_roll|business|work_hours|elapsed_hours|", "x"},
    {'Q', "same_person|not_same_person|not_duplicate|allowed|confirmed", "x|"},
};

static const char *const layouts[WORLD_TABLES] = {
    "persons agency_id:a record_id:r name:n sex:s birth_date:b rrn:R phone:h address:A zone_id:z "
    "household_id:H relation:l death_date:D protected:f registered_on:d updated_at:d",
    "services agency_id:a service_id:i record_id:r programme:p service_class:c start_date:d "
    "end_date:D benefit_month:m start_time:t end_time:t quantity:q amount_won:w status:S "
    "need_id:i case_id:i referral_id:i entered_on:d",
    "agencies agency_id:a name:n zone_id:z area_code:c active_from:d active_to:D victim_service:f",
    "needs agency_id:a need_id:i record_id:r need_class:N urgency:u identified_on:d "
    "target_quantity:q status:T resolved_on:D",
    "referrals agency_id:a referral_id:i record_id:r to_agency:a need_id:i need_class:N urgency:u "
    "sent_on:d status:F responded_on:D",
    "cases agency_id:a case_id:i record_id:r case_class:C received_on:d visited_on:d met_on:d "
    "decided_on:d planned_on:d first_service_on:d evaluated_on:d last_contact_on:d closed_on:D",
    "stays agency_id:a stay_id:i record_id:r kind:y start_date:d end_date:D",
    "events agency_id:a record_id:r kind:e date:d case_id:i",
    "uploads agency_id:a table:U period:m rows:q status:k",
    "rules rule,param:* key:K value:v valid_from:d valid_to:D",
    "programmes programme:p name:n layer:L unit:j kind:B grain:G service_class:c home_based:f "
    "portable:f max_days:W valid_from:d valid_to:D",
    "need_map need_class:N name:n service_class:c",
    "mutex set_id:i kind:x a:M b:M scope:j basis:J except_programme:p legal_ref:n",
    "caps rule:g programme:p service_class:c scope:j max_count:v max_amount_won:w max_quantity:q "
    "window_days:W period:O",
    "deadlines rule:g key:K amount:W unit:o mode:E",
    "holidays date:d name:n",
    "zones zone_id:z name:n responsible_agency:a area_code:c",
    "decisions finding_id:i rows_key:i amount_won:w end_date:D agency_a:a record_a:r agency_b:a "
    "record_b:r "
    "decision:Q at:d until:D",
};

/* What the first byte of a cell chooses. */
enum {
    RARE = 0xD0,
    RAW = 0xF8 /* from here on, 1 to 8 bytes as they stand */
};

struct bytes {
    const uint8_t *at;
    size_t n;
};

static uint8_t next_byte(struct bytes *bytes)
{
    if (bytes->n == 0) return 0;
    bytes->n--;
    return *bytes->at++;
}

static const struct kind *kind_of(char letter)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].letter == letter) return &kinds[i];
    abort();
}

/* The n-th of words separated by bars, counted round and round. */
static const char *word_at(const char *words, size_t n, size_t *len)
{
    size_t n_words = 1;
    for (const char *at = words; *at; at++) n_words += *at == '|';
    for (n %= n_words; n > 0; n--) words = strchr(words, '|') + 1;
    *len = strcspn(words, "|");
    return words;
}

static void put_cell(FILE *out, const char *text, size_t len)
{
    if (len == 0) return;
    fputc('"', out);
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '"') fputc('"', out);
        fputc(text[i] ? text[i] : ' ', out);
    }
    fputc('"', out);
}

/* A rule and a parameter that it declares, two cells; a run refuses any other. */
static void make_parameter(FILE *out, struct bytes *bytes)
{
    uint8_t byte = next_byte(bytes);
    const struct dlb_rule *rule =
        byte < RARE ? dlb_rule_catalogue.rules[byte % dlb_rule_catalogue.n] : NULL;
    unsigned param = next_byte(bytes) % dlb_rule_n_params(rule);
    fprintf(out, "%s,%s", rule ? rule->id : "*", dlb_param_at(rule, param)->name);
}

static void make_cell(FILE *out, char letter, struct bytes *bytes)
{
    uint8_t byte = next_byte(bytes);
    size_t len = byte - RAW + 1;
    if (byte < RAW) {
        const struct kind *kind = kind_of(letter);
        const char *word = word_at(byte < RARE ? kind->words : kind->rare, byte, &len);
        put_cell(out, word, len);
        return;
    }
    if (len > bytes->n) len = bytes->n;
    put_cell(out, (const char *)bytes->at, len);
    bytes->at += len;
    bytes->n -= len;
}

/* The columns of a layout, or a row of cells for them. */
static char *make_line(const char *layout, struct bytes *bytes)
{
    char *line = NULL;
    size_t len;
    FILE *out = open_memstream(&line, &len);
    if (!out) abort();
    const char *at = strchr(layout, ' ') + 1;
    for (bool first = true; *at; first = false) {
        size_t name_len = strcspn(at, ":");
        if (!first) fputc(',', out);
        if (bytes && at[name_len + 1] == '*')
            make_parameter(out, bytes);
        else if (bytes)
            make_cell(out, at[name_len + 1], bytes);
        else
            fwrite(at, 1, name_len, out);
        at += name_len + 2 + (at[name_len + 2] == ' ');
    }
    fputc('\n', out);
    fclose(out);
    return line;
}

void small_world_make(struct small_world *world, const uint8_t *data, size_t size)
{
    static char names[WORLD_TABLES][16];
    struct bytes bytes = {data, size};
    *world = (struct small_world){.tables = {{.name = NULL}}};
    for (size_t i = 0; i < WORLD_TABLES; i++) {
        snprintf(names[i], sizeof names[i], "%.*s", (int)strcspn(layouts[i], " "), layouts[i]);
        world->tables[i].name = names[i];
    }
    world->tables[0].head = make_line(layouts[0], NULL); /* a run needs persons */
    while (bytes.n > 0) {
        size_t i = next_byte(&bytes) % WORLD_TABLES;
        struct world_table *table = &world->tables[i];
        if (!table->head) table->head = make_line(layouts[i], NULL);
        char *row = make_line(layouts[i], &bytes);
        if (table->n_rows < WORLD_ROWS)
            table->rows[table->n_rows++] = row;
        else
            free(row);
    }
}

bool small_world_add(struct small_world *world, const char *name, const char *row)
{
    size_t i = 0;
    while (strcmp(world->tables[i].name, name) != 0) i++;
    struct world_table *table = &world->tables[i];
    if (!table->head) table->head = make_line(layouts[i], NULL);
    if (table->n_rows == WORLD_ROWS) return false;
    table->rows[table->n_rows++] = strdup(row);
    return true;
}

char *small_world_text(const struct world_table *table, bool backwards)
{
    char *text = NULL;
    size_t len;
    FILE *out = open_memstream(&text, &len);
    if (!out) abort();
    fputs(table->head, out);
    for (size_t i = 0; i < table->n_rows; i++)
        fputs(table->rows[backwards ? table->n_rows - 1 - i : i], out);
    fclose(out);
    return text;
}

void small_world_clear(struct small_world *world)
{
    for (size_t i = 0; i < WORLD_TABLES; i++) {
        free(world->tables[i].head);
        for (size_t row = 0; row < world->tables[i].n_rows; row++) free(world->tables[i].rows[row]);
    }
}
