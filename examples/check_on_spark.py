"""Check a log on a Spark cluster: every case whole, many cases to a call, the same findings.

It needs PySpark and a JDK; `make spark` installs both, runs this on a local cluster, and fails
when the findings are not those of one machine.
"""

import os
import sys

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql import functions as f

import trustflow as tf
from trustflow.bulk import check_frame
from trustflow.exchange import to_frame

COPIES = 50
BUCKETS = 8  # on a cluster: some hundreds, so that each holds a few million rows
FOUND = "case string, position long, code string, rule string, strength string, certain boolean"


def check_bucket(bucket: pa.Table) -> pa.Table:
    """The findings of all cases of a bucket; Spark keeps no order, so each row knows its place."""
    return check_frame(bucket.sort_by("place"))


def log_of(copies: int) -> pa.Table:
    """The casebook over and over, a case a council and a copy, with the place of each row."""
    histories = {
        f"{history.authority} {copy}": history
        for copy in range(copies)
        for history in tf.casebook.histories()
    }
    table = to_frame(histories)
    return table.append_column("place", pa.array(range(len(table)), pa.int64()))


def main() -> int:
    """Check the log on a local cluster and in this process, and compare."""
    log = log_of(COPIES)
    os.environ["PYSPARK_PYTHON"] = sys.executable  # the workers run in this environment too
    spark = SparkSession.builder.master("local[2]").appName("trustflow").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    events = spark.createDataFrame(log)
    buckets = events.withColumn("bucket", f.pmod(f.hash("case"), f.lit(BUCKETS)))
    found = buckets.groupBy("bucket").applyInArrow(check_bucket, FOUND).toArrow()
    spark.stop()
    by_case = [("case", "ascending"), ("position", "ascending")]
    same = found.sort_by(by_case).equals(check_frame(log).cast(found.schema).sort_by(by_case))
    print(f"{len(log):,} events, {len(found):,} findings on Spark: ", end="")
    print("the same as on one machine" if same else "NOT those of one machine")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
