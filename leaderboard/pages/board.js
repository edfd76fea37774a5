// The ranking table in the browser: following its addresses without a reload, keeping the page's own address true,
// picking T2I models to compare, telling what a column means, copying the link.
let picked = null;
let board = null;
let opened = false;
let returning = false;
let wanted = "";
let asked = "";
let since = 0;
let pointed = null;

const shown = () => element.querySelector(".board");

const follow = (address) => {
  const query = new URLSearchParams(address);
  if (query.get("board") === board && !query.has("model")) picked.forEach((name) => query.append("model", name));
  shown()?.setAttribute("aria-busy", "true");
  trigger("select", { address: `?${query}` });
};

const write = () => {
  const now = new URL(location.href);
  const before = new URLSearchParams(now.search);
  shown().dataset.parameters.split(" ").forEach((name) => now.searchParams.delete(name));
  const own = new URLSearchParams(shown().dataset.address);
  picked.forEach((name) => own.append("model", name));
  own.forEach((value, name) => now.searchParams.append(name, value));
  if (now.href === location.href) return;
  const after = new URLSearchParams(now.search);
  ["search", "model"].forEach((name) => [before, after].forEach((each) => each.delete(name)));
  // Typing and ticking are no steps to come back to.
  const step = opened && !returning && before.toString() !== after.toString();
  history[step ? "pushState" : "replaceState"](history.state, "", now);
};

// Going back or forward. Whoever does so again before the table has come gets the last one only; and as Gradio drops
// what is triggered while the last answer is still being put away, it is asked again where none comes.
const ask = () => {
  const now = performance.now();
  asked = wanted;
  since = now;
  shown()?.setAttribute("aria-busy", "true");
  trigger("select", { address: asked });
  setTimeout(() => returning && since === now && ask(), 2000);
};

const mark = () => {
  const most = Number(shown().dataset.most);
  element.querySelectorAll(".pick").forEach((box) => {
    box.checked = picked.includes(box.value);
    box.disabled = !box.checked && picked.length >= most;
  });
  const bar = element.querySelector(".picked");
  if (!bar) return;
  const query = new URLSearchParams();
  picked.forEach((name) => query.append("model", name));
  const link = bar.querySelector(".compare");
  link.hidden = picked.length < 2;
  link.href = `${bar.dataset.compare}&${query}`;
  bar.querySelector(".unpick").hidden = picked.length === 0;
  bar.querySelector(".hint").textContent = picked.length ? picked.join(", ") : bar.dataset.hint;
};

const arrived = () => {
  const own = shown();
  if (!own) return;
  if (returning && asked !== wanted) {
    ask();
    return;
  }
  if (own.dataset.picked) picked = JSON.parse(own.dataset.picked);
  else if (picked === null || own.dataset.board !== board) picked = [];
  board = own.dataset.board;
  mark();
  write();
  opened = true;
  returning = false;
  if (pointed) [...element.querySelectorAll(".sort")].find((head) => head.textContent === pointed)?.focus();
  pointed = null;
};

const tip = () => {
  let found = element.querySelector("[role=tooltip]");
  if (!found) {
    found = document.createElement("div");
    found.setAttribute("role", "tooltip");
    found.id = "board-tip";
    found.hidden = true;
    element.append(found);
  }
  return found;
};

const tell = (event) => {
  const about = event.target.closest?.("[data-tip]");
  if (!about) return;
  const said = tip();
  said.textContent = about.dataset.tip;
  said.hidden = false;
  about.setAttribute("aria-describedby", said.id);
  const place = about.getBoundingClientRect();
  const left = Math.min(place.left, document.documentElement.clientWidth - said.offsetWidth - 8);
  said.style.left = `${Math.max(8, left)}px`;
  said.style.top = `${place.bottom + 6}px`;
};

const hush = () => {
  tip().hidden = true;
};

const copy = async (button) => {
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText(location.href);
  } catch {
    // No clipboard outside a secure context: the old way.
    const field = document.createElement("textarea");
    field.value = location.href;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    button.focus();
  }
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = said; }, 2000);
};

element.addEventListener("click", (event) => {
  const head = event.target.closest("[data-go]");
  const link = event.target.closest("a.go");
  if (head) {
    if (document.activeElement === head) pointed = head.textContent;
    follow(head.dataset.go);
  } else if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    follow(link.getAttribute("href"));
  } else if (event.target.closest(".copy")) {
    copy(event.target.closest(".copy"));
  } else if (event.target.closest(".unpick")) {
    picked = [];
    mark();
    write();
  }
});

element.addEventListener("change", (event) => {
  if (!event.target.classList.contains("pick")) return;
  const name = event.target.value;
  picked = event.target.checked ? [...picked, name] : picked.filter((other) => other !== name);
  mark();
  write();
});

element.addEventListener("mouseover", tell);
element.addEventListener("focusin", tell);
element.addEventListener("mouseout", hush);
element.addEventListener("focusout", hush);
element.addEventListener("scroll", hush, true);
window.addEventListener("scroll", hush, { passive: true });
window.addEventListener("keydown", (event) => event.key === "Escape" && hush());
window.addEventListener("popstate", () => {
  const waiting = returning && performance.now() - since < 10000;
  returning = true;
  wanted = location.search;
  if (!waiting) ask();
});

watch("value", arrived);
