// A filter form with data-live="results" (one or several ids) follows its fields: it asks for the same address that its
// button would, puts the new results and chosen filters in place, and writes the address. The button stays for who has
// no script; a form with data-at-once needs none with it.
export function followFilters(root, afterwards) {
  for (const form of root.querySelectorAll("form[data-live]")) {
    let running = null;
    if ("atOnce" in form.dataset) form.querySelector("button[type=submit]").hidden = true;
    form.addEventListener("change", async () => {
      const address = new URL(form.action || location.href);
      address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== "")).toString();
      running?.abort();
      running = new AbortController();
      try {
        const answer = await fetch(address, { signal: running.signal, headers: { "X-Requested-With": "fetch" } });
        if (!answer.ok || answer.redirected) { form.requestSubmit(); return; }
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const id of [...form.dataset.live.split(" "), `${form.id}-chosen`, `${form.id}-count`]) {
          const fresh = page.getElementById(id);
          const stale = root.getElementById(id);
          if (fresh && stale) stale.replaceChildren(...fresh.childNodes);
        }
        afterwards();
        history.replaceState(null, "", address);
      } catch (fault) {
        if (fault.name !== "AbortError") form.requestSubmit();
      }
    });
  }
}
