// What makes the desk live: the page beside the text follows what is typed. Without it everything works by its buttons.

const editor = document.getElementById("editor");
const frame = document.getElementById("page");
const PAUSE = 300; // milliseconds without a key before the page is asked for

if (editor) follow();
if (frame) chooseView();
for (const button of document.querySelectorAll("[data-copy]")) offerCopy(button);

function follow() {
  const place = document.getElementById("findings");
  let waiting = 0;
  let latest = 0;
  editor.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, PAUSE);
  });

  // Words that are not saved, from the journal or an earlier version, are on the page too.
  if (editor.elements._shown.value !== editor.elements._base.value) refresh();
  // A browser may bring back what was put into the frame of an earlier page, and that is empty.
  addEventListener("load", () => {
    if (!frame.contentDocument?.body?.childElementCount) refresh();
  });

  async function refresh() {
    const number = ++latest;
    const form = new URLSearchParams(new FormData(editor));
    const ask = (address) => fetch(address, { method: "POST", body: form }).then((answer) => (answer.ok ? answer.text() : ""));
    const [page, findings] = [ask(editor.dataset.page), ask(editor.dataset.findings)];
    const [shown, said] = await Promise.all([page, findings]).catch(() => ["", ""]);
    if (number !== latest || !shown) return; // a later one is on its way, or the connection is gone
    show(shown);
    place.innerHTML = said;
    if (said) askAsTyped(place.querySelector("template").dataset);
  }
}

// The button that publishes asks of the date that is typed.
function askAsTyped({ begins, ...words }) {
  const moment = document.getElementById("begins");
  if (!moment || moment.value === begins) return;
  moment.value = begins;
  for (const [part, said] of Object.entries(words)) document.getElementById(`confirm-publish-${part}`).textContent = said;
}

// Puts a page into the frame where the reader of it was.
function show(html) {
  const top = frame.contentWindow ? frame.contentWindow.scrollY : 0;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, top), { once: true });
  frame.srcdoc = html;
}

function chooseView() {
  const widths = document.querySelectorAll("[data-width]");
  for (const button of widths) {
    button.addEventListener("click", () => {
      frame.style.width = button.dataset.width ? `${button.dataset.width}px` : "";
      for (const other of widths) other.setAttribute("aria-pressed", String(other === button));
    });
  }
  const schemes = document.querySelectorAll("[data-scheme]");
  let scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const paint = () => {
    if (frame.contentDocument) frame.contentDocument.documentElement.style.colorScheme = scheme;
    for (const button of schemes) button.setAttribute("aria-pressed", String(button.dataset.scheme === scheme));
  };
  for (const button of schemes) {
    button.addEventListener("click", () => {
      scheme = button.dataset.scheme;
      paint();
    });
  }
  frame.addEventListener("load", paint);
  paint();
}

function offerCopy(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = button.dataset.copied;
  });
}
