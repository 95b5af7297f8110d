/* SPDX-License-Identifier: Apache-2.0 */
/*
 * source.c - reading a foreign Arrow stream: its schema and its batches.
 *
 * The stream comes from another library, often through a binding, so nothing it says is believed
 * before it is checked. A producer's own error text is not passed on: it may quote data.
 *
 *   format                  cells are read as   remarks
 *   u U vu, z Z vz          text                bytes must be UTF-8
 *   c C s S i I l L         whole number
 *   d:38,0 and the like     whole number        of 128 bits, or 64 or 32; decimals are refused
 *   f g                     number              NaN is null
 *   b                       0 or 1
 *   tdD tdm                 day
 *   tss: tsm: tsu: tsn:     day                 with a time zone the day is not certain
 *   n                       null
 *   an integer with a dictionary of texts or nulls   text
 */
#include "table/batch.h"

#include <errno.h>
#include <string.h>

#include "schema/schema.h"
#include "text/text.h"

enum { STREAM_ROWS_BITS = 40 };

struct dlb_source {
    struct dlb_env *env;
    const char *table;
    struct ArrowArrayStream stream;
    int64_t n_children;
    int64_t next_row;
    dolbom_status failed; /* the status of the last dlb_source_next, if it failed */
    bool at_end;
    size_t n_columns;
    struct dlb_array unwanted; /* of char *, in names */
    struct dlb_arena names;
    struct dlb_source_column columns[];
};

static const struct {
    char format[5];
    uint8_t layout;
    int64_t ticks; /* per day, for formats that count finer */
} formats[] = {
    {"u", DLB_LAYOUT_TEXT32, 0},
    {"U", DLB_LAYOUT_TEXT64, 0},
    {"vu", DLB_LAYOUT_VIEW, 0},
    {"z", DLB_LAYOUT_TEXT32, 0},
    {"Z", DLB_LAYOUT_TEXT64, 0},
    {"vz", DLB_LAYOUT_VIEW, 0},
    {"c", DLB_LAYOUT_INT8, 0},
    {"C", DLB_LAYOUT_UINT8, 0},
    {"s", DLB_LAYOUT_INT16, 0},
    {"S", DLB_LAYOUT_UINT16, 0},
    {"i", DLB_LAYOUT_INT32, 0},
    {"I", DLB_LAYOUT_UINT32, 0},
    {"l", DLB_LAYOUT_INT64, 0},
    {"L", DLB_LAYOUT_UINT64, 0},
    {"f", DLB_LAYOUT_FLOAT32, 0},
    {"g", DLB_LAYOUT_FLOAT64, 0},
    {"b", DLB_LAYOUT_BOOL, 0},
    {"n", DLB_LAYOUT_NULL, 0},
    {"tdD", DLB_LAYOUT_DAY32, 0},
    {"tdm", DLB_LAYOUT_DAY64, INT64_C(86400000)},
    {"tss:", DLB_LAYOUT_DAY64, INT64_C(86400)},
    {"tsm:", DLB_LAYOUT_DAY64, INT64_C(86400000)},
    {"tsu:", DLB_LAYOUT_DAY64, INT64_C(86400000000)},
    {"tsn:", DLB_LAYOUT_DAY64, INT64_C(86400000000000)},
};

/* How a whole decimal lies in memory: "d:38,0", "d:18,0,64"; false for all other formats. */
static bool read_decimal(const char *format, uint8_t *layout)
{
    if (format[0] != 'd' || format[1] != ':') return false;
    const char *at = format + 2;
    while (*at >= '0' && *at <= '9') at++;
    if (strcmp(at, ",0") == 0 || strcmp(at, ",0,128") == 0)
        *layout = DLB_LAYOUT_INT128;
    else if (strcmp(at, ",0,64") == 0)
        *layout = DLB_LAYOUT_INT64;
    else if (strcmp(at, ",0,32") == 0)
        *layout = DLB_LAYOUT_INT32;
    else
        return false;
    return true;
}

/* How cells of a format lie in memory; false when they cannot be read. */
static bool read_format(const char *format, uint8_t *layout, int64_t *ticks)
{
    *ticks = 0;
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (strcmp(formats[i].format, format) != 0) continue;
        *layout = formats[i].layout;
        *ticks = formats[i].ticks;
        return true;
    }
    return read_decimal(format, layout);
}

static bool is_index(uint8_t layout)
{
    return layout >= DLB_LAYOUT_INT8 && layout <= DLB_LAYOUT_UINT64;
}

/* What a dictionary may hold: texts, or nulls where a column has no values at all. */
static bool is_entry(uint8_t layout)
{
    return layout == DLB_LAYOUT_NULL || (layout >= DLB_LAYOUT_TEXT32 && layout <= DLB_LAYOUT_VIEW);
}

/* A format is shown in messages, but a broken schema may hold anything. */
static const char *printable(const char *format)
{
    for (const char *at = format; *at; at++) {
        if (*at <= ' ' || *at > '~') return "?";
    }
    return format;
}

/* ---- the stream --------------------------------------------------------------------- */

static dolbom_status stream_failed(const struct dlb_source *source, int code, dolbom_error *error)
{
    if (code == ENOMEM) return dlb_fail_memory(error, source->env);
    errno = code; /* where dlb_fail looks for the reason */
    return dlb_fail(error, DOLBOM_E_IO, -1, NULL, "table %s: the stream that carries it failed",
                    source->table);
}

/* What is wrong with a table's schema, other than its columns' types; NULL: nothing. */
static const char *schema_fault(const struct ArrowSchema *schema)
{
    if (!schema->release) return "the stream gave no schema";
    if (!schema->format) return "the schema has no format";
    if (strcmp(schema->format, "+s") != 0)
        return "the stream carries a single column instead of a table";
    if (schema->dictionary) return "the schema has a dictionary of rows";
    if (schema->n_children < 0) return "the schema has an impossible number of columns";
    if (schema->n_children > 0 && !schema->children) return "the schema has no columns";
    return NULL;
}

static const char *column_fault(const struct ArrowSchema *column)
{
    if (!column) return "the schema lacks a column";
    if (!column->release) return "a column was moved out of the schema";
    if (!column->format) return "a column has no format";
    return NULL;
}

static dolbom_status check_schema(const struct dlb_source *source, const struct ArrowSchema *schema,
                                  dolbom_error *error)
{
    const char *fault = schema_fault(schema);
    if (!fault && schema->n_children > DLB_COLUMNS_MAX)
        return dlb_fail(error, DOLBOM_E_SCHEMA, -1, NULL, "table %s has more than %d columns",
                        source->table, DLB_COLUMNS_MAX);
    for (int64_t i = 0; !fault && i < schema->n_children; i++)
        fault = column_fault(schema->children[i]);
    if (!fault) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_INPUT, -1, NULL, "table %s: %s", source->table, fault);
}

static dolbom_status read_schema(struct dlb_source *source, struct ArrowSchema *schema,
                                 dolbom_error *error)
{
    struct ArrowArrayStream *stream = &source->stream;
    if (!stream->get_schema || !stream->get_next)
        return dlb_fail(error, DOLBOM_E_INPUT, -1, NULL, "table %s: the stream lacks a callback",
                        source->table);
    int code = stream->get_schema(stream, schema);
    if (code != 0) {
        schema->release = NULL; /* after a failure it holds nothing of ours */
        return stream_failed(source, code, error);
    }
    dolbom_status status = check_schema(source, schema, error);
    source->n_children = status == DOLBOM_OK ? schema->n_children : 0;
    return status;
}

/* ---- the columns -------------------------------------------------------------------- */

enum { CHILD_ABSENT = -1, CHILD_TWICE = -2 };

static int64_t child_named(const struct ArrowSchema *schema, const char *name)
{
    int64_t found = CHILD_ABSENT;
    for (int64_t i = 0; i < schema->n_children; i++) {
        const char *theirs = schema->children[i]->name;
        if (!theirs || strcmp(theirs, name) != 0) continue;
        if (found != CHILD_ABSENT) return CHILD_TWICE;
        found = i;
    }
    return found;
}

static int64_t find_child(const struct ArrowSchema *schema, const char *name,
                          const struct dlb_rename *renames, size_t n_renames)
{
    bool renamed = false;
    for (size_t i = 0; i < n_renames; i++) {
        if (strcmp(renames[i].ours, name) != 0) continue;
        int64_t found = child_named(schema, renames[i].theirs);
        if (found != CHILD_ABSENT) return found;
        renamed = true;
    }
    return renamed ? CHILD_ABSENT : child_named(schema, name);
}

static dolbom_status unusable(const struct dlb_source *source, const char *column,
                              const char *format, dolbom_error *error)
{
    return dlb_fail(error, DOLBOM_E_SCHEMA, -1, column,
                    "table %s: a column of Arrow type '%.24s' cannot be read; give text, whole "
                    "numbers or dates",
                    source->table, printable(format));
}

/* A column of indices: the layout of the texts that they stand for. */
static dolbom_status resolve_dictionary(const struct dlb_source *source,
                                        const struct ArrowSchema *theirs,
                                        struct dlb_source_column *column, dolbom_error *error)
{
    const struct ArrowSchema *texts = theirs->dictionary;
    const char *fault = column_fault(texts);
    if (fault)
        return dlb_fail(error, DOLBOM_E_INPUT, -1, column->name, "table %s: dictionary: %s",
                        source->table, fault);
    int64_t ticks;
    bool plain = read_format(texts->format, &column->text, &ticks) && is_entry(column->text) &&
                 !texts->dictionary;
    if (!plain || texts->n_children != 0)
        return unusable(source, column->name, texts->format, error);
    if (!is_index(column->layout)) return unusable(source, column->name, theirs->format, error);
    column->index = column->layout;
    column->layout = DLB_LAYOUT_DICTIONARY;
    return DOLBOM_OK;
}

static dolbom_status resolve_type(const struct dlb_source *source, const struct ArrowSchema *theirs,
                                  struct dlb_source_column *column, dolbom_error *error)
{
    if (!read_format(theirs->format, &column->layout, &column->ticks))
        return unusable(source, column->name, theirs->format, error);
    if (theirs->n_children != 0)
        return dlb_fail(error, DOLBOM_E_INPUT, -1, column->name,
                        "table %s: a simple column claims to have columns of its own",
                        source->table);
    return theirs->dictionary ? resolve_dictionary(source, theirs, column, error) : DOLBOM_OK;
}

/* Of a column that only the plan knows a catalogue can still tell what was meant. */
static dolbom_status fail_expected(const struct dlb_source *source, const char *name,
                                   dolbom_error *error)
{
    const struct dlb_schema *schema = dlb_schema_find(source->table);
    const char *nearest = schema ? dlb_schema_nearest_column(schema, name) : NULL;
    char hint[DLB_HINT_MAX];
    return dlb_fail(error, DOLBOM_E_SCHEMA, -1, name,
                    "table %s lacks this column, which the plan compares%s", source->table,
                    dlb_did_you_mean(nearest, hint));
}

/* What the plan says of the column's cells: words of one column stand together. */
static void plan_cells(const struct dlb_mapping *mapping, struct dlb_source_column *column)
{
    for (size_t i = 0; i < mapping->n_values; i++) {
        if (strcmp(mapping->values[i].ours, column->name) != 0) continue;
        if (!column->n_words++) column->words = &mapping->values[i];
    }
    for (size_t i = 0; i < mapping->n_constants; i++)
        if (strcmp(mapping->constants[i].ours, column->name) == 0)
            column->constant = dlb_text_of(mapping->constants[i].theirs);
}

static dolbom_status find_column(const struct dlb_source *source, const struct ArrowSchema *schema,
                                 const struct dlb_column *wanted, const struct dlb_mapping *mapping,
                                 struct dlb_source_column *column, dolbom_error *error)
{
    column->name = wanted->name;
    column->child = CHILD_ABSENT;
    if (wanted->unread) return DOLBOM_OK;
    column->child = find_child(schema, wanted->name, mapping->renames, mapping->n_renames);
    plan_cells(mapping, column);
    if (column->child == CHILD_TWICE)
        return dlb_fail(error, DOLBOM_E_SCHEMA, -1, wanted->name,
                        "table %s has two columns of this name; rename or remove one",
                        source->table);
    if (column->child != CHILD_ABSENT)
        return resolve_type(source, schema->children[column->child], column, error);
    if (column->constant.data) return DOLBOM_OK;
    if (wanted->expected) return fail_expected(source, wanted->name, error);
    if (!wanted->required) return DOLBOM_OK;
    return dlb_fail(error, DOLBOM_E_SCHEMA, -1, wanted->name,
                    "table %s lacks this required column; add it, or name the column that holds "
                    "it in the plan's columns",
                    source->table);
}

/* Is a child read as one of the wanted columns, or does it bear the name of one? */
static bool is_wanted(const struct dlb_source *source, const struct dlb_column *columns,
                      const struct ArrowSchema *schema, int64_t child)
{
    const char *name = schema->children[child]->name;
    for (size_t i = 0; i < source->n_columns; i++)
        if (source->columns[i].child == child || (name && strcmp(columns[i].name, name) == 0))
            return true;
    return !name;
}

static dolbom_status keep_unwanted(struct dlb_source *source, const struct dlb_column *columns,
                                   const struct ArrowSchema *schema, dolbom_error *error)
{
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (is_wanted(source, columns, schema, i)) continue;
        const char *name = schema->children[i]->name;
        char **room =
            dlb_array_reserve(source->env, &source->unwanted, 1, sizeof *room, DLB_COLUMNS_MAX);
        char *copy = room ? dlb_arena_copy(&source->names, name, strlen(name) + 1) : NULL;
        if (!copy) return dlb_fail_memory(error, source->env);
        room[0] = copy;
        source->unwanted.n++;
    }
    return DOLBOM_OK;
}

/* ---- the interface ------------------------------------------------------------------- */

static size_t source_bytes(size_t n_columns)
{
    return sizeof(struct dlb_source) + n_columns * sizeof(struct dlb_source_column);
}

/* Fill in a source that owns the stream already. */
static struct dlb_source *source_of(struct dlb_env *env, const char *table,
                                    struct ArrowArrayStream *stream, size_t n_columns)
{
    struct dlb_source *source = dlb_alloc_zero(env, source_bytes(n_columns));
    if (!source) return NULL;
    source->env = dlb_env_share(env);
    dlb_arena_init(&source->names, env, true);
    source->table = table;
    source->n_columns = n_columns;
    source->stream = *stream;
    stream->release = NULL;
    return source;
}

dolbom_status dlb_source_open(struct dlb_env *env, const char *table,
                              struct ArrowArrayStream *stream, const struct dlb_column *columns,
                              size_t n_columns, const struct dlb_mapping *mapping,
                              struct dlb_source **source, dolbom_error *error)
{
    static const struct dlb_mapping none;
    *source = NULL;
    if (!stream->release)
        return dlb_fail(error, DOLBOM_E_ARG, -1, NULL, "table %s: its stream is already released",
                        table);
    struct ArrowSchema schema = {0};
    struct dlb_source *opened = source_of(env, table, stream, n_columns);
    dolbom_status status = opened ? DOLBOM_OK : dlb_fail_memory(error, env);
    if (status != DOLBOM_OK) goto done;
    status = read_schema(opened, &schema, error);
    for (size_t i = 0; status == DOLBOM_OK && i < n_columns; i++)
        status = find_column(opened, &schema, &columns[i], mapping ? mapping : &none,
                             &opened->columns[i], error);
    if (status == DOLBOM_OK) status = keep_unwanted(opened, columns, &schema, error);
    if (status != DOLBOM_OK) goto done;
    *source = opened;
    opened = NULL;

done:
    if (schema.release) schema.release(&schema);
    if (stream->release) stream->release(stream);
    stream->release = NULL;
    dlb_source_close(opened);
    return status;
}

const char *dlb_source_unwanted(const struct dlb_source *source, size_t index)
{
    char *const *names = source->unwanted.data;
    return index < source->unwanted.n ? names[index] : NULL;
}

bool dlb_source_has(const struct dlb_source *source, size_t column)
{
    const struct dlb_source_column *this = &source->columns[column];
    return this->child != CHILD_ABSENT || this->constant.data;
}

static dolbom_status read_batch(struct dlb_source *source, struct dlb_batch **batch,
                                dolbom_error *error)
{
    struct ArrowArray array = {0};
    int code = source->stream.get_next(&source->stream, &array);
    if (code != 0) return stream_failed(source, code, error);
    source->at_end = !array.release;
    if (source->at_end) return DOLBOM_OK;
    dolbom_status status =
        dlb_batch_open(source->env, source->table, &array, source->n_children, source->columns,
                       source->n_columns, source->next_row, batch, error);
    if (status != DOLBOM_OK) return status;
    source->next_row += dlb_batch_rows(*batch);
    if (source->next_row <= INT64_C(1) << STREAM_ROWS_BITS) return DOLBOM_OK;
    dlb_batch_release(*batch);
    *batch = NULL;
    return dlb_fail(error, DOLBOM_E_INPUT, -1, NULL, "table %s has more than 2^%d rows",
                    source->table, STREAM_ROWS_BITS);
}

dolbom_status dlb_source_next(struct dlb_source *source, struct dlb_batch **batch,
                              dolbom_error *error)
{
    *batch = NULL;
    if (source->at_end) return DOLBOM_OK;
    if (source->failed != DOLBOM_OK)
        return dlb_fail(error, source->failed, -1, NULL,
                        "table %s: an earlier attempt to read it failed", source->table);
    source->failed = read_batch(source, batch, error);
    return source->failed;
}

void dlb_source_close(struct dlb_source *source)
{
    if (!source) return;
    struct dlb_env *env = source->env;
    if (source->stream.release) source->stream.release(&source->stream);
    dlb_array_clear(env, &source->unwanted, sizeof(char *));
    dlb_arena_clear(&source->names);
    dlb_free(env, source, source_bytes(source->n_columns));
    dlb_env_release(env);
}
