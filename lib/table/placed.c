/* SPDX-License-Identifier: Apache-2.0 */
/*
 * placed.c - a stream whose columns count by their place, under names of ours.
 *
 * Whoever hands over one column does not care what it is called, and often has no table
 * around it: the stream of a chunked array carries the arrays themselves.
 *
 *   theirs                    as a table of ours
 *   +s of as many columns     the same arrays, other names in the schema
 *   any other format          a table of one column; each array gets a root
 *
 * What is wrong with a schema or an array is for the source to say, which reads this stream.
 */
#include "table/table.h"

#include <errno.h>
#include <string.h>

/* Only a source sees its schemas, and looks at them once. */
struct placed {
    struct dlb_env *env;
    struct ArrowArrayStream inner;
    struct ArrowSchema theirs;
    bool is_bare;
    size_t n;
    struct ArrowSchema columns[DLB_PLACES_MAX], *list[DLB_PLACES_MAX];
};

/* ---- the schema ---------------------------------------------------------------------- */

static void forget_schema(struct ArrowSchema *schema)
{
    schema->release = NULL; /* the stream owns it */
}

static int give_schema(struct ArrowArrayStream *stream, struct ArrowSchema *schema)
{
    struct placed *placed = stream->private_data;
    *schema = (struct ArrowSchema){.format = "+s",
                                   .name = "",
                                   .n_children = (int64_t)placed->n,
                                   .children = placed->list,
                                   .release = forget_schema};
    return 0;
}

/* Their column under our name; one that is missing or released stays so. */
static void rename_column(struct placed *placed, size_t i, const struct ArrowSchema *theirs,
                          const char *name)
{
    if (!theirs) return;
    placed->columns[i] = *theirs;
    placed->columns[i].name = name;
    placed->list[i] = &placed->columns[i];
    if (theirs->release) placed->columns[i].release = forget_schema;
}

static dolbom_status place_columns(struct placed *placed, const char *table,
                                   const char *const *names, dolbom_error *error)
{
    const struct ArrowSchema *theirs = &placed->theirs;
    placed->is_bare = !theirs->format || strcmp(theirs->format, "+s") != 0;
    size_t n = placed->is_bare ? 1 : (size_t)theirs->n_children;
    if (n != placed->n)
        return dlb_fail(error, DOLBOM_E_SCHEMA, -1, NULL, "%s: %zu columns are wanted, not %zu",
                        table, placed->n, n);
    for (size_t i = 0; i < n; i++) {
        if (placed->is_bare)
            rename_column(placed, i, theirs, names[i]);
        else if (theirs->children)
            rename_column(placed, i, theirs->children[i], names[i]);
    }
    return DOLBOM_OK;
}

/* ---- arrays -------------------------------------------------------------------------- */

/* The root of an array that came without one. */
struct root {
    struct dlb_env *env;
    struct ArrowArray column, *list[1];
    const void *buffers[1];
};

static void release_root(struct ArrowArray *array)
{
    struct root *root = array->private_data;
    struct dlb_env *env = root->env;
    if (root->column.release) root->column.release(&root->column);
    dlb_free(env, root, sizeof *root);
    dlb_env_release(env);
    array->release = NULL;
}

static int give_root(struct dlb_env *env, struct ArrowArray *column, struct ArrowArray *out)
{
    struct root *root = dlb_alloc_zero(env, sizeof *root);
    if (!root) {
        column->release(column);
        return ENOMEM;
    }
    root->env = dlb_env_share(env);
    root->column = *column;
    root->list[0] = &root->column;
    *out = (struct ArrowArray){.length = column->length,
                               .n_buffers = 1,
                               .n_children = 1,
                               .buffers = root->buffers,
                               .children = root->list,
                               .release = release_root,
                               .private_data = root};
    return 0;
}

static int give_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct placed *placed = stream->private_data;
    struct ArrowArray array = {0};
    int code = placed->inner.get_next(&placed->inner, &array);
    if (code != 0) return code;
    if (placed->is_bare && array.release) return give_root(placed->env, &array, out);
    *out = array;
    return 0;
}

/* ---- the stream ---------------------------------------------------------------------- */

static const char *give_no_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return NULL; /* nobody asks: what a producer says may quote data */
}

static void release_placed(struct ArrowArrayStream *stream)
{
    struct placed *placed = stream->private_data;
    struct dlb_env *env = placed->env;
    if (placed->theirs.release) placed->theirs.release(&placed->theirs);
    if (placed->inner.release) placed->inner.release(&placed->inner);
    dlb_free(env, placed, sizeof *placed);
    dlb_env_release(env);
    *stream = (struct ArrowArrayStream){0};
}

static dolbom_status read_theirs(struct placed *placed, const char *table, dolbom_error *error)
{
    struct ArrowArrayStream *inner = &placed->inner;
    if (!inner->get_schema || !inner->get_next)
        return dlb_fail(error, DOLBOM_E_INPUT, -1, NULL, "%s: the stream lacks a callback", table);
    int code = inner->get_schema(inner, &placed->theirs);
    if (code == 0 && placed->theirs.release) return DOLBOM_OK;
    placed->theirs.release = NULL;
    if (code == 0)
        return dlb_fail(error, DOLBOM_E_INPUT, -1, NULL, "%s: the stream gave no schema", table);
    if (code == ENOMEM) return dlb_fail_memory(error, placed->env);
    errno = code;
    return dlb_fail(error, DOLBOM_E_IO, -1, NULL, "%s: the stream that carries it failed", table);
}

dolbom_status dlb_stream_place(struct dlb_env *env, const char *table,
                               struct ArrowArrayStream *stream, const char *const *names, size_t n,
                               dolbom_error *error)
{
    struct placed *placed = dlb_alloc_zero(env, sizeof *placed);
    if (!placed) return dlb_fail_memory(error, env);
    placed->env = dlb_env_share(env);
    placed->n = n;
    placed->inner = *stream;
    *stream = (struct ArrowArrayStream){.get_schema = give_schema,
                                        .get_next = give_next,
                                        .get_last_error = give_no_error,
                                        .release = release_placed,
                                        .private_data = placed};
    dolbom_status status = read_theirs(placed, table, error);
    return status == DOLBOM_OK ? place_columns(placed, table, names, error) : status;
}
