// Runs at the beginning of the body, before anything is painted and before Gradio's own scripts.
(() => {
  const body = document.body;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let asked = new URLSearchParams(location.search).get("__theme");
  let kept = null;
  try { kept = localStorage.getItem("theme"); } catch { /* no storage: the system's choice holds */ }

  // A theme in the address stands over the one chosen here, and that over the system's.
  const wanted = () => [asked, kept].find((theme) => theme === "light" || theme === "dark")
    ?? (system.matches ? "dark" : "light");
  const dress = () => {
    const dark = wanted() === "dark";
    if (body.classList.contains("dark") !== dark) body.classList.toggle("dark", dark);
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
  };
  const choose = () => {
    const other = wanted() === "dark" ? "light" : "dark";
    // What the system wants anyway need not be kept: the page follows the system again.
    kept = other === (system.matches ? "dark" : "light") ? null : other;
    try { kept ? localStorage.setItem("theme", kept) : localStorage.removeItem("theme"); } catch { /* as above */ }
    const address = new URL(location.href);
    if (asked) { asked = null; address.searchParams.delete("__theme"); history.replaceState(history.state, "", address); }
    dress();
  };
  dress();
  system.addEventListener("change", dress);
  new MutationObserver(dress).observe(body, { attributes: true, attributeFilter: ["class"] });

  // Gradio names the browser's language there, whatever the page speaks.
  const spoken = document.documentElement.lang;
  const speak = () => { if (document.documentElement.lang !== spoken) document.documentElement.lang = spoken; };
  new MutationObserver(speak).observe(document.documentElement, { attributes: true, attributeFilter: ["lang"] });

  // Pages write their state into the address while they are open; a link to another language takes it along.
  const follow = (event) => {
    const link = event.target.closest?.("a[data-language]");
    if (!link) return;
    const address = new URL(location.href);
    address.searchParams.set("lang", link.dataset.language);
    link.href = address;
  };
  for (const kind of ["pointerdown", "focusin", "click"]) document.addEventListener(kind, follow, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#frame-theme")) choose();
    if (!event.target.closest?.(".frame-skip")) return;
    event.preventDefault();
    const content = document.querySelector("gradio-app h1") ?? document.querySelector("gradio-app main");
    if (!content) return;
    content.tabIndex = -1;
    content.focus();
  });

  // Where Gradio's own markup leaves readers of screens or keyboards out.
  let planned = false;
  const mend = () => {
    planned = false;
    const title = document.querySelector("header.frame")?.dataset.title;
    if (title && document.title !== title) document.title = title;
    for (const empty of document.querySelectorAll("div.empty[aria-label]:not([role])")) empty.setAttribute("role", "img");
    for (const text of document.querySelectorAll("pre:not([tabindex])"))
      if (text.scrollWidth > text.clientWidth) text.tabIndex = 0;
  };
  const plan = () => { if (!planned) { planned = true; requestAnimationFrame(mend); } };
  new MutationObserver(plan).observe(document.documentElement, { childList: true, subtree: true });
})();
