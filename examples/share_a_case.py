"""One file to send: a case as a page that any browser opens, without a network."""

import re
import tempfile
from pathlib import Path

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import write_atomically

report = tf.Source("Ofsted, inspection report", url="https://example.org/report", confidence="high")
paper = tf.Source("A local paper, on the commissioner", published="2015-12-10")

case = tf.Case("Exampleshire")  # made up: no council of this name
case.record(ev.InspectionPublished("2015-06-05", judgement="inadequate", sources=[report]))
case.record(ev.CommissionerAppointed("2015-12", remit="review", sources=[paper]))

page = tf.case_page(case, as_of="2016-02-01")
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "exampleshire.html"
    write_atomically(path, page.encode())
    print(f"{path.name}: {path.stat().st_size // 1000} kB, in one file")

print("\nIt has these parts:")
for heading in re.findall(r"<h2[^>]*>([^<]*)", page):
    print("-", heading.strip())

print("\nIts links lead to:")
for link in sorted(set(re.findall(r'href="(https?://[^"]*)"', page))):
    print("-", link)

print("\nIt runs a script:", "<script" in page)
