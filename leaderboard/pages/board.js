// The ranking table in the browser: following its addresses without a reload, keeping the page's own address true,
// picking T2I models to compare, telling what a column means, copying the link.
let picked = null;
let board = null;
let opened = false;
let wish = { number: 0 };
let sent = null;
let pointed = null;

const shown = () => element.querySelector(".board");

// One address is asked for at a time and the answer bears its number: whoever chooses on before the table has come gets
// the last choice, and only that. Gradio's own way, `always_last`, would ask for the first one twice.
const ask = (address, returning) => {
  wish = { number: wish.number + 1, address, returning };
  if (sent) shown()?.setAttribute("aria-busy", "true");
  else send();
};

const send = () => {
  const mine = wish;
  sent = mine;
  shown()?.setAttribute("aria-busy", "true");
  trigger("select", { address: mine.address, number: String(mine.number) });
  setTimeout(() => sent === mine && done(), 20000);
};

// The answer has come, or will not come any more. True where it is the one that is wanted.
const done = () => {
  const last = sent === wish;
  sent = null;
  if (last) shown()?.removeAttribute("aria-busy");
  else send();
  return last;
};

const follow = (address) => {
  const query = new URLSearchParams(address);
  if (query.get("board") === board && !query.has("model")) picked.forEach((name) => query.append("model", name));
  ask(`?${query}`, false);
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
  const step = opened && !wish.returning && before.toString() !== after.toString();
  history[step ? "pushState" : "replaceState"](history.state, "", now);
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
  const answer = sent && own.dataset.number === String(sent.number);
  if (answer && !done()) return;
  if (own.dataset.picked) picked = JSON.parse(own.dataset.picked);
  else if (picked === null || own.dataset.board !== board) picked = [];
  board = own.dataset.board;
  mark();
  write();
  opened = true;
  if (!sent) wish.returning = false;
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
window.addEventListener("popstate", () => ask(location.search, true));

watch("value", arrived);
