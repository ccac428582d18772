// What the pages do better with JavaScript. All of them can be read and used without it.
import { offerCopies } from "./copy-table.js";
import { tameMenus } from "./menus.js";
import { followFilters } from "./live-filters.js";
import { offerDrops } from "./file-drop.js";
import { offerPictures } from "./pictures.js";
import { showLatestValues } from "./latest-value.js";
import { warnOfTheEnd } from "./session-end.js";

tameMenus(document);
offerCopies(document);
offerPictures(document);
showLatestValues(document);
followFilters(document, () => { offerCopies(document); offerPictures(document); showLatestValues(document); });
offerDrops(document);
warnOfTheEnd(document);

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// After a refused form, reading starts at its errors.
const errors = document.querySelector("[data-focus]");
if (errors && !errors.closest("[data-still]")) errors.focus();
