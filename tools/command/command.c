/* SPDX-License-Identifier: Apache-2.0 */
/*
 * command.c - the subcommands, one entry each.
 */
#include "command/command.h"

static const struct tool_command commands[] = {
    {"reconcile", "", "find people served twice and people nobody serves, from files to report",
     "  dolbom reconcile --in examples/namyangju --policy policy --as-of 2026-06-30 --out "
     "out/demo\n"
     "  dolbom reconcile --in july --policy policy --as-of 2026-07-31 --previous out/june --out "
     "out/july\n"
     "  dolbom reconcile --in july --policy policy --as-of 2026-07-31 --previous out/june --out "
     "out/july \\\n"
     "      --decisions filled-in/worklist_*.xlsx --worklists out/july-worklists\n",
     TOOL_RECONCILE, 0, cmd_reconcile, NULL},
    {"run", "JOB.yaml", "a month's reconcile as a file says it: with lock, log and previous month",
     "  printf 'in: examples/namyangju\\npolicy: policy\\nas_of: end_of_last_month\\n"
     "out: out/{month}\\nprevious: last\\nlog: job.log\\n' > job.yaml\n"
     "  dolbom run --print job.yaml\n"
     "  dolbom run --as-of 2026-06-30 job.yaml\n",
     TOOL_BIT(TOOL_AS_OF) | TOOL_BIT(TOOL_PRINT) | TOOL_BIT(TOOL_RESUME), 1, cmd_run,
     "A job's keys are the options of dolbom reconcile, with _ for -, and log: a file to which "
     "each "
     "event is added.\nPaths are relative to the folder of the job. {month} and {day} in them are "
     "those of as_of, which is a\nday, today or end_of_last_month. previous: last takes the newest "
     "earlier results."},
    {"inspect", "FILE|DIR", "what files are and how they would be read, before they are",
     "  dolbom inspect exports --write map.yaml\n"
     "  dolbom inspect exports --plan map.yaml --as-of 2026-06-30\n",
     TOOL_PLANNED | TOOL_BIT(TOOL_ENCODING) | TOOL_BIT(TOOL_INVALID) | TOOL_BIT(TOOL_WRITE) |
         TOOL_BIT(TOOL_POLICY),
     1, cmd_inspect, NULL},
    {"link", "", "find which records are the same person: clean, link, group",
     "  dolbom link --in examples/namyangju --out out/linked\n", TOOL_TABLES, 0, cmd_link, NULL},
    {"clean", "", "write people's records as the comparison sees them",
     "  dolbom clean --in examples/namyangju --out out/cleaned\n", TOOL_TABLES, 0, cmd_clean, NULL},
    {"group", "", "form persons from a pairs table and decisions",
     "  dolbom group --in DIR_WITH_PERSONS_AND_PAIRS --out out/grouped\n", TOOL_TABLES, 0,
     cmd_group, NULL},
    {"duplicates", "", "find what was given twice, to persons that link has formed",
     "  dolbom duplicates --in DIR --policy policy --as-of 2026-06-30 --out out/duplicates\n",
     TOOL_RULES, 0, cmd_duplicates, NULL},
    {"omissions", "", "find what was needed and not given, to persons that link has formed",
     "  dolbom omissions --in DIR --policy policy --as-of 2026-06-30 --out out/omissions\n",
     TOOL_RULES, 0, cmd_omissions, NULL},
    {"check", "", "before paying: what a planned service would be a duplicate of",
     "  dolbom check --in examples/namyangju --policy policy --as-of 2026-06-30 --fail-on 3 \\\n"
     "      --service '{\"agency_id\": \"food-bank\", \"record_id\": \"P0000444\", \"programme\": "
     "\"food_box\", "
     "\"start_date\": \"2026-07-01\"}'\n",
     TOOL_RULES | TOOL_BIT(TOOL_SERVICE), 0, cmd_check, NULL},
    {"diff", "OUT1 OUT2",
     "compare what two runs found: what is new, gone and changed; exit 1 if any",
     "  dolbom diff out/june out/july\n  dolbom diff out/june out/july.db --format csv > july.csv\n"
     "  dolbom diff out/before out/after --quiet && echo the same\n",
     TOOL_BIT(TOOL_FORMAT), 2, cmd_diff, NULL},
    {"simulate", "", "what a person may be entitled to, and why",
     "  printf 'fact,value\\nbirth_date,1955-04-02\\nspouse,0\\nincome_won,1400000\\n' > "
     "facts.csv\n"
     "  dolbom simulate --facts facts.csv --policy policy --month 2026-07 --html page.html\n"
     "  dolbom simulate --in examples/namyangju --person hope-east/P0000300 --policy policy "
     "--month 2026-06\n",
     TOOL_TABLES | TOOL_BIT(TOOL_POLICY) | TOOL_BIT(TOOL_FACTS) | TOOL_BIT(TOOL_PERSON) |
         TOOL_BIT(TOOL_MONTH) | TOOL_BIT(TOOL_HTML) | TOOL_BIT(TOOL_FORMAT),
     0, cmd_simulate,
     "facts FILE: CSV with the columns fact and value and, if wanted, as_of (the day on which it "
     "was so) and\nmember (of the household: one answer for each; empty: everybody's), or JSON: a "
     "list of such objects,\nor one object such as {\"age\": 70, \"income_won\": 820000}. "
     "birth_date gives age,\nage_months and birth_year."},
    {"explain", "AGENCY/RECORD [AGENCY/RECORD] | FINDING",
     "why two records are one person or are not, or what holds a person together",
     "  dolbom explain --in examples/namyangju food-bank/P0000444 hope-east/P0000300\n"
     "  dolbom explain --in examples/namyangju hope-east/P0000300 --format json\n"
     "  dolbom explain --in july --previous out/july 3f9c1a2b\n",
     TOOL_TABLES | TOOL_BIT(TOOL_PREVIOUS) | TOOL_BIT(TOOL_FORMAT), 1 | TOOL_MORE, cmd_explain,
     "With --previous the id of a finding, or its first 8 digits, names the records to compare. "
     "Weights are bits\nand add up to the pair's weight; no value of a record is shown."},
    {"eval", "", "measure pairs or persons against the truth: precision, recall, F1",
     "  dolbom eval --truth truth.csv --persons out/linked/person_records.csv\n",
     TOOL_BIT(TOOL_TRUTH) | TOOL_BIT(TOOL_PAIRS) | TOOL_BIT(TOOL_PERSONS), 0, cmd_eval, NULL},
    {"value", "KIND",
     "clean values, one per line: name, address, phone, date, rrn, brn, crn, sex, text, code, "
     "juso or pnu",
     "  printf '+82 10-1234-5678\\n' | dolbom value phone\n", TOOL_VALUES, 1, cmd_value, NULL},
    {"compare", "KIND", "compare two values per line, of any kind that value knows",
     "  printf '유영자\\t류 영자\\n' | dolbom compare name\n", TOOL_VALUES, 1, cmd_compare, NULL},
    {"juso", "load FILE... | check FILE",
     "make a table of addresses, for --juso, from the files of juso.go.kr",
     "  dolbom juso load rnaddrkor_*.txt jibun_rnaddrkor_*.txt --out juso.idx\n"
     "  dolbom juso check juso.idx\n"
     "  printf '세종시 반곡동 47-1\\n' | dolbom value address --juso juso.idx\n",
     TOOL_BIT(TOOL_OUT) | TOOL_BIT(TOOL_ENCODING) | TOOL_BIT(TOOL_INVALID) |
         TOOL_BIT(TOOL_MAX_REJECTS),
     2 | TOOL_MORE, cmd_juso, NULL},
    {"key", "new FILE | show FILE | rotate FILE | retire FILE",
     "make and change the secret key that ids are made with, for --key",
     "  dolbom key new care.key --domain namyangju-care\n"
     "  dolbom key show care.key\n"
     "  dolbom reconcile --in examples/namyangju --policy policy --as-of 2026-06-30 --key care.key "
     "\\\n      --out out/keyed\n"
     "  dolbom key rotate care.key --days 180\n"
     "  dolbom key retire care.key\n",
     TOOL_BIT(TOOL_DOMAIN) | TOOL_BIT(TOOL_DAYS), 2, cmd_key,
     "new makes a key file. rotate lets another key follow, and the one before it leaves; retire "
     "destroys\nthe leaving key. Keep a copy of the file where only few may go: what was lost "
     "cannot be made again."},
    {"tokens", "", "make from people's fields what agencies can compare without showing them",
     "  dolbom tokens --in examples/namyangju --key care.key --out out/tokens\n"
     "  dolbom link --in out/tokens --out out/linked_tokens\n",
     TOOL_TABLES | TOOL_BIT(TOOL_LEAVING), 0, cmd_tokens, NULL},
    {"sample", "", "invent agencies' files of any size, with the truth about them",
     "  dolbom sample --people 20000 --seed 1 --out out/sample\n",
     TOOL_BIT(TOOL_PEOPLE) | TOOL_BIT(TOOL_SEED) | TOOL_BIT(TOOL_RRN) | TOOL_BIT(TOOL_OUT), 0,
     cmd_sample, NULL},
    {"plan", "", "print the plan in force: all settings, as --plan takes them",
     "  dolbom plan > my.yaml\n  dolbom plan --plan my.yaml --as-of 2026-06-30\n", TOOL_PLANNED, 0,
     cmd_plan, NULL},
    {"policy", "check DIR", "is a policy in order, and what does each row of it say; exit 1 if not",
     "  dolbom policy check policy\n"
     "  dolbom policy check my_policy --in examples/namyangju --lang en\n"
     "  dolbom policy check policy --format csv > problems.csv\n"
     "  dolbom policy check policy --format json > rows.json\n",
     (TOOL_TABLES & ~TOOL_BIT(TOOL_OUT) & ~TOOL_BIT(TOOL_RAW)) | TOOL_BIT(TOOL_FORMAT), 2,
     cmd_policy, NULL},
    {"rules", "[RULE]", "what is looked for: all rules, or all about one of them",
     "  dolbom rules\n  dolbom rules D03\n  dolbom rules rule_parameters > parameters.csv\n"
     "  dolbom rules --policy policy --as-of 2026-06-30 L01\n",
     TOOL_BIT(TOOL_POLICY) | TOOL_BIT(TOOL_AS_OF), TOOL_MORE, cmd_rules, NULL},
    {"selftest", "", "check the libraries that dolbom is built on; run it once after installing",
     "  dolbom selftest\n", 0, 0, cmd_selftest, NULL},
    {"version", "", "print the version", "  dolbom version\n", 0, 0, cmd_version, NULL},
};

const struct tool_command *tool_command_at(size_t index)
{
    return index < sizeof commands / sizeof *commands ? &commands[index] : NULL;
}
