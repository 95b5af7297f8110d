/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy_hash.c - a fingerprint of what the policy tables hold.
 *
 * Each cell is hashed with the names of its table and column; a row is the sum of its
 * cells, a table the sum of its rows' mixes. So the order of files, rows and columns, and
 * how the cells were quoted or encoded, change nothing; any changed cell does. It tells policies
 * apart but is no protection against somebody who wants to deceive.
 */
#include "run/run.h"

#include <string.h>

static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

static uint64_t hash_bytes(uint64_t hash, const void *data, size_t len)
{
    const unsigned char *bytes = data;
    for (size_t i = 0; i < len; i++) hash = (hash ^ bytes[i]) * UINT64_C(0x100000001B3);
    return mix(hash ^ len);
}

static void add_batch(const struct io_table *table, const struct ArrowArray *batch,
                      const uint64_t *columns, uint64_t hash[2])
{
    for (int64_t row = 0; row < batch->length; row++) {
        uint64_t sum = 0;
        for (size_t i = 0; i < table->n_columns; i++) {
            size_t len;
            const void *text = io_cell_text(batch->children[i], row, &len);
            if (len > 0) sum += hash_bytes(columns[i], text, len);
        }
        hash[0] += mix(sum);
        hash[1] += mix(sum ^ UINT64_C(0x9E3779B97F4A7C15));
    }
}

static bool add_table(struct io_table *table, uint64_t hash[2], struct io_problem *problem)
{
    uint64_t columns[IO_COLUMNS_MAX];
    for (size_t i = 0; i < table->n_columns; i++) {
        columns[i] = hash_bytes(UINT64_C(0xCBF29CE484222325), table->name, strlen(table->name));
        columns[i] = hash_bytes(columns[i], table->columns[i], strlen(table->columns[i]));
    }
    struct ArrowArrayStream stream;
    if (!io_table_stream(table, &stream, problem)) return false;
    struct ArrowArray batch;
    while (stream.get_next(&stream, &batch) == 0 && batch.release) {
        add_batch(table, &batch, columns, hash);
        batch.release(&batch);
    }
    stream.release(&stream);
    io_table_rewind(table);
    return problem->kind == IO_OK;
}

bool tool_policy_hash(struct tool_run *run)
{
    struct io_input *input = &run->input;
    for (size_t i = 0; i < input->n_tables; i++) {
        struct io_table *table = &input->tables[i];
        if (io_table_form_find(table->name)->kind != IO_POLICY) continue;
        for (size_t j = 0; j < table->n_parts; j++)
            if (table->parts[j].once)
                return io_fail(&input->problem, IO_BAD_INPUT,
                               "%s: is read twice and cannot be a pipe", table->parts[j].path);
        if (!add_table(table, run->policy_hash, &input->problem)) return false;
    }
    return true;
}
