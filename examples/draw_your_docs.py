"""Draw diagrams of the process and of a case, and timelines, for your own docs."""

import trustflow as tf

FOUR = ("rated_inadequate", "commissioner_review", "direction_issued", "trust_live")

print("The four stages as Mermaid, which GitHub shows in a README:")
print()
print(tf.diagram(tf.TRUST_TRANSFER, "markdown", stages=FOUR, marks="standard"), end="")

sandwell = tf.casebook.load("Sandwell")
print()
print("Sandwell's path through the four stages:")
for line in tf.diagram(sandwell, "mermaid", stages=FOUR).splitlines():
    if "==>" in line:
        label = line.split('"')[1].replace("#46;", ".").replace("#58;", ":")
        print("-", label.replace("<br/>", " "))

print()
histories = tf.casebook.histories()
pictures = {
    "the process": tf.diagram(tf.TRUST_TRANSFER, "svg"),
    "Sandwell's path, for a dark page": tf.diagram(sandwell, "svg", dark=True),
    "Sandwell's timeline": tf.timeline(sandwell),
    "every trust, from its go-live": tf.timeline(histories, align="trust_went_live"),
}
for name, svg in pictures.items():
    print(f"{name}: {len(svg) // 1000} kB of SVG, {svg.count('<text')} texts")
