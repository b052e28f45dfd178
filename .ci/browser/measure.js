// Measure the pictures of the page, or the picture that the document is. Return their faults, the
// hashes of those measured, and the images that are to be opened on their own. It is called with
// the scale at which a page shows the picture, and the hashes of pictures that are measured already.
((shownAt, seen) => {
  const smallest = 10, smallestInReadme = 12, readme = 838, apart = 6, slack = 1.5;
  const known = new Set(seen), hashes = [], faults = [];
  const isPage = document.documentElement.localName === "html";
  const drawn = svg => svg.getBoundingClientRect().width > 0;
  const svgs = isPage
    ? [...document.querySelectorAll("svg[role=img]")].filter(drawn) : [document.documentElement];

  const hashOf = text => {
    let hash = 5381;
    for (let i = 0; i < text.length; i++) hash = (hash * 33 + text.charCodeAt(i)) | 0;
    return `${text.length}-${hash}`;
  };
  const named = text => JSON.stringify(text.textContent.trim().slice(0, 40));
  const crossing = (one, other) => Math.min(
    Math.min(one.right, other.right) - Math.max(one.left, other.left),
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top));
  // How far a box reaches out of another one.
  const outside = (inner, outer) => Math.max(
    outer.left - inner.left, inner.right - outer.right,
    outer.top - inner.top, inner.bottom - outer.bottom);
  const length = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);
  const isOpaque = style => style.fill !== "none" && +style.fillOpacity === 1;

  const measure = (svg, scale) => {
    const view = svg.viewBox.baseVal, frame = svg.getBoundingClientRect();
    const zoom = frame.width / view.width;  // from the numbers in the file to pixels
    const toFile = svg.getScreenCTM().inverse();
    const title = svg.querySelector(":scope > title")?.textContent ?? "a picture";
    const say = (fault, ...things) =>
      faults.push(`picture “${title}”: ${fault}: ${things.join(", ")}`);
    // In numbers of the file, without the space above and below the letters.
    const boxOf = element => {
      const place = element.getBoundingClientRect();
      const trim = element.localName === "text" ? place.height * 0.2 / zoom : 0;
      const left = (place.left - frame.left) / zoom, top = (place.top - frame.top) / zoom;
      return { left, right: left + place.width / zoom,
               top: top + trim, bottom: top + place.height / zoom - trim };
    };
    const all = [...svg.querySelectorAll("text, rect, path")];
    const order = new Map(all.map((element, index) => [element, index]));
    const texts = all.filter(each => each.localName === "text" && each.textContent.trim());
    const places = texts.map(boxOf);

    let least = Infinity, which = null;
    for (const text of texts) {
      const size = parseFloat(getComputedStyle(text).fontSize);
      if (size < least) [least, which] = [size, text];
    }
    const shown = least * zoom * scale;
    if (shown < smallest - 0.05) say(`words of ${shown.toFixed(1)} px`, named(which));

    const there = least * Math.min(readme / view.width, 1);
    if (there < smallestInReadme - 0.05)
      say(`words of ${there.toFixed(1)} px in a README`, named(which));

    const whole = { left: 0, top: 0, right: view.width, bottom: view.height };
    texts.forEach((text, index) => {
      if (outside(places[index], whole) > 1) say("words reach out of the picture", named(text));
    });

    const sorted = places.map((place, index) => index)
      .sort((one, other) => places[one].top - places[other].top);
    sorted.forEach((one, at) => {
      for (const other of sorted.slice(at + 1)) {
        if (places[other].top > places[one].bottom) break;
        if (crossing(places[one], places[other]) > slack)
          say("words overlap", named(texts[one]), named(texts[other]));
      }
    });

    // Words are inside a box or beside it, unless they are on an opaque box above it.
    const boxes = all.filter(each => each.localName === "rect").map(each => {
      const style = getComputedStyle(each);
      return { element: each, place: boxOf(each), isOpaque: isOpaque(style),
               isSeen: style.fill !== "none" || style.stroke !== "none" };
    }).filter(each => each.isSeen && outside(whole, each.place) > 1);
    texts.forEach((text, index) => {
      const on = boxes.filter(each => order.get(each.element) < order.get(text) &&
        crossing(places[index], each.place) > 0);
      const last = on.findLastIndex(
        each => each.isOpaque && outside(places[index], each.place) <= 1);
      for (const each of on.slice(last + 1))
        if (crossing(places[index], each.place) > slack &&
            outside(places[index], each.place) > slack)
          say("words cross the edge of a box", named(text));
      for (const each of boxes)
        if (each.isOpaque && order.get(each.element) > order.get(text) &&
            crossing(places[index], each.place) > slack)
          say("a box covers words", named(text));
    });

    // The ends of arrows are joined or apart, and no box covers a tip.
    const ends = [];
    for (const arrow of svg.querySelectorAll(".trustflow-arrow")) {
      const lines = [...arrow.querySelectorAll("path")]
        .filter(each => getComputedStyle(each).stroke !== "none");
      const name = arrow.querySelector("title")?.textContent.split("\n")[0] ?? "an arrow";
      if (lines.length) {
        const toHere = toFile.multiply(lines[0].getScreenCTM());
        ends.push({ point: lines[0].getPointAtLength(0).matrixTransform(toHere), name });
      }
      const tips = [...arrow.querySelectorAll("polygon")];
      for (const tip of tips) {
        const toHere = toFile.multiply(tip.getScreenCTM());
        const [point, ...corners] = [...tip.points].map(each => each.matrixTransform(toHere));
        ends.push({ point, name });
        for (const { element, place, isOpaque } of boxes)
          if (isOpaque && tip.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING &&
              corners.some(({ x, y }) => Math.min(
                x - place.left, place.right - x, y - place.top, place.bottom - y) > slack))
            say("a box covers the tip of an arrow", JSON.stringify(name));
      }
      for (const line of lines) {
        const toHere = toFile.multiply(line.getScreenCTM()), end = line.getTotalLength();
        const reach = boxOf(line);
        const near = texts.map((text, index) => ({ text, place: places[index] })).filter(
          ({ text, place }) => order.get(line) > order.get(text) && crossing(reach, place) > slack);
        for (let at = 0; near.length && at < end; at += 3) {
          const point = line.getPointAtLength(at).matrixTransform(toHere);
          for (const { text, place } of near)
            if (Math.min(point.x - place.left, place.right - point.x,
                         point.y - place.top, place.bottom - point.y) > slack)
              say("an arrow runs over words", JSON.stringify(name), named(text));
        }
      }
    }
    ends.forEach((one, index) => {
      for (const other of ends.slice(index + 1)) {
        const gap = length(one.point, other.point);
        if (gap > 0.5 && gap < apart - 0.15)
          say(`the ends of arrows are ${gap.toFixed(1)} px apart`, one.name, other.name);
      }
    });

    // What contains the picture does not cut it, and needs no scrolling.
    for (let place = svg.parentElement; isPage && place && place !== document.body;
         place = place.parentElement) {
      const style = getComputedStyle(place), inner = place.getBoundingClientRect();
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      const cut = Math.max(frame.right - inner.left - place.clientLeft - place.clientWidth,
                           frame.bottom - inner.top - place.clientTop - place.clientHeight);
      if (cut > 1) say(`cut by ${Math.round(cut)} px`, place.localName + "." + place.className);
      break;
    }
  };

  for (const svg of svgs) {
    const scale = isPage ? 1 : shownAt;
    const hash = hashOf(svg.outerHTML) + "@" + svg.getBoundingClientRect().width * scale;
    if (known.has(hash)) continue;
    known.add(hash);
    hashes.push(hash);
    measure(svg, scale);
  }
  const images = isPage ? [...document.images]
    .filter(each => each.currentSrc.split(/[?#]/)[0].endsWith(".svg") && each.naturalWidth)
    .map(each => [each.currentSrc, each.getBoundingClientRect().width / each.naturalWidth])
    .filter(([, scale]) => scale > 0) : [];
  return { faults: [...new Set(faults)], hashes, images };
})
