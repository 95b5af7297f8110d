/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dictionary.c - distinct texts and the numbers that stand for them.
 *
 * Open addressing with linear probing; a slot is 8 bytes, so that eight share a cache line:
 *
 *   hash   low 32 bits of XXH3 with the environment's seed (see index.c), also the place where
 *          probing starts
 *   code   the text's number, or EMPTY
 *
 * Growing needs no text, for the hash is in the slot. Equal hashes prove nothing: texts are
 * always compared. Codes follow the order of arrival until dlb_dictionary_sort.
 */
#include "intake/intake.h"

enum {
    FIRST_SLOTS = 64,
    CODES_MAX = 1 << 30 /* 32 bits still address twice as many slots */
};

static const uint32_t EMPTY = UINT32_MAX;

struct slot {
    uint32_t hash;
    uint32_t code;
};

struct dlb_dictionary {
    struct dlb_env *env;
    struct slot *slots;
    size_t n_slots;         /* a power of two, at least twice the texts; 0 at first */
    struct dlb_array texts; /* struct dlb_text, by code */
    struct dlb_arena bytes;
};

dolbom_status dlb_dictionary_open(struct dlb_env *env, struct dlb_dictionary **dictionary,
                                  dolbom_error *error)
{
    *dictionary = dlb_alloc_zero(env, sizeof **dictionary);
    if (!*dictionary) return dlb_fail_memory(error, env);
    (*dictionary)->env = dlb_env_share(env);
    dlb_arena_init(&(*dictionary)->bytes, env, true);
    return DOLBOM_OK;
}

static uint32_t hash_of(const struct dlb_dictionary *dictionary, struct dlb_text text)
{
    return (uint32_t)dlb_hash64_seeded(text.data, text.len, dlb_env_seed(dictionary->env));
}

static const struct dlb_text *text_at(const struct dlb_dictionary *dictionary, uint32_t code)
{
    return (const struct dlb_text *)dictionary->texts.data + code;
}

/* The slot of a text, or the empty slot where it belongs; there is always an empty one. */
static struct slot *find_slot(const struct dlb_dictionary *dictionary, struct dlb_text text,
                              uint32_t hash)
{
    size_t mask = dictionary->n_slots - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        struct slot *slot = &dictionary->slots[i];
        if (slot->code == EMPTY) return slot;
        if (slot->hash == hash && dlb_text_equal(*text_at(dictionary, slot->code), text))
            return slot;
    }
}

static bool grow(struct dlb_dictionary *dictionary)
{
    size_t n = dictionary->n_slots ? 2 * dictionary->n_slots : FIRST_SLOTS;
    struct slot *slots = dlb_alloc_array(dictionary->env, n, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i < n; i++) slots[i].code = EMPTY;
    for (size_t i = 0; i < dictionary->n_slots; i++) {
        if (dictionary->slots[i].code == EMPTY) continue;
        size_t to = dictionary->slots[i].hash & (n - 1);
        while (slots[to].code != EMPTY) to = (to + 1) & (n - 1);
        slots[to] = dictionary->slots[i];
    }
    dlb_free(dictionary->env, dictionary->slots, dictionary->n_slots * sizeof *slots);
    dictionary->slots = slots;
    dictionary->n_slots = n;
    return true;
}

/* Appends a copy of the text; false: no memory, and nothing has changed. */
static bool keep(struct dlb_dictionary *dictionary, struct dlb_text text)
{
    struct dlb_text *kept =
        dlb_array_reserve(dictionary->env, &dictionary->texts, 1, sizeof *kept, CODES_MAX);
    if (!kept) return false;
    *kept = text;
    if (text.data) kept->data = dlb_arena_copy(&dictionary->bytes, text.data, text.len);
    if (text.data && !kept->data) return false;
    dictionary->texts.n++;
    return true;
}

dolbom_status dlb_dictionary_put(struct dlb_dictionary *dictionary, struct dlb_text text,
                                 uint32_t *code, dolbom_error *error)
{
    bool full = 2 * (dictionary->texts.n + 1) > dictionary->n_slots;
    if (full && !grow(dictionary)) return dlb_fail_memory(error, dictionary->env);
    uint32_t hash = hash_of(dictionary, text);
    struct slot *slot = find_slot(dictionary, text, hash);
    if (slot->code == EMPTY) {
        if (!keep(dictionary, text)) return dlb_fail_memory(error, dictionary->env);
        *slot = (struct slot){hash, (uint32_t)(dictionary->texts.n - 1)};
    }
    *code = slot->code;
    return DOLBOM_OK;
}

uint32_t dlb_dictionary_find(const struct dlb_dictionary *dictionary, struct dlb_text text)
{
    if (dictionary->n_slots == 0) return UINT32_MAX;
    return find_slot(dictionary, text, hash_of(dictionary, text))->code;
}

struct dlb_text dlb_dictionary_text(const struct dlb_dictionary *dictionary, uint32_t code)
{
    return *text_at(dictionary, code);
}

uint32_t dlb_dictionary_count(const struct dlb_dictionary *dictionary)
{
    return (uint32_t)dictionary->texts.n;
}

dolbom_status dlb_dictionary_sort(struct dlb_dictionary *dictionary, uint32_t *new_code,
                                  dolbom_error *error)
{
    struct dlb_env *env = dictionary->env;
    uint32_t n = dlb_dictionary_count(dictionary);
    if (n == 0) return DOLBOM_OK;
    struct dlb_text *texts = dictionary->texts.data;
    uint32_t *order = dlb_alloc_array(env, n, sizeof *order);
    struct dlb_text *sorted = dlb_alloc_array(env, n, sizeof *sorted);
    dolbom_status status = order && sorted ? dlb_sort_texts(env, texts, NULL, n, order, error)
                                           : dlb_fail_memory(error, env);
    if (status != DOLBOM_OK) goto done;
    for (uint32_t i = 0; i < n; i++) {
        sorted[i] = texts[order[i]];
        new_code[order[i]] = i;
    }
    for (uint32_t i = 0; i < n; i++) texts[i] = sorted[i];
    for (size_t i = 0; i < dictionary->n_slots; i++) {
        struct slot *slot = &dictionary->slots[i];
        if (slot->code != EMPTY) slot->code = new_code[slot->code];
    }

done:
    dlb_free(env, order, n * sizeof *order);
    dlb_free(env, sorted, n * sizeof *sorted);
    return status;
}

void dlb_dictionary_free(struct dlb_dictionary *dictionary)
{
    if (!dictionary) return;
    struct dlb_env *env = dictionary->env;
    dlb_free(env, dictionary->slots, dictionary->n_slots * sizeof *dictionary->slots);
    dlb_array_clear(env, &dictionary->texts, sizeof(struct dlb_text));
    dlb_arena_clear(&dictionary->bytes);
    dlb_free(env, dictionary, sizeof *dictionary);
    dlb_env_release(env);
}
