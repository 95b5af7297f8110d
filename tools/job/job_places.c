/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job_places.c - {month} and {day} in the texts of a job.
 */
#include "job/job_places.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGIT "[0-9]"

static const struct place {
    const char *name;
    int len; /* of a day as YYYY-MM-DD, that much stands for it */
    const char *pattern;
} places[] = {
    {"{month}", 7, DIGIT DIGIT DIGIT DIGIT "-" DIGIT DIGIT},
    {"{day}", 10, DIGIT DIGIT DIGIT DIGIT "-" DIGIT DIGIT "-" DIGIT DIGIT},
};

/* The place that the text begins with, or NULL. */
static const struct place *place_at(const char *text)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (strncmp(text, places[i].name, strlen(places[i].name)) == 0) return &places[i];
    return NULL;
}

bool job_places_known(const char *text)
{
    for (; (text = strchr(text, '{')) != NULL; text++)
        if (!place_at(text)) return false;
    return true;
}

bool job_places_any(const char *text)
{
    return strchr(text, '{') != NULL;
}

/* With a day its places are filled, without one they become patterns; those of `plain` lose what
 * they mean to glob(3). */
static char *expand(const char *text, const char *day, const char *plain)
{
    char *made = NULL;
    size_t size;
    FILE *to = open_memstream(&made, &size);
    if (!to) return NULL;
    while (*text) {
        const struct place *place = place_at(text);
        if (place && day)
            fprintf(to, "%.*s", place->len, day);
        else if (place)
            fputs(place->pattern, to);
        else if (strchr(plain, *text))
            fprintf(to, "\\%c", *text);
        else
            fputc(*text, to);
        text += place ? strlen(place->name) : 1;
    }
    bool failed = ferror(to) != 0;
    if (fclose(to) == 0 && !failed) return made;
    free(made);
    return NULL;
}

char *job_places_fill(const char *text, const char *day)
{
    return expand(text, day, "");
}

char *job_places_pattern(const char *text)
{
    return expand(text, NULL, "*?[\\");
}

char *job_places_choice(const char *text, const char *day)
{
    return expand(text, day, "[\\");
}
