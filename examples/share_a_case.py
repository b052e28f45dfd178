"""Write a case as one HTML file that you can send and open without a network."""

import re
import tempfile
from pathlib import Path

import trustflow as tf
from trustflow import events as ev
from trustflow.exchange import write_atomically

report = tf.Source("Ofsted, inspection report", url="https://example.org/report", confidence="high")
paper = tf.Source("A local paper, on the commissioner", published="2015-12-10")

case = tf.Case("Exampleshire")  # a made-up council
case.record(ev.InspectionPublished("2015-06-05", judgement="inadequate", sources=[report]))
case.record(ev.CommissionerAppointed("2015-12", remit="review", sources=[paper]))

page = tf.case_page(case, as_of="2016-02-01")
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "exampleshire.html"
    write_atomically(path, page.encode())
    print(f"{path.name}: {path.stat().st_size // 1000} kB, in one file")

print("\nThe parts of the page:")
for heading in re.findall(r"<h2[^>]*>([^<]*)", page):
    print("-", heading.strip())

print("\nThe links of the page:")
for link in sorted(set(re.findall(r'href="(https?://[^"]*)"', page))):
    print("-", link)

print("\nThe page contains a script:", "<script" in page)
