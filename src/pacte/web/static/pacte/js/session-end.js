// Says some minutes before that the login will end, and offers to go on (RGAA 13.1). The server decides; this only tells.
const WARNING_SECONDS = 300;

export function warnOfTheEnd(page) {
  const box = page.querySelector("[data-session-seconds]");
  if (!box) return;
  const seconds = Number(box.dataset.sessionSeconds);
  const part = (name) => box.querySelector(`[data-session-${name}]`);
  let timers = [];
  let typed = false;
  page.addEventListener("input", () => { typed = true; });
  page.addEventListener("submit", () => { typed = false; });

  const show = (over) => {
    for (const each of box.querySelectorAll("[data-session-unsaved]")) each.hidden = !typed;
    part("soon").hidden = over;
    part("over").hidden = !over;
    part("stay").hidden = over;
    box.hidden = false;
  };
  const begin = () => {
    timers.forEach(clearTimeout);
    box.hidden = true;
    timers = [
      setTimeout(() => show(false), Math.max(seconds - WARNING_SECONDS, seconds / 2) * 1000),
      setTimeout(() => show(true), seconds * 1000),
    ];
  };
  part("stay").addEventListener("click", async () => {
    const answer = await fetch(box.dataset.stay, { redirect: "manual" });
    if (answer.status === 204) begin();
    else show(true);
  });
  begin();
}
