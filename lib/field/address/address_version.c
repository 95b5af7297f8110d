/* SPDX-License-Identifier: Apache-2.0 */
/*
 * address_version.c - which keys of addresses can be compared.
 *
 * A key hashes names of today, so it changes with the tables of districts and with the way keys
 * are written; the version changes with both.
 */
#include "field/address/emd.h"

#include <string.h>

#include "field/field.h"

/* Addresses whose keys show how keys are written: a road, a city's gu, a twin dong, a ri. */
static uint64_t probe_keys(uint64_t hash)
{
    static const char *const probes[] = {
        "세종특별자치시 한누리대로 지하 1811-2",
        "경기도 성남시 중원구 시민로5번길 17",
        "경상남도 창원시 성산구 중앙동 산 97-4",
        "전라남도 신안군 임자면 진리 12",
    };
    for (size_t i = 0; i < sizeof probes / sizeof *probes; i++) {
        struct dlb_address a = {0};
        dlb_address_parse(NULL, (struct dlb_text){probes[i], strlen(probes[i])}, &a);
        hash = dlb_hash_mix(dlb_hash_mix(hash, a.street_key), a.road_key ^ a.lot_key);
    }
    return hash;
}

uint64_t dlb_address_version(void)
{
    return probe_keys(dlb_hash_mix(dlb_districts_hash(), dlb_emds_hash()));
}
