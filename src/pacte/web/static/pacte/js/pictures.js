// « Image (SVG) » and « Image (PNG) » under each drawing: the figure says data-picture, with its source as value. The
// picture has the colours of the page, its title, its source and the line of its printed foot: day and address.
const NAMESPACE = "http://www.w3.org/2000/svg";
const LOOK = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin", "stroke-opacity", "opacity",
  "font-family", "font-size", "font-weight", "text-anchor", "visibility",
];
const MARGIN = 16;
const LINE = 18;
const SMALLEST = 420;
const SCALE = 2;

function element(name, attributes, text = "") {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

// What the style sheet says becomes attributes, which need no style sheet and no style element.
function dressed(original) {
  const copy = original.cloneNode(true);
  const originals = [original, ...original.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  const hidden = [];
  originals.forEach((each, rank) => {
    const style = getComputedStyle(each);
    if (style.display === "none" && each.localName !== "title" && each.localName !== "desc") hidden.push(copies[rank]);
    for (const name of LOOK) copies[rank].setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "href", "tabindex", "focusable"]) copies[rank].removeAttribute(name);
  });
  hidden.forEach((each) => each.remove());
  return copy;
}

function patternsOf(drawing) {
  const names = new Set([...drawing.querySelectorAll("*")].flatMap((each) =>
    [each.getAttribute("fill"), each.getAttribute("stroke")].map((paint) => /url\(.*#([\w-]+)/.exec(paint ?? "")?.[1])));
  const found = [...names].filter(Boolean).map((name) => document.getElementById(name)).filter(Boolean);
  const defs = element("defs", {});
  for (const each of found) {
    const pattern = dressed(each);
    for (const name of LOOK) pattern.removeAttribute(name);
    defs.append(pattern);
  }
  return defs;
}

function wrapped(words, width, font) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const lines = [""];
  // A long address has no space: it is cut where the line ends.
  const room = Math.max(12, Math.floor((width / pen.measureText("n").width) * 0.8));
  const pieces = words.split(/[ \n]+/).flatMap((word) => word.match(new RegExp(`.{1,${room}}`, "gu")) ?? []);
  for (const word of pieces) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width > width * 0.92 && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.filter(Boolean);
}

function sourceOf(figure) {
  const foot = (document.querySelector(".print-foot")?.textContent ?? location.href).replace(/\s+/g, " ").trim();
  const isTold = !document.querySelector(".fict") || foot.includes("fictives");
  return [isTold ? "" : "Données fictives.", figure.dataset.picture, foot].filter(Boolean).join(" ");
}

export function pictureOf(figure) {
  const drawing = figure.querySelector("svg[aria-labelledby]");
  const title = drawing.querySelector("title").textContent;
  const box = drawing.viewBox.baseVal?.width ? drawing.viewBox.baseVal : drawing.getBoundingClientRect();
  const page = getComputedStyle(document.body);
  const family = page.fontFamily;
  const inner = Math.max(box.width, SMALLEST);
  const head = wrapped(title, inner, `600 15px ${family}`);
  const foot = wrapped(sourceOf(figure), inner, `12px ${family}`);
  const top = MARGIN + head.length * LINE + 8;
  const width = inner + 2 * MARGIN;
  const height = top + box.height + 12 + foot.length * LINE + MARGIN;
  const ink = { "font-family": family, fill: page.color };
  const copy = dressed(drawing);
  for (const name of ["role", "aria-labelledby"]) copy.removeAttribute(name);
  for (const [name, value] of Object.entries({ x: MARGIN, y: top, width: box.width, height: box.height })) {
    copy.setAttribute(name, value);
  }
  const picture = element("svg", { xmlns: NAMESPACE, width, height, viewBox: `0 0 ${width} ${height}`, role: "img" });
  picture.append(
    element("title", {}, title),
    patternsOf(copy),
    element("rect", { width: "100%", height: "100%", fill: page.backgroundColor }),
    ...head.map((line, rank) => element("text", {
      ...ink, x: MARGIN, y: MARGIN + (rank + 0.7) * LINE, "font-size": 15, "font-weight": 600,
    }, line)),
    copy,
    ...foot.map((line, rank) => element("text", {
      ...ink, x: MARGIN, y: top + box.height + 12 + (rank + 0.7) * LINE, "font-size": 12,
    }, line)),
  );
  return { title, width, height, text: new XMLSerializer().serializeToString(picture) };
}

// The policy of the site lets a picture come from a data address, and from no other that is made here.
async function asPng(picture) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(picture.text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(picture.width * SCALE);
  canvas.height = Math.ceil(picture.height * SCALE);
  const pen = canvas.getContext("2d");
  pen.scale(SCALE, SCALE);
  pen.drawImage(image, 0, 0);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
}

function download(blob, title, extension) {
  const plain = title.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const name = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 80);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${name || "image"}.${extension}`;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function give(figure, kind) {
  const picture = pictureOf(figure);
  const blob = kind === "png" ? await asPng(picture) : new Blob([picture.text], { type: "image/svg+xml" });
  download(blob, picture.title, kind);
}

export function offerPictures(root) {
  for (const figure of root.querySelectorAll("figure[data-picture]")) {
    const title = figure.querySelector("svg[aria-labelledby] > title")?.textContent;
    if (!title || figure.querySelector(".picture-acts")) continue;
    const line = document.createElement("p");
    line.className = "picture-acts screen-only";
    for (const kind of ["svg", "png"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button button-text";
      button.textContent = `Image (${kind.toUpperCase()})`;
      const about = document.createElement("span");
      about.className = "hidden-text";
      about.textContent = `, ${title}`;
      button.append(about);
      button.addEventListener("click", () => give(figure, kind));
      line.append(button);
    }
    figure.append(line);
  }
}
