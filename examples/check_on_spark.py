"""Check an event log on a Spark cluster, many whole cases to a call, with the same findings.

It needs PySpark and a JDK. `make spark` installs both, runs this on a local cluster and compares.
"""

import os
import sys

import pyarrow as pa
from attrs import evolve
from pyspark.sql import SparkSession
from pyspark.sql import functions as f

import trustflow as tf
from trustflow.bulk import check_frame
from trustflow.exchange import to_frame

COPIES = 50
BUCKETS = 8  # on a cluster, some hundreds, so that each bucket has a few million rows
SCHEMA = "case string, position long, code string, rule string, strength string, certain boolean"


def check_bucket(bucket: pa.Table) -> pa.Table:
    """Return the findings of all cases of a bucket."""
    # Spark does not keep the order of rows, so each row has its place.
    return check_frame(bucket.sort_by("place"), columns={"*": "-"}).drop_columns("row")


def log_of(copies: int) -> pa.Table:
    """Return a log of many copies of the casebook, with the place of each row."""
    histories = {
        f"{history.authority} {copy}": evolve(history, inherits=())
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
    findings = buckets.groupBy("bucket").applyInArrow(check_bucket, SCHEMA).toArrow()
    spark.stop()
    by_case = [("case", "ascending"), ("position", "ascending")]
    expected = check_frame(log, columns={"*": "-"}).drop_columns("row").cast(findings.schema)
    same = findings.sort_by(by_case).equals(expected.sort_by(by_case))
    print(f"{len(log):,} events, {len(findings):,} findings on Spark: ", end="")
    print("the same as on one machine" if same else "NOT those of one machine")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
