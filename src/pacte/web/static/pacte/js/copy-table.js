// Copies a table for a spreadsheet: numbers as numbers (decimal comma in text, bare number in HTML), the rest as text,
// so that a cell that begins with = + - @ is never run as a formula.
const RISKY = /^[=+\-@\t\r]/;
const escapeHtml = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

export function cellText(cell) {
  const copy = cell.cloneNode(true);
  copy.querySelectorAll("svg, [aria-hidden='true'], .sort-sign").forEach((part) => part.remove());
  copy.querySelectorAll("br, .note").forEach((part) => part.before(" "));
  return copy.textContent.replace(/[\s\u00a0\u202f]+/g, " ").trim();
}

export function tableForSheet(table) {
  const rows = [...table.rows].map((row) => [...row.cells].map((cell) => ({
    value: cell.dataset.value || "",
    text: cellText(cell),
    span: cell.colSpan,
  })));
  const plain = rows.map((cells) => cells.flatMap((cell) => [
    cell.value ? cell.value.replace(".", ",") : RISKY.test(cell.text) ? `'${cell.text}` : cell.text,
    ...Array(cell.span - 1).fill(""),
  ]).join("\t")).join("\r\n");
  const html = rows.map((cells) => `<tr>${cells.map((cell) => {
    const span = cell.span > 1 ? ` colspan="${cell.span}"` : "";
    return cell.value
      ? `<td${span} x:num="${escapeHtml(cell.value)}" sdval="${escapeHtml(cell.value)}">${escapeHtml(cell.value.replace(".", ","))}</td>`
      : `<td${span} style='mso-number-format:"\\@"'>${escapeHtml(cell.text)}</td>`;
  }).join("")}</tr>`).join("");
  return { plain, html: `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table>${html}</table></body></html>` };
}

// Through the copy event: both forms reach the clipboard as they are, without a secure address being needed.
function put({ plain, html }) {
  let taken = false;
  const fill = (event) => {
    event.clipboardData.setData("text/plain", plain);
    event.clipboardData.setData("text/html", html);
    event.preventDefault();
    taken = true;
  };
  document.addEventListener("copy", fill, { once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", fill);
  return taken;
}

async function copy(button, table) {
  const sheet = tableForSheet(table);
  const label = button.textContent;
  const done = put(sheet) || await navigator.clipboard?.writeText(sheet.plain).then(() => true, () => false);
  button.textContent = done ? "Copié : collez dans Excel" : "Copie refusée par le navigateur";
  window.setTimeout(() => { button.textContent = label; }, 4000);
}

export function offerCopies(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    const table = root.getElementById(button.dataset.copy);
    if (!table || !button.hidden) continue;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copy(button, table));
  }
}
