/* SPDX-License-Identifier: Apache-2.0 */
/*
 * job_places.h - {month} and {day} in the texts of a job.
 */
#ifndef JOB_PLACES_H
#define JOB_PLACES_H

#include <stdbool.h>

/* Are all that stand in the text known? */
bool job_places_known(const char *text);
/* Is there one? */
bool job_places_any(const char *text);
/* The text with those of the day, to be freed; NULL: no memory. */
char *job_places_fill(const char *text, const char *day);
/* A pattern for glob(3) of what job_places_fill() makes of the text on any day, to be freed. */
char *job_places_pattern(const char *text);
/* A pattern of the text with those of the day, in which only * and ? stand for others; to be freed.
 */
char *job_places_choice(const char *text, const char *day);

#endif
