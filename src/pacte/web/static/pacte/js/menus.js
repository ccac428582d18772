// Menus are <details>: here they also close by Escape, by a click outside, and when another one opens.
export function tameMenus(root) {
  const menus = [...root.querySelectorAll("[data-menu]")];
  if (!menus.length) return;
  const closeAll = (except) => menus.forEach((menu) => { if (menu !== except) menu.open = false; });
  for (const menu of menus) {
    menu.addEventListener("toggle", () => { if (menu.open) closeAll(menu); });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
  root.addEventListener("click", (event) => closeAll(event.target.closest("[data-menu]")));
}
