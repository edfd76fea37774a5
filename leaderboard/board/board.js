// The ranking table in the browser: asking for another by an address or the form, keeping the page's own address true,
// picking T2I models to compare, telling what a column means, copying the link.
let picked = null;
let board = null;
let opened = false;
let count = 0;
let sent = {}; // The first table comes unasked.
let waiting = [];
let pointed = null;

const shown = () => element.querySelector(".board");

// One wish is sent at a time and its answer bears its number: whoever chooses on before the table has come gets all of
// it, in the order in which it was chosen. Gradio's own ways send some events twice, and drop or mix others.
// A wish has the names of controls that were used, or steps from the address that is shown then to another.
const ask = (wish) => {
  const last = waiting.at(-1);
  if (last?.names && wish.names) last.names.push(...wish.names);
  else if (last?.steps && wish.steps) waiting[waiting.length - 1] = { ...wish, steps: [...last.steps, ...wish.steps] };
  else waiting.push(wish);
  if (sent) shown()?.setAttribute("aria-busy", "true");
  else send();
};

const send = () => {
  const { names = null, steps = null, returning } = waiting.shift();
  const own = { number: String((count += 1)), returning };
  sent = own;
  shown().setAttribute("aria-busy", "true");
  const here = new URLSearchParams(shown().dataset.address);
  const address = steps && `?${steps.reduce((query, step) => step(query), here)}`;
  trigger("select", { number: own.number, names, address });
  setTimeout(() => sent === own && done(), 20000);
};

// The answer has come, or will not come any more.
const done = () => {
  sent = waiting.length ? { number: "" } : null;
  if (sent) setTimeout(send); // when the form, too, holds what the answer brought
  else shown().removeAttribute("aria-busy");
};

// Only what a link changes: what was chosen since it was shown stays.
const follow = (link) => {
  const [from, to] = [shown().dataset.address, link].map((text) => new URLSearchParams(text));
  const texts = (query, name) => JSON.stringify(query.getAll(name));
  const changed = new Set([...from.keys(), ...to.keys()].filter((name) => texts(from, name) !== texts(to, name)));
  const step = (query) => {
    changed.forEach((name) => {
      query.delete(name);
      to.getAll(name).forEach((text) => query.append(name, text));
    });
    if (query.get("board") === board && !query.has("model")) picked.forEach((name) => query.append("model", name));
    return query;
  };
  ask({ steps: [step] });
};

// Fields tell of themselves also when they are left as they were, or hold what going back has put there.
const used = ({ name, value }) => {
  const here = new URLSearchParams(shown()?.dataset.address).getAll(name === "evaluator" ? "board" : name);
  const said = [value].flat().map((text) => String(text).trim()).filter((text) => text);
  if (sent || value === undefined || said.join("\n") !== here.join("\n")) ask({ names: [name] });
};

const write = (returning = false) => {
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
  const returning = sent?.returning ?? false;
  if (own.dataset.picked) picked = JSON.parse(own.dataset.picked);
  else if (picked === null || own.dataset.board !== board) picked = [];
  board = own.dataset.board;
  mark();
  if (sent && own.dataset.number === sent.number) done();
  if (sent) return;
  write(returning);
  opened = true;
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
window.addEventListener("board-used", (event) => used(event.detail));
window.addEventListener("popstate", () => {
  const returned = new URLSearchParams(location.search);
  waiting = [];
  ask({ steps: [() => returned], returning: true });
});

watch("value", arrived);
arrived();
