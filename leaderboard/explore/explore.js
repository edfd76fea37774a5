// Cards and pages are links; here they are followed without leaving the page, and arrow keys walk through the cards.
const OWN = ["board", "prompt", "skill", "answer", "model", "order", "page"];
let wanted = null;
let asked = null;
let patience = null;

const plain = (event) => !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button);

element.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-image], a[data-page]");
  if (!link || !plain(event)) return;
  event.preventDefault();
  if (link.dataset.image) {
    trigger("look", { image: link.dataset.image });
    return;
  }
  wanted = link.dataset.page;
  if (!asked) turn();
});

// One page is asked for at a time: whoever turns on before it has come gets the last one chosen, in whatever order the
// server answers.
const turn = () => {
  asked = wanted;
  element.querySelector(".explored").setAttribute("aria-busy", "true");
  trigger("turn", { page: asked });
  patience = setTimeout(turned, 20000);
};

// The page has come, or will not come any more.
const turned = () => {
  clearTimeout(patience);
  const last = asked === wanted;
  asked = null;
  if (!last) turn();
  return last;
};

const steps = {
  ArrowRight: (cards, at) => at + 1,
  ArrowLeft: (cards, at) => at - 1,
  ArrowDown: (cards, at) => at + columns(cards),
  ArrowUp: (cards, at) => at - columns(cards),
  Home: () => 0,
  End: (cards) => cards.length - 1,
};

const columns = (cards) => {
  const below = cards.findIndex((card) => card.offsetTop > cards[0].offsetTop);
  return below < 0 ? cards.length : below;
};

element.addEventListener("keydown", (event) => {
  const card = event.target.closest(".card");
  if (!card || !steps[event.key] || !plain(event)) return;
  const cards = [...element.querySelectorAll(".card")];
  const next = cards[steps[event.key](cards, cards.indexOf(card))];
  event.preventDefault();
  next?.focus();
});

watch("value", () => {
  const shown = element.querySelector(".explored");
  if (!shown) return;
  const now = new URLSearchParams(shown.dataset.address);
  const answer = asked !== null && (now.get("page") ?? "1") === asked;
  if (answer && !turned()) return;
  if (shown.dataset.address) {
    const address = new URL(location.href);
    OWN.forEach((key) => (now.has(key) ? address.searchParams.set(key, now.get(key)) : address.searchParams.delete(key)));
    history.replaceState(history.state, "", address);
  }
  if (answer) element.querySelector(".count")?.focus();
});
