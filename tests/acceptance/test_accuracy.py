#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pairwise precision and recall of the grouping on samples of fixed difficulty."""
import os

import acceptance as a

#        resident numbers  least precision  least recall
BOUNDS = [("none", 0.98, 0.90), ("half", 0.98, 0.93), ("all", 0.98, 0.93)]

for share, least_precision, least_recall in BOUNDS:
    with a.folder() as data, a.folder() as out:
        a.dolbom("sample", "--people", 20000, "--seed", 20260630, "--rrn", share, "--out", data)
        a.dolbom("link", "--in", data, "--out", out, "--quiet")
        result = a.dolbom("eval", "--truth", os.path.join(data, "_truth", "records.csv"),
                          "--persons", os.path.join(out, "person_records.csv"))
        header, overall = (line.split("\t") for line in result.splitlines()[:2])
        score = dict(zip(header, overall))
        precision, recall = float(score["precision"]), float(score["recall"])
        print(f"resident numbers {share}: precision {precision:.4f}, recall {recall:.4f}, F1 {float(score['f1']):.4f}")
        a.expect(precision >= least_precision, f"{share}: precision {precision} below {least_precision}")
        a.expect(recall >= least_recall, f"{share}: recall {recall} below {least_recall}")
        records = len(a.table(data, "_truth", "records.csv"))
        people = len({r["entity_id"] for r in a.table(data, "_truth", "records.csv")})
        a.expect(1.7 <= records / people <= 1.9, f"{records / people:.2f} records per person, 1.8 wanted")
a.finish()
