/* SPDX-License-Identifier: Apache-2.0 */
/*
 * schema_export.c - an Arrow schema of columns that all have one format.
 */
#include "common/common.h"

#include <stdlib.h>
#include <string.h>

static void release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++) {
        struct ArrowSchema *child = schema->children[i];
        if (child && child->release) child->release(child);
        free(child);
    }
    free(schema->children);
    free((char *)schema->name);
    schema->release = NULL;
}

bool io_schema_export(const char *const *names, size_t n, const char *format,
                      struct ArrowSchema *out)
{
    *out = (struct ArrowSchema){.format = "+s", .release = release_schema};
    out->children = calloc(n, sizeof *out->children);
    bool done = out->children != NULL;
    for (size_t i = 0; done && i < n; i++) {
        struct ArrowSchema *child = calloc(1, sizeof *child);
        out->children[out->n_children++] = child;
        done = child != NULL;
        if (!done) break;
        *child = (struct ArrowSchema){.format = format,
                                      .name = strdup(names[i]),
                                      .flags = ARROW_FLAG_NULLABLE,
                                      .release = release_schema};
        done = child->name != NULL;
    }
    if (!done) release_schema(out);
    return done;
}
