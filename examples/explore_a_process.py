"""Write a process as one HTML file in which readers count due days, without Python."""

import json
import re
import tempfile
from pathlib import Path

import trustflow as tf
from trustflow.exchange import write_atomically

page = tf.explorer(first="2016-01-01", last="2026-12-31")
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "explorer.html"
    write_atomically(path, page.encode())
    print(f"{path.name}: {path.stat().st_size // 1000} kB, in one file")

print("\nThe parts of the page:")
for heading in re.findall(r"<h2[^>]*>([^<]*)", page):
    print("-", heading.strip())

tables = json.loads(re.search(r'id="tables">(.*?)</script>', page)[1])
days = tables["last"] - tables["first"] + 1
print(f"\nIt has the due days of {len(tables['rules'])} rules from {days:,} start days.")

print("\nThe rules of law:")
for rule in tf.TRUST_TRANSFER.rules:
    if rule.strength is tf.Strength.LAW:
        print(f"- {rule.requires}: {rule.bound}")
